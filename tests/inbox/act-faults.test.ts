import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryStore } from "../../src/store/memory/memory-store.js";
import { virtualClock } from "../../src/testing/clock.js";
import { comment, makeNetwork, plan, put, sandra, textsOf, type Fate } from "./act-harness.js";
import { mortal } from "./mortal.js";
import type { Outcome } from "../../src/model/outcome.js";
import type { Store } from "../../src/store/store.js";

const by = sandra;
const parts = ["One", "Two", "Three"];

/** What the store does to one write. */
type StoreFate = "ok" | "fails" | "fails-after";
/** What somebody does next. */
type Move = "act" | "recover" | "reconcile" | "wait" | "restart";

/** A store whose writes fail as told; those that fail afterwards have happened. */
function shaky(store: Store, fates: StoreFate[]): Store {
  return {
    ...store,
    write: async (batch) => {
      const fate = fates.shift() ?? "ok";
      if (fate === "fails") throw new Error("the database is gone");
      const written = await store.write(batch);
      if (fate === "fails-after") throw new Error("the database went away");
      return written;
    },
  };
}

const fate = fc.constantFrom<Fate>("ok", "ok", "ok", "rejects", "cut-happened", "cut-not", "limited", "strange", "crash");
const storeFate = fc.constantFrom<StoreFate>("ok", "ok", "ok", "ok", "fails", "fails-after");
const move = fc.constantFrom<Move>("act", "act", "recover", "reconcile", "wait", "restart");

describe("act, whatever fails", () => {
  it("never sends a part twice or out of order, never says sent when it is not, and gets there in the end", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fate, { maxLength: 8 }),
        fc.array(storeFate, { maxLength: 14 }),
        fc.array(move, { minLength: 1, maxLength: 8 }),
        async (count, fates, storeFates, moves) => {
          const clock = virtualClock({ start: "2026-01-01T12:00:00.000Z", auto: true });
          const inner = memoryStore();
          await put(inner, "message", comment);
          const network = makeNetwork({ clock });
          const store = shaky(inner, storeFates);
          const wanted = parts.slice(0, count);
          const say = plan(wanted);
          let process = mortal({ store, clock, network });
          network.fates = [...fates];
          network.onWrite = () => {
            if (network.fates[0] === "crash") process.dead = true;
          };

          const holds = (outcome: Outcome | undefined): void => {
            const standing = textsOf(network);
            expect(standing).toEqual(wanted.slice(0, standing.length));
            if (outcome === undefined) return;
            if (outcome.status === "sent") expect(standing).toEqual(wanted);
            expect(outcome.steps.filter(({ status }) => status === "sent").length).toBeLessThanOrEqual(standing.length);
          };
          /** Does one thing; gives up when the process dies or the store fails. */
          const take = async (next: Move): Promise<Outcome | undefined> => {
            const { desk } = process;
            const id = "forum:1:outbox:k";
            switch (next) {
              case "act":
                return desk.respond(comment, say, { by, idempotencyKey: "k" });
              case "recover":
                return (await desk.recover())[0];
              case "reconcile":
                return desk.reconcile(id);
              case "wait":
                await clock.advance(45_000);
                return undefined;
              case "restart":
                process.dead = true;
                process = mortal({ store, clock, network });
                return undefined;
            }
          };
          const step = async (next: Move): Promise<void> => {
            const doomed = process;
            const died = (async () => {
              while (!doomed.dead) await new Promise((resolve) => setTimeout(resolve, 0));
              // What was already on its way to the store arrives.
              await new Promise((resolve) => setTimeout(resolve, 0));
              return undefined;
            })();
            holds(await Promise.race([take(next).catch(() => undefined), died]));
            if (process.dead) process = mortal({ store, clock, network });
            doomed.dead ||= doomed !== process;
          };

          for (const next of moves) await step(next);

          // Everything works again: whatever state it was left in, the same call gets there.
          network.fates = [];
          storeFates.length = 0;
          let last: Outcome | undefined;
          for (let round = 0; round < 6 && last?.status !== "sent"; round++) {
            await clock.advance(65_000);
            await process.desk.recover();
            last = await process.desk.respond(comment, say, { by, idempotencyKey: "k" });
            holds(last);
          }
          expect(last?.status).toBe("sent");
          expect(textsOf(network)).toEqual(wanted);
          process.dead = true;
        },
      ),
      { numRuns: 250 },
    );
  }, 60_000);
});
