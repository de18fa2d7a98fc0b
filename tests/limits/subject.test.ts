import { describe, expect, it } from "vitest";
import type { CallShape, Meter } from "../../src/limits/meter.js";
import { answer, call, unlimited, windowRule } from "./simulator.js";
import type { FakeAnswer } from "./simulator.js";
import { many, sync, world } from "./world.js";

const routes = unlimited({ id: "routes", partition: ["route", "resource"] });

/** Learns from a header which bucket a route shares, and what is left in it. */
function learningMeter(): Meter {
  const buckets = new Map<string, string>();
  return {
    cost: () => ({ routes: 1 }),
    subject: ({ route }) => {
      const bucket = buckets.get(route);
      return bucket === undefined ? {} : { route: bucket };
    },
    read: ({ route }, { headers }) => {
      const [bucket, limit, remaining, reset] = ["bucket", "limit", "remaining", "reset"].map((name) => headers.get(name));
      if (bucket == null) return [];
      buckets.set(route, bucket);
      return [
        {
          rule: "routes",
          ...(limit == null ? {} : { limit: Number(limit) }),
          ...(remaining == null ? {} : { remaining: Number(remaining) }),
          ...(reset == null ? {} : { resetsAt: Number(reset) }),
        },
      ];
    },
  };
}
const on = (route: string, resource: string): CallShape => ({ ...call, route, subject: { resource } });

describe("limits", () => {
  describe("learnt names", () => {
    it("let routes of one bucket share one ledger, a resource each", async () => {
      const { clock, limiter } = world([routes], learningMeter());
      const ends = `${clock.now() + 5000}`;
      const teach = (route: string, resource: string, remaining: number): Promise<FakeAnswer> =>
        limiter.run(on(route, resource), sync, () =>
          Promise.resolve(answer(200, { bucket: "b1", limit: "5", remaining: `${remaining}`, reset: ends })),
        );
      await teach("/messages", "7", 4);
      await teach("/pins", "7", 3);
      await teach("/pins", "8", 4);
      const budgets = await limiter.budgets();
      // Two ledgers of the bucket; what was reserved under the old names is settled there, and says nothing.
      expect(budgets.filter(({ limit }) => limit === 5)).toMatchObject([{ remaining: 3 }, { remaining: 4 }]);
      let left = 0;
      const all = many(4, (index) =>
        limiter.run(on(index % 2 === 0 ? "/messages" : "/pins", "7"), sync, () => Promise.resolve(answer(200)).finally(() => left++)),
      );
      await clock.advance(0);
      expect(left).toBe(3);
      await clock.advance(10_000);
      await all;
      expect(left).toBe(4);
    });

    it("keep a bucket that is learnt while calls wait under the route's own name", async () => {
      const { clock, limiter } = world([routes], learningMeter());
      const ends = clock.now() + 60_000;
      let left = 0;
      const send = async (): Promise<FakeAnswer> => {
        const at = left++;
        await clock.sleep(100);
        const window = Math.floor(at / 3);
        return answer(200, { bucket: "b1", limit: "3", remaining: `${2 - (at % 3)}`, reset: `${ends + window * 60_000}` });
      };
      const all = many(7, () => limiter.run(on("/messages", "7"), sync, send));
      await clock.advance(0);
      expect(left).toBe(1);
      await clock.advance(50_000);
      expect(left).toBe(3);
      await clock.advance(62_000);
      expect(left).toBe(6);
      await clock.advance(62_000);
      await all;
      expect(left).toBe(7);
    });

    it("count a call under the new name where its answer tells a name and no number", async () => {
      const { limiter } = world([windowRule({ id: "routes", partition: ["route", "resource"] })], learningMeter());
      await limiter.run(on("/messages", "7"), sync, () => Promise.resolve(answer(200, { bucket: "b1" })));
      expect(await limiter.budgets()).toMatchObject([{ remaining: 9 }, { remaining: 9 }]);
    });

    it("are where a block goes, and where calls that wait find it", async () => {
      const { clock, limiter } = world([routes], learningMeter());
      const run = (route: string, headers: Readonly<Record<string, string>> = {}): Promise<FakeAnswer> =>
        limiter.run(on(route, "7"), sync, () => Promise.resolve(answer(200, headers)));
      await run("/messages", { bucket: "b1" });
      await run("/pins", { bucket: "b1" });
      await limiter.block(on("/messages", "7"), "x:1", clock.now() + 5000);
      let over = false;
      const waiting = run("/pins").then(() => (over = true));
      await clock.advance(4999);
      expect(over).toBe(false);
      await clock.advance(1);
      await waiting;
    });

    it("do not lose an answer when the meter cannot name a call", async () => {
      const warned: string[] = [];
      const meter: Meter = {
        ...learningMeter(),
        subject: () => {
          throw new Error("no name");
        },
      };
      const { limiter } = world([routes], meter, { logger: { warn: (message) => warned.push(message) } });
      const run = (): Promise<FakeAnswer> => limiter.run(on("/messages", "7"), sync, () => Promise.resolve(answer(200)));
      expect((await run()).status).toBe(200);
      expect((await run()).status).toBe(200);
      expect(warned).toEqual(["The meter could not name what a call counts for."]);
    });
  });

  describe("a cost that only the answer tells", () => {
    it("goes back when the answer says that the call was free", async () => {
      const guard = windowRule({ id: "invalid", capacity: 3, refill: { kind: "window", windowMs: 600_000, rolling: false } });
      const meter: Meter = {
        cost: () => ({ invalid: 1 }),
        read: (_call, { status }) => [{ rule: "invalid", cost: status === 403 ? 1 : 0 }],
      };
      const { clock, limiter } = world([guard], meter);
      let left = 0;
      const run = (status: number): Promise<FakeAnswer> =>
        limiter.run(call, sync, () => {
          left++;
          return Promise.resolve(answer(status));
        });
      for (let index = 0; index < 20; index++) await run(200);
      expect(await limiter.budgets()).toMatchObject([{ remaining: 3 }]);
      await clock.advance(500_000);
      for (let index = 0; index < 3; index++) await run(403);
      expect(await limiter.budgets()).toMatchObject([{ remaining: 0 }]);
      // The window began with the first that counted.
      const last = run(200);
      await clock.advance(599_999);
      expect(left).toBe(23);
      await clock.advance(1);
      await last;
    });
  });
});
