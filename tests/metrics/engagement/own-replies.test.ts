import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commentToLikeRatio, conversation, engagementRate, type EngagementOptions } from "../../../src/metrics/index.js";
import { inbound } from "../../reply/message.js";
import { messageShell, ours, post } from "./content.js";
import { expectRefused } from "./refused.js";

const counts = { likes: 10, replies: 6, shares: 0, saves: 0, reach: 100 };
const boots = post("boots", { counts });
const rate = (excludeOwn: EngagementOptions["excludeOwn"], below = boots, options: EngagementOptions = {}): unknown =>
  engagementRate.byReach(below, { ...options, ...(excludeOwn && { excludeOwn }) });

describe("metrics", () => {
  describe("own replies", () => {
    it("are in the replies that networks count, and the measure says so", () => {
      expect(rate(undefined)).toMatchObject({ value: 0.16, includesOwn: true, complete: true });
      expect(rate(undefined, post("quiet", { counts: { ...counts, replies: 0 } }))).not.toHaveProperty("includesOwn");
      expect(engagementRate.byReach(boots, { kinds: ["likes", "shares"] })).not.toHaveProperty("includesOwn");
    });

    it("are taken off where we know them, and counted as left out", () => {
      const measure = rate([ours("a", boots), ours("b", boots)]);
      expect(measure).toMatchObject({ value: 0.14, components: { replies: 4 }, excluded: { own: 2 }, complete: true });
      expect(measure).not.toHaveProperty("includesOwn");
      expect(rate([])).not.toHaveProperty("includesOwn");
      expect(rate([])).toMatchObject({ value: 0.16 });
    });

    it("count once each, below the post that they stand under, and inbound messages not at all", () => {
      const one = ours("a", boots);
      const shoes = post("shoes", { counts });
      const all = [one, one, ours("b", shoes), inbound({ key: "instagram:1:message:c", post: boots.key })];
      expect(rate(all)).toMatchObject({ excluded: { own: 1 } });
      expect(engagementRate.byReach([boots, shoes], { excludeOwn: all })).toMatchObject({ value: 0.15, excluded: { own: 2 } });
    });

    it("stay in a post that says not which it is", () => {
      expect(engagementRate.byReach(counts, { excludeOwn: [ours("a", boots)] })).toMatchObject({ value: 0.16, includesOwn: true });
    });

    it.each([
      ["private replies", { kind: "direct" }],
      ["notes of the team", { visibility: "internal" }],
      ["what waits for approval", { visibility: "held" }],
      ["what moderators took away", { visibility: "removed" }],
      ["what was said in private", { visibility: "private" }],
      ["quotes, which are no replies", { kind: "quote" }],
    ] as const)("are no %s", (_, fields) => {
      expect(rate([ours("a", boots, fields)])).toMatchObject({ value: 0.16 });
    });

    it("leave the replies unknown where the network counts fewer than we know of: nothing is clamped to 0", () => {
      const quiet = post("quiet", { counts: { ...counts, replies: 1 } });
      const measure = rate([ours("a", quiet), ours("b", quiet)], quiet);
      expect(measure).toMatchObject({ value: 0.1, complete: false, missing: ["replies"], components: { likes: 10 } });
      expect(measure).not.toHaveProperty("components.replies");
      expect(rate([ours("a", quiet), ours("b", quiet)], quiet, { strict: true })).toMatchObject({ value: null, reason: "unknown-input" });
      const silent = post("silent", { counts: { ...counts, replies: 0 } });
      expect(rate([ours("a", silent)], silent)).toMatchObject({ complete: false, missing: ["replies"] });
    });

    describe("to comments", () => {
      const below = (account: string): ReturnType<typeof post> => post("boots", { counts }, account);
      const nested = (account: string): ReturnType<typeof ours> =>
        ours("a", below(account), { parent: `${account}:message:theirs`, root: `${account}:message:theirs` });

      it.each(["facebook:1", "instagram:1", "youtube:1", "discord:1", "reddit:1"])("are in the count of %s", (account) => {
        expect(rate([nested(account)], below(account))).toMatchObject({ value: 0.15, complete: true });
      });

      it.each(["bluesky:1", "mastodon:1"])("are not in the count of %s, which holds answers to the post alone", (account) => {
        expect(rate([nested(account)], below(account))).toMatchObject({ value: 0.16, complete: true });
        expect(rate([ours("a", below(account))], below(account))).toMatchObject({ value: 0.15, complete: true });
      });

      it.each(["x:1", "threads:1", "linkedin:1", "tiktok:1", "elsewhere:1"])("make a lower bound on %s, where nobody says", (account) => {
        expect(rate([nested(account)], below(account))).toMatchObject({ value: 0.15, complete: false, missing: ["replies"] });
        expect(rate([ours("a", below(account))], below(account))).toMatchObject({ value: 0.15, complete: true });
      });

      it("count as the host says", () => {
        expect(rate([nested("x:1")], below("x:1"), { replyCounts: "all" })).toMatchObject({ value: 0.15, complete: true });
        expect(rate([nested("x:1")], below("x:1"), { replyCounts: "direct" })).toMatchObject({ value: 0.16, complete: true });
        expect(rate([nested("bluesky:1")], below("bluesky:1"), { replyCounts: "all" })).toMatchObject({ value: 0.15 });
      });

      it("are taken off the comment that they answer, and off the first of its tree", () => {
        const comment = inbound({ key: "instagram:1:message:theirs", counts: { replies: 3, likes: 1 } });
        const answer = ours("a", boots, { parent: comment.key, root: comment.key });
        expect(commentToLikeRatio(comment, { excludeOwn: [answer] })).toMatchObject({ value: 2, excluded: { own: 1 } });
        const deeper = ours("b", boots, { parent: "instagram:1:message:deep", root: comment.key });
        expect(commentToLikeRatio(comment, { excludeOwn: [answer, deeper] })).toMatchObject({ value: 1, excluded: { own: 2 } });
        expect(commentToLikeRatio(comment, { excludeOwn: [answer, deeper], replyCounts: "direct" })).toMatchObject({ value: 2 });
      });
    });

    describe("that are gone", () => {
      const asOf = "2026-03-11T00:00:00.000Z";
      const told = post("boots", { counts: { ...counts, asOf } });

      it("are taken off, and leave a lower bound: nobody knows whether they were counted", () => {
        const gone = messageShell(ours("a", boots), "2026-03-10T14:00:00.000Z");
        expect(rate([gone])).toMatchObject({ value: 0.15, complete: false, missing: ["replies"] });
        expect(rate([gone], told)).toMatchObject({ value: 0.15, complete: false });
      });

      it("only from our store, because they may be kept no longer or were forgotten, stand where they stood", () => {
        for (const why of ["expired", "forgotten"] as const)
          expect(rate([messageShell(ours("a", boots), "2026-03-10T14:00:00.000Z", why)])).toMatchObject({ value: 0.15, complete: true });
        const note = messageShell(ours("a", boots, { visibility: "internal" }), "2026-03-10T14:00:00.000Z", "expired");
        expect(rate([note])).toMatchObject({ value: 0.16, complete: true });
      });

      it("may be shells that say not why", () => {
        const { shell, ...old } = messageShell(ours("a", boots), "2026-03-10T14:00:00.000Z");
        expect(shell).toBeDefined();
        expect(rate([old])).toMatchObject({ value: 0.15, complete: false, missing: ["replies"] });
      });

      it("leave the replies unknown where they are more than were counted", () => {
        const quiet = post("quiet", { counts: { ...counts, replies: 1 } });
        const gone = ["a", "b"].map((id) => messageShell(ours(id, quiet), "2026-03-10T14:00:00.000Z"));
        expect(rate(gone, quiet)).toMatchObject({ value: 0.1, complete: false, missing: ["replies"] });
      });

      it("were counted where they went later than the count", () => {
        expect(rate([messageShell(ours("a", told), "2026-03-12T00:00:00.000Z")], told)).toMatchObject({ value: 0.15, complete: true });
      });

      it("were not counted where they came later than the count", () => {
        expect(rate([ours("a", told, { createdAt: "2026-03-11T00:00:00.001Z" })], told)).toMatchObject({ value: 0.16 });
        expect(rate([ours("a", told, { createdAt: asOf })], told)).toMatchObject({ value: 0.15 });
      });
    });

    it("are taken off conversation as well", () => {
      expect(conversation.perPost([boots], { excludeOwn: [ours("a", boots)] })).toMatchObject({ value: 5, excluded: { own: 1 } });
    });

    it("are found in any order", () => {
      const replies = Array.from({ length: 6 }, (_, at) => ours(`r${at % 4}`, boots));
      fc.assert(
        fc.property(fc.shuffledSubarray(replies, { minLength: 6 }), (list) => {
          expect(rate(list)).toEqual(rate(replies));
        }),
      );
    });

    it.each([
      ["no list", "all", "`excludeOwn` is no list"],
      ["a hole in the list", [null], "`excludeOwn` has no message at position 0"],
      ["a message without a key", [{ direction: "outbound" }], "excludeOwn has a message without a key"],
      ["a message whose time is none", [{ ...ours("a", boots), createdAt: "soon" }], "createdAt of instagram:1:message:a is no time"],
    ])("refuse %s", (_, excludeOwn, part) => {
      expectRefused(() => rate(excludeOwn as EngagementOptions["excludeOwn"]), part);
    });

    it("refuse a word of replyCounts that means nothing, and the network's own total", () => {
      expectRefused(() => rate([], boots, { replyCounts: "some" as "all" }), "replyCounts is none that we know");
      expectRefused(() => rate([], boots, { countedBy: "network" }), "excludeOwn takes nothing off");
    });
  });
});
