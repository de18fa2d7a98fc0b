/**
 * How long it takes until we like what members write.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { counted, isObject, refuse } from "../measure.js";
import { readMinN, type SampleOptions } from "../proportion.js";
import { durationsOf, excludedDetails, workingBase, type Durations } from "./durations.js";
import { readEpisodeOptions, readMoments, type Acknowledgement, type EpisodeOptions, type Moment } from "./episode-options.js";
import { chooseWaits, countExcluded, keysOf, type TimedMessage } from "./episodes.js";
import { readTimeline, type Timeline } from "./timeline.js";
import { namesConversation, walk, type Waits } from "./waits.js";

/** Which episodes count, and when we liked what. */
export interface AcknowledgementTimesOptions extends EpisodeOptions, SampleOptions {
  /** Our likes. `acknowledgements` reads them from the audit trail. */
  readonly acknowledgements: readonly Acknowledgement[];
}

/** How long it took until we liked what members wrote. */
export interface AcknowledgementTimes extends Durations {
  /** How many episodes have no like of ours. They are in no time. */
  readonly unacknowledged: Measure;
}

/**
 * Computes how long it took until we liked what a member wrote, apart from how long a reply took: a like says that somebody has seen it. For
 * each waiting episode, from its opening to our first like of one of its messages, also where that came after our reply.
 *
 * `excluded` counts as `unmatched` the likes of what is not in the list or asked for nothing, and of what was liked before it was written.
 *
 * @throws FolkmootError `invalid-request` as `responseTimes` does, and where `acknowledgements` is missing or no list.
 *
 * @example
 * acknowledgementTimes(messages, { now, acknowledgements: acknowledgements(entries) }).median;
 */
export function acknowledgementTimes(messages: readonly TimedMessage[], options: AcknowledgementTimesOptions): AcknowledgementTimes {
  const rules = readEpisodeOptions(options);
  const given: unknown = isObject(options) ? options.acknowledgements : undefined;
  if (given === undefined) refuse("`acknowledgements` is missing", "give our likes, when we liked what");
  const likes = readMoments(given, "acknowledgements", "target");
  readMinN(options);
  const timeline = readTimeline(messages, rules, [...keysOf(rules), ...likes.map(({ key }) => key)]);
  const waits = walk(timeline, rules, true);
  const { places, withdrawn } = chooseWaits(timeline, waits, rules, "all");
  const { first, unmatched } = firstLikes(timeline, waits, likes, rules.now);
  const times: number[] = [];
  for (const wait of places) {
    const at = first.get(wait);
    const opened = timeline.at[waits.head[wait] ?? 0] ?? 0;
    if (at !== undefined) times.push(rules.hours === undefined ? at - opened : rules.hours.between(opened, at));
  }
  const details = {
    ...excludedDetails(countExcluded(timeline, rules), { withdrawn, unmatched }),
    ...(rules.hours !== undefined && { base: workingBase }),
  };
  return { ...durationsOf(times, details, options), unacknowledged: counted(places.length - times.length) };
}

/** The first like of each wait. A like that names a conversation is one of what waited there last. */
function firstLikes(
  { at, thread, indexOf, threadOf }: Timeline,
  { waitOf, head, count }: Waits,
  likes: readonly Moment[],
  now: number,
): { readonly first: ReadonlyMap<number, number>; readonly unmatched: number } {
  const byThread = new Map<number, number[]>();
  for (let wait = 0; wait < count; wait++) {
    const place = thread[head[wait] ?? 0] ?? 0;
    const list = byThread.get(place);
    if (list === undefined) byThread.set(place, [wait]);
    else list.push(wait);
  }
  const openedAt = (wait: number): number => at[head[wait] ?? 0] ?? 0;
  const waitIn = (key: string, time: number): number | undefined => {
    const place = threadOf(key);
    return place === undefined ? undefined : byThread.get(place)?.findLast((wait) => openedAt(wait) <= time);
  };
  const waitFor = (key: string, time: number): number | undefined => {
    const index = indexOf(key);
    if (index === undefined) return namesConversation(key) ? waitIn(key, time) : undefined;
    const wait = waitOf?.[index] ?? -1;
    return wait < 0 || (at[index] ?? 0) > time ? undefined : wait;
  };
  const first = new Map<number, number>();
  let unmatched = 0;
  for (const { key, at: time } of likes) {
    if (time > now) continue;
    const wait = waitFor(key, time);
    if (wait === undefined) unmatched++;
    else first.set(wait, Math.min(time, first.get(wait) ?? time));
  }
  return { first, unmatched };
}
