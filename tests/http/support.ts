/** What the tests of the client share: an adapter over a scripted fetch and a clock that moves by itself. @module */
import { accountKey } from "../../src/model/keys.js";
import { defineAdapter } from "../../src/adapter/define-adapter.js";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";
import type { Adapter } from "../../src/adapter/adapter.js";
import type { AdapterDefinition } from "../../src/adapter/definition.js";
import type { Runtime } from "../../src/adapter/runtime.js";
import type { Schema } from "../../src/http/request.js";

/** One request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
  /** Milliseconds since the start. */
  readonly at: number;
}

/** What the server does with one request: an answer, or anything that `fetch` may do. */
export type Reply = Response | ((request: Request) => Response | Promise<Response>);

export interface Bench {
  readonly adapter: Adapter<"acme", never>;
  readonly clock: VirtualClock;
  readonly seen: Seen[];
  readonly warnings: unknown[];
}

export const account: string = accountKey("acme", "7");

/** Takes any value. */
export const anything: Schema<unknown> = { parse: (value) => value };

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

/** What Node's fetch throws when a connection fails. */
export const broken = (code: string): Error =>
  Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error(code), { code }) });

/** Makes an adapter whose server answers from a list, the last answer again and again. */
export function bench(replies: readonly Reply[], definition: Partial<AdapterDefinition<"acme", never>> = {}, runtime: Runtime = {}): Bench {
  const clock = virtualClock({ auto: true });
  const start = clock.now();
  const seen: Seen[] = [];
  const warnings: unknown[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { method, url, headers } = request;
    const reply = replies[Math.min(seen.length, replies.length - 1)];
    seen.push({ method, url, headers, body: await request.clone().text(), at: clock.now() - start });
    if (reply === undefined) throw new Error("The test gave no reply.");
    return typeof reply === "function" ? reply(request) : reply.clone();
  };
  const adapter = defineAdapter<"acme", never>({
    network: "acme",
    account,
    baseUrl: "https://acme.example/api",
    limits: [],
    meter: { cost: () => ({}), read: () => [] },
    textRules: () => ({ markup: "plain", limits: [] }),
    operations: () => ({}),
    ...definition,
    runtime: { clock, fetch, random: () => 0.5, logger: { warn: (message, data) => warnings.push([message, data]) }, ...runtime },
  });
  return { adapter, clock, seen, warnings };
}

/** Gives what a promise is rejected with. */
export async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It was not rejected.");
}
