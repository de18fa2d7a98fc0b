/**
 * What a closed inbox says.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { InboxContext } from "./context.js";

/**
 * Refuses a call that begins after `close`.
 * @throws FolkmootError `misconfigured` when the inbox is closed.
 */
export function refuseClosed({ closing }: Pick<InboxContext, "closing">, call: string): void {
  if (closing.aborted)
    throw new FolkmootError("misconfigured", `${call}: this inbox is closed; make a new one with createInbox, over a store that is open.`);
}
