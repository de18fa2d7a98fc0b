/**
 * What is gone, or may be: one number of the Graph API says "there is no such thing", "you may not see it" and "it does not take this call".
 * @module
 */
import { anyObject } from "./wire.js";
import { isFolkmootError } from "../../errors.js";
import type { GraphTask } from "./task.js";

/** Gives `undefined` for what is not there, or not for the account to see. Every other failure is passed on. */
export async function orNone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isFolkmootError(error, "not-found")) return undefined;
    throw error;
  }
}

/**
 * Deletes. What is gone already is done, also where the answer to an earlier try was lost; what can still be read was not deleted, though the
 * network says "no such thing" of both.
 * @param path - of the thing itself
 * @throws FolkmootError `forbidden` for what stands and is not the account's to delete; `outcome-unknown` where an answer was lost and it stands
 */
export async function removeOrGone(task: GraphTask, path: string): Promise<void> {
  try {
    await task.remove(path, {}, { safeToRepeat: true });
  } catch (error) {
    const isLost = isFolkmootError(error, "outcome-unknown");
    if (!isLost && !isFolkmootError(error, "not-found")) throw error;
    const standing = orNone(task.get(path, anyObject, { fields: "id" }));
    // Whatever becomes of the question, the deletion is what was asked for.
    const found = isLost ? await standing.catch(() => "unread" as const) : await standing;
    if (found === undefined) return;
    if (isLost) throw error;
    task.refuse("forbidden", "the network does not let the account delete it, though it can be read.");
  }
}
