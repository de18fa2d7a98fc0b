import { describe, expect, it } from "vitest";
import { readGraphBusinessUsage, readGraphThrottle, readGraphUsage } from "../../src/limits/read-graph.js";

const now = Date.parse("2026-01-01T00:00:00.000Z");
const minute = 60_000;
const app = (value: unknown): Headers => new Headers({ "x-app-usage": typeof value === "string" ? value : JSON.stringify(value) });
const business = (value: unknown): Headers =>
  new Headers({ "x-business-use-case-usage": typeof value === "string" ? value : JSON.stringify(value) });

const broken = [
  "",
  "{",
  "null",
  "[]",
  "7",
  '"text"',
  '{"call_count":"many"}',
  '{"call_count":-5}',
  '{"call_count":null}',
  '{"call_count":{}}',
];

describe("limits", () => {
  describe("percentages of the Graph API", () => {
    it("are the highest of what is told of calls, time and computing", () => {
      expect(readGraphUsage(app({ call_count: 28, total_time: 25, total_cputime: 61 }), "x-app-usage", now)).toEqual({
        usedFraction: 0.61,
      });
      expect(readGraphUsage(app({ call_volume: 12, cpu_time: "40" }), "x-app-usage", now)).toEqual({ usedFraction: 0.4 });
      const old = new Headers({ "x-page-usage": '{"call_count":3,"total_time":0,"total_cputime":0}' });
      expect(readGraphUsage(old, "x-page-usage", now)).toEqual({ usedFraction: 0.03 });
    });

    it("are never more than all of it", () => {
      expect(readGraphUsage(app({ call_count: 147, total_time: 3, total_cputime: 2 }), "x-app-usage", now)).toEqual({ usedFraction: 1 });
    });

    it("are read for each account and use case of one header, and of who is shut out only when that ends", () => {
      const headers = business({
        "1001": [
          { type: "pages", call_count: 100, total_cputime: 25, total_time: 25, estimated_time_to_regain_access: 19 },
          { type: "messenger", call_count: 4, total_cputime: 9, total_time: 1, estimated_time_to_regain_access: 0 },
        ],
        "2002": [{ type: "instagram", call_count: 101, total_cputime: 1, total_time: 1, estimated_time_to_regain_access: "2" }],
      });
      expect(readGraphBusinessUsage(headers, now)).toEqual([
        { id: "1001", type: "pages", blockedUntil: now + 19 * minute },
        { id: "1001", type: "messenger", usedFraction: 0.09 },
        { id: "2002", type: "instagram", blockedUntil: now + 2 * minute },
      ]);
    });

    it.each(broken)("are nothing where a header is %j", (text) => {
      expect(readGraphUsage(app(text), "x-app-usage", now)).toBeUndefined();
      expect(readGraphBusinessUsage(business(text), now)).toEqual([]);
      expect(readGraphBusinessUsage(business(`{"1":[${text === "" ? "null" : text}]}`), now)).toEqual([]);
    });

    it("skip what is broken among what is not, and believe no wait of more than a month", () => {
      const headers = business({
        "1": null,
        "2": "x",
        "3": [null, 5, { type: 7, call_count: 8 }],
        "4": [{ type: "pages", estimated_time_to_regain_access: 1e9 }],
      });
      expect(readGraphBusinessUsage(headers, now)).toEqual([{ id: "3", type: "", usedFraction: 0.08 }]);
    });
  });

  describe("throttles of the Graph API", () => {
    it.each([
      [4, { scope: "app" }],
      [17, { scope: "user" }],
      [32, { scope: "page", type: "pages" }],
      [613, { scope: "other" }],
      [80001, { scope: "business", type: "pages" }],
      [80002, { scope: "business", type: "instagram" }],
      [80006, { scope: "business", type: "messenger" }],
      [80014, { scope: "business" }],
    ])("are read off code %i", (code, throttle) => {
      expect(readGraphThrottle({ error: { message: "…", type: "OAuthException", code, fbtrace_id: "A" } })).toEqual({ code, ...throttle });
    });

    it("carry their second code", () => {
      expect(readGraphThrottle({ error: { code: 613, error_subcode: 1996 } })).toEqual({ code: 613, scope: "other", subcode: 1996 });
    });

    it.each([
      undefined,
      null,
      "…",
      [],
      { error: null },
      { error: {} },
      { error: { code: "4" } },
      { error: { code: 190 } },
      { error: { code: 80_015 } },
    ])("are not in %j", (body) => {
      expect(readGraphThrottle(body)).toBeUndefined();
    });
  });
});
