/**
 * Community health in the table of metrics.
 * @module
 */
import type { MetricEntry } from "./entry.js";

const twoLevels =
  "Where a network has two levels only (Facebook, Instagram, LinkedIn, TikTok, YouTube) all who answer in a thread seem to answer whoever began it.";
const chats = "In chats most answers name nobody, and are no replies.";
const shells = "Of forgotten content nobody knows which member wrote it: it is `missing`, and `coverage` says how much is known.";
const writersOnly = "Active is who wrote; who reads, likes or votes is not seen.";
const history =
  "Who came first is known as far as the messages go back: without `knownSince` some of the new are old members, and the value is not `complete`.";
const bots = "Bots that no network marks count as people; name them in `isBot`.";

/** The rows of community health. */
export const healthEntries: readonly MetricEntry[] = [
  {
    id: "memberToMemberRatio",
    group: "health",
    says: "How much of the talk in our own spaces is among members.",
    formula: "replies of members to other members / all replies in owned space",
    unit: "fraction",
    inputs: ["messages", "threads", "authors"],
    also: ["peer-to-peer ratio", "member-to-member replies"],
    pitfalls: [
      "A reply whose parent was not told or not given is `missing`: give older messages as well, they are the parents.",
      "Comments that answer a post are no replies here.",
      twoLevels,
      chats,
      shells,
    ],
  },
  {
    id: "responseCoverageByMembers",
    group: "health",
    says: "How many of the questions a member answers before we do.",
    formula: "questions answered by a member first / questions",
    unit: "fraction",
    inputs: ["messages", "threads", "authors"],
    also: ["peer support rate", "community answer rate"],
    pitfalls: [
      "It needs to know what is a question: a classifier (`intent`), or `isQuestion`; what nobody has judged is `missing`.",
      "An answer is any reply, also a wrong or unkind one.",
      "Where we answer fast there is little left for members: a fall may be our own doing.",
      twoLevels,
    ],
  },
  {
    id: "conversationDepth",
    group: "health",
    says: "How many answers follow one below the other.",
    formula: "longest chain of replies below a first message: mean, median, max, share deeper than k",
    unit: "count",
    inputs: ["messages", "threads"],
    also: ["thread depth"],
    pitfalls: [
      "Networks with two levels (Facebook, Instagram, LinkedIn, TikTok, YouTube) never go deeper than 1.",
      "A message that nobody answers has depth 0; others call that 1.",
      "Where a parent is missing the depth is what is certain, and `coverage` the share of whole trees.",
      "Quarrels are deep too.",
    ],
    source: "Depth of a tree: NIST, Dictionary of Algorithms and Data Structures, https://www.nist.gov/dads/HTML/depth.html (2011)",
  },
  {
    id: "continuationRate",
    group: "health",
    says: "How often a reply of ours is followed by another message of a member.",
    formula: "our replies followed by an inbound message within T / our replies whose T is over",
    unit: "fraction",
    inputs: ["messages", "threads"],
    also: ["conversation continuation"],
    pitfalls: [
      "Any member of the thread counts, so in a busy chat it is close to 1.",
      "Replies whose time is not over are left out, also those that went well already: `excluded.too-young`.",
      "A question that was answered well may end there: high is not good everywhere.",
    ],
  },
  {
    id: "contributorConcentration",
    group: "health",
    says: "How much of what is said comes from how few: heavy, light and silent members, shares of the top, Gini coefficient.",
    formula: "heavy, light, lurkers / members; messages of the top 1 % and 10 % / messages; Gini of messages by contributor",
    unit: "fraction",
    inputs: ["messages", "authors", "members"],
    also: ["90-9-1 rule", "participation inequality", "1 % rule"],
    pitfalls: [
      "The top 1 % is rounded up, so of fewer than 100 people it is one person: read `topOnePercentPeople`.",
      "Most networks tell followers, not members; the split is then `approximated`, and who writes need not follow.",
      "Heavy as the top 1 % of the members is 1 % by definition; give `heavyFrom` to ask how many write a lot.",
      "The Gini coefficient is not corrected for small samples, and a longer period makes it larger.",
      bots,
    ],
    source: "Jakob Nielsen, https://www.nngroup.com/articles/participation-inequality/ (2006)",
  },
  {
    id: "stickiness",
    group: "health",
    says: "Which part of those who wrote in a month wrote on an average day, or in an average week.",
    formula: "mean of daily uniques / uniques of the same window",
    unit: "fraction",
    inputs: ["messages", "authors"],
    also: ["DAU/MAU", "WAU/MAU"],
    pitfalls: [
      "Hobby communities are healthy at 0.15 to 0.25; the 0.5 of messengers is no measure for them. The return of weekly cohorts says more.",
      writersOnly,
      "A longer window gives a smaller figure: compare windows of one length.",
      "It has no interval: the days of one person are not independent.",
      bots,
    ],
  },
  {
    id: "contributorRetention",
    group: "health",
    says: "How many of those who wrote in a week or month wrote in the next one too.",
    formula: "authors active in t and t + 1 / authors active in t",
    unit: "fraction",
    inputs: ["messages", "authors"],
    also: ["period-over-period retention"],
    pitfalls: [
      "It mixes new members with old ones, who return more often; cohorts keep them apart.",
      "Until the next period is over there is no value.",
      writersOnly,
      shells,
    ],
  },
  {
    id: "retentionCohorts",
    group: "health",
    says: "How many of those who came in one week or month wrote in each one after.",
    formula: "authors of the cohort active k periods later / authors of the cohort",
    unit: "fraction",
    inputs: ["messages", "authors"],
    also: ["cohort table", "retention triangle"],
    pitfalls: [
      history,
      "Small cohorts move by one person: read `interval`, or set `minN`.",
      "Below the triangle there is `null`, not 0: that time is not over.",
      writersOnly,
    ],
  },
  {
    id: "contributorLifecycle",
    group: "health",
    says: "How many are new, return, are back after a silence, or are gone, period by period.",
    formula: "new: first ever; resurrected: back after k idle periods or more; churned: idle for k periods or more",
    unit: "count",
    inputs: ["messages", "authors"],
    also: ["growth accounting", "new, resurrected and churned users"],
    pitfalls: [
      "A fixed k takes who writes once a quarter for gone each time: the rhythm of each person would tell better.",
      history,
      "Nobody is churned in a period that is not over: `null`.",
      writersOnly,
    ],
    source: "Social Capital, https://medium.com/swlh/diligence-at-social-capital-part-1-accounting-for-user-growth-4a8a449fddfc (2015)",
  },
  {
    id: "timeToFirstComment",
    group: "health",
    says: "How long a post waits for the first comment that is not ours.",
    formula: "createdAt of the first comment by others - createdAt of the post",
    unit: "ms",
    inputs: ["posts", "messages"],
    also: ["first comment latency"],
    pitfalls: [
      "It is known no better than comments are asked for: say so in `pollIntervalMs`, and read `errorBound`.",
      "Posts without a comment are counted apart: where there are many, the median of the others flatters.",
      "Of a forgotten comment nobody may know that a bot wrote it.",
      "A comment that is told to be older than its post is left out as `before-post`.",
    ],
  },
  {
    id: "commentLikeShare",
    group: "health",
    says: "How liked our comment is beside the post above it.",
    formula: "likes of our comment / likes of the post",
    unit: "fraction",
    inputs: ["likes"],
    pitfalls: [
      "Networks may not tell the likes of posts that are not ours (TikTok, Instagram): then there is no value.",
      "It is a ratio of two crowds: it may pass 1, and has no interval.",
      "Both grow, and not at one pace: compare at one age.",
    ],
  },
  {
    id: "topCommentRank",
    group: "health",
    says: "Which place our comment has by likes.",
    formula: "1 + comments with more likes",
    unit: "count",
    inputs: ["messages", "likes"],
    also: ["top comment"],
    pitfalls: [
      "Networks order their top comments by more than likes.",
      "Comments that were not read are not compared: read all, or the rank is too good.",
      "Comments whose likes are unknown may stand above: `excluded.unknown-likes` says how many.",
    ],
  },
  {
    id: "touchPointCoverage",
    group: "health",
    says: "How many of the places where people speak to us were looked at lately.",
    formula: "lists of accounts read within T / lists of accounts",
    unit: "fraction",
    inputs: ["host"],
    also: ["coverage of touch-points"],
    pitfalls: [
      "That a list was read says nothing of whether anybody answered.",
      "A list that nobody names cannot be missed: give those without a cursor too.",
      "What comes by webhook is here without a reading; a quiet webhook and a broken one look the same.",
    ],
  },
];
