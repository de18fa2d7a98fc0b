/**
 * The words that hosts may use in questions and options. The types hold each list complete.
 * @module
 */
import { shapes } from "./act-table.js";
import type { ChangeType, Origin } from "../model/change.js";
import type { Direction, MessageKind } from "../model/message.js";
import type { InboxEvents } from "./work.js";
import type { ItemQuery } from "./look.js";
import type { AuditAction, OutboxState, Workflow } from "../store/collections.js";
import type { SurfaceName } from "../adapter/surface.js";
import type { WriteName } from "../model/write.js";

type Every<W extends string> = { readonly [K in W]: true };

const wordsOf = <W extends string>(every: Every<W>): readonly W[] => Object.keys(every) as W[];

/** Kinds of message. */
export const messageKinds = (): readonly MessageKind[] =>
  wordsOf<MessageKind>({ direct: true, chat: true, review: true, comment: true, quote: true, mention: true, other: true });

/** From us or to us. */
export const directions = (): readonly Direction[] => wordsOf<Direction>({ inbound: true, outbound: true });

/** States of the team's work. */
export const workStates = (): readonly Workflow["status"][] =>
  wordsOf<Workflow["status"]>({ open: true, pending: true, snoozed: true, resolved: true });

/** Orders of `items`. */
export const itemOrders = (): readonly NonNullable<ItemQuery["order"]>[] =>
  wordsOf<NonNullable<ItemQuery["order"]>>({ newest: true, oldest: true, priority: true, waiting: true });

/** What can happen. */
export const changeTypes = (): readonly ChangeType[] =>
  wordsOf<ChangeType>({
    "message.created": true,
    "message.updated": true,
    "message.deleted": true,
    "reaction.added": true,
    "reaction.removed": true,
    "post.created": true,
    "post.updated": true,
    "post.deleted": true,
    "conversation.read": true,
    "author.banned": true,
    "messages.cleared": true,
    "subscription.revoked": true,
    "network.event": true,
  });

/** News, or history. */
export const origins = (): readonly Origin[] => wordsOf<Origin>({ live: true, backfill: true });

/** Lists of an account. */
export const surfaceNames = (): readonly SurfaceName[] =>
  wordsOf<SurfaceName>({ posts: true, comments: true, mentions: true, messages: true, reviews: true, held: true, threads: true });

/** States of a write. */
export const outboxStates = (): readonly OutboxState[] =>
  wordsOf<OutboxState>({ held: true, queued: true, sending: true, sent: true, rejected: true, unknown: true });

/** What the audit trail speaks of. */
export const auditActions = (): readonly AuditAction[] => [
  ...(Object.keys(shapes) as WriteName[]),
  ...wordsOf<Exclude<AuditAction, WriteName>>({
    escalate: true,
    approveReply: true,
    declineReply: true,
    pause: true,
    resume: true,
    assign: true,
    label: true,
    resolve: true,
    snooze: true,
    markPending: true,
    reopen: true,
    note: true,
    forget: true,
  }),
];

/** News of this process. */
export const eventNames = (): readonly (keyof InboxEvents)[] =>
  wordsOf<keyof InboxEvents>({
    message: true,
    reauthorize: true,
    quarantined: true,
    gap: true,
    dead: true,
    unrouted: true,
    throttled: true,
    "budget-low": true,
    "window-closing": true,
  });
