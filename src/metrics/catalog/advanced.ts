/**
 * What takes a statistician to read, in the table of metrics.
 * @module
 */
import type { MetricEntry } from "./entry.js";

const kaplanMeier = "E. L. Kaplan and P. Meier, Journal of the American Statistical Association 53 (1958), 457";
const orbit = (page: string): string => `The Orbit model, https://github.com/orbit-love/orbit-model/blob/main/pages/${page}`;
const nist = (section: string): string => `NIST/SEMATECH e-Handbook of Statistical Methods, ${section}`;
const missingIsNotZero = "What was not measured is `null`, not 0: a poll that failed is no quiet day.";
const independent = "Both shares have to be of different people or episodes; the same who answered twice are not independent.";

/** The rows of what is advanced. */
export const advancedEntries: readonly MetricEntry[] = [
  {
    id: "censoredMedian",
    group: "advanced",
    says: "How long half of the members waited, with those in it who still wait.",
    formula: "the least t with Kaplan-Meier S(t) ≤ 0.5; the middle of the time at 0.5",
    unit: "ms",
    inputs: ["messages"],
    also: ["Kaplan-Meier median", "median survival time"],
    pitfalls: [
      "Where fewer than half are answered there is no value: when the others will be, nobody knows.",
      "It takes for granted that who waits still is like who was answered; a queue that leaves the hard ones lying is worse than it says.",
      "Where many wait, the upper end of the interval is not reached, and the interval is left out.",
      "A backlog that was cleared last night changes it more than a month of work.",
    ],
    source: kaplanMeier,
  },
  {
    id: "survival",
    group: "advanced",
    says: "The share of members who wait longer than any time.",
    formula: "∏ (waiting − answered) / waiting over the instants of answers",
    unit: "fraction",
    inputs: ["messages"],
    also: ["Kaplan-Meier curve", "product-limit estimate"],
    pitfalls: [
      "Its end rests on few: read how many are still `waiting` beside the share.",
      "Intervals are of each point alone, not of the whole curve.",
    ],
    source: `${kaplanMeier}; M. Greenwood (1926) for the standard errors`,
  },
  {
    id: "wilsonInterval",
    group: "advanced",
    says: "How sure a share is, at any level.",
    formula: "(s + z²/2 ± z·√(s·(1 − s/n) + z²/4)) / (n + z²)",
    unit: "fraction",
    inputs: ["host"],
    also: ["Wilson score interval"],
    pitfalls: [
      "Counts have to be whole and independent: ten messages of one member are not ten members.",
      "It knows of chance only, not of what the network did not tell.",
    ],
    source: "E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209; method 3 of R. G. Newcombe (1998)",
  },
  {
    id: "differenceOfRates",
    group: "advanced",
    says: "How far two shares lie apart, such as the response rates of two weeks, and how sure that is.",
    formula: "p − q, from p − q − √((p − lowP)² + (highQ − q)²) to p − q + √((highP − p)² + (q − lowQ)²)",
    unit: "fraction",
    inputs: ["host"],
    also: ["Newcombe hybrid score interval, method 10"],
    pitfalls: [
      independent,
      "An interval that holds 0 does not say that nothing changed, only that these counts cannot tell.",
      "Of twenty pairs one differs by chance: who compares many takes a higher level.",
    ],
    source: "R. G. Newcombe, Statistics in Medicine 17 (1998), 873",
  },
  {
    id: "cohensH",
    group: "advanced",
    says: "How large a difference of two shares is, apart from how sure it is.",
    formula: "2·asin √p − 2·asin √q",
    unit: "radians",
    inputs: ["host"],
    also: ["effect size of proportions"],
    pitfalls: [
      "It is no test: on ten messages a large h means nothing.",
      "0.2, 0.5 and 0.8 for small, medium and large are a rule of thumb from psychology.",
    ],
    source: "J. Cohen, Statistical Power Analysis for the Behavioral Sciences (1988), section 6.2",
  },
  {
    id: "cohensKappa",
    group: "advanced",
    says: "How far two who label the same messages agree beyond chance, such as a classifier and a person.",
    formula: "(agreement − agreement by chance) / (1 − agreement by chance)",
    unit: "fraction",
    inputs: ["host"],
    also: ["κ", "inter-rater agreement"],
    pitfalls: [
      "A label that is rare makes it small though agreement is high.",
      "It does not say who of both is right.",
      "Kappas of different sets of labels do not compare, nor do weighted ones with others.",
      "The interval is for large samples and may pass 1.",
    ],
    source:
      "J. Cohen, Educational and Psychological Measurement 20 (1960), 37; Fleiss, Cohen and Everitt, Psychological Bulletin 72 (1969), 323",
  },
  {
    id: "bootstrapInterval",
    group: "advanced",
    says: "How sure a mean, a median or any other figure of skewed numbers is.",
    formula: "the figure, from the 2.5th to the 97.5th percentile of the figures of 2,000 samples drawn from the numbers",
    unit: "that of the numbers",
    inputs: ["host"],
    also: ["percentile bootstrap"],
    pitfalls: [
      "Of fewer than 20 numbers it is too narrow and left out.",
      "Of an extreme, such as a p95 of thirty, it only knows the few numbers there are.",
      "Numbers have to be independent: a hundred waits of one member are not a hundred.",
    ],
    source: "B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13",
  },
  {
    id: "modifiedZ",
    group: "advanced",
    says: "Which values stand out of a series, such as a day with many mentions.",
    formula: "0.6745·(value − median) / MAD; of counts on the scale 2·√(count + 3/8)",
    unit: "count",
    inputs: ["host"],
    also: ["spike alert", "Iglewicz-Hoaglin score"],
    pitfalls: [
      "On small counts the plain score cries wolf, dozens of times a year; take `anscombe` for counts.",
      "On a quiet series `anscombe` hears only what is very loud: at two a day, three times as many pass unheard.",
      "Of many series some stand out every day by chance: take a higher threshold.",
      missingIsNotZero,
      "A drop to 0 may be an adapter that failed, rather than silence.",
    ],
    source: `B. Iglewicz and D. C. Hoaglin, How to Detect and Handle Outliers (1993); ${nist("1.3.5.17")}`,
  },
  {
    id: "ewma",
    group: "advanced",
    says: "Whether a series drifts, slowly and lastingly, from where it was.",
    formula: "λ·value + (1 − λ)·average before; limits mean ± L·sd·√(λ / (2 − λ))",
    unit: "that of the series",
    inputs: ["host"],
    also: ["exponentially weighted moving average", "control chart"],
    pitfalls: [
      "A baseline with a loud week in it hides the next one: its spread is taken for quiet.",
      "Days are not independent of each other: weekends of a quiet business look like a drift.",
      "On counts below two a day it gives several false alarms a year.",
      missingIsNotZero,
    ],
    source: nist("6.3.2.4"),
  },
  {
    id: "rfmScores",
    group: "advanced",
    says: "Who came lately, often, and with much, each from 1 to 5.",
    formula: "1 + how many thresholds the value reaches; of days 5 − that many",
    unit: "count",
    inputs: ["members", "host"],
    also: ["RFM analysis", "quintile scores"],
    pitfalls: [
      "Fifths are of these people: a 5 among idle people is no superfan.",
      "Where most came once, most have the same score, and some scores nobody has.",
      "Fifths move with the people; keep the thresholds to compare one quarter with the next.",
      "It scores people, so keep the keys pseudonymous and forget who asks for it.",
    ],
    source: "The R package rfm 0.3.0, https://rfm.rsquaredacademy.com (2024)",
  },
  {
    id: "orbitGravity",
    group: "advanced",
    says: "How strongly a community pulls its members towards the centre between two instants.",
    formula: "(Σ weight²·members after − Σ weight²·members before) / members before",
    unit: "points",
    inputs: ["members", "host"],
    also: ["gravity"],
    pitfalls: [
      "The levels are the host's judgement; whoever changes how they are given changes gravity.",
      "One new leader weighs as much as a hundred who explore.",
      "Who joined or left moves it as well as who moved.",
      "Your own team belongs to no level: they are paid to be there.",
    ],
    source: orbit("gravity/measure.mdx"),
  },
  {
    id: "orbitReach",
    group: "advanced",
    says: "How well a member, or the whole community, is connected.",
    formula: "Σ strength·0.9^(whole months without a word)",
    unit: "points",
    inputs: ["members", "host"],
    also: ["reach in the Orbit model", "sum of connection strength"],
    pitfalls: [
      "It is no reach in the sense of unique people.",
      "What a connection is worth, 10 for a talk and 1 for the same room, is a proposal, not a measurement.",
      "It grows with the community: compare a member with others of the same time.",
    ],
    source: orbit("reach/measure.mdx"),
  },
];
