/**
 * How much we say where nobody called us.
 * @module
 */
import type { MessageKey } from "../../model/keys.js";
import type { Measure } from "../../model/measure.js";
import type { Timestamp } from "../../model/ref.js";
import { isObject, refuse, unknown } from "../measure.js";
import { proportion, readMinN, type SampleOptions } from "../proportion.js";
import { readTime } from "../read-time.js";
import { excludedDetails } from "./durations.js";
import { readPeriod } from "./episode-options.js";
import { codeOf, reasonOf, standings, type StandingOptions, type TimedMessage } from "./standing.js";
import { readTimeline } from "./timeline.js";

/** Which of our messages count. */
export interface ProactiveOptions extends Pick<StandingOptions, "isAutomatic" | "isBot">, SampleOptions {
  /** What was written later is left out. @defaultValue nothing is */
  readonly now?: Timestamp;
  /** What was written before is left out. */
  readonly from?: Timestamp;
  /** What was written at this instant or later is left out. */
  readonly to?: Timestamp;
  /** True refuses a value where what one of our messages answers is not in the list. @defaultValue false */
  readonly strict?: boolean;
}

/**
 * Computes the share of our messages that are proactive: said on others' content that does not address us, by all that we said. With its Wilson
 * 95 % interval. Only messages that people see and that a person wrote count.
 *
 * Content addresses us that is a direct message, a chat, a review, a comment below our own post, a quote or a mention; what we say below our own
 * posts, in direct conversations and on our own is never proactive. Where the message that we answer is not in the list nobody knows: ours is
 * then left out (`excluded["unknown-parent"]`) and the measure not complete. So hand in what we answered as well.
 *
 * @throws FolkmootError `invalid-request` for what is no list, message, time or option, naming the field.
 *
 * @example
 * proactiveShare(messages, { from, to }).value; // 0.12: one message of eight, where nobody had called us
 */
export function proactiveShare(messages: readonly TimedMessage[], options: ProactiveOptions = {}): Measure {
  if (!isObject(options)) refuse("`options` is no object", "give options in one, or leave it out");
  const { isAutomatic, isBot, strict = false } = options;
  for (const [name, rule] of Object.entries({ isAutomatic, isBot }))
    if (rule !== undefined && typeof rule !== "function") refuse(`${name} is no function`, "give one that says true or false");
  const given: unknown = strict;
  if (typeof given !== "boolean") refuse("strict is neither true nor false", "give one of them, or leave it out");
  readMinN(options);
  const { from, to } = readPeriod(options);
  const now = options.now === undefined ? Number.POSITIVE_INFINITY : readTime(options.now, "now");
  const { standing, at } = readTimeline(messages, {
    ...(isAutomatic !== undefined && { isAutomatic }),
    ...(isBot !== undefined && { isBot }),
  });
  const originOf = originFinder(messages, standing);
  const excluded: Record<string, number> = {};
  let ours = 0;
  let proactive = 0;
  for (const [index, message] of messages.entries()) {
    const time = at[index] ?? 0;
    if (message.direction !== "outbound" || !(time >= from && time < to && time <= now) || standing[index] === codeOf.none) continue;
    const reason = standing[index] === codeOf.replies ? undefined : reasonOf[standings[standing[index] ?? 0] ?? "none"];
    const origin = reason === undefined ? originOf(message) : reason;
    if (origin === "ours" || origin === "foreign") {
      ours++;
      if (origin === "foreign") proactive++;
    } else excluded[origin] = (excluded[origin] ?? 0) + 1;
  }
  const isKnown = excluded[unknownParent] === undefined;
  const details = { ...excludedDetails(excluded), complete: isKnown, missing: isKnown ? [] : ["parents"] };
  if (strict && !isKnown) return unknown("unknown-input", "fraction", { ...details, n: ours });
  return proportion(proactive, ours, options, details);
}

const unknownParent = "unknown-parent";

type Origin = "ours" | "foreign" | typeof unknownParent;

/** Finds out whether one of our messages was called for. */
function originFinder(messages: readonly TimedMessage[], standing: Uint8Array): (message: TimedMessage) => Origin {
  const byKey = new Map<MessageKey, TimedMessage>();
  for (const [index, message] of messages.entries()) if (standing[index] !== codeOf.none) byKey.set(message.key, message);
  return (message) => {
    const seen = new Set<MessageKey>();
    for (let one = message; ;) {
      const { kind, parent, root, post, key } = one;
      if (kind !== "other" && kind !== "mention" && kind !== "quote") return "ours";
      const up = parent ?? root;
      // On its own it is ours; below a post without answering anybody it is on somebody's, or its kind would be `comment`.
      if (up === undefined || seen.has(key)) return post === undefined ? "ours" : "foreign";
      seen.add(key);
      const above = byKey.get(up);
      if (above === undefined) return unknownParent;
      if (above.direction === "inbound") return addressesUs(above) ? "ours" : "foreign";
      one = above;
    }
  };
}

const addressesUs = ({ kind, mentionsUs, shell }: TimedMessage): boolean =>
  (kind !== undefined && kind !== "other") || mentionsUs === true || shell?.was.includes("mentions-us") === true;
