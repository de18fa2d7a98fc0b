/**
 * Moderation: replies that wait for approval, and hiding replies below our own posts.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { isFolkmootError } from "../../errors.js";
import { mostOfPage, pendingFields } from "./fields.js";
import { mediaOrNone } from "./posts.js";
import { onePage, type PageRead } from "../../adapter/paged.js";
import { success } from "../_graph/task.js";
import { textOf } from "../../adapter/fields.js";
import { toMessage } from "./normalize.js";
import type { BeginThreads, ThreadsTask } from "./task.js";
import type { Message } from "../../model/message.js";
import type { MessageTarget } from "../../model/target.js";
import type { Operations, Receipt } from "../../adapter/operations.js";
import type { Quarantined } from "../../model/page.js";

/** Lists what waits; approves, denies, hides and shows replies. */
export function moderation(begin: BeginThreads): Pick<Operations, "listHeld" | "approve" | "deny" | "hide" | "unhide"> {
  return {
    listHeld: (query) => {
      const task = begin("listHeld", query);
      return onePage(async () => waiting(task), query ?? {}, {
        timeOf: ({ createdAt }) => createdAt,
        name: `threads listHeld of ${task.account}`,
        now: () => task.runtime.clock.now(),
      });
    },
    approve: (message, options) => decide(begin("approve", options), message, true),
    deny: (message, options) => decide(begin("deny", options), message, false),
    hide: (message, options) => turn(begin("hide", options), message, true),
    unhide: (message, options) => turn(begin("unhide", options), message, false),
  };
}

/** The network tells post by post what waits, so the newest are looked through. Newest first. */
async function waiting(task: ThreadsTask): Promise<PageRead<Message>> {
  const quarantined: Quarantined[] = [];
  const found: Message[] = [];
  const recent = await task.page(
    "/me/threads",
    { fields: ["id", "timestamp", "username"] },
    { cursor: undefined, size: task.heldPosts },
    (_, place) => {
      task.places.learnOwn(place.rootId);
      return place.rootId;
    },
  );
  for (const id of recent.items) {
    for await (const page of task.list((cursor) => pendingOf(task, id, cursor)).pages()) {
      found.push(...page.items);
      quarantined.push(...page.quarantined);
    }
  }
  const items = found.sort((one, other) => (one.createdAt < other.createdAt ? 1 : one.createdAt > other.createdAt ? -1 : 0));
  return { items, quarantined };
}

async function pendingOf(task: ThreadsTask, id: string, cursor: string | undefined): Promise<PageRead<Message>> {
  try {
    return await task.page(
      `/${inPath(id)}/pending_replies`,
      { fields: pendingFields, query: { approval_status: "pending", reverse: true } },
      { cursor, size: mostOfPage },
      (wire, place, viewer) => ({
        ...toMessage(viewer, wire, place),
        // The list holds nothing else, and some answers leave the field out.
        visibility: "held" as const,
      }),
    );
  } catch (error) {
    // The post went meanwhile, or was published without approvals.
    if (isFolkmootError(error, "not-found") || isFolkmootError(error, "invalid-request")) return { items: [] };
    throw error;
  }
}

/** Approving twice approves once. */
async function decide(task: ThreadsTask, message: MessageTarget, approve: boolean): Promise<Receipt> {
  const { id } = task.target(message, ["message"]);
  try {
    await task.post(`/${inPath(id)}/manage_pending_reply`, success, { approve }, { safeToRepeat: true });
  } catch (error) {
    if (!isFolkmootError(error, "invalid-request")) throw error;
    // What was decided before is refused there, and here it is done.
    const status = textOf((await mediaOrNone(task, id))?.["reply_approval_status"])?.toLowerCase();
    if (status === undefined || status === "pending" || (status === "ignored") === approve) throw error;
  }
  return { visibility: approve ? "public" : "removed" };
}

/** Turns a reply on top, and with it all that is below. A switch: hiding twice hides once. */
async function turn(task: ThreadsTask, message: MessageTarget, hide: boolean): Promise<Receipt> {
  const { id } = task.target(message, ["message"]);
  const { rootId, parentId, rootIsOwn } = message.refs ?? {};
  if (rootIsOwn === "false") return task.refuse("forbidden", "replies can be hidden below posts of this profile only.");
  if (rootId === id) return task.refuse("invalid-request", "it is a post and no reply; delete it (`delete`) where it is ours.");
  if (rootId !== undefined && parentId !== undefined && parentId !== rootId)
    return task.refuse(
      "unsupported",
      "only replies on top can be hidden, and all below them goes too; hide the one that this stands below (`root`).",
    );
  await task.post(`/${inPath(id)}/manage_reply`, success, { hide }, { safeToRepeat: true });
  return { visibility: hide ? "hidden" : "public" };
}
