/**
 * What only the log-in with Facebook has: the linked Page, the person who runs it, and hashtags.
 * @see https://developers.facebook.com/docs/instagram-platform/instagram-api-with-facebook-login/get-started, read 2026-09
 * @module
 */
import { acting, counted, need } from "./access.js";
import type { Call } from "./access.js";
import type { AccountData, Core, MediaData } from "./core.js";
import { conversations } from "./direct-node.js";
import { dataList, edge, nodeField } from "../graph/node.js";
import type { FieldReader, NodeType } from "../graph/node.js";
import { hashtagMedia } from "./media-node.js";
import { invalidParameter, noPermission, notThere, refusal } from "../graph/errors.js";
import type { Json } from "../json.js";
import { moderate } from "./moderate.js";
import { send } from "./send.js";
import { subscribe, subscribed, unsubscribe } from "./subscriptions.js";
import { userNode } from "./user-node.js";

const pageOf = ({ id, brand }: AccountData): { readonly id: string; readonly name: string } => ({
  id: brand?.pageId ?? id,
  name: brand?.pageName ?? "",
});

const inbox = conversations<AccountData>(
  "conversations",
  (account) => pageOf(account).id,
  (account) => account,
);

/** The Page that an account is linked to: messages go through it. */
export const pageNode: NodeType<AccountData, Core> = {
  name: "Page",
  slot: "page-id",
  idOf: (account) => pageOf(account).id,
  usual: ["name"],
  admit: (account, call) => {
    if (acting(call).id !== account.id) throw notThere(call.method, pageOf(account).id);
  },
  fields: {
    name: (account) => pageOf(account).name,
    instagram_business_account: nodeField(
      () => userNode,
      (account) => account,
    ),
    access_token: ({ brand }, { call }) => call.core.tokens.of(brand?.pageId ?? "")[0]?.token,
    tasks: () => ["ANALYZE", "ADVERTISE", "MESSAGING", "MODERATE", "CREATE_CONTENT", "MANAGE"],
  },
  edges: {
    conversations: (account, ask) => inbox(account, ask),
    subscribed_apps: (account, { call }) => subscribed(account, call),
  },
  actions: {
    "POST messages": send,
    "POST moderate_conversations": moderate,
    "POST subscribed_apps": subscribe,
    "DELETE subscribed_apps": unsubscribe,
  },
};

/** The person who runs the Page. */
export const managerNode: NodeType<AccountData, Core> = {
  name: "User",
  slot: "user-id",
  idOf: ({ brand, id }) => brand?.userId ?? id,
  usual: ["name"],
  admit: (account, call) => {
    if (acting(call).id !== account.id) throw notThere(call.method, account.brand?.userId ?? account.id);
  },
  fields: { name: ({ name }) => `Who runs ${name}` },
  edges: {
    accounts: edge<AccountData, AccountData, Core>({
      name: "accounts",
      node: () => pageNode,
      idOf: ({ brand }) => brand?.userId ?? "",
      list: (account) => [account],
    }),
    permissions: dataList((_account, { call }) => call.token.scopes.map((permission) => ({ permission, status: "granted" }))),
  },
};

/** A hashtag. */
export interface Hashtag {
  readonly id: string;
  readonly word: string;
}

const dayMs = 86_400_000;

const media = (name: string, withinMs: number): FieldReader<Hashtag, Core> => {
  const read = edge<Hashtag, MediaData, Core>({
    name,
    node: () => hashtagMedia,
    idOf: ({ id }) => id,
    most: 50,
    list: ({ word }, { call: { core } }) =>
      [...core.media.values()]
        .filter(
          ({ caption, at, owner, product, isItem }) =>
            !isItem &&
            product !== "STORY" &&
            core.clock.now() - at < withinMs &&
            core.accounts.get(owner)?.isPrivate !== true &&
            [...caption.matchAll(/#([\p{L}\p{N}_]+)/gu)].some(([, tag = ""]) => tag.toLowerCase() === word),
        )
        .toReversed(),
  });
  return (tag, ask) => {
    asker(ask.call);
    return read(tag, ask);
  };
};

/** Finds for whom a hashtag is searched. */
function asker(call: Call): AccountData {
  need(call, "basic");
  const account = acting(call);
  if (call.params.text("user_id") !== account.id) throw invalidParameter("The parameter user_id is required");
  if (account.brand?.searchesHashtags === false) throw noPermission("Instagram Public Content Access");
  return account;
}

/** One hashtag. Media of the last day are recent. */
export const hashtagNode: NodeType<Hashtag, Core> = {
  name: "IGHashtag",
  slot: "hashtag-id",
  idOf: ({ id }) => id,
  usual: [],
  fields: { name: ({ word }) => word },
  edges: { recent_media: media("recent_media", dayMs), top_media: media("top_media", Number.POSITIVE_INFINITY) },
};

const mostHashtags = 30;

/** Finds the id of a hashtag. An account may ask for thirty different ones in seven days. */
export function searchHashtag(call: Call): Json {
  const account = asker(call);
  const word = call.params.text("q")?.replace(/^#/, "").toLowerCase() ?? "";
  if (!/^[\p{L}\p{N}_]+$/u.test(word)) throw invalidParameter("The parameter q must be a hashtag");
  const { core } = call;
  const key = `hashtag ${word} ${account.id}`;
  const since = core.clock.now() - 7 * dayMs;
  const isKnown = (core.asked.get(key) ?? []).some((at) => at > since);
  if (!isKnown && counted(core, "hashtags", account.id, 7 * dayMs) > mostHashtags)
    throw refusal(18, "(#18) The maximum number of different hashtags in 7 days is reached.");
  core.asked.set(key, [core.clock.now()]);
  const id = core.hashtags.get(word) ?? core.id("hashtag");
  core.hashtags.set(word, id);
  return { data: [{ id }] };
}
