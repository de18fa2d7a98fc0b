/**
 * What is asked of each edge. A field that an edge does not know fails the whole call (code 100), so every edge has a list of its own.
 * Field lists of the official Postman collection (2026-01) and of the documentation, read 2026-04. Data only.
 * @module
 */

const media = ["media_product_type", "media_type", "media_url", "gif_url", "thumbnail_url", "link_attachment_url"] as const;
const common = ["id", "permalink", "shortcode", "username", "text", "timestamp", ...media] as const;
const quotes = ["is_quote_post", "quoted_post", "reposted_post", "has_replies"] as const;
const author = ["is_verified", "profile_picture_url"] as const;
/** Alternative texts are told of posts only, and the parts of a carousel have their own. */
const parts = ["alt_text", "children{id,media_type,media_url,thumbnail_url,alt_text}"] as const;
const place = ["is_reply", "root_post", "replied_to"] as const;

/** `GET /me/threads`: the account's own posts. */
export const postFields: readonly string[] = [...common, "owner", ...quotes, ...author, ...parts, "topic_tag"];

/** `GET /{media}`: one post or reply. `owner` is told of our own posts, `is_reply_owned_by_me` of replies. */
export const nodeFields: readonly string[] = [
  ...postFields,
  ...place,
  "is_reply_owned_by_me",
  "hide_status",
  "reply_audience",
  "reply_approval_status",
];

/** `GET /{media}/replies`, `GET /{media}/conversation` and `GET /me/replies`. */
export const replyFields: readonly string[] = [
  ...common,
  ...quotes,
  ...author,
  "children",
  ...place,
  "is_reply_owned_by_me",
  "hide_status",
  "reply_audience",
  "topic_tag",
];

/** `GET /{media}/pending_replies`: what waits for approval. */
export const pendingFields: readonly string[] = [...replyFields, "reply_approval_status"];

/** `GET /me/mentions`. Where a mention stands is told to tokens with `threads_read_replies`. */
export const mentionFields: readonly string[] = [...common, ...quotes, ...author, ...parts, ...place];

/** `GET /keyword_search`. */
export const searchFields: readonly string[] = [...common, ...quotes, ...author, ...parts, "topic_tag", "is_reply"];

/** `GET /{media}`, where only its place is wanted. */
export const placeFields: readonly string[] = ["id", "owner", "username", ...place, "is_reply_owned_by_me"];

/** `GET /me`. */
export const profileFields: readonly string[] = [
  "id",
  "username",
  "name",
  "is_verified",
  "threads_profile_picture_url",
  "threads_biography",
];

/** `GET /{container}`. */
export const containerFields: readonly string[] = ["id", "status", "error_message"];

/** `GET /me/threads_publishing_limit`. */
export const quotaFields: readonly string[] = [
  "quota_usage",
  "config",
  "reply_quota_usage",
  "reply_config",
  "delete_quota_usage",
  "delete_config",
];

/** `GET /{media}/insights`: all of them, over the whole life of the post (insights, read 2026-04). */
export const postMetrics: readonly string[] = ["views", "likes", "replies", "reposts", "quotes", "shares"];

/** `GET /me/threads_insights`. Followers are told as they are now, and not for a time. */
export const accountMetrics: readonly string[] = ["views", "likes", "replies", "reposts", "quotes", "clicks"];

/** Sizes of pages (documentation and clients, read 2026-04). */
export const mostOfPage = 100;
