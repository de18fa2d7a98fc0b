/**
 * Storage keys: what stands below a prefix, and whose they are.
 * @module
 */
import type { Below } from "./store.js";

/** Tells whether a storage key is the prefix itself or goes on below it. */
export function isBelow(key: string, below: Below): boolean {
  if (!key.startsWith(below)) return false;
  return key.length === below.length || below.endsWith("/") || key.charCodeAt(below.length) === 58;
}

/** Cuts a storage key after its account: `acme/x:1:message:9` gives `acme/x:1`. */
export function ownerOf(key: string): string {
  const first = key.indexOf(":");
  const second = first < 0 ? -1 : key.indexOf(":", first + 1);
  return second < 0 ? key : key.slice(0, second);
}

/** Cuts the tenant off a storage key, slash included: `acme/x:1:message:9` gives `acme/`. Empty where there is none. */
export function tenantOf(key: string): string {
  const first = key.indexOf(":");
  return key.slice(0, key.lastIndexOf("/", first < 0 ? key.length : first) + 1);
}
