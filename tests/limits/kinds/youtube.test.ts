import { describe, expect, it } from "vitest";
import { endOfPeriod } from "../../../src/limits/calendar.js";
import type { Meter } from "../../../src/limits/meter.js";
import { readYoutubeThrottle } from "../../../src/limits/read-refusal.js";
import { limitPrices, limitRules } from "../../../src/networks/catalog.js";
import { day, hour, saturate, second, shape, stage } from "./stage.js";
import type { Reply, Stage } from "./stage.js";

const rules = limitRules.youtube;

/** Calls are named by the network's method. */
const costOf = (method: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    limitPrices.youtube.flatMap((list) => {
      const price = list.prices[method];
      return price === undefined ? [] : list.rules.map((rule) => [rule, price]);
    }),
  );

const meter: Meter = {
  cost: ({ route }) => ({ ...costOf(route), "yt.burst": 1 }),
  read: ({ route }, { body }, now) => {
    const throttle = readYoutubeThrottle(body);
    if (throttle === "burst") return [{ rule: "yt.burst", blockedUntil: now + 5 * second }];
    if (throttle === undefined) return [];
    const blockedUntil = endOfPeriod({ kind: "calendar", every: "day", timeZone: "America/Los_Angeles" }, now);
    return Object.keys(costOf(route)).map((rule) => ({ rule, remaining: 0, blockedUntil }));
  },
};

const error = (reason: string): Reply => ({
  ok: false,
  status: 403,
  body: { error: { code: 403, message: "…", errors: [{ message: "…", domain: "youtube.quota", reason }] } },
});

/** Day by day in California: units by bucket. `spent`: what somebody else of the project spends first on each day. */
function project(spent = 0): { readonly server: (route: string, now: number) => Reply; readonly days: Map<string, Map<string, number>> } {
  const days = new Map<string, Map<string, number>>();
  const limits: Readonly<Record<string, number>> = { units: 10_000, search: 100, insert: 100 };
  const buckets: Readonly<Record<string, string>> = { "search.list": "search", "videos.insert": "insert" };
  const prices: Readonly<Record<string, number>> = { "comments.insert": 50, "liveChatMessages.insert": 20, "liveChatMessages.list": 5 };
  return {
    days,
    server: (route, now) => {
      const date = new Date(now).toLocaleDateString("sv-SE", { timeZone: "America/Los_Angeles" });
      const used = days.get(date) ?? new Map<string, number>([["units", spent]]);
      days.set(date, used);
      const bucket = buckets[route] ?? "units";
      const total = (used.get(bucket) ?? 0) + (prices[route] ?? 1);
      if (total > (limits[bucket] ?? 0)) return error("quotaExceeded");
      used.set(bucket, total);
      return { ok: true };
    },
  };
}

const open = (start: string, world: ReturnType<typeof project>): Stage =>
  stage({ network: "youtube", rules, meter, start, server: ({ route }, _account, now) => world.server(route, now) });

const call = (method: string) => ({ call: shape("call", method) });

describe("limits", () => {
  describe("YouTube", { timeout: 60_000 }, () => {
    it.each([
      ["when clocks go forward", "2026-03-07T20:00:00Z", ["2026-03-07", "2026-03-08", "2026-03-09"], 12 + 23 + 24],
      ["when clocks go back", "2026-10-31T19:00:00Z", ["2026-10-31", "2026-11-01", "2026-11-02"], 12 + 25 + 24],
    ])("uses 99 % of 10,000 units on each day in California and is never refused, %s", async (_name, start, dates, hours) => {
      const world = project();
      const network = open(start, world);
      const methods = ["comments.insert", "commentThreads.list", "liveChatMessages.insert", "liveChatMessages.list"];
      await saturate(network, Date.parse(start) + hours * hour, (caller) => call(methods[caller % 4] ?? ""));
      expect(network.refused()).toBe(0);
      for (const date of dates) expect(world.days.get(date)?.get("units")).toBeGreaterThanOrEqual(9_900);
      expect([...world.days.keys()].slice(0, 3)).toEqual(dates);
    });

    it("keeps the bucket of searches apart: 100 of them while no unit is left, and units while no search is", async () => {
      const world = project();
      const network = open("2026-06-01T19:00:00Z", world);
      const until = network.clock.now() + 6 * hour;
      await saturate(network, until, (caller) => call(caller % 2 === 0 ? "search.list" : "comments.insert"));
      expect(network.refused()).toBe(0);
      expect(world.days.get("2026-06-01")).toEqual(
        new Map([
          ["units", 10_000],
          ["search", 100],
        ]),
      );
    });

    it("stops until midnight in California when somebody else has spent the units, and searches on", async () => {
      const world = project(9_990);
      const start = Date.parse("2026-06-01T19:00:00Z");
      const network = open("2026-06-01T19:00:00Z", world);
      await network.ask(shape("call", "comments.insert"));
      expect(network.refused()).toBe(1);
      expect(await network.ask(shape("call", "videos.list"), start + day / 2 - second)).toBeUndefined();
      expect(await network.ask(shape("call", "search.list"), network.clock.now() + second)).toMatchObject({ status: 200 });
      await network.ask(shape("call", "videos.list"));
      // Midnight in California: 7:00 UTC in summer.
      expect(network.visits.at(-1)?.at).toBeGreaterThanOrEqual(Date.parse("2026-06-02T07:00:00Z"));
      expect(network.visits.at(-1)?.at).toBeLessThan(Date.parse("2026-06-02T07:00:03Z"));
      expect(network.refused()).toBe(1);
    });
  });
});
