/**
 * Cursors of the inbox's own lists: a place, and the list that it is a place of.
 * @module
 */
import { checkCursor, refuse } from "./check.js";

/** Writes and reads the cursors of one list. */
export interface Cursors {
  /** Makes the cursor of a place; `undefined` stays so: there is no next page. */
  readonly write: (place: string | undefined) => string | undefined;
  /** Reads the place of a cursor that was checked; `undefined` is the start. */
  readonly read: (cursor: string | undefined) => string | undefined;
}

/**
 * Makes the cursors of one list, and checks the one that a host gave.
 * @param call - what is called
 * @param order - how the list is ordered: a place in one order is none in another
 * @param after - as the host gave it
 * @throws FolkmootError `invalid-request` for the cursor of another list.
 */
export function cursorsOf(call: string, order: string, after: string | undefined): Cursors {
  const head = `${call}:${order}:`;
  checkCursor(call, after);
  if (after?.startsWith(head) === false)
    refuse(call, "`after` is the cursor of another list or order; hand it to the same query, or leave it out to begin at the start.");
  return {
    write: (place) => place && head + place,
    read: (cursor) => cursor?.slice(head.length),
  };
}
