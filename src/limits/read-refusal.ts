/**
 * Reads refusals that networks tell in the body alone, some of them with a status of success. What is no refusal, or no body that we
 * know, gives nothing and never throws.
 * @module
 */
import { fieldsOf, listOf, wordsOf } from "./read-fields.js";

const units: Readonly<Record<string, number>> = { millisecond: 1, second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads how long a sentence asks us to wait: "Take a break for 2 minutes before trying again."
 * @returns milliseconds; `undefined` where the sentence names no length of time, or more than 31 days
 */
export function readWait(sentence: string): number | undefined {
  const [, number = "", unit = ""] = /\b(\d{1,9}) (millisecond|second|minute|hour|day)s?\b/i.exec(sentence) ?? [];
  const waitMs = Number(number) * (units[unit.toLowerCase()] ?? Number.NaN);
  return number !== "" && waitMs <= 31 * 86_400_000 ? waitMs : undefined;
}

/** A refusal of TikTok. */
export interface TiktokThrottle {
  /** The network's code: a number for Business, a word for the Display API. */
  readonly code: number | "rate_limit_exceeded";
  /** How many calls a second the app has, where the sentence tells it. */
  readonly perSecond?: number;
}

/** Reads TikTok's throttles: codes 40100, 40016 and 40133 under a status of success, `rate_limit_exceeded` of the Display API. */
export function readTiktokThrottle(body: unknown): TiktokThrottle | undefined {
  const { code, message, error } = fieldsOf(body);
  if (fieldsOf(error)["code"] === "rate_limit_exceeded") return { code: "rate_limit_exceeded" };
  if (code !== 40_100 && code !== 40_016 && code !== 40_133) return undefined;
  const [, told = ""] = /\bQPS limit (\d{1,6})\b/.exec(wordsOf(message)) ?? [];
  return { code, ...(Number(told) > 0 && { perSecond: Number(told) }) };
}

/** A refusal of Reddit. */
export interface RedditThrottle {
  /** How long to wait, with a second more than was told, because what is told is rounded down. Milliseconds. Absent where nothing readable was told. */
  readonly waitMs?: number;
}

/** Reads Reddit's `RATELIMIT` in `json.errors`, which comes under a status of success. */
export function readRedditThrottle(body: unknown): RedditThrottle | undefined {
  const json = fieldsOf(fieldsOf(body)["json"]);
  for (const error of listOf(json["errors"])) {
    const [code, sentence] = listOf(error);
    if (code !== "RATELIMIT") continue;
    const { ratelimit } = json;
    const exact = typeof ratelimit === "number" && ratelimit > 0 && ratelimit < 31 * 86_400 ? Math.ceil(ratelimit * 1000) : undefined;
    const waitMs = exact ?? readWait(wordsOf(sentence));
    return waitMs === undefined ? {} : { waitMs: waitMs + 1_000 };
  }
  return undefined;
}

const youtubeReasons: ReadonlyMap<unknown, "day" | "burst"> = new Map([
  ["quotaExceeded", "day"],
  ["dailyLimitExceeded", "day"],
  ["rateLimitExceeded", "burst"],
  ["userRateLimitExceeded", "burst"],
  ["RATE_LIMIT_EXCEEDED", "burst"],
]);

/**
 * Reads YouTube's refusals: `day` says that a bucket is empty until midnight in California, `burst` that calls came too fast. Which
 * bucket it is, the call knows.
 */
export function readYoutubeThrottle(body: unknown): "day" | "burst" | undefined {
  const error = fieldsOf(fieldsOf(body)["error"]);
  for (const cause of [...listOf(error["errors"]), ...listOf(error["details"])]) {
    const known = youtubeReasons.get(fieldsOf(cause)["reason"]);
    if (known !== undefined) return known;
  }
  return undefined;
}

/**
 * Reads LinkedIn's refusals: the day's calls of the app or of the member are spent, or comments were written too fast. `undefined` for
 * a 429 that protects the network itself.
 */
export function readLinkedinThrottle(body: unknown): "app-day" | "member-day" | "comments" | undefined {
  const message = wordsOf(fieldsOf(body)["message"]);
  if (/\bComment create throttled\b/i.test(message)) return "comments";
  const [, who = ""] = /\bthrottle ([A-Z_ ]{1,60}?)\s*DAY limit\b/.exec(message) ?? [];
  if (who.includes("MEMBER")) return "member-day";
  return who.includes("APPLICATION") ? "app-day" : undefined;
}

/** A refusal of X that no header tells of. */
export type XThrottle =
  /** Nothing is left of what was paid for. */
  | { readonly kind: "credits" }
  /** The plan's posts of a day or a month are read. */
  | { readonly kind: "capped"; readonly period: "day" | "month"; readonly scope?: "account" | "product" };

/** Reads X's refusals of money: 402 `CreditsDepleted`, and 429 of the type `usage-capped`. */
export function readXThrottle(status: number, body: unknown): XThrottle | undefined {
  const { title, type, period, scope } = fieldsOf(body);
  const last = wordsOf(type).split("/").at(-1) ?? "";
  if (status === 402 && (title === "CreditsDepleted" || last === "credits-depleted" || last === "CreditsDepleted"))
    return { kind: "credits" };
  if (status !== 429 || last !== "usage-capped") return undefined;
  // Of an unknown period the longer one is believed.
  const told = { Account: "account", Product: "product" } as const;
  const whose = scope === "Account" || scope === "Product" ? told[scope] : undefined;
  return { kind: "capped", period: period === "Daily" ? "day" : "month", ...(whose !== undefined && { scope: whose }) };
}
