import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageShell } from "../../../src/inbox/shell.js";
import type { Message } from "../../../src/model/message.js";
import { responseRate, responseTimes, type EpisodeOptions, type TimedMessage } from "../../../src/metrics/index.js";
import { inbound } from "../../reply/message.js";

const start = Date.parse("2026-01-01T00:00:00.000Z");
const minute = 60_000;
const hour = 60 * minute;
const at = (ms: number): string => new Date(start + ms).toISOString();
const now: EpisodeOptions = { now: at(100 * hour) };

let made = 0;
/** A message of a direct conversation, so many milliseconds after the start. */
const says = (direction: Message["direction"], ms: number, fields: Partial<Message> = {}): Message =>
  inbound({
    key: `bluesky:1:message:${++made}`,
    kind: "direct",
    conversation: "bluesky:1:conversation:anna",
    direction,
    createdAt: at(ms),
    ...fields,
  });
const asks = (ms: number, fields: Partial<Message> = {}): Message => says("inbound", ms, fields);
const answers = (ms: number, fields: Partial<Message> = {}): Message => says("outbound", ms, fields);
const author = (fields: { readonly isBot?: boolean; readonly isOwn?: boolean }): NonNullable<Message["author"]> => ({
  key: "bluesky:1:author:1",
  isOwn: false,
  ...fields,
});

/** The waits in minutes, `undefined` for who was not answered. */
const waits = (messages: readonly TimedMessage[], options: EpisodeOptions = now): readonly (number | undefined)[] =>
  responseTimes(messages, options).episodes.map(({ closed, waitedMs }) => (closed === undefined ? undefined : waitedMs / minute));

describe("metrics", () => {
  describe("responseTimes", () => {
    it.each([
      ["no options", [], undefined, "`options`"],
      ["options that are nothing", [], null, "`options`"],
      ["an instant that is missing", [], {}, "now"],
      ["messages that are no list", null, now, "`messages`"],
      ["a message that is nothing", [asks(0), null], now, "position 1"],
    ])("refuses %s, naming the field, and so does responseRate", (_what, messages, options, field) => {
      const refused: unknown = expect.objectContaining({
        name: "FolkmootError",
        code: "invalid-request",
        message: expect.stringContaining(field) as string,
      });
      expect(() => responseTimes(messages as readonly TimedMessage[], options as EpisodeOptions)).toThrow(refused);
      expect(() => responseRate(messages as readonly TimedMessage[], options as EpisodeOptions)).toThrow(refused);
    });
    it("gives mean, median, p90 and how many were answered and not", () => {
      const minutes = [5, 8, 10, 12, 15, 20, 25, 30, 40, 95];
      const messages = minutes.flatMap((wait, index) => {
        const conversation = `bluesky:1:conversation:${index}`;
        return [asks(hour, { conversation }), answers(hour + wait * minute, { conversation })];
      });
      const times = responseTimes([...messages, asks(2 * hour, { conversation: "bluesky:1:conversation:bo" })], now);
      expect(times.n).toMatchObject({ value: 10, unit: "count" });
      expect(times.unanswered).toMatchObject({ value: 1, unit: "count" });
      expect(times.mean).toEqual({ value: 26 * minute, unit: "ms", n: 10, aggregation: "mean", complete: true, missing: [] });
      expect(times.median).toMatchObject({ value: 17.5 * minute, aggregation: "type-7" });
      expect(times.p90).toMatchObject({ value: 45.5 * minute, unit: "ms", n: 10, aggregation: "type-7" });
      expect(times.episodes).toHaveLength(11);
      expect(times.episodes.at(-1)).toMatchObject({ openedAt: at(2 * hour), waitedMs: 98 * hour });
    });

    it("has no times where nobody was answered", () => {
      const times = responseTimes([asks(0)], now);
      expect(times.unanswered.value).toBe(1);
      for (const measure of [times.mean, times.median, times.p90]) expect(measure).toMatchObject({ value: null, reason: "no-data", n: 0 });
      expect(responseTimes([], now).n.value).toBe(0);
    });

    describe("an episode", () => {
      it("opens with the first message and is not started anew by the next", () => {
        expect(waits([asks(0), asks(20 * minute), answers(30 * minute)])).toEqual([30]);
      });

      it("closes with our first reply; a second one answers nobody", () => {
        expect(waits([asks(0), answers(5 * minute), answers(50 * minute)])).toEqual([5]);
      });

      it("opens again when the member writes again", () => {
        expect(waits([asks(0), answers(5 * minute), asks(10 * minute), answers(12 * minute)])).toEqual([5, 2]);
      });

      it("does not open with what we write first", () => {
        expect(waits([answers(0), asks(minute), answers(3 * minute)])).toEqual([2]);
      });

      it("belongs to the period in which it opened", () => {
        const messages = [asks(0), answers(30 * hour), asks(31 * hour), answers(32 * hour)];
        expect(waits(messages, { ...now, to: at(24 * hour) })).toEqual([30 * 60]);
        expect(waits(messages, { ...now, from: at(31 * hour), to: at(32 * hour) })).toEqual([60]);
        expect(waits(messages, { ...now, from: at(31 * hour + 1) })).toEqual([]);
      });

      it("knows nothing of what comes after now", () => {
        expect(waits([asks(0), answers(2 * hour), asks(3 * hour)], { now: at(hour) })).toEqual([undefined]);
      });

      it("counts elapsed time over a change to summer time", () => {
        const messages = [asks(0, { createdAt: "2026-03-29T00:30:00.000Z" }), answers(0, { createdAt: "2026-03-29T01:30:00.000Z" })];
        expect(waits(messages, { now: "2026-03-30T00:00:00.000Z" })).toEqual([60]);
      });

      it("counts a message that came by two routes once", () => {
        const message = asks(0);
        expect(waits([message, { ...message }, answers(minute)])).toEqual([1]);
      });
    });

    describe("silence", () => {
      it("makes the next message a first one after 24 hours, and leaves the old one unanswered", () => {
        expect(waits([asks(0), asks(24 * hour), answers(25 * hour)])).toEqual([undefined, 60]);
        expect(waits([asks(0), asks(24 * hour - 1), answers(25 * hour)])).toEqual([25 * 60]);
      });

      it("is broken by either side, and as long as the host says", () => {
        expect(waits([asks(0), asks(20 * hour), asks(40 * hour), answers(41 * hour)])).toEqual([41 * 60]);
        expect(waits([asks(0), asks(2 * hour), answers(3 * hour)], { ...now, gapHours: 1 })).toEqual([undefined, 60]);
        expect(waits([asks(0), asks(90 * hour), answers(91 * hour)], { ...now, gapHours: Infinity })).toEqual([91 * 60]);
      });

      it("does not end a wait when we reply late", () => {
        expect(waits([asks(0), answers(48 * hour)])).toEqual([48 * 60]);
      });
    });

    describe("who counts", () => {
      it("takes no internal note, held, removed or automatic message for a reply", () => {
        const notes = [
          answers(minute, { visibility: "internal" }),
          answers(2 * minute, { visibility: "held" }),
          answers(3 * minute, { visibility: "removed" }),
          answers(4 * minute, { author: author({ isBot: true, isOwn: true }) }),
        ];
        expect(waits([asks(0), ...notes, answers(9 * minute)])).toEqual([9]);
      });

      it("asks the host which replies wrote themselves and which messages need one", () => {
        const auto = answers(minute);
        expect(waits([asks(0), auto, answers(5 * minute)], { ...now, isAutomatic: ({ key }) => key === auto.key })).toEqual([5]);
        const praise = asks(0);
        expect(waits([praise, asks(2 * minute), answers(5 * minute)], { ...now, needsReply: ({ key }) => key !== praise.key })).toEqual([
          3,
        ]);
      });

      it("waits for nobody who is a bot, one of us, hidden, held or removed", () => {
        const others: readonly Partial<Message>[] = [
          { author: author({ isBot: true }) },
          { author: author({ isOwn: true }) },
          { visibility: "hidden" },
          { visibility: "held" },
          { visibility: "removed" },
        ];
        expect(waits(others.map((fields) => asks(0, fields)))).toEqual([]);
      });

      it("leaves out what the member deleted before we replied, and says how much that was", () => {
        const gone = asks(0, { deletedAt: at(5 * minute) });
        const times = responseTimes([gone], now);
        expect(times).toMatchObject({ episodes: [], withdrawn: { value: 1 }, unanswered: { value: 0 } });
        expect(waits([gone, asks(3 * minute), answers(9 * minute)])).toEqual([6]);
        expect(waits([gone, answers(2 * minute)])).toEqual([2]);
        expect(waits([gone], { now: at(minute) })).toEqual([undefined]);
      });
    });

    describe("below a post", () => {
      const under = { kind: "comment", conversation: "bluesky:1:conversation:post" } as const;
      it("keeps the comments apart: who answers one member has not answered the others", () => {
        const anna = asks(0, under);
        const bo = asks(minute, under);
        const reply = answers(5 * minute, { ...under, parent: bo.key, root: bo.key });
        expect(waits([anna, bo, reply])).toEqual([undefined, 4]);
      });

      it("follows a tree by its parents where no root is told", () => {
        const anna = asks(0, under);
        const bo = asks(minute, { ...under, parent: anna.key });
        const reply = answers(5 * minute, { ...under, parent: bo.key });
        expect(waits([reply, bo, anna])).toEqual([5]);
        expect(waits([reply, bo])).toEqual([4]);
      });

      it("is not led astray by messages that answer each other", () => {
        const anna = asks(0, under);
        const bo = asks(minute, { ...under, parent: anna.key });
        const circle = [{ ...anna, parent: bo.key }, bo];
        expect(waits(circle)).toHaveLength(2);
        // What hangs on the circle is in the thread that it meets first.
        const cleo = asks(2 * minute, { ...under, parent: bo.key });
        expect(waits([...circle, cleo, answers(9 * minute, { ...under, parent: cleo.key })])).toEqual([undefined, 8]);
      });

      it("takes a private reply for an answer to the comment", () => {
        const anna = asks(0, under);
        expect(waits([anna, answers(7 * minute, { parent: anna.key })])).toEqual([7]);
      });
    });

    it("gives the same times for shells, when all was answered", () => {
      const messages = [asks(0), asks(minute), answers(5 * minute), asks(10 * minute), answers(30 * minute)];
      const shells = messages.map((message) => messageShell(message, at(60 * hour)));
      expect(responseTimes(shells, now)).toEqual(responseTimes(messages, now));
    });

    const chat = fc
      .array(
        fc.record({
          direction: fc.constantFrom<Message["direction"][]>("inbound", "outbound"),
          ms: fc.integer({ min: 0, max: 99 }).map((hours) => hours * hour),
          place: fc.constantFrom("anna", "bo"),
          deleted: fc.option(fc.integer({ min: 0, max: 99 }), { nil: undefined, freq: 5 }),
        }),
        { maxLength: 20 },
      )
      .map((list) =>
        list.map(({ direction, ms, place, deleted }) =>
          says(direction, ms, {
            conversation: `bluesky:1:conversation:${place}`,
            ...(deleted !== undefined && { deletedAt: at(deleted * hour) }),
          }),
        ),
      );

    it("does not depend on the order of the messages", () => {
      fc.assert(
        fc.property(
          chat.chain((messages) => fc.tuple(fc.constant(messages), fc.shuffledSubarray(messages, { minLength: messages.length }))),
          ([a, b]) => {
            expect(responseTimes(b, now)).toEqual(responseTimes(a, now));
          },
        ),
      );
    });

    it("counts one more unanswered for one more member who waits, and changes no time", () => {
      fc.assert(
        fc.property(chat, fc.integer({ min: 0, max: 99 }), (messages, hours) => {
          const before = responseTimes(messages, now);
          const after = responseTimes([...messages, asks(hours * hour, { conversation: "bluesky:1:conversation:new" })], now);
          expect(after.unanswered.value).toBe((before.unanswered.value ?? 0) + 1);
          expect([after.n, after.mean, after.median, after.p90]).toEqual([before.n, before.mean, before.median, before.p90]);
        }),
      );
    });

    it("never waits less than nothing, and each reply closes one wait of a conversation at most", () => {
      fc.assert(
        fc.property(chat, (messages) => {
          const { episodes } = responseTimes(messages, now);
          const closing = episodes.flatMap(({ closed }) => closed ?? []);
          expect(new Set(closing).size).toBe(closing.length);
          for (const { waitedMs } of episodes) expect(waitedMs).toBeGreaterThanOrEqual(0);
        }),
      );
    });

    it.each([
      ["now that is no time", [], { now: "soon" }, "now is no time"],
      ["a time without a zone", [], { now: "2026-01-01T10:00:00" }, "now is no time"],
      ["a period that ends before it begins", [], { ...now, from: at(2), to: at(1) }, "from is later than to"],
      ["a gap of nothing", [], { ...now, gapHours: 0 }, "gapHours is no number above 0"],
      ["a message without a time", [inbound({ key: "x:1:message:9", createdAt: "" })], now, "createdAt of x:1:message:9 is no time"],
    ])("refuses %s", (_, messages, options, text) => {
      expect(() => responseTimes(messages, options)).toThrow(text);
      expect(() => responseRate(messages, options)).toThrow(text);
    });
  });

  describe("responseRate", () => {
    const place = (name: number): Partial<Message> => ({ conversation: `bluesky:1:conversation:${name}` });
    const messages = [
      ...[asks(0, place(1)), answers(30 * minute, place(1))],
      ...[asks(0, place(2)), answers(3 * hour, place(2))],
      asks(0, place(3)),
      asks(99.5 * hour, place(4)),
    ];

    it("gives the share of episodes that were answered, with its interval", () => {
      const rate = responseRate(messages, now);
      expect(rate).toMatchObject({ value: 0.5, unit: "fraction", numerator: 2, denominator: 4, n: 4, complete: true });
      expect(rate).toMatchObject({ interval: { level: 0.95, method: "wilson" } });
      expect(rate.value === null ? undefined : rate.interval?.low).toBeCloseTo(0.15, 2);
      expect(JSON.parse(JSON.stringify(rate))).toEqual(rate);
    });

    it("counts replies within a time, and leaves out who still has time", () => {
      expect(responseRate(messages, { ...now, withinMs: hour })).toMatchObject({ numerator: 1, denominator: 3 });
      expect(responseRate(messages, { ...now, withinMs: 3 * hour })).toMatchObject({ numerator: 2, denominator: 3 });
    });

    it("has no value where nobody asked, or nobody's time is over", () => {
      expect(responseRate([], now)).toMatchObject({ value: null, reason: "no-data" });
      expect(responseRate([asks(99.5 * hour)], { ...now, withinMs: hour })).toMatchObject({ value: null, reason: "no-data" });
    });

    it("refuses a time of nothing", () => {
      expect(() => responseRate([], { ...now, withinMs: 0 })).toThrow("withinMs is no number above 0");
    });
  });
});
