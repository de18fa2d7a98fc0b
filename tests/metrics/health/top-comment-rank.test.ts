import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageShell } from "../../../src/inbox/shell.js";
import { topCommentRank, type LikedComment, type TopCommentOptions } from "../../../src/metrics/index.js";
import type { Message } from "../../../src/model/message.js";
import { at, expectRefusal, expectSameInAnyOrder, said, weSaid } from "./said.js";

const liked = (likes: number | undefined, fields: Partial<Message> = {}): Message =>
  said("anna", 0, { counts: likes === undefined ? {} : { likes }, ...fields });
const ours = (likes?: number, fields: Partial<Message> = {}): Message =>
  weSaid(0, { counts: likes === undefined ? {} : { likes }, ...fields });
const all = (...likes: readonly (number | undefined)[]): readonly Message[] => likes.map((one) => liked(one));

describe("metrics", () => {
  describe("topCommentRank", () => {
    it("gives the place of our comment by likes", () => {
      expect(topCommentRank(ours(20_000), all(5, 300, 19_999))).toEqual({
        value: 1,
        unit: "count",
        n: 4,
        complete: true,
        missing: [],
        coverage: 1,
      });
      expect(topCommentRank(ours(4), all(5, 300, 3)).value).toBe(3);
      expect(topCommentRank(ours(0), []).value).toBe(1);
    });

    it("shares a rank with comments that have as many likes", () => {
      expect(topCommentRank(ours(5), all(5, 5, 9)).value).toBe(2);
      expect(topCommentRank(ours(3), all(5, 5, 9)).value).toBe(4);
    });

    it("compares our comment with itself never, however it was read before", () => {
      const comment = ours(5);
      expect(topCommentRank(comment, [...all(1), { ...comment, counts: { likes: 50 } }])).toMatchObject({ value: 1, n: 2 });
    });

    it("says of how many the likes are unknown: so many may stand above", () => {
      expect(topCommentRank(ours(5), all(9, undefined, undefined, 1))).toMatchObject({
        value: 2,
        n: 3,
        complete: false,
        missing: ["likes"],
        coverage: 0.6,
        excluded: { "unknown-likes": 2 },
      });
      expect(topCommentRank(ours(5), all(undefined), { strict: true })).toMatchObject({ value: null, reason: "unknown-input" });
    });

    it("has no rank where our own likes are unknown", () => {
      expect(topCommentRank(ours(), all(9))).toMatchObject({
        value: null,
        reason: "unknown-input",
        missing: ["comment.likes"],
        complete: false,
      });
    });

    it("leaves out what is gone, what people cannot see, and other posts", () => {
      const here = { post: "x:1:post:1" };
      const others = [
        liked(9, { post: "x:1:post:2" }),
        liked(9, { ...here, visibility: "held" }),
        messageShell(liked(9, here), at(5)),
        liked(9, { ...here, deletedAt: at(5) }),
      ];
      expect(topCommentRank(ours(5, here), [...others, liked(9)])).toMatchObject({
        value: 2,
        n: 2,
        complete: true,
        excluded: { "other-post": 1, hidden: 1, deleted: 2 },
      });
      expect(topCommentRank(ours(5), [liked(9, here)]).value).toBe(2);
    });

    it("takes reactions by name for likes, and a least sample", () => {
      expect(topCommentRank(ours(5), [liked(undefined, { counts: { reactions: { like: 4, love: 2 } } })]).value).toBe(2);
      expect(topCommentRank(ours(5), all(1), { minN: 3 })).toMatchObject({ value: null, reason: "insufficient-sample", n: 2 });
    });

    it("depends on no order, and counts a comment once", () => {
      const lists = fc.array(fc.option(fc.nat(5), { nil: undefined })).map((likes) => all(...likes));
      const comment = ours(3);
      expectSameInAnyOrder(lists, (list) => topCommentRank(comment, list));
      expectSameInAnyOrder(lists, (list) => topCommentRank(comment, [...list, ...list]).n === topCommentRank(comment, list).n);
      const list = all(9, 8);
      expect(topCommentRank(comment, [...list, ...list])).toEqual(topCommentRank(comment, list));
    });

    it("gets no lower by a like more, and lies between 1 and n", () => {
      fc.assert(
        fc.property(fc.array(fc.nat(9)), fc.nat(9), (likes, own) => {
          const rank = topCommentRank(ours(own), all(...likes));
          expect(rank.value).toBeGreaterThanOrEqual(1);
          expect(rank.value).toBeLessThanOrEqual(likes.length + 1);
          expect(topCommentRank(ours(own + 1), all(...likes)).value).toBeLessThanOrEqual(rank.value!);
        }),
      );
    });

    it.each<readonly [string, unknown, unknown, unknown, string]>([
      ["a comment that is nothing", null, [], {}, "`comment`"],
      ["a comment whose counts are nothing", { ...ours(1), counts: null }, [], {}, "`counts` of comment"],
      ["comments that are no list", ours(1), {}, {}, "is no list"],
      ["fewer likes than none", ours(1), all(-1), {}, "likes of"],
      ["likes that are NaN", ours(Number.NaN), [], {}, "likes of comment"],
      ["a flag that is a word", ours(1), [], { strict: "yes" }, "`strict`"],
    ])("refuses %s", (_, comment, comments, options, field) => {
      expectRefusal(
        () => topCommentRank(comment as LikedComment, comments as readonly LikedComment[], options as TopCommentOptions),
        field,
      );
    });
  });
});
