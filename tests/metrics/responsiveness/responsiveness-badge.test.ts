import { describe, expect, it } from "vitest";
import { facebookBadge, facebookBadges, responsivenessBadge, type BadgeOptions } from "../../../src/metrics/index.js";
import type { Message } from "../../../src/model/message.js";
import { answers, asks, at, author, hour, minute } from "./timeline-of.js";

const day = 24 * hour;
const now = { now: at(40 * day) };
let people = 0;
/** Somebody writes for the first time, so many days before now, and is answered after so many minutes, or never. */
const wrote = (daysAgo: number, minutes?: number, fields: Partial<Message> = {}): readonly Message[] => {
  const conversation = `facebook:1:conversation:${++people}`;
  const ms = (40 - daysAgo) * day;
  const question = asks(ms, { conversation, ...fields });
  return minutes === undefined ? [question] : [question, answers(ms + minutes * minute, { conversation })];
};
const many = (count: number, daysAgo: number, minutes?: number): readonly Message[] =>
  Array.from({ length: count }).flatMap(() => wrote(daysAgo, minutes));

describe("metrics", () => {
  describe("responsivenessBadge", () => {
    it("is won with nine of ten answered in seven days, and the fastest nine tenths of thirty days within 15 minutes on average", () => {
      const won = responsivenessBadge([...many(9, 2, 14), ...many(1, 2), ...many(10, 20, 16)], now);
      // 19 were answered; the slowest one of them does not count.
      expect(won).toMatchObject({
        isEarned: true,
        network: "facebook",
        version: "older",
        rate: { value: 0.9, n: 10, version: "older", interval: { method: "wilson" } },
        time: { value: ((9 * 14 + 9 * 16) / 18) * minute, n: 18, unit: "ms", aggregation: "mean-of-fastest-90", version: "older" },
      });
      expect(JSON.parse(JSON.stringify(won))).toEqual(won);
      expect(responsivenessBadge([...many(8, 2, 14), ...many(2, 2)], now)).toMatchObject({ isEarned: false, rate: { value: 0.8 } });
    });

    it("is won at 15 minutes, and lost a moment above; the slowest tenth never counts", () => {
      expect(responsivenessBadge([...many(9, 2, 15), ...many(1, 2, 600)], now)).toMatchObject({
        isEarned: true,
        time: { value: 15 * minute },
      });
      expect(responsivenessBadge([...many(9, 2, 15.1), ...many(1, 2, 600)], now).isEarned).toBe(false);
      // Of nine none is left out.
      expect(responsivenessBadge([...many(8, 2, 10), ...many(1, 2, 600)], now).time).toMatchObject({ n: 9, value: (680 / 9) * minute });
    });

    it("looks at seven days for the rate and at thirty for the time", () => {
      const found = responsivenessBadge([...many(10, 7.01), ...many(10, 6.99, 5), ...many(10, 29.9, 25), ...many(10, 30.1, 90)], now);
      expect(found.rate).toMatchObject({ value: 1, n: 10 });
      expect(found.time).toMatchObject({ n: 18, value: ((10 * 5 + 8 * 25) / 18) * minute });
    });

    it("takes the last ten where fewer came, and all where there never were more", () => {
      const found = responsivenessBadge([...many(3, 2), ...many(5, 20, 5), ...many(5, 35, 5)], now);
      expect(found.rate).toMatchObject({ n: 10, value: 0.7 });
      expect(found.time).toMatchObject({ n: 7 });
      expect(responsivenessBadge(many(2, 39, 5), now)).toMatchObject({ isEarned: true, rate: { n: 2 } });
      expect(responsivenessBadge([], now)).toMatchObject({
        isEarned: null,
        rate: { value: null, reason: "no-data" },
        time: { value: null },
      });
      expect(responsivenessBadge(many(3, 2), now)).toMatchObject({ isEarned: null, rate: { value: 0 }, time: { value: null } });
    });

    it("counts first messages alone: after 24 hours of silence on both sides", () => {
      const conversation = "facebook:1:conversation:long";
      const talk = [0, 1, 2, 30, 60].flatMap((hours) => [
        asks(30 * day + hours * hour, { conversation }),
        answers(30 * day + hours * hour + minute, { conversation }),
      ]);
      expect(responsivenessBadge(talk, { now: at(33 * day) }).rate.n).toBe(3);
    });

    it("counts private messages by people alone, and no answer of a bot", () => {
      const conversation = "facebook:1:conversation:instant";
      const instant = [
        asks(39 * day, { conversation }),
        answers(39 * day + 1, { conversation, author: author({ isBot: true, isOwn: true }) }),
        answers(39 * day + 10 * minute, { conversation }),
      ];
      const found = responsivenessBadge(
        [...instant, ...wrote(1, 1, { kind: "comment" }), ...wrote(1, 1, { author: author({ isBot: true }) })],
        now,
      );
      expect(found.rate).toMatchObject({ n: 1, value: 1, excluded: { bot: 1, automatic: 1, "other-kinds": 1 } });
      expect(found.time.value).toBe(10 * minute);
      expect(responsivenessBadge(instant, { ...now, isAutomatic: () => true }).rate.value).toBe(0);
    });

    it("leaves out what came in the first twelve hours of being away", () => {
      const away = [{ from: at(38 * day), to: at(39 * day) }];
      const messages = [...wrote(2), ...wrote(2 - 11.9 / 24), ...wrote(1.5, 5), ...wrote(1, 5)];
      expect(responsivenessBadge(messages, { ...now, away })).toMatchObject({
        isEarned: true,
        rate: { value: 1, n: 2, excluded: { away: 2 } },
      });
      expect(responsivenessBadge(messages, now).rate).toMatchObject({ value: 0.5, n: 4 });
      const short = [{ from: at(38 * day), to: at(38 * day + hour) }];
      expect(responsivenessBadge(messages, { ...now, away: short }).rate).toMatchObject({ n: 3, excluded: { away: 1 } });
    });

    it("follows whichever definition is asked for, and says which", () => {
      const messages = [...many(9, 2, 4), ...many(2, 2, 60), ...many(9, 20, 40)];
      const { older, median } = facebookBadges;
      expect(older).toBe(facebookBadge);
      const of = (preset: keyof typeof facebookBadges): unknown => {
        const { isEarned, version, time } = responsivenessBadge(messages, { ...now, preset: facebookBadges[preset] });
        return [isEarned, version, time.value === null ? null : Math.round((time.value / minute) * 100) / 100, time.aggregation];
      };
      expect(of("older")).toEqual([false, "older", 22, "mean-of-fastest-90"]);
      expect(of("seven-days")).toEqual([true, "seven-days", 14.18, "mean"]);
      expect(of("median")).toEqual([true, "median", 4, "type-7"]);
      expect(of("median-5-minutes")).toEqual([true, "median-5-minutes", 4, "type-7"]);
      const own = { ...median, network: "plaza", version: "ours", time: { ...median.time, atMostMs: minute } };
      expect(responsivenessBadge(messages, { ...now, preset: own })).toMatchObject({ isEarned: false, network: "plaza", version: "ours" });
    });

    it("names the source of each definition, and its version by its own name", () => {
      for (const [version, preset] of Object.entries(facebookBadges)) {
        expect(preset.version).toBe(version);
        expect(preset.source).not.toBe("");
        expect(preset.rate.least).toBe(0.9);
      }
    });

    it.each<readonly [what: string, messages: unknown, options: unknown, text: string]>([
      ["no options", [], undefined, "`options` is missing"],
      ["no instant", [], {}, "now is no time"],
      ["messages that are no list", {}, now, "`messages` is no list"],
      ["a message that is none", [null], now, "position 0"],
      ["a preset by its name", [], { ...now, preset: "older" }, "preset is none"],
      ["a preset without its time", [], { ...now, preset: { rate: {}, kinds: [] } }, "preset is none"],
      ["an absence that is no list", [], { ...now, away: {} }, "`away` is no list"],
      ["an absence without a beginning", [], { ...now, away: [{ to: at(0) }] }, "from of `away` at position 0"],
      ["an absence that ends before it begins", [], { ...now, away: [{ from: at(2), to: at(1) }] }, "`away` ends before it begins"],
    ])("refuses %s, naming it", (_, messages, options, text) => {
      expect(() => responsivenessBadge(messages as readonly Message[], options as BadgeOptions)).toThrow(
        expect.objectContaining({ code: "invalid-request", message: expect.stringContaining(text) as string }),
      );
    });
  });
});
