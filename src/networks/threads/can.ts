/**
 * What is allowed on Threads, operation by operation: from what the network said, without asking it.
 * @module
 */
import { missingScope } from "../_graph/names.js";
import { no, unsure, yes } from "../../adapter/can-answers.js";
import { threadsScopes } from "./scopes.js";
import type { Author } from "../../model/author.js";
import type { CanAnswer, CanFacts } from "../../model/can.js";
import type { CanRules } from "../../adapter/adapter.js";
import type { Content } from "../../model/content.js";
import type { Refs } from "../../model/ref.js";
import type { ThreadsOperation } from "./adapter.js";

/** A target as rules see it: whatever of the object is at hand. */
type Seen = { readonly key: string; readonly refs?: Refs } & Partial<
  Pick<Content, "deletedAt" | "visibility"> & { readonly author: Pick<Author, "isOwn"> }
>;

type Rule = (target: Seen, facts: CanFacts) => CanAnswer;

const gone = no("gone", "It is deleted; there is nothing left to act on.");
const unknownPlace = unsure("Where it stands is not known; replies on top below posts of the profile can be hidden.");

// The network tells it when it gives the token, and never again.
const unknownScopes = unsure("What the token may do is not known; give the option `scopes`, as the log-in told it.");

const isGone = ({ deletedAt }: Seen): boolean => deletedAt !== undefined;

const isOwn = ({ author, refs }: Seen): boolean | undefined => author?.isOwn ?? (refs?.["authorId"] === undefined ? undefined : true);

function reply(target: Seen): CanAnswer {
  if (isGone(target)) return gone;
  if (target.visibility === "held") return no("closed", "It waits for approval; approve it first.");
  if (target.refs?.["rootIsOwn"] === "true" || isOwn(target) === true) return yes;
  return unsure("Whoever wrote the post says who may reply to it, and the network tells that only to those who try.");
}

function remove(target: Seen): CanAnswer {
  if (isGone(target)) return gone;
  const own = isOwn(target);
  if (own === undefined) return unsure("Who wrote it is not known; only the profile's own posts and replies can be deleted.");
  return own ? yes : no("not-owner", "Only the profile's own posts and replies can be deleted; a reply below a post of it can be hidden.");
}

function turn(already: "hidden" | "public"): Rule {
  return (target) => {
    if (isGone(target)) return gone;
    const { rootId, parentId, rootIsOwn } = target.refs ?? {};
    if (rootIsOwn === "false") return no("not-owner", "Replies can be hidden below posts of this profile only.");
    if (rootId === undefined || rootIsOwn === undefined) return unknownPlace;
    if (parentId === undefined) return no("unsupported", "It is a post and no reply; posts cannot be hidden.");
    if (parentId !== rootId)
      return no("too-deep", "Only replies on top can be hidden, and all below them goes too; hide the one that this stands below.");
    if (isOwn(target) === true) return unsure("Whether our own replies can be hidden is not documented; delete them instead.");
    if (target.visibility === "held") return no("unsupported", "It waits for approval; deny it instead.");
    return already === "hidden" && target.visibility === "hidden" ? no("already", "It is hidden already.") : yes;
  };
}

function decide(target: Seen): CanAnswer {
  if (isGone(target)) return gone;
  if (target.refs?.["rootIsOwn"] === "false") return no("not-owner", "Only whoever wrote the post decides about replies to it.");
  if (target.visibility === "held") return yes;
  if (target.visibility === "public" || target.visibility === "hidden") return no("already", "It does not wait for approval.");
  return unsure("Whether it waits for approval is not known.");
}

const rules: { readonly [O in ThreadsOperation]?: Rule } = {
  searchPosts: () =>
    unsure(
      "Without Advanced Access to threads_keyword_search only the profile's own posts are searched, and nothing tells whether it was given.",
    ),
  reply,
  delete: remove,
  hide: turn("hidden"),
  unhide: turn("public"),
  approve: decide,
  deny: decide,
};

/** Makes one small function an operation: what the token may not, and what the target forbids. */
export function threadsCan(scopes: readonly string[] | undefined): CanRules<ThreadsOperation> {
  const entries = Object.entries(threadsScopes).map(([name, wanted]) => {
    const operation = name as ThreadsOperation;
    const check: Rule = (target, facts) => {
      const granted = facts.account?.scopes ?? scopes;
      const missing = granted === undefined ? undefined : missingScope(granted, wanted);
      if (missing !== undefined) return no("missing-scope", `The token lacks the permission ${missing}; log in again and ask for it.`);
      const answer = rules[operation]?.(target, facts) ?? yes;
      return answer === yes && granted === undefined ? unknownScopes : answer;
    };
    return [operation, check] as const;
  });
  return Object.fromEntries(entries);
}
