/**
 * What is allowed on Facebook, operation by operation: from what the network said and the time it is, without asking.
 * @module
 */
import { missingScope } from "../_graph/names.js";
import { accountOf, idOf, no, unsure, yes } from "../../adapter/can-answers.js";
import { facebookScopes } from "./scopes.js";
import { humanMs, privateReplyMs, standardMs } from "../_graph/direct-window.js";
import { isOurTimeline, nodeOf } from "./ids.js";
import { parseKey } from "../../model/keys.js";
import type { CanAnswer, CanFacts } from "../../model/can.js";
import type { CanRules } from "../../adapter/adapter.js";
import type { Content } from "../../model/content.js";
import type { Conversation } from "../../model/conversation.js";
import type { Message } from "../../model/message.js";
import type { FacebookOperation } from "./adapter.js";
import type { Author } from "../../model/author.js";
import type { Refs } from "../../model/ref.js";

/** A target as rules see it: whatever of the object is at hand. */
type Seen = { readonly key: string; readonly refs?: Refs } & Partial<
  Pick<Content, "deletedAt" | "ownReactions" | "allows" | "visibility" | "createdAt"> &
    Pick<Conversation, "lastInboundAt" | "lastActivityAt"> &
    Pick<Message, "post"> & { readonly kind: string } & { readonly author: Pick<Author, "id"> }
>;

type Rule = (target: Seen, facts: CanFacts) => CanAnswer;

const gone = no("gone", "It is deleted; there is nothing left to act on.");
const unknownScopes = unsure("What the token may do is not known; give the option `scopes`, as the person granted them.");
const notTold = unsure("The network has not told whether it is allowed here.");

const authorOf = ({ refs, author }: Seen): string | undefined => refs?.["authorId"] ?? author?.id;
const isOwn = (target: Seen): boolean => authorOf(target) === accountOf(target);
const node = (target: Seen): ReturnType<typeof nodeOf> => nodeOf(idOf(target), target);
const isPost = (target: Seen): boolean => parseKey(target.key)?.kind === "post";

/** Rules of what is public: what is gone, and what is direct, is refused first. */
const onPublic =
  (rule: Rule): Rule =>
  (target, facts) => {
    if (target.deletedAt !== undefined) return gone;
    if (node(target) === "direct" && !isPost(target))
      return no("unsupported", "It is a direct message; those can only be answered, with `sendMessage`.");
    return rule(target, facts);
  };

const listComments: Rule = (target) =>
  parseKey(target.key)?.kind === "account"
    ? no("unsupported", "There is no list of comments over all posts; list them under each post, or subscribe.")
    : yes;

const reply = onPublic((target) => {
  if (target.allows?.["reply"] === false) return no("closed", "The Page may not comment here: comments are closed, or limited to others.");
  return node(target) === "review" ? unsure("Whether recommendations can be answered through the API is not documented.") : yes;
});

const replyPrivately = onPublic((target, { now }) => {
  if (isOwn(target)) return no("own", "The message is the Page's own.");
  if (node(target) === "review") return no("unsupported", "A recommendation cannot be answered in private; use `reply`.");
  const ends = Date.parse(target.createdAt ?? "") + privateReplyMs;
  if (now > ends) return no("window-closed", "It is older than seven days, so it can no longer be answered in private; answer in public.");
  const told = target.allows?.["replyPrivately"];
  if (told === false)
    return no("refused", "The network allows no private answer: there was one already, or the person takes none. Answer in public.");
  if (told === undefined) return unsure("Whether there was a private answer already is not known; one is all that is allowed.");
  return Number.isNaN(ends) ? yes : { ok: true, until: new Date(ends).toISOString() };
});

const likes = onPublic((target) => {
  if (target.ownReactions?.includes("like") === true) return no("already", "The Page likes it already.");
  if (node(target) === "review") return unsure("Whether recommendations can be liked through the API is not documented.");
  return target.allows?.["like"] === false ? no("refused", "The network allows the Page no like here.") : yes;
});

const unlike: Rule = (target) =>
  target.ownReactions?.includes("like") === false ? no("already", "The Page does not like it.") : onPublic(() => yes)(target, { now: 0 });

const hide = onPublic((target) => {
  if (isOwn(target)) return no("own", "The Page's own comments cannot be hidden; delete it instead.");
  if (target.visibility === "hidden") return no("already", "It is hidden already.");
  if (target.allows?.["hide"] === false) return no("not-owner", "Only comments under the Page's own posts can be hidden.");
  return target.allows?.["hide"] === true ? yes : notTold;
});

const unhide = onPublic((target) => {
  if (isOwn(target)) return no("own", "The Page's own comments are never hidden.");
  if (target.visibility === "public") return no("already", "It is not hidden.");
  return target.allows?.["unhide"] === false ? no("not-owner", "Only comments under the Page's own posts can be hidden and shown.") : yes;
});

const edit = onPublic((target) => {
  if (authorOf(target) === undefined) return unsure("Who wrote it is not known; only what the Page itself wrote can be edited.");
  if (!isOwn(target)) return no("not-owner", "Only what the Page itself wrote can be edited; hide or delete it instead.");
  const post = isPost(target) || node(target) === "post";
  return post ? unsure("Facebook lets an app edit only the posts that it made itself, and does not tell which those are.") : yes;
});

const remove = onPublic((target) => {
  if (node(target) === "review") return no("unsupported", "A recommendation cannot be deleted; report it in the Page's settings.");
  if (isOwn(target) || target.allows?.["delete"] === true) return yes;
  if (target.allows?.["delete"] === false) return no("not-owner", "The network allows the Page no deletion here.");
  const account = accountOf(target);
  const ours = (isPost(target) || node(target) === "post") && isOurTimeline({ id: account }, idOf(target));
  return ours ? notTold : unsure("Whether it stands under one of the Page's own posts is not known; elsewhere it cannot be deleted.");
});

/** When the person last wrote, by whatever is at hand. */
function sendMessage(target: Seen, { now, by, conversation }: CanFacts, humanAgent: boolean): CanAnswer {
  if (idOf(target) === accountOf(target)) return no("own", "The author is the Page itself.");
  if (parseKey(target.key)?.kind === "conversation" && !/^\d+$/.test(idOf(target)))
    return no("unsupported", "The conversation is no direct one; use `reply`.");
  const known: Seen | Conversation = conversation ?? target;
  // Told with the list: who has written since then can be written to, whatever was so before.
  const isOld = (known.lastInboundAt ?? "") > (known.lastActivityAt ?? known.lastInboundAt ?? "");
  if (known.allows?.["sendMessage"] === false && !isOld)
    return no("refused", "The person cannot be written to: they blocked the Page or left.");
  const last = Date.parse(known.lastInboundAt ?? "");
  if (Number.isNaN(last)) return unsure("When the person last wrote is not known; they have to write first, at most 24 hours ago.");
  const [standard, human] = [last + standardMs, last + humanMs];
  if (now <= standard) return { ok: true, mode: "standard", until: new Date(standard).toISOString() };
  if (now > human) return no("window-closed", "The person last wrote more than seven days ago; wait until they write again.");
  if (!humanAgent)
    return no("tier", "More than 24 hours have passed; answering later needs Meta's Human Agent feature and the option `humanAgent`.");
  if (by?.type !== "human") return no("human-only", "More than 24 hours have passed; only a human may still answer, for seven days.");
  return { ok: true, mode: "human", until: new Date(human).toISOString() };
}

const person: Rule = (target) => (idOf(target) === accountOf(target) ? no("own", "The author is the Page itself.") : yes);

const markRead: Rule = (target) =>
  parseKey(target.key)?.kind === "message" && node(target) !== "direct"
    ? no("unsupported", "Comments have no mark of being read; only direct conversations have.")
    : yes;

const insights: Rule = () => unsure("Facebook tells insights of Pages that at least 100 people like.");

const rules: { readonly [O in FacebookOperation]?: Rule } = {
  listComments,
  reply,
  replyPrivately,
  like: likes,
  unlike,
  hide,
  unhide,
  edit,
  delete: remove,
  ban: person,
  unban: person,
  markRead,
  getAccountInsights: insights,
};

/** Makes one small function an operation: what the token may not, what the target forbids, and what the time does. */
export function facebookCan(scopes: readonly string[] | undefined, humanAgent: boolean): CanRules<FacebookOperation> {
  const entries = Object.entries(facebookScopes).map(([name, wanted]) => {
    const operation = name as FacebookOperation;
    const check: Rule = (target, facts) => {
      const granted = facts.account?.scopes ?? scopes;
      const missing = granted === undefined ? undefined : missingScope(granted, wanted);
      if (missing !== undefined)
        return no("missing-scope", `The token lacks the permission ${missing}; grant it and hand in the new token.`);
      const answer = operation === "sendMessage" ? sendMessage(target, facts, humanAgent) : (rules[operation]?.(target, facts) ?? yes);
      return answer === yes && granted === undefined ? unknownScopes : answer;
    };
    return [operation, check] as const;
  });
  return Object.fromEntries(entries);
}
