/**
 * What calls to Bluesky cost, and what its answers say about its limits.
 * @module
 */
import { parseAtUri } from "./ids.js";
import { blueskyLimits, blueskyPoints } from "./limits.js";
import { parseKey } from "../../model/keys.js";
import { present } from "../../adapter/fields.js";
import { retryAfterMs } from "../../http/retry-after.js";
import { readWindow } from "../../limits/read-window.js";
import { minute } from "../../limits/rules.js";
import type { CostsOf } from "../../adapter/adapter.js";
import type { OperationName } from "../../adapter/operations.js";
import type { CallShape, Meter } from "../../limits/meter.js";
import type { LimitObservation } from "../../model/limit.js";

const windows = new Map(blueskyLimits.map(({ id, refill }) => [id, refill.kind === "window" ? refill.windowMs : 0]));
const capacities = new Map(blueskyLimits.map(({ id, capacity }) => [id, capacity ?? 0]));

/** Name of the method that a call goes to, e.g. `com.atproto.repo.putRecord`. */
function methodOf(call: CallShape): string {
  return call.route.slice(call.route.lastIndexOf("/") + 1);
}

function costs(call: CallShape): Readonly<Record<string, number>> {
  const method = methodOf(call);
  const written = blueskyPoints.prices[method];
  return {
    "bs.ip": 1,
    ...(written !== undefined && { "bs.writes.hour": written, "bs.writes.day": written }),
    ...(method === "com.atproto.server.createSession" && { "bs.session": 1, "bs.session.day": 1 }),
    ...(method === "com.atproto.repo.uploadBlob" && { "bs.blob": 1 }),
    ...(method.startsWith("chat.bsky.") && { "bs.chat": 1 }),
  };
}

const chat = "chat.bsky.convo.sendMessage";
const put = "com.atproto.repo.putRecord";
const remove = "com.atproto.repo.deleteRecord";

/** The dearest call of each operation that takes from more than the limit of the address. */
const dearest: { readonly [O in OperationName]?: string } = {
  publishPost: put,
  reply: put,
  like: put,
  hide: put,
  unhide: put,
  ban: put,
  unlike: remove,
  unban: remove,
  replyPrivately: chat,
  sendMessage: chat,
  react: chat,
  unreact: chat,
  listConversations: chat,
  listMessages: chat,
};

/** Prices operations for `can`: their dearest call. Pictures and logins come on top. */
export const blueskyCosts: CostsOf = (operation, target) => {
  const id = parseKey(target)?.id ?? "";
  // What is no record lives at the chat service, and so does deleting it.
  const method = operation === "delete" ? (parseAtUri(id) === undefined ? chat : remove) : (dearest[operation] ?? "");
  return costs({ operation, method: "POST", route: `/xrpc/${method}`, subject: {} });
};

/**
 * Finds the rule that an answer speaks of. The server shows the one that is nearest to its end, as `limit;w=seconds`;
 * the length of the window tells which it is, and where two rules of a call share it, the limit does.
 */
function ruleOf(call: CallShape, limit: number, windowMs: number): string | undefined {
  const distance = (id: string): number => Math.abs((capacities.get(id) ?? 0) - limit);
  return Object.keys(costs(call))
    .filter((id) => windows.get(id) === windowMs && capacities.get(id) !== 0)
    .sort((a, b) => distance(a) - distance(b))[0];
}

function observations(call: CallShape, response: { readonly status: number; readonly headers: Headers }, now: number): LimitObservation[] {
  const { status, headers } = response;
  const policy = /^(\d{1,9});\s*w=(\d{1,9})/.exec(headers.get("ratelimit-policy") ?? "");
  const rule = policy === null ? undefined : ruleOf(call, Number(policy[1]), Number(policy[2]) * 1000);
  const { limit = policy === null ? undefined : Number(policy[1]), remaining, resetsAt } = readWindow(headers, "ratelimit-", now);
  const seen: LimitObservation[] = [];
  if (rule !== undefined) seen.push(present({ rule, limit, remaining, resetsAt }));
  if (status === 429) {
    const blockedUntil = Math.max(now + (retryAfterMs(headers, now) ?? 0), resetsAt ?? 0);
    // A refusal that names no rule comes from the chat service behind the server, or from something in front of it.
    const refused = rule ?? (methodOf(call).startsWith("chat.bsky.") ? "bs.chat" : "bs.ip");
    seen.push({ rule: refused, remaining: 0, blockedUntil: blockedUntil > now ? blockedUntil : now + minute });
  }
  return seen;
}

/** Prices calls (create 3 points, put 2, delete 1) and reads the `ratelimit-*` and `retry-after` headers. */
export const blueskyMeter: Meter = { cost: costs, read: observations };
