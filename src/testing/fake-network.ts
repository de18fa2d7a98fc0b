/**
 * Fake networks by name.
 * @module
 */
import { fakeBluesky } from "./bluesky/index.js";
import type { FakeBluesky, FakeBlueskyOptions } from "./bluesky/index.js";
import { fakeDiscord } from "./discord/index.js";
import type { FakeDiscord, FakeDiscordOptions } from "./discord/index.js";
import { fakeFacebook } from "./facebook/index.js";
import type { FakeFacebook, FakeFacebookOptions } from "./facebook/index.js";
import { fakeInstagram } from "./instagram/index.js";
import type { FakeInstagram, FakeInstagramOptions } from "./instagram/index.js";
import { fakeMastodon } from "./mastodon/index.js";
import type { FakeMastodon, FakeMastodonOptions } from "./mastodon/index.js";
import { fakeThreads } from "./threads/index.js";
import type { FakeThreads, FakeThreadsOptions } from "./threads/index.js";
import { misuse } from "./misuse.js";

/** The fakes, by network. */
export interface FakeNetworks {
  /** XRPC, with application view and chat service. */
  readonly bluesky: FakeBluesky;
  /** API version 10, gateway and webhooks. */
  readonly discord: FakeDiscord;
  /** Graph API: Pages and Messenger, and their webhooks. */
  readonly facebook: FakeFacebook;
  /** Graph API, with Facebook or Instagram log-in, and webhooks. */
  readonly instagram: FakeInstagram;
  /** One server with its REST API and streams. */
  readonly mastodon: FakeMastodon;
  /** Version 1.0, and webhooks. */
  readonly threads: FakeThreads;
}

/** What each fake takes. */
export interface FakeNetworkOptions {
  /** Of the fake Bluesky. */
  readonly bluesky: FakeBlueskyOptions;
  /** Of the fake Discord. */
  readonly discord: FakeDiscordOptions;
  /** Of the fake Facebook. */
  readonly facebook: FakeFacebookOptions;
  /** Of the fake Instagram. */
  readonly instagram: FakeInstagramOptions;
  /** Of the fake Mastodon. */
  readonly mastodon: FakeMastodonOptions;
  /** Of the fake Threads. */
  readonly threads: FakeThreadsOptions;
}

/** The networks that have a fake. */
export type FakeNetworkName = keyof FakeNetworks;

const makers: { readonly [N in FakeNetworkName]: (options: FakeNetworkOptions[N]) => FakeNetworks[N] } = {
  bluesky: fakeBluesky,
  discord: fakeDiscord,
  facebook: fakeFacebook,
  instagram: fakeInstagram,
  mastodon: fakeMastodon,
  threads: fakeThreads,
};

/**
 * Makes a network in this process: stateful, in the network's own wire format, the same from the same seed.
 *
 * @throws FolkmootError `invalid-request` for a network that has no fake, and a fault that is none.
 *
 * @example
 * const bluesky = fakeNetwork("bluesky", { clock: virtualClock({ auto: true }) });
 * const brand = bluesky.state.addAccount("brand.test");
 * bluesky.state.post(brand, "Our boots are back.");
 */
export function fakeNetwork<N extends FakeNetworkName>(name: N, options: FakeNetworkOptions[N] = {}): FakeNetworks[N] {
  if (!Object.hasOwn(makers, name)) misuse("There is no fake of that network", `use ${Object.keys(makers).join(", ")}`);
  return makers[name](options);
}
