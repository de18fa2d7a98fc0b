/**
 * Engagement of days, from observations of counts that only grow.
 * @module
 */
import { checkList, refuse } from "../measure.js";
import { readTime } from "../read-time.js";
import { calendarOf } from "../time/calendar.js";
import { readNumber, total, type CountName } from "./counts.js";
import { accountOf, findFollowers } from "./followers.js";
import { measureReadings } from "./ratio.js";
import type { DayQuestion } from "./daily.js";
import type { Measure } from "../../model/measure.js";
import type { ObservedValue } from "../observed.js";
import type { Reading } from "./readings.js";

const dayMs = 86_400_000;

/** One count of one post, oldest reading first. */
type Series = readonly { readonly at: number; readonly value: number }[];

/** The period, in whole days. */
interface Period {
  readonly fromMs: number;
  readonly toMs: number;
  /** Where each day ends. */
  readonly ends: readonly number[];
  readonly timeZone: string;
}

/** What one count grew by, as far as that is known. */
interface Growth {
  readonly value: number | undefined;
  /** True when there may be more. */
  readonly isLower: boolean;
  readonly approximated: boolean;
}

/** Measures the daily engagement rate between two ends of days. Observations of accounts other than their followers are passed over. */
export function observedDays(question: DayQuestion, observations: readonly ObservedValue[]): Measure {
  const { options, ratio } = question;
  if (options.aggregation !== undefined && options.aggregation !== "ratioOfSums")
    refuse("Observations do not tell one day from the next well enough for a mean of rates or a median", "give counts of each day");
  const period = readPeriod(question);
  const born = readPosts(options.posts ?? []);
  const followers = options.followers === undefined ? findFollowers(observations) : question.followers;
  const accounts = new Map<string, Map<string, Map<string, Series>>>();
  for (const [subject, series] of sortBySubject(observations)) {
    const account = accountOf(subject);
    if (account === undefined || account === subject || (born.get(subject) ?? 0) >= period.toMs) continue;
    const posts = accounts.get(account) ?? new Map<string, Map<string, Series>>();
    accounts.set(account, posts.set(subject, series));
  }
  if (accounts.size > 1 && typeof options.followers === "number")
    refuse("followers is one number for several accounts", "give observations of each account's followers");
  const readings = [...accounts].map(([account, posts]): Reading => {
    const days = period.ends.map((end) => followers.observed({ subject: account, atMs: end - 1 }) ?? followers.given);
    const known = days.flatMap((one) => one ?? []);
    const grown = readAccount(question, posts, born, period);
    return {
      ...grown,
      account,
      below: known.length < days.length ? undefined : total(known.map(({ value }) => value)),
      approximated: grown.approximated || known.some(({ approximated }) => approximated),
    };
  });
  const measure = measureReadings({ ...ratio, gross: accounts.size > 1, nEach: period.ends.length }, { readings, excluded: {} }, options);
  return { ...measure, timeZone: period.timeZone };
}

function readPeriod({ options: { from, to, timeZone = "UTC" } }: DayQuestion): Period {
  if (from === undefined || to === undefined)
    refuse("Observations say nothing of a period", "give `from` and `to`, each the start of a day");
  const [fromMs, toMs] = [readTime(from, "from"), readTime(to, "to")];
  if (fromMs >= toMs) refuse("from is not before to", "give the start of the first day and the end of the last");
  const calendar = calendarOf(timeZone, "timeZone");
  const starts = calendar.bucketStarts(fromMs, toMs, "day");
  for (const [name, at] of Object.entries({ from: fromMs, to: toMs }))
    if (calendar.startOf(at, "day") !== at)
      refuse(`${name} is in the middle of a day in ${timeZone}`, "give the instant at which a day begins");
  return { fromMs, toMs, ends: [...starts.slice(1), toMs], timeZone };
}

function readPosts(posts: readonly { readonly key: string; readonly createdAt: string }[]): ReadonlyMap<string, number> {
  checkList(posts, "posts", "post");
  return new Map(posts.map(({ key, createdAt }) => [key, readTime(createdAt, "createdAt of a post")]));
}

/** Sorts observations by what they are about and by what they count. */
function sortBySubject(observations: readonly ObservedValue[]): ReadonlyMap<string, Map<string, Series>> {
  const found = new Map<string, Map<string, { readonly at: number; readonly value: number }[]>>();
  for (const { subject, metric, value, at } of observations) {
    if (typeof subject !== "string") refuse("An observation has no `subject`", "give the key of the post or account");
    const read = checkValue(value, metric);
    const one = { at: readTime(at, "at of an observation"), value: read };
    const metrics = found.get(subject) ?? new Map<string, { readonly at: number; readonly value: number }[]>();
    const list = metrics.get(metric) ?? [];
    list.push(one);
    found.set(subject, metrics.set(metric, list));
  }
  for (const metrics of found.values()) for (const list of metrics.values()) list.sort((a, b) => a.at - b.at || a.value - b.value);
  return found;
}

/** Refuses an observation without a value: it says nothing. */
function checkValue(value: number | undefined, metric: string): number {
  return readNumber(value, metric) ?? refuse("An observation has no value", "leave out what is unknown");
}

function readAccount(
  { ratio, ownRepliesOf }: DayQuestion,
  posts: ReadonlyMap<string, ReadonlyMap<string, Series>>,
  born: ReadonlyMap<string, number>,
  period: Period,
): Omit<Reading, "below" | "account"> {
  const lower = new Set<CountName>();
  let own = 0;
  let approximated = false;
  const parts = ratio.kinds.map((kind) => {
    const known: number[] = [];
    for (const [subject, metrics] of posts) {
      const grown = growthOfKind(metrics, kind, born.get(subject), period);
      approximated ||= grown.approximated;
      const ours = kind === "replies" ? ownRepliesOf?.(subject, { fromMs: period.fromMs, toMs: period.toMs }) : undefined;
      const all = (ours?.sure ?? 0) + (ours?.unsure ?? 0);
      const isKnown = grown.value !== undefined && grown.value >= all;
      if (isKnown) known.push(grown.value - all);
      if (isKnown) own += all;
      if (!isKnown || grown.isLower || (ours?.unsure ?? 0) > 0) lower.add(kind);
    }
    return known.length === 0 ? undefined : total(known);
  });
  const replies = parts[ratio.kinds.indexOf("replies")] ?? 0;
  return { parts, own, lower: [...lower], approximated, holdsOwn: ownRepliesOf === undefined && replies > 0 };
}

/** Where only reactions by name are observed, they stand for the likes. */
function growthOfKind(metrics: ReadonlyMap<string, Series>, kind: CountName, bornMs: number | undefined, period: Period): Growth {
  const series = metrics.get(kind);
  if (series !== undefined) return growthOf(series, bornMs, period);
  const named = kind === "likes" ? [...metrics].filter(([metric]) => metric.startsWith("reactions.")) : [];
  const grown = named.map(([, one]) => growthOf(one, bornMs, period));
  const known = grown.flatMap(({ value }) => value ?? []);
  return {
    value: known.length === 0 ? undefined : total(known),
    isLower: grown.some(({ value, isLower }) => value === undefined || isLower),
    approximated: grown.some(({ approximated }) => approximated),
  };
}

function growthOf(series: Series, bornMs: number | undefined, { fromMs, toMs }: Period): Growth {
  const unknown: Growth = { value: undefined, isLower: true, approximated: false };
  const end = series.findLast(({ at }) => at <= toMs);
  if (end === undefined) return unknown;
  const before = bornMs !== undefined && bornMs >= fromMs ? { at: fromMs, value: 0 } : series.findLast(({ at }) => at <= fromMs);
  const start = before ?? series[0];
  // Without a reading in the period nothing is known of it; where a count fell, what was added is not.
  if (start === undefined || end.value < start.value || end.at <= fromMs || (before === undefined && end === start)) return unknown;
  return {
    value: end.value - start.value,
    isLower: before === undefined,
    approximated: fromMs - start.at > dayMs || toMs - end.at > dayMs,
  };
}
