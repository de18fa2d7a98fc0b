/**
 * What rates of posts can be asked for.
 * @module
 */
import { isObject, refuse } from "../measure.js";
import { readMinN, type SampleOptions } from "../proportion.js";
import type { EngagementKind } from "./counts.js";
import type { OwnMessage } from "./own-replies.js";
import type { ObservedValue } from "../observed.js";

/** How the rates of several posts become one. */
export type RateAggregation = "ratioOfSums" | "meanOfRates" | "median";

/** What becomes of posts that are paid for. */
export type AdChoice = "include" | "exclude" | "only";

/** What every rate of posts can be asked for. */
export interface PostOptions extends SampleOptions {
  /** True refuses a lower bound: no value as soon as one count is unknown. @defaultValue false */
  readonly strict?: boolean;
  /**
   * What becomes of posts that are paid for (`isAd`): paid and organic are not the same audience. Those left out are in `excluded`, as `ad`
   * or `organic`. @defaultValue "exclude"; where money is divided, "include"
   */
  readonly ads?: AdChoice;
}

/** How several posts become one. */
export interface RateOptions extends PostOptions {
  /**
   * How several posts become one. `ratioOfSums`: all that was counted by all of the base, so large posts weigh more. `meanOfRates` and
   * `median`: each post weighs the same. @defaultValue "ratioOfSums"
   */
  readonly aggregation?: RateAggregation;
}

/** What becomes of our own replies, which networks count among the replies of a post. */
export interface OwnReplyOptions {
  /**
   * Our replies, or all messages: the outbound comments below each post are taken off its `replies`, and counted in `excluded` as `own`.
   * Where a network counts fewer replies than we know of, the replies of that post are unknown. Without this list our replies count, and
   * the measure says `includesOwn`.
   */
  readonly excludeOwn?: readonly OwnMessage[];
  /**
   * Whether `replies` holds answers to the post alone (`direct`) or to its comments as well (`all`).
   * @defaultValue `all` on Facebook, Instagram, YouTube, Discord and Reddit, `direct` on Bluesky and Mastodon; elsewhere nobody says, and
   * where it matters the measure is a lower bound
   */
  readonly replyCounts?: "direct" | "all";
}

/** Where followers come from. */
export interface FollowerOptions {
  /**
   * Followers, for posts that do not tell those of their day. A number, such as today's, makes the measure `approximated`. Observations of
   * the accounts (`inbox.series(account, "followers")`) give the last one at or before the post; where there is none of the 7 days before,
   * the nearest stands in, and the measure is `approximated`. Each post takes those of its own account, which its key tells.
   */
  readonly followers?: number | readonly ObservedValue[];
}

/** What counts as engagement. */
export interface EngagementKindOptions extends OwnReplyOptions {
  /** What counts as engagement. @defaultValue ["likes", "replies", "shares", "saves"] */
  readonly kinds?: readonly EngagementKind[];
  /**
   * `network` takes the network's own total of interactions (`engagements`) instead of adding kinds up. What is in it differs between
   * networks, and our own replies cannot be taken out. @defaultValue "kinds"
   */
  readonly countedBy?: "kinds" | "network";
}

/** What an engagement rate counts. */
export interface EngagementOptions extends RateOptions, EngagementKindOptions {}

/** What an engagement rate by followers counts. */
export interface FollowerEngagementOptions extends EngagementOptions, FollowerOptions {}

/** All options of this room, as far as they were given. */
export type AnyOptions = FollowerEngagementOptions;

const aggregations: readonly RateAggregation[] = ["ratioOfSums", "meanOfRates", "median"];

/** Refuses options of a wrong type and words that mean nothing. Callers without types would get a silent wrong number. */
export function checkOptions(options: AnyOptions): void {
  if (!isObject(options) || Array.isArray(options)) refuse("`options` is no object", "give options by name, or leave them out");
  const { aggregation, strict, ads, countedBy, kinds, replyCounts, excludeOwn } = options;
  checkWord("aggregation", aggregation, aggregations);
  checkWord("ads", ads, ["include", "exclude", "only"]);
  checkWord("countedBy", countedBy, ["kinds", "network"]);
  checkWord("replyCounts", replyCounts, ["direct", "all"]);
  if (strict !== undefined && typeof strict !== "boolean") refuse("strict is neither true nor false", "give one of them");
  if (countedBy === "network" && kinds !== undefined) refuse("kinds says nothing of a network's own total", "leave out kinds or countedBy");
  if (countedBy === "network" && excludeOwn !== undefined)
    refuse("excludeOwn takes nothing off a network's own total", "leave out excludeOwn or countedBy");
  readMinN(options);
}

/** Refuses a word that is none of the known. */
export function checkWord(name: string, word: string | undefined, known: readonly string[]): void {
  if (word !== undefined && !known.includes(word)) refuse(`${name} is none that we know`, `use ${known.join(" or ")}`);
}
