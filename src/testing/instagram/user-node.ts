/**
 * Professional accounts, and the Pages that they are linked to, as nodes.
 * @see https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/get-started, read 2026-09
 * @module
 */
import { acting, countLike, need, only, own } from "./access.js";
import type { Call } from "./access.js";
import { accountInsights } from "./insights.js";
import type { AccountData, CommentData, Core, MediaData } from "./core.js";
import { answerTo, commentOn, isShown, mediaOf } from "./say.js";
import { byUsername, namedIn } from "./core.js";
import { createContainer, publishContainer, quotaUsed, statusOf, statusWords } from "./publish.js";
import type { ContainerData } from "./core.js";
import { conversations } from "./direct-node.js";
import { dataList, edge, instantOf, nodeField } from "../graph/node.js";
import type { FieldReader, NodeType } from "../graph/node.js";
import { invalidParameter, notThere } from "../graph/errors.js";
import type { Json } from "../json.js";
import { mediaNode, mentionedComment, mentionedMedia } from "./media-node.js";
import { moderate } from "./moderate.js";
import { send } from "./send.js";
import { subscribe, subscribed, unsubscribe } from "./subscriptions.js";

const done = { success: true };
const mediaOfAccount = (core: Core, { id }: AccountData): readonly MediaData[] =>
  [...core.media.values()].filter((one) => one.owner === id && !one.isItem).toReversed();

const media = (
  name: string,
  list: (account: AccountData, core: Core, params: Readonly<Record<string, string>>) => readonly MediaData[],
  style: "links" | "cursors" = "links",
): FieldReader<AccountData, Core> => {
  const read = edge<AccountData, MediaData, Core>({
    name,
    node: () => mediaNode,
    idOf: ({ id }) => id,
    style,
    list: (account, { call, params }) => list(account, call.core, params),
  });
  return (account, ask) => {
    need(ask.call, "basic");
    return read(account, ask);
  };
};

const edges: Readonly<Record<string, FieldReader<AccountData, Core>>> = {
  media: media("media", (account, core, params) => {
    const since = instantOf("since", params.since) ?? 0;
    const until = instantOf("until", params.until) ?? Number.POSITIVE_INFINITY;
    return mediaOfAccount(core, account).filter(({ product, isLive, at }) => product !== "STORY" && !isLive && at >= since && at <= until);
  }),
  stories: media("stories", (account, core) =>
    mediaOfAccount(core, account).filter((one) => one.product === "STORY" && isShown(core, one)),
  ),
  live_media: media("live_media", (account, core) => mediaOfAccount(core, account).filter(({ isLive }) => isLive)),
  // Cursors come, but no links.
  tags: media(
    "tags",
    ({ id }, core) => [...core.media.values()].filter(({ tagged, owner }) => tagged.has(id) && owner !== id).toReversed(),
    "cursors",
  ),
  insights: dataList((account, ask) => accountInsights(account, ask)),
  content_publishing_limit: dataList((account, { call, fields }) => {
    need(call, "publish");
    const { core } = call;
    const usage = { quota_usage: quotaUsed(core, account.id) };
    const config = { quota_total: core.publishingLimit, quota_duration: 86_400 };
    return [fields === undefined ? usage : { ...usage, config }];
  }),
};

const nameless = <T>(found: T | undefined, method: string, id: string): T => {
  if (found === undefined) throw notThere(method, id);
  return found;
};

/** Refuses what does not name the account, stands under its own media, or where nobody may comment. */
function namesUs(core: Core, account: AccountData, place: MediaData, text: string, id: string): void {
  const isNamed = namedIn(core, text).some((one) => one.id === account.id);
  const owner = core.accounts.get(place.owner);
  if (!isNamed || place.owner === account.id || owner?.isPrivate === true || !isShown(core, place)) throw notThere("GET", id);
  if (!place.commentEnabled) throw invalidParameter("Comments are disabled on the media of this mention");
}

function commentNaming(core: Core, account: AccountData, id: string): CommentData {
  const comment = nameless(core.comments.get(id), "GET", id);
  namesUs(core, account, mediaOf(core, comment), comment.text, id);
  return comment;
}

function mediaNaming(core: Core, account: AccountData, id: string): MediaData {
  const place = nameless(core.media.get(id), "GET", id);
  namesUs(core, account, place, place.caption, id);
  return place;
}

/** Answers where the account is named: under a comment, or under a medium whose caption names it. */
function mention(account: AccountData, call: Call): Json {
  need(call, "comments");
  const { core, params } = call;
  const [mediaId, commentId, text] = [params.text("media_id"), params.text("comment_id"), params.text("message") ?? ""];
  if (mediaId === undefined) throw invalidParameter("The parameter media_id is required");
  if (commentId === undefined) return { id: commentOn(core, account, mediaNaming(core, account, mediaId), text).id };
  const comment = commentNaming(core, account, commentId);
  if (comment.media !== mediaId) throw invalidParameter("The comment does not stand under this media");
  return { id: answerTo(core, account, comment, text).id };
}

/** Likes or takes a like back: a comment or a medium, either of which is done already where it was done before. */
function like(account: AccountData, call: Call): Json {
  const { core, params, method } = call;
  need(call, "engagement");
  countLike(core, account.id);
  const [mediaId, commentId] = [params.text("media_id"), params.text("comment_id")];
  if ((mediaId === undefined) === (commentId === undefined)) throw invalidParameter("Exactly one of media_id and comment_id is required");
  const id = mediaId ?? commentId ?? "";
  const comment = commentId === undefined ? undefined : nameless(core.comments.get(commentId), method, id);
  const place = comment === undefined ? nameless(core.media.get(id), method, id) : mediaOf(core, comment);
  if (core.accounts.get(place.owner)?.isPrivate === true) throw notThere(method, id);
  if (place.product === "STORY") throw invalidParameter("Stories cannot be liked");
  const { likedBy } = comment ?? place;
  if (method === "POST") likedBy.add(account.id);
  else likedBy.delete(account.id);
  return done;
}

const facebookOnly = (act: (account: AccountData, call: Call) => Json): ((account: AccountData, call: Call) => Json) => {
  return (account, call) => {
    if (call.core.login !== "facebook") throw notThere(call.method, account.id);
    return act(account, call);
  };
};

const instagramOnly = (act: (account: AccountData, call: Call) => Json): ((account: AccountData, call: Call) => Json) => {
  return (account, call) => {
    if (call.core.login !== "instagram") throw notThere(call.method, account.id);
    return act(account, call);
  };
};

const inbox = conversations<AccountData>(
  "conversations",
  ({ id }) => id,
  (account) => account,
);

const fb = (name: string, read: FieldReader<AccountData, Core>): FieldReader<AccountData, Core> => only("facebook", "IGUser", name, read);
const ig = (name: string, read: FieldReader<AccountData, Core>): FieldReader<AccountData, Core> => only("instagram", "IGUser", name, read);

/** A professional account of the app. Everything but its id on the new log-in has the id that edges and webhooks use. */
export const userNode: NodeType<AccountData, Core> = {
  name: "IGUser",
  slot: "ig-user-id",
  idOf: ({ id }) => id,
  usual: [],
  admit: (account, call) => {
    need(call, "basic");
    own(account, call);
  },
  fields: {
    username: ({ username }) => username,
    name: ({ name }) => name,
    biography: ({ biography }) => biography,
    website: () => undefined,
    profile_picture_url: ({ id }) => `https://scontent.cdn.test/${id}.jpg`,
    followers_count: ({ followers }) => followers,
    follows_count: () => 7,
    media_count: (account, { call }) => mediaOfAccount(call.core, account).filter(({ product }) => product !== "STORY").length,
    user_id: ig("user_id", ({ id }) => id),
    account_type: ig("account_type", () => "BUSINESS"),
    ig_id: fb("ig_id", ({ id }) => `9${id.slice(-9)}`),
    has_profile_pic: fb("has_profile_pic", () => true),
    is_published: fb("is_published", () => true),
    owner_business: fb("owner_business", () => undefined),
    legacy_instagram_user_id: fb("legacy_instagram_user_id", ({ id }) => `${id}_legacy`),
    shopping_product_tag_eligibility: fb("shopping_product_tag_eligibility", () => false),
    shopping_review_status: fb("shopping_review_status", () => undefined),
    ...edges,
    mentioned_comment: nodeField(
      () => mentionedComment,
      (account, { call, params }) => {
        need(call, "comments");
        return commentNaming(call.core, account, params.comment_id ?? "");
      },
      ["timestamp", "text"],
    ),
    mentioned_media: nodeField(
      () => mentionedMedia,
      (account, { call, params }) => {
        need(call, "comments");
        return mediaNaming(call.core, account, params.media_id ?? "");
      },
    ),
    business_discovery: fb(
      "business_discovery",
      nodeField(
        () => discovered,
        (_account, { call, params }) => {
          const found = byUsername(call.core, params.username ?? "");
          if (found === undefined || found.isPrivate) throw invalidParameter("Invalid user id", 2207013);
          return found;
        },
      ),
    ),
  },
  edges: {
    ...edges,
    conversations: (account, ask) => {
      if (ask.call.core.login === "facebook") throw notThere("GET", account.id);
      return inbox(account, ask);
    },
    subscribed_apps: (account, ask) => {
      if (ask.call.core.login === "facebook") throw notThere("GET", account.id);
      return subscribed(account, ask.call);
    },
  },
  actions: {
    "POST media": (account, call) => {
      need(call, "publish");
      return { id: createContainer(call.core, account, call.params).id };
    },
    "POST media_publish": (account, call) => {
      need(call, "publish");
      const id = call.params.text("creation_id");
      if (id === undefined) throw invalidParameter("The parameter creation_id is required");
      return { id: publishContainer(call.core, account, id).id };
    },
    "POST mentions": mention,
    "POST likes": facebookOnly(like),
    "DELETE likes": facebookOnly(like),
    "POST moderate_conversations": facebookOnly(moderate),
    "POST messages": instagramOnly(send),
    "POST subscribed_apps": instagramOnly(subscribe),
    "DELETE subscribed_apps": instagramOnly(unsubscribe),
  },
};

/** What is told of an account as `/me`: on the log-in with Instagram its id is good for nothing else. */
export const meNode: NodeType<AccountData, Core> = {
  ...userNode,
  idOf: ({ id, brand }) => brand?.appScopedId ?? id,
};

/** What anybody may see of a professional account. */
const discovered: NodeType<AccountData, Core> = {
  name: "IGUser",
  slot: "ig-user-id",
  idOf: ({ id }) => id,
  usual: [],
  fields: Object.fromEntries(
    ["username", "name", "biography", "website", "profile_picture_url", "followers_count", "follows_count", "media_count", "media"].flatMap(
      (name) => {
        const read = userNode.fields[name];
        return read === undefined ? [] : [[name, read]];
      },
    ),
  ),
};

/** Something to be published. */
export const containerNode: NodeType<ContainerData, Core> = {
  name: "IGMediaContainer",
  slot: "container-id",
  idOf: ({ id }) => id,
  usual: [],
  admit: (container, call) => {
    need(call, "publish");
    if (container.owner !== acting(call).id) throw notThere(call.method, container.id);
  },
  fields: {
    status_code: (container, { call }) => statusOf(call.core, container),
    status: (container, { call }) => statusWords(call.core, container),
    copyright_check_status: () => undefined,
  },
};
