/** A rolling hour of which only a whole percentage is told, and in which refused calls count too: Graph of Meta. */
import { cut, serverOf } from "./server.js";
import type { LimitedServer, ServerOptions } from "./server.js";

export interface PercentOptions extends ServerOptions {
  /** Calls an hour; the client never hears this number. */
  readonly quota: number;
  /** @defaultValue an hour */
  readonly windowMs?: number;
  /** How fine the hour rolls: what was counted in one step leaves it at once. Milliseconds. @defaultValue 1 */
  readonly stepMs?: number;
  /** Whether it names, in minutes, when it will be open again (business use cases do, apps do not). @defaultValue false */
  readonly regain?: boolean;
}

export function percentServer(options: PercentOptions): LimitedServer {
  const { quota, windowMs = 3_600_000, stepMs = 1, rounding = "floor", regain = false } = options;
  let log: number[] = [];
  let gone = 0;
  const stepOf = (at: number): number => Math.floor(at / stepMs) * stepMs;
  const forget = (here: number): number => {
    while (gone < log.length && (log[gone] ?? here) <= stepOf(here) - windowMs) gone++;
    if (gone > 10_000) {
      log = log.slice(gone);
      gone = 0;
    }
    return log.length - gone;
  };
  const opensAt = (here: number): number => {
    const counted = forget(here);
    return counted < quota ? here : (log[gone + counted - quota] ?? here) + windowMs;
  };
  return serverOf(options, {
    rate: quota / windowMs,
    decide: (_route, here) => {
      const ok = forget(here) < quota;
      log.push(stepOf(here));
      const percent = Math.min(100, cut(((log.length - gone) / quota) * 100, 1, rounding));
      const usage = { call_count: percent, total_time: Math.floor(percent / 3), total_cputime: Math.floor(percent / 4) };
      const minutes = Math.ceil((opensAt(here) - here) / 60_000);
      const business = { "1": [{ type: "pages", ...usage, estimated_time_to_regain_access: ok ? 0 : minutes }] };
      return {
        ok,
        status: ok ? 200 : 403,
        headers: regain ? { "x-business-use-case-usage": JSON.stringify(business) } : { "x-app-usage": JSON.stringify(usage) },
        body: ok ? { data: [] } : { error: { message: "Application request limit reached", type: "OAuthException", code: 4 } },
      };
    },
    visit: (here) => {
      log.push(stepOf(here));
      // Refused or not, it is counted: that much of the hour is gone.
      return true;
    },
    opensAt: (_route, here) => opensAt(here),
  });
}
