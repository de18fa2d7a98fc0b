import { describe, expect, expectTypeOf, it } from "vitest";
import { endOfPeriod } from "../../src/limits/calendar.js";
import { limitPrices, limitRules, networks, routeCapacities } from "../../src/networks/catalog.js";
import type { KnownNetwork } from "../../src/model/keys.js";
import type { LimitRule } from "../../src/model/limit.js";

const rows = Object.entries(limitRules);
const all = rows.flatMap(([network, rules]) => rules.map((rule) => [network, rule] as const));
const idsOf = (rules: readonly LimitRule[]): readonly string[] => rules.map(({ id }) => id);

/** Survives JSON and stays as it was: no function, no `undefined`, no date. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

describe("the rules of all twelve networks", () => {
  it("are typed by the network's word", () => {
    expectTypeOf<keyof typeof limitRules>().toEqualTypeOf<KnownNetwork>();
    expectTypeOf(limitRules.x).toEqualTypeOf<readonly LimitRule[]>();
    expect(Object.keys(limitRules).length).toBe(12);
    expect(rows.filter(([, rules]) => rules.length === 0)).toEqual([]);
  });

  it("include networks without an adapter, which the catalog does not offer", () => {
    expect(Object.keys(networks)).toEqual(["bluesky", "mastodon", "discord", "facebook", "instagram", "threads"]);
    expect(Object.keys(limitRules)).toEqual(expect.arrayContaining(["linkedin", "x", "reddit"]));
  });

  it("are plain data", () => {
    expect(plain(limitRules)).toEqual(limitRules);
    expect(plain(limitPrices)).toEqual(limitPrices);
    expect(plain(routeCapacities)).toEqual(routeCapacities);
  });

  it("have ids that are unique in their network and begin with its initials", () => {
    for (const [network, rules] of rows) {
      expect(new Set(idsOf(rules)).size, network).toBe(rules.length);
      expect(idsOf(rules).filter((id) => !/^(?:graph|[a-z]{1,2})\.[A-Za-z.]+$/.test(id))).toEqual([]);
      expect(new Set(idsOf(rules).map((id) => id.split(".")[0])).size, network).toBeLessThanOrEqual(
        network === "facebook" || network === "instagram" ? 2 : 1,
      );
    }
  });

  it("say where they were read, and when", () => {
    expect(all.filter(([, { source }]) => !/\b20\d\d-\d\d\b|\b20\d\d\b/.test(source) || source.length < 20)).toEqual([]);
    const lists = [...Object.values(limitPrices).flat(), ...Object.values(routeCapacities).flat()];
    expect(lists.filter(({ source }) => !/\b20\d\d-\d\d\b/.test(source))).toEqual([]);
  });

  it.each(all)("of %s make sense: %o", (_network, { partition, capacity, refill, unit, penaltyMs }) => {
    expect(partition.length).toBeGreaterThan(0);
    expect(new Set(partition).size).toBe(partition.length);
    if (capacity !== undefined) expect(capacity).toBeGreaterThan(0);
    if (unit === "percent") expect([capacity, refill.kind]).toEqual([undefined, "window"]);
    if (refill.kind === "window") expect(refill.windowMs).toBeGreaterThanOrEqual(1_000);
    if (refill.kind === "bucket") expect(refill.perMs).toBeGreaterThanOrEqual(1_000);
    if (refill.kind === "calendar") expect(endOfPeriod(refill, Date.parse("2026-03-08T12:00:00Z"))).toBeGreaterThan(0);
    if (refill.kind === "release") expect(capacity).toBeDefined();
    if (penaltyMs !== undefined) expect(penaltyMs).toBeGreaterThanOrEqual(60_000);
  });

  it("have a price list and capacities only for rules that exist, all above nothing", () => {
    for (const [network, lists] of Object.entries(limitPrices))
      for (const { rules, unit, prices } of lists) {
        const known = limitRules[network as KnownNetwork].filter(({ id }) => rules.includes(id));
        expect(known.map((rule) => rule.unit)).toEqual(rules.map(() => unit));
        expect(Object.values(prices).filter((price) => !(price > 0))).toEqual([]);
      }
    for (const { rule, capacities } of routeCapacities.x) {
      expect(limitRules.x.find(({ id }) => id === rule)?.partition).toContain("route");
      expect(Object.entries(capacities).filter(([route, capacity]) => !/^[A-Z]+ \/2\/[\w/:]+$/.test(route) || !(capacity > 0))).toEqual([]);
    }
  });

  it("keep the numbers that cost most when they are wrong", () => {
    const rule = (network: KnownNetwork, id: string): LimitRule | undefined => limitRules[network].find((one) => one.id === id);
    expect(rule("youtube", "yt.units")).toMatchObject({ capacity: 10_000, refill: { every: "day", timeZone: "America/Los_Angeles" } });
    expect(rule("youtube", "yt.search")).toMatchObject({ capacity: 100, unit: "requests" });
    expect(rule("instagram", "ig.likes")).toMatchObject({ capacity: 40, penaltyMs: 3_600_000, refill: { windowMs: 5_000, rolling: true } });
    expect(rule("tiktok", "tt.dm")).toMatchObject({
      partition: ["conversation"],
      capacity: 10,
      refill: { restartsOn: "inbound", windowMs: 172_800_000 },
    });
    expect(rule("linkedin", "li.total.member")).toMatchObject({ capacity: 100, refill: { every: "day", timeZone: "UTC" } });
    expect(rule("discord", "dc.global")).toMatchObject({ capacity: 50, refill: { windowMs: 1_000 } });
    const [x] = limitPrices.x;
    expect([x?.prices["post.read"], x?.prices["post.create"], x?.prices["post.create.url"]]).toEqual([0.005, 0.015, 0.2]);
    const [units] = limitPrices.youtube;
    expect([units?.prices["commentThreads.list"], units?.prices["comments.insert"]]).toEqual([1, 50]);
  });
});
