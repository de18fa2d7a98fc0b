/**
 * Stand-ins for the type tests: a third party's forum, a network with two flavours, and one with few operations.
 * Built with the real `defineAdapter`; nothing here is ever called.
 */
import { createApp, defineAdapter, onePage, type AdapterOf, type App, type AppOptions, type Runtime } from "../../src/adapter/index.js";
import { accountKey, makeKey, type Message } from "../../src/model/index.js";
import type { Token } from "../../src/store/index.js";

const quiet = { limits: [], meter: { cost: () => ({}), read: () => [] } } as const;
declare const sent: Message;

/** A third party's own network. */
export interface ForumAdapter extends AdapterOf<"acme-forum", "reply" | "ban"> {}

export function createForumAdapter(accountId: string): ForumAdapter {
  const account = accountKey("acme-forum", accountId);
  return defineAdapter({
    ...quiet,
    network: "acme-forum",
    account,
    baseUrl: "https://forum.example",
    textRules: () => ({ markup: "plain", limits: [] }),
    refFromUrl: (url) => ({ key: makeKey(account, "post", new URL(url).pathname.slice(1)) }),
    operations: (request) => ({
      reply: async (target, draft, options = {}) => {
        const schema = { parse: (value: unknown) => value as Record<string, string> };
        const body = { to: target.key, text: draft.text };
        return { refs: await request("POST", "/replies", { schema, body, ...(options.signal && { signal: options.signal }) }) };
      },
      ban: async () => ({}),
    }),
  });
}

type Common = "listComments" | "reply" | "replyPrivately" | "hide" | "unhide" | "delete" | "publishPost";

/** One login: may answer and hide. */
export interface InstagramAdapter extends AdapterOf<"instagram", Common> {}

/** The other login: may like and ban too. */
export interface InstagramFacebookAdapter extends AdapterOf<"instagram", Common | "like" | "unlike" | "ban" | "unban"> {}

export interface InstagramOptions {
  readonly app?: App;
  readonly accountId: string;
  readonly token: Token;
  readonly login: "facebook" | "instagram";
  readonly runtime?: Runtime;
}

/** One app serves three networks. */
export function createMetaApp(options: AppOptions): App {
  return createApp({
    id: options.id,
    networks: ["facebook", "instagram", "threads"],
    ...(options.tier !== undefined && { tier: options.tier }),
  });
}

export function createInstagramAdapter(options: InstagramOptions & { readonly login: "facebook" }): InstagramFacebookAdapter;
export function createInstagramAdapter(options: InstagramOptions & { readonly login: "instagram" }): InstagramAdapter;
export function createInstagramAdapter(options: InstagramOptions): InstagramAdapter | InstagramFacebookAdapter {
  return defineAdapter({
    ...quiet,
    network: "instagram",
    account: accountKey("instagram", options.accountId),
    ...(options.app && { app: options.app }),
    baseUrl: "https://photos.example",
    textRules: () => ({ markup: "plain", limits: [{ unit: "code-points", max: 2200, severity: "error" }] }),
    canRules: {
      hide: (target) =>
        "allows" in target && target.allows["hide"] === false
          ? { ok: false, reason: "own", detail: "Our own comments cannot be hidden; delete it instead." }
          : { ok: true },
      replyPrivately: (target, { by }) =>
        by?.type === "human"
          ? { ok: true, mode: "human" }
          : "kind" in target
            ? { ok: true }
            : { ok: true, unsure: "Only key and refs are known." },
    },
    operations: () => ({
      listComments: () => onePage<Message>([]),
      reply: async () => ({ message: sent }),
      replyPrivately: async () => ({ message: sent }),
      publishPost: async () => ({}),
      hide: async () => ({}),
      unhide: async () => ({}),
      delete: async () => ({}),
      like: async () => ({}),
      unlike: async () => ({}),
      ban: async (_author, { durationMs } = {}) => ({ refs: { until: String(durationMs ?? "") } }),
      unban: async () => ({}),
    }),
  });
}

/** A network with few operations. */
export interface TikTokAdapter extends AdapterOf<
  "tiktok",
  "listComments" | "reply" | "hide" | "unhide" | "like" | "unlike" | "pin" | "unpin" | "delete"
> {}
export declare function createTikTokAdapter(options: {
  readonly app?: App;
  readonly accountId: string;
  readonly token: Token;
}): TikTokAdapter;
