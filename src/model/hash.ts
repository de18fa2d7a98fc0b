/**
 * Hashes that stand for a content: of plans, of messages, of idempotency keys. Synchronous, the same on every runtime.
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Draft } from "./draft.js";
import type { Message } from "./message.js";

/** Makes a hash of any plain JSON value: SHA-256, the first 32 hex digits. Object keys are sorted, so equal values have equal hashes. */
export function hashOf(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonical(value)))).slice(0, 32);
}

/**
 * Makes the hash of what a message says: another one means that it was edited or deleted since.
 * Of attachments only the types count, because networks sign their addresses anew on each read.
 */
export function messageHash(message: Pick<Message, "key" | "text" | "deletedAt" | "attachments">): string {
  return hashOf([message.key, message.text, message.deletedAt !== undefined, message.attachments.map(({ type }) => type)]);
}

/**
 * Makes the hash of what lint has read of a draft, and for whom: another one means that its text, its pictures or their descriptions changed since.
 * What a plan says besides, its actions and where it comes from, does not count.
 * @param place - who may read it: what is fit for a private message may not be for the public
 */
export function draftHash({ text, title, subject, contentWarning, attachments }: Draft, place: "public" | "private"): string {
  return hashOf(["draft", place, text, title, subject, contentWarning, attachments?.map(({ type, url, alt }) => [type, url, alt])]);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, part]) => part !== undefined);
    return `{${entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`)
      .join(",")}}`;
  }
  return value === undefined ? "null" : JSON.stringify(value);
}
