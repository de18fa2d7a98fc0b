import { describe, expect, it } from "vitest";
import { newsDesk } from "../../src/limits/news.js";
import type { LimitNews, NewsDesk } from "../../src/limits/news.js";
import type { LimitRule } from "../../src/model/limit.js";
import type { LedgerDemand, LedgerState } from "../../src/store/coordinator.js";
import { windowRule } from "./simulator.js";

const minute = 60_000;
const ledger = "x:app:window:1";

interface Heard {
  readonly desk: NewsDesk;
  readonly news: LimitNews[];
  /** A call took its share; so much is left. `undefined`: more than a fifth. */
  readonly take: (state: Omit<LedgerState, "ledger"> | undefined, cost?: number) => void;
  readonly pass: (ms: number) => number;
}

function hear(rule: LimitRule = windowRule({ capacity: 100 })): Heard {
  let now = Date.parse("2026-03-01T12:00:00.000Z");
  const news: LimitNews[] = [];
  const desk = newsDesk(
    { now: () => now },
    (one) => news.push(one),
    () => undefined,
  );
  const demand = (cost: number): LedgerDemand => ({ ledger, rule, cost, keep: 0 });
  return {
    desk,
    news,
    take: (state, cost = 1) => desk.taken([demand(cost)], "x:1", state && [{ ledger, ...state }]),
    pass: (ms) => (now += ms),
  };
}

describe("limits", () => {
  describe("a desk of news", () => {
    it("says that a budget runs low, and not where all of it is back within ten seconds", () => {
      const { news, take, pass } = hear();
      take({ limit: 100, remaining: 20, resetsAt: pass(0) + 9_999 });
      expect(news).toEqual([]);
      const resetsAt = pass(0) + 10_000;
      take({ limit: 100, remaining: 19, resetsAt });
      expect(news).toEqual([{ type: "budget-low", rule: "window", account: "x:1", remaining: 19, resetsAt }]);
    });

    it("says nothing of what is given back when calls end, nor where nobody knows what is left", () => {
      const open = hear(windowRule({ capacity: 100, refill: { kind: "release" } }));
      open.take({ limit: 100, remaining: 5 });
      const unknown = hear();
      unknown.take({ limit: 100 });
      expect([open.news, unknown.news]).toEqual([[], []]);
    });

    it("says it anew in the next window, and of a bucket only after more was there", () => {
      const window = hear();
      window.take({ limit: 100, remaining: 20, resetsAt: window.pass(0) + minute });
      window.pass(minute);
      window.take({ limit: 100, remaining: 20, resetsAt: window.pass(0) + minute });
      expect(window.news).toHaveLength(2);
      const bucket = hear(windowRule({ capacity: 100, refill: { kind: "bucket", perMs: minute } }));
      bucket.take({ limit: 100, remaining: 20, resetsAt: bucket.pass(0) + minute });
      bucket.pass(10 * minute);
      bucket.take({ limit: 100, remaining: 15, resetsAt: bucket.pass(0) + minute });
      expect(bucket.news).toHaveLength(1);
      bucket.take(undefined);
      bucket.take({ limit: 100, remaining: 15, resetsAt: bucket.pass(0) + minute });
      expect(bucket.news).toHaveLength(2);
    });

    it("takes a call that costs nothing for no sign that more is there, but for percentages", () => {
      const told = (unit: string): number => {
        const { news, take, pass } = hear(windowRule({ unit, ...(unit !== "percent" && { capacity: 100 }) }));
        const low = { limit: 100, remaining: 20, resetsAt: pass(0) + 60 * minute };
        take(low);
        take(undefined, 0);
        take(low);
        return news.length;
      };
      expect([told("requests"), told("percent")]).toEqual([1, 2]);
    });

    it("says that calls are held back once until then, and nothing of an instant that has passed", () => {
      const { desk, news, pass } = hear();
      const rule = windowRule({ capacity: 100 });
      desk.throttled({ ledger, rule }, "x:1", pass(0));
      expect(news).toEqual([]);
      for (let time = 0; time < 3; time++) desk.throttled({ ledger, rule }, "x:1", pass(1_000) + minute);
      expect(news).toHaveLength(1);
      desk.throttled({ ledger, rule }, "x:1", pass(minute) + minute);
      expect(news).toHaveLength(2);
    });

    it("remembers a bounded number of budgets: of more than a thousand it says some things twice", () => {
      const { desk, news, pass } = hear();
      const rule = windowRule({ capacity: 100 });
      const until = pass(0) + 60 * minute;
      for (let index = 0; index <= 1_000; index++) desk.throttled({ ledger: `${ledger}${index}`, rule }, "x:1", until);
      desk.throttled({ ledger: `${ledger}0`, rule }, "x:1", until);
      expect(news).toHaveLength(1_002);
      desk.throttled({ ledger: `${ledger}1000`, rule }, "x:1", until);
      expect(news).toHaveLength(1_002);
    });
  });
});
