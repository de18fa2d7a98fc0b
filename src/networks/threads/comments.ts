/**
 * Replies: below posts and below replies; answering; reading messages again.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { checkSayable, publish, replyReceipt } from "./draft.js";
import { isFolkmootError } from "../../errors.js";
import { isRepost, mediaOrNone } from "./posts.js";
import { onePage, type PageRead } from "../../adapter/paged.js";
import { readItems } from "../../adapter/read-items.js";
import { replyFields } from "./fields.js";
import { toMessage } from "./normalize.js";
import { wireMedia, type WireMedia } from "./wire.js";
import type { BeginThreads, ThreadsTask } from "./task.js";
import type { Draft } from "../../model/draft.js";
import type { ListQuery, Operations, Receipt } from "../../adapter/operations.js";
import type { Message } from "../../model/message.js";
import type { MessageTarget, Target } from "../../model/target.js";
import type { Paged } from "../../model/page.js";
import type { Place } from "./places.js";

/** Lists and writes replies; reads messages again. */
export function comments(begin: BeginThreads): Pick<Operations, "listComments" | "getMessages" | "reply"> {
  return {
    listComments: (under, query) => listReplies(begin("listComments", query), under, query),
    getMessages: (messages, options) => reread(begin("getMessages", options), messages),
    reply: (target, draft, options) => reply(begin("reply", options), target, draft),
  };
}

/** Flat, whatever stands below our own post; elsewhere what answers the target itself. Newest first. */
function listReplies(task: ThreadsTask, under: Target | null, query?: ListQuery): Paged<Message> {
  if (under === null)
    return task.refuse(
      "unsupported",
      "the network has no list of all replies to a profile; list those of each post (`listComments(post)`), as an inbox does.",
    );
  const { id, kind } = task.target(under, ["message", "post"]);
  const { rootId, rootIsOwn } = under.refs ?? {};
  return task.list(
    async (cursor, size) => {
      const own = kind === "post" && (rootId === undefined || rootId === id) ? await isOwnPost(task, id, rootIsOwn) : false;
      if (own) task.places.learnOwn(id);
      const path = `/${inPath(id)}/${own ? "conversation" : "replies"}`;
      return task.page(path, { fields: replyFields, query: { reverse: true } }, { cursor, size }, (wire, place, viewer) =>
        // The post itself stands in some answers.
        isRepost(wire) || place.parentId === undefined ? undefined : toMessage(viewer, wire, place),
      );
    },
    query,
    ({ createdAt }) => createdAt,
  );
}

/** What the target does not tell is asked: the whole tree is told of our own posts only. */
async function isOwnPost(task: ThreadsTask, id: string, told: string | undefined): Promise<boolean> {
  if (told !== undefined) return told === "true";
  const place = await task.places.ofId(task, id, await task.viewer());
  return place.rootId === id && place.ownRoot;
}

/** One by one: the network has no call for several. Those that are gone are absent. */
function reread(task: ThreadsTask, messages: readonly MessageTarget[]): Paged<Message> {
  const ids = messages.map((message) => task.target(message, ["message"]).id);
  if (ids.length === 0) return onePage<Message>([], task.options);
  return onePage(async () => readAgain(task, ids), task.options);
}

async function readAgain(task: ThreadsTask, ids: readonly string[]): Promise<PageRead<Message>> {
  const viewer = await task.viewer();
  const wires: WireMedia[] = [];
  for (const id of ids) {
    const wire = await mediaOrNone(task, id);
    if (wire !== undefined) wires.push(wire);
  }
  task.places.learn(wires, viewer);
  const places = new Map<WireMedia, Place>();
  for (const wire of wires) places.set(wire, await task.places.of(task, wire, viewer));
  return readItems("messages", wires, wireMedia, (wire) => {
    const place = places.get(wire);
    return place === undefined ? undefined : toMessage(viewer, wire, place);
  });
}

/** What is answered: its id, and where it stands. */
interface Answered {
  readonly id: string;
  readonly place: Place;
}

async function reply(task: ThreadsTask, target: Target, draft: Draft): Promise<Receipt> {
  const { id, kind } = task.target(target, ["message", "post"]);
  checkSayable(task, draft, "reply");
  const viewer = await task.viewer();
  const to: Answered = { id, place: placeInRefs(id, kind, target) ?? (await task.places.ofId(task, id, viewer)) };
  try {
    return replyReceipt(task, viewer, await publish(task, draft, { replyTo: id }), draft, to);
  } catch (error) {
    // What was answered goes while somebody writes: the network then calls its id a wrong parameter.
    if (isFolkmootError(error, "invalid-request") && (await mediaOrNone(task, id)) === undefined)
      return task.refuse("not-found", "what is answered is gone, or not for this profile to see; nothing was said.");
    throw error;
  }
}

/** Reads off a target where it stands, where its refs tell. */
function placeInRefs(id: string, kind: "message" | "post", { refs = {}, ...target }: Target): Place | undefined {
  const { rootId, rootIsOwn, parentId } = refs;
  if (rootId === undefined || rootIsOwn === undefined) return undefined;
  const ownRoot = rootIsOwn === "true";
  if (rootId === id) return { rootId, ownRoot };
  if (parentId === undefined || kind === "post") return undefined;
  if (parentId === rootId) return { rootId, ownRoot, parentId, topId: id };
  const root = "root" in target ? target.root : undefined;
  const topId = root?.slice(root.lastIndexOf(":") + 1);
  return topId === undefined ? undefined : { rootId, ownRoot, parentId, topId };
}
