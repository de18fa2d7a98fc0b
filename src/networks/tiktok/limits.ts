/**
 * Rate limits of TikTok. Data only.
 * @module
 */
import { day, hour, minute, opening, rolling, second } from "../../limits/rules.js";
import type { LimitRule } from "../../model/limit.js";

const business = "TikTok API for Business documentation";

/** The limits of an app for Business, and of the Display API. */
export const tiktokLimits: readonly LimitRule[] = [
  // 10 by the documentation, 20 and 50 seen, 1 in a sandbox: what an app has is in its portal, and a host may name it. A fifth is left
  // alone, because all tokens of the app share it and the network counts when calls arrive, not when they leave.
  {
    id: "tt.qps",
    partition: ["app"],
    unit: "requests",
    capacity: 8,
    refill: rolling(second),
    source: `${business}, rate limits (10 a second; two of them are left alone); read 2026-08`,
  },
  {
    id: "tt.day",
    partition: ["app"],
    unit: "requests",
    capacity: 864_000,
    refill: rolling(day),
    source: `${business}, rate limits, Basic (?); 2026-11`,
  },
  {
    id: "tt.publish",
    partition: ["account"],
    unit: "messages",
    capacity: 6,
    refill: rolling(minute),
    source: `${business}, second-hand (?); read 2026-11`,
  },
  {
    id: "tt.publish.day",
    partition: ["account"],
    unit: "messages",
    capacity: 15,
    refill: rolling(day),
    source: `${business}, second-hand (?); read 2026-11`,
  },
  // Counted from the last message of the person. Without one nothing may be sent at all, which `can` says.
  {
    id: "tt.dm",
    partition: ["conversation"],
    unit: "messages",
    capacity: 10,
    refill: { ...opening(48 * hour), restartsOn: "inbound" },
    source: `${business}, business messaging; read 2026-08`,
  },
  {
    id: "tt.display",
    partition: ["route", "account"],
    unit: "requests",
    capacity: 600,
    refill: rolling(minute),
    source: "TikTok for Developers, Display API, rate limits; read 2026-08",
  },
];
