/** The full set, from message objects: by a rollup, and by the exact functions one after the other. */
import type { Message } from "../../src/index.js";
import {
  businessHours,
  contributorConcentration,
  mentionSeries,
  responseRate,
  responseTimes,
  rollup,
  type Measure,
  type Rollup,
  type RollupOptions,
  type Schedule,
} from "../../src/metrics/index.js";
import { month, accounts } from "./talk.js";
import { withinMs, workday, type Answers } from "./questions.js";

const schedule: Schedule = {
  timeZone: month.timeZone,
  week: Object.fromEntries(workday.days.map((name) => [name, [["09:00", "17:00"]]])),
};

/** What the rollups of the bench compute. */
export const rollupOptions: RollupOptions = { ...month, withinMs: [withinMs], schedule };

const valueOf = ({ value }: Measure): number => value ?? Number.NaN;
const boundOf = ({ errorBound }: Measure): number => errorBound ?? 0;

/** Hands messages to a rollup, and asks. */
export function byRollup(messages: readonly Message[]): Answers {
  return ask(rollup(rollupOptions).add({ messages }));
}

/** Asks a rollup everything. */
export function ask(told: Rollup): Answers {
  const times = told.responseTimes();
  const rate = told.responseRate({ withinMs });
  const working = told.responseTimes({ clock: "working" }).p90;
  const authors = told.uniqueAuthors();
  const top = told.topAuthors({ count: 50 });
  return {
    volume: told
      .volume()
      .map(({ account, start, inbound, outbound }) => row(account ?? "", start ?? "", valueOf(inbound), valueOf(outbound)))
      .sort(),
    answered: valueOf(times.n),
    unanswered: valueOf(times.unanswered),
    mean: valueOf(times.mean),
    median: valueOf(times.median),
    p90: valueOf(times.p90),
    withinMet: rate.numerator ?? 0,
    withinDue: rate.denominator ?? 0,
    workingP90: valueOf(working),
    authors: valueOf(authors),
    top: top.map(({ author, messages }) => [author, valueOf(messages)]),
    bounds: {
      median: boundOf(times.median),
      p90: boundOf(times.p90),
      workingP90: boundOf(working),
      authors: boundOf(authors),
      ...(top.some(({ messages }) => boundOf(messages) > 0) && { top: Math.max(...top.map(({ messages }) => boundOf(messages))) }),
    },
  };
}

/** Asks the exact functions. None of them lists who wrote most, so that is counted here. */
export function byFunctions(messages: readonly Message[]): Answers {
  const volume = accounts.flatMap(([network, accountId]) => {
    const all = messages.filter((message) => message.network === network && message.accountId === accountId);
    const options = { timeZone: month.timeZone, every: "day", from: month.from, to: month.now } as const;
    const inbound = mentionSeries(all, options);
    const outbound = mentionSeries(
      all.filter(({ direction }) => direction === "outbound"),
      { ...options, includeOwn: true },
    );
    const account = all[0]?.key.split(":").slice(0, 2).join(":") ?? "";
    return inbound.map(({ start, count }, index) => row(account, start, valueOf(count), valueOf(outbound[index]?.count ?? count)));
  });
  const times = responseTimes(messages, month);
  const rate = responseRate(messages, { ...month, withinMs });
  const counts = new Map<string, number>();
  for (const { direction, author } of messages)
    if (direction === "inbound" && author !== undefined) counts.set(author.key, (counts.get(author.key) ?? 0) + 1);
  return {
    volume: volume.filter((line) => !line.endsWith(" 0 0")).sort(),
    answered: valueOf(times.n),
    unanswered: valueOf(times.unanswered),
    mean: valueOf(times.mean),
    median: valueOf(times.median),
    p90: valueOf(times.p90),
    withinMet: rate.numerator ?? 0,
    withinDue: rate.denominator ?? 0,
    workingP90: valueOf(responseTimes(messages, { ...month, hours: businessHours(schedule) }).p90),
    authors: valueOf(contributorConcentration(messages).contributors),
    top: [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, 50),
    bounds: {},
  };
}

/** One line of volume. */
export const row = (account: string, start: string, inbound: number, outbound: number): string =>
  `${account} ${start} ${inbound} ${outbound}`;
