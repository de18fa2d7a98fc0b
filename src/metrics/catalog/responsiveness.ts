/**
 * Responsiveness in the table of metrics.
 * @module
 */
import type { MetricEntry } from "./entry.js";

const lookAtBoth =
  "Who was never answered is in no time: look at `unanswered` as well, or a team that answers only the easy ones looks fast.";
const bots =
  "A bot that no network marks, and a greeting that a network sends by itself, count as a person's reply; name them in `isBot` or `isAutomatic`.";
const skewed = "Times are skewed: a few days of waiting move the mean far, and the median not at all.";
const threads = "Where a network tells no answers (chats), whatever we say next closes whatever waits in the conversation.";
const trail =
  "Known only for what was done through the inbox: likes and states that a colleague set in the network's own app are not in its audit trail.";
const fewReplies = "A reply counts that people see; whether it helped is not looked at.";
const zendesk =
  "Zendesk, About native Support time duration metrics, read 2026-11-22, https://support.zendesk.com/hc/en-us/articles/4408834848154";

/** The rows of responsiveness. */
export const responsivenessEntries: readonly MetricEntry[] = [
  {
    id: "responseTimes",
    group: "responsiveness",
    says: "How long members waited for a reply, over all waiting episodes.",
    formula: "our reply − the first message that waited; mean, median, p90, p95, min, max",
    unit: "ms",
    inputs: ["messages", "threads", "authors", "schedule"],
    also: ["reply time", "next reply time", "average response time"],
    pitfalls: [
      lookAtBoth,
      bots,
      skewed,
      threads,
      "Others count from the last message and not from the first (ZoomSphere): the same talk then looks faster.",
      "Percentiles are linear between ranks (type 7); by the nearest rank p90 of ten waits can be minutes less.",
    ],
    source: "Zoho Desk, Response time, read 2026-11-22: from the earliest message that is yet to be replied",
  },
  {
    id: "firstResponseTimes",
    group: "responsiveness",
    says: "How long members waited for our first reply in each conversation.",
    formula: "our first reply − the first message of the conversation; the same statistics",
    unit: "ms",
    inputs: ["messages", "threads", "authors", "schedule"],
    also: ["FRT", "first reply time"],
    pitfalls: [
      lookAtBoth,
      "A direct thread never ends, so what comes after 24 hours of silence is a first message again; `gapHours` decides.",
      "The list has to begin where the conversations begin; cut with `from` and `to`, not before.",
      "After a hand-off by a bot or an opening again, `baseline` decides from when it counts: five days or ten minutes.",
    ],
    source: "Zendesk, Calculating first reply time; Chatwoot, reporting events; Facebook for the 24 hours",
  },
  {
    id: "responseRate",
    group: "responsiveness",
    says: "How many of those who waited were answered, within a time if you name one.",
    formula: "episodes answered (within T) / episodes whose time is over or that were answered",
    unit: "fraction",
    inputs: ["messages", "threads", "authors"],
    also: ["reply rate"],
    pitfalls: [
      "Not every message asks for a reply: by default each that is no spam and no bot's does; `needsReply` narrows it.",
      "Within a time, who still has time is left out: the rate of today changes until tomorrow.",
      "Sprout and others count likes as actions taken; here only with `countLikesAsResponse`.",
      bots,
    ],
  },
  {
    id: "acknowledgementTimes",
    group: "responsiveness",
    says: "How long it took until we liked what a member wrote, apart from any reply.",
    formula: "our first like of a message of the episode − its opening; the same statistics",
    unit: "ms",
    inputs: ["messages", "audit trail"],
    also: ["time to acknowledge"],
    pitfalls: [trail, "A like that went along with a direct message names the conversation: it counts for what waited there last."],
  },
  {
    id: "timeToResolution",
    group: "responsiveness",
    says: "How long it took until a conversation was resolved, for the first time and for good.",
    formula: "first or last resolved − beginning",
    unit: "ms",
    inputs: ["messages", "audit trail", "schedule"],
    also: ["first resolution time", "full resolution time", "TTR"],
    pitfalls: [
      trail,
      "A short first resolution with many opened again means that conversations are closed too early: look at `reopened`.",
      "The time in which we waited for the member is part of it.",
    ],
    source: zendesk,
  },
  {
    id: "statusTimes",
    group: "responsiveness",
    says: "How long members waited for us, we for members, and how long conversations were put aside.",
    formula: "sums of stretches: agent wait = pending; requester wait = open + snoozed; work = open; on hold = snoozed",
    unit: "ms",
    inputs: ["messages", "audit trail", "schedule"],
    also: ["requester wait time", "agent wait time", "on-hold time"],
    pitfalls: [
      trail,
      "It measures how carefully the team keeps its states: who never marks as pending waits for nobody.",
      "A stretch that is not over counts until now; Zendesk tells it when it has ended.",
    ],
    source: zendesk,
  },
  {
    id: "backlog",
    group: "responsiveness",
    says: "How many wait at an instant, and how long already.",
    formula: "episodes open at t; ages: median, p90, max; < 1 h, < 4 h, < 24 h, ≥ 24 h",
    unit: "count",
    inputs: ["messages", "threads", "authors", "schedule"],
    also: ["open conversations", "unanswered queue"],
    pitfalls: [
      "It swings within the day: compare the same hour of each day. Zendesk takes about 23:00.",
      "Who was not answered before a silence and wrote again waits once, since the last message.",
    ],
  },
  {
    id: "slaAttainment",
    group: "responsiveness",
    says: "How many promises of a reply within a time were kept.",
    formula: "met / (met + breached); open and overdue = breached; open and not due is left out",
    unit: "fraction",
    inputs: ["messages", "threads", "host", "schedule"],
    also: ["SLA compliance", "SLA achievement rate"],
    pitfalls: [
      "Counting open promises as kept makes a rising backlog look like success; counting only answered ones does too.",
      "The target is that of the priority when the promise was made; an answer that raises priorities later does not break old promises.",
    ],
    source: "Fivetran dbt_zendesk, decision log, read 2026-11-22",
  },
  {
    id: "slaDue",
    group: "responsiveness",
    says: "Until when each reply is due, and where it stands.",
    formula: "opening + target, in working time where hours are given",
    unit: "ms",
    inputs: ["messages", "threads", "host", "schedule"],
    pitfalls: ["Out of hours no time passes: what was due at the end of a day is in time until the next begins."],
  },
  {
    id: "oneTouchRate",
    group: "responsiveness",
    says: "How many closed conversations took exactly one reply.",
    formula: "closed conversations with one reply / closed conversations",
    unit: "fraction",
    inputs: ["messages", "threads", "audit trail"],
    also: ["first contact resolution"],
    pitfalls: [
      "Without `statuses` a word of thanks opens the conversation again, since nobody answered it.",
      "Zendesk counts conversations without any reply as well.",
      fewReplies,
    ],
    source: "Zendesk, How are one-touch resolutions calculated?, read 2026-11-22",
  },
  {
    id: "repliesPerConversation",
    group: "responsiveness",
    says: "How many replies of ours a conversation has on average.",
    formula: "our replies / conversations in which a member asked",
    unit: "count",
    inputs: ["messages", "threads"],
    also: ["replies per ticket", "agent touches"],
    pitfalls: ["One long conversation moves it.", "An answer cut into several messages, as on X, counts several times.", fewReplies],
  },
  {
    id: "threadSize",
    group: "responsiveness",
    says: "How many messages go back and forth in a conversation on average.",
    formula: "(messages of members + our replies) / conversations in which a member asked",
    unit: "count",
    inputs: ["messages", "threads"],
    also: ["average thread size"],
    pitfalls: ["Long may be a good talk or a question that nobody answers well.", "People who write in short messages make it larger."],
    source: "Sprout Social, Team Report, read 2026-11-22",
  },
  {
    id: "proactiveShare",
    group: "responsiveness",
    says: "How much of what we say is said where nobody had called us.",
    formula: "our messages on others' content that does not address us / all our messages",
    unit: "fraction",
    inputs: ["messages", "threads"],
    also: ["proactive engagement"],
    pitfalls: [
      "What we answered has to be in the list; where it is not, ours is left out and the measure not `complete`.",
      "Networks on which we cannot read others' content have none.",
    ],
  },
  {
    id: "responsivenessBadge",
    group: "responsiveness",
    says: "Whether a network would show its badge of responsiveness: Facebook's, in four published definitions.",
    formula: "first messages: answered ≥ 90 % over 7 days, and mean of the fastest 90 % ≤ 15 min over 30 days (version older)",
    unit: "fraction",
    inputs: ["messages", "threads", "authors"],
    also: ["very responsive to messages"],
    pitfalls: [
      "An estimate: the sources disagree on days, mean or median, and 5 or 15 minutes; `version` says which one is followed.",
      "Instant replies do not count; where the network does not mark them, name them in `isAutomatic`.",
    ],
    source: "Facebook help as quoted by pegasusventures.us and crownsoft007.com, read 2026-11-22",
  },
];
