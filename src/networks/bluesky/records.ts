/**
 * Records in the account's repository: written at most once, read, deleted.
 * @module
 */
import { ConflictError, FolkmootError, isFolkmootError } from "../../errors.js";
import { atUri, postCollection, type AtUri, type Place } from "./ids.js";
import { fieldsOf, textOf } from "../../adapter/fields.js";
import { tidOf } from "./tid.js";
import type { BlueskyTask } from "./task.js";
import type { WirePost } from "./wire.js";

/** A record of any kind. */
export type WireRecordBody = Readonly<Record<string, unknown>>;

/** A record with where it is and which version it is. */
export interface StoredRecord {
  /** AT-URI. */
  readonly uri: string;
  /** Hash of this version. */
  readonly cid: string;
  /** The record itself. */
  readonly value: WireRecordBody;
}

/** Gives the place of a record whose key is made of what it is about: the same gives the same place, in every process. */
export function placeFor({ us }: BlueskyTask, collection: string, about: string): Place {
  return { collection, rkey: tidOf(us.did, collection, about) };
}

/**
 * Writes a record where none stands yet. Safe to repeat: the server compares before it writes, so a second send of the same finds the first.
 * @param same - tells whether a record that already stands there is this one
 * @throws FolkmootError `conflict` when another record stands there; `outcome-unknown` with `refs.uri` and `refs.rkey`.
 */
export async function putOnce(
  task: BlueskyTask,
  place: Place,
  record: WireRecordBody,
  same: (standing: WireRecordBody) => boolean,
): Promise<StoredRecord> {
  const at = { repo: task.us.did, ...place };
  try {
    return await putRecord(task, place, record, null);
  } catch (error) {
    if (isFolkmootError(error, "outcome-unknown")) {
      // What stands there tells; nothing there tells nothing, because a send may still be under way.
      const standing = await getRecord(task, at).catch(() => undefined);
      if (standing !== undefined && same(standing.value)) return standing;
      throw new FolkmootError("outcome-unknown", error.message, {
        cause: error,
        retryable: error.retryable,
        refs: { uri: atUri(at), rkey: place.rkey },
      });
    }
    if (!isFolkmootError(error, "conflict")) throw error;
    const standing = await getRecord(task, at);
    if (standing !== undefined && same(standing.value)) return standing;
    throw new ConflictError(
      `bluesky ${task.operation} failed for ${task.account}: the idempotency key belongs to a write with another content; use a new key for a new text.`,
      { cause: error },
    );
  }
}

/**
 * Writes a record over the version that is expected.
 * @param expected - hash of the version that stands there; `null` when none does
 * @throws FolkmootError `conflict` when something else stands there
 */
export async function putRecord(
  task: BlueskyTask,
  { collection, rkey }: Place,
  record: WireRecordBody,
  expected: string | null,
): Promise<StoredRecord> {
  const body = { repo: task.us.did, collection, rkey, record, swapRecord: expected };
  const { uri, cid } = await task.post("com.atproto.repo.putRecord", body, { safeToRepeat: true });
  return { uri, cid, value: record };
}

/** Reads a record; `undefined` when there is none. Any repository: the server asks around for those of others. */
export async function getRecord(task: BlueskyTask, { repo, collection, rkey }: AtUri): Promise<StoredRecord | undefined> {
  try {
    const { uri, cid = "", value } = await task.get("com.atproto.repo.getRecord", { repo, collection, rkey });
    return { uri, cid, value };
  } catch (error) {
    if (isFolkmootError(error, "not-found")) return undefined;
    throw error;
  }
}

/** Deletes a record of ours. One that is not there counts as deleted. */
export async function deleteRecord(task: BlueskyTask, { collection, rkey }: Place): Promise<void> {
  await task.post("com.atproto.repo.deleteRecord", { repo: task.us.did, collection, rkey }, { safeToRepeat: true });
}

/** Puts a post record out, at most once for each idempotency key, and gives it as a reader would see it. */
export async function publish(task: BlueskyTask, record: WireRecordBody, idempotencyKey: string | undefined): Promise<WirePost> {
  const place =
    idempotencyKey === undefined ? { collection: postCollection, rkey: task.freshTid() } : placeFor(task, postCollection, idempotencyKey);
  // The same text in the same place, whenever it was written.
  const same = (standing: WireRecordBody): boolean =>
    textOf(standing["text"]) === textOf(record["text"]) && parentOf(standing) === parentOf(record);
  return asView(task, await putOnce(task, place, record, same));
}

/** Gives a record of ours as a post view, without what only the index knows. */
export function asView(task: BlueskyTask, { uri, cid, value }: StoredRecord): WirePost {
  const indexedAt = textOf(value["createdAt"]) ?? task.now();
  return { uri, cid, author: { did: task.us.did, handle: "" }, record: { ...value, text: textOf(value["text"]) ?? "" }, indexedAt };
}

/** AT-URI of what a post record answers; `undefined` for a first post. */
function parentOf(record: WireRecordBody): string | undefined {
  return textOf(fieldsOf(fieldsOf(record["reply"])["parent"])["uri"]);
}
