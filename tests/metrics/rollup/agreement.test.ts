import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  businessHours,
  contributorConcentration,
  engagementRate,
  firstResponseTimes,
  mentionSeries,
  netSentiment,
  responseRate,
  responseTimes,
  rollup,
  slaAttainment,
  type EpisodeOptions,
  type Rollup,
  type RollupMessage,
  type RollupOptions,
} from "../../../src/metrics/index.js";
import { expectAgreement, expectAllAgree } from "./agree.js";
import { accountKeys, at, options, post, talk } from "./world.js";

const { now, from, to, timeZone, schedule } = options;
const period = { now, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
const until = { from: from ?? now, to: to ?? now };
const talks = fc.array(talk, { maxLength: 12 }).map((list) => list.flat());

const of = (messages: readonly RollupMessage[], more: Partial<RollupOptions> = {}): Rollup =>
  rollup({ ...options, ...more }).add({ messages });
const inAccount = (messages: readonly RollupMessage[], account: string): readonly RollupMessage[] =>
  messages.filter(({ key }) => key.startsWith(`${account}:`));
/** Asks of everything, and of each account alone. */
const eachScope = (ask: (accounts: readonly string[] | undefined) => void): void => {
  ask(undefined);
  for (const account of accountKeys) ask([account]);
  ask(accountKeys.slice(0, 2));
};
const among = (messages: readonly RollupMessage[], accounts: readonly string[] | undefined): readonly RollupMessage[] =>
  accounts === undefined ? messages : accounts.flatMap((account) => inAccount(messages, account));

/** The times of the exact function, without the episodes themselves. */
function exactTimes(messages: readonly RollupMessage[], more: Partial<EpisodeOptions> = {}, exact = responseTimes): object {
  return Object.fromEntries(Object.entries(exact(messages, { ...period, ...more })).filter(([name]) => name !== "episodes"));
}

describe("metrics", () => {
  describe("a rollup agrees with", () => {
    it("responseTimes and responseRate, in elapsed and in working time", () => {
      if (schedule === undefined) throw new Error("no schedule");
      const hours = businessHours(schedule);
      fc.assert(
        fc.property(talks, (messages) => {
          const told = of(messages);
          eachScope((accounts) => {
            const scope = accounts === undefined ? {} : { accounts };
            const asked = among(messages, accounts);
            expectAllAgree(told.responseTimes(scope), exactTimes(asked), "responseTimes");
            expectAgreement(told.responseRate(scope), responseRate(asked, period), "responseRate");
            for (const withinMs of options.withinMs ?? []) {
              expectAgreement(told.responseRate({ ...scope, withinMs }), responseRate(asked, { ...period, withinMs }), "within");
              const working = { ...period, withinMs, hours };
              expectAgreement(told.responseRate({ ...scope, withinMs, clock: "working" }), responseRate(asked, working), "working within");
            }
            expectAllAgree(told.responseTimes({ ...scope, clock: "working" }), exactTimes(asked, { hours }), "working");
            expectAllAgree(told.firstResponseTimes(scope), exactTimes(asked, {}, firstResponseTimes), "first");
            const targetMs = options.sla?.targetMs ?? 0;
            expectAgreement(told.slaAttainment(scope), slaAttainment(asked, { ...period, targetMs }), "sla");
            expectAgreement(
              told.slaAttainment({ ...scope, clock: "working" }),
              slaAttainment(asked, { ...period, targetMs, hours }),
              "working sla",
            );
          });
        }),
      );
    });

    it("responseTimes under other rules", () => {
      const rules: readonly Partial<EpisodeOptions & RollupOptions>[] = [
        { gapHours: 3 },
        { gapHours: Number.POSITIVE_INFINITY },
        { attribution: "reply" },
        { autoRepliesClose: true },
        { baseline: "lastNonHumanActivity" },
        { rules: "1", isBot: ({ key }) => key.endsWith("3"), isAutomatic: ({ key }) => key.endsWith("2") },
        { rules: "1", needsReply: ({ key }) => key.endsWith("1") },
      ];
      fc.assert(
        fc.property(talks, fc.constantFrom(...rules), (messages, more) => {
          expectAllAgree(of(messages, more).responseTimes(), exactTimes(messages, more), JSON.stringify(more));
        }),
      );
    });

    it("mentionSeries, in every bucket of every account", () => {
      fc.assert(
        fc.property(talks, fc.constantFrom("hour" as const, "day" as const, "week" as const, "month" as const), (messages, every) => {
          const told = of(messages, { every });
          for (const account of accountKeys) {
            const rows = told.volume({ accounts: [account] });
            const all = inAccount(messages, account);
            const series = { ...until, timeZone, every };
            const inbound = mentionSeries(all, series);
            const outbound = mentionSeries(
              all.filter(({ direction }) => direction === "outbound"),
              { ...series, includeOwn: true },
            );
            inbound.forEach((bucket, index) => {
              const row = rows.find(({ start }) => start === bucket.start);
              expect(row?.end ?? bucket.end).toBe(bucket.end);
              const members = contributorConcentration(all, { from: bucket.start, to: bucket.end }).contributors;
              expect([row?.inbound.value ?? 0, row?.outbound.value ?? 0]).toEqual([bucket.count.value, outbound[index]?.count.value]);
              expect(row?.authors.value ?? 0).toBe(members.value);
              if (row !== undefined) expect([row.inbound, row.outbound]).toEqual([bucket.count, outbound[index]?.count]);
            });
            expect(rows.every(({ start }) => inbound.some((bucket) => bucket.start === start))).toBe(true);
          }
        }),
      );
    });

    it("contributorConcentration", () => {
      fc.assert(
        fc.property(talks, fc.option(fc.integer({ min: 24, max: 500 }), { nil: undefined }), (messages, members) => {
          const told = of(messages);
          const more = { ...(members !== undefined && { members }), heavyFrom: 3 };
          eachScope((accounts) => {
            const scope = accounts === undefined ? {} : { accounts };
            const exact = contributorConcentration(among(messages, accounts), { ...until, ...more });
            expectAllAgree(told.contributorConcentration({ ...scope, ...more }), exact, "concentration");
            const { gross, ...unique } = told.uniqueAuthors(scope);
            expect(unique).toEqual(exact.contributors);
            expect(gross ?? true).toBe(true);
          });
        }),
      );
    });

    it("who wrote most, counted by hand", () => {
      fc.assert(
        fc.property(talks, (messages) => {
          const counts = new Map<string, number>();
          const seen = new Set<string>();
          for (const message of messages) {
            const { key, author, createdAt, direction, visibility = "public", deletedAt } = message;
            const isGone = ["hidden", "held", "internal"].includes(visibility) || (visibility === "removed" && deletedAt === undefined);
            if (seen.has(key) || author === undefined || author.isBot === true || author.isOwn || direction === "outbound" || isGone)
              continue;
            seen.add(key);
            if (createdAt >= until.from && createdAt < until.to) counts.set(author.key, (counts.get(author.key) ?? 0) + 1);
          }
          const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
          const told = of(messages);
          expect(told.topAuthors({ count: 5 })).toEqual(
            sorted.slice(0, 5).map(([author, n]) => ({ author, messages: { value: n, unit: "count", n, complete: true, missing: [] } })),
          );
          const [, account = ""] = accountKeys;
          expect(told.topAuthors({ accounts: [account] }).map(({ author }) => author)).toEqual(
            sorted.map(([author]) => author).filter((author) => author.startsWith(`${account}:`)),
          );
        }),
      );
    });

    it("netSentiment of both schools", () => {
      fc.assert(
        fc.property(talks, fc.constantFrom("fraction" as const, "points" as const), fc.boolean(), (messages, unit, strict) => {
          const told = of(messages);
          eachScope((accounts) => {
            const scope = { unit, strict, ...(accounts === undefined ? {} : { accounts }) };
            const asked = among(messages, accounts).filter(({ createdAt }) => createdAt >= until.from && createdAt < until.to);
            expectAgreement(told.netSentiment.ofAll(scope), netSentiment.ofAll(asked, { unit, strict }), "ofAll");
            expectAgreement(told.netSentiment.ofPolar(scope), netSentiment.ofPolar(asked, { unit, strict }), "ofPolar");
          });
        }),
      );
    });

    it("engagementRate by every base and in every aggregation", () => {
      const posts = fc.uniqueArray(post, { maxLength: 15, selector: ({ key }) => key });
      fc.assert(
        fc.property(posts, fc.boolean(), fc.constantFrom(undefined, 300), (list, strict, followers) => {
          const told = rollup(options);
          // Handed in one by one, so that a part never sees its neighbour.
          for (const one of list) told.add({ posts: [one], ...(followers !== undefined && { followers }) });
          for (const aggregation of ["ratioOfSums", "meanOfRates", "median"] as const)
            for (const by of ["byReach", "byImpressions", "byViews", "byFollowers"] as const) {
              const exact = engagementRate[by](list, {
                aggregation,
                strict,
                ...(followers !== undefined && by === "byFollowers" && { followers }),
              });
              expectAgreement(told.engagementRate[by]({ aggregation, strict }), exact, `${by} ${aggregation}`);
            }
        }),
      );
    });
  });

  it("takes a value away below the least number of observations, as the exact functions do", () => {
    const messages = fc.sample(talks, { numRuns: 3, seed: 11 }).flat();
    const inPeriod = messages.filter(({ createdAt }) => createdAt >= until.from && createdAt < until.to);
    const told = of(messages);
    for (const minN of [1, 1_000]) {
      expectAgreement(told.responseRate({ minN }), responseRate(messages, { ...period, minN }), "rate");
      expectAgreement(told.netSentiment.ofAll({ minN }), netSentiment.ofAll(inPeriod, { minN }), "sentiment");
      expectAllAgree(told.contributorConcentration({ minN }), contributorConcentration(messages, { ...until, minN }), "concentration");
    }
    expect(told.responseTimes({ minN: 1_000 }).median).toMatchObject({ value: null, reason: "insufficient-sample" });
    expect(told.netSentiment.ofAll({ minN: 1_000 })).toMatchObject({ value: null, reason: "insufficient-sample" });
    expect(at(0) < until.from).toBe(true);
  });
});
