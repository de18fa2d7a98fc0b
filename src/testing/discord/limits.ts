/**
 * Rate limits: buckets that several routes share, a global one, and the ban for too many invalid requests.
 * @see https://discord.com/developers/docs/topics/rate-limits, read 2026-11. Which routes share a bucket and how much it holds is documented
 * nowhere and told by headers only; these are the fake's own.
 * @module
 */
import type { Clock } from "../../clock.js";
import { bytesFrom } from "../seed.js";
import type { FakeAnswer } from "../exchange.js";
import { answerOf } from "./errors.js";

/** Budgets by what their calls do. */
export type DiscordBucket =
  "me" | "guild" | "channel" | "read" | "write" | "delete" | "react" | "threads" | "search" | "moderate" | "directs";

/** Capacities; a test changes them to meet a limit soon, or never. */
export interface DiscordLimits {
  /** Requests in one second, per bot. @defaultValue 50 */
  readonly perSecond?: number;
  /** Requests answered 401, 403 or 429 in ten minutes, per address: with this one it is banned for an hour. @defaultValue 10000 */
  readonly invalid?: number;
  /** Requests of a bucket and within how many milliseconds, for each channel or guild. @defaultValue the fake's own */
  readonly buckets?: Partial<Readonly<Record<DiscordBucket, readonly [requests: number, withinMs: number]>>>;
}

const own: Readonly<Record<DiscordBucket, readonly [requests: number, withinMs: number]>> = {
  me: [10, 5000],
  guild: [10, 5000],
  channel: [20, 5000],
  read: [50, 5000],
  write: [5, 5000],
  delete: [5, 5000],
  react: [4, 1000],
  threads: [20, 5000],
  search: [10, 5000],
  moderate: [5, 5000],
  directs: [5, 5000],
};

interface Window {
  readonly limit: number;
  used: number;
  endsAt: number;
}

/** Who refuses: the bot's own budget, that of all its calls, or that of a resource that others use too. */
export type LimitScope = "user" | "global" | "shared";

/** What the limiter says to one call. */
export interface Verdict {
  /** Set = refused. */
  readonly refusal?: FakeAnswer;
  /** The headers of the bucket. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The limits of one network. */
export interface Limiter {
  /** The answer of whoever stands before the network, while the address is banned. */
  banned(): FakeAnswer | undefined;
  /** Counts a call. `top` = the channel or guild in its path; budgets of different ones are separate. */
  take(bot: string, bucket: DiscordBucket, top: string): Verdict;
  /** Notes how a call was answered. */
  note(status: number, headers: Readonly<Record<string, string>>): void;
  /** Refuses everything for a while. Milliseconds. */
  exhaust(forMs: number): void;
  /** Lets others use up what belongs to a channel or guild. Milliseconds. */
  crowd(top: string, forMs: number): void;
}

const tenMinutes = 600_000;
const anHour = 3_600_000;

/** A page in between, as a ban shows it: no JSON at all. */
const bannedPage: FakeAnswer = {
  status: 429,
  headers: { "content-type": "text/html; charset=UTF-8" },
  text: "<!DOCTYPE html><html><head><title>Access denied</title></head><body><h1>Error 1015</h1><p>You are being rate limited.</p></body></html>",
};

const inSeconds = (ms: number): string => (ms / 1000).toFixed(3);

/** Makes the limiter of a network. */
export function makeLimiter(clock: Clock, seed: string | number, limits: DiscordLimits = {}): Limiter {
  const windows = new Map<string, Window>();
  const invalid: number[] = [];
  let bannedUntil = 0;
  let exhaustedUntil = 0;
  const crowded = new Map<string, number>();

  const windowOf = (id: string, limit: number, withinMs: number): Window => {
    const known = windows.get(id);
    if (known !== undefined && clock.now() < known.endsAt) return known;
    const fresh = { limit, used: 0, endsAt: clock.now() + withinMs };
    windows.set(id, fresh);
    return fresh;
  };
  const refuse = (until: number, scope: LimitScope, headers: Readonly<Record<string, string>>): FakeAnswer => {
    const ms = Math.max(1, until - clock.now());
    const global = scope === "global";
    return answerOf(
      429,
      { message: "You are being rate limited.", retry_after: ms / 1000, global },
      {
        ...headers,
        "retry-after": String(Math.ceil(ms / 1000)),
        "x-ratelimit-scope": scope,
        ...(global && { "x-ratelimit-global": "true" }),
      },
    );
  };
  return {
    banned: () => (clock.now() < bannedUntil ? bannedPage : undefined),
    take: (bot, bucket, top) => {
      const now = clock.now();
      if (now < exhaustedUntil) return { headers: {}, refusal: refuse(exhaustedUntil, "global", {}) };
      const all = windowOf(`all ${bot}`, limits.perSecond ?? 50, 1000);
      if (all.used >= all.limit) return { headers: {}, refusal: refuse(all.endsAt, "global", {}) };
      const [limit, withinMs] = limits.buckets?.[bucket] ?? own[bucket];
      const window = windowOf(`${bot} ${bucket} ${top}`, limit, withinMs);
      const full = window.used >= window.limit;
      if (!full) {
        window.used += 1;
        all.used += 1;
      }
      const name = [...bytesFrom(seed, "bucket", bucket)].slice(0, 16).map((byte) => byte.toString(16).padStart(2, "0"));
      const headers = {
        "x-ratelimit-limit": String(window.limit),
        "x-ratelimit-remaining": String(window.limit - window.used),
        "x-ratelimit-reset": inSeconds(window.endsAt),
        "x-ratelimit-reset-after": inSeconds(window.endsAt - now),
        "x-ratelimit-bucket": name.join(""),
      };
      const crowdedUntil = crowded.get(top) ?? 0;
      if (now < crowdedUntil) return { headers, refusal: refuse(crowdedUntil, "shared", headers) };
      return { headers, ...(full && { refusal: refuse(window.endsAt, "user", headers) }) };
    },
    note: (status, headers) => {
      if (![401, 403, 429].includes(status) || headers["x-ratelimit-scope"] === "shared") return;
      const now = clock.now();
      invalid.push(now);
      while (invalid[0] !== undefined && invalid[0] <= now - tenMinutes) invalid.shift();
      if (invalid.length >= (limits.invalid ?? 10_000)) bannedUntil = now + anHour;
    },
    exhaust: (forMs) => {
      exhaustedUntil = clock.now() + forMs;
    },
    crowd: (top, forMs) => {
      crowded.set(top, clock.now() + forMs);
    },
  };
}
