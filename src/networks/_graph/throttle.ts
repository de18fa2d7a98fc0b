/**
 * Refusals of the Graph API for calling too often: how long they last. No answer tells it in a `Retry-After`.
 * @module
 */
import { fieldsOf } from "../../adapter/fields.js";
import { hour, minute } from "../../limits/rules.js";
import { parseKey } from "../../model/keys.js";
import { readGraphBusinessUsage, readGraphThrottle, readGraphUsage, type GraphThrottle } from "../../limits/read-graph.js";
import type { CallShape } from "../../limits/meter.js";
import type { GraphNetwork } from "./app-options.js";

/** A refusal, and when it ends. */
export interface Throttle extends GraphThrottle {
  /** Milliseconds since 1970: as told, else a guess. */
  readonly blockedUntil: number;
  /** Whether that was told. */
  readonly told: boolean;
}

/** Where nothing tells when a block ends. Calling on while it lasts makes it longer. */
const guessMs = 5 * minute;
/** A limit of its own that some call has (613) is mostly one of seconds. */
const burstMs = minute;

/** The account's own id, as headers name it. */
export function accountIdOf(call: CallShape): string | undefined {
  return parseKey(call.subject.account ?? "")?.accountId;
}

/** What has been published in 24 hours comes back little by little, so an hour later there may be room. */
function isQuota(body: unknown): boolean {
  const { code, error_subcode: subcode } = fieldsOf(fieldsOf(body)["error"]);
  return code === 9 || subcode === 2207042;
}

/** Reads a refusal for calling too often. `undefined` for every other answer. */
export function throttleOf(
  network: GraphNetwork,
  call: CallShape,
  { headers, body }: { readonly headers: Headers; readonly body: unknown },
  now: number,
): Throttle | undefined {
  if (isQuota(body)) return { code: 9, scope: "other", blockedUntil: now + hour, told: false };
  const throttle = readGraphThrottle(body);
  // Taken for spam under the number of a throttle: no wait helps (Instagram, error codes; read 2026-09).
  if (throttle === undefined || throttle.subcode === 2207051) return undefined;
  // More than fifty likes in five seconds lock the account out for an hour (user likes; read 2026-04).
  if (throttle.code === 613 && network === "instagram" && call.route.endsWith("/likes"))
    return { ...throttle, blockedUntil: now + hour, told: false };
  const told = Math.max(0, ...untilOf(throttle, call, headers, now));
  if (told > now) return { ...throttle, blockedUntil: told, told: true };
  return { ...throttle, blockedUntil: now + (throttle.scope === "other" ? burstMs : guessMs), told: false };
}

function untilOf({ scope, type }: GraphThrottle, call: CallShape, headers: Headers, now: number): number[] {
  if (scope === "app" || scope === "user") return [readGraphUsage(headers, "x-app-usage", now)?.blockedUntil ?? 0];
  const own = accountIdOf(call);
  const all = readGraphBusinessUsage(headers, now).filter((one) => type === undefined || one.type === type);
  const ours = all.filter(({ id }) => id === own);
  return (ours.length > 0 ? ours : all).map(({ blockedUntil }) => blockedUntil ?? 0);
}
