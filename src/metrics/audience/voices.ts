/**
 * Whom messages speak of: sorting them by brand and weighing what each brand got.
 * @module
 */
import type { Annotations } from "../../model/annotation.js";
import type { Counts } from "../../model/counts.js";
import type { Key } from "../../model/keys.js";
import { addInOrder } from "./add-in-order.js";
import { checkFlag, checkWord, saysSo } from "./check.js";
import { checkKey, leaveOut, readSpeakers, settle, whyNot, type SpeakerOptions, type Spoken } from "./speakers.js";
import { checkList, isObject, refuse } from "../measure.js";
import { readMinN, type SampleOptions } from "../proportion.js";

/** Counts of one message or post, as far as they are known. */
export interface VoiceCounts extends Counts {
  /** Unique people. */
  readonly reach?: number;
  /** Clicks on links, media or the name. */
  readonly clicks?: number;
}

/** What a share of voice reads of a message or post. */
export interface VoiceSource extends Spoken {
  /** What was counted of it. */
  readonly counts?: VoiceCounts;
  /** What was thought about it. */
  readonly annotations?: Annotations;
}

/** What was said, sorted by brand beforehand. What names two brands stands under both. */
export interface VoicesByBrand<S extends VoiceSource, T extends VoiceSource = S> {
  /** What names us. */
  readonly ours: readonly S[];
  /** What names the others: by brand, or in one list where nobody asks which of them. */
  readonly others: Readonly<Record<string, readonly T[]>> | readonly T[];
}

/** What was said, and how to tell whom it names. */
export interface VoicesToMatch<S extends VoiceSource> {
  /** Everything. What names no brand is left aside. */
  readonly messages: readonly S[];
  /** Tells whether one names us. */
  readonly ours: (message: S) => boolean;
  /** Tells whether one names another brand, by brand. */
  readonly others: Readonly<Record<string, (message: S) => boolean>>;
}

/** What was said of us and of others. */
export type Voices<S extends VoiceSource, T extends VoiceSource = S> = VoicesByBrand<S, T> | VoicesToMatch<S>;

/** Who counts in a share of voice, and what it is a share of. */
export interface VoiceOptions extends SpeakerOptions, SampleOptions {
  /**
   * What the share is of. `mentions`: each brand's part of all that brands got, so that the shares of all brands make 1. `messages`: the part
   * of the messages that names us, so that they make more than 1 where messages name several brands. @defaultValue "mentions"
   */
  readonly outOf?: "mentions" | "messages";
  /** True gives no value as soon as one weight is unknown. @defaultValue false */
  readonly strict?: boolean;
}

/** What one message weighs. */
export interface Weight {
  /** How much. Absent = unknown. */
  readonly value?: number;
  /** What it does not tell; with a value that is a lower bound. */
  readonly missing: readonly string[];
}

/** What brands got, added up. The first brand is ours. */
export interface Tally {
  /** The names of the brands. */
  readonly brands: readonly string[];
  /** What each got, of what is known. */
  readonly weights: readonly number[];
  /** How many messages name each, their weight known. */
  readonly known: readonly number[];
  /** How many messages name each. */
  readonly all: readonly number[];
  /** The same three over the messages, each once. */
  readonly distinct: { readonly weight: number; readonly known: number; readonly all: number };
  /** How many of the messages that weigh something name more than one brand. */
  readonly overlap: number;
  /** What weights did not tell. */
  readonly missing: readonly string[];
  /** How many were left out, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
}

/** How messages are weighed. */
export interface Scale<S, R> {
  /** Reads what the weight rests on. */
  readonly read: (message: S) => R;
  /** Makes one reading of those of two copies, whatever came first. */
  readonly merge: (one: R, other: R) => R;
  /** Makes the weight of a reading. */
  readonly weigh: (reading: R) => Weight;
  /** The reason under which messages of unknown weight are left out. */
  readonly unknownAs: string;
}

/** A message: what was read of it, and the brands that it names, by number. */
interface Voice<R> {
  readonly reading: R;
  readonly brands: readonly number[];
}

/** Sorts messages by brand and adds up what each brand got. */
export function tally<S extends VoiceSource, T extends VoiceSource, R>(
  voices: Voices<S, T>,
  options: VoiceOptions | undefined,
  scale: Scale<S | T, R>,
): Tally {
  const speakers = readSpeakers(options);
  checkWord(options?.outOf ?? "mentions", ["mentions", "messages"], "outOf");
  checkFlag(options?.strict, "strict");
  readMinN(options ?? {});
  const found = new Map<Key, Voice<R>>();
  const left = new Map<Key, string>();
  const add = (source: S | T, name: string, brands: readonly number[]): void => {
    checkKey(source, name);
    // Our own answers stand among the messages unasked; posts stand there because the host put them there.
    const why = whyNot(source, typeof source.isOwn === "boolean" ? { ...speakers, includeOwn: true } : speakers);
    if (why !== undefined) {
      leaveOut(left, source.key, why);
      return;
    }
    const reading = scale.read(source);
    const before = found.get(source.key);
    found.set(
      source.key,
      before === undefined ? { reading, brands } : { reading: scale.merge(before.reading, reading), brands: union(before.brands, brands) },
    );
  };
  const brands = sort(voices, add);
  const excluded = settle(found, left);
  return { brands, ...sumUp(found.values(), brands.length, excluded, scale) };
}

function sort<S extends VoiceSource, T extends VoiceSource>(
  voices: Voices<S, T>,
  add: (source: S | T, name: string, brands: readonly number[]) => void,
): readonly string[] {
  if (!isObject(voices)) refuse("The messages by brand are missing", "give `ours` and `others`");
  if ("messages" in voices) {
    const others = readOthers(voices.others, "function", (one) => typeof one === "function");
    if (typeof voices.ours !== "function") refuse("ours is no function", "give one that tells whether a message names us");
    const matchers = [["ours", voices.ours] as const, ...others];
    checkList(voices.messages, "messages", "message");
    for (const message of voices.messages) {
      const named = matchers.flatMap(([name, matcher], brand) => (saysSo(matcher(message), `The function of ${name}`) ? [brand] : []));
      if (named.length > 0) add(message, "messages", named);
    }
    return ["ours", ...others.map(([name]) => name)];
  }
  const others: readonly (readonly [string, readonly T[]])[] = isList(voices.others)
    ? [["others", voices.others]]
    : readOthers(voices.others, "list", (one) => Array.isArray(one));
  const lists: readonly (readonly [string, readonly (S | T)[]])[] = [["ours", voices.ours], ...others];
  for (const [brand, [name, list]] of lists.entries()) {
    checkList(list, name, "message");
    const brands = [brand];
    for (const source of list) add(source, name, brands);
  }
  return lists.map(([name]) => name);
}

const isList = <S>(others: Readonly<Record<string, readonly S[]>> | readonly S[]): others is readonly S[] => Array.isArray(others);

function readOthers<T>(
  others: Readonly<Record<string, T>>,
  kind: string,
  fits: (one: unknown) => boolean,
): readonly (readonly [string, T])[] {
  // A Map has no entries that could be listed like this; it would pass for nobody.
  if (!isObject(others) || others instanceof Map) refuse("others is missing, or no plain object", `give a ${kind} for each other brand`);
  const entries = Object.entries(others).sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [name, one] of entries) if (!fits(one)) refuse(`others has no ${kind} for ${name}`, "leave the brand out, or give one");
  return entries;
}

const union = (one: readonly number[], other: readonly number[]): readonly number[] =>
  other.every((brand) => one.includes(brand)) ? one : [...new Set([...one, ...other])];

/** Makes one weight of those of two copies: the one counted later has more; of equal ones that which tells more. */
export function heavier(one: Weight, other: Weight): Weight {
  const difference = (one.value ?? -1) - (other.value ?? -1);
  if (difference !== 0) return difference > 0 ? one : other;
  if (one.missing.length !== other.missing.length) return one.missing.length < other.missing.length ? one : other;
  return one.missing.join() <= other.missing.join() ? one : other;
}

function sumUp<R>(
  voices: Iterable<Voice<R>>,
  size: number,
  excluded: Readonly<Record<string, number>>,
  { weigh, unknownAs }: Pick<Scale<never, R>, "weigh" | "unknownAs">,
): Omit<Tally, "brands"> {
  const weights = new Array<number>(size).fill(0);
  const known = new Array<number>(size).fill(0);
  const all = new Array<number>(size).fill(0);
  const distinct = { weight: 0, known: 0, all: 0 };
  const missing = new Set<string>();
  let overlap = 0;
  const bump = (list: number[], brand: number, by: number): void => {
    list[brand] = (list[brand] ?? 0) + by;
  };
  for (const { reading, brands } of addInOrder([...voices], (voice) => weigh(voice.reading).value ?? 0)) {
    const weight = weigh(reading);
    distinct.all++;
    for (const brand of brands) bump(all, brand, 1);
    for (const name of weight.missing) missing.add(name);
    if (weight.value === undefined) continue;
    distinct.known++;
    distinct.weight += weight.value;
    if (brands.length > 1 && weight.value > 0) overlap++;
    for (const brand of brands) {
      bump(known, brand, 1);
      bump(weights, brand, weight.value);
    }
  }
  const unknown = distinct.all - distinct.known;
  return {
    weights,
    known,
    all,
    distinct,
    overlap,
    missing: [...missing].sort(),
    excluded: unknown === 0 ? excluded : { ...excluded, [unknownAs]: unknown },
  };
}
