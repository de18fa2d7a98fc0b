/**
 * What is allowed on Mastodon, operation by operation: from what the server said, without asking it.
 * @module
 */
import { accountOf, idOf, no, unsure, yes } from "../../adapter/can-answers.js";
import { mastodonScopes, missingScope } from "./scopes.js";
import type { Author } from "../../model/author.js";
import type { CanAnswer, CanFacts } from "../../model/can.js";
import type { CanRules } from "../../adapter/adapter.js";
import type { Content } from "../../model/content.js";
import type { MastodonOperation } from "./adapter.js";
import type { MastodonServer } from "./server.js";
import type { Refs } from "../../model/ref.js";

/** A target as rules see it: whatever of the object is at hand. */
type Seen = { readonly key: string; readonly refs?: Refs } & Partial<
  Pick<Content, "deletedAt" | "ownReactions" | "audience"> & { readonly author: Pick<Author, "id"> }
>;

type Rule = (target: Seen, facts: CanFacts) => CanAnswer;

const gone = no("gone", "It is deleted; there is nothing left to act on.");
const notOwner = "Only the account's own statuses can be changed or deleted; mute or ban the author instead.";
const unknownAuthor = unsure("Who wrote it is not known; only the account's own statuses can be changed.");

// The server tells it when it gives the token, and never again.
const unknownScopes = unsure("What the token may do is not known; give the option `scopes`, as the server's token answer has them.");

const authorOf = ({ refs, author }: Seen): string | undefined => refs?.["authorId"] ?? author?.id;
const ourId = (target: Seen): string => accountOf(target).replace(/^[^/]*\//, "");
const isGone = ({ deletedAt }: Seen): boolean => deletedAt !== undefined;
const isDirect = ({ audience, refs }: Seen): boolean => (audience ?? refs?.["audience"]) === "direct";

const standing: Rule = (target) => (isGone(target) ? gone : yes);

function own(target: Seen): CanAnswer {
  if (isGone(target)) return gone;
  const author = authorOf(target);
  if (author === undefined) return unknownAuthor;
  return author === ourId(target) ? yes : no("not-owner", notOwner);
}

function pinnable(target: Seen): CanAnswer {
  return isDirect(target) ? no("unsupported", "Direct messages cannot be pinned.") : own(target);
}

function replyPrivately(target: Seen): CanAnswer {
  if (isGone(target)) return gone;
  if (authorOf(target) === ourId(target)) return no("own", "The message is the account's own.");
  return isDirect(target) ? no("unsupported", "The message is a direct one already; use `sendMessage` with its conversation.") : yes;
}

function like(target: Seen): CanAnswer {
  if (isGone(target)) return gone;
  return target.ownReactions?.includes("like") === true ? no("already", "The account likes it already.") : yes;
}

function unlike(target: Seen): CanAnswer {
  return target.ownReactions?.includes("like") === false ? no("already", "The account does not like it.") : yes;
}

const person: Rule = (target) => (idOf(target) === ourId(target) ? no("own", "The author is the account itself.") : yes);

const rules: { readonly [O in MastodonOperation]?: Rule } = {
  searchPosts: () =>
    unsure("Whether the server searches statuses is not told; one without search finds nothing by words, hashtags always work."),
  reply: standing,
  replyPrivately,
  sendMessage: person,
  edit: own,
  delete: own,
  like,
  unlike,
  pin: pinnable,
  unpin: pinnable,
  ban: person,
  unban: person,
  mute: person,
  unmute: person,
};

/** Makes one small function an operation: what the server lacks, what the token may not, and what the target forbids. */
export function mastodonCan(server: () => MastodonServer | undefined, scopes: readonly string[] | undefined): CanRules<MastodonOperation> {
  const entries = Object.entries(mastodonScopes).map(([name, wanted]) => {
    const operation = name as MastodonOperation;
    const check: Rule = (target, facts) => {
      const known = server();
      if (known !== undefined && !known.operations.includes(operation))
        return no("unsupported", `The server runs ${known.software} ${known.version}, which has no such operation: ${operation}.`);
      const granted = facts.account?.scopes ?? scopes;
      const missing = granted === undefined ? undefined : missingScope(granted, wanted);
      if (missing !== undefined) return no("missing-scope", `The token lacks the scope ${missing}; make one that has it.`);
      const answer = rules[operation]?.(target, facts) ?? yes;
      return answer === yes && granted === undefined ? unknownScopes : answer;
    };
    return [operation, check] as const;
  });
  return Object.fromEntries(entries);
}
