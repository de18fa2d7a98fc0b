/**
 * What a rollup takes in besides messages: posts, and waits that somebody else has found.
 * @module
 */
import type { AccountKey } from "../../model/keys.js";
import type { CountedContent, EngagementBase, EngagementSource } from "../engagement/counts.js";
import { accountOf } from "../engagement/followers.js";
import type { AnyOptions, EngagementKindOptions, FollowerOptions } from "../engagement/options.js";
import { readPosts, type Question, type Readings } from "../engagement/readings.js";
import { checkList, isObject, refuse } from "../measure.js";
import { readTime } from "../read-time.js";
import type { Acknowledgement, HandOff, WorkingTime } from "../responsiveness/episode-options.js";
import type { WaitingEpisode } from "../responsiveness/episodes.js";
import type { PriorityChange } from "../responsiveness/sla.js";
import type { RollupMessage } from "./gather.js";
import type { Wait } from "./waits.js";

/** What is handed in at once. Nothing of it is kept but its numbers. */
export interface RollupInput extends FollowerOptions, Pick<EngagementKindOptions, "excludeOwn"> {
  /**
   * **Whole conversations**, of one account or many: all messages of each at once, for a wait is found only where its question and its reply
   * are both there. A conversation that is handed in in two pieces, or twice, counts wrong: see `handedInTwice`. The same message twice in one
   * list counts once.
   */
  readonly messages?: readonly RollupMessage[];
  /** Our likes of these messages, where `countLikesAsResponse` is set. */
  readonly acknowledgements?: readonly Acknowledgement[];
  /** Hand-offs and openings of these conversations, where `baseline` is `lastNonHumanActivity`. */
  readonly handOffs?: readonly HandOff[];
  /** How priorities of these conversations changed, where `sla` has `targets`. */
  readonly priorities?: readonly PriorityChange[];
  /**
   * Posts for the engagement rates, each in one list only; the same post twice in one list counts once. They are not cut by the period. `followers`
   * and `excludeOwn` are read for them.
   */
  readonly posts?: readonly EngagementSource[];
  /** Waits that were found elsewhere, with the same options, of conversations whose messages are not handed in. */
  readonly episodes?: readonly WaitingEpisode[];
  /** How many waits of those conversations the members took back, by account. */
  readonly withdrawn?: Readonly<Record<AccountKey, number>>;
}

const fields: readonly string[] = [
  "messages",
  "acknowledgements",
  "handOffs",
  "priorities",
  "posts",
  "followers",
  "excludeOwn",
  "episodes",
  "withdrawn",
] satisfies readonly (keyof RollupInput)[];

/** Refuses what is nothing to take in. A list in the place of `{ messages }` would silently be nothing. */
export function checkInput(input: RollupInput): void {
  if (!isObject(input) || Array.isArray(input)) refuse("What is handed in is no object", "give `{ messages }` or `{ posts }`");
  const unknown = Object.keys(input).find((name) => !fields.includes(name));
  if (unknown !== undefined) refuse(`${unknown} is nothing that a rollup takes in`, `give some of ${fields.join(", ")}`);
}

/** Posts of one account, read for one base. */
export interface PostsOf {
  readonly account: AccountKey;
  readonly base: EngagementBase;
  readonly readings: Readings;
}

/** Reads posts, by account and base. A post that names its base is read for that one only. */
export function gatherPosts(
  { posts, followers, excludeOwn }: RollupInput,
  questions: ReadonlyMap<EngagementBase, Question>,
  options: AnyOptions,
): { readonly found: readonly PostsOf[]; readonly keys: ReadonlySet<string> } {
  const byAccount = new Map<AccountKey, EngagementSource[]>();
  const keys = new Set<string>();
  if (posts !== undefined) checkList(posts, "posts", "post");
  for (const post of posts ?? []) {
    const { key }: Partial<CountedContent> = "counts" in post ? post : {};
    if (typeof key === "string") keys.add(key);
    const account = (typeof key === "string" ? accountOf(key) : undefined) ?? "";
    const list = byAccount.get(account);
    if (list === undefined) byAccount.set(account, [post]);
    else list.push(post);
    const named = namedBase(post);
    if (named !== undefined && !questions.has(named))
      refuse(`A post names the base ${named}, by which this rollup keeps no rate`, `use ${[...questions.keys()].join(", ")}`);
  }
  const all: AnyOptions = { ...options, ...(followers !== undefined && { followers }), ...(excludeOwn !== undefined && { excludeOwn }) };
  const found: PostsOf[] = [];
  for (const [account, list] of byAccount)
    for (const [base, question] of questions) {
      const meant = list.filter((post) => (namedBase(post) ?? base) === base);
      if (meant.length > 0) found.push({ account, base, readings: readPosts(question, meant, all) });
    }
  return { found, keys };
}

function namedBase(post: EngagementSource): EngagementBase | undefined {
  const content: Partial<CountedContent> = post;
  return content.base ?? content.counts?.base;
}

/** What it takes to read waits that somebody else has found. */
export interface WaitReading {
  /** Until when those wait who were not answered. */
  readonly now: number;
  /** Working time, where there is a schedule. */
  readonly hours: Pick<WorkingTime, "between"> | undefined;
  /** Finds what was promised. */
  readonly targetOf: (episode: WaitingEpisode) => number | undefined;
}

/** Reads waits that somebody else has found. */
export function gatherEpisodes(
  episodes: readonly WaitingEpisode[],
  { now, hours, targetOf }: WaitReading,
): readonly { readonly account: AccountKey; readonly wait: Wait }[] {
  checkList(episodes, "episodes", "episode");
  return episodes.map((episode, index) => {
    const { conversation, openedAt, closedAt, since, waitedMs, isFirst } = episode;
    const at = `of the episode at position ${index}`;
    const account = typeof conversation === "string" ? accountOf(conversation) : undefined;
    if (account === undefined) return refuse(`conversation ${at} is none`, "give episodes as responseTimes does");
    if (!(typeof waitedMs === "number" && waitedMs >= 0 && Number.isFinite(waitedMs)))
      refuse(`waitedMs ${at} is ${String(waitedMs)}`, "give milliseconds from 0");
    if (typeof isFirst !== "boolean") refuse(`isFirst ${at} is neither true nor false`, "give episodes as responseTimes does");
    const start = readTime(since ?? openedAt, `${since === undefined ? "openedAt" : "since"} ${at}`);
    const end = closedAt === undefined ? now : readTime(closedAt, `closedAt ${at}`);
    if (end < start || end > now)
      refuse(`The episode at position ${index} ends before it begins, or after now`, "find it with the same `now`");
    return {
      account,
      wait: {
        elapsedMs: waitedMs,
        workingMs: hours?.between(start, end),
        isAnswered: closedAt !== undefined,
        isFirst,
        targetMs: targetOf(episode),
      },
    };
  });
}

/** Reads how many waits were taken back, by account. */
export function gatherWithdrawn(withdrawn: Readonly<Record<AccountKey, number>>): ReadonlyMap<AccountKey, number> {
  if (!isObject(withdrawn) || Array.isArray(withdrawn))
    refuse("withdrawn is no object", "give a number by account, such as { [account]: 2 }");
  const found = new Map(Object.entries(withdrawn));
  for (const [account, count] of found) {
    if (accountOf(account) !== account) refuse("withdrawn names something that is no account", "give a number by account");
    if (!(Number.isSafeInteger(count) && count >= 0)) refuse(`withdrawn of ${account} is ${String(count)}`, "give a whole number from 0");
  }
  return found;
}
