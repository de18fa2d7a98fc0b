/** What the tests of the fake Instagram share: a shop, two people, and a client as thin as it can be. @module */
import { fakeNetwork, type FakeNetworkOptions } from "../../src/testing/fake-network.js";
import type { FakeInstagram, FakeInstagramAccount, FakeInstagramPerson } from "../../src/testing/instagram/index.js";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";
import type { Loose, Reply } from "./network.js";

export type Query = Readonly<Record<string, string | number | boolean>>;

/** Asks with one token. Paths begin behind the version. */
export interface Client {
  get(path: string, query?: Query): Promise<Reply>;
  post(path: string, body?: unknown): Promise<Reply>;
  remove(path: string, query?: Query): Promise<Reply>;
}

export interface Shop {
  readonly fake: FakeInstagram;
  readonly clock: VirtualClock;
  readonly shop: FakeInstagramAccount;
  readonly mira: FakeInstagramPerson;
  readonly otto: FakeInstagramPerson;
  readonly me: Client;
  /** Where messages go: the account, or its Page. */
  readonly desk: string;
}

export function client(fake: FakeInstagram, token: string): Client {
  const ask = async (method: string, path: string, query: Query = {}, body?: unknown): Promise<Reply> => {
    const url = new URL(`${fake.baseUrl}/v26.0/${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const response = await fake.fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : (JSON.parse(text) as Loose) };
  };
  return {
    get: (path, query) => ask("GET", path, query),
    post: (path, body = {}) => ask("POST", path, {}, body),
    remove: (path, query) => ask("DELETE", path, query),
  };
}

/** A shop on Instagram with two people around it. */
export function shopWith(options: Omit<FakeNetworkOptions["instagram"], "clock"> = {}): Shop {
  const clock = virtualClock({ auto: true });
  const fake = fakeNetwork("instagram", { clock, ...options });
  const shop = fake.state.addAccount("boots.shop", { name: "Boots & Co" });
  return {
    fake,
    clock,
    shop,
    mira: fake.state.addPerson("mira.hikes"),
    otto: fake.state.addPerson("otto"),
    me: client(fake, shop.token),
    desk: fake.login === "facebook" ? shop.pageId : shop.id,
  };
}

/** Code and subcode of a refusal; `undefined` where there is none. */
export const refusalOf = ({ body }: Reply): readonly unknown[] | undefined =>
  body?.error === undefined ? undefined : [body.error.code, body.error["error_subcode"]];

/** The items of an answer. */
export const dataOf = ({ body }: Reply): readonly Loose[] => (Array.isArray(body?.data) ? (body.data as readonly Loose[]) : []);

/** What every item of an answer says in one field. */
export const each = (reply: Reply, field: string): readonly unknown[] => dataOf(reply).map((one) => one[field]);

/** A text in an answer. */
export const textOf = (value: Loose | undefined): string => (typeof value === "string" ? value : "");

export const second = 1000;
export const minute = 60_000;
export const hour = 3_600_000;
export const day = 86_400_000;
