import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findEpisodes } from "../../../src/metrics/responsiveness/episodes.js";
import { Sieve, StringIds, tailHash } from "../../../src/metrics/responsiveness/string-ids.js";
import { orderByTime } from "../../../src/metrics/responsiveness/time-order.js";
import type { Message } from "../../../src/model/message.js";
import { slowEpisodes } from "./reference.js";
import { answers, asks, at, hour, minute } from "./timeline-of.js";

/** Numbers that look thrown, the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** As many messages as are read by columns only: a few hundred conversations and trees, some of them deleted, in a random order. */
function crowd(size: number): readonly Message[] {
  const roll = dice(size);
  const made: Message[] = [];
  for (let index = 0; index < size; index++) {
    const isComment = roll(3) === 0;
    const above = isComment && roll(2) === 0 ? made[roll(made.length)] : undefined;
    const say = roll(5) < 2 ? answers : asks;
    const ms = roll(5000) * minute;
    made.push(
      say(ms, {
        key: `bluesky:1:message:${index}`,
        conversation: `bluesky:1:conversation:${isComment ? "post" : roll(300)}`,
        kind: isComment ? "comment" : "direct",
        ...(above !== undefined && { parent: above.key, ...(roll(2) === 0 && { root: above.root ?? above.key }) }),
        ...(roll(10) === 0 && { deletedAt: at(ms + roll(500) * minute) }),
      }),
    );
  }
  return made;
}

describe("metrics", () => {
  describe("findEpisodes over many messages", () => {
    it("finds what the definitions say, in any order, with copies", () => {
      const messages = crowd(6000);
      const options = { now: at(80 * hour), from: at(hour), gapHours: 7 };
      const expected = slowEpisodes(messages, options);
      expect(expected.episodes.length).toBeGreaterThan(500);
      expect(expected.withdrawn).toBeGreaterThan(20);
      expect(findEpisodes(messages, options)).toEqual(expected);
      const sorted = messages.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
      expect(findEpisodes(sorted, options)).toEqual(expected);
      expect(findEpisodes([...sorted, ...messages.slice(0, 700).map((one) => ({ ...one }))], options)).toEqual(expected);
    });

    it("keeps one of the messages that have one key, whichever comes first: the deleted one, then the one that fewer can see", () => {
      const told = asks(0);
      const later = asks(minute, { key: told.key });
      const hidden = { ...told, visibility: "hidden" } as const;
      const deleted = { ...told, deletedAt: at(hour) };
      const other = asks(0, { conversation: "bluesky:1:conversation:bo" });
      const options = { now: at(2 * hour) };
      for (const list of [
        [told, hidden, other],
        [other, hidden, told],
      ])
        expect(findEpisodes(list, options)).toMatchObject({ episodes: [{ opened: other.key }], excluded: { hidden: 1 } });
      for (const list of [
        [told, deleted, hidden, other],
        [hidden, other, deleted, told],
        [deleted, hidden, told, other],
      ])
        expect(findEpisodes(list, options)).toMatchObject({ episodes: [{ opened: other.key }], withdrawn: 1, excluded: {} });
      expect(findEpisodes([told, later], options)).toEqual(findEpisodes([later, told], options));
      expect(findEpisodes([told, later], options).episodes).toHaveLength(1);
    });

    it("follows a chain of ten thousand answers to its beginning", () => {
      const chain = Array.from({ length: 10_000 }, (_, index) =>
        asks(index, {
          kind: "comment",
          key: `bluesky:1:message:${index}`,
          ...(index > 0 && { parent: `bluesky:1:message:${index - 1}` }),
        }),
      );
      expect(findEpisodes(chain.toReversed(), { now: at(hour) }).episodes).toMatchObject([{ opened: "bluesky:1:message:0" }]);
    });
  });

  describe("numbers for texts", () => {
    it("are as many as there are texts, in the order in which these come", () => {
      fc.assert(
        fc.property(fc.array(fc.string({ maxLength: 3 })), (texts) => {
          const ids = new StringIds();
          const map = new Map<string, number>();
          for (const text of texts) {
            if (!map.has(text)) map.set(text, map.size);
            expect(ids.of(text)).toBe(map.get(text));
          }
          expect(ids.size).toBe(map.size);
          for (const text of ["a", "b", "", ...texts]) expect(ids.find(text)).toBe(map.get(text) ?? -1);
        }),
      );
    });

    it.each([
      ["that all end alike", (index: number) => `${index}:the same ending`],
      ["that all differ", (index: number) => `message:${index}`],
    ])("are right for many texts %s", (_, textOf) => {
      const ids = new StringIds();
      for (let index = 0; index < 3000; index++) expect(ids.of(textOf(index))).toBe(index);
      for (let index = 0; index < 3000; index++) expect([ids.of(textOf(index)), ids.find(textOf(index))]).toEqual([index, index]);
      expect([ids.find("none"), ids.find(textOf(5000)), ids.size]).toEqual([-1, -1, 3000]);
    });

    it("pass a sieve that forgets none", () => {
      fc.assert(
        fc.property(fc.array(fc.integer()), fc.integer(), (hashes, other) => {
          const sieve = new Sieve(hashes.length);
          const seen = new Set<number>();
          for (const hash of hashes) {
            if (seen.has(hash)) expect(sieve.add(hash)).toBe(true);
            else sieve.add(hash);
            seen.add(hash);
          }
          for (const hash of hashes) expect(sieve.has(hash)).toBe(true);
          if (seen.has(other)) expect(sieve.has(other)).toBe(true);
        }),
      );
      const sieve = new Sieve(1000);
      for (let index = 0; index < 1000; index++) sieve.add(tailHash(`message:${index}`));
      const strangers = Array.from({ length: 1000 }, (_, index) => sieve.has(tailHash(`stranger:${index}`))).filter(Boolean).length;
      expect(strangers).toBeLessThan(50);
    });
  });

  describe("the order of time", () => {
    it("is not told where things are in order", () => {
      expect(orderByTime(Float64Array.from([1, 1, 2, 5]))).toBeUndefined();
      expect(orderByTime(new Float64Array(0))).toBeUndefined();
    });

    it.each([
      ["a few", 50, 1000],
      ["many of few instants", 9000, 100],
      ["many of a day", 9000, 86_400_000],
      ["many of a hundred years", 9000, 3_155_760_000_000],
    ])("keeps those of one instant as they were: %s", (_, size, span) => {
      const roll = dice(size + 1);
      const times = Float64Array.from({ length: size }, () => Date.UTC(1969, 5) + roll(span));
      const expected = Array.from(times.keys()).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
      expect(Array.from(orderByTime(times) ?? [])).toEqual(expected);
    });
  });
});
