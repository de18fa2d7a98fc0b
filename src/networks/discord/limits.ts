/**
 * Rate limits of Discord, and sizes. Data only; `meter.ts` reads what answers say about them.
 * @module
 */
import { day, hour, minute, opening, rolling, second } from "../../limits/rules.js";
import type { LimitRule } from "../../model/limit.js";

/** Most messages of one page (reference, get channel messages; read 2026-11). */
export const mostOfPage = 100;
/** Most hits of one page of a search, and the last offset that it takes (reference, search guild messages; read 2026-11). */
export const mostOfSearch = 25;
/** See {@link mostOfSearch}. */
export const lastOffset = 9_975;
/** Largest file of a guild without boosts. Bytes (reference, uploading files; read 2026-11). */
export const maxFileBytes: number = 10 * 1024 * 1024;
/** Longest description of a file (reference, attachment object; read 2026-11). */
export const maxAlt = 1_024;
/** Longest name of a thread (reference, start thread; read 2026-11). */
export const maxTitle = 100;
/** Longest time-out. Milliseconds (reference, modify guild member; read 2026-11). */
export const maxTimeOutMs: number = 28 * day;
/** Oldest messages that a ban can take along. Milliseconds (reference, create guild ban; read 2026-11). */
export const maxHistoryMs: number = 7 * day;

const documented = "docs.discord.com, topics, rate limits; read 2026-11";
/** The limits of Discord. */
export const discordLimits: readonly LimitRule[] = [
  // No capacity and a short window: both are learnt from the answers, bucket by bucket.
  {
    id: "dc.bucket",
    partition: ["route", "resource"],
    unit: "requests",
    refill: opening(second),
    told: true,
    source: documented,
  },
  {
    id: "dc.global",
    partition: ["app"],
    unit: "requests",
    capacity: 50,
    refill: rolling(second),
    source: documented,
  },
  // 10,000 by the documentation, for the whole address: a fortieth is left to whoever else is behind it, because the ban is for an hour.
  {
    id: "dc.invalid",
    partition: ["ip"],
    unit: "requests",
    capacity: 9_750,
    refill: rolling(10 * minute),
    penaltyMs: hour,
    pauses: "partition",
    source: `${documented}: 10,000, of which 250 are left to others behind the same address`,
  },
];

/** The limits of the gateway, which carries no requests: @discordjs/ws keeps them where a stream runs. */
export const discordGatewayLimits: readonly LimitRule[] = [
  {
    id: "dc.gateway",
    partition: ["app"],
    unit: "messages",
    capacity: 120,
    refill: rolling(minute),
    source: "docs.discord.com, events, gateway (what one connection sends); read 2026-11",
  },
  {
    id: "dc.gateway.identify",
    partition: ["app"],
    unit: "connections",
    capacity: 1000,
    refill: rolling(day),
    source: "docs.discord.com, events, gateway, session start limit (told by GET /gateway/bot; the token is reset beyond it); read 2026-11",
  },
];
