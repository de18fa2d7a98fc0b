/**
 * The same numbers from parts, by any number of workers.
 * @module
 */
import type { AccountKey } from "../../model/keys.js";
import type { Measure } from "../../model/measure.js";
import type { EngagementBase } from "../engagement/counts.js";
import type { ContributorConcentration } from "../health/concentration.js";
import { isObject, refuse } from "../measure.js";
import type { RollupInput } from "./input.js";
import { writeOptions, type RollupOptions, type RollupRules } from "./options.js";
import type { RollupRateOptions as RateOptions } from "./rates.js";
import { checkWord, readScope, type RollupScope } from "./scope.js";
import { State, type StateJson } from "./state.js";
import { tellConcentration, tellTop, tellUnique } from "./tell-people.js";
import type { RollupConcentrationOptions, RollupPeopleOptions, RollupTopOptions, TopAuthor } from "./tell-people.js";
import { tellSentiment, type RollupSentimentOptions } from "./tell-sentiment.js";
import { tellVolume, type RollupVolume, type RollupVolumeOptions } from "./tell-volume.js";
import {
  tellRate,
  tellSla,
  tellTimes,
  type RollupRateWithinOptions,
  type RollupResponseTimes,
  type RollupWaitOptions,
} from "./tell-waits.js";

/** Whose engagement is asked for, and how the rates of posts become one. */
export interface RollupEngagementRateOptions extends RateOptions, RollupScope {}

/** Tells an engagement rate. */
export type RollupEngagementRate = (options?: RollupEngagementRateOptions) => Measure;

/**
 * A rollup as JSON. What is in it is nobody's business but `fromJSON`'s, except the version and the options. It holds keys of authors, and so
 * is personal data; texts and names are not in it.
 */
export interface RollupJson {
  /** The version of the format. Rollups of different versions are not merged. */
  readonly version: 1;
  /** The options, with their defaults. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What is kept of each account. */
  readonly accounts: readonly object[];
  /** What is kept of authors. */
  readonly authors: object;
  /** What was handed in, as hashes. */
  readonly handedIn: readonly number[];
}

/** Numbers that grow by handing things in and by merging. */
export interface Rollup {
  /**
   * Takes things in: whole conversations, posts, or waits found elsewhere. Gives the rollup back. What is refused changes nothing.
   *
   * @throws FolkmootError `invalid-request` for what is no message, post, time or count, naming it.
   */
  add(input: RollupInput): Rollup;
  /**
   * Adds the numbers of another rollup, which stays as it is; it may come as JSON. In which order and in which groups rollups are merged changes
   * nothing, to the last bit.
   *
   * @throws FolkmootError `invalid-request` where options differ, naming the first that does, and for JSON that `toJSON` did not give.
   */
  merge(other: Rollup | RollupJson): Rollup;
  /** Writes it down as plain JSON. Rollups that were told the same give the same JSON, however it was cut and merged. */
  toJSON(): RollupJson;
  /** The accounts of which something was handed in. */
  accounts(): readonly AccountKey[];
  /** How much was said, by account and bucket. */
  volume(options?: RollupVolumeOptions): readonly RollupVolume[];
  /** How long members waited, as `responseTimes`. Median, p90 and p95 are at most 0.4 % off, and say so; the rest is exact. */
  responseTimes(options?: RollupWaitOptions): RollupResponseTimes;
  /** How long members waited for the first reply of a conversation, as `firstResponseTimes`. */
  firstResponseTimes(options?: RollupWaitOptions): RollupResponseTimes;
  /** How many of those who waited were answered, as `responseRate`. Exact. */
  responseRate(options?: RollupRateWithinOptions): Measure;
  /** How many promises were kept, as `slaAttainment`. Exact. */
  slaAttainment(options?: RollupWaitOptions): Measure;
  /** Engagement, as `engagementRate`: sums and means exact, the median at most 0.4 % off. */
  readonly engagementRate: {
    /** Engagement by unique people reached. */
    readonly byReach: RollupEngagementRate;
    /** Engagement by times shown. */
    readonly byImpressions: RollupEngagementRate;
    /** Engagement by followers, per post. */
    readonly byFollowers: RollupEngagementRate;
    /** Engagement by video views. */
    readonly byViews: RollupEngagementRate;
  };
  /** Net sentiment, as `netSentiment`. Exact. */
  readonly netSentiment: {
    /** (positive - negative) / (positive + negative + neutral). */
    readonly ofAll: (options?: RollupSentimentOptions) => Measure;
    /** (positive - negative) / (positive + negative). */
    readonly ofPolar: (options?: RollupSentimentOptions) => Measure;
  };
  /**
   * How many members wrote, as `contributors` of `contributorConcentration`. Exact up to `knownAuthors`. Beyond, an estimate (HyperLogLog) with a
   * standard error of 0.8 %, of some accounts 1.6 %; `errorBound` is four times that, which one estimate of 15,000 passes.
   */
  uniqueAuthors(options?: RollupPeopleOptions): Measure;
  /**
   * Who wrote most. Exact up to `knownAuthors` (65,536). Beyond, `messages` is never too low, and too high by at most `errorBound` (2.72 times all
   * messages by twice `knownAuthors`) for 49 of 50 authors at worst. Who wrote the share `s` of all messages is missed with a probability of at
   * most e to the power of `-s * knownAuthors`: of 0.02 % that is one of 490,000.
   */
  topAuthors(options?: RollupTopOptions): readonly TopAuthor[];
  /** How concentrated contributions are, as `contributorConcentration`. Exact up to `knownAuthors`; beyond, only `contributors` has a value. */
  contributorConcentration(options?: RollupConcentrationOptions): ContributorConcentration;
  /**
   * The share of conversations and posts that were handed in more than once, or in more than one piece: 0, or something is wrong. Of up to 1,024
   * it is exact; beyond, 1,024 of them by chance stand for all, with an interval.
   */
  handedInTwice(): Measure;
}

/** Makes rollups. */
export interface RollupMaker {
  /** Begins a rollup of nothing. */
  (options: RollupOptions): Rollup;
  /**
   * Reads a rollup back that this process or another wrote with `toJSON`. To hand in more, give the host's rules again.
   *
   * @throws FolkmootError `invalid-request` for anything else than such JSON, naming the field.
   */
  fromJSON(json: RollupJson, rules?: RollupRules): Rollup;
}

class OwnRollup implements Rollup {
  readonly engagementRate: Rollup["engagementRate"];
  readonly netSentiment: Rollup["netSentiment"];
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
    const by =
      (base: EngagementBase): RollupEngagementRate =>
      (options = {}) =>
        tellEngagement(state, base, options);
    this.engagementRate = { byReach: by("reach"), byImpressions: by("impressions"), byFollowers: by("followers"), byViews: by("views") };
    this.netSentiment = {
      ofAll: (options = {}) => tellSentiment(state, options, true),
      ofPolar: (options = {}) => tellSentiment(state, options, false),
    };
  }

  add(input: RollupInput): this {
    this.#state.add(input);
    return this;
  }

  merge(other: Rollup | RollupJson): this {
    this.#state.merge(other instanceof OwnRollup ? other.#state : State.fromJSON(plain(other), {}));
    return this;
  }

  toJSON(): StateJson {
    return this.#state.toJSON();
  }

  accounts(): readonly AccountKey[] {
    return [...this.#state.parts.keys()].filter((account) => account !== "").sort();
  }

  volume(options: RollupVolumeOptions = {}): readonly RollupVolume[] {
    return tellVolume(this.#state, options);
  }

  responseTimes(options: RollupWaitOptions = {}): RollupResponseTimes {
    return tellTimes(this.#state, options, "all");
  }

  firstResponseTimes(options: RollupWaitOptions = {}): RollupResponseTimes {
    return tellTimes(this.#state, options, "first");
  }

  responseRate(options: RollupRateWithinOptions = {}): Measure {
    return tellRate(this.#state, options);
  }

  slaAttainment(options: RollupWaitOptions = {}): Measure {
    return tellSla(this.#state, options);
  }

  uniqueAuthors(options: RollupPeopleOptions = {}): Measure {
    return tellUnique(this.#state, options);
  }

  topAuthors(options: RollupTopOptions = {}): readonly TopAuthor[] {
    return tellTop(this.#state, options);
  }

  contributorConcentration(options: RollupConcentrationOptions = {}): ContributorConcentration {
    return tellConcentration(this.#state, options);
  }

  handedInTwice(): Measure {
    return this.#state.handedIn.twice();
  }
}

/** A rollup of another copy of this package is as good as its JSON. */
function plain(other: Rollup | RollupJson): unknown {
  return isObject(other) && "merge" in other && typeof other.toJSON === "function" ? other.toJSON() : other;
}

function tellEngagement(state: State, base: EngagementBase, options: RollupEngagementRateOptions): Measure {
  const accounts = readScope(options);
  const { aggregation = "ratioOfSums", strict } = options;
  checkWord("aggregation", aggregation, ["ratioOfSums", "meanOfRates", "median"]);
  if (strict !== undefined && typeof strict !== "boolean") refuse("strict is neither true nor false", "give one of them");
  const question = state.questions.get(base) ?? refuse(`This rollup keeps no rate by ${base}`, "name it in `engagement.bases`");
  return state.ratesOf(base, question, accounts).measure(question, options);
}

function begin(options: RollupOptions): Rollup {
  return new OwnRollup(new State(writeOptions(options), options));
}

function fromJSON(json: RollupJson, rules: RollupRules = {}): Rollup {
  if (!isObject(rules)) refuse("rules is no object", "give functions by name, or leave it out");
  return new OwnRollup(State.fromJSON(json, rules));
}

/**
 * Computes the numbers of the exact functions from parts, in bounded memory: hand in what there is, in any number of processes, merge what they
 * wrote down, and ask.
 *
 * **Hand in whole conversations**: all messages of a conversation at once, to one worker (`shardOf`). Everything else may be cut as you like.
 * What is handed in twice counts twice; `handedInTwice` tells.
 *
 * Counts, sums, means and shares are exact. Quantiles, and numbers of people where they are very many, are approximate, and say by how much in
 * `errorBound`. Merging is exact for all of them, in any order.
 *
 * It takes about 10 kB an account, 100 bytes to 4 kB an account and bucket (the more people, the more), and for authors up to 20 MB; however
 * many messages there are.
 *
 * @throws FolkmootError `invalid-request` for an option that is none, naming it.
 *
 * @example
 * const part = rollup({ now, timeZone: "Europe/Copenhagen", withinMs: [3_600_000] }).add({ messages });
 * const whole = rollup.fromJSON(JSON.parse(JSON.stringify(part))).merge(other);
 * whole.responseTimes().median;
 */
export const rollup: RollupMaker = Object.assign(begin, { fromJSON });
