/**
 * Everything that is kept, by collection. Plain JSON.
 * @module
 */
import type { Account } from "../model/account.js";
import type { AccountKey, ConversationKey, Key, MessageKey } from "../model/keys.js";
import type { Actor } from "../model/actor.js";
import type { Author } from "../model/author.js";
import type { BanInput, WriteName } from "../model/write.js";
import type { Change, ChangeType } from "../model/change.js";
import type { Conversation } from "../model/conversation.js";
import type { ErrorInfo } from "../model/error-info.js";
import type { Message } from "../model/message.js";
import type { OutcomeStatus, OutcomeStep } from "../model/outcome.js";
import type { Post } from "../model/post.js";
import type { Refs, Timestamp } from "../model/ref.js";
import type { ReplyPlan } from "../model/draft.js";

/** The team's own state of a conversation or comment root; the network never sees it. */
export interface Workflow {
  /** Of the conversation, or of the first message of a comment tree. */
  readonly key: ConversationKey | MessageKey;
  /** `pending` = the team waits for the person, `snoozed` = until `snoozedUntil`. A new inbound message opens each of them again. */
  readonly status: "open" | "pending" | "snoozed" | "resolved";
  /** The host's id of the person who takes care of it. Absent = nobody. */
  readonly assignee?: string;
  /** The team's own words, each once. */
  readonly labels: readonly string[];
  /** When it opens again. Present while snoozed. */
  readonly snoozedUntil?: Timestamp;
  /** What the team wrote about it, oldest first. Never sent. */
  readonly notes: readonly WorkflowNote[];
  /** That of the stored row; 0 when nothing was ever set. Hand it back, and a lost race is a `ConflictError`. */
  readonly version: number;
}

/** What somebody of the team wrote about a conversation. */
export interface WorkflowNote {
  /** When. */
  readonly at: Timestamp;
  /** Who. */
  readonly by: Actor;
  /** What. Never sent, and gone when the conversation is forgotten. */
  readonly text: string;
}

/** How far a surface is read. A backfill has cursors of its own. */
export interface SyncCursor {
  /** Whose surface. */
  readonly account: AccountKey;
  /** Which list: `mentions`, `comments`, `messages`. */
  readonly surface: string;
  /** The job's id, for a cursor of a backfill. */
  readonly backfill?: string;
  /** The network's own cursor. Opaque. */
  readonly cursor?: string;
  /** Newest instant up to which nothing is missing. */
  readonly completeUntil?: Timestamp;
  /** When the surface was read for the first time: what is older is history. */
  readonly connectedAt?: Timestamp;
  /** Where the latest reading from the top began; everything up to there is stored or in `holes`. */
  readonly readUntil?: Timestamp;
  /** Stretches that a deadline, a used-up budget or a crash left unread, newest first. */
  readonly holes?: readonly SyncHole[];
  /** The latest stretch that can never be read again. Kept so that it is told once. */
  readonly gap?: SyncGap;
  /** Since when the list was not asked by this tenant itself, because it took over what another one had read. Absent = it asked last. */
  readonly followedSince?: Timestamp;
  /** Of the row that tenants share: the latest reading of a list, and who reads it. */
  readonly shared?: SharedReading;
  /** Of a backfill: what it reads. */
  readonly span?: BackfillSpan;
  /** Of a backfill: the oldest instant reached. */
  readonly reached?: Timestamp;
  /** Of a backfill: true when the list is read down to where the span begins. */
  readonly done?: boolean;
}

/** The latest reading of a list that several tenants have connected. Holds keys and no content. */
export interface SharedReading {
  /** Every tenant that has read the list to its end at least once. */
  readonly tenants: readonly string[];
  /** Who read it last. Absent = nobody since a second tenant came. */
  readonly by?: string;
  /** When that reading began. */
  readonly at?: Timestamp;
  /** What had come until then was known. Absent = it went as far down as a first reading does. */
  readonly from?: Timestamp;
  /** Keys of what it listed, newest first. */
  readonly keys?: readonly string[];
}

/** A stretch that can never be read again. */
export interface SyncGap {
  /** Where it begins. Absent = since the account was connected. */
  readonly from?: Timestamp;
  /** Where it ends. */
  readonly to: Timestamp;
}

/** What a backfill reads. */
export interface BackfillSpan {
  /** Nothing older. */
  readonly from: Timestamp;
  /** Only what is older; exclusive. Absent in the row of a job that names none: each list has its own. */
  readonly to?: Timestamp;
  /** The lists, in the row of a job: sorted, each once. */
  readonly surfaces?: readonly string[];
}

/** A stretch of a newest-first list that is not read yet. */
export interface SyncHole {
  /** Where reading goes on. */
  readonly cursor: string;
  /** What is older is known. Absent = the stretch goes back as far as a first reading does. */
  readonly from?: Timestamp;
}

/** One write as policies see it and the outbox keeps it. */
export interface Send {
  /** Of the outbox entry: what `approveReply`, `declineReply` and `reconcile` take. */
  readonly id: string;
  /** @defaultValue made of the target and the hash of the plan's parts */
  readonly idempotencyKey: string;
  /** The account that writes. */
  readonly account: AccountKey;
  /** What is done. */
  readonly operation: WriteName;
  /** What it is done to, with the opaque strings that the operation needs. */
  readonly target: SendTarget;
  /** What is said, for the operations that say something. */
  readonly plan?: ReplyPlan;
  /** What `escalate` says in public before `plan` goes out in private. */
  readonly publicPlan?: ReplyPlan;
  /** The public message that `escalate` moves into private; `target` is where `plan` goes. Absent on every other write. */
  readonly escalates?: SendTarget;
  /** A reaction, or what a ban says. */
  readonly input?: string | BanInput;
  /** Of all that would leave; an approval is bound to it. */
  readonly hash: string;
  /** Who asked for it. */
  readonly by: Actor;
  /** The host's own words; never sent. */
  readonly meta?: Readonly<Record<string, string>>;
}

/** What a write points at. */
export interface SendTarget {
  /** Which object. */
  readonly key: Key;
  /** What the network needs besides the id. */
  readonly refs?: Refs;
}

/** What a person said about a plan that was held. */
export interface Approval {
  /** What was said. */
  readonly verdict: "approved" | "declined";
  /** Who said it. Always a human. */
  readonly by: Actor;
  /** When. */
  readonly at: Timestamp;
  /** Of the plan that was judged. */
  readonly hash: string;
  /** Hash of the target as it was, when a person judged a plan that was held as `stale`, or that does not name what it answers. */
  readonly target?: string;
  /** The person's reason. */
  readonly why?: string;
}

/** `held` waits for a person, `queued` for its turn; `sending` after a crash is reconciled, never sent again. */
export type OutboxState = "held" | "queued" | "sending" | "sent" | "rejected" | "unknown";

/** A write on its way out, and what became of it. */
export interface OutboxEntry extends Send {
  /** Where it stands. */
  readonly state: OutboxState;
  /** When it was asked for. */
  readonly createdAt: Timestamp;
  /** Every call to the network so far, in order. */
  readonly steps: readonly OutcomeStep[];
  /** Why it waits for a person, and for whom. */
  readonly hold?: OutboxHold;
  /** What people said about it, oldest first. */
  readonly approvals: readonly Approval[];
  /** Why it was `rejected` or is `unknown`. */
  readonly error?: ErrorInfo;
  /** Who sends it now. Dead after `until`: then it is reconciled, never sent again unseen. */
  readonly lease?: OutboxLease;
  /** From when on its absence at the network may be believed; of an `unknown` entry. */
  readonly checkAt?: Timestamp;
}

/** Why a write waits for a person, and who may let it go. */
export interface OutboxHold {
  /** What the policy said; `stale` where the target changed since the plan was made. */
  readonly reason: string;
  /** Ids of actors that may let it go. Absent = any human. */
  readonly approvers?: readonly string[];
  /** Ids of actors that may not. */
  readonly notBy?: readonly string[];
  /** Scope of the pause that holds it. No approval lifts a pause; after `resume` it goes on when it is approved or asked for again. */
  readonly pause?: PauseScope;
}

/** Who sends an entry now. */
export interface OutboxLease {
  /** One life of one process. */
  readonly worker: string;
  /** How long it counts as alive without another sign. */
  readonly until: Timestamp;
}

/** A change that a consumer gave up on. The change itself stays in the journal, under its id. */
export interface DeadLetter {
  /** Of the change. */
  readonly id: string;
  /** Of the change. */
  readonly type: ChangeType;
  /** Of the change. */
  readonly account: AccountKey;
  /** Whose handler gave up. */
  readonly consumer: string;
  /** How often the handler was asked. */
  readonly attempts: number;
  /** What the handler threw last. */
  readonly error: ErrorInfo;
  /** When it was given up. */
  readonly at: Timestamp;
}

/** A pause of writes, in force or the last one that was: stored, and obeyed by every worker within a second. */
export interface Pause {
  /** Whose writes stop. */
  readonly scope: PauseScope;
  /** Absent = all accounts. */
  readonly accounts?: readonly AccountKey[];
  /** Why, in the words of who asked for it. */
  readonly reason: string;
  /** Who asked for it. */
  readonly by: Actor;
  /** Since when. */
  readonly at: Timestamp;
  /** When it was lifted. What was under way before does not go on by itself. Absent = it is in force. */
  readonly liftedAt?: Timestamp;
}

/** Whose writes stop: everybody's, or only those of automations. */
export type PauseScope = "all" | "automation";

/** A write, or a call of the inbox that somebody answers for. */
export type AuditAction =
  | WriteName
  | "escalate"
  | "approveReply"
  | "declineReply"
  | "pause"
  | "resume"
  | "assign"
  | "label"
  | "resolve"
  | "snooze"
  | "markPending"
  | "reopen"
  | "note"
  | "forget";

/** Who did what. No text and no names: hashes and keys. */
export interface AuditEntry {
  /** Its own id. */
  readonly id: string;
  /** When. */
  readonly at: Timestamp;
  /** Who. */
  readonly by: Actor;
  /** What was done. */
  readonly action: AuditAction;
  /** In which account. */
  readonly account?: AccountKey;
  /** To what. */
  readonly target?: Key;
  /** The outbox entry. */
  readonly outbox?: string;
  /** What became of it, for a write. */
  readonly status?: OutcomeStatus;
  /** Stands for what was said. */
  readonly hash?: string;
  /** The reason that a person or policy gave. */
  readonly reason?: string;
  /** The host's own words, as handed in. */
  readonly meta?: Readonly<Record<string, string>>;
}

/** A number of a network at an instant: followers, counts, insights. Never made up: no row where nothing was told. */
export interface Observation {
  /** What the number is about: an account, author, post or message. */
  readonly subject: Key;
  /** `followers`, a field of `Counts` or `Insights`, or `reactions.<word>`. */
  readonly metric: string;
  /** The number, as the network told it. */
  readonly value: number;
  /** When it was told. */
  readonly at: Timestamp;
}

/** Keeps what was forgotten from coming back. */
export interface Tombstone {
  /** What was forgotten. */
  readonly key: Key;
  /** When. */
  readonly at: Timestamp;
  /** Why. */
  readonly why: "expired" | "deleted" | "forgotten";
}

/**
 * A storage key starts with the tenant, where there is one, then with the account:
 * `acme/x:1:message:9`, `x:1:cursor:mentions`, `x:1:change:<id>`, `x:1:outbox:<idempotencyKey>`.
 * So one prefix erases an account or a tenant. A pause of all accounts is `pause:<scope>`, one of an account `x:1:pause:<scope>`;
 * what was done to no account in particular is audited as `audit:<id>`.
 */
export interface Collections {
  /** Our accounts, as last read. */
  readonly account: Account;
  /** People and bots, as last seen. */
  readonly author: Author;
  /** Posts, ours and others'. */
  readonly post: Post;
  /** Messages, inbound and outbound. */
  readonly message: Message;
  /** Conversations. */
  readonly conversation: Conversation;
  /** The team's state of conversations and comment trees. */
  readonly workflow: Workflow;
  /** How far each surface is read. */
  readonly cursor: SyncCursor;
  /** The journal, in order of arrival. */
  readonly change: Change;
  /** Changes that a consumer gave up on. */
  readonly dead: DeadLetter;
  /** Writes, from the asking to the end. */
  readonly outbox: OutboxEntry;
  /** Pauses, those in force and the last that were. */
  readonly pause: Pause;
  /** Who did what. */
  readonly audit: AuditEntry;
  /** Numbers in time. */
  readonly observation: Observation;
  /** What must not come back. */
  readonly tombstone: Tombstone;
}

/** The name of a collection. */
export type CollectionName = keyof Collections;
