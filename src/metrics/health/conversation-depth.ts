/**
 * How deep conversations go.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { Message } from "../../model/message.js";
import { percentile, percentileMethod, sortNumbers } from "../percentile.js";
import { byKey, oncePerKey } from "./once.js";
import { checkOptions, checkWhole, countOf, shareOf, Tally, valueOf, type MemberOptions } from "./people.js";
import { plantTrees } from "./trees.js";

/** What the depth of a conversation reads of a message. A shell is enough. */
export type ThreadedMessage = Pick<Message, "key" | "direction"> &
  Partial<Pick<Message, "kind" | "parent" | "root" | "visibility" | "shell">>;

const isOffstage = ({ visibility, shell }: ThreadedMessage): boolean =>
  [visibility, ...(shell?.was ?? [])].some((word) => word === "internal" || word === "held");

/** What is deep, and how many trees a value takes. */
export interface ConversationDepthOptions extends Pick<MemberOptions, "minN" | "strict"> {
  /** The depth that `deeper` asks about. @defaultValue 2 */
  readonly deeperThan?: number;
}

/** How deep the trees of replies are. Depths are counts of replies below the first message; a message that nobody answers has 0. */
export interface ConversationDepth {
  /** How many trees there are. */
  readonly trees: Measure;
  /** The average depth. */
  readonly mean: Measure;
  /** Half of the trees are no deeper. */
  readonly median: Measure;
  /** The deepest. */
  readonly max: Measure;
  /** The share of trees deeper than `deeperThan`. */
  readonly deeper: Measure;
}

/**
 * Computes how deep the trees of replies are: the longest chain of answers below each first message. Messages of everybody count, ours and
 * those of bots too, for who answers them has answered a conversation.
 *
 * Direct conversations have no tree and are left out, as are internal notes and what is held. A tree of which a parent was not given or not
 * told counts with the depth that is certain, which may be less than it has; `coverage` is the share of trees that are whole. Messages that
 * answer each other in a ring are left out as `ring`.
 *
 * In chats most answers name nobody: each such message is a tree of its own, with depth 0.
 *
 * @throws FolkmootError `invalid-request` for what is no message or option, naming it.
 *
 * @example
 * const { median, deeper } = conversationDepth(comments, { deeperThan: 3 });
 */
export function conversationDepth(messages: readonly ThreadedMessage[], options: ConversationDepthOptions = {}): ConversationDepth {
  checkOptions(options);
  const { deeperThan = 2 } = options;
  checkWhole(deeperThan, "deeperThan", 0);
  const tally = new Tally();
  const given = oncePerKey(messages);
  const list = given.list.filter((message) => {
    const reason = message.kind === "direct" ? "direct" : isOffstage(message) ? "hidden" : undefined;
    if (reason !== undefined) tally.leaveOut(reason);
    return reason === undefined;
  });

  const { tops, depths, torn } = plantTrees(list.length === given.list.length ? given : byKey(list));
  // By the index of the first message; -1 where a message is no first one.
  const deepest = new Int32Array(tops.length).fill(-1);
  const tornTrees = new Set<number>();
  for (let index = 0; index < list.length; index++) {
    const top = tops[index] ?? -1;
    if (top < 0) tally.leaveOut("ring");
    else {
      deepest[top] = Math.max(deepest[top] ?? 0, depths[index] ?? 0);
      if (torn[index] === 1) tornTrees.add(top);
    }
  }
  tally.miss("parent", tornTrees.size);

  const sorted = sortNumbers([...deepest].filter((depth) => depth >= 0));
  const n = sorted.length;
  const details = tally.details(n - tornTrees.size);
  const sum = sorted.reduce((total, depth) => total + depth, 0);
  const depth = (value: number | undefined, aggregation: string): Measure =>
    valueOf(value, "count", n, options, { ...details, aggregation });
  return {
    trees: countOf(n, options, details),
    mean: depth(n === 0 ? undefined : sum / n, "mean"),
    median: depth(percentile(sorted, 0.5), percentileMethod),
    max: depth(sorted.at(-1), "max"),
    deeper: shareOf(sorted.filter((one) => one > deeperThan).length, n, options, details),
  };
}
