/**
 * How often posts are commented on.
 * @module
 */
import { spreadRates, type SpreadRates } from "./spread.js";
import type { OwnReplyOptions } from "./options.js";

/**
 * Computes conversation: comments and replies by posts (Avinash Kaushik, kaushik.net, 2011) or by followers. Not to be mixed up with
 * conversion.
 *
 * @throws FolkmootError `invalid-request` as `engagementRate`.
 *
 * @example
 * conversation.perPost([{ replies: 3 }, { replies: 7 }]).value; // 5
 */
export const conversation: SpreadRates<OwnReplyOptions> = spreadRates(() => ["replies"]);
