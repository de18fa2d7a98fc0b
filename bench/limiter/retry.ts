/** What people put around a limiter that does not retry itself: p-retry, waiting as long as the answer says. */
import type { ServerAnswer } from "../../tests/limits/servers/index.js";
import { sleep } from "./sleep.js";
import { isRefusal } from "./types.js";

class Refused extends Error {
  readonly waitMs: number | undefined;
  constructor(waitMs: number | undefined) {
    super("Refused");
    this.waitMs = waitMs;
  }
}

/** How long an answer wants to be left alone. Reads `Retry-After`, Discord's body, and the headers that name the end of a window. */
export function toldWait({ headers, body }: ServerAnswer): number | undefined {
  if (typeof body === "object" && body !== null && "retry_after" in body) return Number(body.retry_after) * 1000;
  if (headers["retry-after"] !== undefined) return Number(headers["retry-after"]) * 1000;
  const reset = headers["x-rate-limit-reset"] ?? headers["ratelimit-reset"] ?? headers["x-ratelimit-reset"];
  if (reset === undefined) return undefined;
  const at = /^[\d.]+$/.test(reset) ? Number(reset) * 1000 : Date.parse(reset);
  return Math.max(0, at - Date.now());
}

/** Tries until it is accepted. Without a word from the server the waits double, from one second to a minute. */
export async function untilAccepted(attempt: () => Promise<ServerAnswer>): Promise<void> {
  const { default: pRetry } = await import("p-retry");
  await pRetry(
    async () => {
      const answer = await attempt();
      if (isRefusal(answer)) throw new Refused(toldWait(answer));
    },
    {
      retries: 10_000,
      minTimeout: 0,
      maxTimeout: 0,
      factor: 1,
      onFailedAttempt: async ({ error, attemptNumber }) => {
        const told = error instanceof Refused ? error.waitMs : undefined;
        await sleep(told ?? Math.min(60_000, 1_000 * 2 ** Math.min(attemptNumber - 1, 10)));
      },
    },
  );
}
