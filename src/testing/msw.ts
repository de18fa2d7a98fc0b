/**
 * Fake networks for msw (`folkmoot/testing/msw`): handlers that answer the global `fetch`, for programs that bring no `fetch` of their own.
 * Takes the package `msw` from version 3, which you install.
 * @module
 */
import { http, HttpResponse } from "msw";
import type { RequestHandler } from "msw";
import type { FakeNetwork } from "./exchange.js";
import { fakeNetwork as plainFake } from "./fake-network.js";
import type { FakeNetworkName, FakeNetworkOptions, FakeNetworks } from "./fake-network.js";

/** A fake network that msw can serve. */
export type MswNetwork<N extends FakeNetworkName> = FakeNetworks[N] & {
  /** Hand them to `setupServer` or `server.use`. They answer for this network's address alone. */
  readonly handlers: readonly RequestHandler[];
};

/**
 * Gives the handlers of a fake: they answer every request below its `baseUrl`, and none elsewhere. A connection that a fault cuts is a
 * network error, as `fetch` knows it.
 *
 * @example
 * const server = setupServer(...handlersOf(bluesky));
 * server.listen({ onUnhandledFrame: "error" });
 */
export function handlersOf({ baseUrl, fetch }: Pick<FakeNetwork, "baseUrl" | "fetch">): readonly RequestHandler[] {
  const { origin, pathname } = new URL(baseUrl);
  const below = `${origin}${pathname.replace(/\/$/, "")}`;
  const isBelow = ({ request }: { readonly request: Request }): boolean => request.url.startsWith(`${below}/`);
  return [
    http.all(isBelow, async ({ request }) => {
      try {
        return await fetch(request);
      } catch (error) {
        if (error instanceof TypeError) return HttpResponse.error();
        throw error;
      }
    }),
  ];
}

/**
 * Makes a network in this process, with handlers for msw. The same as `fakeNetwork` of `folkmoot/testing` otherwise.
 *
 * @throws FolkmootError `invalid-request` for a network that has no fake, and a fault that is none.
 *
 * @example
 * const bluesky = fakeNetwork("bluesky");
 * const server = setupServer(...bluesky.handlers);
 */
export function fakeNetwork<N extends FakeNetworkName>(name: N, options: FakeNetworkOptions[N] = {}): MswNetwork<N> {
  const fake = plainFake(name, options);
  return { ...fake, handlers: handlersOf(fake) };
}
