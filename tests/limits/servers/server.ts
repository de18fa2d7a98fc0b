/**
 * What every simulated server shares: what goes in and out, its clock, its headers, and who else uses its budget.
 *
 * A server knows nothing of transport or waiting: it is asked what it answers to a call that arrives at an instant. All instants that go in
 * and out are ours, in milliseconds since 1970; what stands in headers is the server's own time.
 */
import { numbersOf } from "./random.js";

/** An answer before it is sent back. */
export interface ServerAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A server with a limit. */
export interface LimitedServer {
  /** The routes that it tells apart; one where it does not. */
  readonly routes: readonly string[];
  /** Answers a call that arrives now. Instants may not go backwards. */
  readonly request: (route: string, now: number) => ServerAnswer;
  /** When a call to this route would be accepted at the earliest, if nobody else came meanwhile. Changes nothing. */
  readonly opensAt: (route: string, now: number) => number;
  /** Calls that it accepted from us. */
  readonly accepted: number;
  /** Calls that it refused us. */
  readonly refused: number;
  /** Calls of somebody else that it counted: what is left of the budget is not more than the rest. */
  readonly others: number;
}

/** How a number that is not whole gets into a header. */
export type Rounding = "floor" | "ceil" | "round";

/** What may differ from server to server, and from day to day. */
export interface ServerOptions {
  /** Draws everything that is left to chance. */
  readonly seed: number;
  /** Share of answers without any header about limits, from 0 to 1. @defaultValue 0 */
  readonly silent?: number;
  /** How instants and percentages are cut. @defaultValue "floor" */
  readonly rounding?: Rounding;
  /** To what instants are cut. Milliseconds. @defaultValue what the network documents */
  readonly precisionMs?: number;
  /** Share of the whole budget that somebody else uses, at moments of their own, from 0 to 1. @defaultValue 0 */
  readonly foreign?: number;
  /** How far the server's clock is ahead of ours. Milliseconds. @defaultValue 0 */
  readonly skewMs?: number;
  /** False: no `date` header. @defaultValue true */
  readonly date?: boolean;
}

/** What a server does with a call, before headers are written. */
export interface Decided {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The part of a server that is its own. Instants are the server's. */
export interface ServerCore {
  readonly routes?: readonly string[];
  /** Counts a call of ours and answers it. */
  readonly decide: (route: string, here: number) => Decided;
  /** Lets a call of somebody else come in, and says whether it counts. */
  readonly visit: (here: number) => boolean;
  readonly opensAt: (route: string, here: number) => number;
  /** How many calls a millisecond the whole budget is. */
  readonly rate: number;
}

/** Cuts a number to multiples of a step. */
export function cut(value: number, step: number, rounding: Rounding): number {
  // Quotients of decimals are not exact: 3 / 0.001 must not become 2999.
  const units = value / step;
  return Math[rounding](Math.abs(units - Math.round(units)) < 1e-6 ? Math.round(units) : units) * step;
}

/** Makes a server out of its own part. */
export function serverOf(options: ServerOptions, core: ServerCore): LimitedServer {
  const { seed, silent = 0, foreign = 0, skewMs = 0, date = true } = options;
  const silence = numbersOf(seed, "silence");
  const stranger = numbersOf(seed, "others");
  let accepted = 0;
  let refused = 0;
  let visits = 0;
  let nextVisit: number | undefined;

  /** At moments of their own: a Poisson process. */
  const pause = (): number => -Math.log(1 - stranger()) / (core.rate * foreign);
  const letOthersIn = (here: number): void => {
    if (foreign === 0) return;
    nextVisit ??= here + pause();
    for (; nextVisit <= here; nextVisit += pause()) if (core.visit(nextVisit)) visits++;
  };
  return {
    routes: core.routes ?? ["/"],
    request: (route, now) => {
      const here = now + skewMs;
      letOthersIn(here);
      const { ok, status, headers, body } = core.decide(route, here);
      if (ok) accepted++;
      else refused++;
      const told = silent > 0 && silence() < silent ? {} : headers;
      return { status, headers: date ? { ...told, date: new Date(Math.floor(here / 1000) * 1000).toUTCString() } : told, body };
    },
    opensAt: (route, now) => {
      letOthersIn(now + skewMs);
      return Math.max(now, core.opensAt(route, now + skewMs) - skewMs);
    },
    get accepted() {
      return accepted;
    },
    get refused() {
      return refused;
    },
    get others() {
      return visits;
    },
  };
}

/** What most servers answer: 200 with something, or 429 with next to nothing. */
export const plain = (ok: boolean, headers: Readonly<Record<string, string>>): Decided => ({
  ok,
  status: ok ? 200 : 429,
  headers,
  body: ok ? { data: [] } : { title: "Too Many Requests", status: 429 },
});
