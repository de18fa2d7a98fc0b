/**
 * What the gateway pushes: events handed over by the host, and the stream over a gateway of ours.
 * @module
 */
import { errorName, isFolkmootError } from "../../errors.js";
import { fieldsOf, textOf } from "../../adapter/fields.js";
import { isSnowflake, type Us } from "./ids.js";
import { intentsFor, type DiscordGateway, type FollowOptions, type GatewayEvent } from "./gateway.js";
import { isQuiet, readEvent, type EventReader } from "./gateway-events.js";
import { refuse } from "../../adapter/refuse.js";
import { toPlace, type Place } from "./places.js";
import { Unreadable } from "../../adapter/read-items.js";
import type { AccountKey } from "../../model/keys.js";
import type { CallOptions } from "../../http/request.js";
import type { Change } from "../../model/change.js";
import type { Post } from "../../model/post.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";
import type { StreamQuery } from "../../adapter/operations.js";
import type { WireChannel } from "./wire.js";

/** What pushing needs of the adapter. */
export interface PushSetup {
  /** Key of the guild's account. */
  readonly account: AccountKey;
  /** Id of the guild. */
  readonly guildId: string;
  /** The channels that the host wants read, threads in them included. @defaultValue all */
  readonly channels?: ReadonlySet<string> | undefined;
  /** Whether the privileged intent is asked for. */
  readonly messageContent: boolean;
  /** What the option `gateway` gave. Absent = `stream` is refused with the remedy. */
  readonly gateway?: DiscordGateway;
  /** Time and logger. */
  readonly runtime: ResolvedRuntime;
  /** Tells who we are; the bot's id is asked once and remembered. */
  us(options?: CallOptions): Promise<Us>;
  /** Gives a channel or thread, remembered within bounds; `undefined` where it cannot be seen. */
  place(id: string, options?: CallOptions): Promise<Place | undefined>;
  /** Reads a post as `getPost` does, for what is told of a thread without its first message. @defaultValue its name only, and no updates */
  post?(id: string, options?: CallOptions): Promise<Post | undefined>;
  /**
   * Tells whether direct messages of a channel belong to this account: their events name no guild, so where several guilds share a bot only one
   * of them may take each. @defaultValue every one does
   */
  isOurDirect?(channel: string): boolean;
  /** Remembers a direct channel that somebody wrote in: a bot cannot list them. */
  keepDirect?(person: string, channel: WireChannel): void;
}

/** Both ways by which gateway events come in. */
export interface DiscordPush {
  /**
   * Reads one raw dispatch, `{ t, d }`, of the gateway or of discord.js' event `raw`. Asks the network only who we are (once) and for channels
   * that are not known yet.
   * @returns what it tells of this guild and of its direct channels. Nothing for other guilds, for what is no news, and for what cannot be
   * read: then the logger is told, without content.
   */
  readonly acceptGatewayEvent: (event: unknown) => Promise<readonly Change[]>;
  /**
   * Follows the gateway until aborted, and again when its line ends in a way that may pass. What happens while the line is down is dispatched later where Discord resumes the session; elsewhere
   * the polls of `listen` find it, deletions and reactions excepted.
   * @throws FolkmootError `unsupported` without a gateway, or for `after`; what the gateway ends with, see `createDiscordGateway`.
   */
  readonly stream: (query?: StreamQuery) => AsyncIterable<Change>;
}

/** Places that events told of and that nobody asks for again. */
const mostPlaces = 1_000;

/** What a direct channel is called in the kinds of channels. */
const directType = 1;

type Fields = Readonly<Record<string, unknown>>;

/** Makes the push of one guild. Opens nothing. */
export function discordPush(setup: PushSetup): DiscordPush {
  const { account, gateway, messageContent, runtime } = setup;
  const reader = readerMaker(setup);

  const accept = async (event: unknown, options: CallOptions): Promise<readonly Change[]> => {
    const { t: name, d } = fieldsOf(event);
    if (typeof name !== "string" || typeof d !== "object" || d === null) {
      // Frames without a name are the line's own talk (heartbeats), which discord.js hands on as well.
      if (name !== null && name !== undefined) runtime.logger.warn?.("An event of Discord's gateway cannot be read.", { account });
      return [];
    }
    const fields = fieldsOf(d);
    if (isQuiet(name) || !isOurs(setup, name, fields)) return [];
    try {
      return await readEvent(await reader(options), name, fields);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      runtime.logger.warn?.("An event of Discord's gateway cannot be read.", { account, event: name, reason: error.message });
      return [];
    }
  };

  async function* follow(line: DiscordGateway, { kinds, signal }: StreamQuery): AsyncGenerator<Change> {
    const stop = new AbortController();
    const ended = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
    const options = { signal: ended, lane: "sync" } as const;
    try {
      for await (const event of followAgain(runtime, line, { signal: ended, intents: intentsFor(messageContent) })) {
        for (const change of await acceptOrSkip(event, options)) {
          if (kinds === undefined || !("message" in change) || typeof change.message === "string" || kinds.includes(change.message.kind))
            yield change;
        }
      }
    } finally {
      stop.abort();
    }
  }

  /** An event that could not be completed is found by a poll; the line goes on. */
  const acceptOrSkip = async (event: unknown, options: CallOptions): Promise<readonly Change[]> => {
    try {
      return await accept(event, options);
    } catch (error) {
      if (options.signal?.aborted === true) return [];
      if (isFolkmootError(error, "unauthenticated") || isFolkmootError(error, "misconfigured")) throw error;
      runtime.logger.warn?.("An event of Discord's gateway was passed over; a poll finds what it told.", {
        account,
        error: errorName(error),
      });
      return [];
    }
  };

  return {
    acceptGatewayEvent: (event) => accept(event, {}),
    stream: (query = {}) => {
      const call = { network: "discord", operation: "stream", account };
      if (query.after !== undefined)
        refuse(call, "unsupported", "`after` is given, and Discord's gateway has no place to go on from; leave it out.");
      if (gateway === undefined)
        refuse(
          call,
          "unsupported",
          "the adapter is made without a gateway; give it `gateway: createDiscordGateway({ token })` of folkmoot/discord/gateway, or hand events of your own client to `acceptGatewayEvent`.",
        );
      return follow(gateway, query);
    },
  };
}

/** Waits before a line that ended is followed again: longer after each that brought nothing. Milliseconds. */
const backoff = { first: 1_000, most: 60_000 } as const;

/** Follows a line, and the next one when it ends in a way that may pass: not every gateway that a host brings opens its line again. */
async function* followAgain(
  { clock, logger, random }: ResolvedRuntime,
  line: DiscordGateway,
  options: FollowOptions,
): AsyncGenerator<GatewayEvent> {
  const { signal } = options;
  for (let wait: number = backoff.first; !signal.aborted; wait = Math.min(backoff.most, 2 * wait)) {
    try {
      for await (const event of line.follow(options)) {
        wait = backoff.first;
        yield event;
      }
      return;
    } catch (error) {
      const passes = isFolkmootError(error, "connection-failed") || isFolkmootError(error, "server-error") || !isFolkmootError(error);
      if (!passes) throw error;
      logger.warn?.("The line of Discord's gateway ended; it is followed again, and polls find what was pushed meanwhile.", {
        error: isFolkmootError(error) ? error.code : errorName(error),
      });
    }
    await clock.sleep(wait * (0.5 + random() / 2), { signal }).catch(() => undefined);
  }
}

/** Tells whether an event is about our guild or one of our direct channels. */
function isOurs(setup: PushSetup, name: string, d: Fields): boolean {
  const guild = textOf(d["guild_id"]) ?? (name.startsWith("GUILD_") ? textOf(d["id"]) : undefined);
  if (guild !== undefined) return guild === setup.guildId;
  const channel = textOf(d["channel_id"]);
  return channel !== undefined && (setup.isOurDirect?.(channel) ?? true);
}

/** Makes what events are read with. Remembers the threads that events told of: a message follows, and nobody has to ask. */
function readerMaker(setup: PushSetup): (options: CallOptions) => Promise<EventReader> {
  const { channels, runtime } = setup;
  const told = new Map<string, Place>();
  const remember = (place: Place): Place => {
    told.delete(place.id);
    told.set(place.id, place);
    const [oldest] = told.size > mostPlaces ? told.keys() : [];
    if (oldest !== undefined) told.delete(oldest);
    return place;
  };

  /** Where a channel cannot be asked for, what the event says of it has to do. */
  const ask = async (id: string, type: unknown, options: CallOptions): Promise<Place | undefined> => {
    const read = async (): Promise<Place | undefined> => setup.place(id, options);
    if (typeof type !== "number") return read();
    return (await read().catch(() => undefined)) ?? toPlace({ id, type });
  };

  return async (options) => ({
    us: await setup.us(options),
    now: new Date(runtime.clock.now()).toISOString(),
    place: async (d) => {
      const id = textOf(d["channel_id"]) ?? "";
      if (d["guild_id"] === undefined) return directPlace(setup, id, d);
      return told.get(id) ?? (await ask(id, d["channel_type"], options));
    },
    thread: async (wire) => remember(toPlace(wire, await parentOf(setup, wire, options))),
    post: async (id) => setup.post?.(id, options),
    wants: (place) => channels === undefined || place.kind === "direct" || channels.has(place.id) || channels.has(place.parentId ?? ""),
  });
}

async function parentOf(setup: PushSetup, wire: WireChannel, options: CallOptions): Promise<WireChannel | undefined> {
  const parent = textOf(wire["parent_id"]);
  return parent === undefined ? undefined : (await setup.place(parent, options))?.wire;
}

/** A direct channel. Who writes in it is remembered with it, bots aside: among them is ours. */
function directPlace(setup: PushSetup, id: string, d: Fields): Place {
  const wire = { id, type: directType };
  const { id: person, bot } = fieldsOf(d["author"]);
  if (isSnowflake(person) && bot !== true) setup.keepDirect?.(person, wire);
  return toPlace(wire);
}
