/**
 * What a write's receipt holds of what we sent.
 * @module
 */

/** Takes off what a write's answer does not hold: what we made ourselves is no object of the network's. */
export function asSent<T extends { readonly raw?: unknown }>(object: T): Omit<T, "raw"> {
  const sent: { raw?: unknown } & Omit<T, "raw"> = { ...object };
  delete sent.raw;
  return sent;
}
