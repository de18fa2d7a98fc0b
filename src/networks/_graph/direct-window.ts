/**
 * How long a person may be written to: 24 hours after they last wrote, seven days for a human with the Human Agent feature (send messages of
 * the Messenger and Instagram platforms; read 2026-05).
 * @module
 */
import { day } from "../../limits/rules.js";
import { FolkmootError } from "../../errors.js";
import type { Actor } from "../../model/actor.js";
import type { CheckedCall } from "../../adapter/refuse.js";
import type { ReplyWindow } from "../../model/conversation.js";
import type { Timestamp } from "../../model/ref.js";

/** After a person last wrote, anybody may answer for so long. Milliseconds. */
export const standardMs: number = day;
/** A human may for so long, where the app has the feature. Milliseconds. */
export const humanMs: number = 7 * day;
/** A comment can be answered in private for so long, once. Milliseconds. */
export const privateReplyMs: number = 7 * day;

/** How a message is sent: as any answer, or as that of a human. */
export type DirectMode = "standard" | "human";

const timeAt = (ms: number): Timestamp => new Date(ms).toISOString();

/**
 * Gives the window of a conversation; one that is over is told with its end.
 * @param lastInboundAt - when the person last wrote; `undefined` where it is not known
 * @param now - milliseconds since 1970
 * @param humanAgent - whether the app has the Human Agent feature
 */
export function replyWindowOf(lastInboundAt: Timestamp | undefined, now: number, humanAgent: boolean): ReplyWindow | undefined {
  const last = Date.parse(lastInboundAt ?? "");
  if (Number.isNaN(last)) return undefined;
  if (now <= last + standardMs || !humanAgent) return { closesAt: timeAt(last + standardMs), mode: "standard" };
  return { closesAt: timeAt(last + humanMs), mode: "human" };
}

/** Who writes, and what the app has. */
export interface WriterRights {
  /** Absent = an automation. */
  readonly by?: Actor | undefined;
  /** Whether the app has the Human Agent feature. */
  readonly humanAgent: boolean;
}

function closed({ network, operation, account }: CheckedCall, why: string): never {
  throw new FolkmootError("window-closed", `${network} ${operation} failed for ${account}: ${why}`);
}

/**
 * Says how a message has to be sent now. Nothing known of the person's last message: as any answer, and the network decides.
 * @throws FolkmootError `window-closed`, naming the remedy, before anything is sent
 */
export function directMode(
  call: CheckedCall,
  lastInboundAt: Timestamp | undefined,
  now: number,
  { by, humanAgent }: WriterRights,
): DirectMode {
  const last = Date.parse(lastInboundAt ?? "");
  if (Number.isNaN(last) || now <= last + standardMs) return "standard";
  if (now > last + humanMs) return closed(call, "the person last wrote more than seven days ago; wait until they write again.");
  if (!humanAgent)
    return closed(
      call,
      "the person last wrote more than 24 hours ago; wait until they write again, or get the Human Agent feature approved and set `humanAgent`.",
    );
  if (by?.type !== "human")
    return closed(call, "the person last wrote more than 24 hours ago; only a human may still answer, for seven days: name them in `by`.");
  return "human";
}

/**
 * Checks that a comment may still be answered in private.
 * @param createdAt - when it was written; `undefined` where it is not known, and then the network decides
 * @throws FolkmootError `window-closed`
 */
export function checkPrivateReply(call: CheckedCall, createdAt: Timestamp | undefined, now: number): void {
  const at = Date.parse(createdAt ?? "");
  if (now > at + privateReplyMs)
    closed(call, "the comment is older than seven days, so it can no longer be answered in private; answer in public.");
}
