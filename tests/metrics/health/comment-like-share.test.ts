import { describe, expect, it } from "vitest";
import { commentLikeShare, type LikedContent } from "../../../src/metrics/index.js";
import { expectRefusal, said, weSaid } from "./said.js";

describe("metrics", () => {
  describe("commentLikeShare", () => {
    // A comment of a brand had 20,000 likes, about 30 % of those of the video.
    it("gives 0.30 for 20,000 likes below 66,667", () => {
      const share = commentLikeShare({ likes: 20_000 }, { likes: 66_667 });
      expect(share).toEqual({
        value: 20_000 / 66_667,
        unit: "fraction",
        numerator: 20_000,
        denominator: 66_667,
        n: 1,
        base: "likes",
        complete: true,
        missing: [],
      });
      expect(share.value?.toFixed(2)).toBe("0.30");
    });

    it("reads messages and posts as they are, and reactions by name where no likes are told", () => {
      const post = { counts: { reactions: { like: 30, love: 10 } } };
      expect(commentLikeShare(weSaid(0, { counts: { likes: 10 } }), post)).toMatchObject({ value: 0.25, denominator: 40 });
      expect(commentLikeShare({ likes: 4, reactions: { like: 3 } }, { likes: 8 }).value).toBe(0.5);
    });

    it("may pass 1, is not clamped, and has no interval", () => {
      expect(commentLikeShare({ likes: 12 }, { likes: 8 }).value).toBe(1.5);
      expect(commentLikeShare({ likes: 4 }, { likes: 8 })).not.toHaveProperty("interval");
    });

    it("is unknown where the likes of either are, and never zero", () => {
      expect(commentLikeShare({ likes: 5 }, {})).toMatchObject({
        value: null,
        reason: "unknown-input",
        missing: ["post.likes"],
        numerator: 5,
      });
      expect(commentLikeShare({ likes: 5 }, undefined)).toMatchObject({ value: null, missing: ["post.likes"], complete: false });
      expect(commentLikeShare(said("anna", 0), { counts: {} })).toMatchObject({ missing: ["comment.likes", "post.likes"], n: 0 });
      expect(commentLikeShare({}, { likes: 0 })).toMatchObject({
        value: null,
        reason: "unknown-input",
        missing: ["comment.likes"],
        denominator: 0,
      });
      expect(commentLikeShare({ likes: 0 }, { likes: 9 }).value).toBe(0);
    });

    it("has no value below a post that nobody likes", () => {
      expect(commentLikeShare({ likes: 5 }, { likes: 0 })).toMatchObject({ value: null, reason: "zero-denominator", denominator: 0 });
    });

    it.each<readonly [string, unknown, unknown, string]>([
      ["fewer likes than none", { likes: -1 }, { likes: 1 }, "likes of comment"],
      ["likes that are NaN", { likes: 1 }, { likes: Number.NaN }, "likes of post"],
      ["likes without end", { likes: 1 }, { likes: Infinity }, "likes of post"],
      ["likes that are a word", { likes: "20k" }, { likes: 1 }, "likes of comment"],
      ["reactions below none", { likes: 1 }, { reactions: { love: -2 } }, "reactions of post"],
      ["reactions that are a number", { likes: 1 }, { reactions: 5 }, "`reactions` of post"],
      ["reactions that no number holds", { reactions: { love: 1e308, wow: 1e308 } }, { likes: 1 }, "reactions of comment"],
      ["likes that are a part too small", { likes: 1 }, { likes: 5e-324 }, "too large for a number"],
      ["counts that are nothing", { counts: null }, { likes: 1 }, "`counts` of comment"],
      ["a comment that is nothing", null, { likes: 1 }, "`comment`"],
      ["a post that is a number", { likes: 1 }, 66_667, "`post`"],
    ])("refuses %s", (_, comment, post, field) => {
      expectRefusal(() => commentLikeShare(comment as LikedContent, post as LikedContent), field);
    });
  });
});
