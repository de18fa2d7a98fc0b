/**
 * Storage keys of rows that are not model objects. All of them start with their account, so that one prefix erases it.
 * The tenant is put before them by `context.stored`.
 * @module
 */
import type { AccountKey, Key } from "../model/keys.js";
import type { Timestamp } from "../model/ref.js";

/** Escapes one part, as keys do. */
export const escapePart = (part: string): string => part.replaceAll("%", "%25").replaceAll(":", "%3A").replaceAll("/", "%2F");

/** The journal entry of a change. */
export const changeRow = (account: AccountKey, id: string): string => `${account}:change:${escapePart(id)}`;

/** How far a list is read: a surface, or one list of it (`comments` of one post, `messages` of one conversation). */
export const cursorRow = (account: AccountKey, surface: string): string => `${account}:cursor:${escapePart(surface)}`;

/** How far a backfill has read a list; without a list, what the job is. */
export const backfillRow = (account: AccountKey, id: string, list?: string): string =>
  cursorRow(account, `backfill:${escapePart(id)}${list === undefined ? "" : `:${list}`}`);

/** What a consumer gave up on. */
export const deadRow = (account: AccountKey, consumer: string, id: string): string =>
  `${account}:dead:${escapePart(consumer)}:${escapePart(id)}`;

/** A number at an instant. */
export const observationRow = (account: AccountKey, subject: Key, metric: string, at: Timestamp): string =>
  `${account}:observation:${escapePart(subject)}:${escapePart(metric)}:${escapePart(at)}`;
