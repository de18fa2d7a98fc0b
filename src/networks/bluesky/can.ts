/**
 * What is allowed on Bluesky, operation by operation: from what the network said, without asking it.
 * @module
 */
import { directMessageRemedy } from "./errors.js";
import { parseAtUri, repoOf } from "./ids.js";
import { parseKey } from "../../model/keys.js";
import { accountOf, idOf, no, unsure, yes } from "../../adapter/can-answers.js";
import type { CanAnswer, CanFacts } from "../../model/can.js";
import type { CanRules } from "../../adapter/adapter.js";
import type { Content } from "../../model/content.js";
import type { Conversation } from "../../model/conversation.js";
import type { Refs } from "../../model/ref.js";

type Rules = CanRules<
  | "reply"
  | "replyPrivately"
  | "sendMessage"
  | "delete"
  | "like"
  | "unlike"
  | "react"
  | "unreact"
  | "hide"
  | "unhide"
  | "ban"
  | "unban"
  | "mute"
  | "unmute"
  | "listConversations"
  | "listMessages"
>;

/** A target as rules see it: whatever of the object is at hand. */
type Seen = { readonly key: string; readonly refs?: Refs } & Partial<
  Pick<Content, "allows" | "deletedAt" | "visibility" | "ownReactions"> & Pick<Conversation, "state">
>;

const gone = no("gone", "It is deleted; there is nothing left to act on.");
const blocked = no("refused", "A block stands between the account and this person; unban them first, if the account made it.");
const directOnly = no("unsupported", "Direct messages take reactions, not likes; use `react`.");
const postsOnly = no("unsupported", "Posts take likes only; use `like`.");
const stranger = unsure("Whether this person takes direct messages from the account is known only when one is sent.");
const publicOnly = no("unsupported", "The key is not that of a post; answer a direct message with `sendMessage` in its conversation.");

const isPost = (target: Seen): boolean => parseAtUri(idOf(target)) !== undefined;
const isOwn = (target: Seen): boolean => repoOf(idOf(target)) === accountOf(target);
const isGone = ({ deletedAt }: Seen): boolean => deletedAt !== undefined;
/** A block forbids every answer; a closed thread only the reply. */
const isBlocked = ({ allows }: Seen): boolean => allows?.["like"] === false;

/** Direct messages need a privilege of the session, which only its scope tells. */
function chat({ account }: CanFacts): CanAnswer {
  const scopes = account?.scopes;
  if (scopes === undefined)
    return unsure(`Whether the password allows direct messages is not known; if it does not, ${directMessageRemedy}.`);
  return scopes.includes("com.atproto.appPass")
    ? no("missing-scope", `The app password does not allow direct messages; ${directMessageRemedy}.`)
    : yes;
}

function reply(target: Seen): CanAnswer {
  if (isGone(target)) return gone;
  if (!isPost(target)) return publicOnly;
  if (isBlocked(target)) return blocked;
  return target.allows?.["reply"] === false
    ? no("closed", "The author of the thread limits who may answer, and the account may not.")
    : yes;
}

function replyPrivately(target: Seen, facts: CanFacts): CanAnswer {
  if (!isPost(target)) return publicOnly;
  if (isOwn(target)) return no("own", "The message is the account's own.");
  if (isBlocked(target)) return blocked;
  const allowed = chat(facts);
  if (!allowed.ok || allowed.unsure !== undefined) return allowed;
  return stranger;
}

function sendMessage(target: Seen, facts: CanFacts): CanAnswer {
  const allowed = chat(facts);
  if (!allowed.ok) return allowed;
  const { allows, state }: Pick<Conversation, "allows" | "state"> = facts.conversation ?? target;
  if (allows?.["sendMessage"] === false) return no("refused", "This person takes no direct messages from the account.");
  if (state === "closed") return no("closed", "The conversation is locked.");
  if (parseKey(target.key)?.kind === "author" && allowed.unsure === undefined) return stranger;
  return allowed;
}

function remove(target: Seen, facts: CanFacts): CanAnswer {
  if (isGone(target)) return gone;
  if (!isPost(target)) return chat(facts);
  return isOwn(target) ? yes : no("not-owner", "Only the account's own posts can be deleted; hide the reply, or ban its author.");
}

function like(target: Seen): CanAnswer {
  if (isGone(target)) return gone;
  if (!isPost(target)) return directOnly;
  if (isBlocked(target)) return blocked;
  return target.ownReactions?.includes("like") === true ? no("already", "The account likes it already.") : yes;
}

function unlike(target: Seen): CanAnswer {
  if (!isPost(target)) return directOnly;
  return target.ownReactions?.includes("like") === false ? no("already", "The account does not like it.") : yes;
}

function reaction(target: Seen, facts: CanFacts): CanAnswer {
  if (isGone(target)) return gone;
  return isPost(target) ? postsOnly : chat(facts);
}

function hidden(target: Seen, hide: boolean): CanAnswer {
  if (isGone(target)) return gone;
  if (!isPost(target)) return no("unsupported", "Direct messages cannot be hidden; delete it for the account instead.");
  const root = target.refs?.["rootUri"];
  if (root === undefined) return unsure("Whose thread it is in is not known; only replies in the account's own threads can be hidden.");
  if (repoOf(root) !== accountOf(target))
    return no("not-owner", "Only replies in the account's own threads can be hidden; mute or ban the author.");
  if (root === idOf(target)) return no("unsupported", "The first post of a thread cannot be hidden; delete it instead.");
  if (hide && target.visibility === "hidden") return no("already", "The reply is hidden already.");
  if (!hide && target.visibility === "public") return no("already", "The reply is not hidden.");
  return yes;
}

function author(target: Seen): CanAnswer {
  return idOf(target) === accountOf(target) ? no("own", "The author is the account itself.") : yes;
}

/** One small function an operation. */
export const blueskyCan: Rules = {
  reply,
  replyPrivately,
  sendMessage,
  delete: remove,
  like,
  unlike,
  react: reaction,
  unreact: reaction,
  hide: (target) => hidden(target, true),
  unhide: (target) => hidden(target, false),
  ban: (target) => (target.refs?.["blockUri"] === undefined ? author(target) : no("already", "The account blocks this person already.")),
  unban: author,
  mute: author,
  unmute: author,
  listConversations: (_account, facts) => chat(facts),
  listMessages: (_conversation, facts) => chat(facts),
};
