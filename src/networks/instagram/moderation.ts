/**
 * Moderation: hiding and deleting comments, deleting posts, blocking people in direct messages.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { isCommentId, isOwnMessage } from "./ids.js";
import { removeOrGone } from "../_graph/gone.js";
import { anyObject, success } from "../_graph/wire.js";
import type { AuthorRef } from "../../model/ref.js";
import type { BanOptions, Operations, Receipt } from "../../adapter/operations.js";
import type { BeginInstagram, InstagramTask } from "./task.js";
import type { MessageTarget, Target } from "../../model/target.js";

type Names = "hide" | "unhide" | "delete" | "ban" | "unban";

/** Hides, shows again, deletes, blocks. */
export function moderation(begin: BeginInstagram): Pick<Operations, Names> {
  return {
    hide: (message, options) => turn(begin("hide", options), message, true),
    unhide: (message, options) => turn(begin("unhide", options), message, false),
    delete: (target, options) => remove(begin("delete", options), target),
    ban: (author, options) => block(begin("ban", options), author, options),
    unban: (author, options) => moderate(begin("unban", options), author, "UNBLOCK_USER"),
  };
}

const elsewhere =
  "the comment stands under a post of somebody else, where only its owner can do that; `ban` its author, or report it in the app.";

function commentOf(task: InstagramTask, target: Target): string {
  const { id } = task.target(target, ["message"]);
  if (target.refs?.["mediaId"] !== undefined) return task.refuse("forbidden", elsewhere);
  return isCommentId(id) ? id : task.refuse("unsupported", "direct messages cannot be hidden or deleted by the API.");
}

async function turn(task: InstagramTask, message: MessageTarget, hidden: boolean): Promise<Receipt> {
  const id = commentOf(task, message);
  if (isOwnMessage(message))
    return task.refuse("invalid-request", "the account's own comments stay visible whatever is set; use `delete`.");
  await task.post(`/${inPath(id)}`, success, { hide: hidden }, { safeToRepeat: true });
  return {};
}

async function remove(task: InstagramTask, target: Target): Promise<Receipt> {
  const { kind } = task.target(target, ["message", "post"]);
  if (kind === "post" && task.us.login === "instagram")
    return task.refuse("unsupported", "posts can be deleted with the Facebook log-in only; delete it in the app.");
  const id = kind === "post" ? task.target(target, ["post"]).id : commentOf(task, target);
  await removeOrGone(task, `/${inPath(id)}`);
  return {};
}

async function block(task: InstagramTask, author: AuthorRef, options: BanOptions | undefined): Promise<Receipt> {
  if (options?.durationMs !== undefined)
    return task.refuse("unsupported", "a block has no end on this network; leave `durationMs` out and unban when it is time.");
  if (options?.deleteHistoryMs !== undefined)
    return task.refuse("unsupported", "a block deletes nothing; leave `deleteHistoryMs` out, and delete comments one by one.");
  return moderate(task, author, "BLOCK_USER");
}

/** People are blocked by the id that they have for this account; comments that told a name alone do not tell it. */
async function moderate(task: InstagramTask, author: AuthorRef, action: "BLOCK_USER" | "UNBLOCK_USER"): Promise<Receipt> {
  const { id } = task.target(author, ["author"]);
  if (id === task.us.id) return task.refuse("invalid-request", "the author is the account itself.");
  if (id.startsWith("@"))
    return task.refuse(
      "invalid-request",
      "the network told only the name of this person; give an author whose id is known, of a comment or direct message.",
    );
  await task.post(task.own("moderate_conversations"), anyObject, { user_ids: [{ id }], actions: [action] }, { safeToRepeat: true });
  return {};
}
