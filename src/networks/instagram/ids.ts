/**
 * Names of things: who sees, the and what ids tell.
 * @module
 */
import { parseKey } from "../../model/keys.js";
import type { Author } from "../../model/author.js";
import type { GraphUs } from "../_graph/task.js";
import type { InstagramLogin } from "./fields.js";
import type { Refs } from "../../model/ref.js";

/** The account that everything is seen by. */
export interface Us extends GraphUs {
  /** How its token was given. */
  readonly login: InstagramLogin;
}

/** Comment ids are digits; those of direct messages are not. */
export function isCommentId(id: string): boolean {
  return /^\d+$/.test(id);
}

/** True for a message that is known to be our own, by itself or by its refs; of a bare reference nobody knows. */
export function isOwnMessage({ key, author, refs }: { readonly key: string; readonly author?: Author; readonly refs?: Refs }): boolean {
  return author?.isOwn ?? (refs?.["authorId"] !== undefined && refs["authorId"] === parseKey(key)?.accountId);
}
