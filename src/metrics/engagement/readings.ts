/**
 * Reading posts: which of them count, and what each tells.
 * @module
 */
import { checkList, isObject, refuse } from "../measure.js";
import { readTime } from "../read-time.js";
import {
  readKind,
  readNumber,
  total,
  type BelowName,
  type CountedContent,
  type CountName,
  type CountsByName,
  type EngagementCounts,
  type EngagementSource,
} from "./counts.js";
import { accountOf, findFollowers, isForeign, type Followers, type FollowersSource } from "./followers.js";
import { checkOptions, type AdChoice, type AnyOptions } from "./options.js";
import { findOwnReplies, type OwnRepliesOf } from "./own-replies.js";

/** What is read of posts. */
export interface Question {
  /** What stands above the line. */
  readonly kinds: readonly CountName[];
  /** What stands below it; `posts` is 1 of each post. */
  readonly base: BelowName | "posts";
}

/** One post, read. Absent parts are unknown. */
export interface Reading {
  /** By the kinds of the question. */
  readonly parts: readonly (number | undefined)[];
  /** What is below the line. */
  readonly below: number | undefined;
  /** True when another day's followers stood in. */
  readonly approximated: boolean;
  /** True when our own replies may be in the parts. */
  readonly holdsOwn: boolean;
  /** How many of our own replies were taken off. */
  readonly own: number;
  /** The kinds of which it tells less than there may be. */
  readonly lower: readonly CountName[];
  /** Who posted it: an account, or the author of what is not ours. */
  readonly account: string | undefined;
}

/** A reading, and what decides between two of one post. Of a million posts there are a million, so it is one object. */
interface Told extends Reading {
  readonly key: string | undefined;
  readonly isAd: boolean;
  readonly asOfMs: number;
}

/** Posts, read. */
export interface Readings {
  /** Those that count. */
  readonly readings: readonly Reading[];
  /** How many were left out, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
}

/** What reading takes beside the question. */
interface Help {
  readonly ads: AdChoice;
  readonly followers: FollowersSource;
  readonly ownRepliesOf: OwnRepliesOf | undefined;
}

const bases: readonly string[] = ["reach", "impressions", "followers", "views"];

/**
 * Reads posts. Each is read once: of two with the same key the one told later counts, and where nobody says when, the one that counts more.
 *
 * @throws FolkmootError `invalid-request` for what is no post, list, count, option or time, and for counts that name another base.
 */
export function readPosts(question: Question, sources: unknown, options: AnyOptions, ads: AdChoice = "exclude"): Readings {
  checkOptions(options);
  const list: readonly unknown[] = Array.isArray(sources) ? sources : [sources];
  checkList(list, "sources", "post");
  const help: Help = {
    ads: options.ads ?? ads,
    followers: findFollowers(options.followers),
    ownRepliesOf: options.excludeOwn === undefined ? undefined : findOwnReplies(options.excludeOwn, options.replyCounts),
  };
  const readings: Reading[] = [];
  const named = new Map<string, Told>();
  const excluded: Record<string, number> = {};
  for (const source of list as readonly EngagementSource[]) {
    const told = read(question, source, help);
    const reason = adReason(told.isAd, help.ads);
    const other = told.key === undefined ? undefined : named.get(told.key);
    if (reason !== undefined) excluded[reason] = (excluded[reason] ?? 0) + 1;
    else if (other !== undefined) excluded["duplicate"] = (excluded["duplicate"] ?? 0) + 1;
    if (reason !== undefined) continue;
    if (told.key === undefined) readings.push(told);
    else if (other === undefined || isLater(told, other)) named.set(told.key, told);
  }
  for (const told of named.values()) readings.push(told);
  return { readings, excluded };
}

function adReason(isAd: boolean, ads: AdChoice): string | undefined {
  if (ads === "include" || isAd === (ads === "only")) return undefined;
  return isAd ? "ad" : "organic";
}

function isLater(a: Told, b: Told): boolean {
  if (a.asOfMs !== b.asOfMs) return a.asOfMs > b.asOfMs;
  const [one, other] = [sizes(a), sizes(b)];
  const differs = one.findIndex((value, at) => value !== other[at]);
  if (differs < 0) return (a.account ?? "") > (b.account ?? "");
  return (one[differs] ?? -1) > (other[differs] ?? -1);
}

/** Numbers in an order of their own, so that of two readings of one post always the same is taken. */
function sizes({ parts, below, own, approximated }: Reading): readonly number[] {
  return [total(parts.map((part) => part ?? 0)), ...parts.map((part) => part ?? -1), below ?? -1, own, approximated ? 0 : 1];
}

function read(question: Question, source: EngagementSource, help: Help): Told {
  if (Array.isArray(source)) refuse("`sources` holds a list", "give posts side by side");
  const content: Partial<CountedContent> = "counts" in source ? source : {};
  const counts: EngagementCounts = "counts" in source ? source.counts : source;
  if (!isObject(counts)) refuse("counts of a post is nothing that counts", "leave the post out, or give an object");
  for (const named of [content.base, counts.base]) {
    if (named === undefined) continue;
    if (!bases.includes(named)) refuse("base of a post is none that we know", `use ${bases.join(", ")}`);
    if (bases.includes(question.base) && named !== question.base)
      refuse(`A post names the base ${named}, but the rate is by ${question.base}`, "give the posts of each base a rate of their own");
  }
  if (content.isAd !== undefined && typeof content.isAd !== "boolean") refuse("isAd is neither true nor false", "give one of them");
  if (content.key !== undefined && typeof content.key !== "string")
    refuse("key of a post is no text", "give the post's key, or leave it out");
  const asOfMs = counts.asOf === undefined ? undefined : readTime(counts.asOf, "asOf");
  const below = readBelow(question.base, counts, content, help.followers);
  const replies = readReplies(question.kinds, counts, content.key, asOfMs, help.ownRepliesOf);
  return {
    parts: readParts(question.kinds, counts, replies),
    below: below?.value,
    approximated: below?.approximated === true,
    holdsOwn: replies.holdsOwn,
    own: replies.own,
    lower: replies.lower,
    account: posterOf(content),
    key: content.key,
    isAd: content.isAd === true,
    asOfMs: asOfMs ?? Number.NEGATIVE_INFINITY,
  };
}

function readParts(kinds: readonly CountName[], counts: CountsByName, replies: Replies): readonly (number | undefined)[] {
  const parts: (number | undefined)[] = [];
  for (const kind of kinds) {
    const value = readKind(counts, kind);
    parts.push(kind !== "replies" || value === undefined || !replies.isUnknown ? value : undefined);
  }
  const at = replies.own === 0 ? -1 : kinds.indexOf("replies");
  if (at >= 0) parts[at] = (parts[at] ?? 0) - replies.own;
  return parts;
}

/** What becomes of the replies of a post, or of the network's own total, in which they are. */
interface Replies extends Pick<Reading, "holdsOwn" | "own" | "lower"> {
  /** True when the network counts fewer than we know of: both cannot be right, and 0 would be a guess. */
  readonly isUnknown: boolean;
}

const none: readonly CountName[] = [];
const others: Replies = { holdsOwn: false, own: 0, lower: none, isUnknown: false };
const withOwn: Replies = { ...others, holdsOwn: true };
const contradicted: Replies = { ...others, isUnknown: true };

function readReplies(
  kinds: readonly CountName[],
  counts: CountsByName,
  key: string | undefined,
  asOfMs: number | undefined,
  ownRepliesOf: OwnRepliesOf | undefined,
): Replies {
  if (kinds.includes("engagements")) return (readKind(counts, "engagements") ?? 0) > 0 ? withOwn : others;
  const replies = kinds.includes("replies") ? readKind(counts, "replies") : undefined;
  if (replies === undefined) return others;
  if (ownRepliesOf === undefined || key === undefined) return replies > 0 ? withOwn : others;
  const { sure, unsure } = ownRepliesOf(key, asOfMs === undefined ? {} : { toMs: asOfMs + 1 });
  if (sure + unsure > replies) return contradicted;
  // Those that are perhaps not in the count were taken off as well: there are so many replies of others or more.
  return { holdsOwn: false, own: sure + unsure, lower: unsure > 0 ? ["replies"] : none, isUnknown: false };
}

function readBelow(
  base: Question["base"],
  counts: EngagementCounts,
  content: Partial<CountedContent>,
  { observed, given }: FollowersSource,
): Followers | undefined {
  if (base === "posts") return { value: 1, approximated: false };
  if (base !== "followers") return exactly(readKind(counts, base));
  const then = exactly(readNumber(content.followers ?? counts.followers, base));
  if (then !== undefined) return then;
  const foreign = isForeign(content);
  const subject = posterOf(content);
  const atMs = content.createdAt === undefined ? undefined : readTime(content.createdAt, "createdAt of a post");
  const near = foreign && subject === undefined ? undefined : observed({ subject, atMs });
  const told = readNumber(content.author?.followers, base);
  const last = told === undefined ? undefined : { value: told, approximated: true };
  // Of somebody else's post the author's own number is nearer than one that was given for the account.
  return near ?? (foreign ? (last ?? given) : (given ?? last));
}

/** The key of who posted it: the account, or the author of what is not its own. */
function posterOf(content: Partial<CountedContent>): string | undefined {
  if (isForeign(content)) return content.author?.key;
  return content.key === undefined ? undefined : accountOf(content.key);
}

const exactly = (value: number | undefined): Followers | undefined => (value === undefined ? undefined : { value, approximated: false });
