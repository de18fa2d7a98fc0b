import { describe, expect, it } from "vitest";
import { createLimiter } from "../../src/limits/limiter.js";
import type { Limiter } from "../../src/limits/limiter.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import { sharedCoordinator } from "../../src/limits/shared/shared-coordinator.js";
import type { Clock } from "../../src/clock.js";
import type { Coordinator } from "../../src/store/coordinator.js";
import { memoryBook } from "./shared/memory-book.js";
import { answer, headerMeter, simulatedClock, windowRule } from "./simulator.js";
import type { FakeAnswer } from "./simulator.js";

const rule = windowRule({ capacity: 900, partition: ["route"], told: true });

function limiterOn(clock: Clock, coordinator: Coordinator): Limiter {
  return createLimiter({ network: "x", app: "app", rules: [rule], meter: headerMeter(rule.id), coordinator, clock });
}

/** A network that is 100 ms away, of whose window so many are left. */
function networkOf(clock: Clock, left: number) {
  const sent: number[] = [];
  let refused = 0;
  const send = async (): Promise<FakeAnswer> => {
    sent.push(clock.now());
    await clock.sleep(50);
    const ok = left > 0;
    if (ok) left--;
    else refused++;
    const reset = Math.ceil(clock.now() / 60_000) * 60;
    await clock.sleep(50);
    return answer(ok ? 200 : 429, { limit: "900", remaining: `${left}`, reset: `${reset}` });
  };
  return { sent, send, refused: () => refused };
}

const shape = (route: string) => ({ operation: "getPost", method: "GET", route, subject: {} }) as const;
const options = { lane: "interactive", account: "x:1" } as const;

describe("limits", () => {
  describe("the first call of a budget that answers tell of", () => {
    for (const [name, coordinatorOn] of [
      ["in memory", (clock: Clock) => memoryCoordinator({ clock })],
      ["in a book", (clock: Clock) => sharedCoordinator(memoryBook({ clock }).connect(), { clock })],
    ] as const) {
      it(`goes ahead alone, so that a process that starts anew is refused nothing, ${name}`, async () => {
        const clock = simulatedClock();
        const limiter = limiterOn(clock, coordinatorOn(clock));
        const { send, sent, refused } = networkOf(clock, 3);
        const began = clock.now();
        const until = began + 40_000;
        await Promise.allSettled(Array.from({ length: 20 }, () => limiter.run(shape("/a"), { ...options, until }, send)));
        expect(refused()).toBe(0);
        // The last one is left to whoever else spends: theirs may come in while ours is under way.
        expect(sent.length).toBe(2);
        expect(sent.filter((at) => at < began + 100).length).toBe(1);
        expect(sent.at(-1)).toBeLessThan(began + 500);
      });

      it(`holds up no call of other budgets, ${name}`, async () => {
        const clock = simulatedClock();
        const limiter = limiterOn(clock, coordinatorOn(clock));
        const one = networkOf(clock, 900);
        const other = networkOf(clock, 900);
        const began = clock.now();
        await Promise.all([
          ...Array.from({ length: 5 }, () => limiter.run(shape("/a"), options, one.send)),
          limiter.run(shape("/b"), options, other.send),
        ]);
        expect(other.sent[0]).toBeLessThan(began + 50);
      });
    }

    it("lets the next one try alone where it failed or was called off before it left", async () => {
      const clock = simulatedClock();
      const limiter = limiterOn(clock, memoryCoordinator({ clock }));
      const { send, sent } = networkOf(clock, 900);
      const began = clock.now();
      const stop = new AbortController();
      stop.abort(new Error("called off"));
      const calledOff = limiter.run(shape("/a"), { ...options, signal: stop.signal }, send);
      const failing = limiter.run(shape("/a"), options, async () => {
        await clock.sleep(30);
        throw new Error("no answer");
      });
      const others = Array.from({ length: 5 }, () => limiter.run(shape("/a"), options, send));
      await expect(calledOff).rejects.toThrow("called off");
      await expect(failing).rejects.toThrow("no answer");
      await Promise.all(others);
      expect(sent.map((at) => at - began)).toEqual([30, 130, 130, 130, 130]);
    });
  });
});
