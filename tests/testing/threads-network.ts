/** What the tests of the fake Threads share: a network with a shop and two people, and a client as thin as it can be. @module */
import { fakeNetwork, type FakeNetworkOptions } from "../../src/testing/fake-network.js";
import type { FakeThreads, FakeThreadsAccount } from "../../src/testing/threads/index.js";
import { list, text, type Loose, type Reply } from "./network.js";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";

/** Parameters, as a query. */
export type Query = Readonly<Record<string, string | number | boolean>>;

/** Asks with one token. */
export interface Client {
  get(path: string, query?: Query): Promise<Reply>;
  /** Sends JSON. */
  post(path: string, body?: Readonly<Record<string, unknown>>): Promise<Reply>;
  /** Sends the parameters in the address, as the official collection does. */
  send(verb: "POST" | "DELETE", path: string, query?: Query): Promise<Reply>;
}

export interface Street {
  readonly fake: FakeThreads;
  readonly clock: VirtualClock;
  readonly shop: FakeThreadsAccount;
  readonly mira: FakeThreadsAccount;
  readonly otto: FakeThreadsAccount;
  readonly me: Client;
}

export function client(fake: FakeThreads, token?: string): Client {
  const ask = async (verb: string, path: string, query: Query, body?: unknown): Promise<Reply> => {
    const url = new URL(`${fake.baseUrl}/v1.0/${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const response = await fake.fetch(url, {
      method: verb,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Loose };
  };
  return {
    get: (path, query = {}) => ask("GET", path, query),
    post: (path, body = {}) => ask("POST", path, {}, body),
    send: (verb, path, query = {}) => ask(verb, path, query),
  };
}

/** A network with a shop and two people. */
export function street(options: Omit<FakeNetworkOptions["threads"], "clock"> = {}): Street {
  const clock = virtualClock({ auto: true });
  const fake = fakeNetwork("threads", { clock, ...options });
  const shop = fake.state.addAccount("shop", { name: "The Shop", biography: "Boots and more" });
  const mira = fake.state.addAccount("mira", { name: "Mira" });
  const otto = fake.state.addAccount("otto.b", { name: "Otto" });
  return { fake, clock, shop, mira, otto, me: client(fake, shop.token) };
}

/** Ids of the items of a list. */
export const ids = ({ body }: Reply): readonly string[] => list(body?.data).map(({ id }) => text(id));

/** The id in an answer. */
export const idOf = ({ body }: Reply): string => text(body?.id);

/** Status, code, second code and kind of a refusal. */
export const problem = ({ status, body }: Reply): readonly unknown[] => [
  status,
  body?.error?.code,
  body?.error?.error_subcode,
  body?.error?.type,
];
