/**
 * Likes: of posts and comments, only with the Facebook log-in.
 * @module
 */
import { isFolkmootError, type FolkmootError } from "../../errors.js";
import { isCommentId } from "./ids.js";
import { success } from "../_graph/wire.js";
import type { BeginInstagram, InstagramTask } from "./task.js";
import type { Operations, Receipt } from "../../adapter/operations.js";
import type { Target } from "../../model/target.js";

/** Likes, and takes likes back. Repeating does no harm: what is liked already stays so (user likes, read 2026-04). */
export function likes(begin: BeginInstagram): Pick<Operations, "like" | "unlike"> {
  return {
    like: (target, options) => turn(begin("like", options), target, true),
    unlike: (target, options) => turn(begin("unlike", options), target, false),
  };
}

async function turn(task: InstagramTask, target: Target, on: boolean): Promise<Receipt> {
  const what = likedBy(task, target);
  try {
    if (on) await task.post(task.own("likes"), success, what, { safeToRepeat: true });
    else await task.remove(task.own("likes"), what, { safeToRepeat: true });
    delete task.memory.noLikes;
  } catch (error) {
    if (isFolkmootError(error)) noteRefusal(task, error);
    throw error;
  }
  return {};
}

function likedBy(task: InstagramTask, target: Target): Readonly<Record<string, string>> {
  const { id, kind } = task.target(target, ["message", "post"]);
  // A post that tags or mentions us is a message here and a medium there.
  if (kind === "post" || target.refs?.["mediaId"] === id) return { media_id: id };
  return isCommentId(id) ? { comment_id: id } : task.refuse("invalid-request", "the message is a direct one; use `react` with `love`.");
}

/**
 * The edge is documented since 2026-04 and stands in no specification yet, so that apps may find it missing. The first refusal for want of
 * it, or of the permission, is remembered, and `can` says so.
 */
function noteRefusal({ memory }: InstagramTask, error: FolkmootError): void {
  if (error.reauthorize === "missing-scope")
    memory.noLikes = "Meta refused a like for want of the permission instagram_manage_engagement; grant it and make the adapter anew.";
  else if (error.code === "unsupported") memory.noLikes = "Meta does not offer likes to this app yet.";
}
