/**
 * A Page: its fields, everything below it, and what can be done as it.
 * @see https://developers.facebook.com/docs/graph-api/reference/page/, read 2026-08
 * @module
 */
import { actAs, needs } from "./access.js";
import { block, blockedEdge, moderateConversations, ownerOf, passControl, takeControl, unblock } from "./moderate.js";
import { conversationsEdge } from "./inbox.js";
import type { Core, PageData } from "./core.js";
import { dataList } from "../graph/node.js";
import type { FieldReader, NodeType } from "../graph/node.js";
import { invalidParameter } from "../graph/errors.js";
import { pageInsights } from "./insights.js";
import { pictureField } from "./people.js";
import { postsEdge } from "./posts.js";
import { publishFeed, publishPhoto } from "./publish.js";
import { ratingsEdge } from "./reviews.js";
import { unfilledPageFields } from "./unfilled.js";
import { sendMessage, uploadAttachment } from "./send.js";

/** Fields that an app can hear of. */
export const pageFields: readonly string[] = [
  "feed",
  "mention",
  "ratings",
  "name",
  "picture",
  "category",
  "description",
  "messages",
  "message_echoes",
  "message_edits",
  "message_reads",
  "message_deliveries",
  "message_reactions",
  "messaging_postbacks",
  "messaging_referrals",
  "messaging_handovers",
  "messaging_optins",
  "messaging_policy_enforcement",
  "standby",
];

const subscribedApps: FieldReader<PageData, Core> = dataList(({ id, subscribed }: PageData, { call }) => {
  actAs(call, id, "pages_manage_metadata");
  const { app } = call.core;
  return subscribed === undefined ? [] : [{ id: app.id, name: app.name, subscribed_fields: subscribed }];
});

const insights: FieldReader<PageData, Core> = dataList((page: PageData, { call, params }) => pageInsights(page, call, params));

const feed = postsEdge(
  "feed",
  ({ published, hidden }, params) => published && (!hidden || params.include_hidden === "true"),
  "pages_read_user_content",
);
const own = ({ kind, published }: { readonly kind: string; readonly published: boolean }): boolean => kind === "own" && published;

/** A Page. */
export const pageNode: NodeType<PageData, Core> = {
  name: "Page",
  slot: "page-id",
  idOf: ({ id }) => id,
  usual: ["name"],
  fields: {
    ...Object.fromEntries(unfilledPageFields.map((name) => [name, () => undefined])),
    name: ({ name }) => name,
    username: ({ username }) => username,
    category: ({ category }) => category,
    category_list: ({ category }) => [{ id: "2201", name: category }],
    about: ({ name }) => `Everything about ${name}.`,
    link: ({ username }) => `https://www.facebook.com/${username}`,
    access_token: ({ id, ownerId }, { call }) =>
      call.token.kind === "user" && call.token.subject === ownerId
        ? call.core.tokens.of(id).find(({ kind, dead }) => kind === "page" && dead === undefined)?.token
        : call.token.subject === id
          ? call.token.token
          : undefined,
    tasks: ({ tasks }) => tasks,
    fan_count: ({ fans }) => fans,
    followers_count: ({ followers }) => followers,
    is_published: () => true,
    is_verified: () => false,
    verification_status: () => "not_verified",
    can_post: () => true,
    has_added_app: ({ subscribed }) => subscribed !== undefined,
    has_transitioned_to_new_page_experience: () => true,
    is_messenger_platform_bot: () => false,
    unread_message_count: ({ id }, { call }) =>
      [...call.core.conversations.values()].filter(({ pageId, unread }) => pageId === id && unread > 0).length,
    picture: pictureField(({ id }) => id),
    posts: postsEdge("posts", own),
    published_posts: postsEdge("published_posts", own),
    feed,
    conversations: conversationsEdge,
    ratings: ratingsEdge,
    insights,
  },
  edges: {
    posts: postsEdge("posts", own),
    published_posts: postsEdge("published_posts", own),
    feed,
    visitor_posts: postsEdge(
      "visitor_posts",
      ({ kind, hidden }, params) => kind === "visitor" && (!hidden || params.include_hidden === "true"),
      "pages_read_user_content",
    ),
    tagged: postsEdge("tagged", ({ kind }) => kind === "tagged", "pages_read_user_content"),
    scheduled_posts: postsEdge("scheduled_posts", ({ scheduledAt }) => scheduledAt !== undefined, "pages_manage_posts"),
    ratings: ratingsEdge,
    conversations: conversationsEdge,
    blocked: blockedEdge,
    insights,
    subscribed_apps: subscribedApps,
    thread_owner: dataList((page: PageData, { call, params }) => [ownerOf(page, call, params.recipient ?? "")]),
  },
  actions: {
    "POST feed": publishFeed,
    "POST photos": publishPhoto,
    "POST messages": sendMessage,
    "POST message_attachments": uploadAttachment,
    "POST blocked": block,
    "DELETE blocked": unblock,
    "POST moderate_conversations": moderateConversations,
    "POST pass_thread_control": passControl,
    "POST take_thread_control": takeControl,
    "POST subscribed_apps": (page, call) => {
      actAs(call, page.id, "pages_manage_metadata");
      const fields = call.params.list("subscribed_fields");
      if (fields.length === 0) throw invalidParameter("The parameter subscribed_fields is required.");
      const unknown = fields.find((one) => !pageFields.includes(one));
      if (unknown !== undefined)
        throw invalidParameter(`Param subscribed_fields[0] must be one of {${pageFields.join(", ").toUpperCase()}}`);
      if (fields.some((one) => one.startsWith("messag") || one === "standby")) needs(call, "pages_messaging");
      page.subscribed = fields;
      return { success: true };
    },
    "DELETE subscribed_apps": (page, call) => {
      actAs(call, page.id, "pages_manage_metadata");
      delete page.subscribed;
      return { success: true };
    },
  },
};
