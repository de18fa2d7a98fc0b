/** How long calls and answers are on their way, and what carries them. */
import type { Clock } from "../../../src/clock.js";
import { numbersOf } from "./random.js";
import type { LimitedServer, ServerAnswer } from "./server.js";

export interface TripOptions {
  readonly seed: number;
  /** Fastest there and back. Milliseconds. */
  readonly minMs: number;
  /** Slowest there and back, but for the tail. Milliseconds. */
  readonly maxMs: number;
  /** Share of trips that take much longer, from 0 to 1. @defaultValue 0 */
  readonly tail?: number;
  /** Longest of those. Milliseconds. @defaultValue 3000 */
  readonly tailMs?: number;
}

/** One way there and one back. Milliseconds. */
export interface Trip {
  readonly out: number;
  readonly back: number;
}

/** Draws trips; either way takes three to seven tenths of one. */
export function tripsOf({ seed, minMs, maxMs, tail = 0, tailMs = 3_000 }: TripOptions): () => Trip {
  const draw = numbersOf(seed, "trips");
  return () => {
    const [length, slow, split] = [draw(), draw(), draw()];
    const whole = slow < tail ? maxMs + length * (tailMs - maxMs) : minMs + length * (maxMs - minMs);
    const out = whole * (0.3 + split * 0.4);
    return { out, back: whole - out };
  };
}

/** Sends a call there and back. */
export type Send = (route: string) => Promise<ServerAnswer & { readonly sentAt: number; readonly receivedAt: number }>;

/** Connects a server with a clock: a call arrives after its way there, and its answer after the way back. */
export function connect(server: LimitedServer, trips: () => Trip, clock: Clock): Send {
  return async (route) => {
    const { out, back } = trips();
    const sentAt = clock.now();
    await clock.sleep(out);
    const answer = server.request(route, clock.now());
    await clock.sleep(back);
    return { ...answer, sentAt, receivedAt: clock.now() };
  };
}

/** The same for clients that own the HTTP call. */
export function fetchOf(send: Send): (input: string | URL | Request) => Promise<Response> {
  return async (input) => {
    const { status, headers, body } = await send(new URL(input instanceof Request ? input.url : input).pathname);
    return new Response(JSON.stringify(body), { status, headers: { ...headers, "content-type": "application/json" } });
  };
}
