/**
 * Whether an entry of the journal or outbox speaks of something that is to be forgotten.
 * @module
 */
import { tenantOf } from "../below.js";
import { keyIn, type Fields } from "./row.js";

/** Tells whether an entry speaks of an object or author. `about` is a storage key: with the tenant, where there is one. */
export function speaksOf(storageKey: string, value: unknown, about: string): boolean {
  const tenant = tenantOf(about);
  if (tenantOf(storageKey) !== tenant) return false;
  const key = about.slice(tenant.length);
  const fields = value as Fields;
  const { conversation, messages, steps } = fields;
  if (conversation === key || (Array.isArray(messages) && messages.includes(key))) return true;
  const parts = [fields, ...(Array.isArray(steps) ? (steps as Fields[]) : [])].flatMap(({ message, post, target, author }) => [
    message,
    post,
    target,
    author,
    authorIn(message),
    authorIn(post),
  ]);
  return parts.some((part) => keyIn(part) === key);
}

function authorIn(part: unknown): unknown {
  return typeof part === "object" && part !== null ? (part as Fields)["author"] : undefined;
}
