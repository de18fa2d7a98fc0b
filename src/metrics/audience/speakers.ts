/**
 * Who counts among those who speak: members, not our own people and not bots.
 * @module
 */
import type { Author } from "../../model/author.js";
import type { Visibility } from "../../model/content.js";
import type { Key } from "../../model/keys.js";
import type { Direction, Shell } from "../../model/message.js";
import { checkFlag, checkFunction, saysSo } from "./check.js";
import { checkList, isObject, refuse } from "../measure.js";

/** Who said something. Messages and posts are such. */
export interface Spoken {
  /** What was said; the same twice counts once. */
  readonly key: Key;
  /** Who said it. */
  readonly author?: Author;
  /** Of a message: `outbound` is ours. */
  readonly direction?: Direction;
  /** Of a post: true when it is ours. */
  readonly isOwn?: boolean;
  /** Who can see it; notes of the team (`internal`) never count. */
  readonly visibility?: Visibility;
  /** Of a shell: what it was. What a bot or we wrote, and notes of the team, stay what they were. */
  readonly shell?: Shell;
}

/** Who counts. */
export interface SpeakerOptions {
  /** Tells bots that the network does not mark. */
  readonly isBot?: (author: Author) => boolean;
  /** True counts what bots said. @defaultValue false; true in mentionSeries, which tells raw volume */
  readonly includeBots?: boolean;
  /** True counts what we said ourselves. @defaultValue false */
  readonly includeOwn?: boolean;
}

/** What was said, each thing once, and how many were left out, by reason. */
export interface Gathered<R> {
  /** What was read of each, by key. */
  readonly readings: ReadonlyMap<Key, R>;
  /** `own`, `bot`, `internal`; only reasons that occurred. */
  readonly excluded: Readonly<Record<string, number>>;
}

/** Reads who counts from the options. */
export function readSpeakers(options: SpeakerOptions | undefined, defaults: SpeakerOptions = {}): SpeakerOptions {
  if (options !== undefined && (!isObject(options) || Array.isArray(options)))
    refuse("`options` is no object", "leave it out, or give an object");
  const all = { ...defaults, ...options };
  checkFunction(all.isBot, "isBot");
  checkFlag(all.includeBots, "includeBots");
  checkFlag(all.includeOwn, "includeOwn");
  return all;
}

/** Says why something does not count; nothing when it counts. */
export function whyNot(spoken: Spoken, { isBot, includeBots, includeOwn }: SpeakerOptions): "internal" | "own" | "bot" | undefined {
  const { author, direction, isOwn, visibility, shell } = spoken;
  checkAuthor(author);
  const was = shell?.was ?? nothing;
  if (visibility === "internal" || was.includes("internal")) return "internal";
  if (includeOwn !== true && (direction === "outbound" || isOwn === true || author?.isOwn === true || was.includes("own"))) return "own";
  if (includeBots === true) return undefined;
  if (author?.isBot === true || was.includes("bot")) return "bot";
  return author !== undefined && isBot !== undefined && saysSo(isBot(author), "isBot") ? "bot" : undefined;
}

const nothing: Shell["was"] = [];

/** Refuses an author that is none. Who is unknown is absent. */
function checkAuthor(author: unknown): void {
  if (author !== undefined && !isObject(author)) refuse("The author of something is none", "leave out who is unknown");
}

/** Refuses what has no key: without it nobody can tell copies apart. */
export function checkKey({ key }: Spoken, name: string): void {
  if (typeof key !== "string" || key === "")
    refuse(`\`${name}\` holds something without a key`, "give messages or posts as they were read");
}

/** Reads each thing that counts once. Copies of one thing are merged; what one copy shows to be ours or a bot's is so in all. */
export function gather<S extends Spoken, R>(
  messages: readonly S[],
  options: SpeakerOptions,
  read: (message: S) => R,
  merge: (one: R, other: R) => R,
): Gathered<R> {
  checkList(messages, "messages", "message");
  const readings = new Map<Key, R>();
  const left = new Map<Key, string>();
  for (const message of messages) {
    checkKey(message, "messages");
    const { key } = message;
    const why = whyNot(message, options);
    if (why !== undefined) {
      leaveOut(left, key, why);
      continue;
    }
    const reading = read(message);
    const before = readings.get(key);
    readings.set(key, before === undefined ? reading : merge(before, reading));
  }
  return { readings, excluded: settle(readings, left) };
}

/** Notes why something does not count. */
export function leaveOut(left: Map<Key, string>, key: Key, why: string): void {
  left.set(key, graver(left.get(key), why));
}

/** Of two reasons the same one whatever came first. */
export function graver<W extends string | undefined>(one: string | undefined, other: W): string | W {
  return one === undefined || (other !== undefined && other > one) ? other : one;
}

/** Takes out what does not count after all, and counts the reasons. */
export function settle(readings: Map<Key, unknown>, left: ReadonlyMap<Key, string>): Readonly<Record<string, number>> {
  const excluded: Record<string, number> = {};
  for (const [key, why] of left) {
    readings.delete(key);
    excluded[why] = (excluded[why] ?? 0) + 1;
  }
  return excluded;
}
