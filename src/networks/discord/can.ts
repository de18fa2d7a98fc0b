/**
 * What is allowed on Discord, operation by operation: from what the network said, without asking it.
 * @module
 */
import { contentIntent, type Permission } from "./permissions.js";
import { contentRemedy } from "./errors.js";
import { idOf, no, unsure, yes } from "../../adapter/can-answers.js";
import { maxTimeOutMs } from "./limits.js";
import { parseKey } from "../../model/keys.js";
import type { Author } from "../../model/author.js";
import type { CanAnswer, CanFacts } from "../../model/can.js";
import type { CanRules } from "../../adapter/adapter.js";
import type { CheckedOptions } from "./options.js";
import type { Content } from "../../model/content.js";
import type { Conversation } from "../../model/conversation.js";
import type { DiscordOperation } from "./adapter.js";
import type { Refs } from "../../model/ref.js";

/** A target as rules see it: whatever of the object is at hand. */
type Seen = { readonly key: string; readonly refs?: Refs } & Partial<
  Pick<Content, "allows" | "author" | "deletedAt" | "ownReactions"> &
    Pick<Conversation, "state"> &
    Pick<Author, "isOwn"> & { readonly kind: string }
>;

const gone = no("gone", "It is deleted; there is nothing left to act on.");
const lost = no(
  "unsupported",
  "A message is found through its channel; give `refs.channelId` with the key, or make the target with `refFromUrl`.",
);
const stranger = unsure(
  "Whether this person takes direct messages from the bot is known only when one is sent: both must share a server that allows it.",
);
const self = no("own", "The author is the bot itself.");

/** A message without its channel leads nowhere; a post without one is a thread. */
const isLost = ({ key, refs }: Seen): boolean => parseKey(key)?.kind === "message" && refs?.["channelId"] === undefined;
const isGone = ({ deletedAt }: Seen): boolean => deletedAt !== undefined;

function base(target: Seen): CanAnswer {
  if (isGone(target)) return gone;
  return isLost(target) ? lost : yes;
}

/** The bot's roles in the whole guild. Single channels may allow more or less, so there nothing is sure. */
function role(facts: CanFacts, wanted: readonly Permission[], everywhere: boolean): CanAnswer {
  const scopes = facts.account?.scopes;
  const missing = scopes === undefined ? [] : wanted.filter((one) => !scopes.includes(one));
  if (missing.length === 0) return yes;
  const why = `The bot's role lacks ${missing.join(" and ")}`;
  return everywhere
    ? no("missing-scope", `${why}; give it in the server's settings, under roles.`)
    : unsure(`${why}, unless the channel itself allows it.`);
}

/** The first that is not a plain yes. */
function first(...answers: readonly CanAnswer[]): CanAnswer {
  return answers.find((answer) => !answer.ok) ?? answers.find((answer) => answer.ok && answer.unsure !== undefined) ?? yes;
}

function reply(target: Seen, facts: CanFacts): CanAnswer {
  return first(
    base(target),
    target.allows?.["reply"] === false ? locked(facts) : yes,
    room(facts.conversation, facts),
    role(facts, ["SEND_MESSAGES"], false),
  );
}

const closed = no("closed", "The thread is locked; only moderators may write in it.");

/** Moderators write in locked threads, unless those are archived too, which a message does not tell. */
function locked(facts: CanFacts): CanAnswer {
  return facts.account?.scopes?.includes("MANAGE_THREADS") === true
    ? unsure("The thread is locked; the bot's role has MANAGE_THREADS, so that it may write there while the thread is not archived too.")
    : closed;
}

function room(conversation: Pick<Conversation, "state"> | undefined, facts: CanFacts): CanAnswer {
  if (conversation?.state === "closed") return locked(facts);
  return conversation?.state === "archived"
    ? unsure("The thread is archived; a message brings it back, unless it was locked meanwhile.")
    : yes;
}

function replyPrivately(target: Seen): CanAnswer {
  if (target.author?.isOwn === true) return no("own", "The message is the bot's own.");
  return first(isGone(target) ? gone : yes, target.author === undefined ? base(target) : yes, stranger);
}

function sendMessage(target: Seen, facts: CanFacts): CanAnswer {
  if (target.isOwn === true) return self;
  const isPerson = parseKey(target.key)?.kind === "author";
  const conversation = facts.conversation ?? target;
  if (isPerson || conversation.kind === "direct") return stranger;
  return first(room(conversation, facts), role(facts, ["SEND_MESSAGES"], false));
}

function edit(target: Seen): CanAnswer {
  if (target.author !== undefined && !target.author.isOwn) return no("not-owner", "Only the bot's own messages can be edited.");
  return first(
    base(target),
    target.author === undefined ? unsure("Whose message it is is not known; only the bot's own can be edited.") : yes,
  );
}

function remove(target: Seen, facts: CanFacts): CanAnswer {
  const state = base(target);
  if (!state.ok) return state;
  const isPost = parseKey(target.key)?.kind === "post";
  // A thread goes with everything in it, so even its beginner needs the permission.
  if (isPost && target.refs?.["channelId"] === idOf(target)) return managed(facts, "MANAGE_THREADS");
  return target.author?.isOwn === true ? yes : managed(facts, "MANAGE_MESSAGES");
}

function managed(facts: CanFacts, permission: Permission): CanAnswer {
  if (facts.account?.scopes === undefined) return unsure(`Whether the bot's role has ${permission} is not known; \`getAccount\` tells it.`);
  return role(facts, [permission], false);
}

function like(target: Seen, facts: CanFacts, emoji: string): CanAnswer {
  if (target.ownReactions?.includes(emoji) === true) return no("already", "The bot has given this reaction already.");
  return first(base(target), role(facts, ["ADD_REACTIONS"], false));
}

function unlike(target: Seen, emoji: string): CanAnswer {
  return target.ownReactions?.includes(emoji) === false
    ? no("already", "The bot has not given this reaction.")
    : first(isLost(target) ? lost : yes);
}

function ban(target: Seen, facts: CanFacts): CanAnswer {
  if (target.isOwn === true) return self;
  const scopes = facts.account?.scopes;
  if (scopes === undefined) return unsure("Whether the bot's role may ban is not known; `getAccount` tells it.");
  if (scopes.includes("BAN_MEMBERS")) return yes;
  return scopes.includes("MODERATE_MEMBERS")
    ? unsure(`The bot's role may give time-outs only: \`durationMs\` of at most ${maxTimeOutMs / 86_400_000} days; it lacks BAN_MEMBERS.`)
    : no("missing-scope", "The bot's role lacks BAN_MEMBERS and MODERATE_MEMBERS; give it one in the server's settings, under roles.");
}

function tier(facts: CanFacts, set: Pick<CheckedOptions, "messageContent">): CanAnswer {
  const scopes = facts.account?.scopes;
  const told = set.messageContent && (scopes === undefined || scopes.includes(contentIntent));
  return told
    ? yes
    : no(
        "tier",
        `Searching needs the privileged intent for message content; ${contentRemedy} and make the adapter without \`messageContent: false\`.`,
      );
}

/** Makes the rules of one adapter: one small function an operation. */
export function discordCan(set: Pick<CheckedOptions, "messageContent" | "like" | "publishTo">): CanRules<DiscordOperation> {
  return {
    publishPost: () =>
      set.publishTo === undefined
        ? no("unsupported", "The adapter has no `publishTo`; give it the id of a forum, announcement or text channel.")
        : yes,
    reply,
    replyPrivately,
    sendMessage,
    edit,
    delete: remove,
    like: (target, facts) => like(target, facts, set.like),
    unlike: (target) => unlike(target, set.like),
    react: (target, facts) => first(base(target), role(facts, ["ADD_REACTIONS"], false)),
    unreact: base,
    pin: (target, facts) => first(base(target), role(facts, ["PIN_MESSAGES"], false)),
    unpin: (target, facts) => first(base(target), role(facts, ["PIN_MESSAGES"], false)),
    ban,
    unban: ban,
    listMentions: (_account, facts) => tier(facts, set),
    searchPosts: (_account, facts) => tier(facts, set),
  };
}
