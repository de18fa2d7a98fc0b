/**
 * Whether an entry of the journal or outbox speaks of something that is to be forgotten.
 * @module
 */
import { tenantOf } from "./below.js";
import { keyIn, type Fields } from "./fields.js";

/** Tells whether an entry speaks of an object or author. `about` is a storage key: with the tenant, where there is one. */
export function speaksOf(storageKey: string, value: unknown, about: string): boolean {
  const tenant = tenantOf(about);
  return tenantOf(storageKey) === tenant && subjectsOf(value).includes(about.slice(tenant.length));
}

/** Lists the keys of everything that an entry speaks of, without tenant, for stores that index them. */
export function subjectsOf(value: unknown): readonly string[] {
  const fields = value as Fields;
  const { conversation, messages, steps } = fields;
  const parts = [fields, ...(Array.isArray(steps) ? (steps as Fields[]) : [])].flatMap(({ message, post, target, escalates, author }) => [
    message,
    post,
    target,
    escalates,
    author,
    authorIn(message),
    authorIn(post),
  ]);
  const named: readonly unknown[] = [conversation, ...(Array.isArray(messages) ? (messages as unknown[]) : []), ...parts.map(keyIn)];
  return [...new Set(named.filter((one) => typeof one === "string"))];
}

function authorIn(part: unknown): unknown {
  return typeof part === "object" && part !== null ? (part as Fields)["author"] : undefined;
}
