/**
 * How long a post waits for its first comment.
 * @module
 */
import type { MessageKey, PostKey } from "../../model/keys.js";
import type { Measure } from "../../model/measure.js";
import type { Message } from "../../model/message.js";
import type { Post } from "../../model/post.js";
import { checkList, refuse, type MeasureDetails } from "../measure.js";
import { percentile, percentileMethod, sortNumbers } from "../percentile.js";
import { readTime } from "../read-time.js";
import { oncePerKey } from "./once.js";
import { checkLength, checkOptions, countOf, isSeen, speakers, Tally, valueOf } from "./people.js";
import type { MemberMessage, MemberOptions } from "./people.js";

/** What is read of a post. A shell is enough. */
export type PublishedPost = Pick<Post, "key" | "createdAt">;

/** What is read of a comment. A shell is enough. */
export type PostComment = MemberMessage & Partial<Pick<Message, "post">>;

/** How well the times are known. */
export interface FirstCommentOptions extends MemberOptions {
  /** How often the comments are asked for. Milliseconds. What is earliest among them is known no better, so it is the error of each time. */
  readonly pollIntervalMs?: number;
}

/** The first comment of one post. */
export interface FirstComment {
  /** Below which post. */
  readonly post: PostKey;
  /** The first comment that is not ours. Absent when there is none. */
  readonly comment?: MessageKey;
  /** From the post to the comment. Milliseconds; `null`, `no-data`, without a comment. */
  readonly time: Measure;
}

/** How long posts wait for their first comment. */
export interface TimeToFirstComment {
  /** How many posts have a comment: the observations of median, p90 and mean. */
  readonly n: Measure;
  /** How many have none. They are in no time, so look at both. */
  readonly withoutComment: Measure;
  /** Half of the posts with a comment waited no longer. Milliseconds. */
  readonly median: Measure;
  /** Nine of ten of the posts with a comment waited no longer. Milliseconds. */
  readonly p90: Measure;
  /** The average. Milliseconds; a single late one moves it far. */
  readonly mean: Measure;
  /** Each post, in the order of publishing. */
  readonly posts: readonly FirstComment[];
}

/**
 * Computes how long each post waited for the first comment that is not ours, and median, 90th percentile and average over the posts.
 *
 * A comment of a bot is none, nor is one that people cannot see; one that its author deleted was one. A comment that is told to be older than
 * its post is left out as `before-post`: a wait is never negative. Posts without a comment are counted apart: where many have none, the
 * median of the others flatters. With `pollIntervalMs` every time carries it as `errorBound`.
 *
 * @throws FolkmootError `invalid-request` for what is no post, message, time or option, naming it.
 *
 * @example
 * const { median, withoutComment } = timeToFirstComment(posts, comments, { pollIntervalMs: 5 * 60_000 });
 */
export function timeToFirstComment(
  posts: readonly PublishedPost[],
  comments: readonly PostComment[],
  options: FirstCommentOptions = {},
): TimeToFirstComment {
  checkOptions(options);
  const { pollIntervalMs } = options;
  if (pollIntervalMs !== undefined) checkLength(pollIntervalMs, "pollIntervalMs");
  const published = readPosts(posts);
  const tally = new Tally();
  const firsts = findFirsts(published, comments, options, tally);

  const bound: MeasureDetails = pollIntervalMs === undefined ? {} : { errorBound: pollIntervalMs };
  const inOrder = [...published].toSorted(([a, atA], [b, atB]) => atA - atB || (a < b ? -1 : 1));
  const found = inOrder.map(([post, at]): FirstComment => {
    const first = firsts.get(post);
    const time = valueOf(first === undefined ? undefined : first.at - at, "ms", first === undefined ? 0 : 1, {}, bound);
    return { post, ...(first !== undefined && { comment: first.key }), time };
  });
  const waits = sortNumbers(found.flatMap(({ time }) => time.value ?? []));
  const n = waits.length;
  const details = { ...tally.details(n), ...bound };
  const time = (value: number | undefined, aggregation: string): Measure => valueOf(value, "ms", n, options, { ...details, aggregation });
  const sum = waits.reduce((total, wait) => total + wait, 0);
  return {
    n: countOf(n, options, tally.details(n)),
    withoutComment: countOf(published.size - n, options, tally.details(n)),
    median: time(percentile(waits, 0.5), percentileMethod),
    p90: time(percentile(waits, 0.9), percentileMethod),
    mean: time(n === 0 ? undefined : sum / n, "mean"),
    posts: found,
  };
}

/** Reads when each post was published. Of two states of one post the earlier time counts. */
function readPosts(posts: readonly PublishedPost[]): ReadonlyMap<PostKey, number> {
  checkList(posts, "posts", "post");
  const found = new Map<PostKey, number>();
  for (const { key, createdAt } of posts) {
    if (typeof key !== "string" || key === "") refuse("a post has no `key`", "give posts as they were read");
    const at = readTime(createdAt, `createdAt of ${key}`);
    found.set(key, Math.min(at, found.get(key) ?? at));
  }
  return found;
}

interface First {
  readonly key: MessageKey;
  readonly at: number;
}

function findFirsts(
  published: ReadonlyMap<PostKey, number>,
  comments: readonly PostComment[],
  options: MemberOptions,
  tally: Tally,
): ReadonlyMap<PostKey, First> {
  const speakerOf = speakers(options);
  const firsts = new Map<PostKey, First>();
  for (const message of oncePerKey(comments).list) {
    const { key, post, kind } = message;
    const at = readTime(message.createdAt, `createdAt of ${key}`);
    const postAt = post === undefined || kind === "direct" ? undefined : published.get(post);
    if (post === undefined || postAt === undefined) continue;
    const speaker = speakerOf(message);
    const before = firsts.get(post);
    if (speaker === "own" || speaker === "bot") tally.leaveOut(speaker);
    else if (!isSeen(message)) tally.leaveOut("hidden");
    else if (at < postAt) tally.leaveOut("before-post");
    else if (before === undefined || at < before.at || (at === before.at && key < before.key)) firsts.set(post, { key, at });
  }
  return firsts;
}
