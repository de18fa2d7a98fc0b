/**
 * Rate limits with their headers: windows that begin at multiples of their length since 1970.
 * @see https://docs.joinmastodon.org/api/rate-limits/ and config/initializers/rack_attack.rb, app/lib/rate_limiter.rb, read 2026-11
 * @module
 */
import type { Clock } from "../../clock.js";
import type { Family } from "./endpoint.js";

/** Capacities; a test lowers them to meet a limit soon. */
export interface MastodonLimits {
  /** Requests in 5 minutes, per token, or per address without one. @defaultValue 300 */
  readonly requests?: number;
  /** Requests in 5 minutes, per account. @defaultValue 1500 */
  readonly requestsPerAccount?: number;
  /** Requests in 15 minutes that name a place in a list, per account. @defaultValue 300 */
  readonly paging?: number;
  /** Uploads in 30 minutes, per account. @defaultValue 30 */
  readonly media?: number;
  /** Deletions of statuses and boosts in 30 minutes, per account. @defaultValue 30 */
  readonly deletes?: number;
  /** New statuses and boosts in 3 hours, per account. @defaultValue 300 */
  readonly statuses?: number;
  /** Follows in 24 hours, per account. @defaultValue 400 */
  readonly follows?: number;
}

/** A call as the limiter sees it. */
export interface LimitedCall {
  /** The token, where it is good. */
  readonly token?: string;
  /** Its account. */
  readonly account?: string;
  /** True when the call names a place in a list. */
  readonly paging: boolean;
  /** What it counts for. */
  readonly family?: Family;
}

/** What the limiter says to one call. */
export interface Verdict {
  /** False = refused with 429. */
  readonly ok: boolean;
  /** The headers of the limit that is nearest to its end. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The limits of one server. */
export interface Limiter {
  /** Counts a call. */
  take(call: LimitedCall): Verdict;
  /** Refuses everything for a while. Milliseconds. */
  exhaust(forMs: number): void;
}

interface Window {
  readonly limit: number;
  used: number;
  readonly endsAt: number;
}

const minute = 60_000;

/** Writes an instant as the headers do: ISO 8601 with microseconds. */
export const isoMicros = (ms: number): string => new Date(ms).toISOString().replace(/Z$/, "000Z");

/** Makes the limiter of a server. */
export function makeLimiter(clock: Clock, limits: MastodonLimits = {}): Limiter {
  const windows = new Map<string, Window>();
  let shutUntil = 0;
  const windowOf = (id: string, limit: number, period: number): Window => {
    const known = windows.get(id);
    if (known !== undefined && clock.now() < known.endsAt) return known;
    const fresh = { limit, used: 0, endsAt: (Math.floor(clock.now() / period) + 1) * period };
    windows.set(id, fresh);
    return fresh;
  };
  const headersOf = ({ limit, used, endsAt }: Window): Record<string, string> => ({
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(Math.max(0, limit - used)),
    "x-ratelimit-reset": isoMicros(endsAt),
  });
  const families: Readonly<Record<Family, readonly [limit: number, period: number]>> = {
    media: [limits.media ?? 30, 30 * minute],
    deletes: [limits.deletes ?? 30, 30 * minute],
    statuses: [limits.statuses ?? 300, 180 * minute],
    follows: [limits.follows ?? 400, 1440 * minute],
  };
  const windowsFor = ({ token, account, paging, family }: LimitedCall): readonly Window[] => {
    const general = limits.requests ?? 300;
    if (account === undefined) return [windowOf(token === undefined ? "address" : `token ${token}`, general, 5 * minute)];
    return [
      windowOf(`token ${token ?? ""}`, general, 5 * minute),
      windowOf(`account ${account}`, limits.requestsPerAccount ?? 1500, 5 * minute),
      ...(paging ? [windowOf(`paging ${account}`, limits.paging ?? 300, 15 * minute)] : []),
      ...(family === undefined ? [] : [windowOf(`${family} ${account}`, ...families[family])]),
    ];
  };
  return {
    take: (call) => {
      if (clock.now() < shutUntil)
        return { ok: false, headers: headersOf({ limit: limits.requests ?? 300, used: Number.POSITIVE_INFINITY, endsAt: shutUntil }) };
      const all = windowsFor(call);
      // A refused call counts too, as it does there.
      for (const window of all) window.used += 1;
      const [nearest = windowOf("address", 300, 5 * minute)] = [...all].sort(
        (a, b) => a.limit - a.used - (b.limit - b.used) || b.endsAt - a.endsAt,
      );
      return { ok: all.every(({ used, limit }) => used <= limit), headers: headersOf(nearest) };
    },
    exhaust: (forMs) => {
      shutUntil = clock.now() + forMs;
    },
  };
}
