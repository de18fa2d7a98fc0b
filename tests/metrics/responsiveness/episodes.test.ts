import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findEpisodes, type EpisodeOptions, type TimedMessage } from "../../../src/metrics/responsiveness/episodes.js";
import type { Message } from "../../../src/model/message.js";
import { slowEpisodes } from "./reference.js";
import { at, hour, shuffled, town } from "./timeline-of.js";

const moments = fc.array(
  fc.record({
    target: fc.constantFrom(...Array.from({ length: 25 }, (_, index) => `bluesky:1:message:${index}`), "bluesky:1:conversation:anna"),
    hours: fc.integer({ min: 0, max: 70 }),
  }),
  { maxLength: 6 },
);
const hourOf = fc.integer({ min: 0, max: 70 });

/** Options of all kinds. */
const rules: fc.Arbitrary<EpisodeOptions> = fc
  .record({
    now: fc.constantFrom(30, 60, 100),
    period: fc.option(fc.tuple(hourOf, hourOf), { nil: undefined }),
    gapHours: fc.constantFrom(undefined, 1, 5, 24, Infinity),
    attribution: fc.constantFrom(undefined, "inbound" as const, "reply" as const),
    baseline: fc.constantFrom(undefined, "created" as const, "lastNonHumanActivity" as const),
    autoRepliesClose: fc.boolean(),
    handOffs: moments,
    likes: fc.option(moments, { nil: undefined }),
    rule: fc.constantFrom("none", "none", "none", "needsReply", "isAutomatic", "isBot"),
  })
  .map(({ now, period, gapHours, attribution, baseline, autoRepliesClose, handOffs, likes, rule }) => ({
    now: at(now * hour),
    ...(period !== undefined && { from: at(Math.min(...period) * hour), to: at(Math.max(...period) * hour) }),
    ...(gapHours !== undefined && { gapHours }),
    ...(attribution !== undefined && { attribution }),
    ...(baseline !== undefined && { baseline }),
    autoRepliesClose,
    handOffs: handOffs.map(({ target, hours }) => ({ key: target, at: at(hours * hour) })),
    ...(likes !== undefined && {
      countLikesAsResponse: true,
      acknowledgements: likes.map(({ target, hours }) => ({ target, at: at(hours * hour) })),
    }),
    ...(rule === "needsReply" && { needsReply: ({ key }: TimedMessage) => !key.endsWith("3") }),
    ...(rule === "isAutomatic" && { isAutomatic: ({ key }: TimedMessage) => key.endsWith("4") }),
    ...(rule === "isBot" && { isBot: ({ isOwn }: NonNullable<Message["author"]>) => isOwn }),
  }));

describe("metrics", () => {
  describe("findEpisodes", () => {
    it("finds what the definitions say, whatever was said and asked for", () => {
      fc.assert(
        fc.property(town(), rules, (messages, options) => {
          expect(findEpisodes(messages, options)).toEqual(slowEpisodes(messages, options));
        }),
        { numRuns: 1000 },
      );
    });

    it("does not depend on the order of the messages, nor on how often one is in the list", () => {
      fc.assert(
        fc.property(shuffled(town()), rules, ([messages, others], options) => {
          const twice = [...others, ...messages.slice(0, 7).map((one) => ({ ...one }))];
          expect(findEpisodes(twice, options)).toEqual(findEpisodes(messages, options));
        }),
      );
    });
  });
});
