/**
 * Engagement and visibility in the table of metrics.
 * @module
 */
import type { MetricEntry, MetricInput } from "./entry.js";

const hootsuite = "Hootsuite, https://blog.hootsuite.com/calculate-engagement-rate/ (2019)";
const kaushik =
  "Avinash Kaushik, https://www.kaushik.net/avinash/best-social-media-metrics-conversation-amplification-applause-economic-value/ (2011)";
const trueSocialMetrics = "TrueSocialMetrics, https://www.truesocialmetrics.com/university/metric-introduction";
// Saves count too where they are told; few networks tell them, and the rate is worth having without.
const reactions: readonly MetricInput[] = ["likes", "replies", "shares"];

const kindsDiffer =
  "Saves count as well, and few networks tell them: a kind that is not told is `missing`, and the value is a lower bound.";
const reachAdds = "Reach of several posts counts a person once for each post: the measure is `gross`.";
const ownReplies = "Networks count our own replies among the replies; give `excludeOwn`, or read `includesOwn`.";
const followersThen = "Followers of today under a post of last year make it `approximated`; give observations of the account.";
const notAShare = "Who reacts twice counts twice, so it may pass 1, and has no interval.";

/** The rows of engagement. */
export const engagementEntries: readonly MetricEntry[] = [
  {
    id: "engagementRate.byReach",
    group: "engagement",
    says: "How much those who saw a post did with it.",
    formula: "engagement / reach",
    unit: "fraction",
    inputs: [...reactions, "reach"],
    also: ["ERR", "engagement rate by reach"],
    pitfalls: [
      notAShare,
      reachAdds,
      kindsDiffer,
      ownReplies,
      "A post that reached few has a rate that one like turns over: look at the median, or at all together.",
    ],
    source: hootsuite,
  },
  {
    id: "engagementRate.byImpressions",
    group: "engagement",
    says: "How much was done with a post each time it was shown.",
    formula: "engagement / impressions",
    unit: "fraction",
    inputs: [...reactions, "impressions"],
    also: ["ER impressions"],
    pitfalls: [
      "LinkedIn's own figure counts clicks as well and no saves: ask for those kinds to get the same.",
      "Facebook and Instagram no longer tell impressions, only views.",
      kindsDiffer,
      ownReplies,
    ],
    source: hootsuite,
  },
  {
    id: "engagementRate.byFollowers",
    group: "engagement",
    says: "How much was done with a post for each follower that the account had.",
    formula: "engagement / followers, per post",
    unit: "fraction",
    inputs: [...reactions, "followers"],
    also: ["ER post", "engagement rate by follower", "interaction rate"],
    pitfalls: [
      followersThen,
      "Most of those who react need not follow, and most followers never see the post.",
      "Small accounts have higher rates than large ones, so compare accounts of one size.",
      kindsDiffer,
      ownReplies,
    ],
    source: "Rival IQ, https://help.rivaliq.com/en/articles/2043672-understanding-engagement-metrics",
  },
  {
    id: "engagementRate.byViews",
    group: "engagement",
    says: "How much was done with a video each time it was viewed.",
    formula: "engagement / views",
    unit: "fraction",
    inputs: [...reactions, "views"],
    also: ["ER views"],
    pitfalls: [
      "Every network counts a view after another time, and YouTube changed its count in August 2026: do not compare networks.",
      "One person may view often.",
      ownReplies,
    ],
    source: hootsuite,
  },
  {
    id: "engagementRate.daily",
    group: "engagement",
    says: "How much is done each day for each follower, on posts of any age.",
    formula: "engagement of a day / followers; of X days engagement / (X × followers)",
    unit: "fraction",
    inputs: [...reactions, "followers"],
    also: ["Daily ER"],
    pitfalls: [
      "A follower who reacts ten times looks like ten followers who react once.",
      "More posts a day make more engagement a day, so read it beside the number of posts.",
      "Days of networks end in different zones: Facebook, Instagram and YouTube cut them in Pacific time.",
      "From observations it is only as good as the reading before the first day; posts without one make it a lower bound.",
    ],
    source: hootsuite,
  },
  {
    id: "engagementRate.factored",
    group: "engagement",
    says: "How much was done with a post, where some kinds count more than others.",
    formula: "sum of weight × count / base",
    unit: "fraction",
    inputs: reactions,
    also: ["weighted engagement rate"],
    pitfalls: [
      "It takes the base that the options name, and only networks that tell that.",
      "Nobody agrees on weights: compare it with nothing but the same `weights` and `base`.",
      "A large weight on a rare kind makes the rate jump with one reaction.",
      ownReplies,
    ],
    source: hootsuite,
  },
  {
    id: "interactionsPer1k",
    group: "engagement",
    says: "The engagement rate by followers as a number that can be read aloud.",
    formula: "engagement / followers × 1,000, per post",
    unit: "per-1000",
    inputs: [...reactions, "followers"],
    also: ["interactions per 1k followers"],
    pitfalls: [followersThen, "It is no percentage: 12.5 is 1.25 %.", kindsDiffer, ownReplies],
    source: "Emplifi, formerly Socialbakers",
  },
  {
    id: "commentToLikeRatio",
    group: "engagement",
    says: "Whether people talk rather than tap.",
    formula: "replies / likes",
    unit: "fraction",
    inputs: ["replies", "likes"],
    also: ["comment-like ratio", "the ratio"],
    pitfalls: [
      "Many comments and few likes may mean anger as well as interest.",
      "Where likes are hidden there is no value.",
      "Some call comments by followers the talk rate: that is `conversation.byFollowersPerPost`.",
      ownReplies,
    ],
  },
  {
    id: "clickThroughRate",
    group: "engagement",
    says: "How often what was shown was clicked.",
    formula: "clicks / impressions",
    unit: "fraction",
    inputs: ["clicks", "impressions"],
    also: ["CTR"],
    pitfalls: [
      'Networks count every click, on pictures and names too, so it is no share unless you know better and say `counting: "one"`.',
      "Few networks tell clicks, and only of own posts.",
    ],
    source: "Google, https://support.google.com/adsense/answer/32720",
  },
  {
    id: "conversionRate",
    group: "engagement",
    says: "How many of those who came did what was hoped for.",
    formula: "conversions / clicks, or conversions / visits",
    unit: "fraction",
    inputs: ["host"],
    also: ["CVR"],
    pitfalls: [
      "By clicks and by visits are two rates: the base is named in the options and in the result.",
      "One click may lead to two sales, so it may pass 1 unless each counts once.",
      "Conversions come later than clicks, so the rate of the last days is too low.",
    ],
    source: "Google Ads, https://support.google.com/google-ads/answer/2684489",
  },
  {
    id: "costPerEngagement",
    group: "engagement",
    says: "What each reaction cost.",
    formula: "spend / engagement",
    unit: "currency",
    inputs: ["host", ...reactions],
    also: ["CPE"],
    pitfalls: [
      "Amounts in several currencies are refused: a rate of exchange is the host's to choose.",
      "A kind that is `missing` makes the value an upper bound.",
      "Engagement of a boosted post is partly organic, and would have cost nothing.",
    ],
    source: "GRIN, https://support.grin.co/en/articles/2362662-how-do-i-calculate-cost-per-engagement",
  },
  {
    id: "earnedMediaValue",
    group: "engagement",
    says: "What engagement would have cost, at the prices of a rate card that the host brings.",
    formula: "sum of count × rate",
    unit: "currency",
    inputs: ["host", ...reactions],
    also: ["EMV"],
    pitfalls: [
      "There are no agreed rates, so there are none by default, and it compares only with the same card.",
      "It is no income: nobody pays it.",
      "A card that prices both impressions and reach, or views and impressions, counts the same people twice.",
    ],
    source: "Sprout Social, https://sproutsocial.com/insights/earned-media-value",
  },
  {
    id: "aggregateRates",
    group: "engagement",
    says: "One rate of several brands, accounts or months.",
    formula: "sum / sum, mean or median of rates by one base",
    unit: "fraction",
    inputs: ["host"],
    also: ["benchmark"],
    pitfalls: [
      "Rates by different bases or with different weights are refused.",
      "The mean of rates and the rate of sums differ widely: 25.05 % and 0.59 % may be the same two posts.",
    ],
  },
];

const perPostHides = "One post that went round the world lifts the mean of a month: look at the `median` too.";
const growsWithPosts = "It grows with the number of posts in the period, so compare periods of one length.";

/** The rows of one rate and its four schools. */
function spread(id: string, kind: MetricInput, of: string, also: readonly string[], pitfall: string): readonly MetricEntry[] {
  const shared = { group: "visibility", also } as const;
  return [
    {
      ...shared,
      id: `${id}.perPost`,
      says: `How many ${of} a post gets.`,
      formula: `${kind} / posts`,
      unit: "count",
      inputs: [kind, "posts"],
      pitfalls: [pitfall, perPostHides, "Larger accounts get more, so it does not compare accounts."],
      source: kaushik,
    },
    {
      ...shared,
      id: `${id}.byFollowers`,
      says: `How many ${of} there were for each follower in a period.`,
      formula: `${kind} / followers`,
      unit: "fraction",
      inputs: [kind, "followers"],
      pitfalls: [pitfall, growsWithPosts, "Followers of several accounts are no number of different people: the measure is `gross`."],
      source: "HSMAI after Hootsuite, https://academy.hsmai.org/glossary/amplification-rate/",
    },
    {
      ...shared,
      id: `${id}.byFollowersPerPost`,
      says: `How many ${of} a post gets for each follower.`,
      formula: `${kind} / followers, per post`,
      unit: "fraction",
      inputs: [kind, "followers"],
      pitfalls: [pitfall, followersThen],
    },
    {
      ...shared,
      id: `${id}.perThousandFollowers`,
      says: `How many ${of} a post gets for each thousand followers.`,
      formula: `${kind} / followers × 1,000, per post`,
      unit: "per-1000",
      inputs: [kind, "followers"],
      pitfalls: [pitfall, followersThen],
      source: trueSocialMetrics,
    },
  ];
}

/** The rows of visibility, but for the audience. */
export const visibilityEntries: readonly MetricEntry[] = [
  {
    id: "reachRate",
    group: "visibility",
    says: "How many saw a post for each follower of the account.",
    formula: "reach / followers, per post",
    unit: "fraction",
    inputs: ["reach", "followers"],
    pitfalls: ["Whoever sees a post need not follow, so it may pass 1.", "Reach is the network's estimate.", reachAdds, followersThen],
  },
  {
    id: "impressionsPerReach",
    group: "visibility",
    says: "How often those who were reached saw it.",
    formula: "impressions / reach",
    unit: "count",
    inputs: ["impressions", "reach"],
    also: ["frequency"],
    pitfalls: [
      "Only LinkedIn tells both since Meta gave up impressions.",
      "Of several posts together it is too low for who saw more than one, because reach counts them twice.",
    ],
  },
  {
    id: "viralityRate.byImpressions",
    group: "visibility",
    says: "How often what was shown was passed on.",
    formula: "shares / impressions",
    unit: "fraction",
    inputs: ["shares", "impressions"],
    pitfalls: ["Others divide by reach: name the base when you quote it.", "Private shares, by message, are in no count of most networks."],
    source: "shno.co, https://www.shno.co/startup-metrics/amplification-rate",
  },
  {
    id: "viralityRate.byReach",
    group: "visibility",
    says: "How often those who saw it passed it on.",
    formula: "shares / reach",
    unit: "fraction",
    inputs: ["shares", "reach"],
    pitfalls: ["Others divide by impressions: name the base when you quote it.", reachAdds],
  },
  ...spread("amplification", "shares", "shares", ["amplification rate"], "Quotes are not counted unless `kinds` says so."),
  ...spread("applause", "likes", "likes", ["applause rate"], "Facebook and LinkedIn count every reaction as a like, angry ones too."),
  ...spread("conversation", "replies", "comments", ["conversation rate"], ownReplies),
];
