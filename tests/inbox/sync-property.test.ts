import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createInbox } from "../../src/inbox/index.js";
import { memoryStore } from "../../src/store/index.js";
import { at, plaza } from "./plaza.js";
import type { Clock } from "../../src/clock.js";
import type { Store } from "../../src/store/store.js";

/** What may happen between two syncs, and during one. */
const step = fc.oneof(
  fc.record({ do: fc.constant("arrive" as const), count: fc.integer({ min: 1, max: 9 }), claims: fc.integer({ min: -5_000, max: 0 }) }),
  fc.record({ do: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ do: fc.constant("sync" as const), pages: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant("break" as const), page: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constant("crash" as const), write: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constant("push" as const) }),
);

describe("inbox", () => {
  describe("sync, whatever happens", () => {
    it("loses no message, stores none twice and journals each once", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 40 }),
          fc.integer({ min: 2, max: 5 }),
          fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
          async (steps, pageSize, chances) => {
            let now = Date.parse(at(100));
            const clock: Clock = { now: () => now, sleep: () => Promise.resolve() };
            const net = plaza({ pageSize, surfaces: [{ name: "mentions" }] });
            const real = memoryStore();
            let writesLeft = Number.POSITIVE_INFINITY;
            const store: Store = {
              ...real,
              write: (batch) => (--writesLeft < 0 ? Promise.reject(new Error("killed")) : real.write(batch)),
            };
            let chance = 0;
            const inbox = createInbox({
              accounts: [net.adapter],
              clock,
              store,
              random: () => (chances[chance++ % chances.length] === true ? 0 : 0.9),
            });
            let arrived = 0;
            for (const one of steps) {
              writesLeft = Number.POSITIVE_INFINITY;
              net.before = () => void (now += 1_000);
              if (one.do === "arrive") {
                for (let index = 0; index < one.count; index++) {
                  now += 1_000;
                  // Some authors claim that they wrote long ago.
                  const minutes = (now - Date.parse(at(0))) / 60_000 + (index === 0 ? one.claims / 10 : 0);
                  net.say({ id: `m${arrived++}`, minutes });
                }
              } else if (one.do === "wait") now += one.minutes * 60_000;
              else if (one.do === "sync") await inbox.sync({ deadlineMs: one.pages * 1_000 - 500 });
              else if (one.do === "break") {
                let pages = 0;
                net.before = () => {
                  now += 1_000;
                  if (++pages >= one.page) throw new Error("cut off");
                };
                await inbox.sync();
              } else if (one.do === "crash") {
                writesLeft = one.write;
                await inbox.sync();
              } else {
                // The newest came by another route already.
                const newest = net.mentions.at(-1);
                if (newest !== undefined) await real.write([{ collection: "message", key: newest.key, value: newest }]);
                if (newest !== undefined)
                  await real.write([
                    {
                      collection: "change",
                      key: `${net.account}:change:${encodeURIComponent(`message.created:${newest.key}`)}`,
                      value: {
                        type: "message.created",
                        id: `message.created:${newest.key}`,
                        origin: "live",
                        at: newest.createdAt,
                        account: net.account,
                        conversation: newest.conversation,
                        message: newest,
                      },
                    },
                  ]);
              }
            }
            writesLeft = Number.POSITIVE_INFINITY;
            net.before = () => void (now += 1_000);
            await inbox.sync();
            await inbox.sync();

            const stored = new Map<string, number>();
            for await (const { message } of inbox.items()) stored.set(message.id, (stored.get(message.id) ?? 0) + 1);
            expect([...stored.keys()].sort()).toEqual(net.mentions.map(({ id }) => id).sort());
            expect([...stored.values()].every((count) => count === 1)).toBe(true);
            const handled: string[] = [];
            for (const origin of ["live", "backfill"] as const)
              await inbox.handle((change) => void handled.push(change.id), {
                origin,
                drain: true,
                types: ["message.created"],
                concurrency: 4,
              });
            expect(handled.sort()).toEqual(net.mentions.map(({ key }) => `message.created:${key}`).sort());
          },
        ),
        { numRuns: 200 },
      );
    }, 60_000);
  });
});
