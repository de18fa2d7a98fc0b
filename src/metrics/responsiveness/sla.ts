/**
 * Service levels: until when a reply is due, and how often it came in time.
 * @module
 */
import type { Key } from "../../model/keys.js";
import type { Measure } from "../../model/measure.js";
import type { Timestamp } from "../../model/ref.js";
import { isObject, refuse } from "../measure.js";
import { proportion, type SampleOptions } from "../proportion.js";
import { readTime } from "../read-time.js";
import { excludedDetails, workingBase } from "./durations.js";
import type { WorkingTime } from "./episode-options.js";
import { findEpisodes, type EpisodeOptions, type Episodes, type TimedMessage, type WaitingEpisode } from "./episodes.js";

/** The priority of a conversation or message changed. */
export interface PriorityChange {
  /** Of the message that opened the episode, of the first message of its comment tree, or of the conversation; the nearest that has any counts. */
  readonly key: Key;
  /** The host's own word: `urgent`, `tier-2`. */
  readonly priority: string;
  /** When. */
  readonly at: Timestamp;
}

/** What was promised. One of `targetMs` and `targets`. */
export interface SlaOptions extends EpisodeOptions {
  /** Within how many milliseconds a reply is due: for all, or for each episode. `undefined` for one = nothing was promised. */
  readonly targetMs?: number | ((episode: WaitingEpisode) => number | undefined);
  /** The same by priority. A priority that is not in it promises nothing. Needs `priorities`. */
  readonly targets?: Readonly<Record<string, number>>;
  /** How priorities changed, for `targets`. */
  readonly priorities?: readonly PriorityChange[];
}

/** Where a promise stands. `met` and `breached` are answered, in time or not; `open` has time left, `overdue` has none. */
export type SlaState = "met" | "breached" | "open" | "overdue";

/** What was promised for one episode. */
export interface SlaDue {
  /** The episode. */
  readonly episode: WaitingEpisode;
  /** Within how many milliseconds, in working time where `hours` were given. */
  readonly targetMs: number;
  /** When these have passed. Absent where `hours` never open again. */
  readonly dueAt?: Timestamp;
  /** Where it stands at `now`. */
  readonly state: SlaState;
}

/** What was promised for each episode of a period. */
export interface SlaDues {
  /** In the order in which they are due; those that never are come last. */
  readonly dues: readonly SlaDue[];
  /** How many episodes nothing was promised for. */
  readonly noTarget: number;
}

/** The promises that count, and how many a value takes. */
export interface SlaAttainmentOptions extends SlaOptions, SampleOptions {}

/**
 * Finds until when replies are due, and where each promise stands. With `hours` time passes only while somebody is there: a reply that comes
 * when nobody is there, after the last working hour of the target and before the next, is in time.
 *
 * By priority, the target is that of the priority when the promise was made: the one in force when the episode opened, or the first that was
 * set while it waited. What it was changed to later moves nothing (so `dbt_zendesk` decided as well, decision log, read 2026-11-22).
 *
 * @throws FolkmootError `invalid-request` as `responseTimes` does, and for targets that are no numbers above 0.
 *
 * @example
 * slaDue(messages, { now, targetMs: 4 * 3_600_000, hours }).dues.filter(({ state }) => state === "overdue");
 */
export function slaDue(messages: readonly TimedMessage[], options: SlaOptions): SlaDues {
  const { dues, noTarget } = duesOf(messages, options);
  return { dues, noTarget };
}

/**
 * Computes the share of promises that were kept: met / (met + breached), with its Wilson 95 % interval. Who waits and whose time is over counts
 * as breached; who waits and still has time is left out (`excluded.open`), and so is what nothing was promised for (`excluded["no-target"]`).
 *
 * @throws FolkmootError `invalid-request` as `slaDue` does.
 *
 * @example
 * slaAttainment(messages, { now, from, targets: { urgent: 3_600_000, normal: 28_800_000 }, priorities, hours });
 */
export function slaAttainment(messages: readonly TimedMessage[], options: SlaAttainmentOptions): Measure {
  const { dues, noTarget, found } = duesOf(messages, options);
  const count = { met: 0, breached: 0, open: 0, overdue: 0 };
  for (const { state } of dues) count[state]++;
  const { excluded, withdrawn } = found;
  return proportion(count.met, count.met + count.breached + count.overdue, options, {
    ...excludedDetails(excluded, { withdrawn, open: count.open, "no-target": noTarget }),
    components: { met: count.met, breached: count.breached + count.overdue },
    ...(options.hours !== undefined && { base: workingBase }),
  });
}

function duesOf(messages: readonly TimedMessage[], options: SlaOptions): SlaDues & { readonly found: Episodes } {
  const targetOf = readTargets(messages, options);
  const found = findEpisodes(messages, options);
  const dues: [due: SlaDue, at: number][] = [];
  let noTarget = 0;
  for (const episode of found.episodes) {
    const targetMs = targetOf(episode);
    if (targetMs === undefined) noTarget++;
    else dues.push(dueOf(episode, targetMs, options.hours));
  }
  dues.sort(
    ([a, at], [b, bt]) => compare(at, bt) || compare(a.episode.openedAt, b.episode.openedAt) || compare(a.episode.opened, b.episode.opened),
  );
  return { dues: dues.map(([due]) => due), noTarget, found };
}

const compare = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : Number(a > b));

function dueOf(episode: WaitingEpisode, targetMs: number, hours: WorkingTime | undefined): [due: SlaDue, at: number] {
  const { openedAt, since, closedAt, workingMs, waitedMs } = episode;
  const begins = readTime(since ?? openedAt, "openedAt");
  const dueMs = (hours === undefined ? begins + targetMs : hours.add(begins, targetMs)) ?? Number.POSITIVE_INFINITY;
  const isInTime = (workingMs ?? waitedMs) <= targetMs;
  const state: SlaState = closedAt === undefined ? (isInTime ? "open" : "overdue") : isInTime ? "met" : "breached";
  const isKnown = dueMs <= lastInstant;
  return [{ episode, targetMs, ...(isKnown && { dueAt: new Date(Math.ceil(dueMs)).toISOString() }), state }, dueMs];
}

/** Later than this nothing can be written down. */
const lastInstant = 8.64e15;

/** Reads what was promised: gives what finds the target of an episode. The messages tell under which comment a later one stands. */
export function readTargets(messages: readonly TimedMessage[], options: SlaOptions): (episode: WaitingEpisode) => number | undefined {
  if (!isObject(options)) refuse("`options` is missing", "give at least `now` and `targetMs`");
  const { targetMs, targets, priorities } = options;
  if ((targetMs === undefined) === (targets === undefined))
    refuse("Nothing or two things were promised", "give one of `targetMs` and `targets`");
  if (typeof targetMs === "number") {
    const all = checkTarget(targetMs, "targetMs");
    return () => all;
  }
  if (targetMs !== undefined) {
    if (typeof targetMs !== "function") refuse("targetMs is no number and no function", "give milliseconds, or what finds them");
    return (episode) => {
      const found = targetMs(episode);
      return found === undefined ? undefined : checkTarget(found, "what targetMs found");
    };
  }
  if (!isObject(targets)) return refuse("`targets` holds no targets", "give milliseconds by priority");
  const byPriority = new Map(Object.entries(targets).map(([name, ms]) => [name, checkTarget(ms, `targets.${name}`)]));
  const priorityOf = readPriorities(messages, priorities);
  return (episode) => byPriority.get(priorityOf(episode) ?? "");
}

function checkTarget(ms: number, name: string): number {
  return typeof ms === "number" && ms > 0 && ms < Number.POSITIVE_INFINITY
    ? ms
    : refuse(`${name} is no number above 0`, "give milliseconds, and leave out what promises nothing");
}

/** Finds the priority of an episode when its promise was made. */
function readPriorities(
  messages: readonly TimedMessage[],
  list: readonly PriorityChange[] | undefined,
): (episode: WaitingEpisode) => string | undefined {
  if (!Array.isArray(list)) return refuse("`priorities` is missing or no list", "give how priorities changed, for `targets`");
  const byKey = new Map<Key, { readonly at: number; readonly priority: string }[]>();
  for (const [index, one] of (list as readonly unknown[]).entries()) {
    const { key, priority, at }: Partial<Record<keyof PriorityChange, unknown>> = isObject(one) ? one : {};
    if (typeof key !== "string" || typeof priority !== "string")
      return refuse(`\`priorities\` has no key and priority at position ${index}`, "say what became how urgent");
    const change = { at: readTime(at as Timestamp, `at of \`priorities\` at position ${index}`), priority };
    const others = byKey.get(key);
    if (others === undefined) byKey.set(key, [change]);
    else others.push(change);
  }
  for (const changes of byKey.values()) changes.sort((a, b) => a.at - b.at || compare(a.priority, b.priority));
  const firstOf = treeFinder(messages);
  return ({ opened, conversation, openedAt, waitedMs, since }) => {
    const changes = byKey.get(opened) ?? byKey.get(firstOf(opened)) ?? byKey.get(conversation) ?? [];
    const begins = readTime(openedAt, "openedAt");
    const ends = readTime(since ?? openedAt, "openedAt") + waitedMs;
    const inForce = changes.findLast(({ at }) => at <= begins) ?? changes.find(({ at }) => at <= ends);
    return inForce?.priority;
  };
}

/** Finds the first message of a comment tree. */
function treeFinder(messages: readonly TimedMessage[]): (key: Key) => Key {
  if (!Array.isArray(messages)) return (key) => key;
  const above = new Map<Key, Key>();
  for (const one of messages as readonly (TimedMessage | null)[]) {
    const up = one?.root ?? one?.parent;
    if (one !== null && up !== undefined) above.set(one.key, up);
  }
  return (key) => {
    const seen = new Set<Key>();
    let first = key;
    for (let up = above.get(first); up !== undefined && !seen.has(up); up = above.get(first)) {
      seen.add(up);
      first = up;
    }
    return first;
  };
}
