import { describe, expectTypeOf, it } from "vitest";
import { can, defineAdapter, supports } from "../../src/adapter/index.js";
import type { AnyAdapter, Operations, Receipt, RequestFunction, WriteOperations } from "../../src/adapter/index.js";
import type { CanAnswer, Conversation, Message, MessageRef, Network, Post, PostRef, Target, WriteName } from "../../src/model/index.js";
import {
  createForumAdapter,
  createInstagramAdapter,
  createMetaApp,
  createTikTokAdapter,
  type InstagramAdapter,
  type InstagramFacebookAdapter,
  type TikTokAdapter,
} from "./networks.js";

declare const message: Message;
declare const post: Post;
declare const conversation: Conversation;

const app = createMetaApp({ id: "a", secrets: ["new", () => Promise.resolve("old")], verifyToken: "v" });
const instagram = createInstagramAdapter({ app, accountId: "1", token: () => Promise.resolve("t"), login: "instagram" });
const vault = { read: () => Promise.resolve({ tokens: { accessToken: "t" }, version: "7" }), write: () => Promise.resolve(true) };
const withFacebook = createInstagramAdapter({ accountId: "1", token: vault, login: "facebook" });
const tiktok = createTikTokAdapter({ accountId: "2", token: "t" });
const forum = createForumAdapter("3");

describe("types", () => {
  describe("operations", () => {
    it("does not compile an operation that a network lacks", () => {
      expectTypeOf(tiktok).not.toHaveProperty("ban");
      expectTypeOf(instagram).not.toHaveProperty("like");
      expectTypeOf(forum).not.toHaveProperty("replyPrivately");
    });

    it("gives each flavour of a network its own type", () => {
      expectTypeOf(instagram).toEqualTypeOf<InstagramAdapter>();
      expectTypeOf(withFacebook).toEqualTypeOf<InstagramFacebookAdapter>();
      void withFacebook.like(message);
      void withFacebook.ban({ key: "k" }, { durationMs: 600_000, reason: "spam", deleteHistoryMs: 0 });
    });

    it("makes generic code ask, and then lets it", () => {
      const hideAnywhere = async (adapter: AnyAdapter): Promise<void> => {
        // @ts-expect-error possibly undefined
        await adapter.hide(message);
        if (supports(adapter, "hide")) await adapter.hide(message);
        if (supports(adapter, "hide") && supports(adapter, "reply")) {
          await adapter.hide(message);
          await adapter.reply(message, { text: "" });
        }
      };
      expectTypeOf(hideAnywhere).parameter(0).toEqualTypeOf<AnyAdapter>();
    });

    it("takes every adapter as any adapter", () => {
      expectTypeOf([instagram, withFacebook, tiktok, forum]).toExtend<readonly AnyAdapter[]>();
    });

    it("names the writes in one place, and the same names are the write operations", () => {
      expectTypeOf<WriteName>().toEqualTypeOf<keyof WriteOperations>();
    });

    it("resolves every write to a receipt", () => {
      expectTypeOf<{ [O in WriteName]: Awaited<ReturnType<Operations[O]>> }[WriteName]>().toEqualTypeOf<Receipt>();
    });

    it("takes who writes and a signal with every write", () => {
      void tiktok.delete(message, { by: { type: "system", id: "cron" }, signal: AbortSignal.timeout(1) });
      // @ts-expect-error nobody of that kind acts
      void tiktok.delete(message, { by: { type: "robot", id: "cron" } });
    });
  });

  describe("targets", () => {
    it("makes references of the kind that was named", () => {
      expectTypeOf(tiktok.ref({ message: "9", refs: { videoId: "8" } })).toEqualTypeOf<MessageRef>();
      expectTypeOf(tiktok.ref({ post: "8" })).toEqualTypeOf<PostRef>();
      expectTypeOf(tiktok.refFromUrl("https://example.com/video/8")).toEqualTypeOf<Target | undefined>();
    });

    it("takes a message, a post, or just their key and refs", () => {
      void tiktok.reply(message, { text: "Tak!" });
      void tiktok.reply(post, { text: "Tak!" });
      void tiktok.reply(tiktok.ref({ message: "9" }), { text: "Tak!" });
      void tiktok.hide({ key: "tiktok:2:message:9" });
    });

    it("refuses a target of the wrong kind", () => {
      // @ts-expect-error a post cannot be hidden
      void tiktok.hide(post);
      // @ts-expect-error a conversation is no target of a reply
      void tiktok.reply(conversation, { text: "" });
      // @ts-expect-error an author is banned, not a message
      void withFacebook.ban(message);
    });
  });

  describe("can", () => {
    it("takes the operation's own target, and its answer narrows", () => {
      const answer = can(instagram, "replyPrivately", message, { now: 0, by: { type: "human", id: "sandra" } });
      expectTypeOf(answer).toEqualTypeOf<CanAnswer>();
      if (answer.ok) expectTypeOf(answer.unsure).toEqualTypeOf<string | undefined>();
      else expectTypeOf(answer.detail).toEqualTypeOf<string>();
      can(instagram, "publishPost", { key: "instagram:1" }, { now: 0 });
      // @ts-expect-error a conversation is not a message
      can(instagram, "hide", conversation, { now: 0 });
    });
  });

  describe("networks of a third party", () => {
    it("takes a word of their own, and completes ours in the editor", () => {
      expectTypeOf<"acme-forum">().toExtend<Network>();
      expectTypeOf<Network>().not.toEqualTypeOf<string>();
      expectTypeOf(forum.network).toEqualTypeOf<"acme-forum">();
    });
  });

  describe("defineAdapter", () => {
    const base = {
      account: "z:1",
      baseUrl: "",
      limits: [],
      meter: { cost: () => ({}), read: () => [] },
      textRules: () => ({ markup: "plain" as const, limits: [] }),
    };
    const reply = (): Promise<Receipt> => Promise.resolve({ message });

    it("takes no invented operation", () => {
      // @ts-expect-error dance is no operation
      defineAdapter({ ...base, network: "y", operations: () => ({ dance: () => Promise.resolve() }) });
      // @ts-expect-error dance is no operation, beside a real one
      defineAdapter({ ...base, network: "z", operations: () => ({ reply, dance: () => Promise.resolve() }) });
    });

    it("misses none that was promised", () => {
      // @ts-expect-error promised `hide` is missing
      const short: TikTokAdapter = defineAdapter({ ...base, network: "tiktok", operations: () => ({ reply }) });
      expectTypeOf(short).toEqualTypeOf<TikTokAdapter>();
    });

    it("takes no rule for an operation that is not there", () => {
      // @ts-expect-error there is no ban
      defineAdapter({ ...base, network: "z", canRules: { ban: () => ({ ok: true }) }, operations: () => ({ reply }) });
    });

    it("derives the set from groups of operations that are spread together", () => {
      type Group<O extends keyof Operations> = (request: RequestFunction) => Pick<Operations, O>;
      const spread = (comments: Group<"reply" | "listComments">, moderation: Group<"hide" | "unhide">) =>
        defineAdapter({ ...base, network: "z", operations: (request) => ({ ...comments(request), ...moderation(request) }) }).operations;
      expectTypeOf(spread).returns.toEqualTypeOf<ReadonlySet<"reply" | "listComments" | "hide" | "unhide">>();
    });
  });
});
