/**
 * How often posts are liked.
 * @module
 */
import { spreadRates, type SpreadRates } from "./spread.js";

/**
 * Computes applause: likes by posts (Avinash Kaushik, kaushik.net, 2011) or by followers (Hootsuite, HSMAI). Where a network tells only
 * reactions by name, their sum stands for the likes.
 *
 * @throws FolkmootError `invalid-request` as `engagementRate`.
 *
 * @example
 * applause.byFollowers({ likes: 15_000, followers: 100_000 }).value; // 0.15
 */
export const applause: SpreadRates = spreadRates(() => ["likes"]);
