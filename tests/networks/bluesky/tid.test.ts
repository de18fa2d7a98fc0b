import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeTid, tidMaker, tidOf } from "../../../src/networks/bluesky/tid.js";

const key = fc.string({ maxLength: 200 });
const isTid = (text: string): boolean => /^[2-7a-j][2-7a-z]{12}$/.test(text);
/** The time in a TID. Milliseconds since 1970. */
const tidTime = (tid: string): number =>
  Array.from(tid.slice(0, 11)).reduce((micros, letter) => micros * 32 + "234567abcdefghijklmnopqrstuvwxyz".indexOf(letter), 0) / 1000;

describe("bluesky record keys", () => {
  it("writes time as the network does", () => {
    // Counted by hand: 0 is all twos, and the last microsecond of a letter carries over.
    expect(makeTid(0, 0)).toBe("2222222222222");
    expect(makeTid(31, 0)).toBe("222222222" + "2z22");
    expect(makeTid(32, 1)).toBe("222222222" + "3223");
  });
  it("is valid and keeps the first bit clear, for every key", () => {
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 3 }), (parts) => {
        const tid = tidOf(...parts);
        expect(isTid(tid)).toBe(true);
        expect(tid).toMatch(/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/);
      }),
    );
  });
  it("is the same for the same write, whenever and wherever it is made", () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(tidOf(a, b)).toBe(tidOf(a, b));
      }),
    );
    // Pinned: another version of the package must find what this one wrote.
    expect(tidOf("did:plc:a", "app.bsky.feed.post", "key-1")).toBe("3jo6w4nc2ljum");
  });
  it("differs for different writes, and does not run parts together", () => {
    const made = new Set(Array.from({ length: 20_000 }, (_, n) => tidOf("did:plc:a", String(n))));
    expect(made.size).toBe(20_000);
    expect(tidOf("ab", "c")).not.toBe(tidOf("a", "bc"));
  });
  it("lies in the first half of 2023, never in the future", () => {
    fc.assert(
      fc.property(key, (one) => {
        const time = tidTime(tidOf(one));
        expect(time).toBeGreaterThanOrEqual(Date.UTC(2023, 0, 1));
        expect(time).toBeLessThan(Date.UTC(2023, 6, 24));
      }),
    );
  });
  it("sorts by time", () => {
    const micros = fc.integer({ min: 0, max: 2 ** 53 - 1 });
    fc.assert(
      fc.property(micros, micros, fc.nat(1023), (a, b, clock) => {
        expect(makeTid(a, clock) < makeTid(b, clock)).toBe(a < b);
      }),
    );
  });
  it("makes a later key each time, also while the clock stands still or goes back", () => {
    let now = Date.UTC(2026, 0, 1);
    const next = tidMaker({ clock: { now: () => now, sleep: async () => undefined }, random: () => 0.999 });
    const made = Array.from({ length: 50 }, (_, n) => {
      if (n === 25) now -= 5000;
      return next();
    });
    expect(made.every(isTid)).toBe(true);
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(50);
    expect(tidTime(made[0] ?? "")).toBeCloseTo(Date.UTC(2026, 0, 1), -1);
  });
});
