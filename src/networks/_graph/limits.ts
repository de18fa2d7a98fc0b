/**
 * What Facebook and Instagram share: the limits of the Graph API. Data only.
 * @module
 */
import { hour, rolling } from "../../limits/rules.js";
import type { LimitRule } from "../../model/limit.js";

/**
 * Told as a percentage in `x-app-usage`. No margin stands in the rules that are told in percent: the ledger leaves the last two of a hundred
 * alone whoever tells them, which is above the 95 that others stop at and never reached 100 on simulated servers.
 *
 * A user's token counts for its user and an app's or a Page's for the app, so `resource` names the kind of token. Every call is in it,
 * and calling on while it is shut makes it longer: a breach pauses the whole partition.
 */
export const graphApp: LimitRule = {
  id: "graph.app",
  partition: ["app", "resource"],
  unit: "percent",
  refill: rolling(hour),
  told: true,
  pauses: "partition",
  source: "Graph API documentation, rate limits, platform limits (200 calls for each daily user in an hour); read 2026-08",
};
