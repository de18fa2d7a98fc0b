/** Takes in what the Worker queued, for one inbox or for those of several tenants. */
import type { Envelope, Inbox } from "folkmoot";

/**
 * Hands one message of the queue to every inbox. Each takes in what is of its own accounts, once, and tells `unrouted` of the others.
 * When one fails this rejects: leave the message in the queue, it comes again, and those who have it take it for a redelivery.
 */
export async function takeIn(inboxes: readonly Inbox[], envelope: Envelope): Promise<void> {
  const outcomes = await Promise.allSettled(inboxes.map((inbox) => inbox.ingest(envelope)));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}
