/**
 * The daily budgets of a profile as the network tells them. Pure; needs no schema compiler, because the meter reads it with every answer.
 * @module
 */
import { fieldsOf, listOf, present, wholeOf } from "../../adapter/fields.js";

/** One daily budget. */
export interface Quota {
  /** How many were made in the last 24 hours. */
  readonly used: number;
  /** How many there may be. Absent where the network does not say. */
  readonly total?: number;
}

/** What a profile may publish and delete in 24 hours, in all apps together. Absent = not told to this token. */
export interface PublishingLimit {
  /** Posts. */
  readonly posts?: Quota;
  /** Replies. */
  readonly replies?: Quota;
  /** Deletions. */
  readonly deletes?: Quota;
}

function quotaOf(fields: Readonly<Record<string, unknown>>, front: "" | "reply_" | "delete_"): Quota | undefined {
  const used = wholeOf(fields[`${front}quota_usage`]);
  return used === undefined ? undefined : present({ used, total: wholeOf(fieldsOf(fields[`${front}config`])["quota_total"]) });
}

/** Reads the list that `threads_publishing_limit` answers with. */
export function quotasIn(data: unknown): PublishingLimit {
  const fields = fieldsOf(listOf(data)[0]);
  return present({ posts: quotaOf(fields, ""), replies: quotaOf(fields, "reply_"), deletes: quotaOf(fields, "delete_") });
}
