import { describe, expect, it } from "vitest";
import type { Clock } from "../../../src/clock.js";
import { createLimiter } from "../../../src/limits/limiter.js";
import type { Limiter } from "../../../src/limits/limiter.js";
import { sharedCoordinator } from "../../../src/limits/shared/shared-coordinator.js";
import { answer, call, headerMeter, numbers, simulatedClock, windowRule } from "../simulator.js";
import type { FakeAnswer } from "../simulator.js";
import { memoryBook } from "./memory-book.js";
import type { MemoryBook } from "./memory-book.js";

const capacity = 300;
const windowMs = 2_000;
/** Windows do not begin with a second: then a server that tells their end tells fractions. */
const phaseMs = 350;
const lane = "interactive";
const account = "x:1";

interface World {
  readonly clock: Clock;
  readonly random: () => number;
  readonly book: MemoryBook;
  readonly limiters: Limiter[];
  readonly send: () => Promise<FakeAnswer>;
  readonly windows: Map<number, { accepted: number; refused: number }>;
}

/** Windows of 2 s with room for 300, counted by the server when calls arrive; `tells`: with headers. */
function openWorld(seed: number, tells: boolean): World {
  const clock = simulatedClock();
  const random = numbers(seed);
  const book = memoryBook({ clock, latency: () => 0.5 + random() * 1.5 });
  const windows = new Map<number, { accepted: number; refused: number }>();
  const phase = tells ? phaseMs : 0;
  const rule = windowRule({ capacity, refill: { kind: "window", windowMs, rolling: false, aligned: !tells } });
  const limiters = Array.from({ length: 4 }, (_, index) =>
    createLimiter({
      network: "x",
      app: "app",
      rules: [rule],
      meter: headerMeter(rule.id),
      coordinator: sharedCoordinator(book.connect(), { clock, id: `process ${index}` }),
      clock,
      options: { reserve: 0 },
    }),
  );
  const send = async (): Promise<FakeAnswer> => {
    await clock.sleep(40 + random() * 40);
    const start = Math.floor((clock.now() - phase) / windowMs) * windowMs + phase;
    const window = windows.get(start) ?? { accepted: 0, refused: 0 };
    windows.set(start, window);
    const ok = window.accepted < capacity;
    if (ok) window.accepted++;
    else window.refused++;
    const headers = { limit: `${capacity}`, remaining: `${capacity - window.accepted}`, reset: `${(start + windowMs) / 1000}` };
    await clock.sleep(40 + random() * 40);
    return answer(ok ? 200 : 429, tells ? headers : {});
  };
  return { clock, random, book, limiters, send, windows };
}

const saturate = ({ clock, send }: World, limiter: Limiter | undefined, until: number): Promise<unknown> =>
  Promise.all(
    Array.from({ length: 20 }, async () => {
      while (clock.now() < until)
        if ((await limiter?.run(call, { lane, account, until }, send).catch(() => undefined)) === undefined) return;
    }),
  );
const trickle = async ({ clock, random, send }: World, limiter: Limiter | undefined, until: number): Promise<void> => {
  const sent: Promise<unknown>[] = [];
  while (clock.now() < until) {
    sent.push(limiter?.run(call, { lane, account, until }, send).catch(() => undefined) ?? Promise.resolve());
    await clock.sleep(100 * (0.5 + random()));
  }
  await Promise.all(sent);
};

interface Result {
  readonly used: number;
  readonly refused: number;
  readonly perCall: number;
  /** As Redis counts: with what scripts do. */
  readonly inner: number;
}

function resultOf({ windows, book }: World): Result {
  const all = [...windows.values()];
  const calls = all.reduce((sum, { accepted }) => sum + accepted, 0);
  // The first and the last window are cut.
  const whole = all.slice(1, -1);
  return {
    used: whole.reduce((sum, { accepted }) => sum + accepted, 0) / (whole.length * capacity),
    refused: all.reduce((sum, { refused }) => sum + refused, 0),
    perCall: book.commands / calls,
    inner: book.inner / calls,
  };
}

describe("limits", () => {
  describe("shared coordinator", { timeout: 120_000 }, () => {
    for (const tells of [true, false])
      for (const seed of [1, 2])
        it(`lets four processes use a window that ${tells ? "tells" : "says nothing"}, with a fifth of a change for each call (seed ${seed})`, async () => {
          const world = openWorld(seed, tells);
          const until = world.clock.now() + 20_000;
          await Promise.all(world.limiters.map((limiter) => saturate(world, limiter, until)));
          const { used, refused, perCall, inner } = resultOf(world);
          expect(used).toBeGreaterThanOrEqual(0.97);
          expect(refused).toBe(0);
          expect(perCall).toBeLessThanOrEqual(0.2);
          expect(inner).toBeLessThanOrEqual(1);
        });

    for (const seed of [1, 2])
      it(`lets one process use what three slow ones leave, with a fourth of a change for each call (seed ${seed})`, async () => {
        const world = openWorld(seed, true);
        const until = world.clock.now() + 20_000;
        await Promise.all(
          world.limiters.map((limiter, index) => (index === 0 ? saturate(world, limiter, until) : trickle(world, limiter, until))),
        );
        const { used, refused, perCall, inner } = resultOf(world);
        expect(used).toBeGreaterThanOrEqual(0.97);
        expect(refused).toBe(0);
        expect(perCall).toBeLessThanOrEqual(0.25);
        expect(inner).toBeLessThanOrEqual(1);
      });
  });
});
