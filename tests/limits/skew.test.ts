import { describe, expect, it } from "vitest";
import { clockSkew } from "../../src/limits/skew.js";
import type { Skew } from "../../src/limits/skew.js";
import { numbers } from "./simulator.js";

const start = Date.parse("2026-03-01T12:00:00.000Z");

const dated = (at: number, more: Readonly<Record<string, string>> = {}): Headers =>
  new Headers({ date: new Date(Math.floor(at / 1000) * 1000).toUTCString(), ...more });

/** Hears `count` answers of a server whose clock is ahead by `ahead`. */
function hear(skew: Skew, ahead: number, count: number, seed = 1, from: number = start): number {
  const random = numbers(seed);
  let now = from;
  for (let index = 0; index < count; index++) {
    const sentAt = now;
    const madeAt = sentAt + 20 + random() * 60;
    const receivedAt = madeAt + 20 + random() * 60;
    skew.learn("a", dated(madeAt + ahead), sentAt, receivedAt);
    now = receivedAt + random() * 900;
  }
  return now;
}

describe("limits", () => {
  describe("skew", () => {
    it("is not assumed without a date", () => {
      const skew = clockSkew();
      skew.learn("a", new Headers(), start, start + 50);
      expect(skew.of("a")).toBeUndefined();
    });

    it.each([0, 2_000, -2_000, 120_000, -120_000, 777, -777, 13 * 3_600_000])("of %s ms is within a second after one answer", (ahead) => {
      for (const seed of [1, 2, 3, 4, 5]) {
        const skew = clockSkew();
        hear(skew, ahead, 1, seed);
        expect(skew.of("a")).toBeLessThanOrEqual(ahead);
        expect(skew.of("a")).toBeGreaterThanOrEqual(ahead - 1_200);
      }
    });

    it.each([0, 2_000, -2_000, 120_000, -120_000])("of %s ms is within a tenth of a second after fifty answers, never more", (ahead) => {
      for (const seed of [1, 2, 3, 4, 5]) {
        const skew = clockSkew();
        hear(skew, ahead, 50, seed);
        expect(skew.of("a")).toBeLessThanOrEqual(ahead + 5);
        expect(skew.of("a")).toBeGreaterThanOrEqual(ahead - 150);
      }
    });

    it("is kept by server", () => {
      const skew = clockSkew();
      skew.learn("a", dated(start + 5_000), start, start);
      skew.learn("b", dated(start - 5_000), start, start);
      expect([skew.of("a"), skew.of("b"), skew.of("c")]).toEqual([5_000, -5_000, undefined]);
    });

    it("follows a clock that is set, within three answers", () => {
      const skew = clockSkew();
      const now = hear(skew, 0, 20);
      const later = hear(skew, 60_000, 2, 2, now);
      expect(Math.abs(skew.of("a") ?? 0)).toBeLessThan(1_200);
      hear(skew, 60_000, 1, 3, later);
      expect(skew.of("a")).toBeGreaterThan(58_000);
    });

    it("follows clocks that drift apart", () => {
      const skew = clockSkew();
      let now = start;
      for (let minute = 0; minute < 600; minute++) {
        const ahead = minute * 6;
        skew.learn("a", dated(now + 40 + ahead), now, now + 80);
        expect(Math.abs((skew.of("a") ?? 0) - ahead)).toBeLessThan(1_200);
        now += 60_007;
      }
    });

    it("believes no stray date that several answers contradict", () => {
      const skew = clockSkew();
      let now = hear(skew, 2_000, 10);
      const before = skew.of("a") ?? 0;
      for (let index = 0; index < 5; index++) {
        skew.learn("a", dated(now + 3_600_000), now, now + 50);
        skew.learn("a", dated(now - 7_200_000), now, now + 50);
        now = hear(skew, 2_000, 1, index, now);
      }
      expect(Math.abs((skew.of("a") ?? 0) - before)).toBeLessThan(1_000);
    });

    it("forgets a first date that the next ones contradict", () => {
      const skew = clockSkew();
      skew.learn("a", dated(start + 3_600_000), start, start + 50);
      hear(skew, 0, 2);
      expect(Math.abs(skew.of("a") ?? Infinity)).toBeLessThan(1_200);
    });

    it.each([
      ["is no date", { date: "yesterday" }],
      ["is a number", { date: "1767225600" }],
      ["is years away", { date: "Thu, 01 Jan 1970 00:00:00 GMT" }],
      ["has no such day", { date: "Sun, 99 Foo 2026 12:00:00 GMT" }],
      ["comes from a cache", { date: new Date(start - 600_000).toUTCString(), age: "600" }],
    ])("is not learnt from a date that %s", (_what, headers: Record<string, string>) => {
      const skew = clockSkew();
      skew.learn("a", new Headers(headers), start, start + 50);
      expect(skew.of("a")).toBeUndefined();
    });

    it("is not learnt from a call during which our own clock was set back", () => {
      const skew = clockSkew();
      skew.learn("a", dated(start), start, start - 60_000);
      expect(skew.of("a")).toBeUndefined();
    });

    it("is remembered of a bounded number of servers", () => {
      const skew = clockSkew();
      for (let index = 0; index < 1_001; index++) skew.learn(`${index}`, dated(start), start, start);
      expect([skew.of("0"), skew.of("1000")]).toEqual([undefined, 0]);
    });

    it("names the shortest way to a clock that tells milliseconds, once enough calls have gone it", () => {
      for (const ahead of [0, 2_000, -2_000]) {
        const skew = clockSkew();
        const random = numbers(7);
        let now = start;
        for (let index = 0; index < 200; index++) {
          const out = 20 + Math.floor(random() * 60);
          const back = 20 + Math.floor(random() * 60);
          skew.learnExactly("a", now + out + ahead, now, now + out + back);
          if (index < 15) expect(skew.exactly("a")?.arrives).toBeUndefined();
          now += 50;
        }
        const { arrives = NaN, from = NaN } = skew.exactly("a") ?? {};
        expect(arrives).toBeGreaterThanOrEqual(ahead + 19);
        expect(arrives).toBeLessThanOrEqual(ahead + 23);
        expect(from).toBeLessThanOrEqual(ahead);
        // That clock and the one of `Date` are two.
        expect(skew.of("a")).toBeUndefined();
        expect(skew.exactly("b")).toBeUndefined();
      }
    });

    it("finds a longer way when the short one is gone", () => {
      const skew = clockSkew();
      for (let index = 0; index < 50; index++) skew.learnExactly("a", start + index * 50 + 20, start + index * 50, start + index * 50 + 60);
      const later = start + 120_000;
      for (let index = 0; index < 50; index++)
        skew.learnExactly("a", later + index * 50 + 70, later + index * 50, later + index * 50 + 110);
      expect(skew.exactly("a")?.arrives).toBeGreaterThanOrEqual(65);
    });
  });
});
