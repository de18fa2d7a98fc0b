/** What the tests of the fake Facebook share: a shop's Page, people, and a client as thin as it can be. @module */
import type { FakeFacebook, FakeFacebookOptions, FakeFacebookPage, FakeFacebookPerson } from "../../src/testing/facebook/index.js";
import { fakeNetwork } from "../../src/testing/fake-network.js";
import { list, text, type Loose, type Reply } from "./network.js";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";

export { list, text };
export type { Loose, Reply };

export const hour: number = 3_600_000;
export const day: number = 24 * hour;

/** What a client sends: a query, JSON, or a form. */
export interface Sent {
  readonly query?: Readonly<Record<string, string | number>>;
  readonly json?: unknown;
  readonly form?: URLSearchParams | FormData;
}

/** Asks with a token, or without one. */
export interface Client {
  get(path: string, query?: Sent["query"]): Promise<Reply>;
  post(path: string, sent?: Sent): Promise<Reply>;
  delete(path: string, query?: Sent["query"]): Promise<Reply>;
}

export function client(fake: Pick<FakeFacebook, "fetch" | "baseUrl">, token?: string): Client {
  const ask = async (method: string, path: string, { query = {}, json, form }: Sent = {}): Promise<Reply> => {
    const url = new URL(path.startsWith("http") ? path : `${fake.baseUrl}/v26.0${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const response = await fake.fetch(url, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(json !== undefined && { "content-type": "application/json" }),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(form !== undefined && { body: form }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Loose };
  };
  return {
    get: (path, query = {}) => ask("GET", path, { query }),
    post: (path, sent) => ask("POST", path, sent),
    delete: (path, query = {}) => ask("DELETE", path, { query }),
  };
}

/** A shop's Page and three people. */
export interface Market {
  readonly fake: FakeFacebook;
  readonly state: FakeFacebook["state"];
  readonly clock: VirtualClock;
  readonly page: FakeFacebookPage;
  readonly ana: FakeFacebookPerson;
  readonly ben: FakeFacebookPerson;
  readonly cleo: FakeFacebookPerson;
  /** Asks as the Page. */
  readonly me: Client;
}

export function market(options: Omit<FakeFacebookOptions, "clock"> = {}): Market {
  const clock = virtualClock({ auto: true });
  const fake = fakeNetwork("facebook", { seed: "market", clock, ...options });
  const { state } = fake;
  const page = state.addPage("Boot Shop", { username: "bootshop" });
  const [ana, ben, cleo] = [state.addPerson("Ana Able"), state.addPerson("Ben Bell"), state.addPerson("Cleo Cole")];
  return { fake, state, clock, page, ana, ben, cleo, me: client(fake, page.token) };
}

/** Code and subcode of a refusal. */
export const problem = ({ body }: Reply): readonly unknown[] => {
  const error = body?.error;
  return error?.error_subcode === undefined ? [error?.code] : [error.code, error.error_subcode];
};

/** The items of a page. */
export const data = ({ body }: Reply): readonly Loose[] => list(body?.data);

/** The ids of a page. */
export const ids = (reply: Reply): readonly unknown[] => data(reply).map(({ id }) => id);
