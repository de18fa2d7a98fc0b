/**
 * Rate limits of Bluesky, and sizes. Data only; `meter.ts` reads what answers say about them.
 * @module
 */
import { day, hour, minute, opening } from "../../limits/rules.js";
import type { PriceList } from "../../limits/rules.js";
import type { LimitRule } from "../../model/limit.js";

/** Most items of one page, in every list of the network (lexicons, read 2026-08). */
export const mostOfPage = 100;

/** Gives the size of a page when `wanted` items are still to come. */
export function pageSize(wanted: number = mostOfPage): number {
  return Math.min(wanted, mostOfPage);
}

/** Largest picture. Bytes (lexicon app.bsky.embed.images, read 2026-08; formerly 1,000,000). */
export const maxPictureBytes = 2_000_000;

/** Most replies that one thread can hide (lexicon app.bsky.feed.threadgate, read 2026-08). */
export const maxHidden = 300;

const documented = "docs.bsky.app, advanced guides, rate limits; read 2026-04";
const server = "source of the personal data server (rate limits, uploadBlob), read 2026-08; seen in its answers 2026-11";

function rule(
  id: string,
  per: "ip" | "account",
  unit: LimitRule["unit"],
  capacity: number | undefined,
  windowMs: number,
  source: string,
): LimitRule {
  const refill = opening(windowMs);
  // An answer shows the limit that is nearest to its end.
  return { id, partition: [per], unit, ...(capacity !== undefined && { capacity, told: true }), refill, source };
}

/** The limits of a personal data server (PDS) as Bluesky runs it. A self-hosted one may set others; its answers win. */
export const blueskyLimits: readonly LimitRule[] = [
  rule("bs.ip", "ip", "requests", 3000, 5 * minute, documented),
  rule("bs.writes.hour", "account", "points", 5000, hour, documented),
  rule("bs.writes.day", "account", "points", 35_000, day, documented),
  rule("bs.session", "account", "requests", 30, 5 * minute, documented),
  rule("bs.session.day", "account", "requests", 300, day, documented),
  rule("bs.blob", "account", "requests", 1000, day, server),
  // No capacity: the chat service publishes none. The ledger is there for the blocks that it answers.
  rule("bs.chat", "account", "requests", undefined, 5 * minute, "not published; searched 2026-11"),
];

/** What each record write costs. */
export const blueskyPoints: PriceList = {
  rules: ["bs.writes.hour", "bs.writes.day"],
  unit: "points",
  prices: {
    "com.atproto.repo.createRecord": 3,
    "com.atproto.repo.putRecord": 2,
    "com.atproto.repo.deleteRecord": 1,
  },
  source: documented,
};
