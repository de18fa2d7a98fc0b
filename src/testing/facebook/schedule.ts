/**
 * When what is published later may come.
 * @see https://developers.facebook.com/docs/pages-api/posts/, read 2026-08
 * @module
 */
import type { Call } from "./access.js";
import { invalidParameter } from "../graph/errors.js";

const minute = 60_000;
const day = 1440 * minute;

/** Reads the instant that something waits for: 10 minutes to 75 days ahead, and not published at once. */
export function scheduleOf({ core, params }: Call, isNew = true): number | undefined {
  const text = params.text("scheduled_publish_time");
  if (text === undefined) return undefined;
  const at = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  const ahead = at - core.clock.now();
  if (Number.isNaN(at) || ahead < 10 * minute || ahead > 75 * day)
    throw invalidParameter("The specified scheduled publish time is invalid.");
  if (isNew && params.flag("published") !== false) throw invalidParameter("You must set published to false to schedule a post.");
  return at;
}
