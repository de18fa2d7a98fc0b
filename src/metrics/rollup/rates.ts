/**
 * Engagement by one base.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { divide } from "../engagement/counts.js";
import type { RateAggregation } from "../engagement/options.js";
import type { Question, Reading, Readings } from "../engagement/readings.js";
import { known, unknown, type MeasureDetails } from "../measure.js";
import { atLeast, type SampleOptions } from "../proportion.js";
import { ExactSum } from "./exact-sum.js";
import { fail, readFields, readList, readWhole } from "./foreign.js";
import { Quantiles, type QuantilesJson } from "./quantiles.js";
import { Words } from "./words.js";

/** How the rates of posts become one, and when there is a value. */
export interface RollupRateOptions extends SampleOptions {
  /** How several posts become one. The median is approximate. @defaultValue "ratioOfSums" */
  readonly aggregation?: RateAggregation;
  /** True refuses a lower bound: no value as soon as one count is unknown. @defaultValue false */
  readonly strict?: boolean;
}

/** What `toJSON` gives: of each kind its sum, how many posts told it, and how many did not or not all. */
export interface RatesJson {
  readonly posts: number;
  readonly usable: number;
  readonly kinds: readonly (readonly [sum: number | string, told: number, lacking: number])[];
  readonly below: number | string;
  readonly withoutBase: number;
  readonly unseen: number;
  readonly approximated: number;
  readonly holdingOwn: number;
  readonly own: number | string;
  readonly rates: QuantilesJson;
  readonly excluded: Readonly<Record<string, number>>;
}

interface Kind {
  readonly sum: ExactSum;
  told: number;
  lacking: number;
}

const counters = ["posts", "usable", "withoutBase", "unseen", "approximated", "holdingOwn"] as const;
type Counter = (typeof counters)[number];

/** Adds up posts so that every aggregation of their rates can still be told. Sums are exact; rates are kept as quantiles and their exact sum. */
export class Rates {
  readonly #kinds: readonly Kind[];
  #below = new ExactSum();
  #own = new ExactSum();
  #rates = new Quantiles();
  #excluded = new Words();
  readonly #counts: Record<Counter, number> = { posts: 0, usable: 0, withoutBase: 0, unseen: 0, approximated: 0, holdingOwn: 0 };

  /** `kinds` = how many kinds the question has. */
  constructor(kinds: number) {
    this.#kinds = Array.from({ length: kinds }, () => ({ sum: new ExactSum(), told: 0, lacking: 0 }));
  }

  /** Adds posts that were read. */
  add({ readings, excluded }: Readings, { kinds }: Pick<Question, "kinds">): void {
    for (const [reason, count] of Object.entries(excluded)) this.#excluded.add(reason, count);
    for (const reading of readings) this.#addPost(reading, kinds);
  }

  /** Adds what another of the same kinds has added. */
  merge(other: Rates): void {
    for (const [at, kind] of this.#kinds.entries()) {
      const theirs = other.#kinds[at];
      if (theirs === undefined) continue;
      kind.sum.merge(theirs.sum);
      kind.told += theirs.told;
      kind.lacking += theirs.lacking;
    }
    this.#below.merge(other.#below);
    this.#own.merge(other.#own);
    this.#rates.merge(other.#rates);
    this.#excluded.merge(other.#excluded);
    for (const name of counters) this.#counts[name] += other.#counts[name];
  }

  /** Measures the rate, as `engagementRate` does. */
  measure({ kinds, base }: Question, options: RollupRateOptions): Measure {
    const { aggregation = "ratioOfSums", strict } = options;
    const { posts, usable, withoutBase, unseen, approximated, holdingOwn } = this.#counts;
    const missing = [...kinds.filter((_, at) => (this.#kinds[at]?.lacking ?? 0) > 0), ...(withoutBase > 0 ? [base] : [])];
    const told = kinds.flatMap((kind, at) => {
      const { told: posting = 0, sum } = this.#kinds[at] ?? {};
      return posting > 0 && sum !== undefined ? [[kind, sum.toNumber()] as const] : [];
    });
    const left = new Words(new Map(Object.entries(this.#excluded.toJSON())));
    left.add("unknown", posts - usable);
    left.add("own", this.#own.toNumber());
    const details: MeasureDetails = {
      base,
      aggregation,
      n: usable,
      complete: missing.length === 0,
      missing,
      ...(usable > 0 && { components: Object.fromEntries(told) }),
      ...excludedOf(left),
      ...(approximated > 0 && { approximated: true }),
      ...(holdingOwn > 0 && { includesOwn: true }),
    };
    if (posts === 0) return unknown("no-data", "fraction", details);
    if (usable === 0 || (strict === true && missing.length > 0)) return unknown("unknown-input", "fraction", details);
    if (aggregation === "ratioOfSums") {
      const numerator = told.reduce((sum, [, value]) => sum + value, 0);
      const denominator = this.#below.toNumber();
      const gross = usable > 1 && (base === "reach" || base === "followers");
      const sums = { ...details, numerator, denominator, ...(gross && { gross }) };
      if (denominator === 0) return unknown("zero-denominator", "fraction", sums);
      return atLeast(known(divide(numerator, denominator), "fraction", sums), options);
    }
    left.add("zero-base", unseen);
    const { n } = this.#rates;
    const among = { ...details, n, ...excludedOf(left) };
    if (n === 0) return unknown("zero-denominator", "fraction", among);
    if (aggregation === "meanOfRates") return atLeast(known(this.#rates.sum.toNumber() / n, "fraction", among), options);
    const { value, errorBound } = this.#rates.at(0.5) ?? { value: Number.NaN, errorBound: 0 };
    return atLeast(known(value, "fraction", { ...among, ...(errorBound > 0 && { errorBound }) }), options);
  }

  toJSON(): RatesJson {
    return {
      ...this.#counts,
      kinds: this.#kinds.map(({ sum, told, lacking }) => [sum.toJSON(), told, lacking] as const),
      below: this.#below.toJSON(),
      own: this.#own.toJSON(),
      rates: this.#rates.toJSON(),
      excluded: this.#excluded.toJSON(),
    };
  }

  /** Reads rates back. */
  static fromJSON(json: unknown, path: string, kinds: number): Rates {
    const fields = readFields(json, path, [...counters, "kinds", "below", "own", "rates", "excluded"]);
    const read = new Rates(kinds);
    for (const name of counters) read.#counts[name] = readWhole(fields[name], `${path}.${name}`);
    const { posts, usable, unseen } = read.#counts;
    for (const name of counters) if (read.#counts[name] > posts) fail(`${path}.${name}`, "at most as many as there are posts");
    const list = readList(fields["kinds"], `${path}.kinds`);
    if (list.length !== kinds) fail(`${path}.kinds`, "one entry a kind");
    for (const [at, kind] of read.#kinds.entries()) {
      const entry = readList(list[at], `${path}.kinds[${at}]`);
      if (entry.length !== 3) fail(`${path}.kinds[${at}]`, "three numbers");
      kind.sum.merge(ExactSum.fromJSON(entry[0], `${path}.kinds[${at}][0]`));
      kind.told = readWhole(entry[1], `${path}.kinds[${at}][1]`);
      kind.lacking = readWhole(entry[2], `${path}.kinds[${at}][2]`);
      if (kind.told > usable || kind.lacking > posts) fail(`${path}.kinds[${at}]`, "at most as many as there are posts");
      if (kind.told === 0 && kind.sum.toNumber() !== 0) fail(`${path}.kinds[${at}]`, "0, as no post told it");
    }
    read.#below = ExactSum.fromJSON(fields["below"], `${path}.below`);
    read.#own = ExactSum.fromJSON(fields["own"], `${path}.own`);
    read.#rates = Quantiles.fromJSON(fields["rates"], `${path}.rates`);
    if (read.#rates.n !== usable - unseen) fail(`${path}.rates`, "one a post that was seen");
    read.#excluded = Words.fromJSON(fields["excluded"], `${path}.excluded`);
    return read;
  }

  #addPost({ parts, below, lower, approximated, holdsOwn, own }: Reading, kinds: Question["kinds"]): void {
    const counts = this.#counts;
    counts.posts++;
    if (below === undefined) counts.withoutBase++;
    const isUsable = below !== undefined && parts.some((part) => part !== undefined);
    let above = 0;
    for (const [at, kind] of this.#kinds.entries()) {
      const part = parts[at];
      const name = kinds[at];
      if (part === undefined || (name !== undefined && lower.includes(name))) kind.lacking++;
      if (part === undefined || !isUsable) continue;
      kind.sum.add(part);
      kind.told++;
      above += part;
    }
    if (!isUsable) return;
    counts.usable++;
    if (approximated) counts.approximated++;
    if (holdsOwn) counts.holdingOwn++;
    this.#own.add(own);
    this.#below.add(below);
    if (below === 0) counts.unseen++;
    else this.#rates.add(divide(above, below));
  }
}

/** Says what was left out, where anything was. */
export function excludedOf(left: Words): Pick<MeasureDetails, "excluded"> {
  const excluded = left.toJSON();
  return Object.keys(excluded).length > 0 ? { excluded } : {};
}
