/**
 * Rate limits with their headers.
 * @see https://docs.bsky.app/docs/advanced-guides/rate-limits and the PDS source, rate-limits.ts, read 2026-08-20
 * @module
 */
import type { Clock } from "../../clock.js";

/** Capacities; a test lowers them to meet a limit soon. */
export interface BlueskyLimits {
  /** Requests in 5 minutes, per address. @defaultValue 3000 */
  readonly requests?: number;
  /** Write points in an hour, per account: create 3, update 2, delete 1. @defaultValue 5000 */
  readonly pointsPerHour?: number;
  /** Write points in a day, per account. @defaultValue 35000 */
  readonly pointsPerDay?: number;
  /** Logins in 5 minutes, per account. @defaultValue 30 */
  readonly logins?: number;
  /** Logins in a day, per account. @defaultValue 300 */
  readonly loginsPerDay?: number;
  /** Uploads in a day, per account. @defaultValue 1000 */
  readonly uploadsPerDay?: number;
}

/** What one call costs. */
export interface Cost {
  /** Write points and whose. */
  readonly points?: { readonly did: string; readonly points: number };
  /** A login and for whom. */
  readonly login?: string;
  /** An upload and whose. */
  readonly upload?: string;
}

/** What the limiter says to one call. */
export interface Verdict {
  /** False = refused with 429. */
  readonly ok: boolean;
  /** The headers of the limit that is nearest to its end. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The limits of one network. */
export interface Limiter {
  /** Counts a call. */
  take(cost: Cost): Verdict;
  /** Refuses everything for a while. Milliseconds. */
  exhaust(forMs: number): void;
}

interface Window {
  readonly limit: number;
  readonly seconds: number;
  used: number;
  endsAt: number;
}

/** Makes the limiter of a network. */
export function makeLimiter(clock: Clock, limits: BlueskyLimits = {}): Limiter {
  const windows = new Map<string, Window>();
  const windowOf = (id: string, limit: number, seconds: number): Window => {
    const known = windows.get(id);
    if (known !== undefined && clock.now() < known.endsAt) return known;
    const fresh = { limit, seconds, used: 0, endsAt: clock.now() + seconds * 1000 };
    windows.set(id, fresh);
    return fresh;
  };
  const general = (): Window => windowOf("ip", limits.requests ?? 3000, 300);
  const headersOf = ({ limit, seconds, used, endsAt }: Window): Record<string, string> => ({
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(Math.max(0, limit - used)),
    "ratelimit-reset": String(Math.ceil(endsAt / 1000)),
    "ratelimit-policy": `${limit};w=${seconds}`,
  });
  return {
    take: ({ points, login, upload }) => {
      const charged: [Window, number][] = [[general(), 1]];
      if (points !== undefined)
        charged.push(
          [windowOf(`hour ${points.did}`, limits.pointsPerHour ?? 5000, 3600), points.points],
          [windowOf(`day ${points.did}`, limits.pointsPerDay ?? 35_000, 86_400), points.points],
        );
      if (login !== undefined)
        charged.push(
          [windowOf(`login ${login}`, limits.logins ?? 30, 300), 1],
          [windowOf(`logins ${login}`, limits.loginsPerDay ?? 300, 86_400), 1],
        );
      if (upload !== undefined) charged.push([windowOf(`upload ${upload}`, limits.uploadsPerDay ?? 1000, 86_400), 1]);
      const ok = charged.every(([window, cost]) => window.used + cost <= window.limit);
      if (ok) for (const [window, cost] of charged) window.used += cost;
      // Refused: the limit that refuses is shown, and the later one when several do.
      const [first, ...others] = ok
        ? charged.map(([window]) => window).sort((a, b) => a.limit - a.used - (b.limit - b.used))
        : charged
            .filter(([window, cost]) => window.used + cost > window.limit)
            .map(([window]) => ({ ...window, used: window.limit }))
            .sort((a, b) => b.endsAt - a.endsAt);
      const shown = first ?? others[0] ?? general();
      const headers = headersOf(shown);
      if (ok) return { ok, headers };
      return { ok, headers: { ...headers, "retry-after": String(Math.max(1, Math.ceil((shown.endsAt - clock.now()) / 1000))) } };
    },
    exhaust: (forMs) => {
      const window = general();
      window.used = window.limit;
      window.endsAt = clock.now() + forMs;
    },
  };
}
