/** The full set of metrics, and whether two answers to it are the same. */

/** What is asked of a month. */
export interface Answers {
  /** Inbound and outbound messages by account and day, as `account day inbound outbound`, sorted. */
  readonly volume: readonly string[];
  /** Waits that were answered, and not. */
  readonly answered: number;
  readonly unanswered: number;
  /** Milliseconds. */
  readonly mean: number;
  readonly median: number;
  readonly p90: number;
  /** How many were answered within an hour, and how many could have been. */
  readonly withinMet: number;
  readonly withinDue: number;
  /** Nine of ten answers took no longer, in business hours. Milliseconds. */
  readonly workingP90: number;
  /** How many people wrote. */
  readonly authors: number;
  /** How much the fifty wrote who wrote most, the first first. */
  readonly top: readonly (readonly [author: string, messages: number])[];
  /** How far the values may be off, by name. Exact where none is given. */
  readonly bounds: Readonly<Partial<Record<keyof Answers, number>>>;
}

/** Workdays from nine to five. */
export const workday = { opens: 9, closes: 17, days: ["mon", "tue", "wed", "thu", "fri"] } as const;
/** Within how many milliseconds a reply is asked for. */
export const withinMs = 3_600_000;

/** Throws where two answers differ by more than they say. Tells how many of the fifty are the same, and how far quantiles are off. */
export function compare(ours: Answers, theirs: Answers): { readonly recall: number; readonly worst: number } {
  const wrong: string[] = [];
  const volume = ours.volume.findIndex((row, at) => row !== theirs.volume[at]);
  if (volume >= 0 || ours.volume.length !== theirs.volume.length)
    wrong.push(`volume ${String(ours.volume[volume])} and ${String(theirs.volume[volume])}`);
  let worst = 0;
  for (const name of ["answered", "unanswered", "mean", "median", "p90", "withinMet", "withinDue", "workingP90", "authors"] as const) {
    const off = Math.abs(ours[name] - theirs[name]);
    if (name === "median" || name === "p90" || name === "workingP90") worst = Math.max(worst, off / theirs[name]);
    if (off > (ours.bounds[name] ?? 0) + theirs[name] * 1e-9) wrong.push(`${name} ${ours[name]} and ${theirs[name]}`);
  }
  if (wrong.length > 0) throw new Error(`Not the same: ${wrong.join("; ")}`);
  const least = theirs.top.at(-1)?.[1] ?? 0;
  const truth = new Map(theirs.top);
  const recall = ours.top.filter(([author, messages]) => truth.has(author) || (ours.bounds.top === undefined && messages === least)).length;
  if (recall < 45) throw new Error(`Only ${recall} of the fifty who wrote most were found`);
  return { recall, worst };
}
