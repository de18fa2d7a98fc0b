/**
 * A gateway over `@discordjs/ws`, for Node: one socket for all guilds of a bot (`folkmoot/discord/gateway`).
 *
 * Needs the package `@discordjs/ws` (2.x), which is loaded with the first follower; importing this opens and loads nothing.
 * @module discord/gateway
 */
import { closedForGood } from "./gateway-errors.js";
import { errorName, FolkmootError, isFolkmootError } from "../../errors.js";
import { gatewaySessions } from "./gateway-sessions.js";
import { readGatewayInfo, refuseWithoutStarts, type GatewayInfo } from "./gateway-info.js";
import { isContactUrl } from "./user-agent.js";
import { resolveRuntime } from "../../adapter/defaults.js";
import { serverOrigin } from "../../http/server-origin.js";
import { sharedGateway, type LineListener } from "./gateway-shared.js";
import type * as Peer from "@discordjs/ws";
import type { CreateWebSocketManagerOptions } from "@discordjs/ws";
import type { DiscordGateway } from "./gateway.js";
import type { ResolvedRuntime, Runtime } from "../../adapter/runtime.js";

export type { DiscordGateway, FollowOptions, GatewayEvent } from "./gateway.js";

/** What `createDiscordGateway` takes. */
export interface DiscordGatewayOptions {
  /** The bot's token, or a function that gives it before each connection. */
  readonly token: string | (() => Promise<string>);
  /** `fetch`, `clock` and `logger` are used. @defaultValue this process's own, and nobody is told */
  readonly runtime?: Runtime;
  /** Where the API is, as the adapter has it: `https:`, or `http:` on this machine. @defaultValue "https://discord.com" */
  readonly service?: string;
  /** Web address that tells Discord who runs the bot. @defaultValue this package's page */
  readonly contactUrl?: string;
}

/**
 * Makes a gateway that all guilds of a bot share: hand it to each adapter as `gateway`. Opens nothing; the first follower opens one socket
 * (as many as Discord asks for, above some thousand guilds), and when the last follower's signal ends it is closed.
 *
 * A line that breaks is opened again and resumed, so that Discord sends what was missed. Where a session cannot be resumed, what happened
 * meanwhile is found by the polls that `listen` makes anyway. Following ends with an error where opening again cannot help:
 * `unauthenticated` (4004), `forbidden` (4014: an intent that is not granted), `misconfigured` (4010 to 4013), and `rate-limited` when the
 * sessions of the day are used up: it says until when.
 * @throws FolkmootError `misconfigured` when there is no token, or an option is wrong; following throws it where `@discordjs/ws` is not installed.
 *
 * @example
 * const token = process.env.DISCORD_TOKEN ?? "";
 * const gateway = createDiscordGateway({ token });
 * const discord = createDiscordAdapter({ accountId: "41771983423143937", token, gateway });
 */
export function createDiscordGateway(options: DiscordGatewayOptions): DiscordGateway {
  const { token, service = "https://discord.com", contactUrl } = options;
  if (typeof token !== "function" && (typeof token !== "string" || token === ""))
    throw new FolkmootError(
      "misconfigured",
      "createDiscordGateway: `token` is missing; give the bot's token, or a function that gives it.",
    );
  const origin = serverOrigin(service);
  if (origin === undefined)
    throw new FolkmootError(
      "misconfigured",
      "createDiscordGateway: `service` must be an address with https: (or http: on this machine), without a password in it.",
    );
  if (contactUrl !== undefined && !isContactUrl(contactUrl))
    throw new FolkmootError(
      "misconfigured",
      "createDiscordGateway: `contactUrl` must be a web address, without blanks, commas or brackets.",
    );
  const runtime = resolveRuntime(options.runtime);
  return sharedGateway((intents, listener) => openLine({ token, apiUrl: `${origin}/api/v10`, contactUrl, runtime, intents }, listener));
}

interface LineOptions {
  readonly token: string | (() => Promise<string>);
  readonly apiUrl: string;
  readonly contactUrl: string | undefined;
  readonly runtime: ResolvedRuntime;
  readonly intents: number;
}

/** Opens a line and keeps it alive. Gives what closes it. */
function openLine(options: LineOptions, listener: LineListener): () => void {
  const closing = new AbortController();
  let shut: (() => Promise<void>) | undefined;
  const close = (): void => {
    if (closing.signal.aborted) return;
    closing.abort();
    void shut?.().catch(() => undefined);
  };
  const end = (error: unknown): void => {
    if (closing.signal.aborted) return;
    close();
    listener.ended(error);
  };
  connect(options, listener, { signal: closing.signal, end, opened: (by) => (shut = by) }).catch((error: unknown) => {
    end(isFolkmootError(error) ? error : unexpected(error));
  });
  return close;
}

interface LineControl {
  readonly signal: AbortSignal;
  /** Ends the line for good. */
  readonly end: (error: unknown) => void;
  /** Told of what closes the sockets, before any is opened. */
  opened(shut: () => Promise<void>): void;
}

async function connect(options: LineOptions, listener: LineListener, control: LineControl): Promise<void> {
  const { runtime, intents, apiUrl, contactUrl } = options;
  const { signal, end } = control;
  const { WebSocketManager: Manager, WebSocketShardEvents: events } = await loadPeer();
  const token = typeof options.token === "string" ? options.token : await options.token();
  const ask = async (): Promise<GatewayInfo> => readGatewayInfo({ token, apiUrl, contactUrl, runtime, signal });
  const info = await ask();
  refuseWithoutStarts(info, info.shards, runtime.clock.now());
  if (signal.aborted) return;

  const sessions = gatewaySessions({ info, ask, runtime, signal, end });
  // Bits are added up, which makes a number, and the library wants one of its enum's members.
  const bits: object = { intents };
  const manager = new Manager({
    token,
    ...(bits as Pick<CreateWebSocketManagerOptions, "intents">),
    rest: restOf(info),
    retrieveSessionInfo: (shard) => sessions.retrieve(shard),
    updateSessionInfo: (shard, session) => {
      sessions.update(shard, session);
    },
    buildIdentifyThrottler: () => ({ waitForIdentify: (shard, waiting) => sessions.mayLogIn(shard, waiting) }),
  });
  manager.on(events.Dispatch, ({ t, d, s }) => {
    if (!signal.aborted) listener.event({ t, d, s });
  });
  manager.on(events.Hello, (shard) => {
    sessions.opened(shard);
  });
  manager.on(events.Ready, (_, shard) => {
    if (sessions.ready(shard))
      runtime.logger.warn?.("A session of Discord's gateway could not be resumed; what was pushed meanwhile is found by polls.", { shard });
  });
  manager.on(events.Resumed, (shard) => {
    sessions.ready(shard);
  });
  manager.on(events.Closed, (code, shard) => {
    sessions.closed(shard);
    const error = closedForGood(code);
    if (error !== undefined) end(error);
  });
  manager.on(events.SocketError, (_, shard) => {
    runtime.logger.warn?.("A socket of Discord's gateway failed; it is opened again.", { shard });
  });
  // Without a listener an event of this name throws. What it says is said by the close code as well.
  manager.on(events.Error, (_, shard) => {
    runtime.logger.debug?.("The client of Discord's gateway told of an error.", { shard });
  });
  control.opened(async () => {
    await sessions.settled();
    await manager.destroy();
  });
  await manager.connect();
}

/** The manager asks its REST client for one thing only, `GET /gateway/bot`, which is known here: so the client's own package is not needed. */
function restOf(info: GatewayInfo): CreateWebSocketManagerOptions["rest"] {
  const answer = {
    url: info.url,
    shards: info.shards,
    session_start_limit: {
      total: info.total,
      remaining: info.remaining,
      reset_after: info.resetAfterMs,
      max_concurrency: info.maxConcurrency,
    },
  };
  // The type is a class with private fields, which nothing but itself can have; `get` is all that is called (@discordjs/ws 2.0, read 2026-11).
  return { get: async () => Promise.resolve(answer) } as unknown as CreateWebSocketManagerOptions["rest"];
}

async function loadPeer(): Promise<typeof Peer> {
  try {
    return await import("@discordjs/ws");
  } catch (error) {
    throw new FolkmootError(
      "misconfigured",
      "discord: the gateway needs the package `@discordjs/ws`, which could not be loaded; run `npm install @discordjs/ws@2`.",
      { cause: error },
    );
  }
}

function unexpected(error: unknown): FolkmootError {
  return new FolkmootError(
    "connection-failed",
    `discord: the gateway could not be opened (${errorName(error)}); it is worth another try.`,
    {
      retryable: true,
    },
  );
}
