import { describe, expect, it } from "vitest";
import { below, seeded, xoshiro128 } from "../../../src/metrics/advanced/random.js";

describe("metrics", () => {
  describe("random numbers", () => {
    it("are those of the reference generator from the state 1, 2, 3, 4", () => {
      // xoshiro128** of D. Blackman and S. Vigna; the vector is in the tests of the Rust crate rand_xoshiro as well.
      const draw = xoshiro128([1, 2, 3, 4]);
      expect(Array.from({ length: 10 }, draw)).toEqual([
        11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
      ]);
    });

    it("are the same for one seed for ever, and others for another", () => {
      const five = (seed: number): readonly number[] => Array.from({ length: 5 }, seeded(seed));
      expect(five(1)).toEqual(five(1));
      expect(new Set([0, 1, 2, 2 ** 31, 2 ** 32 - 1].flatMap(five)).size).toBe(25);
      expect(five(1)).toEqual([2442144158, 3238099751, 3819917871, 2104621829, 2021136066]);
    });

    it("fall on every number as often as on the others", () => {
      const draw = below(7, seeded(1));
      const times = new Array<number>(7).fill(0);
      for (let at = 0; at < 70_000; at++) {
        const drawn = draw();
        times[drawn] = (times[drawn] ?? 0) + 1;
      }
      // Chi square with six degrees of freedom is above 22.5 once in a thousand times.
      expect(times.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(22.5);
    });

    it("leave out the incomplete run at the end, which would favour small ones", () => {
      // 2^31 is 2 mod 3: the last two numbers of 31 bits are drawn again.
      const drawn = [2 ** 32 - 1, 2 ** 32 - 4, 2 ** 32 - 5, 0];
      const draw = below(3, () => drawn.shift() ?? 0);
      expect(draw()).toBe((2 ** 31 - 3) % 3);
      expect(drawn).toEqual([0]);
    });
  });
});
