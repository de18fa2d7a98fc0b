/**
 * How a ledger lies in Redis: what the script has to see stands before the text.
 * @module
 */

/** What is kept of one ledger. */
export interface Kept {
  /** Grows with each change. */
  readonly revision: number;
  /** Until when the index of its app lists it. Redis's time, milliseconds since 1970. */
  readonly listedUntil: number;
  /** When Redis forgets it. Redis's time, milliseconds since 1970. */
  readonly expiresAt: number;
  /** JSON. */
  readonly text: string;
}

const form = /^1 (\d{1,15}) (\d{1,15}) (\d{1,15}) (.*)$/s;

/** Writes what is kept. */
export function seal({ revision, listedUntil, expiresAt, text }: Kept): string {
  return `1 ${revision} ${listedUntil} ${expiresAt} ${text}`;
}

/** Reads what is kept; `undefined` for nothing, and for what another version of the package wrote in a form of its own. */
export function unseal(value: unknown): Kept | undefined {
  const match = typeof value === "string" ? form.exec(value) : null;
  if (match === null) return undefined;
  const [, revision, listedUntil, expiresAt, text = ""] = match;
  return { revision: Number(revision), listedUntil: Number(listedUntil), expiresAt: Number(expiresAt), text };
}
