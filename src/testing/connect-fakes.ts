/**
 * Several fakes behind one `fetch`: what an inbox with accounts of several networks is given.
 * @module
 */
import type { FakeNetwork } from "./exchange.js";
import { misuse } from "./misuse.js";
import type { Runtime } from "../adapter/runtime.js";

/** Finds the fake that an address belongs to; throws as `fetch` does where there is none. */
function finder(fakes: readonly FakeNetwork[]): (address: string) => FakeNetwork {
  const byHost = new Map(fakes.map((fake) => [new URL(fake.baseUrl).host, fake]));
  if (byHost.size < fakes.length) misuse("Two of the fakes have the same address", "give each a `baseUrl` of its own");
  return (address) => {
    const { host } = new URL(address);
    const fake = byHost.get(host);
    // As the real one: a server that does not exist.
    if (fake === undefined) throw new TypeError("fetch failed", { cause: new Error(`getaddrinfo ENOTFOUND ${host}`) });
    return fake;
  };
}

/**
 * Joins fakes: one `fetch` and one `webSocket` that reach each of them by its address, and nothing else.
 *
 * @throws FolkmootError `invalid-request` when two fakes have the same address.
 *
 * @example
 * const clock = virtualClock({ auto: true });
 * const [bluesky, mastodon] = [fakeNetwork("bluesky", { clock }), fakeNetwork("mastodon", { clock })];
 * const inbox = createInbox({ accounts, clock, ...connectFakes(bluesky, mastodon) });
 */
export function connectFakes(...fakes: readonly FakeNetwork[]): Required<Pick<Runtime, "fetch" | "webSocket">> {
  const find = finder(fakes);
  return {
    fetch: async (input, init) => find(input instanceof Request ? input.url : String(input)).fetch(input, init),
    webSocket: (url, protocols) => {
      const { webSocket, network } = find(url);
      return webSocket === undefined ? misuse(`The fake ${network} opens no sockets`, "poll it instead") : webSocket(url, protocols);
    },
  };
}
