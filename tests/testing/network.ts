/** What the tests of the fake share: a network with two people, and a client as thin as it can be. @module */
import { fakeNetwork, type FakeNetworkOptions } from "../../src/testing/fake-network.js";
import { judged } from "./lexicon.js";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";
import type { FakeAccount, FakeBluesky } from "../../src/testing/bluesky/index.js";

/** JSON that a test looks into, step by step. */
export interface Loose {
  readonly [name: string]: Loose | undefined;
  readonly [at: number]: Loose | undefined;
}

/** The items of a list in an answer; empty when there is none. */
export const list = (value: Loose | undefined): readonly Loose[] => (Array.isArray(value) ? (value as readonly Loose[]) : []);

/** A text in an answer. */
export const text = (value: Loose | undefined): string => (typeof value === "string" ? value : "");

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** `undefined` where the answer was empty. */
  readonly body: Loose | undefined;
}

/** Asks as one person. */
export interface Client {
  get(
    nsid: string,
    params?: Record<string, string | number | boolean | readonly string[]>,
    headers?: Record<string, string>,
  ): Promise<Reply>;
  post(nsid: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
}

export interface Town {
  readonly fake: FakeBluesky;
  readonly clock: VirtualClock;
  readonly shop: FakeAccount;
  readonly mira: FakeAccount;
}

/** A network with a shop and a person. */
export function town(options: Omit<FakeNetworkOptions["bluesky"], "clock"> = {}): Town {
  const clock = virtualClock({ auto: true });
  const fake = judged(fakeNetwork("bluesky", { clock, ...options }));
  const shop = fake.state.addAccount("shop.test", { displayName: "The Shop" });
  const mira = fake.state.addAccount("mira.test", { displayName: "Mira", description: "walks a lot" });
  return { fake, clock, shop, mira };
}

export function client(
  fake: FakeBluesky,
  token?: string,
  baseUrl: string = fake.baseUrl,
  fetch: typeof globalThis.fetch = fake.fetch,
): Client {
  const ask = async (url: URL, init: RequestInit, headers: Record<string, string>): Promise<Reply> => {
    const all = { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers };
    const response = await fetch(url, { ...init, headers: all });
    const body = await response.text();
    return { status: response.status, headers: response.headers, body: body === "" ? undefined : (JSON.parse(body) as Loose) };
  };
  return {
    get: (nsid, params = {}, headers = {}) => {
      const url = new URL(`${baseUrl}/xrpc/${nsid}`);
      for (const [name, value] of Object.entries(params))
        for (const one of Array.isArray(value) ? (value as readonly string[]) : [String(value)]) url.searchParams.append(name, one);
      return ask(url, { method: "GET" }, headers);
    },
    post: (nsid, body, headers = {}) =>
      ask(
        new URL(`${baseUrl}/xrpc/${nsid}`),
        { method: "POST", ...(body !== undefined && { body: body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body) }) },
        { ...(body !== undefined && !(body instanceof Uint8Array) && { "content-type": "application/json" }), ...headers },
      ),
  };
}

/** Logs in and asks as that person. */
export async function as(fake: FakeBluesky, who: FakeAccount, password: string = who.privilegedAppPassword): Promise<Client> {
  const { body } = await client(fake).post("com.atproto.server.createSession", { identifier: who.handle, password });
  return client(fake, text(body?.accessJwt));
}

export const chatHeader: Record<string, string> = { "atproto-proxy": "did:web:api.bsky.chat#bsky_chat" };
