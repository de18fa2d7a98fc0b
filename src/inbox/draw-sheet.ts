/**
 * The sheet that a batch is drawn up on.
 * @module
 */
import { observationRow } from "./storage-keys.js";
import { onceId } from "../model/change-id.js";
import type { AccountKey } from "../model/keys.js";
import type { Change, MessageCreated, Origin } from "../model/change.js";
import type { Collections } from "../store/collections.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";
import type { newNumbers } from "./changed.js";
import type { Post } from "../model/post.js";
import type { Timestamp } from "../model/ref.js";
import type { Turns } from "./draw-conversations.js";
import type { Versioned, Write } from "../store/store.js";

/** What is history: `origin: "backfill"`, which wakes no live handler. Absent = nothing is. */
export interface Age {
  /** What was created before. */
  readonly historyBefore?: Timestamp;
  /** Keys of what is news all the same, whatever time its author claims. */
  readonly news?: ReadonlySet<string>;
  /** True in the first reading of a list: then also what changed about old objects is history, not news. */
  readonly first?: boolean;
  /** True for a backfill: all of it is history. */
  readonly backfill?: boolean;
  /** To what was created before, nobody waits for an answer any more, unless it is news. Absent = somebody always does. */
  readonly waitsFrom?: Timestamp;
}

/** The collections of objects that are merged before they are written. */
type Kept = "message" | "post" | "author" | "tombstone";

/** The sheet that a batch is drawn up on. */
export interface Sheet {
  readonly account: AccountKey;
  /** The instant of the batch. */
  readonly now: Timestamp;
  readonly writes: Write[];
  readonly changes: Change[];
  readonly turns: Turns;
  /** Shells of posts that are gone. */
  readonly removedPosts: Post[];
  /** Messages that say something else now. */
  readonly reworded: Message[];
  /** Writes a row where it still is as it was read. */
  put<C extends Kept>(collection: C, key: string, value: Collections[C], old: Versioned<Collections[C]> | undefined): void;
  /** Writes down numbers. */
  observe(subject: string, numbers: ReturnType<typeof newNumbers>): void;
  /** Says whether something that appears is news. */
  appears(object: Message | Post): Origin;
  /** Says whether something that changed is news. */
  alters(object: Message | Post): Origin;
}

/** Takes an empty sheet. */
export function takeSheet(
  context: InboxContext,
  account: AccountKey,
  { historyBefore, news, first = false, backfill = false, waitsFrom }: Age,
): Sheet {
  const now = new Date(context.runtime.clock.now()).toISOString();
  const writes: Write[] = [];
  const appears = ({ key, createdAt }: Message | Post): Origin =>
    backfill || (historyBefore !== undefined && createdAt < historyBefore && news?.has(key) !== true) ? "backfill" : "live";
  return {
    account,
    now,
    writes,
    changes: [],
    turns: {
      added: [],
      removed: [],
      moved: [],
      waits: ({ key, createdAt }) => waitsFrom === undefined || createdAt >= waitsFrom || news?.has(key) === true,
    },
    removedPosts: [],
    reworded: [],
    put: (collection, key, value, old) => {
      writes.push({ collection, key: context.stored(key), value, expect: old?.version ?? "absent" } as Write);
    },
    observe: (subject, numbers) => {
      for (const [metric, value] of numbers)
        writes.push({
          collection: "observation",
          key: context.stored(observationRow(account, subject, metric, now)),
          value: { subject, metric, value, at: now },
        });
    },
    appears,
    alters: (object) => (first || backfill ? appears(object) : "live"),
  };
}

/** Makes the journal entry of a message that was not known. */
export function createdChange(account: AccountKey, message: Message, origin: Origin): MessageCreated {
  const { key, createdAt, conversation } = message;
  return { type: "message.created", id: onceId("message.created", key), origin, at: createdAt, account, conversation, message };
}
