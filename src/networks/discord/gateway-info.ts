/**
 * Where the gateway is, and how often it may still be begun: `GET /gateway/bot`.
 *
 * Asked outside the accounts' budgets, because a gateway belongs to no account: once for each login to the socket, of which there are few.
 * @module
 */
import { errorName, FolkmootError } from "../../errors.js";
import { fieldsOf, textOf, wholeOf } from "../../adapter/fields.js";
import { retryAfterMs } from "../../http/retry-after.js";
import { userAgent } from "./user-agent.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";

/** Where the gateway is, and how often it may still be begun. */
export interface GatewayInfo {
  /** Address of the socket. */
  readonly url: string;
  /** How many sockets Discord wants the bot to open. */
  readonly shards: number;
  /** Sessions that may be begun until the count starts anew: 1,000 a day, beyond which Discord resets the token. */
  readonly remaining: number;
  /** Sessions a day. */
  readonly total: number;
  /** Until the count starts anew. Milliseconds. */
  readonly resetAfterMs: number;
  /** Sessions that may be begun at once, every five seconds. */
  readonly maxConcurrency: number;
}

/** How the gateway is asked about. */
export interface InfoRequest {
  /** The bot's. */
  readonly token: string;
  /** Where the REST paths begin. */
  readonly apiUrl: string;
  /** Who runs the bot. @defaultValue this package's page */
  readonly contactUrl?: string | undefined;
  /** `fetch` and clock. */
  readonly runtime: Pick<ResolvedRuntime, "fetch" | "clock">;
  /** Ends asking. */
  readonly signal: AbortSignal;
}

/**
 * Asks where the gateway is.
 * @throws FolkmootError `unauthenticated` for a token that is refused, `rate-limited`, `server-error`, `connection-failed`.
 */
export async function readGatewayInfo({ token, apiUrl, contactUrl, runtime, signal }: InfoRequest): Promise<GatewayInfo> {
  const headers = { authorization: `Bot ${token}`, "user-agent": userAgent(contactUrl) };
  let answer: Response;
  try {
    answer = await runtime.fetch(`${apiUrl}/gateway/bot`, { headers, signal });
  } catch (error) {
    throw new FolkmootError("connection-failed", `discord: asking for the gateway failed (${errorName(error)}); it is worth another try.`, {
      retryable: true,
    });
  }
  if (!answer.ok) throw refusalOf(answer, runtime.clock.now());
  const body: unknown = await answer.json().catch(() => undefined);
  const { url, shards, session_start_limit: limit } = fieldsOf(body);
  const { total, remaining, reset_after: resetAfterMs, max_concurrency: maxConcurrency } = fieldsOf(limit);
  const address = textOf(url);
  const left = wholeOf(remaining);
  if (address === undefined || left === undefined)
    throw new FolkmootError("unexpected-response", "discord: the answer about the gateway names no address or no limit of sessions.", {
      retryable: true,
    });
  return {
    url: address,
    shards: Math.max(1, wholeOf(shards) ?? 1),
    remaining: left,
    total: wholeOf(total) ?? 1000,
    resetAfterMs: wholeOf(resetAfterMs) ?? 0,
    maxConcurrency: Math.max(1, wholeOf(maxConcurrency) ?? 1),
  };
}

function refusalOf({ status, headers }: Response, now: number): FolkmootError {
  if (status === 401)
    return new FolkmootError(
      "unauthenticated",
      "discord: the bot's token was refused (401); it was reset or copied wrong. Copy it anew from the developer portal, page Bot.",
      { reauthorize: "revoked" },
    );
  if (status === 429) {
    const wait = retryAfterMs(headers, now);
    return new FolkmootError("rate-limited", "discord: asking for the gateway was refused as too much (429); wait until `retryAt`.", {
      retryable: true,
      ...(wait !== undefined && { retryAt: new Date(now + wait).toISOString() }),
    });
  }
  if (status >= 500)
    return new FolkmootError("server-error", `discord: asking for the gateway failed with ${status}.`, { retryable: true });
  return new FolkmootError("forbidden", `discord: asking for the gateway was refused with ${status}; is it a bot's token?`);
}

/**
 * Refuses to begin a session when none is left: one more, and Discord resets the token of the bot everywhere.
 * @param wanted - how many are to be begun
 * @throws FolkmootError `rate-limited`, with `retryAt`.
 */
export function refuseWithoutStarts({ remaining, total, resetAfterMs }: GatewayInfo, wanted: number, now: number): void {
  if (remaining >= wanted) return;
  const retryAt = new Date(now + resetAfterMs).toISOString();
  throw new FolkmootError(
    "rate-limited",
    `discord: ${remaining} of ${total} sessions a day are left and ${wanted} would be begun; none is before ${retryAt}, because Discord resets the token of a bot that begins more. Look for a process that restarts all the time.`,
    { retryable: true, retryAt },
  );
}
