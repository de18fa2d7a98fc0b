/**
 * Addresses of posts and comments.
 * @module
 */
import type { CommentData, PostData } from "./core.js";
import { numberIn } from "./core.js";

/** Gives the address of a post. */
export const postLink = ({ id }: Pick<PostData, "id">): string =>
  `https://www.facebook.com/${id.split("_")[0] ?? ""}/posts/${numberIn(id)}/`;

/** Gives the address of a comment; that of an answer names what it hangs on too. */
export function commentLink({ id, postId, parentId }: CommentData): string {
  const own = numberIn(id);
  const query = parentId === undefined ? `comment_id=${own}` : `comment_id=${numberIn(parentId)}&reply_comment_id=${own}`;
  return `${postLink({ id: postId })}?${query}`;
}
