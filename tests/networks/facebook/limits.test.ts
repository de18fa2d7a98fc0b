import { describe, expect, it } from "vitest";
import { account, graphError, now, page } from "./support.js";
import { facebookLimits } from "../../../src/networks/facebook/limits.js";
import { facebookMeter } from "../../../src/networks/facebook/meter.js";
import type { CallShape } from "../../../src/limits/meter.js";

const call = (route: string, method = "GET"): CallShape => ({ operation: "x", method, route, subject: { account } });
const usage = (...told: readonly object[]): Headers => new Headers({ "x-business-use-case-usage": JSON.stringify({ [page]: told }) });
const answer = (headers: Headers, body: unknown = {}, status = 200): { status: number; headers: Headers; body: unknown } => ({
  status,
  headers,
  body,
});

describe("facebook limits", () => {
  it("names every rule that the meter speaks of", () => {
    const ids = facebookLimits.map(({ id }) => id);
    for (const route of ["/1001/feed", "/1001/messages", "/1001/conversations"])
      for (const id of Object.keys(facebookMeter.cost(call(route)))) expect(ids).toContain(id);
  });
  it.each([
    ["/{id}/comments", "fb.pages"],
    ["/{id}/messages", "fb.messenger"],
    ["/{id}/conversations", "fb.messenger"],
  ])("counts %s in %s", (route, rule) => {
    expect(Object.keys(facebookMeter.cost(call(route)))).toEqual(["graph.app", rule]);
  });
  it("keeps the Page and Messenger apart", () => {
    const headers = usage(
      { type: "pages", call_count: 40, total_cputime: 10, total_time: 12 },
      { type: "messenger", call_count: 90, total_cputime: 1, total_time: 1, estimated_time_to_regain_access: 7 },
    );
    const seen = facebookMeter.read(call("/{id}/comments"), answer(headers), now);
    expect(seen.find(({ rule }) => rule === "fb.pages")).toMatchObject({ usedFraction: 0.4 });
    expect(seen.find(({ rule }) => rule === "fb.messenger")).toMatchObject({ blockedUntil: now + 7 * 60_000 });
  });
  it.each([
    [80001, "fb.pages"],
    [32, "fb.pages"],
    [80006, "fb.messenger"],
    [4, "graph.app"],
  ])("blocks what the code %s is about, whatever the status", (code, rule) => {
    const seen = facebookMeter.read(call("/{id}/comments"), answer(new Headers(), graphError(code).body, 200), now);
    expect(seen.filter(({ blockedUntil }) => blockedUntil !== undefined).map((one) => one.rule)).toEqual([rule]);
  });
});
