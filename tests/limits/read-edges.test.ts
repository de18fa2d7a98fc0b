import { describe, expect, it } from "vitest";
import { readXThrottle } from "../../src/limits/read-refusal.js";
import { readWindow } from "../../src/limits/read-window.js";

const now = Date.parse("2026-01-01T00:00:00.000Z");

describe("limits", () => {
  describe("an answer at the edge", () => {
    it("leaves a part of a call to nobody", () => {
      expect(readWindow(new Headers({ "r-limit": "10.9", "r-remaining": "3.9" }), "r-", now)).toEqual({ limit: 10, remaining: 3 });
    });

    it("is asked for the end of its window otherwise where the time until then cannot be", () => {
      const headers = { "r-remaining": "3", "r-reset-after": "99999999", "r-reset": "60" };
      expect(readWindow(new Headers(headers), "r-", now)).toEqual({ remaining: 3, resetsAt: now + 60_000 });
    });

    it("of success caps nothing, whatever its body is about", () => {
      const body = { title: "UsageCapExceeded", type: "https://api.x.com/2/problems/usage-capped", period: "Daily", scope: "Product" };
      expect(readXThrottle(200, body)).toBeUndefined();
      expect(readXThrottle(429, body)).toEqual({ kind: "capped", period: "day", scope: "product" });
    });
  });
});
