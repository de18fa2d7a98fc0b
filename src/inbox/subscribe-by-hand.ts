/**
 * What a person has to set up where a network takes no subscription by API.
 * @module
 */
import type { Network } from "../model/keys.js";

// Read in the networks' documents, 2026-11.
const guides: Readonly<Record<string, string>> = {
  bluesky: "Bluesky pushes to no address: run `listen`, which polls it.",
  mastodon: "Mastodon pushes to browsers and over sockets, not to an address: run `listen`, which follows its stream.",
  discord:
    "Open the application in Discord's developer portal (https://discord.com/developers/applications): the address goes into Interactions Endpoint URL on the page General Information, and into Endpoint on the page Webhooks for events of the app. Messages of channels come over the gateway or by polling: run `listen`.",
};

/** Says what to do instead, in a sentence to act on. */
export function byHand(network: Network): string {
  return (
    guides[network] ??
    "Its adapter has no `subscribe`: put the address into the webhook settings of the network's developer portal, where it has them; else run `listen`, which polls."
  );
}
