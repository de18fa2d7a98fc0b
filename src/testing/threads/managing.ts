/**
 * Hiding, letting in, deleting and reposting.
 * @see https://developers.facebook.com/docs/threads/reply-management and .../threads/delete-posts, read 2026-02
 * @module
 */
import { caller } from "./call.js";
import type { Call, Calls, Run } from "./call.js";
import type { MediaData } from "./core.js";
import { invalidParameter, notThere, refusal } from "../graph/errors.js";
import { readable } from "./pages.js";
import { remove, repost, seenMedia } from "./say.js";

/** An answer in a thread of one's own, and what the thread begins with. */
function ownThread(call: Call, id: string): { readonly reply: MediaData; readonly root: MediaData } {
  const reply = readable(call, id);
  const root = call.core.media.get(reply.rootId ?? "");
  if (root === undefined) throw notThere(call.method, id);
  if (root.authorId !== call.token.subject) throw refusal(10, "(#10) Application does not have permission for this action");
  return { reply, root };
}

const hide: Run = (call, id) => {
  caller(call, "threads_manage_replies");
  const { reply, root } = ownThread(call, id);
  if (reply.replyTo !== root.id) throw invalidParameter("Only top-level replies can be hidden or unhidden");
  const wanted = call.params.flag("hide");
  if (wanted === undefined) throw invalidParameter("The parameter hide is required");
  if (wanted) reply.hide = "hidden";
  else if (reply.hide === "hidden") reply.hide = "shown";
  return { success: true };
};

const letIn: Run = (call, id) => {
  caller(call, "threads_manage_replies");
  const { reply } = ownThread(call, id);
  const approve = call.params.flag("approve");
  if (approve === undefined) throw invalidParameter("The parameter approve is required");
  if (reply.approval === undefined) throw invalidParameter("This reply does not wait for an approval");
  reply.approval = approve ? "approved" : "ignored";
  return { success: true };
};

const drop: Run = (call, id) => {
  const by = caller(call, "threads_delete");
  const media = seenMedia(call.core, by, id, call.method);
  if (media.authorId !== by.id) throw refusal(10, "(#10) Application does not have permission for this action");
  call.core.quotas.take(by.id, "deletes");
  remove(call.core, media);
  return { success: true, deleted_id: id };
};

const share: Run = (call, id) => {
  const by = caller(call, "threads_content_publish");
  const media = seenMedia(call.core, by, id, call.method);
  if (media.type === "REPOST_FACADE") throw invalidParameter("A repost cannot be reposted");
  call.core.quotas.take(by.id, "posts");
  return { id: repost(call.core, by, media).id };
};

/** Hiding, letting in, deleting and reposting. */
export const mediaWrites: Calls = { "POST manage_reply": hide, "POST manage_pending_reply": letIn, "POST repost": share, DELETE: drop };
