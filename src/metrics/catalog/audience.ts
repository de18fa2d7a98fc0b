/**
 * Audience in the table of metrics.
 * @module
 */
import type { MetricEntry } from "./entry.js";

const databox =
  "databox, https://databox.com/kpi-examples/audience-growth-rate; Keyhole, https://keyhole.co/blog/how-do-i-calculate-follower-growth-rate/";
const mention = "Mention, https://mention.com/en/share-of-voice-calculator/";
const blackBox =
  "Black Box Intelligence, https://help.blackboxintelligence.com/hc/en-us/articles/360003715274-What-is-Net-Sentiment-and-what-are-the-other-sentiment-options-";

const overlap = "A message that names two brands counts once for each; `overlap` says how many do.";
const searched = "It compares searches as much as brands: a search that finds less of one brand makes it quieter.";
const notClassified = "Messages without a sentiment are left out; look at `coverage` before you believe it.";
const machine = "A classifier errs, above all about irony; two classifiers cannot be compared.";
const otherSchool = "The two schools differ widely where most messages are neutral: never compare one with the other.";
const notUnique = "Reach of several messages counts a person once for each message: the measure is `gross`.";

/** The rows of audience. */
export const audienceEntries: readonly MetricEntry[] = [
  {
    id: "audienceGrowth",
    group: "audience",
    says: "How many followers came to an account in a period: net, by those at the start, gross, lost, and a day.",
    formula: "net = end - start; rate = net / start; grossRate = gained / start; churnRate = lost / start; perDay = net / days",
    unit: "count, fraction, per-day",
    inputs: ["followers"],
    also: ["follower growth rate", "audience growth rate", "net new followers"],
    pitfalls: [
      "Others divide by the followers at the end or of today, and get less.",
      "There is no growth where no reading lies near an end of the period, or over a hole in the series: `missing` says which.",
      "Without the people who left there is no churn, and that is not 0; few networks tell them.",
      "Networks remove false accounts now and then, which looks as if people had left.",
    ],
    source: databox,
  },
  {
    id: "audienceGrowthOfAll",
    group: "audience",
    says: "How the audiences of several accounts grew together.",
    formula: "sum of net / sum of start",
    unit: "count, fraction, per-day",
    inputs: ["followers"],
    also: ["total audience growth"],
    pitfalls: [
      "Who follows two of the accounts counts twice: the sums are `gross`.",
      "An account of which an end is unknown is in no sum, also not in the start: look at `missing`.",
    ],
  },
  {
    id: "followerChurn",
    group: "audience",
    says: "Which share of the followers at the start was lost.",
    formula: "lost / followers at the start",
    unit: "fraction",
    inputs: ["followers", "lost followers"],
    also: ["followers churn rate", "unfollow rate"],
    pitfalls: [
      "Who came and went within the period is among the lost, so it may pass 1, and has no interval.",
      "A fall of the followers is not the lost: those who came hide some of them.",
    ],
    source: "Lifesight, https://www.lifesight.io/glossary/followers-churn-rate",
  },
  {
    id: "shareOfVoice.byMentions",
    group: "audience",
    says: "How much of what is said of all brands is said of us.",
    formula: "mentions of us / (mentions of us + mentions of others)",
    unit: "fraction",
    inputs: ["messages", "host"],
    also: ["SoV", "share of mentions", "share of conversation"],
    pitfalls: [
      overlap,
      searched,
      "With an overlap the mentions are no sample and carry no interval; out of messages they do, but the shares of all brands then make more than 1.",
      "Much talk is no good talk: look at net sentiment beside it.",
    ],
    source: mention,
  },
  {
    id: "shareOfVoice.byReach",
    group: "audience",
    says: "How much of what people saw about all brands was about us.",
    formula: "reach of messages about us / reach of messages about all",
    unit: "fraction",
    inputs: ["messages", "reach", "host"],
    also: ["share of reach", "potential reach share"],
    pitfalls: [
      "Reach is told of own content only, so of what others write it is mostly unknown: left out, never 0, and `coverage` says how much is in.",
      notUnique,
      "Followers of authors are potential reach, another number: use them for all brands or for none.",
      overlap,
    ],
  },
  {
    id: "shareOfVoice.byEngagement",
    group: "audience",
    says: "How much of the reactions to what is said of all brands we got.",
    formula: "engagement of messages about us / engagement of messages about all",
    unit: "fraction",
    inputs: ["messages", "likes", "replies", "shares", "saves", "host"],
    also: ["share of engagement", "share of interactions"],
    pitfalls: [
      "Networks tell different kinds: a kind that one does not tell is `missing`, and brands on different networks then cannot be compared.",
      "One message that everybody sees decides it: look at the mentions beside it.",
      overlap,
    ],
  },
  {
    id: "shareOfSentiment",
    group: "audience",
    says: "How much of the praise of all brands, or of the blame, is ours.",
    formula: "positive mentions of us / positive mentions of all",
    unit: "fraction",
    inputs: ["messages", "sentiment", "host"],
    also: ["share of positive voice"],
    pitfalls: [
      notClassified,
      "A message that names two brands has one sentiment for both, though it may praise one and blame the other.",
      machine,
      overlap,
    ],
  },
  {
    id: "netSentiment.ofAll",
    group: "audience",
    says: "Whether members speak well or ill, measured against all that they say.",
    formula: "(positive - negative) / (positive + negative + neutral)",
    unit: "fraction, or points",
    inputs: ["messages", "sentiment"],
    also: ["net sentiment score", "NSS"],
    pitfalls: [otherSchool, "Most tools print points, a hundred times the fraction: look at the unit.", notClassified, machine],
    source: blackBox,
  },
  {
    id: "netSentiment.ofPolar",
    group: "audience",
    says: "Whether members speak well or ill, measured against what is not neutral.",
    formula: "(positive - negative) / (positive + negative)",
    unit: "fraction, or points",
    inputs: ["messages", "sentiment"],
    also: ["sentiment polarity", "net sentiment without neutral"],
    pitfalls: [otherSchool, "Where most messages are neutral it rests on few: look at `n`.", notClassified, machine],
    source:
      "R package SentimentAnalysis, https://rdocumentation.org/packages/SentimentAnalysis/versions/1.3-5/topics/ruleSentimentPolarity",
  },
  {
    id: "hashtagUse",
    group: "audience",
    says: "How a hashtag is used: by how many messages and authors, how far it reached, and beside which others.",
    formula: "messages that bear it; authors of them; sum of their reach; hashtags beside it",
    unit: "count",
    inputs: ["messages", "authors"],
    also: ["hashtag analytics", "branded hashtag monitoring"],
    pitfalls: [
      "Spellings that differ in case or in marks of Latin and Greek letters are one hashtag, so two words of a language may become one.",
      notUnique,
      "Networks search few hashtags and not far back: what was not found is not unused.",
      "Authors of several accounts are added up: one person may be two.",
    ],
  },
  {
    id: "mentionSeries",
    group: "audience",
    says: "How many mentions each hour, day, week or month of a zone had.",
    formula: "messages from the start of a bucket to before its end",
    unit: "count",
    inputs: ["messages"],
    also: ["mentions over time", "volume of mentions"],
    pitfalls: [
      "Give the stretches that were not read as `gaps`, or silence and blindness look the same.",
      "Days of 23 and 25 hours and a bucket cut by the period hold less or more: look at `hours`.",
      "Networks cut their own days elsewhere: Facebook, Instagram and YouTube in Pacific time, most others in UTC.",
      "Raw volume: what bots wrote is in it unless you leave them out.",
    ],
  },
];
