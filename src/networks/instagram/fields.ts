/**
 * The fields that are asked for, by log-in. A field that a node does not have fails the whole call, so every name stands in the official
 * specifications (facebook-business-sdk-codegen, v25.0, 2026-04) or, where it is marked, in the reference pages alone.
 * @module
 */

/** How an account gave its token: through the Facebook Page that it is linked with, or on Instagram itself. */
export type InstagramLogin = "facebook" | "instagram";

/** Fields by log-in. */
export type FieldsOf = Readonly<Record<InstagramLogin, readonly string[]>>;

const profile: readonly string[] = [
  "id",
  "username",
  "name",
  "biography",
  "website",
  "profile_picture_url",
  "followers_count",
  "follows_count",
  "media_count",
];

/** Of the account itself. `user_id` is the id that edges and webhooks use; with the Instagram log-in `id` is another one. */
export const accountFields: FieldsOf = {
  facebook: profile,
  instagram: [...profile, "user_id", "account_type"],
};

const media: readonly string[] = [
  "id",
  "shortcode",
  "caption",
  "media_type",
  "media_product_type",
  "media_url",
  "thumbnail_url",
  "permalink",
  "timestamp",
  "username",
  "owner",
  "like_count",
  "comments_count",
  "is_comment_enabled",
  "alt_text",
];

/** Of media of our own. Children are asked for beside these. */
export const mediaFields: FieldsOf = {
  facebook: [...media, "view_count"],
  instagram: media,
};

/** Of the pictures and films of an album. */
export const childFields: readonly string[] = ["id", "media_type", "media_url", "thumbnail_url"];

/** Of media that other people posted: whoever is tagged or mentioned in it is told less. */
export const foreignMediaFields: readonly string[] = [
  "id",
  "caption",
  "media_type",
  "media_url",
  "permalink",
  "timestamp",
  "username",
  "like_count",
  "comments_count",
];

/** The least of them, asked for where the network does not know one of the others. */
export const leastMediaFields: readonly string[] = ["id", "caption", "media_type", "permalink", "timestamp", "username"];

/** Of media found by a hashtag, which come without the name of their author (hashtag search reference, read 2026-11). */
export const hashtagMediaFields: readonly string[] = [
  "id",
  "caption",
  "media_type",
  "media_url",
  "permalink",
  "timestamp",
  "like_count",
  "comments_count",
];

/** Of comments below our own media. `user` is told of our own comments only. */
export const commentFields: readonly string[] = [
  "id",
  "text",
  "timestamp",
  "username",
  "from",
  "user",
  "like_count",
  "hidden",
  "parent_id",
  "media",
];

/** Of comments elsewhere that mention the account. `owner` of their media is told only where the media are our own. */
export const mentionedCommentFields: readonly string[] = ["id", "text", "timestamp", "username", "like_count"];

/** Of the media that a mentioning comment stands below. */
export const mentionedCommentMediaFields: readonly string[] = ["id", "permalink", "owner"];

/** Of a container on its way to become a post (content publishing guide, read 2026-09). */
export const containerFields: readonly string[] = ["status_code", "status"];

/** Of what an account may still publish (content publishing guide, read 2026-09). */
export const publishingLimitFields: readonly string[] = ["quota_usage", "config"];

/** Writes fields as the network takes them: some are asked for with fields of their own. */
export function fieldList(fields: readonly string[], inner: Readonly<Record<string, string>> = {}): string {
  return fields.map((name) => (inner[name] === undefined ? name : `${name}${inner[name]}`)).join(",");
}
