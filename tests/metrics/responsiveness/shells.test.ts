import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageShell } from "../../../src/inbox/shell.js";
import type { Message, Shell } from "../../../src/model/message.js";
import {
  acknowledgementTimes,
  backlog,
  facebookBadges,
  firstResponseTimes,
  oneTouchRate,
  proactiveShare,
  repliesPerConversation,
  responseRate,
  responseTimes,
  responsivenessBadge,
  slaAttainment,
  slaDue,
  statusChanges,
  statusTimes,
  threadSize,
  timeToResolution,
  type AuditRow,
  type TimedMessage,
} from "../../../src/metrics/index.js";
import { answers, asks, at, author, hour, minute, shuffled, town } from "./timeline-of.js";

const by = { type: "human", id: "sandra" } as const;
const target = (index: number): string => `bluesky:1:message:${index}`;
const likes = [0, 2, 3, 5, 8].map((index) => ({ target: target(index), at: at((index * 5 + 3) * hour) }));
const entries: readonly AuditRow[] = [
  { action: "resolve", by, at: at(20 * hour), target: "bluesky:1:conversation:anna" },
  { action: "resolve", by, at: at(30 * hour), target: target(1) },
  { action: "snooze", by, at: at(12 * hour), target: target(2), meta: { until: at(40 * hour) } },
  { action: "markPending", by, at: at(33 * hour), target: "bluesky:1:conversation:bo" },
];

/** Every figure over messages, with all their measures. */
function figures(messages: readonly TimedMessage[]): Readonly<Record<string, unknown>> {
  const options = { now: at(50 * hour), from: at(2 * hour), to: at(45 * hour), gapHours: 10 };
  const changes = statusChanges(entries, { messages });
  return {
    times: responseTimes(messages, options),
    byReply: responseTimes(messages, { ...options, attribution: "reply", autoRepliesClose: true }),
    fromActivity: responseTimes(messages, { ...options, baseline: "lastNonHumanActivity" }),
    first: firstResponseTimes(messages, options),
    rate: responseRate(messages, { ...options, withinMs: 4 * hour }),
    withLikes: responseRate(messages, { ...options, countLikesAsResponse: true, acknowledgements: likes }),
    acknowledged: acknowledgementTimes(messages, { ...options, acknowledgements: likes }),
    backlog: backlog(messages, options),
    due: slaDue(messages, { ...options, targetMs: 3 * hour }),
    attainment: slaAttainment(messages, { ...options, targetMs: 3 * hour }),
    oneTouch: oneTouchRate(messages, options),
    oneTouchResolved: oneTouchRate(messages, { ...options, statuses: changes }),
    replies: repliesPerConversation(messages, options),
    size: threadSize(messages, options),
    proactive: proactiveShare(messages, options),
    badge: responsivenessBadge(messages, { now: options.now }),
    otherBadge: responsivenessBadge(messages, { now: options.now, preset: facebookBadges.median }),
    changes,
    resolution: timeToResolution(changes, options),
    states: statusTimes(changes, options),
  };
}

describe("metrics", () => {
  describe("responsiveness", () => {
    it("stays the same when messages expire or are forgotten, whichever and whenever", () => {
      const whys: readonly Shell["why"][] = ["expired", "forgotten"];
      fc.assert(
        fc.property(
          town(20),
          fc.array(fc.constantFrom<(Shell["why"] | undefined)[]>("expired", "forgotten", undefined)),
          (messages, reasons) => {
            const scrub = (message: Message, index: number): Message => {
              const why = reasons.length === 0 ? whys[index % whys.length] : reasons[index % reasons.length];
              return why === undefined ? message : messageShell(message, at(49 * hour), why);
            };
            expect(figures(messages.map(scrub))).toEqual(figures(messages));
          },
        ),
        { numRuns: 300 },
      );
    });

    it("does not depend on the order of the messages, nor on how often one is in the list", () => {
      fc.assert(
        fc.property(shuffled(town(20)), ([a, b]) => {
          expect(figures([...b, ...a.slice(0, 3).map((one) => ({ ...one }))])).toEqual(figures(a));
        }),
      );
    });

    it("keeps deletions as deletions: what a member took back waits for nobody, what may be kept no longer still waited", () => {
      const deleted = asks(0, { conversation: "bluesky:1:conversation:a", deletedAt: at(hour) });
      const expired = asks(0, { conversation: "bluesky:1:conversation:b" });
      const shells = [messageShell(deleted, at(9 * hour), "expired"), messageShell(expired, at(9 * hour), "expired")];
      expect(responseTimes(shells, { now: at(10 * hour) })).toMatchObject({ withdrawn: { value: 1 }, unanswered: { value: 1 } });
    });

    it("remembers that somebody elsewhere had called us, and nothing of what they said", () => {
      const elsewhere = { kind: "other", conversation: "bluesky:1:conversation:theirs" } as const;
      const [called, alone] = [asks(0, { ...elsewhere, mentionsUs: true }), asks(0, elsewhere)];
      const replies = [called, alone].map(({ key }) => answers(minute, { ...elsewhere, parent: key }));
      const shells = [called, alone].map((one) => messageShell(one, at(hour), "expired"));
      expect(proactiveShare([...shells, ...replies])).toMatchObject({ numerator: 1, denominator: 2 });
      expect(proactiveShare([...shells.slice(0, 1), ...replies.slice(0, 1)]).value).toBe(0);
    });

    it("reads a shell that was stored without a reason as a deletion by the member", () => {
      const old: TimedMessage = { ...asks(0), text: "", visibility: "removed", deletedAt: at(hour) } as TimedMessage;
      expect(responseTimes([old], { now: at(10 * hour) })).toMatchObject({ withdrawn: { value: 1 }, unanswered: { value: 0 } });
      expect(responseTimes([old, answers(minute)], { now: at(10 * hour) })).toMatchObject({ n: { value: 1 }, withdrawn: { value: 0 } });
    });

    it("knows bots, spam, notes and what was hidden when nothing is left of them", () => {
      const messages = [
        asks(0, { author: author({ isBot: true }), conversation: "bluesky:1:conversation:a" }),
        asks(0, { visibility: "hidden", conversation: "bluesky:1:conversation:b" }),
        asks(0, {
          annotations: { spam: { label: "spam", score: 1, by: "host@1", at: at(0) } },
          conversation: "bluesky:1:conversation:c",
        }),
        asks(0),
        answers(minute, { visibility: "internal" }),
        answers(2 * minute, { author: author({ isBot: true, isOwn: true }) }),
        answers(5 * minute),
      ];
      const times = responseTimes(
        messages.map((one) => messageShell(one, at(9 * hour), "forgotten")),
        { now: at(10 * hour) },
      );
      expect(times).toMatchObject({ n: { value: 1 }, unanswered: { value: 0 }, max: { value: 5 * minute } });
      expect(times.mean.excluded).toEqual({ bot: 1, hidden: 1, spam: 1, note: 1, automatic: 1 });
    });
  });
});
