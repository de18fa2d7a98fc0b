/**
 * Envelopes: one verified delivery as JSON, for a queue.
 * @module
 */
import { joinBytes } from "./bytes.js";
import type { Delivery } from "../adapter/app.js";
import type { Timestamp } from "../model/ref.js";

/** One verified delivery as JSON, for a queue. The same envelope twice is taken in once. */
export interface Envelope {
  /** Of this form. A release that reads another one says so. */
  readonly version: 1;
  /** Made of the body, so a redelivery has the same: 64 hex digits, for queues that leave out what they had. */
  readonly id: string;
  /** Id of the app that it was sent to. */
  readonly app: string;
  /** When it came. */
  readonly receivedAt: Timestamp;
  /** What happened. */
  readonly delivery: Delivery;
}

/** Makes the id of an envelope: SHA-256 over the app and the body. Headers do not count, since a redelivery is signed anew. */
export async function envelopeId(app: string, body: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", joinBytes(`${app}\n`, body)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Tells whether a delivery says anything at all: some are only to be answered. */
export const saysNothing = ({ changes, pull = [], forget = [] }: Delivery): boolean =>
  changes.length === 0 && pull.length === 0 && forget.length === 0;
