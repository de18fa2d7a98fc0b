import { describe, expect, it } from "vitest";
import { createLimiter } from "../../src/limits/limiter.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import type { LimitObservation, LimitRule } from "../../src/model/limit.js";
import { answer, call, simulatedClock, unlimited } from "./simulator.js";
import type { FakeAnswer } from "./simulator.js";

const minute = 60_000;
const hour = 60 * minute;

/** A budget that others use, and 20 calls that wait for it; says when they arrived, in minutes. */
async function visits(windowMs: number, usedAt: (minutes: number) => number, regain?: number): Promise<readonly number[]> {
  const clock = simulatedClock();
  const began = clock.now();
  const refill = { kind: "window", windowMs, rolling: true } as const;
  const rule: LimitRule = { ...unlimited({ unit: "percent", refill }), told: true };
  const read = (percent: number): LimitObservation[] =>
    percent >= 99 && regain !== undefined
      ? [{ rule: rule.id, blockedUntil: clock.now() + regain }]
      : [{ rule: rule.id, usedFraction: percent / 100 }];
  const limiter = createLimiter({
    network: "x",
    app: "app",
    rules: [rule],
    meter: { cost: () => ({ [rule.id]: 0 }), read: (_call, { headers }) => read(Number(headers.get("percent"))) },
    coordinator: memoryCoordinator({ clock }),
    clock,
  });
  const seen: number[] = [];
  const send = async (): Promise<FakeAnswer> => {
    await clock.sleep(50);
    const at = (clock.now() - began) / minute;
    seen.push(Math.floor(at));
    await clock.sleep(50);
    return answer(200, { percent: `${usedAt(at)}` });
  };
  await Promise.all(Array.from({ length: 20 }, () => limiter.run(call, { lane: "interactive", account: "x:1" }, send)));
  return seen;
}

describe("limits", () => {
  describe("a percentage", () => {
    for (const [name, windowMs, used] of [
      ["an hour", hour, 99],
      ["an hour of which nothing is left", hour, 100],
      ["a day", 24 * hour, 99],
    ] as const)
      it(`that others filled is asked for by one call every five minutes, in ${name}`, async () => {
        const seen = await visits(windowMs, (minutes) => (minutes < 30 ? used : 20));
        expect(seen.slice(0, 7)).toEqual([0, 5, 10, 15, 20, 25, 30]);
        expect(seen.length).toBe(20);
        expect(seen.at(-1)).toBe(30);
      });

    it("is not asked for before the network says that it lets us in again", async () => {
      const seen = await visits(hour, (minutes) => (minutes < 18 ? 100 : 20), 18.5 * minute);
      expect(seen.slice(0, 2)).toEqual([0, 18]);
      expect(seen.at(-1)).toBe(18);
    });
  });
});
