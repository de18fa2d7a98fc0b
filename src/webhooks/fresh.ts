/**
 * The age of a signed delivery: what was recorded once may not be played again for ever.
 * @module
 */

/** How far a sender's clock may be ahead of ours. Milliseconds. Our choice: clocks that are kept by NTP differ by far less. */
export const aheadMs = 60_000;

/**
 * Tells whether a delivery was signed recently enough.
 * @param signedAt - milliseconds since 1970, as the network signed it
 * @param now - milliseconds since 1970
 * @param windowMs - how old it may be
 * @returns false for what lies more than a minute in the future, and for what is no number
 */
export function isFresh(signedAt: number, now: number, windowMs: number): boolean {
  return signedAt <= now + aheadMs && now - signedAt <= windowMs;
}
