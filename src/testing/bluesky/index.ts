/**
 * A Bluesky network in this process: server, application view and chat service in one, after the official lexicons.
 * @module
 */
import { fakeServer } from "../fake-server.js";
import type { FakeNetwork } from "../exchange.js";
import type { Fault } from "../faults.js";
import type { BlueskyLimits } from "./limits.js";
import type { BlueskyState } from "./state.js";
import type { Clock } from "../../clock.js";
import { makeChat } from "./chat.js";
import { makeCore } from "./core.js";
import { makeLimiter } from "./limits.js";
import { makeSessions } from "./sessions.js";
import { makeState } from "./state.js";
import { makeWire } from "./router.js";
import { systemClock } from "../../clock.js";

export type { BlueskyLimits } from "./limits.js";
export type { BlueskyState, FakeAccount, FakePicture, HeldPost, NewAccount, Relation, SaidDirect, Saying } from "./state.js";
export type { SentDirect, StrongRef, Who } from "./state.js";
export type { ChatAllowance, StoredRecord } from "./core.js";

/** How a fake Bluesky begins. */
export interface FakeBlueskyOptions {
  /**
   * Makes DIDs, passwords and tokens: the same seed gives the same ones. Two fakes with one seed have the same accounts, and these share
   * write budgets and sessions wherever their inboxes share a clock. @defaultValue another one for each fake of the process
   */
  readonly seed?: string | number;
  /** The network's time; fractions of a millisecond are left out. @defaultValue the system's */
  readonly clock?: Clock;
  /** What goes wrong, and when. @defaultValue nothing */
  readonly faults?: readonly Fault[];
  /** Smaller limits, to meet them soon. @defaultValue the documented ones */
  readonly limits?: BlueskyLimits;
  /** Most items on a page, whatever was asked for: the real one may give fewer too. @defaultValue 100 */
  readonly pageSize?: number;
  /** When reads show what was written: `on-settle` waits for `state.settle()`. @defaultValue "at-once" */
  readonly indexing?: "at-once" | "on-settle";
  /** How `atproto-proxy` names the chat service. @defaultValue "did:web:api.bsky.chat#bsky_chat" */
  readonly chatProxy?: string;
  /** Where `fetch` finds it. @defaultValue an address of its own: "https://bluesky-1.test", then "https://bluesky-2.test" */
  readonly baseUrl?: string;
}

/** A fake Bluesky. */
export interface FakeBluesky extends FakeNetwork {
  readonly network: "bluesky";
  /** The network from the inside: people, and what it holds. */
  readonly state: BlueskyState;
  /** How `atproto-proxy` names the chat service. */
  readonly chatProxy: string;
}

/** How many there have been in this process: each has an address and people of its own, so that no two of them share a budget. */
let made = 0;

/** Makes a fake Bluesky. */
export function fakeBluesky(options: FakeBlueskyOptions = {}): FakeBluesky {
  made += 1;
  const { seed = `folkmoot ${made}`, indexing = "at-once", pageSize = 100 } = options;
  const { chatProxy = "did:web:api.bsky.chat#bsky_chat", baseUrl = `https://bluesky-${made}.test` } = options;
  const clock = inWholeMs(options.clock ?? systemClock);
  const core = makeCore({ seed, clock, indexing });
  const sessions = makeSessions(core);
  const chat = makeChat(core);
  const limiter = makeLimiter(clock, options.limits);
  const wire = makeWire({ core, sessions, chat, limiter, chatProxy, pageSize, baseUrl });
  return { ...fakeServer(wire, options.faults), network: "bluesky", state: makeState(core, chat, sessions), chatProxy };
}

/** A host's own clock may tell fractions; nothing that is written in the network's times and ids holds them. */
const inWholeMs = (clock: Clock): Clock => ({ now: () => Math.floor(clock.now()), sleep: (ms, options) => clock.sleep(ms, options) });
