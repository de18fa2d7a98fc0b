/** Fixed windows: X, Bluesky, Reddit, Mastodon, and servers that say nothing. */
import { cut, plain, serverOf } from "./server.js";
import type { LimitedServer, ServerOptions } from "./server.js";

/** When windows begin: anywhere on a grid, at multiples of their length since 1970, or with the first call that is counted. */
export type WindowStart = "grid" | "aligned" | "first-call";

/** How a server says what is left. */
export type WindowHeaders = "x" | "ratelimit" | "mastodon" | "reddit" | "none";

export interface WindowOptions extends ServerOptions {
  readonly capacity: number;
  readonly windowMs: number;
  /** @defaultValue "grid" */
  readonly start?: WindowStart;
  /** How far the first window of a grid has gone, from 0 to 1. @defaultValue 0 */
  readonly phase?: number;
  /** What the first window has spent already. @defaultValue 0 */
  readonly spent?: number;
  /** @defaultValue "x" */
  readonly headers?: WindowHeaders;
}

/** A limit on what is sent in one window. A refused call does not count. */
export function windowServer(options: WindowOptions): LimitedServer {
  const { capacity, windowMs, start = "grid", phase = 0, headers = "x", rounding = "floor" } = options;
  // Mastodon tells microseconds, the others whole seconds.
  const { precisionMs = headers === "mastodon" ? 1 : 1_000 } = options;
  let used = options.spent ?? 0;
  let end: number | undefined;

  const roll = (here: number): number => {
    if (end === undefined) {
      if (start === "aligned") end = (Math.floor(here / windowMs) + 1) * windowMs;
      else end = here + (start === "grid" ? windowMs * (1 - phase) : windowMs);
    }
    if (here < end) return end;
    used = 0;
    end = start === "first-call" ? here + windowMs : end + windowMs * (Math.floor((here - end) / windowMs) + 1);
    return end;
  };
  const say = (here: number, ends: number): Readonly<Record<string, string>> => {
    const left = `${Math.max(0, capacity - used)}`;
    const at = cut(ends, precisionMs, rounding);
    const seconds = `${at / 1000}`;
    if (headers === "x") return { "x-rate-limit-limit": `${capacity}`, "x-rate-limit-remaining": left, "x-rate-limit-reset": seconds };
    if (headers === "ratelimit") return { "ratelimit-limit": `${capacity}`, "ratelimit-remaining": left, "ratelimit-reset": seconds };
    if (headers === "mastodon")
      return { "x-ratelimit-limit": `${capacity}`, "x-ratelimit-remaining": left, "x-ratelimit-reset": new Date(at).toISOString() };
    if (headers === "reddit")
      return {
        "x-ratelimit-used": `${used}`,
        "x-ratelimit-remaining": left,
        "x-ratelimit-reset": `${cut(ends - here, 1000, rounding) / 1000}`,
      };
    return {};
  };
  return serverOf(options, {
    rate: capacity / windowMs,
    decide: (_route, here) => {
      const ends = roll(here);
      const ok = used < capacity;
      if (ok) used++;
      return plain(ok, say(here, ends));
    },
    visit: (here) => {
      roll(here);
      if (used >= capacity) return false;
      used++;
      return true;
    },
    opensAt: (_route, here) => {
      if (end === undefined) return used < capacity ? here : roll(here);
      return here >= end || used < capacity ? here : end;
    },
  });
}

/** A limit on what is sent in any stretch of so long: LinkedIn's, TikTok's and Threads' cautious reading. A refused call does not count. */
export function slidingServer(options: ServerOptions & { readonly capacity: number; readonly windowMs: number }): LimitedServer {
  const { capacity, windowMs } = options;
  let log: number[] = [];
  let gone = 0;
  const forget = (here: number): void => {
    while (gone < log.length && (log[gone] ?? here) <= here - windowMs) gone++;
    if (gone <= 10_000) return;
    log = log.slice(gone);
    gone = 0;
  };
  const enter = (here: number): boolean => {
    forget(here);
    const ok = log.length - gone < capacity;
    if (ok) log.push(here);
    return ok;
  };
  return serverOf(options, {
    rate: capacity / windowMs,
    decide: (_route, here) => plain(enter(here), {}),
    visit: enter,
    opensAt: (_route, here) => {
      forget(here);
      return log.length - gone < capacity ? here : (log[gone] ?? here) + windowMs;
    },
  });
}
