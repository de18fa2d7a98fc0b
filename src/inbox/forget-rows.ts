/**
 * What becomes of a row when something or somebody is forgotten. Pure: it looks at nothing but the row.
 * @module
 */
import { changeRow, cursorRow, deadRow, backfillRow, observationRow } from "./storage-keys.js";
import { messageShell, conversationShell, postShell } from "./shell.js";
import { noAnswer } from "./outbox.js";
import { omit } from "./omit.js";
import { parseKey } from "../model/keys.js";
import type { AuditEntry, CollectionName, Collections, OutboxEntry, Workflow } from "../store/collections.js";
import type { Change } from "../model/change.js";
import type { Conversation } from "../model/conversation.js";
import type { ErrorInfo } from "../model/error-info.js";
import type { Message } from "../model/message.js";
import type { Person } from "./forget-person.js";
import type { Post } from "../model/post.js";
import type { Timestamp } from "../model/ref.js";

/** What is forgotten. */
export interface Forgetting {
  /** Since when. */
  readonly at: Timestamp;
  /** Everything of this person. Absent = only what is named below. */
  readonly person?: Person;
  /** Keys of messages and posts that shrink to shells, our answers to them included. */
  readonly gone: Set<string>;
  /** Keys of those among them that are our answers. */
  readonly answers: Set<string>;
  /** Keys of conversations that shrink as a whole. */
  readonly rooms: Set<string>;
  /** Keys of conversations in which somebody may have waited. */
  readonly touched: Set<string>;
}

/** What becomes of a row. */
export type Verdict<C extends CollectionName> =
  /** It does not speak of it. */
  | undefined
  | {
      /** What is left; `null` = nothing. */
      readonly value: Collections[C] | null;
      /** True when an object was shrunk or deleted. */
      readonly forgotten?: boolean;
      /** True when a tombstone says from now on that the network's word for it is not to be taken any more. */
      readonly buried?: boolean;
    };

/** Gives the storage key of a row, without the tenant. */
export function rowKey(collection: CollectionName, row: Collections[CollectionName]): string | undefined {
  switch (collection) {
    case "change": {
      const { account, id } = row as Change;
      return changeRow(account, id);
    }
    case "dead": {
      const { account, consumer, id } = row as Collections["dead"];
      return deadRow(account, consumer, id);
    }
    case "outbox":
      return (row as OutboxEntry).id;
    case "audit": {
      const { account, id } = row as AuditEntry;
      return account === undefined ? `audit:${id}` : `${account}:audit:${id}`;
    }
    case "observation": {
      const { subject, metric, at } = row as Collections["observation"];
      return observationRow(parseKey(subject)?.account ?? "", subject, metric, at);
    }
    case "cursor": {
      const { account, surface, backfill } = row as Collections["cursor"];
      return backfill === undefined ? cursorRow(account, surface) : backfillRow(account, backfill, surface);
    }
    case "account":
    case "pause":
      return undefined;
    default:
      return (row as { readonly key: string }).key;
  }
}

/** Gives what is left of a value when the person is taken out of it: the same object when it does not speak of them. */
const without = <T>({ person }: Forgetting, value: T): T => (person === undefined ? value : person.without(value));

const isNamed = ({ person, gone, rooms }: Forgetting, key: string | undefined): boolean =>
  key !== undefined && (gone.has(key) || rooms.has(key) || person?.isIn(key) === true);

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What the next reading of the network would tell anew. Keys and refs it tells as well, but those are renamed on their way in. */
const said = (object: Message | Post): readonly unknown[] => {
  const { text, entities, attachments, contentWarning, url, ...more } = object;
  return [text, entities, attachments, contentWarning, url, "subject" in more && more.subject, "title" in more && more.title];
};

/** Takes what was said out of the row of a conversation. */
export const withoutWords = (conversation: Conversation): Conversation => omit(conversation, "title", "raw", "annotations");

/** Says whether a message or post is theirs, or named. */
export const isTheirs = (object: Message | Post, { person, gone }: Forgetting): boolean =>
  gone.has(object.key) || person?.isAuthor(object.author) === true || person?.isIn(object.key) === true;

function judgeContent<T extends Message | Post>(
  value: T,
  what: Forgetting,
  shellOf: (value: T, at: Timestamp) => T,
): { readonly value: T; readonly forgotten?: boolean; readonly buried?: boolean } | undefined {
  if (value.deletedAt === undefined && isTheirs(value, what))
    return { value: without(what, shellOf(value, what.at)), forgotten: true, buried: true };
  const next = without(what, value);
  return next === value ? undefined : { value: next, buried: next.key !== value.key || !same(said(value), said(next)) };
}

function judgeConversation(value: Conversation, what: Forgetting): Verdict<"conversation"> {
  if (what.rooms.has(value.key)) {
    const shell = without(what, conversationShell(value));
    return same(shell, value) ? undefined : { value: shell, forgotten: true, buried: true };
  }
  const { person } = what;
  const participants = value.participants.filter((one) => person?.isAuthor(one) !== true);
  const left = participants.length < value.participants.length;
  const seen = left ? { ...value, participants } : value;
  // A thread is called as whoever began it called it.
  const begun = value.post !== undefined && isNamed(what, value.post) && value.title !== undefined;
  const next = without(what, begun ? withoutWords(seen) : seen);
  // Who waits is counted anew where somebody may have waited who is gone.
  const waited = what.touched.has(value.key) && value.waitingSince !== undefined;
  return next === value && !waited ? undefined : { value: next, buried: next.key !== value.key };
}

function judgeWorkflow(value: Workflow, what: Forgetting): Verdict<"workflow"> {
  const next = without(what, value);
  const theirs = isNamed(what, value.key) && value.notes.length > 0;
  if (!theirs && next === value) return undefined;
  return { value: { ...next, ...(theirs && { notes: [] }), version: value.version + 1 } };
}

/** Says whether a change speaks of what is forgotten, rather than only naming it. */
function speaksOf(value: Change, what: Forgetting): boolean {
  if ("author" in value && what.person?.isAuthor(value.author) === true) return true;
  if (value.conversation !== undefined && what.rooms.has(value.conversation)) return true;
  switch (value.type) {
    case "message.created":
    case "message.updated":
      return isTheirs(value.message, what);
    case "post.created":
    case "post.updated":
      return isTheirs(value.post, what);
    case "message.deleted":
      return isNamed(what, value.message);
    case "post.deleted":
      return isNamed(what, value.post);
    case "reaction.added":
    case "reaction.removed":
      return isNamed(what, value.target);
    default:
      return false;
  }
}

function judgeChange(value: Change, what: Forgetting): Verdict<"change"> {
  if (speaksOf(value, what) || holdsId(what, changeRow(value.account, value.id))) return { value: null };
  const next = without(what, value);
  return next === value ? undefined : { value: next };
}

const holdsId = ({ person }: Forgetting, key: string): boolean => person?.holdsId(key) === true;

const unnamed: ErrorInfo = {
  code: "declined",
  message: "It named a person who was forgotten, so it was not sent; write it anew without them.",
  retryable: false,
};

function judgeOutbox(value: OutboxEntry, what: Forgetting): Verdict<"outbox"> {
  const { target, escalates, plan, publicPlan, steps, id, state } = value;
  const keys = [target.key, escalates?.key, plan?.provenance.target?.key, publicPlan?.provenance.target?.key];
  const left = steps.flatMap(({ message, post }) => [message?.key, post?.key]);
  if ([...keys, ...left].some((key) => isNamed(what, key)) || holdsId(what, id)) return { value: null };
  const next = without(what, value);
  if (next === value) return undefined;
  // With holes in it nothing may leave.
  if (state === "held" || state === "queued") return { value: { ...next, state: "rejected", error: unnamed } };
  if (state === "sending") return { value: { ...next, state: "unknown", error: noAnswer } };
  return { value: next };
}

function judgeAudit(value: AuditEntry, what: Forgetting): Verdict<"audit"> {
  const next = without(what, value);
  if (!isNamed(what, value.target)) return next === value ? undefined : { value: next };
  const { reason, meta, ...row } = next;
  return next === value && reason === undefined && meta === undefined ? undefined : { value: row };
}

const keysIn = /[a-z][a-z0-9-]*:[^:/\s]+:(?:post|message|conversation):(?:[^%:/\s]|%(?:25|3A|2F))+/g;

/** What becomes of a row. */
export function judge<C extends CollectionName>(collection: C, row: Collections[C], what: Forgetting): Verdict<C> {
  return judges[collection]?.(row, what);
}

const judges: { readonly [C in CollectionName]?: (value: Collections[C], what: Forgetting) => Verdict<C> } = {
  message: (value, what) => judgeContent(value, what, (message, at) => messageShell(message, at, "forgotten")),
  post: (value, what) => judgeContent(value, what, postShell),
  conversation: judgeConversation,
  workflow: judgeWorkflow,
  change: judgeChange,
  outbox: judgeOutbox,
  audit: judgeAudit,
  author: (value, { person }) => (person?.isAuthor(value) === true ? { value: null, forgotten: true } : undefined),
  dead: (value, what) =>
    holdsId(what, value.id) || (value.id.match(keysIn) ?? []).some((key) => isNamed(what, key)) ? { value: null } : undefined,
  observation: (value, what) => (isNamed(what, value.subject) ? { value: null } : undefined),
  cursor: (value, what) => (holdsId(what, value.surface) ? { value: null } : undefined),
  // Of what was deleted before: its key may hold the person's id.
  tombstone: (value, what) => {
    const next = without(what, value);
    return next === value ? undefined : { value: next };
  },
};
