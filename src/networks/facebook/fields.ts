/**
 * What we ask Facebook for, by node. A name that a node does not have fails the whole request (code 100), so every list here is checked
 * against the official specification of its node by a test.
 * @module
 */

/** Of the Page. `followers_count` is what people see; `fan_count` counts the likes of before. */
export const pageFields: readonly string[] = ["id", "name", "username", "link", "picture{url}", "followers_count"];

/** Pictures of an album come whole: what each has by default is all that is read. */
const attachments =
  "attachments{media_type,type,title,description,url,unshimmed_url,target,media{image{src,height,width},source},subattachments}";

/** Counts, without the people and comments that they count. They want `pages_read_user_content`, as comments do. */
const countsOfPost = ["reactions.limit(0).summary(total_count,viewer_reaction)", "comments.filter(stream).limit(0).summary(total_count)"];

/** Of a post. */
export const postFields: readonly string[] = [
  "id",
  "message",
  "story",
  "created_time",
  "permalink_url",
  "full_picture",
  "from{id,name}",
  "can_reply_privately",
  "status_type",
  "is_published",
  "is_hidden",
  "is_expired",
  "message_tags",
  "shares",
  attachments,
  ...countsOfPost,
];

/**
 * Of a post that has just been published. Only what every token that may publish may read: a field too many would fail a call whose post
 * is out already.
 */
export const publishedFields: readonly string[] = ["id", "message", "created_time", "permalink_url", "from{id,name}"];

/** Of a comment. A parent's own parent is asked for, so that the top of the tree is known at any depth. */
export const commentFields: readonly string[] = [
  "id",
  "message",
  "created_time",
  "from{id,name,picture}",
  "parent{id,parent{id}}",
  "object{id}",
  "attachment",
  "comment_count",
  "like_count",
  "user_likes",
  "is_hidden",
  "is_private",
  "can_comment",
  "can_hide",
  "can_like",
  "can_remove",
  "can_reply_privately",
  "permalink_url",
  "message_tags",
];

/** Of a comment that has just been written; see {@link publishedFields}. */
export const writtenFields: readonly string[] = ["id", "message", "created_time", "permalink_url", "from{id,name}", "parent{id}"];

/** Of a comment, when only its private answer is looked for. */
export const privateReplyFields: readonly string[] = ["id", "from{id}", "private_reply_conversation{id}"];

/** Of a recommendation. Not in the specification; reference of the edge `ratings`, read 2026-08. */
export const ratingFields: readonly string[] = [
  "created_time",
  "has_rating",
  "has_review",
  "rating",
  "recommendation_type",
  "review_text",
  "reviewer{id,name}",
  "open_graph_story{id}",
];

/** Of an app that hears of the Page. */
export const subscribedAppFields: readonly string[] = ["id", "name", "subscribed_fields"];
