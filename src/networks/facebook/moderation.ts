/**
 * Moderation: likes, hiding, editing, deleting, and people who are shut out.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { anything } from "../../adapter/compiled.js";
import { checkDraft } from "../../adapter/check-draft.js";
import { facebookComment, facebookPost } from "./text.js";
import { fieldsOf } from "../../adapter/fields.js";
import { nodeOf } from "./ids.js";
import { isFolkmootError } from "../../errors.js";
import { orNone, removeOrGone } from "../_graph/gone.js";
import { success } from "../_graph/task.js";
import { Unreadable } from "../../adapter/read-items.js";
import type { AuthorRef } from "../../model/ref.js";
import type { BanOptions, Operations, Receipt } from "../../adapter/operations.js";
import type { BeginFacebook, FacebookTask } from "./task.js";
import type { Draft } from "../../model/draft.js";
import type { MessageTarget, Target } from "../../model/target.js";
import type { Schema } from "../../http/request.js";

type Names = "edit" | "delete" | "like" | "unlike" | "hide" | "unhide" | "ban" | "unban";

/** Changes what is there already. */
export function moderation(begin: BeginFacebook): Pick<Operations, Names> {
  return {
    edit: (target, draft, options) => edit(begin("edit", options), target, draft),
    delete: (target, options) => remove(begin("delete", options), target),
    like: async (target, options) => {
      const task = begin("like", options);
      // One like of one Page, however often it is asked for.
      await task.post(`/${inPath(publicId(task, target))}/likes`, success, {}, { safeToRepeat: true });
      return {};
    },
    unlike: async (target, options) => {
      const task = begin("unlike", options);
      await task.remove(`/${inPath(publicId(task, target))}/likes`, {}, { safeToRepeat: true });
      return {};
    },
    hide: (message, options) => turn(begin("hide", options), message, true),
    unhide: (message, options) => turn(begin("unhide", options), message, false),
    ban: (author, options) => shut(begin("ban", options), author, true, options),
    unban: (author, options) => shut(begin("unban", options), author, false),
  };
}

/** Direct messages stay as they are: the API can neither like nor change nor take back one. */
function publicId(task: FacebookTask, target: Target): string {
  const { id, kind } = task.target(target, ["message", "post"]);
  if (kind === "message" && nodeOf(id, target) === "direct")
    return task.refuse("unsupported", "the message is a direct one, which the API cannot change; answer it instead.");
  return id;
}

/** Refuses what is known to be somebody else's before anything is asked. */
function refuseOthers(task: FacebookTask, { refs }: Target): void {
  const author = refs?.["authorId"];
  if (author !== undefined && author !== task.us.id)
    task.refuse("forbidden", "only what the Page itself wrote can be edited; hide or delete it instead.");
}

async function edit(task: FacebookTask, target: Target, draft: Draft): Promise<Receipt> {
  const id = publicId(task, target);
  const isPost = task.target(target, ["message", "post"]).kind === "post";
  refuseOthers(task, target);
  checkDraft(draft, isPost ? facebookPost : facebookComment, task);
  if ((draft.attachments ?? []).length > 0)
    return task.refuse("unsupported", "attachments cannot be changed once they are out; leave them out, or delete it and write it anew.");
  // The same words again change nothing, so a lost answer does no harm.
  await task.post(`/${inPath(id)}`, success, { message: draft.text }, { safeToRepeat: true });
  return {};
}

async function remove(task: FacebookTask, target: Target): Promise<Receipt> {
  const id = publicId(task, target);
  if (nodeOf(id, target) === "review")
    return task.refuse("unsupported", "a recommendation cannot be deleted; report it in the Page's settings.");
  await removeOrGone(task, `/${inPath(id)}`);
  return {};
}

async function turn(task: FacebookTask, target: MessageTarget, hidden: boolean): Promise<Receipt> {
  const id = publicId(task, target);
  if (target.refs?.["authorId"] === task.us.id)
    return task.refuse("invalid-request", "the comment is the Page's own, which cannot be hidden; delete it instead.");
  try {
    await task.post(`/${inPath(id)}`, success, { is_hidden: hidden }, { safeToRepeat: true });
  } catch (error) {
    // Marked so already (1/1446036, restfb issue 1095): it stands as it was meant.
    if (!isFolkmootError(error, "duplicate")) throw error;
  }
  return {};
}

/** Blocking answers `{success: true}`, or, in the form of before, an object that says it of each person by id. */
const blocked: Schema<unknown> = {
  parse: (value) => {
    const told = typeof value === "boolean" ? [value] : Object.values(fieldsOf(value));
    if (told.some((one) => one === false)) throw new Unreadable("success: not true");
    return anything.parse(value);
  },
};

async function shut(task: FacebookTask, author: AuthorRef, out: boolean, options?: BanOptions): Promise<Receipt> {
  const { id } = task.target(author, ["author"]);
  if (id === task.us.id) return task.refuse("invalid-request", "the author is the Page itself.");
  if (options?.durationMs !== undefined)
    return task.refuse("unsupported", "a block has no end on Facebook; leave `durationMs` out and unban when it is time.");
  if (options?.deleteHistoryMs !== undefined)
    return task.refuse("unsupported", "a block deletes nothing; leave `deleteHistoryMs` out and delete comments one by one.");
  const path = `/${task.us.id}/blocked`;
  // Who wrote in Messenger is known by a number for this Page, everybody else by the one that comments tell.
  const whom = author.refs?.["psid"] === undefined ? { user: id } : { psid: id };
  if (out) await task.post(path, blocked, whom, { safeToRepeat: true });
  // Who is not shut out is let in already.
  else await orNone(task.request("DELETE", path, { schema: blocked, query: whom, safeToRepeat: true }));
  return {};
}
