/**
 * What is allowed on Instagram, operation by operation: from what the network said, without asking it.
 * @module
 */
import { isOwnMessage } from "./ids.js";
import { missingScope } from "../_graph/names.js";
import { accountOf, idOf, no, unsure, yes } from "../../adapter/can-answers.js";
import { instagramScopes } from "./scopes.js";
import { parseKey } from "../../model/keys.js";
import { privateReplyMs, replyWindowOf } from "../_graph/direct-window.js";
import type { Author } from "../../model/author.js";
import type { CanAnswer, CanFacts } from "../../model/can.js";
import type { CanRules } from "../../adapter/adapter.js";
import type { CheckedOptions } from "./options.js";
import type { Content } from "../../model/content.js";
import type { Conversation } from "../../model/conversation.js";
import type { InstagramFacebookOperation } from "./adapter.js";
import type { Memory } from "./task.js";
import type { MessageKind } from "../../model/message.js";
import type { Refs } from "../../model/ref.js";

/** A target as rules see it: whatever of the object is at hand. */
type Seen = { readonly key: string; readonly refs?: Refs } & Partial<
  Pick<Content, "allows" | "author" | "commentsOpen" | "createdAt" | "deletedAt" | "visibility"> &
    Pick<Conversation, "replyWindow" | "lastInboundAt"> &
    Pick<Author, "isOwn"> & { readonly kind: MessageKind | Conversation["kind"]; readonly surface: string }
>;

type Rule = (target: Seen, facts: CanFacts) => CanAnswer;

const gone = no("gone", "It is deleted; there is nothing left to act on.");
const isDirectMessage = no("unsupported", "It is a direct message; the API does that to comments only.");
const ofOthers = no(
  "not-owner",
  "It stands under a post of somebody else, where only its owner can do that; ban its author, or report it in the app.",
);
const unknownScopes = unsure("What the token may do is not known; give the option `scopes`, as the log-in told them.");

const kindOfKey = ({ key }: Seen): string | undefined => parseKey(key)?.kind;
const isPost = (target: Seen): boolean => kindOfKey(target) === "post";
const isDirect = (target: Seen): boolean => target.kind === "direct" || (kindOfKey(target) === "message" && !/^\d+$/.test(idOf(target)));
const isElsewhere = ({ kind, refs }: Seen): boolean => kind === "mention" || refs?.["mediaId"] !== undefined;

/** What holds of everything that is done to a comment of our own media. */
function comment(target: Seen): CanAnswer {
  if (target.deletedAt !== undefined) return gone;
  if (isDirect(target)) return isDirectMessage;
  return isElsewhere(target) ? ofOthers : yes;
}

const live = no("closed", "What was said during a broadcast can only be deleted.");

function reply(target: Seen): CanAnswer {
  if (target.deletedAt !== undefined) return gone;
  if (isDirect(target)) return no("unsupported", "It is a direct message; use `sendMessage` with its conversation.");
  if (isPost(target)) {
    if (target.isOwn === false)
      return no("not-owner", "Comments can be written below own posts only, or below those that mention the account.");
    return target.commentsOpen === false ? no("closed", "Comments of the post are turned off.") : yes;
  }
  if (target.surface === "photo-tag")
    return no("not-owner", "The account is tagged in the picture and not named in words; the API answers only where it is named.");
  if (target.allows?.["reply"] !== false) return yes;
  return target.surface === "live" ? live : no("closed", "The comment is hidden, and nothing can be said below it; unhide it first.");
}

function replyPrivately(target: Seen, { now }: CanFacts): CanAnswer {
  if (target.deletedAt !== undefined) return gone;
  if (isDirect(target)) return no("unsupported", "It is a direct message already; use `sendMessage` with its conversation.");
  if (isElsewhere(target)) return no("not-owner", "Only comments under own posts can be answered in private.");
  if (isOwnMessage(target)) return no("own", "The comment is the account's own.");
  if (target.allows?.["replyPrivately"] === false)
    return no("refused", "The comment was answered in private before, which can be done once; reply in public instead.");
  const why = "Whether the comment was answered in private before, which can be done once, is not told.";
  if (target.createdAt === undefined) return unsure(why);
  const end = Date.parse(target.createdAt) + privateReplyMs;
  if (now >= end) return no("window-closed", "Comments can be answered in private for seven days; reply in public instead.");
  return { ok: true, until: new Date(end).toISOString(), unsure: why };
}

/** Reckoned anew each time: a window that was told is over when the person writes again, or when a human may go on. */
function sendMessage(target: Seen, { conversation, by, now }: CanFacts, humanAgent: boolean): CanAnswer {
  if (target.isOwn === true) return no("own", "The person is the account itself.");
  const last = conversation?.lastInboundAt ?? target.lastInboundAt;
  const window = replyWindowOf(last, now, humanAgent) ?? conversation?.replyWindow ?? target.replyWindow;
  if (window === undefined) return unsure("When this person wrote last is not known; the account may write for 24 hours after that.");
  if (now > Date.parse(window.closesAt))
    return no("user-must-open", "The person wrote too long ago; they have to write again before the account may.");
  if (window.mode === "human" && by?.type !== "human")
    return no("human-only", "After 24 hours only a person may answer; let one write or approve it.");
  return { ok: true, until: window.closesAt, mode: window.mode, unsure: "Whether the person takes messages from the account is not told." };
}

const turn =
  (to: "hidden" | "public"): Rule =>
  (target) => {
    const answer = comment(target);
    if (!answer.ok) return answer;
    if (isOwnMessage(target)) return no("own", "The account's own comments are always shown; delete it to take it away.");
    if (target.allows?.["hide"] === false) return live;
    return target.visibility === to ? no("already", to === "hidden" ? "It is hidden already." : "It is not hidden.") : yes;
  };

function like(target: Seen): CanAnswer {
  if (target.deletedAt !== undefined) return gone;
  if (isDirect(target)) return no("unsupported", "It is a direct message; use `react` with `love`.");
  return target.refs?.["productType"] === "STORY" ? no("unsupported", "Stories cannot be liked by the API.") : yes;
}

const react: Rule = (target) => {
  if (target.deletedAt !== undefined) return gone;
  return isDirect(target)
    ? yes
    : no("unsupported", "Only direct messages can be reacted to; use `like` for comments, with the Facebook log-in.");
};

function person(target: Seen): CanAnswer {
  const id = idOf(target);
  if (target.isOwn === true || id === accountOf(target)) return no("own", "The author is the account itself.");
  return id.startsWith("@")
    ? no(
        "unsupported",
        "The network told only the name of this person; people are blocked by the id that comments and direct messages tell.",
      )
    : yes;
}

function remove(target: Seen, set: CheckedOptions, granted: readonly string[] | undefined): CanAnswer {
  if (!isPost(target)) return comment(target);
  if (target.deletedAt !== undefined) return gone;
  if (set.login === "instagram") return no("unsupported", "Posts can be deleted with the Facebook log-in only; delete it in the app.");
  if (target.isOwn === false) return no("not-owner", "Only own posts can be deleted.");
  return granted?.includes("instagram_manage_contents") === false
    ? no("missing-scope", "The token lacks the permission instagram_manage_contents; log in again with it.")
    : yes;
}

/** Makes one small function an operation: what the token may not, what a call has taught, and what the target forbids. */
export function instagramCan(set: CheckedOptions, memory: Memory): CanRules<InstagramFacebookOperation> {
  const likes: Rule = (target) =>
    memory.noLikes === undefined
      ? like(target)
      : no(memory.noLikes.includes("permission") ? "missing-scope" : "unsupported", memory.noLikes);
  const rules: { readonly [O in InstagramFacebookOperation]?: Rule } = {
    searchPosts: () => unsure("The app needs the feature Instagram Public Content Access, and whether it has it is not told."),
    reply,
    replyPrivately,
    sendMessage: (target, facts) => sendMessage(target, facts, set.humanAgent),
    hide: turn("hidden"),
    unhide: turn("public"),
    like: likes,
    unlike: likes,
    react,
    unreact: react,
    ban: person,
    unban: person,
    delete: (target, { account }) => remove(target, set, account?.scopes ?? set.scopes),
  };
  const entries = Object.entries(instagramScopes(set.login)).map(([name, wanted]) => {
    const operation = name as InstagramFacebookOperation;
    const check: Rule = (target, facts) => {
      const granted = facts.account?.scopes ?? set.scopes;
      const missing = granted === undefined ? undefined : missingScope(granted, wanted);
      if (missing !== undefined) return no("missing-scope", `The token lacks the permission ${missing}; log in again with it.`);
      const answer = rules[operation]?.(target, facts) ?? yes;
      return answer === yes && granted === undefined ? unknownScopes : answer;
    };
    return [operation, check] as const;
  });
  return Object.fromEntries(entries);
}
