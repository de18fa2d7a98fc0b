/**
 * What a metric returns.
 * @module
 */

/** What a value is in. Fractions are not percent: 0.25 is a quarter. An amount of money carries its ISO 4217 code. */
export type MeasureUnit = "fraction" | "count" | "ms" | "points" | "per-1000" | (string & {});

/** Why there is no value. `no-data`: nothing to measure. `unknown-input`: something to measure, but no network told what it takes. */
export type NoValueReason = "zero-denominator" | "unknown-input" | "no-data" | "insufficient-sample";

/** What a measure says beside its value. */
export interface MeasureBase {
  /** What the value is in. */
  readonly unit: MeasureUnit;
  /** Of a rate: what is above the line. */
  readonly numerator?: number;
  /** Of a rate: what is below the line. */
  readonly denominator?: number;
  /** How many observations went in. */
  readonly n: number;
  /** What it is measured against: `reach`, `impressions`, `followers`, `views`. */
  readonly base?: string;
  /** False when a part of the input was unknown: the value rests on what is known, and of a sum it is a lower bound. */
  readonly complete: boolean;
  /** Names of the inputs that were unknown. */
  readonly missing: readonly string[];
  /** What the numerator was added up from, by name. */
  readonly components?: Readonly<Record<string, number>>;
  /** How many were made one: `ratioOfSums`, `meanOfRates`, `median`; of a quantile its method, `type-7`. */
  readonly aggregation?: string;
  /** True when a value of another time stood in, such as today's followers for those of the day of the post. */
  readonly approximated?: boolean;
  /** True when our own replies are in the numerator, because nobody said which they are. */
  readonly includesOwn?: boolean;
  /** True when people were added up over posts or networks: who saw two of them counts twice. */
  readonly gross?: boolean;
  /** The weight of each component, where they do not weigh the same. */
  readonly weights?: Readonly<Record<string, number>>;
  /** How many were left out, by reason: `spam`, `bot`, `own`, `withdrawn`, `hidden`. */
  readonly excluded?: Readonly<Record<string, number>>;
  /** The share of what should have gone in that did, 0 to 1. */
  readonly coverage?: number;
  /** The value is at most so far from the true one, in its own unit. */
  readonly errorBound?: number;
  /** The zone in which days were cut. IANA. */
  readonly timeZone?: string;
  /** Of a preset that follows somebody else's definition: which version of it. */
  readonly version?: string;
}

/** The interval that holds the true value with the probability `level`. */
export interface MeasureInterval {
  /** Its lower end. */
  readonly low: number;
  /** Its upper end. */
  readonly high: number;
  /** 0.95 for 95 %. */
  readonly level: number;
  /** How it was computed: `wilson`, `bootstrap-percentile`, `newcombe`, `greenwood`. */
  readonly method: string;
}

/** A measure that has a value. */
export interface KnownMeasure extends MeasureBase {
  /** The value. Rates are not clamped: people who react twice make an engagement rate above 1. */
  readonly value: number;
  /** Of a rate: Wilson, `level` 0.95. */
  readonly interval?: MeasureInterval;
  /** There is a value, but so few observations that one more may turn it over. */
  readonly caution?: "insufficient-sample";
}

/** A measure that has none. */
export interface UnknownMeasure extends MeasureBase {
  /** Unknown is not zero. */
  readonly value: null;
  /** Why there is no value. */
  readonly reason: NoValueReason;
}

/** Never a bare number. `value === null` narrows to the variant that has a reason. */
export type Measure = KnownMeasure | UnknownMeasure;
