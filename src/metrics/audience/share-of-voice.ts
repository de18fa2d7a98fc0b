/**
 * Share of voice: how much of what is said of all brands is said of us.
 * @module
 */
import { checkFunction } from "./check.js";
import { shareOf, type ShareOfVoiceMeasure } from "./voice-share.js";
import { heavier, tally, type Scale, type VoiceCounts, type VoiceOptions, type Voices, type VoiceSource, type Weight } from "./voices.js";
import { allKinds, checkKinds, defaultKinds, readKind, readNumber, total, type EngagementKind } from "../engagement/counts.js";
import { isObject, refuse } from "../measure.js";

/** Who counts, and where the reach of a message stands. */
export interface VoiceReachOptions<S extends VoiceSource = VoiceSource> extends VoiceOptions {
  /**
   * Tells how many people a message reached, nothing where it is unknown. The author's followers are another number, potential reach: use
   * them for all brands or for none. @defaultValue `counts.reach`
   */
  readonly reachOf?: (message: S) => number | undefined;
}

/** Who counts, and what counts as engagement. */
export interface VoiceEngagementOptions extends VoiceOptions {
  /** What counts as engagement. @defaultValue ["likes", "replies", "shares", "saves"] */
  readonly kinds?: readonly EngagementKind[];
}

/** The shares of voice by what is weighed. */
export interface ShareOfVoice {
  /** Each message weighs the same. */
  readonly byMentions: <S extends VoiceSource, T extends VoiceSource = S>(
    voices: Voices<S, T>,
    options?: VoiceOptions,
  ) => ShareOfVoiceMeasure;
  /** A message weighs what it reached. */
  readonly byReach: <S extends VoiceSource, T extends VoiceSource = S>(
    voices: Voices<S, T>,
    options?: VoiceReachOptions<S | T>,
  ) => ShareOfVoiceMeasure;
  /** A message weighs the reactions that it got. */
  readonly byEngagement: <S extends VoiceSource, T extends VoiceSource = S>(
    voices: Voices<S, T>,
    options?: VoiceEngagementOptions,
  ) => ShareOfVoiceMeasure;
}

/**
 * Computes our share of voice: what we got, divided by what we and the others got. Fractions.
 *
 * A message that names two brands counts once for each and is in `overlap`; `outOf: "messages"` divides by the messages instead, and then the
 * shares of all brands may make more than 1. A message whose reach or engagement is unknown is left out, not taken for 0; `coverage` is the
 * share of mentions that are in. Where nothing is known of one side there is no value. What bots wrote and our own messages are left out; posts
 * count whoever published them. By mentions there is a Wilson interval as long as the observations are independent: while no message names
 * two brands, or out of messages. The others are weighed and have none. Definition: own mentions by own and competitors' mentions, as
 * mention.com and Awario give it (read November 2026).
 *
 * @throws FolkmootError `invalid-request` for what is no list, message or matcher, for a negative count, and for an unknown option.
 *
 * @example
 * shareOfVoice.byMentions({ ours: ofUs, others: { acme: ofAcme, bolt: ofBolt } }).value; // 0.2
 * shareOfVoice.byReach({ messages, ours: (one) => /brand x/iu.test(one.text), others: { acme: (one) => /acme/iu.test(one.text) } });
 */
export const shareOfVoice: ShareOfVoice = {
  byMentions: (voices, options) => shareOf(tally(voices, options, mentionScale), options, { counts: true }),
  byReach: (voices, options) => {
    const { reachOf = reachOfCounts } = readOptions(options);
    checkFunction(reachOf, "reachOf");
    const read = (message: Parameters<typeof reachOf>[0]): Weight => {
      const value = readNumber(reachOf(message), "reach");
      return value === undefined ? unknownReach : { value, missing: [] };
    };
    const told = tally(voices, options, { read, merge: heavier, weigh: (weight) => weight, unknownAs: "unknown-reach" });
    return shareOf(told, options, { counts: false, details: { base: "reach", gross: true } });
  },
  byEngagement: (voices, options) => {
    const kinds = checkKinds(readOptions(options).kinds ?? defaultKinds, allKinds);
    const nothing: Weight = { missing: kinds };
    const read = ({ counts }: VoiceSource): Weight => weighEngagement(counts ?? {}, kinds, nothing);
    const told = tally(voices, options, { read, merge: heavier, weigh: (weight) => weight, unknownAs: "unknown-engagement" });
    return shareOf(told, options, { counts: false, details: { base: "engagement" } });
  },
};

const one: Weight = { value: 1, missing: [] };
const mentionScale: Scale<VoiceSource, Weight> = { read: () => one, merge: () => one, weigh: () => one, unknownAs: "unknown" };
const unknownReach: Weight = { missing: ["reach"] };
const reachOfCounts = ({ counts }: VoiceSource): number | undefined => counts?.reach;

/** Adds up the reactions that are known. Where a network tells only reactions by name, their sum stands for the likes. */
function weighEngagement(counts: VoiceCounts, kinds: readonly EngagementKind[], nothing: Weight): Weight {
  if (!isObject(counts)) refuse("counts of a message is nothing that counts", "leave it out, or give an object");
  const known: number[] = [];
  const missing: EngagementKind[] = [];
  for (const kind of kinds) {
    const count = readKind(counts, kind);
    if (count === undefined) missing.push(kind);
    else known.push(count);
  }
  return known.length === 0 ? nothing : { value: total(known), missing };
}

function readOptions<O extends object>(options: O | undefined): Partial<O> {
  if (options !== undefined && !isObject(options)) refuse("`options` is no object", "leave it out, or give an object");
  return options ?? {};
}
