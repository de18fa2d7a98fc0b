import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rollup, type Rollup, type RollupJson } from "../../../src/metrics/index.js";
import { dealOut, deals, expectMergeable, wired } from "./mergeable.js";
import { at, options, portion } from "./world.js";

const read = (json: unknown): Rollup => rollup.fromJSON(json as RollupJson);

/** Everything that a rollup tells. */
function sayings(told: Rollup): unknown {
  const { byReach, byImpressions, byFollowers, byViews } = told.engagementRate;
  return {
    accounts: told.accounts(),
    volume: told.volume(),
    all: told.volume({ by: [] }),
    times: (["elapsed", "working"] as const).map((clock) => [told.responseTimes({ clock }), told.firstResponseTimes({ clock })]),
    rate: [told.responseRate(), told.responseRate({ withinMs: 3_600_000 }), told.slaAttainment(), told.slaAttainment({ clock: "working" })],
    engagement: [byReach, byImpressions, byFollowers, byViews].map((by) =>
      (["ratioOfSums", "meanOfRates", "median"] as const).map((aggregation) => by({ aggregation })),
    ),
    sentiment: [told.netSentiment.ofAll(), told.netSentiment.ofPolar()],
    authors: [told.uniqueAuthors(), told.topAuthors(), told.contributorConcentration()],
    twice: told.handedInTwice(),
  };
}

describe("metrics", () => {
  describe("rollups", () => {
    it("are the same in any order and any parts, written down and read back in between", () => {
      for (const knownAuthors of [16, 65_536])
        expectMergeable({
          things: fc.array(portion, { maxLength: 8 }),
          make: () => rollup({ ...options, knownAuthors }),
          add: (part, input) => void part.add(input),
          read,
        });
    });

    it("say the same in any order and any parts, and after a way over the wire", () => {
      fc.assert(
        fc.property(fc.array(portion, { maxLength: 10 }), deals, (portions, deal) => {
          const whole = rollup(options);
          for (const one of portions) whole.add(one);
          const parts = dealOut(
            portions,
            deal,
            () => rollup(options),
            (part, input) => void part.add(input),
          );
          expect(sayings(parts)).toEqual(sayings(whole));
          expect(sayings(read(wired(whole)))).toEqual(sayings(whole));
        }),
      );
    });

    it("are joined as objects, as JSON, and one after the other", () => {
      const messages = fc.sample(portion, { numRuns: 6, seed: 5 });
      const [one, other] = [rollup(options), rollup(options)];
      messages.forEach((input, index) => (index % 2 === 0 ? one : other).add(input));
      const whole = rollup(options);
      for (const input of messages) whole.add(input);
      const json = wired(other) as RollupJson;
      expect(rollup(options).merge(one).merge(json).toJSON()).toEqual(whole.toJSON());
      expect(read(json).merge(one).toJSON()).toEqual(whole.toJSON());
      expect(other.toJSON()).toEqual(json);
    });

    it("begin with nothing, which changes nothing", () => {
      const some = rollup(options);
      for (const input of fc.sample(portion, { numRuns: 6, seed: 6 })) some.add(input);
      const before = wired(some);
      some.merge(rollup(options)).add({}).add({ messages: [], posts: [], episodes: [], withdrawn: {} });
      expect(wired(some)).toEqual(before);
    });

    it.each([
      ["now", { now: at(151) }],
      ["from", { from: at(6) }],
      ["to", { to: at(141) }],
      ["timeZone", { timeZone: "Europe/Warsaw" }],
      ["every", { every: "hour" }],
      ["weekStartsOn", { weekStartsOn: 7 }],
      ["gapHours", { gapHours: 12 }],
      ["attribution", { attribution: "reply" }],
      ["baseline", { baseline: "lastNonHumanActivity" }],
      ["autoRepliesClose", { autoRepliesClose: true }],
      ["countLikesAsResponse", { countLikesAsResponse: true }],
      ["withinMs", { withinMs: [1] }],
      ["sla.targetMs", { sla: { targetMs: 1 } }],
      ["schedule.week.mon", { schedule: { timeZone: "Europe/Copenhagen", week: {} } }],
      ["whenSeveral", { whenSeveral: "last" }],
      ["engagement.bases", { engagement: { bases: ["reach"] } }],
      ["engagement.kinds", { engagement: { kinds: ["likes"] } }],
      ["engagement.ads", { engagement: { ads: "include" } }],
      ["engagement.countedBy", { engagement: { countedBy: "network" } }],
      ["engagement.replyCounts", { engagement: { replyCounts: "all" } }],
      ["knownAuthors", { knownAuthors: 1000 }],
      ["rules", { rules: "shop-2" }],
      ["functions", { rules: "shop-1", isBot: () => false }],
    ] as const)("are refused where they differ in %s, by that name", (name, more) => {
      const base = { ...options, rules: "shop-1" };
      const one = rollup(base);
      const other = rollup({ ...base, ...more });
      for (const given of [other, wired(other) as RollupJson])
        expect(() => one.merge(given)).toThrow(`The rollups differ in ${name}: merge only what was made with the same options.`);
    });

    it("agree where only the order of fields, or what is said by default, differs", () => {
      const one = rollup({ ...options, withinMs: [8 * 3_600_000, 3_600_000, 3_600_000], every: "day", gapHours: 24, engagement: {} });
      const week = { sun: [["00:00", "06:00"]], tue: [["09:00", "17:00"]], mon: [["09:00", "17:00"]] } as const;
      const other = rollup({ ...options, schedule: { week, timeZone: "Europe/Copenhagen" }, now: "2026-04-03T04:00:00+02:00" });
      expect(rollup(options).merge(one).merge(other).toJSON()).toEqual(rollup(options).toJSON());
    });

    it("are not merged with themselves", () => {
      const one = rollup(options);
      expect(() => one.merge(one)).toThrow("A rollup is merged with itself");
    });
  });
});
