import { describe, expect, it } from "vitest";
import { clockSkew } from "../../src/limits/skew.js";
import type { Skew } from "../../src/limits/skew.js";

const start = Date.parse("2026-03-01T12:00:00.000Z");
const hour = 3_600_000;

/** One answer of a server that is ahead by so much, after 40 ms each way. */
const hear = (skew: Skew, ahead: number, sentAt: number): void => {
  const date = new Date(Math.floor((sentAt + 40 + ahead) / 1000) * 1000).toUTCString();
  skew.learn("a", new Headers({ date }), sentAt, sentAt + 80);
};

describe("limits", () => {
  describe("skew", () => {
    it("is not learnt from a date that is days ahead either", () => {
      const skew = clockSkew();
      hear(skew, 48 * hour, start);
      expect(skew.of("a")).toBeUndefined();
      hear(skew, 35 * hour, start);
      expect(Math.abs((skew.of("a") ?? 0) - 35 * hour)).toBeLessThan(1_200);
    });

    it("follows at once a clock that may have drifted so far since it was last heard", () => {
      const skew = clockSkew();
      for (let index = 0; index < 20; index++) hear(skew, 0, start + index * 997);
      hear(skew, 15_000, start + 12 * hour);
      expect(Math.abs((skew.of("a") ?? 0) - 15_000)).toBeLessThan(1_200);
    });

    it("forgets a stray date as soon as one agrees again, however many there are", () => {
      const skew = clockSkew();
      for (let index = 0; index < 10; index++) hear(skew, 0, start + index * 997);
      for (let index = 0; index < 12; index++) {
        hear(skew, index % 2 === 0 ? 60_000 : 0, start + 20_000 + index * 997);
        expect(Math.abs(skew.of("a") ?? Infinity)).toBeLessThan(1_200);
      }
    });
  });
});
