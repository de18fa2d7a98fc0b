import { describe, expect, it } from "vitest";
import { graphError, rejection, scene, type Given } from "./support.js";
import { latestOf, readMetric, readMetrics, totalOf } from "../../../src/networks/_graph/metrics.js";

const metric = (name: string, ...values: unknown[]): object => ({
  id: `1/insights/${name}/day`,
  name,
  period: "day",
  values: values.map((value, index) => ({ value, end_time: `2026-11-2${index}T08:00:00+0000` })),
});

/** Answers like the network: one dead name fails the whole call. */
const network =
  (dead: readonly string[]) =>
  ({ query }: { readonly query: Readonly<Record<string, string>> }): Given => {
    const names = (query["metric"] ?? "").split(",");
    return names.some((name) => dead.includes(name)) ? graphError(100) : { body: { data: names.map((name) => metric(name, 1)) } };
  };

describe("metrics of the Graph API", () => {
  it("are asked in groups, each with its own words", async () => {
    const { asked, begin } = scene({ answer: network([]) });
    const found = await readMetrics(
      begin("getAccountInsights"),
      "/1/insights",
      [{ metrics: ["views", "reach"] }, { metrics: ["follows"], query: { period: "week" } }],
      { period: "day", since: undefined },
    );
    expect(asked.map(({ query }) => query)).toEqual([
      { period: "day", metric: "views,reach" },
      { period: "week", metric: "follows" },
    ]);
    expect(Object.keys(found)).toEqual(["views", "reach", "follows"]);
    expect(found["views"]).toEqual({ period: "day", values: [{ value: 1, endTime: "2026-11-20T08:00:00.000Z" }], shares: [] });
  });

  it("are asked one by one where a name fails a group, and only the dead one is left out", async () => {
    const { asked, begin } = scene({ answer: network(["dead", "gone"]) });
    const found = await readMetrics(begin(), "/1/insights", [{ metrics: ["views", "dead", "reach"] }, { metrics: ["gone"] }]);
    expect(Object.keys(found)).toEqual(["views", "reach"]);
    expect(asked.map(({ query }) => query["metric"])).toEqual(["views,dead,reach", "views", "dead", "reach", "gone"]);
  });

  it("fail where more than a name is wrong", async () => {
    const { asked, begin } = scene({ answer: () => graphError(10) });
    expect(await rejection(readMetrics(begin(), "/1/insights", [{ metrics: ["a", "b"] }]))).toMatchObject({ code: "forbidden" });
    expect(asked).toHaveLength(1);
  });

  it("are nothing, and asked once, where too few people have seen it", async () => {
    const message = "(#10) Not enough viewers for the media to show insights";
    const { asked, begin } = scene({ answer: () => graphError(10, undefined, { message }) });
    expect(await readMetrics(begin(), "/1/insights", [{ metrics: ["a", "b"] }])).toEqual({});
    expect(asked).toHaveLength(1);
  });

  it("are known by their name in any case, or by that in their id", async () => {
    const data = [
      { name: "LIKES", values: [{ value: 2 }] },
      { name: "Svar", id: "1/insights/replies/lifetime", values: [{ value: 3 }] },
      { name: "stranger", values: [{ value: 4 }] },
      null,
    ];
    const { begin } = scene({ answer: () => ({ body: { data } }) });
    const found = await readMetrics(begin(), "/1/insights", [{ metrics: ["likes", "replies"] }]);
    expect([totalOf(found["likes"]), totalOf(found["replies"]), Object.keys(found).length]).toEqual([2, 3, 2]);
  });

  it("have values, totals, parts or links; what is not told is unknown and never 0", () => {
    expect(totalOf(readMetric(metric("views", 3, 4)))).toBe(7);
    expect(latestOf(readMetric(metric("page_follows", 30, 31)))).toBe(31);
    expect(totalOf(readMetric(metric("views")))).toBeUndefined();
    expect(totalOf(readMetric({ values: [{ value: -1 }] }))).toBeUndefined();
    expect(totalOf(undefined)).toBeUndefined();
    expect(latestOf(undefined)).toBeUndefined();
    expect(readMetric(metric("reactions", { like: 4, love: 1, odd: "x" })).values[0]?.parts).toEqual({ like: 4, love: 1 });
    const total = {
      total_value: {
        value: 12,
        breakdowns: [{ dimension_keys: ["follow_type"], results: [{ dimension_values: ["FOLLOWER"], value: 9 }, { value: null }] }],
      },
    };
    expect(readMetric(total)).toEqual({ total: 12, values: [], shares: [{ dimensions: ["FOLLOWER"], value: 9 }] });
    expect(latestOf(readMetric(total))).toBe(12);
    expect(totalOf(readMetric({ link_total_values: [{ value: 2, link_url: "https://a.example" }, { value: 3 }] }))).toBe(5);
  });
});
