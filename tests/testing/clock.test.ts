import { describe, expect, it } from "vitest";
import { fakeNetwork } from "../../src/testing/fake-network.js";
import { virtualClock } from "../../src/testing/clock.js";

describe("testing", () => {
  describe("virtual clock", () => {
    it("counts whole milliseconds, and never wakes a sleeper early", async () => {
      const clock = virtualClock({ auto: true });
      const start = clock.now();
      await clock.sleep(0.5);
      expect(clock.now()).toBe(start + 1);
      await clock.sleep(2.1);
      expect(clock.now()).toBe(start + 4);
      await clock.advance(0.25);
      expect(clock.now()).toBe(start + 5);
    });
    it("stays where it is for a wait that is none", async () => {
      const clock = virtualClock({ auto: true });
      const start = clock.now();
      await clock.sleep(-5);
      await clock.sleep(Number.NaN);
      expect(clock.now()).toBe(start);
    });
    it("wakes nobody who sleeps forever", async () => {
      const clock = virtualClock({ auto: true });
      const start = clock.now();
      const ended = new AbortController();
      const sleep = clock.sleep(Number.POSITIVE_INFINITY, { signal: ended.signal });
      await clock.sleep(10);
      await clock.advance(1);
      expect([clock.now(), clock.sleeping]).toEqual([start + 11, 1]);
      ended.abort("over");
      await expect(sleep).rejects.toBe("over");
    });
    it("refuses a start that is no time, and a step that is no number from 0", async () => {
      expect(() => virtualClock({ start: "x" })).toThrow(
        expect.objectContaining({ code: "invalid-request", message: expect.stringMatching(/`start`/) as string }),
      );
      for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY])
        await expect(virtualClock().advance(ms)).rejects.toMatchObject({
          code: "invalid-request",
          message: expect.stringMatching(/`ms`/) as string,
        });
    });
    it("leaves a fake able to write where the host's own clock tells fractions", () => {
      let now = 1_767_225_600_000.25;
      const fake = fakeNetwork("bluesky", { clock: { now: () => (now += 0.3), sleep: () => Promise.resolve() } });
      const brand = fake.state.addAccount("boots.test");
      const uris = ["one", "two", "three"].map((text) => fake.state.post(brand, text).uri);
      expect(uris.toSorted()).toEqual(uris);
    });
  });
});
