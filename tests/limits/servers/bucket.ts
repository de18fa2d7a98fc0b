/** A token bucket: Twitch. */
import { cut, plain, serverOf } from "./server.js";
import type { LimitedServer, ServerOptions } from "./server.js";

export interface BucketOptions extends ServerOptions {
  readonly capacity: number;
  /** How long an empty bucket takes to fill. Milliseconds. */
  readonly perMs: number;
  /** What is in it at the beginning. @defaultValue all of it */
  readonly level?: number;
}

/** Tells whole points, and when the bucket will be full again in whole seconds. */
export function bucketServer(options: BucketOptions): LimitedServer {
  const { capacity, perMs, rounding = "floor", precisionMs = 1_000 } = options;
  let level = options.level ?? capacity;
  let at: number | undefined;

  const fill = (here: number): void => {
    level = Math.min(capacity, level + ((here - (at ?? here)) * capacity) / perMs);
    at = here;
  };
  const take = (here: number): boolean => {
    fill(here);
    // Sums of fractions are not exact.
    const ok = level >= 1 - 1e-9;
    if (ok) level -= 1;
    return ok;
  };
  return serverOf(options, {
    rate: capacity / perMs,
    decide: (_route, here) => {
      const ok = take(here);
      const full = here + ((capacity - level) * perMs) / capacity;
      return plain(ok, {
        "ratelimit-limit": `${capacity}`,
        "ratelimit-remaining": `${Math.max(0, Math.floor(level + 1e-9))}`,
        "ratelimit-reset": `${cut(full, precisionMs, rounding) / 1000}`,
      });
    },
    visit: take,
    opensAt: (_route, here) => {
      const now = Math.min(capacity, level + ((here - (at ?? here)) * capacity) / perMs);
      return now >= 1 - 1e-9 ? here : here + ((1 - now) * perMs) / capacity;
    },
  });
}
