/** What the tests of the fake Mastodon share: a server with people on it, and a client as thin as it can be. @module */
import { beforeAll } from "vitest";
import { fakeNetwork, type FakeNetworkOptions } from "../../src/testing/fake-network.js";
import { judgedByMastodon } from "./openapi.js";
import type { FakeMastodon, FakeMastodonAccount } from "../../src/testing/mastodon/index.js";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";
import { list, text, type Loose, type Reply } from "./network.js";

export { list, text };
export type { Loose, Reply };

/** What a client sends with a call: JSON, a form, or nothing. */
export interface Sent {
  readonly json?: unknown;
  readonly form?: URLSearchParams | FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks as somebody, or as nobody. */
export interface Client {
  get(path: string): Promise<Reply>;
  post(path: string, sent?: Sent): Promise<Reply>;
  put(path: string, sent?: Sent): Promise<Reply>;
  delete(path: string): Promise<Reply>;
}

export function client(fake: FakeMastodon, token?: string): Client {
  const ask = async (method: string, path: string, { json, form, headers = {} }: Sent = {}): Promise<Reply> => {
    const response = await fake.fetch(path.startsWith("http") ? path : `${fake.baseUrl}${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(json !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(form !== undefined && { body: form }),
    });
    const body = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
    return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(body) as Loose) : undefined };
  };
  return {
    get: (path) => ask("GET", path),
    post: (path, sent) => ask("POST", path, sent),
    put: (path, sent) => ask("PUT", path, sent),
    delete: (path) => ask("DELETE", path),
  };
}

/** A server with a shop and three people, one of whom lives on another server. */
export interface Square {
  readonly fake: FakeMastodon;
  readonly state: FakeMastodon["state"];
  readonly clock: VirtualClock;
  readonly shop: FakeMastodonAccount;
  readonly mira: FakeMastodonAccount;
  readonly noor: FakeMastodonAccount;
  readonly juno: FakeMastodonAccount;
  /** Asks as the shop. */
  readonly me: Client;
  /** Says something over HTTP as the shop. */
  readonly say: (status: string, more?: object, headers?: Readonly<Record<string, string>>) => Promise<Reply>;
}

/** Makes a server whose every exchange is held against Mastodon's document, unless it is made to be unlike it. */
export function square(options: Omit<FakeNetworkOptions["mastodon"], "clock"> & { readonly unjudged?: boolean } = {}): Square {
  const { unjudged = false, ...rest } = options;
  const clock = virtualClock({ auto: true });
  const made = fakeNetwork("mastodon", { clock, ...rest });
  const fake = unjudged ? made : judgedByMastodon(made);
  const { state } = fake;
  const shop = state.addAccount("shop", { displayName: "The Shop", note: "Boots since 1911" });
  const mira = state.addAccount("mira", { displayName: "Mira" });
  const noor = state.addAccount("noor", { displayName: "Noor" });
  const juno = state.addAccount("juno@other.example", { displayName: "Juno" });
  const me = client(fake, shop.token);
  return {
    fake,
    state,
    clock,
    shop,
    mira,
    noor,
    juno,
    me,
    say: (status, more = {}, headers = {}) => me.post("/api/v1/statuses", { json: { status, ...more }, headers }),
  };
}

/** The ids of a page, as they come. */
export const ids = (body: Loose | undefined): readonly string[] => list(body).map((one) => text(one.id));

/** The address behind a word of a `Link` header; `undefined` where it has none. */
export const linkTo = (reply: Reply, rel: "next" | "prev"): string | undefined =>
  new RegExp(`<([^>]+)>; rel="${rel}"`).exec(reply.headers.get("link") ?? "")?.[1];

// The document is large: it is read, and what most calls share is compiled, before anything is timed.
beforeAll(async () => {
  const { me, say } = square();
  await say("Hello");
  await me.post("/api/v1/statuses", { form: new URLSearchParams({ status: "Hello" }) });
}, 60_000);
