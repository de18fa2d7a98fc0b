import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backlog, businessHours, responseTimes, type Backlog, type BacklogOptions } from "../../../src/metrics/index.js";
import { answers, asks, at, author, hour, minute, town } from "./timeline-of.js";

const place = (name: string): { readonly conversation: string } => ({ conversation: `bluesky:1:conversation:${name}` });
const now = { now: at(30 * hour) };
const countsOf = ({ buckets: { under1h, under4h, under24h, from24h } }: Backlog): readonly (number | null)[] =>
  [under1h, under4h, under24h, from24h].map(({ value }) => value);

describe("metrics", () => {
  describe("backlog", () => {
    it("counts who waits at an instant, by how long", () => {
      const ages = [0, 59 * minute, hour, 4 * hour - 1, 4 * hour, 23 * hour, 24 * hour, 30 * hour];
      const messages = ages.map((age, index) => asks(30 * hour - age, place(String(index))));
      const found = backlog([...messages, asks(0, place("done")), answers(hour, place("done"))], now);
      expect(found.open).toMatchObject({ value: 8, unit: "count", n: 8 });
      expect(countsOf(found)).toEqual([2, 2, 2, 2]);
      expect(found.median).toMatchObject({ value: 4 * hour - 0.5, unit: "ms", aggregation: "type-7", n: 8 });
      expect(found.p90).toMatchObject({ value: 24 * hour + 0.3 * 6 * hour, aggregation: "type-7" });
      expect(found.max).toMatchObject({ value: 30 * hour, aggregation: "max" });
      expect(found.episodes.map(({ waitedMs }) => waitedMs)).toEqual(ages.toReversed());
      expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    });

    it("is empty where nobody waits", () => {
      const found = backlog([asks(0), answers(hour)], now);
      expect(found).toMatchObject({ open: { value: 0 }, max: { value: null, reason: "no-data" }, episodes: [] });
      expect(countsOf(found)).toEqual([0, 0, 0, 0]);
    });

    it("can be asked for yesterday: what came since is not known", () => {
      const messages = [asks(0), answers(20 * hour), asks(21 * hour, place("bo"))];
      expect(backlog(messages, { now: at(19 * hour) })).toMatchObject({ open: { value: 1 }, max: { value: 19 * hour } });
      expect(backlog(messages, { now: at(20 * hour) }).open.value).toBe(0);
      expect(backlog(messages, { now: at(22 * hour) })).toMatchObject({ open: { value: 1 }, max: { value: hour } });
    });

    it("lets each conversation wait once: what waited before a silence does not count twice", () => {
      const found = backlog([asks(0), asks(25 * hour)], now);
      expect(found).toMatchObject({ open: { value: 1 }, max: { value: 5 * hour } });
      expect(responseTimes([asks(0), asks(25 * hour)], now).unanswered.value).toBe(2);
    });

    it("knows no period: who waits, waits since whenever", () => {
      const options: BacklogOptions = { ...now, ...({ from: at(29 * hour) } as object) };
      expect(backlog([asks(0)], options).open.value).toBe(1);
    });

    it("leaves out bots and what was withdrawn, and says how much that was", () => {
      const messages = [asks(0, { author: author({ isBot: true }) }), asks(0, { deletedAt: at(hour) }), asks(0, place("bo"))];
      expect(backlog(messages, now).open).toMatchObject({ value: 1, excluded: { bot: 1, withdrawn: 1 } });
    });

    it("ages in working time where it is given, and keeps its count below a least sample", () => {
      // 2026-01-02 06:00, asked at 05:00 the day before.
      const hours = businessHours({ timeZone: "UTC", week: { thu: [["09:00", "17:00"]] } });
      const found = backlog([asks(5 * hour)], { ...now, hours, minN: 2 });
      expect(found.open).toMatchObject({ value: 1, base: "business-hours" });
      expect(found.max).toMatchObject({ value: null, reason: "insufficient-sample" });
      expect(backlog([asks(5 * hour)], { ...now, hours }).max.value).toBe(8 * hour);
      expect(backlog([asks(5 * hour)], { ...now, hours }).buckets.under24h.value).toBe(1);
    });

    it("has the same open episodes as the response times, and every age in one bucket", () => {
      fc.assert(
        fc.property(town(), fc.integer({ min: 0, max: 80 }), (messages, hours) => {
          const options = { now: at(hours * hour), gapHours: 10 };
          const found = backlog(messages, options);
          const { open, episodes } = found;
          const unanswered = responseTimes(messages, options).episodes.filter(({ closed }) => closed === undefined);
          expect(episodes).toEqual(unanswered.filter(({ hasLapsed }) => hasLapsed === undefined));
          expect(countsOf(found).reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(open.value);
        }),
      );
    });

    it.each<readonly [what: string, options: unknown, text: string]>([
      ["no options", undefined, "`options`"],
      ["no instant", {}, "now is no time"],
      ["a least sample that is none", { ...now, minN: "3" }, "minN"],
    ])("refuses %s, naming it", (_, options, text) => {
      expect(() => backlog([], options as BacklogOptions)).toThrow(
        expect.objectContaining({ code: "invalid-request", message: expect.stringContaining(text) as string }),
      );
    });
  });
});
