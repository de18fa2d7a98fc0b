/**
 * The laws that hold for everything that comes out of an adapter.
 * @module
 */
import { AccountSchema, AuthorSchema, ConversationSchema, MessageSchema, PostSchema } from "../../schema/index.js";
import { all, throughJson } from "./bench.js";
import type { Bench, Checks } from "./bench.js";
import { expectSame, expectThat, expectThere } from "../assert.js";
import type { Message } from "../../model/message.js";
import { operationNames } from "../../adapter/operation-names.js";
import type { OperationName, Receipt } from "../../adapter/operations.js";
import { parseKey } from "../../model/keys.js";
import type { ZodMiniType } from "zod/mini";

interface Seen {
  readonly from: string;
  readonly value: { readonly key: string };
  readonly schema: ZodMiniType;
}

/** Lets the adapter give one of everything that it can give. */
async function everything(bench: Bench): Promise<readonly Seen[]> {
  const { world, adapter } = bench;
  const [one, other] = [await bench.member(0), await bench.member(1)];
  const post = await bench.ownPost("Look 👀 at https://example.com and #boots");
  const comment = await world.replyMentioning(one, post, world.brand, bench.words("is it warm"));
  await world.reply(other, comment, bench.words("mine is"));
  await world.like(one, post);
  await world.mention(other, world.brand, bench.words("hello"));
  await world.quote?.(other, post, bench.words("they did it again"));
  await world.directMessage?.(one, world.brand, bench.words("are you there"));
  await world.settle();

  const seen: Seen[] = [];
  const see = (from: string, schema: ZodMiniType, values: readonly { readonly key: string }[]): void => {
    expectThat(values.length > 0, `${from} gives something`);
    for (const value of values) seen.push({ from, schema, value });
  };
  const limit = 20;
  if (adapter.getAccount) see("getAccount", AccountSchema, [await adapter.getAccount()]);
  if (adapter.listPosts) see("listPosts", PostSchema, await all(adapter.listPosts({ limit })));
  if (adapter.getPost) see("getPost", PostSchema, [await adapter.getPost(bench.postRef(post))]);
  if (adapter.listMentions) see("listMentions", MessageSchema, await all(adapter.listMentions({ limit })));
  if (adapter.listComments) see("listComments", MessageSchema, await all(adapter.listComments(bench.postRef(post), { limit })));
  if (adapter.getMessages) see("getMessages", MessageSchema, await all(adapter.getMessages([bench.messageRef(comment)])));
  const query = world.searchesWords === false ? { hashtags: ["boots"] } : { text: "boots" };
  if (adapter.searchPosts) see("searchPosts", PostSchema, await all(adapter.searchPosts({ ...query, limit })));
  if (adapter.listConversations && world.directMessage) {
    const conversations = await all(adapter.listConversations({ limit }));
    see("listConversations", ConversationSchema, conversations);
    const first = conversations[0];
    if (adapter.listMessages && first) see("listMessages", MessageSchema, await all(adapter.listMessages(first, { limit })));
  }
  if (adapter.reply) {
    const { message } = await adapter.reply(bench.messageRef(comment), { text: bench.words("It is") });
    if (message) see("reply", MessageSchema, [message]);
  }
  if (adapter.publishPost) {
    const published = await adapter.publishPost(bench.post(bench.words("New in the shop")));
    if (published.post) see("publishPost", PostSchema, [published.post]);
  }
  for (const { from, value } of [...seen]) {
    const { author } = value as Partial<Message>;
    if (author) see(`the author of ${from}`, AuthorSchema, [author]);
  }
  return seen;
}

/** Keys that an object holds, with the kind that each must be of. */
const keysIn = ({ value }: Seen): readonly (readonly [name: string, key: string])[] =>
  ["key", "conversation", "post", "parent", "root", "quoted"].flatMap((name) => {
    const key = (value as Readonly<Record<string, unknown>>)[name];
    return typeof key === "string" ? [[name, key] as const] : [];
  });

/** The laws that hold for everything that comes out of an adapter. */
export const laws: Checks = {
  "offers exactly the operations that it names": {
    run: async ({ adapter }) => {
      const offered = operationNames().filter((name) => typeof adapter[name] === "function");
      expectSame([...adapter.operations].sort(), offered.sort(), "the names of the operations");
      return Promise.resolve();
    },
  },
  "knows its account before any request": {
    run: async (bench) => {
      const { accountId, brand } = bench.world;
      expectSame(parseKey(bench.adapter.account)?.id, accountId ?? brand.id, "the account's id");
      expectSame([bench.adapter.network, bench.requests()], [bench.world.network, 0], "the network, and the requests so far");
      return Promise.resolve();
    },
  },
  "refuses another runtime once it is in use, and takes the same again": {
    run: async (bench) => {
      if (bench.adapter.listMentions !== undefined) await bench.adapter.listMentions({ limit: 1 });
      let refused: unknown;
      try {
        bench.adapter.attach({ ...bench.world.runtime, clock: { ...bench.clock } });
      } catch (error) {
        refused = (error as { readonly code?: unknown }).code;
      }
      expectSame(refused, "misconfigured", "the code of the refusal");
    },
  },
  "gives model objects that fit their schemas": {
    run: async (bench) => {
      for (const { from, schema, value } of await everything(bench)) {
        const result = schema.safeParse(value);
        const issue = result.error?.issues[0];
        expectThat(result.success, `what ${from} gives fits its schema; ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
      }
    },
  },
  "gives plain JSON that comes back from a store as it went in": {
    run: async (bench) => {
      for (const { from, value } of await everything(bench)) expectSame(throughJson(value), value, `what ${from} gives, after JSON`);
    },
  },
  "gives keys that carry the account and parse": {
    run: async (bench) => {
      for (const seen of await everything(bench))
        for (const [name, key] of keysIn(seen)) {
          const parts = expectThere(parseKey(key), `a key in ${name} of what ${seen.from} gives`);
          expectSame(parts.account, bench.adapter.account, `the account in ${name} of what ${seen.from} gives`);
          expectThat(parts.kind !== "account" || name === "key", `${name} of what ${seen.from} gives points below the account`);
        }
    },
  },
  "gives instants in UTC, in ISO 8601": {
    run: async (bench) => {
      const look = (value: unknown, path: string): void => {
        if (typeof value !== "object" || value === null) return;
        for (const [name, part] of Object.entries(value)) {
          if (name === "raw") continue;
          if (typeof part === "string" && /At$|^waitingSince$|^retainUntil$/.test(name))
            expectThat(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(part), `${path}.${name} is an instant in UTC`);
          else look(part, `${path}.${name}`);
        }
      };
      for (const { from, value } of await everything(bench)) look(value, from);
    },
  },
  "points entities at the words that they stand for": {
    needs: ["listPosts"],
    run: async (bench) => {
      const text = bench.words("👩‍👩‍👧 æøå see https://example.com/boots and #boots");
      await bench.world.publish(bench.world.brand, text);
      await bench.world.settle();
      const post = expectThere(
        (await all(bench.op("listPosts")({ limit: 5 }))).find((one) => one.text === text),
        "the post",
      );
      const shown = post.entities.map(({ type, start, end }) => [type, post.text.slice(start, end)]);
      expectSame(
        shown.filter(([type]) => type === "link" || type === "hashtag"),
        [["link", "https://example.com/boots"], ...(bench.world.hashtags === false ? [] : [["hashtag", "#boots"]])],
        "the words under the entities",
      );
    },
  },
  "resolves every write to a receipt": {
    needs: ["reply", "getMessages"],
    run: async (bench) => {
      const { adapter, world } = bench;
      const id = await world.reply(await bench.member(0), await bench.ownPost(), bench.words("is it warm"));
      const message = await bench.read(id);
      const receipts: readonly (readonly [string, Receipt | undefined])[] = [
        ["reply", await adapter.reply?.(message, { text: bench.words("It is") })],
        ["like", await adapter.like?.(message)],
        ["unlike", await adapter.unlike?.(message)],
        ["hide", await adapter.hide?.(message)],
        ["unhide", await adapter.unhide?.(message)],
        ["publishPost", await adapter.publishPost?.(bench.post(bench.words("New in the shop")))],
        ["delete", await adapter.delete?.(bench.messageRef(await world.reply(world.brand, id, bench.words("Oops"))))],
      ];
      for (const [name, receipt] of receipts)
        if (adapter.operations.has(name as OperationName)) {
          expectThat(typeof receipt === "object", `${name} resolves to a receipt`);
          expectSame(throughJson(receipt), receipt, `the receipt of ${name}, after JSON`);
        }
    },
  },
};
