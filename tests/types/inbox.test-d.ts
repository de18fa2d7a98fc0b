import { describe, expectTypeOf, it } from "vitest";
import { supports } from "../../src/adapter/index.js";
import { createInbox } from "../../src/inbox/create-inbox.js";
import { fourEyes, holdAutomation } from "../../src/inbox/policies.js";
import type { DeadChange } from "../../src/inbox/work.js";
import type { Policy } from "../../src/inbox/policy.js";
import type { AuthorKey, CanAnswer, Change, Origin, Message, MessageKey, Outcome, Page, Post, PostKey } from "../../src/model/index.js";
import { compose, type ReplyFramework } from "../../src/reply/index.js";
import { memoryStore } from "../../src/store/index.js";
import { createForumAdapter, createInstagramAdapter, createTikTokAdapter, type InstagramAdapter, type TikTokAdapter } from "./networks.js";

declare const message: Message;
declare const post: Post;
declare const framework: ReplyFramework;
declare const postKey: PostKey;
declare const authorKey: AuthorKey;
declare const fromDatabase: string;

const by = { type: "human", id: "sandra" } as const;
const instagram = createInstagramAdapter({ accountId: "1", token: "t", login: "instagram" });
const tiktok = createTikTokAdapter({ accountId: "2", token: "t" });
const quietHours: Policy = (send, { now }) =>
  send.by.type === "automation" && now > "2026" ? { do: "hold", reason: "at night", approvers: ["sandra"] } : { do: "send" };
const inbox = createInbox({
  accounts: [instagram, tiktok, createForumAdapter("3")],
  store: memoryStore(),
  tenant: "acme",
  policies: [holdAutomation(), fourEyes(), quietHours],
  raw: "drop",
  enrich: (messages) =>
    Promise.resolve(messages.map(({ createdAt }) => ({ language: { label: "da", score: 0.9, by: "cld3@1", at: createdAt } }))),
});

describe("types", () => {
  describe("accounts of an inbox", () => {
    it("narrow by network to their own type", async () => {
      const adapter = await inbox.adapter("instagram:1");
      expectTypeOf(adapter.network).toEqualTypeOf<"instagram" | "tiktok" | "acme-forum">();
      if (adapter.network === "instagram") {
        expectTypeOf(adapter).toEqualTypeOf<InstagramAdapter>();
        await adapter.replyPrivately(message, { text: "" });
      }
      if (adapter.network === "tiktok") await adapter.like(message);
      if (supports(adapter, "ban")) await adapter.ban({ key: "k" });
      await adapter.reply(message, { text: "all three have reply" });
      expectTypeOf(adapter).toHaveProperty("reply");
      expectTypeOf(adapter).not.toHaveProperty("hide");
    });

    it("keep their types when a function finds them", () => {
      const big = createInbox({ accounts: (account) => Promise.resolve(account.startsWith("tiktok:") ? tiktok : instagram) });
      expectTypeOf(big.adapter("tiktok:2")).resolves.toEqualTypeOf<TikTokAdapter | InstagramAdapter>();
    });
  });

  describe("writes through an inbox", () => {
    it("say who acts", async () => {
      await inbox.respond(message, "Tak!", { by, meta: { ticket: "7" } });
      await inbox.respond({ key: "x:1:message:9" }, { text: "Tak!" }, { by, idempotencyKey: "k" });
      await inbox.act("hide", message, null, { by });
      await inbox.act("ban", { key: authorKey }, { durationMs: 60_000 }, { by });
      await inbox.act("react", post, "love", { by });
      await inbox.act("publishPost", { key: "x:1" }, { text: "Hej", title: "Hej" }, { by });
      // @ts-expect-error who writes?
      await inbox.respond(message, "Tak!");
      // @ts-expect-error who writes?
      await inbox.act("hide", message, null, { idempotencyKey: "k" });
      // @ts-expect-error who approves?
      await inbox.approveReply("1");
      await inbox.escalate(message, { publicPlan: "Look.", privatePlan: "Hej." }, { by });
      await inbox.pause({ scope: "automation", reason: "A crisis.", by });
      await inbox.resolve(message.key, { by, version: 3 });
      // @ts-expect-error who escalates?
      await inbox.escalate(message, { privatePlan: "Hej." }, {});
      // @ts-expect-error what is said in private?
      await inbox.escalate(message, { publicPlan: "Look." }, { by });
      // @ts-expect-error who pauses?
      await inbox.pause({ scope: "all", reason: "A crisis." });
      // @ts-expect-error for which reason?
      await inbox.pause({ scope: "all", by });
      // @ts-expect-error who resumes?
      await inbox.resume({ scope: "all" });
      // @ts-expect-error who assigns?
      await inbox.assign(message.key, "sandra", { version: 3 });
      // @ts-expect-error a post has no state of the team
      await inbox.resolve(postKey, { by });
    });

    it("take what the operation needs, and nothing else", async () => {
      // @ts-expect-error a reaction is a word
      await inbox.act("react", post, null, { by });
      // @ts-expect-error reading is no act
      await inbox.act("listPosts", { key: "x:1" }, null, { by });
      // @ts-expect-error a post cannot be hidden
      await inbox.act("hide", post, null, { by });
    });
  });

  describe("lists of an inbox", () => {
    it("answer for the operations that were asked about", async () => {
      const page = await inbox.items({ kinds: ["comment"], order: "waiting", can: ["reply", "hide"], by });
      expectTypeOf(page.items[0]?.can).toEqualTypeOf<{ readonly reply: CanAnswer; readonly hide: CanAnswer } | undefined>();
      expectTypeOf(page.items[0]?.message).toEqualTypeOf<Message | undefined>();
    });

    it("give items, or pages", async () => {
      for await (const { message: one } of inbox.items()) expectTypeOf(one).toEqualTypeOf<Message>();
      for await (const part of inbox.items().pages()) if (part.stoppedBy === "busy") return;
      for await (const change of inbox.stream({ signal: AbortSignal.timeout(1) }))
        if (change.type === "network.event") expectTypeOf(change.name).toEqualTypeOf<string>();
    });

    it("collapse to their first page when an async function returns them", () => {
      // The known price of being awaitable.
      const collapsed = async () => inbox.failed();
      expectTypeOf(collapsed).returns.resolves.toEqualTypeOf<Page<DeadChange>>();
    });

    it("hand changes to handlers and consumers", async () => {
      const handler = ({ origin }: Change): void => {
        expectTypeOf(origin).toEqualTypeOf<Origin>();
      };
      await inbox.handle(handler, { consumer: "crm", types: ["message.created"], drain: true });
      // @ts-expect-error no such type of change
      await inbox.handle(() => undefined, { types: ["message.teleported"] });
    });
  });

  describe("keys that an inbox takes", () => {
    it("may be plain strings, and are not of another kind", () => {
      void inbox.tree(fromDatabase);
      void inbox.can("reply", message.key, { by });
      void inbox.can("publishPost", "x:1", { by });
      // @ts-expect-error a post key is not a message key
      void inbox.tree(postKey);
      // @ts-expect-error an author key is not a conversation key
      void inbox.conversation(authorKey);
      // @ts-expect-error a post cannot be hidden
      void inbox.can("hide", postKey, { by });
    });
  });

  describe("events of an inbox", () => {
    it("are typed by name", () => {
      inbox.on("message", (news) => expectTypeOf(news).toEqualTypeOf<Message>());
      inbox.on("reauthorize", ({ network }) => expectTypeOf(network).toEqualTypeOf<"instagram" | "tiktok" | "acme-forum">());
      inbox.on("gap", ({ surface, to }) => expectTypeOf([surface, to]).toEqualTypeOf<string[]>());
      // @ts-expect-error no such event
      inbox.on("mesage", () => undefined);
    });
  });

  describe("composing", () => {
    it("takes the context of an inbox, and gives a plan that can be sent", () => {
      const composed = async (key: MessageKey): Promise<Outcome> => {
        const context = await inbox.replyContext(key);
        const plan = compose(framework, { ...context, values: { acknowledge: "Tak!" } });
        expectTypeOf(plan.provenance.target?.hash).toEqualTypeOf<string | undefined>();
        return inbox.respond(message, plan, { by });
      };
      expectTypeOf(composed).returns.resolves.toEqualTypeOf<Outcome>();
    });
  });
});
