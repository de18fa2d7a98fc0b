/**
 * Use of hashtags.
 * @module
 */
import type { AuthorKey, Key } from "../../model/keys.js";
import type { Measure } from "../../model/measure.js";
import type { Timestamp } from "../../model/ref.js";
import { addInOrder } from "./add-in-order.js";
import { checkFunction } from "./check.js";
import { bareHashtag, foldHashtag } from "./hashtag-fold.js";
import { mergeTagged, tagReader, type Tagged, type TaggedSource } from "./hashtag-read.js";
import { cut, find } from "./periods.js";
import { checkKey, readSpeakers, whyNot, type SpeakerOptions } from "./speakers.js";
import { checkList, known, refuse, unknown, type MeasureDetails } from "../measure.js";
import { readTime } from "../read-time.js";
import { calendarOf, type CalendarOptions, type Every } from "../time/calendar.js";

/** Which hashtags, who counts, and when. */
export interface HashtagOptions<S extends TaggedSource = TaggedSource> extends SpeakerOptions, CalendarOptions {
  /** Only these, with or without the sign, in any spelling; each is told even where nobody uses it. @defaultValue all */
  readonly tags?: readonly string[];
  /** Messages from before this instant do not count. */
  readonly from?: Timestamp;
  /** Messages of this instant and after it do not count. */
  readonly to?: Timestamp;
  /** Tells each period for itself; takes `timeZone`. @defaultValue one period */
  readonly every?: Every;
  /** The zone in which periods begin. IANA. */
  readonly timeZone?: string;
  /** Tells how many people a message reached, nothing where it is unknown. @defaultValue `counts.reach` */
  readonly reachOf?: (message: S) => number | undefined;
}

/** A hashtag that stands beside another one. */
export interface CoTag {
  /** Its folded form, by which spellings are equal. */
  readonly tag: string;
  /** Its commonest spelling. */
  readonly display: string;
  /** How many messages bear both. */
  readonly uses: number;
}

/** How a hashtag was used. */
export interface HashtagUse {
  /** Its folded form, by which spellings are equal: `smorrebrod`. */
  readonly tag: string;
  /** Its commonest spelling, without the sign: `Smørrebrød`. */
  readonly display: string;
  /** Where the period begins, when `every` is given. */
  readonly start?: Timestamp;
  /** Where the period ends, when `every` is given. */
  readonly end?: Timestamp;
  /** How many messages bear it, however often. */
  readonly uses: Measure;
  /** How many authors used it; a lower bound where authors are unknown. `gross` where they were added up over accounts. */
  readonly authors: Measure;
  /** How many people its messages reached, added up over messages: who saw two of them counts twice. A lower bound where some are unknown. */
  readonly reach: Measure;
  /** Which others stand beside it, the commonest first. */
  readonly coTags: readonly CoTag[];
}

/**
 * Tells how hashtags were used: by how many messages and authors, how far they reached, and which others stand beside them.
 *
 * Spellings that differ in case, marks or width are one hashtag (see foldHashtag), shown as it is written most often. Hashtags are those that
 * the network or the adapter found in the text (`entities`). Members count; `excluded` says what bots and we ourselves added.
 *
 * @returns one entry for each hashtag, with `every` one for each hashtag and period; by period, then the most used first
 * @throws FolkmootError `invalid-request` for what is no list, message, time, zone or hashtag, for a negative reach, and for a period that ends
 * before it begins.
 *
 * @example
 * const [first] = hashtagUse(messages, { from, to });
 * first?.display; // "Smørrebrød"
 */
export function hashtagUse<S extends TaggedSource>(messages: readonly S[], options?: HashtagOptions<S>): readonly HashtagUse[] {
  const speakers = readSpeakers(options);
  const { every, timeZone = "", weekStartsOn, reachOf = reachOfCounts } = options ?? {};
  checkFunction(reachOf, "reachOf");
  const from = options?.from === undefined ? undefined : readTime(options.from, "from");
  const to = options?.to === undefined ? undefined : readTime(options.to, "to");
  if ((from ?? -Infinity) > (to ?? Infinity)) refuse("from is later than to", "swap the two");
  const wanted = readTags(options?.tags);
  if (every !== undefined) calendarOf(timeZone, "timeZone");

  const found = collect(messages, speakers, reachOf).filter(({ at }) => at >= (from ?? -Infinity) && at < (to ?? Infinity));
  if (every === undefined) return tell(found, wanted, {});

  let first = from ?? Infinity;
  let last = to ?? -Infinity;
  for (const { at } of found) {
    if (from === undefined && at < first) first = at;
    if (to === undefined && at >= last) last = at + 1;
  }
  if (first >= last) return [];
  const periods = cut({ from: first, to: last, every, timeZone, ...(weekStartsOn !== undefined && { weekStartsOn }) });
  const inPeriod = periods.map((): Tagged[] => []);
  for (const one of found) inPeriod[find(periods, one.at)]?.push(one);
  return periods.flatMap(({ start, end }, index) =>
    tell(inPeriod[index] ?? [], wanted, { start: new Date(start).toISOString(), end: new Date(end).toISOString() }),
  );
}

const reachOfCounts = ({ counts }: TaggedSource): number | undefined => counts?.reach;

/** Reads the messages that bear hashtags, each once. */
function collect<S extends TaggedSource>(
  messages: readonly S[],
  speakers: SpeakerOptions,
  reachOf: (message: S) => number | undefined,
): readonly Tagged[] {
  checkList(messages, "messages", "message");
  const read = tagReader(reachOf, (message) => whyNot(message, speakers));
  const found = new Map<Key, Tagged>();
  for (const message of messages) {
    checkKey(message, "messages");
    const tagged = read(message);
    if (tagged === undefined) continue;
    const before = found.get(message.key);
    found.set(message.key, before === undefined ? tagged : mergeTagged(before, tagged));
  }
  return addInOrder([...found.values()], ({ reach }) => reach ?? 0);
}

/** What is added up of one hashtag. */
interface Sums {
  uses: number;
  readonly spellings: Map<string, number>;
  readonly authors: Set<AuthorKey>;
  unknownAuthors: number;
  reach: number;
  knownReach: number;
  readonly beside: Map<string, number>;
  readonly excluded: Record<string, number>;
}

function tell(
  messages: readonly Tagged[],
  wanted: ReadonlyMap<string, string> | undefined,
  period: Pick<HashtagUse, "start" | "end">,
): readonly HashtagUse[] {
  const all = new Map<string, Sums>();
  const sumsOf = (tag: string): Sums => {
    const before = all.get(tag);
    if (before !== undefined) return before;
    const sums = nothing();
    all.set(tag, sums);
    return sums;
  };
  for (const tag of wanted?.keys() ?? []) sumsOf(tag);
  for (const message of messages) for (const [tag, word] of message.tags) add(sumsOf(tag), tag, word, message);
  const displays = new Map(Array.from(all, ([tag, { spellings }]) => [tag, commonest(spellings) ?? wanted?.get(tag) ?? tag]));
  const display = (tag: string): string => displays.get(tag) ?? tag;
  return Array.from(all)
    .filter(([tag, { uses }]) => wanted?.has(tag) ?? uses > 0)
    .sort(([one, { uses }], [other, { uses: others }]) => others - uses || (one < other ? -1 : 1))
    .map(([tag, sums]) => ({
      tag,
      display: display(tag),
      ...period,
      ...measures(sums),
      coTags: Array.from(sums.beside, ([co, uses]) => ({ tag: co, display: display(co), uses })).sort(
        (one, other) => other.uses - one.uses || (one.tag < other.tag ? -1 : 1),
      ),
    }));
}

const nothing = (): Sums => ({
  uses: 0,
  spellings: new Map(),
  authors: new Set(),
  unknownAuthors: 0,
  reach: 0,
  knownReach: 0,
  beside: new Map(),
  excluded: {},
});

function add(sums: Sums, tag: string, word: string, { tags, author, reach, why }: Tagged): void {
  if (why !== undefined) {
    sums.excluded[why] = (sums.excluded[why] ?? 0) + 1;
    return;
  }
  sums.uses++;
  sums.spellings.set(word, (sums.spellings.get(word) ?? 0) + 1);
  if (author === undefined) sums.unknownAuthors++;
  else sums.authors.add(author);
  if (reach !== undefined) {
    sums.reach += reach;
    sums.knownReach++;
  }
  for (const other of tags.keys()) if (other !== tag) sums.beside.set(other, (sums.beside.get(other) ?? 0) + 1);
}

function measures({ uses, authors, unknownAuthors, reach, knownReach, excluded }: Sums): Pick<HashtagUse, "uses" | "authors" | "reach"> {
  const left: MeasureDetails = Object.keys(excluded).length > 0 ? { excluded } : {};
  const accounts = new Set(Array.from(authors, (key) => key.slice(0, key.indexOf(":author:"))));
  const some = (knownUses: number, name: string): MeasureDetails => ({
    ...left,
    n: knownUses,
    complete: knownUses === uses,
    missing: knownUses === uses ? [] : [name],
    ...(uses > 0 && { coverage: knownUses / uses }),
  });
  const withAuthor: MeasureDetails = { ...some(uses - unknownAuthors, "author"), ...(accounts.size > 1 && { gross: true }) };
  const withReach: MeasureDetails = { ...some(knownReach, "reach"), gross: true };
  return {
    uses: known(uses, "count", { ...left, n: uses }),
    authors: uses > 0 && authors.size === 0 ? unknown("unknown-input", "count", withAuthor) : known(authors.size, "count", withAuthor),
    reach: knownReach === 0 ? unknown(uses === 0 ? "no-data" : "unknown-input", "count", withReach) : known(reach, "count", withReach),
  };
}

/** Finds the spelling that occurs most often; of two as common the first in the order of characters. */
function commonest(spellings: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const [word, times] of spellings)
    if (times > most || (times === most && best !== undefined && word < best)) {
      best = word;
      most = times;
    }
  return best;
}

/** Reads the hashtags that are asked for: how they were written, by their folded form. */
function readTags(tags: readonly string[] | undefined): ReadonlyMap<string, string> | undefined {
  if (tags === undefined) return undefined;
  if (!Array.isArray(tags)) refuse("tags is no list", "give hashtags in one");
  return new Map(
    (tags as readonly string[]).map((tag) => {
      const folded = foldHashtag(tag);
      return folded === "" ? refuse("tags holds an empty hashtag", "give its word") : [folded, bareHashtag(tag)];
    }),
  );
}
