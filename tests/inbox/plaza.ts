/** A small network of our own for the tests of the inbox: newest first, cursors by position, whatever a test needs to break. */
import { accountKey, makeKey, type AccountKey } from "../../src/model/keys.js";
import { defineAdapter } from "../../src/adapter/define-adapter.js";
import type { AnyAdapter } from "../../src/adapter/adapter.js";
import type { ListQuery, Operations } from "../../src/adapter/operations.js";
import type { Surface } from "../../src/adapter/surface.js";
import { onePage, paged } from "../../src/adapter/paged.js";
import type { Account } from "../../src/model/account.js";
import type { Author } from "../../src/model/author.js";
import type { Change } from "../../src/model/change.js";
import type { Conversation } from "../../src/model/conversation.js";
import type { Message } from "../../src/model/message.js";
import type { Post } from "../../src/model/post.js";

export const start = "2026-01-01T00:00:00.000Z";
export const at = (minutes: number): string => new Date(Date.parse(start) + minutes * 60_000).toISOString();

export interface Said {
  readonly id: string;
  readonly minutes: number;
  readonly text?: string;
  readonly by?: string;
  readonly kind?: Message["kind"];
  readonly conversation?: string;
  readonly more?: Partial<Message>;
}

/** Everything that the network knows, in order of arrival: the last is the newest. */
export interface Plaza {
  readonly account: AccountKey;
  readonly adapter: AnyAdapter;
  readonly mentions: Message[];
  readonly comments: Message[];
  readonly posts: Post[];
  readonly conversations: { conversation: Conversation; messages: Message[] }[];
  readonly calls: string[];
  /** Throws or waits before a page is given. */
  before: (call: string, cursor: string | undefined) => void | Promise<void>;
  /** What the stream yields. */
  pushed: Change[];
  say(said: Said): Message;
  author(name: string): Author;
}

export interface PlazaOptions {
  readonly id?: string;
  readonly pageSize?: number;
  readonly surfaces?: readonly Surface[];
  readonly actors?: readonly string[];
  readonly followers?: number;
  readonly stream?: boolean;
  readonly pollEveryMs?: number;
  /** Single messages can be read. */
  readonly named?: boolean;
}

/** Makes one account of the network. */
export function plaza(options: PlazaOptions = {}): Plaza {
  const { id = "1", pageSize = 3 } = options;
  const account = accountKey("plaza", id);
  const author = (name: string): Author => ({
    key: makeKey(account, "author", name),
    id: name,
    handle: `${name}.example`,
    isOwn: name === id,
  });
  const listed =
    <T extends { readonly createdAt?: string }>(call: string, items: () => readonly T[]) =>
    (query: ListQuery = {}) =>
      paged<T>(
        async (cursor) => {
          self.calls.push(cursor === undefined ? call : `${call} ${cursor}`);
          await self.before(call, cursor);
          const all = items();
          const end = cursor === undefined ? all.length : Number(cursor);
          const first = Math.max(0, end - pageSize);
          return { items: all.slice(first, end).reverse(), next: first > 0 ? String(first) : undefined };
        },
        query,
        { timeOf: (item) => item.createdAt, name: `plaza ${call}` },
      );
  const stream: Operations["stream"] = async function* ({ signal } = {}) {
    while (signal?.aborted !== true) {
      const change = self.pushed.shift();
      if (change === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
      else yield change;
    }
  };
  const getMessages: Operations["getMessages"] = (targets, query) =>
    onePage(async () => {
      self.calls.push(`messages ${targets.map(({ key }) => key).join(" ")}`);
      await self.before("messages", undefined);
      return [...self.mentions, ...self.comments].filter(({ key }) => targets.some((one) => one.key === key));
    }, query);
  const own: Account = {
    key: account,
    network: "plaza",
    id,
    actors: [id, ...(options.actors ?? [])],
    ...(options.followers !== undefined && { followers: options.followers }),
  };
  const self: Plaza = {
    account,
    mentions: [],
    comments: [],
    posts: [],
    conversations: [],
    calls: [],
    pushed: [],
    before: () => undefined,
    author,
    say: ({ id: messageId, minutes, text = `text of ${messageId}`, by = "ann", kind = "mention", conversation = "c1", more = {} }) => {
      const message: Message = {
        key: makeKey(account, "message", messageId),
        network: "plaza",
        accountId: id,
        id: messageId,
        kind,
        direction: by === id ? "outbound" : "inbound",
        author: author(by),
        conversation: makeKey(account, "conversation", conversation),
        text,
        entities: [],
        attachments: [],
        counts: {},
        createdAt: at(minutes),
        visibility: "public",
        via: "poll",
        raw: { secretive: messageId },
        ...more,
      };
      if (kind === "comment") self.comments.push(message);
      else if (kind === "direct") {
        const place = self.conversations.find(({ conversation: one }) => one.id === conversation);
        if (place === undefined) throw new Error("no such conversation");
        place.messages.push(message);
      } else self.mentions.push(message);
      return message;
    },
    adapter: defineAdapter({
      network: "plaza",
      account,
      baseUrl: "https://plaza.example",
      limits: [],
      meter: { cost: () => ({}), read: () => [] },
      textRules: () => ({ markup: "plain", limits: [] }),
      pollEveryMs: options.pollEveryMs ?? 60_000,
      surfaces: options.surfaces ?? [{ name: "mentions" }, { name: "comments" }],
      canRules: {
        hide: (message, { by }) =>
          by?.type === "human" ? { ok: true } : { ok: false, reason: "human-only", detail: `Ask a person to hide ${message.key}.` },
      },
      operations: () => ({
        getAccount: async () => own,
        listMentions: listed("mentions", () => self.mentions),
        listComments: (under, query) =>
          listed(under === null ? "comments" : `comments of ${under.key}`, () =>
            under === null ? self.comments : self.comments.filter(({ post }) => post === under.key),
          )(query),
        listPosts: listed("posts", () => self.posts),
        listConversations: (query) =>
          onePage(async () => {
            self.calls.push("conversations");
            await self.before("conversations", undefined);
            return self.conversations.map(({ conversation }) => conversation);
          }, query),
        listMessages: (conversation, query) =>
          listed(
            `messages of ${conversation.key}`,
            () => self.conversations.find(({ conversation: one }) => one.key === conversation.key)?.messages ?? [],
          )(query),
        hide: async () => ({}),
        ...((options.named === true ? { getMessages } : {}) as Pick<Operations, "getMessages">),
        ...((options.stream === true ? { stream } : {}) as Pick<Operations, "stream">),
      }),
    }),
  };
  return self;
}
