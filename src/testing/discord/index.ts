/**
 * A Discord in this process: API version 10, gateway, and the webhooks of its app, after the official documents.
 * @module
 */
import type { Clock } from "../../clock.js";
import type { DiscordGateway } from "../../networks/discord/gateway.js";
import type { DiscordLimits } from "./limits.js";
import type { DiscordState, DiscordWho } from "./state-shape.js";
import { fakeServer } from "../fake-server.js";
import type { FakeNetwork } from "../exchange.js";
import type { Fault } from "../faults.js";
import { gatewayFor } from "./gateway.js";
import { gatewayServer } from "./gateway-server.js";
import { makeCore } from "./core.js";
import { makeLimiter } from "./limits.js";
import { makeState } from "./state.js";
import { makeWebhooks } from "./webhook.js";
import type { SignedHow } from "./webhook.js";
import type { WebhookEvent } from "./webhook-event.js";
import { makeWire } from "./router.js";
import { misuse } from "../misuse.js";
import { systemClock } from "../../clock.js";

export type { AuditEntry } from "./core.js";
export type { DiscordBucket, DiscordLimits } from "./limits.js";
export type { DiscordPermission } from "./permissions.js";
export type { DiscordSaying, DiscordState, DiscordWho, FakeBot, FakeChannel, FakeGuild, FakePerson } from "./state-shape.js";
export type { HeldDiscordFile, HeldDiscordMessage } from "./held.js";
export type { DiscordFile, MessagePlace, NewChannel, Standing } from "./state-shape.js";
export type { SignedHow } from "./webhook.js";
export type * from "./webhook-event.js";

/** A search index that is being built. */
export interface DiscordIndexing {
  /** How long from the fake's making. Milliseconds. */
  readonly indexingForMs: number;
}

/** How a fake Discord begins. */
export interface FakeDiscordOptions {
  /**
   * Makes ids, tokens and the app's key: the same seed at the same time gives the same ones. @defaultValue another one for each fake of the
   * process
   */
  readonly seed?: string | number;
  /** The network's time; ids carry it. Fractions of a millisecond are left out. @defaultValue the system's */
  readonly clock?: Clock;
  /** What goes wrong, and when. @defaultValue nothing */
  readonly faults?: readonly Fault[];
  /** Smaller limits, to meet them soon. @defaultValue the documented ones, and for buckets the fake's own */
  readonly limits?: DiscordLimits;
  /**
   * Most items of a list that says by itself whether it goes on (search, pins, archived threads), whatever was asked for. Messages and
   * reactions come in full pages, as on the real network. @defaultValue 100
   */
  readonly pageSize?: number;
  /** Whether the search index is there: until it is, searches are answered with 202. @defaultValue "ready" */
  readonly search?: "ready" | DiscordIndexing;
  /** Whether bots are granted the privileged intent, unless `addBot` says otherwise. @defaultValue true */
  readonly messageContent?: boolean;
  /** Where `fetch` finds it, up to the version. @defaultValue an address of its own: "https://discord-1.test/api/v10" */
  readonly baseUrl?: string;
}

/** The app that the fake's first bot belongs to. */
export interface FakeDiscordApp {
  /** Application id, and the id of its bot. */
  readonly id: string;
  /** Public key of its webhooks: 64 hex digits. */
  readonly publicKey: string;
}

/** A fake Discord. */
export interface FakeDiscord extends FakeNetwork {
  readonly network: "discord";
  /** The network from the inside: people, bots, and what it holds. */
  readonly state: DiscordState;
  /** The app that the first bot belongs to. */
  readonly app: FakeDiscordApp;
  /** A gateway for the first bot: hand it to the adapter. */
  readonly gateway: DiscordGateway;
  /** Makes a gateway for another bot. */
  readonly gatewayOf: (bot: DiscordWho) => DiscordGateway;
  /** Makes a request as the network sends it to the app: signed with its key, or spoilt. */
  readonly signedWebhook: (event: WebhookEvent, how?: SignedHow) => Promise<Request>;
}

/** How many there have been in this process: each has an address and people of its own, so that no two of them share a budget. */
let made = 0;

/** Makes a fake Discord. */
export function fakeDiscord(options: FakeDiscordOptions = {}): FakeDiscord {
  made += 1;
  const { seed = `folkmoot ${made}`, pageSize = 100, search = "ready", messageContent = true } = options;
  const { baseUrl = `https://discord-${made}.test/api/v10` } = options;
  const clock = inWholeMs(options.clock ?? systemClock);
  const core = makeCore({ seed, clock });
  const limiter = makeLimiter(clock, seed, options.limits);
  const line = gatewayServer(core);
  const indexedAt = search === "ready" ? 0 : clock.now() + search.indexingForMs;
  const wire = makeWire({ core, limiter, baseUrl, pageSize, indexedAt });
  const server = fakeServer({ ...wire, seed, accept: line.accept }, options.faults);
  core.listen((event) => {
    // What happened is written down now, because a fault may push it later.
    const told = line.tell(event);
    server.push(event.type, () => {
      line.deliver(event, told);
    });
  });
  const { webSocket = (): WebSocket => misuse("This network pushes over no socket", "it always should") } = server;
  const open = (): WebSocket => webSocket(`wss://gateway.${new URL(baseUrl).host}/?v=10&encoding=json`, []);
  const appId = core.id();
  const webhooks = makeWebhooks(core, appId);
  const tokenOf = (id: string): string => core.bots.get(id)?.token ?? misuse("There is no such bot in this network", "add it first");
  const state = makeState(core, limiter, { messageContent, appId });
  return {
    ...server,
    network: "discord",
    state,
    app: { id: appId, publicKey: webhooks.publicKey },
    gateway: gatewayFor(open, () => tokenOf(appId)),
    gatewayOf: (bot) => gatewayFor(open, () => tokenOf(typeof bot === "string" ? bot : bot.id)),
    signedWebhook: webhooks.signed,
  };
}

/** A host's own clock may tell fractions; nothing that is written in the network's times and ids holds them. */
const inWholeMs = (clock: Clock): Clock => ({ now: () => Math.floor(clock.now()), sleep: (ms, options) => clock.sleep(ms, options) });
