/**
 * A brand presence that we manage.
 * @module
 */
import type { AccountRef } from "./ref.js";
import type { Network } from "./keys.js";

/** A brand presence that we manage. */
export interface Account extends AccountRef {
  /** Where it is. */
  readonly network: Network;
  /** Unique in its network: on federated networks it carries the server (`mastodon.social/109`). */
  readonly id: string;
  /** Every id that counts as us (bot and broadcaster, organization and member). Holds `id`. Decides `isOwn`. */
  readonly actors: readonly string[];
  /** Name in addresses and mentions, without a leading `@`. */
  readonly handle?: string;
  /** Name as people see it. */
  readonly name?: string;
  /** Public address. */
  readonly url?: string;
  /** Address of its picture. May expire. */
  readonly avatarUrl?: string;
  /** How many follow it, as last told. */
  readonly followers?: number;
  /** What the token may do, in the network's words. */
  readonly scopes?: readonly string[];
  /** The network's own object, secrets removed. Absent when the host keeps none. */
  readonly raw?: unknown;
}
