/**
 * Moderation: hiding replies in our own threads, blocking and muting people.
 * @module
 */
import { atUri, isDid, parseAtUri, type AtUri, type Place } from "./ids.js";
import { deleteRecord, getRecord, placeFor, putOnce, putRecord } from "./records.js";
import { fetchProfile } from "./account.js";
import { fieldsOf, listOf, textOf } from "../../adapter/fields.js";
import { isFolkmootError } from "../../errors.js";
import { maxHidden } from "./limits.js";
import { postId, threadRefs } from "./posts.js";
import type { AuthorRef } from "../../model/ref.js";
import type { BeginBluesky, BlueskyTask } from "./task.js";
import type { MessageTarget } from "../../model/target.js";
import type { Operations, Receipt } from "../../adapter/operations.js";

const gateCollection = "app.bsky.feed.threadgate";
const blockCollection = "app.bsky.graph.block";

/** How often a change is tried when somebody else changes the same record meanwhile. */
const attempts = 5;

/** Hides replies, blocks and mutes people. */
export function moderation(begin: BeginBluesky): Pick<Operations, "hide" | "unhide" | "ban" | "unban" | "mute" | "unmute"> {
  return {
    hide: (message, options) => turnHidden(begin("hide", options), message, true),
    unhide: (message, options) => turnHidden(begin("unhide", options), message, false),
    ban: async (author, options) => {
      const task = begin("ban", options);
      const did = person(task, author);
      if (options?.durationMs !== undefined)
        return task.refuse("unsupported", "a block has no end on this network; leave `durationMs` out, and unban when it is time.");
      if (options?.deleteHistoryMs !== undefined)
        return task.refuse("unsupported", "other people's posts cannot be deleted; leave `deleteHistoryMs` out, and hide them.");
      const standing = await blockOf(task, did);
      if (standing !== undefined) return { refs: { blockUri: standing } };
      const record = { $type: blockCollection, subject: did, createdAt: task.now() };
      const { uri } = await putOnce(task, blockPlace(task, did), record, ({ subject }) => subject === did);
      return { refs: { blockUri: uri } };
    },
    unban: async (author, options) => {
      const task = begin("unban", options);
      const did = person(task, author);
      const own = blockPlace(task, did);
      const standing = parseAtUri((await blockOf(task, did)) ?? "");
      // Made in the app, or by us a moment ago and not in the index yet: either may stand, and deleting nothing changes nothing.
      if (standing?.repo === task.us.did && standing.collection === blockCollection && standing.rkey !== own.rkey)
        await deleteRecord(task, standing);
      await deleteRecord(task, own);
      return {};
    },
    mute: (author, options) => turnMute(begin("mute", options), author, "muteActor"),
    unmute: (author, options) => turnMute(begin("unmute", options), author, "unmuteActor"),
  };
}

function person(task: BlueskyTask, author: AuthorRef): string {
  const { id } = task.target(author, ["author"]);
  if (!isDid(id)) return task.refuse("invalid-request", "the author's key must hold a DID.");
  return id === task.us.did ? task.refuse("invalid-request", "the author is the account itself.") : id;
}

/** Reads the AT-URI of our block of a person; `undefined` when there is none. */
async function blockOf(task: BlueskyTask, did: string): Promise<string | undefined> {
  return textOf(fieldsOf((await fetchProfile(task, did))["viewer"])["blocking"]);
}

const blockPlace = (task: BlueskyTask, did: string): Place => placeFor(task, blockCollection, did);

async function turnMute(task: BlueskyTask, author: AuthorRef, method: "muteActor" | "unmuteActor"): Promise<Receipt> {
  await task.post(`app.bsky.graph.${method}`, { actor: person(task, author) }, { safeToRepeat: true });
  return {};
}

/** Finds the thread of a reply, which has to be ours. */
async function ownThread(task: BlueskyTask, message: MessageTarget, uri: string): Promise<AtUri> {
  const rootUri = message.refs?.["rootUri"] ?? (await threadRefs(task, uri, message.refs)).root.uri;
  const root = parseAtUri(rootUri);
  if (root?.repo !== task.us.did)
    return task.refuse("forbidden", "only replies in the account's own threads can be hidden; mute or ban the author instead.");
  return rootUri === uri ? task.refuse("invalid-request", "the first post of a thread cannot be hidden; delete it instead.") : root;
}

/** Reads the thread's gate, changes it, and writes it back if nobody else did meanwhile. */
async function turnHidden(task: BlueskyTask, message: MessageTarget, hide: boolean): Promise<Receipt> {
  const uri = postId(task, message, ["message"]);
  const root = await ownThread(task, message, uri);
  const place = { collection: gateCollection, rkey: root.rkey };
  const receipt: Receipt = { visibility: hide ? "hidden" : "public" };
  for (let attempt = 1; ; attempt++) {
    const gate = await getRecord(task, { repo: task.us.did, ...place });
    const hidden = listOf(gate?.value["hiddenReplies"]).filter((one) => typeof one === "string");
    if (hidden.includes(uri) === hide) return receipt;
    if (hide && hidden.length >= maxHidden)
      return task.refuse("forbidden", `the thread hides ${hidden.length} replies already, and ${maxHidden} are allowed; unhide some.`);
    // Everything else of the gate stays: it also says who may answer.
    const next = {
      $type: gateCollection,
      post: atUri(root),
      createdAt: task.now(),
      ...gate?.value,
      hiddenReplies: hide ? [...hidden, uri] : hidden.filter((one) => one !== uri),
    };
    try {
      await putRecord(task, place, next, gate?.cid ?? null);
      return receipt;
    } catch (error) {
      if (!isFolkmootError(error, "conflict") || attempt === attempts) throw error;
    }
  }
}
