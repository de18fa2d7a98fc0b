import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageShell, postShell } from "../../../src/inbox/shell.js";
import { timeToFirstComment, type FirstCommentOptions, type PostComment, type PublishedPost } from "../../../src/metrics/index.js";
import type { Message } from "../../../src/model/message.js";
import type { Post } from "../../../src/model/post.js";
import { at, botSaid, expectRefusal, hour, minute, said, sharedRefusals, weSaid, type Refused } from "./said.js";

const post = (name: string, ms = 0): Post => ({
  key: `bluesky:1:post:${name}`,
  network: "bluesky",
  accountId: "1",
  id: name,
  isOwn: true,
  text: "Nye støvler",
  entities: [],
  attachments: [],
  counts: {},
  createdAt: at(ms),
  visibility: "public",
});
const under = (name: string): Partial<Message> => ({ post: `bluesky:1:post:${name}` });
const minutes = (measure: { readonly value: number | null }): number | null => (measure.value === null ? null : measure.value / minute);

/** The messages of a list, if it is one, below the first post. */
const placeBelow = (messages: unknown): unknown =>
  Array.isArray(messages)
    ? messages.map((one: unknown) => (typeof one === "object" && one !== null ? { ...one, ...under("a") } : one))
    : messages;

describe("metrics", () => {
  describe("timeToFirstComment", () => {
    const posts = [post("a"), post("b", hour), post("c", 2 * hour), post("d", 3 * hour)];
    const comments = [
      said("anna", 10 * minute, under("a")),
      said("bo", 4 * minute, under("a")),
      said("anna", hour + 20 * minute, under("b")),
      said("cleo", 2 * hour + 30 * minute, under("c")),
    ];

    it("gives median, p90 and mean over the posts, each post, and how many have no comment", () => {
      const first = timeToFirstComment(posts, comments);
      expect([first.median, first.p90, first.mean].map(minutes)).toEqual([20, 28, 18]);
      expect(first.median).toMatchObject({ unit: "ms", n: 3, aggregation: "type-7", complete: true });
      expect(first).toMatchObject({ n: { value: 3 }, withoutComment: { value: 1, unit: "count" } });
      expect(first.posts.map(({ time }) => minutes(time))).toEqual([4, 20, 30, null]);
      expect(first.posts[0]).toMatchObject({ post: posts[0]!.key, comment: comments[1]!.key, time: { n: 1, unit: "ms" } });
      expect(first.posts[3]).toMatchObject({ post: posts[3]!.key, time: { value: null, reason: "no-data", n: 0 } });
      expect(first.posts[3]).not.toHaveProperty("comment");
    });

    it("carries the poll interval as the error of every time", () => {
      const { median, p90, mean, posts: each, n } = timeToFirstComment(posts, comments, { pollIntervalMs: 5 * minute });
      for (const measure of [median, p90, mean, ...each.map(({ time }) => time)]) expect(measure.errorBound).toBe(5 * minute);
      expect(n).not.toHaveProperty("errorBound");
      expect(timeToFirstComment(posts, comments).median).not.toHaveProperty("errorBound");
    });

    it("takes no comment of ours, of bots, hidden or private for the first, and counts them", () => {
      const early = [
        weSaid(minute, under("a")),
        botSaid(minute, under("a")),
        said("spam", minute, { ...under("a"), visibility: "hidden" }),
        said("dan", minute, { ...under("a"), kind: "direct" }),
        said("eve", minute, under("elsewhere")),
        said("eve", minute),
      ];
      const first = timeToFirstComment(posts, [...comments, ...early]);
      expect(minutes(first.posts[0]!.time)).toBe(4);
      expect(first.median.excluded).toEqual({ own: 1, bot: 1, hidden: 1 });
      expect(minutes(timeToFirstComment(posts, comments, { isBot: ({ key }) => key.endsWith("bo") }).posts[0]!.time)).toBe(10);
    });

    it("leaves out a comment that is older than its post", () => {
      const first = timeToFirstComment([post("a")], [said("anna", -1, under("a"))]);
      expect(first).toMatchObject({
        withoutComment: { value: 1 },
        median: { value: null, reason: "no-data", excluded: { "before-post": 1 } },
      });
      expect(minutes(timeToFirstComment([post("a")], [said("anna", 0, under("a"))]).median)).toBe(0);
    });

    it("has no times without posts, or without comments", () => {
      expect(timeToFirstComment([], comments)).toMatchObject({
        n: { value: 0 },
        withoutComment: { value: 0 },
        median: { reason: "no-data" },
      });
      expect(timeToFirstComment(posts, [])).toMatchObject({ withoutComment: { value: 4 }, mean: { value: null, reason: "no-data" } });
      expect(timeToFirstComment(posts, comments, { minN: 4 }).median).toMatchObject({ value: null, reason: "insufficient-sample" });
    });

    it("is the same of shells", () => {
      const gone = at(9 * hour);
      expect(
        timeToFirstComment(
          posts.map((one) => postShell(one, gone)),
          comments.map((one) => messageShell(one, gone)),
        ),
      ).toEqual(timeToFirstComment(posts, comments));
    });

    it("counts a post once, and depends on no order", () => {
      expect(timeToFirstComment([...posts, post("a", minute)].toReversed(), [...comments].toReversed())).toEqual(
        timeToFirstComment(posts, comments),
      );
      expect(timeToFirstComment([...posts, post("a", minute)], comments)).toEqual(timeToFirstComment(posts, comments));
      const twins = [said("anna", minute, under("a")), said("bo", minute, under("a"))];
      expect(timeToFirstComment(posts, twins.toReversed())).toEqual(timeToFirstComment(posts, twins));
    });

    it("gets no longer by one more comment, and never below nothing", () => {
      const hours = fc.array(fc.integer({ min: -5, max: 50 }), { maxLength: 10 });
      fc.assert(
        fc.property(hours, fc.integer({ min: -5, max: 50 }), (list, more) => {
          const some = list.map((hours) => said("anna", hours * hour, under("a")));
          const before = timeToFirstComment([post("a")], some).median.value ?? Number.POSITIVE_INFINITY;
          const after = timeToFirstComment([post("a")], [...some, said("bo", more * hour, under("a"))]).median.value;
          expect(after ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(before);
          expect(after ?? 0).toBeGreaterThanOrEqual(0);
        }),
      );
    });

    it.each<Refused>([
      ...sharedRefusals({}).map(([what, messages, options, field]): Refused => [what, placeBelow(messages), options, field]),
      ["an interval of nothing", [], { pollIntervalMs: 0 }, "`pollIntervalMs`"],
      ["an interval that is a word", [], { pollIntervalMs: "5m" }, "`pollIntervalMs`"],
    ])("refuses %s", (_, messages, options, field) => {
      expectRefusal(() => timeToFirstComment([post("a")], messages as readonly PostComment[], options as FirstCommentOptions), field);
    });

    it.each<readonly [string, unknown, string]>([
      ["posts that are no list", null, "`posts`"],
      ["a post that is nothing", [null], "position 0"],
      ["a post without a key", [{ createdAt: at(0) }], "`key`"],
      ["a post without a time", [{ key: "x:1:post:1" }], "createdAt of x:1:post:1"],
    ])("refuses %s", (_, list, field) => {
      expectRefusal(() => timeToFirstComment(list as readonly PublishedPost[], []), field);
    });
  });
});
