/** Buckets of routes that answers teach, and one limit over all of them that no header counts: Discord. */
import { numbersOf } from "./random.js";
import { cut, serverOf } from "./server.js";
import type { Decided, LimitedServer, ServerOptions } from "./server.js";

export interface DiscordOptions extends ServerOptions {
  /** @defaultValue 20 */
  readonly routes?: number;
  /** Of each route. @defaultValue 5 */
  readonly capacity?: number;
  /** Of each route. Milliseconds. @defaultValue 2000 */
  readonly windowMs?: number;
  /** Whether the windows of routes lie on a grid, each with a phase of its own, or open with the first call. @defaultValue "first-call" */
  readonly start?: "grid" | "first-call";
  /** Over all routes, a second. @defaultValue 50 */
  readonly global?: number;
  /** Whether the limit over all begins anew with each second, or holds for any second. @defaultValue "second" */
  readonly globalWindow?: "second" | "sliding";
  /** How many bucket names the routes share, each with what it counts by channel. @defaultValue one */
  readonly names?: number;
}

interface Route {
  used: number;
  end: number;
}

/** A refused call counts nowhere. The limit over all is asked first, as it is in front of the routes. */
export function discordServer(options: DiscordOptions): LimitedServer {
  const { seed, routes: count = 20, capacity = 5, windowMs = 2_000, start = "first-call", global = 50, globalWindow = "second" } = options;
  const { rounding = "ceil", precisionMs = 1, names = 1 } = options;
  const phases = numbersOf(seed, "phases");
  const secondPhase = phases() * 1_000;
  const routes = new Map<string, Route & { readonly phase: number; readonly name: string }>();
  for (let index = 0; index < count; index++)
    routes.set(`/channels/1000000000000${1_000 + index}/messages`, {
      used: 0,
      end: -Infinity,
      phase: phases() * windowMs,
      name: (0x9a3f + (index % names) * 0x1111).toString(16).padStart(8, "c0"),
    });
  const recent: number[] = [];
  let second = -Infinity;
  let inSecond = 0;

  const routeAt = (path: string, here: number): Route & { readonly name: string } => {
    const route = routes.get(path);
    if (route === undefined) throw new Error(`No such route: ${path}`);
    if (here >= route.end) {
      route.used = 0;
      // A window on first call opens only when a call is counted.
      route.end = start === "grid" ? (Math.floor((here - route.phase) / windowMs) + 1) * windowMs + route.phase : -Infinity;
    }
    return route;
  };
  const secondOf = (here: number): number => Math.floor((here - secondPhase) / 1_000);
  const globalOpensAt = (here: number): number => {
    if (globalWindow === "second") {
      const full = secondOf(here) === second && inSecond >= global;
      return full ? (second + 1) * 1_000 + secondPhase : here;
    }
    while (recent[0] !== undefined && recent[0] <= here - 1_000) recent.shift();
    const oldest = recent[recent.length - global];
    return oldest === undefined ? here : oldest + 1_000;
  };
  const countGlobally = (here: number): void => {
    if (globalWindow === "sliding") recent.push(here);
    else if (secondOf(here) === second) inSecond++;
    else {
      second = secondOf(here);
      inSecond = 1;
    }
  };
  const refuse = (retryMs: number, scope: "user" | "global", headers: Readonly<Record<string, string>>): Decided => ({
    ok: false,
    status: 429,
    headers: {
      ...headers,
      "retry-after": `${Math.ceil(retryMs / 1000)}`,
      "x-ratelimit-scope": scope,
      ...(scope === "global" && { "x-ratelimit-global": "true" }),
    },
    body: { message: "You are being rate limited.", retry_after: cut(retryMs, precisionMs, rounding) / 1000, global: scope === "global" },
  });
  return serverOf(options, {
    routes: [...routes.keys()],
    rate: global / 1_000,
    decide: (path, here) => {
      const opens = globalOpensAt(here);
      if (opens > here) return refuse(opens - here, "global", {});
      const route = routeAt(path, here);
      const ok = route.used < capacity;
      if (ok) {
        countGlobally(here);
        route.used++;
        if (route.end === -Infinity) route.end = here + windowMs;
      }
      const headers = {
        "x-ratelimit-limit": `${capacity}`,
        "x-ratelimit-remaining": `${capacity - route.used}`,
        "x-ratelimit-reset": `${cut(route.end, precisionMs, rounding) / 1000}`,
        "x-ratelimit-reset-after": `${cut(route.end - here, precisionMs, rounding) / 1000}`,
        "x-ratelimit-bucket": route.name,
      };
      return ok ? { ok, status: 200, headers, body: { id: "1" } } : refuse(route.end - here, "user", headers);
    },
    visit: (here) => {
      const ok = globalOpensAt(here) <= here;
      if (ok) countGlobally(here);
      return ok;
    },
    opensAt: (path, here) => {
      const route = routeAt(path, here);
      return Math.max(globalOpensAt(here), route.used < capacity ? here : route.end);
    },
  });
}
