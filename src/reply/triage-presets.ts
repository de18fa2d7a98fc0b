/**
 * Rules that come with the package. Data: copy them, change them, put your own in front.
 * @module
 */
import type { EscalationRule, TriageRule } from "./triage.js";

const negative: readonly string[] = ["complaint", "unhappy-customer", "negative", "troll", "rager", "misguided"];

/**
 * The Web Posting Response Assessment of the United States Air Force, version 2 (public domain; 2008): is it positive or balanced? If not: is it
 * a troll, a rager, somebody misguided, an unhappy customer? What no rule takes is evaluated at the end: answered when somebody waits for it, else
 * let stand. It knows nothing of spam; `communityRules` does.
 */
export const airForce: readonly TriageRule[] = [
  {
    id: "positive",
    when: { labels: ["praise", "thanks", "emoji-only", "positive", "balanced"], without: negative },
    action: "concur",
    because: "It is positive or balanced: concur, let it stand, or share the success.",
  },
  {
    id: "troll",
    when: { labels: ["troll"] },
    action: "monitor",
    because: "It bashes and degrades others: avoid answering, watch for relevant information.",
    notify: ["headquarters"],
  },
  { id: "rager", when: { labels: ["rager"] }, action: "monitor", because: "It is a rant, rage, joke or satire: watch, do not answer." },
  {
    id: "misguided",
    when: { labels: ["misguided"] },
    action: "fix-facts",
    because: "It errs about facts: answer with the facts, where it was said.",
  },
  {
    id: "unhappy-customer",
    when: { labels: ["complaint", "unhappy-customer", "negative"] },
    action: "restore",
    because: "It comes of a bad experience: put it right, and say what is done.",
  },
];

/** The rules unless a host gives others: the assessment's, with spam before it, and questions, tags and emoji told apart. */
export const communityRules: readonly TriageRule[] = [
  { id: "spam", when: { labels: ["spam", "blocked"] }, action: "moderate", because: "It looks like spam: the moderation rules decide." },
  ...airForce.filter(({ id }) => id !== "positive"),
  { id: "question", when: { labels: ["question"], needsReply: true }, action: "respond", because: "Something is asked." },
  {
    id: "tag-a-friend",
    when: { labels: ["tag-a-friend"] },
    action: "let-stand",
    because: "Somebody shows it to a friend: nothing is wanted of us.",
  },
  { id: "emoji-only", when: { labels: ["emoji-only"] }, action: "like", because: "Nothing but emoji: a like is answer enough." },
  { id: "positive", when: { labels: ["praise", "thanks", "positive"] }, action: "concur", because: "It is kind: say thank you." },
];

/**
 * Who has to see it. After a template of four tiers (team, manager, director, crisis); the occasions are its own, of the times only the first
 * tier's (one to four hours) is, the others are ours. `policy-exception`, `media`, `safety`, `trend` and `crisis` are labels for people and
 * classifiers to give.
 */
export const escalationTiers: readonly EscalationRule[] = [
  {
    id: "crisis",
    tier: 4,
    when: { labels: ["crisis"] },
    because: "It is part of a crisis.",
    respondWithinMinutes: 30,
    notify: ["crisis-team"],
  },
  {
    id: "great-reach",
    tier: 3,
    when: { followersFrom: 100_000, needsReply: true },
    because: "More than 100,000 follow the author.",
    respondWithinMinutes: 60,
    notify: ["director"],
  },
  {
    id: "press-or-safety",
    tier: 3,
    when: { labels: ["media", "safety", "trend"] },
    because: "It is about safety, from the press, or a trend.",
    respondWithinMinutes: 60,
    notify: ["director"],
  },
  {
    id: "reach",
    tier: 2,
    when: { followersFrom: 10_000, needsReply: true },
    because: "More than 10,000 follow the author.",
    respondWithinMinutes: 120,
    notify: ["manager"],
  },
  {
    id: "liked-complaint",
    tier: 2,
    when: { labels: ["complaint", "unhappy-customer", "negative"], likesFrom: 5 },
    because: "Five or more like the complaint.",
    respondWithinMinutes: 120,
    notify: ["manager"],
  },
  {
    id: "repeated-complaint",
    tier: 2,
    when: { labels: ["complaint", "unhappy-customer", "negative"], complaintsFrom: 1 },
    because: "The author has complained before.",
    respondWithinMinutes: 120,
    notify: ["manager"],
  },
  {
    id: "policy-exception",
    tier: 2,
    when: { labels: ["policy-exception"] },
    because: "It wants an exception from the rules.",
    respondWithinMinutes: 120,
    notify: ["manager"],
  },
  {
    id: "team",
    tier: 1,
    when: { needsReply: true },
    because: "Somebody waits for an answer.",
    respondWithinMinutes: 240,
    notify: ["team"],
  },
];
