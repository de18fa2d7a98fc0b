import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLimiter } from "../../src/limits/limiter.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import { FolkmootError } from "../../src/errors.js";
import type { Limiter, RunOptions } from "../../src/limits/limiter.js";
import type { Coordinator } from "../../src/store/coordinator.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { VirtualClock } from "../../src/testing/clock.js";
import { answer, call, numbers, simulatedClock, windowRule } from "./simulator.js";
import type { FakeAnswer } from "./simulator.js";
import { callOf, interactive, many, priceList, silentMeter, sync, world } from "./world.js";

const minute = 60_000;
const enough = new Error("enough");

interface Slow {
  readonly coordinator: Coordinator;
  /** Most questions under way at once. */
  readonly most: () => number;
  /** What was asked for, in order. */
  readonly asked: number[];
}

/** A coordinator that takes its time, as a database does. */
function slowCoordinator(inner: Coordinator, wait: () => Promise<void>): Slow {
  let under = 0;
  let most = 0;
  const asked: number[] = [];
  return {
    asked,
    most: () => most,
    coordinator: {
      ...inner,
      reserve: async (demands, now) => {
        most = Math.max(most, ++under);
        asked.push(demands[0]?.keep ?? 0);
        try {
          await wait();
          return await inner.reserve(demands, now);
        } finally {
          under--;
        }
      },
    },
  };
}

/** A limiter with ten calls a minute behind a coordinator that needs 50 ms there and 50 ms back. */
function slow(): {
  readonly clock: VirtualClock;
  readonly limiter: Limiter;
  readonly go: (options?: Partial<RunOptions>) => Promise<FakeAnswer>;
  readonly sent: () => number;
} {
  const clock = virtualClock();
  const inner = memoryCoordinator({ clock });
  const coordinator: Coordinator = {
    ...inner,
    reserve: async (demands, now) => {
      await clock.sleep(50);
      const reservation = await inner.reserve(demands, now);
      await clock.sleep(50);
      return reservation;
    },
  };
  const { limiter } = world([windowRule()], silentMeter(), { clock, coordinator });
  let sent = 0;
  const go = (options: Partial<RunOptions> = {}): Promise<FakeAnswer> =>
    limiter.run(call, { ...sync, ...options }, () => {
      sent++;
      return Promise.resolve(answer());
    });
  return { clock, limiter, go, sent: () => sent };
}

describe("limits", () => {
  describe("a wait that is cancelled", () => {
    it.each([
      ["before the coordinator has decided", 10],
      ["after it has decided", 70],
    ])("gives everything back %s", async (_when, ms) => {
      const { clock, limiter, go, sent } = slow();
      const controller = new AbortController();
      const ended = expect(go({ signal: controller.signal })).rejects.toBe(enough);
      await clock.advance(ms);
      controller.abort(enough);
      // At once, and not when the coordinator comes back.
      await ended;
      expect(limiter.waiting).toBe(0);
      await clock.advance(100);
      expect(await limiter.budgets()).toMatchObject([{ remaining: 10 }]);
      expect(sent()).toBe(0);
    });

    it("gives everything back when time is up while the coordinator is asked, and says who was too slow", async () => {
      const { clock, limiter, go, sent } = slow();
      const ended = expect(go({ until: clock.now() + 70 })).rejects.toMatchObject({
        code: "rate-limited",
        message: expect.stringContaining("The coordinator has not told the budgets of x") as string,
      });
      await clock.advance(70);
      await ended;
      await clock.advance(100);
      expect(await limiter.budgets()).toMatchObject([{ remaining: 10 }]);
      expect(sent()).toBe(0);
    });

    it("sends nothing when the signal ends between the permission and the sending", async () => {
      const clock = virtualClock();
      const inner = memoryCoordinator({ clock });
      const controller = new AbortController();
      let named = 0;
      // A call is named when it comes, and once more when it may leave: there the signal ends.
      const subject = (): Record<string, never> => {
        if (++named > 1) controller.abort(enough);
        return {};
      };
      const meter = { ...silentMeter(), subject };
      const { limiter, go, left } = world([windowRule()], meter, { clock, coordinator: inner });
      await expect(go("never", { signal: controller.signal })).rejects.toBe(enough);
      await clock.advance(0);
      expect(left).toEqual([]);
      expect(await limiter.budgets()).toMatchObject([{ remaining: 10 }]);
    });

    it("leaves nothing under way, whenever it is cancelled and whatever fails", async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.integer({ min: 20, max: 120 }), fc.boolean(), async (seed, calls, throwing) => {
          const clock = simulatedClock();
          const random = numbers(seed);
          const inner = memoryCoordinator({ clock });
          const coordinator: Coordinator = {
            ...inner,
            reserve: async (demands, now) => {
              await clock.sleep(random() * 30);
              if (throwing && random() < 0.1) throw new Error("away");
              const reservation = await inner.reserve(demands, now);
              await clock.sleep(random() * 30);
              return reservation;
            },
          };
          const long = { kind: "window", windowMs: 1_000_000_000, rolling: false } as const;
          const rules = [
            windowRule({ id: "all", capacity: 100_000, partition: ["app"], refill: long }),
            windowRule({ id: "own", capacity: 5, refill: { kind: "window", windowMs: 1_000, rolling: false } }),
            windowRule({ id: "open", capacity: 6, refill: { kind: "release" } }),
          ];
          const limiter = createLimiter({
            network: "x",
            app: "app",
            rules,
            meter: priceList({ both: { all: 1, own: 1, open: 1 }, one: { all: 1 } }),
            coordinator,
            clock,
            concurrency: 7,
          });
          let spent = 0;
          const lanes = ["interactive", "moderation", "sync"] as const;
          await Promise.all(
            Array.from({ length: calls }, async () => {
              const controller = new AbortController();
              await clock.sleep(random() * 500);
              const abortIn = random() * 3_000;
              if (random() < 0.6) void clock.sleep(abortIn).then(() => controller.abort(enough));
              const patience = random() < 0.3 ? { until: clock.now() + random() * 2_000 } : {};
              const fate = random();
              await limiter
                .run(
                  callOf(random() < 0.7 ? "both" : "one"),
                  {
                    lane: lanes[Math.floor(random() * 3)] ?? "sync",
                    account: `x:${Math.floor(random() * 3)}`,
                    signal: controller.signal,
                    unsent: () => fate < 0.1,
                    ...patience,
                  },
                  async () => {
                    if (fate >= 0.1) spent++;
                    await clock.sleep(random() * 100);
                    if (fate < 0.2) throw new Error("cut off");
                    return answer(fate < 0.3 ? 500 : 200);
                  },
                )
                .catch(() => undefined);
            }),
          );
          // What was given back, and what was still asked, arrives.
          await clock.sleep(5_000);
          expect(limiter.waiting).toBe(0);
          const lines = await limiter.budgets();
          expect(lines.find(({ rule }) => rule === "all")?.remaining).toBe(100_000 - spent);
          for (const { rule, remaining } of lines) {
            if (rule === "open") expect(remaining).toBe(6);
            if (rule === "own") expect(remaining).toBe(5);
          }
        }),
        { numRuns: 25 },
      );
    }, 60_000);
  });

  describe("a coordinator that takes its time", () => {
    it("is never asked for more calls at once than there are slots, in the order of lanes", async () => {
      const clock = virtualClock();
      const asking = slowCoordinator(memoryCoordinator({ clock }), () => clock.sleep(20));
      const { limiter } = world([windowRule({ capacity: 5_000 })], silentMeter(), { clock, coordinator: asking.coordinator, options: {} });
      const left: string[] = [];
      const go = (lane: RunOptions["lane"]): Promise<unknown> =>
        limiter.run(call, { lane, account: "x:1" }, () => {
          left.push(lane);
          return Promise.resolve(answer());
        });
      const all = [many(1_000, () => go("sync")), many(30, () => go("moderation")), many(30, () => go("interactive"))];
      await clock.advance(60);
      expect(asking.most()).toBe(20);
      // Sixteen of sync were asked for before anybody else came.
      expect(left.slice(0, 16)).toEqual(Array(16).fill("sync"));
      expect(left.filter((lane) => lane === "interactive").length).toBeGreaterThan(15);
      await clock.advance(40);
      const last = Math.max(left.lastIndexOf("interactive"), left.lastIndexOf("moderation"));
      expect(left.slice(16, last + 1).filter((lane) => lane === "sync").length).toBeLessThanOrEqual(16);
      for (let round = 0; round < 100; round++) await clock.advance(20);
      await Promise.all(all);
      expect(asking.most()).toBe(20);
    });

    it("lets no reply wait for it behind a thousand others", async () => {
      const clock = virtualClock();
      const asking = slowCoordinator(memoryCoordinator({ clock }), () => clock.sleep(20));
      const { limiter, go } = world([windowRule({ capacity: 5_000 })], silentMeter(), {
        clock,
        coordinator: asking.coordinator,
        options: {},
      });
      const all = many(1_000, (index) => go(`${index}`));
      await clock.advance(33);
      const from = clock.now();
      let waited = Number.NaN;
      const reply = limiter.run(call, interactive, () => {
        waited = clock.now() - from;
        return Promise.resolve(answer());
      });
      await clock.advance(2_000);
      await Promise.all([all, reply]);
      expect(waited).toBe(20);
    });
  });

  describe("a coordinator that fails", () => {
    it("ends the calls that asked it with what failed, whose, where and what to do, and goes on with those behind", async () => {
      const clock = virtualClock();
      const inner = memoryCoordinator({ clock });
      let asked = 0;
      const coordinator: Coordinator = {
        ...inner,
        reserve: (demands, now) =>
          asked++ < 20 ? Promise.reject(new TypeError("redis://user:secret@host is away")) : inner.reserve(demands, now),
      };
      const { go } = world([windowRule({ capacity: 100 })], silentMeter(), { clock, coordinator });
      const ended = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => go(`${index}`)));
      const errors = ended.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
      expect(errors).toHaveLength(20);
      for (const error of errors) {
        expect(error).toBeInstanceOf(FolkmootError);
        expect(error).toMatchObject({ code: "connection-failed", retryable: true });
        const { message, cause } = error as FolkmootError;
        expect(message).toBe(
          "A call of x:1 could not leave: its budgets at x could not be asked (TypeError). " +
            "Nothing was sent. Check the coordinator and its database, then call again.",
        );
        expect(cause).toBeUndefined();
      }
    });

    it("lets an error of ours through as it is", async () => {
      const clock = virtualClock();
      const closed = new FolkmootError("rate-limited", "The budgets of all processes are unknown while the database is away.");
      const coordinator: Coordinator = { ...memoryCoordinator({ clock }), reserve: () => Promise.reject(closed) };
      const { go } = world([windowRule()], silentMeter(), { clock, coordinator });
      await expect(go("first")).rejects.toBe(closed);
    });

    it("holds up nobody who waits in line", async () => {
      const clock = virtualClock();
      const inner = memoryCoordinator({ clock });
      let away = false;
      const coordinator: Coordinator = {
        ...inner,
        reserve: (demands, now) => (away ? Promise.reject(new Error("away")) : inner.reserve(demands, now)),
      };
      const { go, left } = world([windowRule({ capacity: 2 })], silentMeter(), { clock, coordinator });
      const all = Promise.allSettled(Array.from({ length: 8 }, (_, index) => go(`${index}`)));
      await clock.advance(0);
      expect(left).toHaveLength(2);
      away = true;
      await clock.advance(minute);
      away = false;
      await clock.advance(10 * minute);
      const ended = (await all).map(({ status }) => status);
      expect(ended.filter((status) => status === "fulfilled").length + ended.filter((status) => status === "rejected").length).toBe(8);
      expect(left.length).toBe(ended.filter((status) => status === "fulfilled").length);
    });

    it("that throws instead of rejecting loses no answer", async () => {
      const clock = virtualClock();
      const coordinator: Coordinator = {
        ...memoryCoordinator({ clock }),
        observe: () => {
          throw new Error("closed");
        },
      };
      const warned: string[] = [];
      const { go } = world([windowRule()], silentMeter(), { clock, coordinator, logger: { warn: (message) => warned.push(message) } });
      expect(await go("first")).toMatchObject({ status: 200 });
      await clock.advance(0);
      expect(warned).toEqual(["The coordinator could not be told about an answer."]);
    });
  });
});
