/**
 * The channels and threads of the guild, remembered for a while.
 * @module
 */
import { channelAnswer, listAnswer, threadsAnswer, wireChannel, type WireChannel } from "./wire.js";
import { fieldsOf } from "../../adapter/fields.js";
import { isFolkmootError } from "../../errors.js";
import { readItems } from "../../adapter/read-items.js";
import { toPlace, type Place } from "./places.js";
import type { CheckedOptions } from "./options.js";
import type { Clock } from "../../clock.js";
import type { DiscordTask } from "./task.js";

/** What is asked for channels. */
export interface Channels {
  /** The channels and forums that are read, without threads. `fresh`: as they are now, with their newest messages. */
  all(task: DiscordTask, fresh?: boolean): Promise<readonly Place[]>;
  /** The active threads that are read. `fresh`: as they are now. */
  threads(task: DiscordTask, fresh?: boolean): Promise<readonly Place[]>;
  /** Reads threads that came with another answer. */
  learn(task: DiscordTask, threads: readonly unknown[]): Promise<readonly Place[]>;
  /** Finds one channel, thread or direct channel. Throws `not-found` for one of another guild. */
  find(task: DiscordTask, id: string): Promise<Place>;
  /** As `find`; `undefined` for one that is gone or closed to us. `fresh`: as it is now. */
  lookUp(task: DiscordTask, id: string, fresh?: boolean): Promise<Place | undefined>;
  /** As `find`, as it is now. */
  refresh(task: DiscordTask, id: string): Promise<Place>;
  /** The direct channels that are known. */
  directs(): readonly string[];
  /** Remembers the direct channel of a person. */
  keepDirect(person: string, wire: WireChannel): Place;
  /** The direct channel of a person, where it was opened before. */
  directWith(person: string): Place | undefined;
  /** Reads in a channel; one that is closed to us is passed over by lists for a while, and the host is told of it once. */
  reading<T>(task: DiscordTask, channel: string, read: () => Promise<T>): Promise<T>;
  /** True for a channel that was closed to us a while ago. */
  isShut(channel: string): boolean;
}

/** How long lists are remembered. Milliseconds. */
const rememberedMs = 300_000;
/** How many channels, threads and direct channels are remembered one by one. */
const mostRemembered = 2_000;

function remember<V>(map: Map<string, V>, key: string, value: V): V {
  map.delete(key);
  const [oldest] = map.keys();
  if (map.size >= mostRemembered && oldest !== undefined) map.delete(oldest);
  map.set(key, value);
  return value;
}

/** Makes the memory of one adapter. */
export function channelDirectory({ guild, channels: wanted, directChannels = [] }: CheckedOptions, clock: Clock): Channels {
  const known = new Map<string, Place>();
  const people = new Map<string, string>();
  const shut = new Map<string, number>();
  let all: { readonly places: readonly Place[]; readonly until: number } | undefined;
  let threads: { readonly places: readonly Place[]; readonly until: number } | undefined;

  const isRead = ({ id, parentId }: Place): boolean =>
    wanted === undefined || wanted.has(id) || (parentId !== undefined && wanted.has(parentId));
  const keep = (places: readonly Place[]): { readonly places: readonly Place[]; readonly until: number } => {
    for (const place of places) remember(known, place.id, place);
    return { places, until: clock.now() + rememberedMs };
  };

  const askAll = async (task: DiscordTask): Promise<readonly Place[]> => {
    const answer = await task.get(`/guilds/${guild}/channels`, listAnswer);
    all = keep(readItems("channels", answer, wireChannel, (wire) => toPlace(wire)).items);
    return all.places;
  };
  const every = async (task: DiscordTask, fresh = false): Promise<readonly Place[]> =>
    fresh || all === undefined || all.until <= clock.now() ? askAll(task) : all.places;

  const learn = async (task: DiscordTask, found: readonly unknown[]): Promise<readonly Place[]> => {
    const parents = found.length === 0 ? new Map<string, WireChannel>() : new Map((await every(task)).map(({ id, wire }) => [id, wire]));
    const read = readItems("threads", found, wireChannel, (wire) => toPlace(wire, parents.get(String(wire["parent_id"]))));
    return keep(read.items.filter(({ kind }) => kind === "thread")).places;
  };

  const refresh = async (task: DiscordTask, id: string): Promise<Place> => {
    const wire = await task.get(`/channels/${id}`, channelAnswer);
    const of = wire["guild_id"];
    if (of !== undefined && of !== guild)
      return task.refuse("not-found", "the channel belongs to another server; use the adapter of that one.");
    const parent = fieldsOf(wire)["parent_id"];
    const isThread = toPlace(wire).kind === "thread";
    const parents = isThread ? await every(task) : [];
    return remember(known, id, toPlace(wire, parents.find((place) => place.id === parent)?.wire));
  };

  return {
    all: async (task, fresh) => (await every(task, fresh)).filter(isRead),
    threads: async (task, fresh = false) => {
      if (fresh || threads === undefined || threads.until <= clock.now()) {
        const answer = await task.get(`/guilds/${guild}/threads/active`, threadsAnswer);
        const places = await learn(task, answer.threads);
        threads = { places, until: clock.now() + rememberedMs };
      }
      return threads.places.filter(isRead);
    },
    learn: async (task, found) => (await learn(task, found)).filter(isRead),
    find: async (task, id) => known.get(id) ?? refresh(task, id),
    lookUp: async (task, id, fresh = false) => {
      try {
        return (fresh ? undefined : known.get(id)) ?? (await refresh(task, id));
      } catch (error) {
        if (isFolkmootError(error, "forbidden") || isFolkmootError(error, "not-found")) return undefined;
        throw error;
      }
    },
    refresh,
    directs: () => [...new Set([...directChannels, ...people.values()])],
    keepDirect: (person, wire) => {
      const place = remember(known, wire.id, toPlace(wire));
      remember(people, person, place.id);
      return place;
    },
    directWith: (person) => known.get(people.get(person) ?? ""),
    reading: async (task, channel, read) => {
      try {
        return await read();
      } catch (error) {
        // Each refusal counts towards the ban of the address, so nobody asks again at every turn.
        if (isFolkmootError(error, "forbidden")) {
          if (!shut.has(channel))
            task.runtime.logger.warn?.("A channel is closed to the bot and is passed over.", { account: task.account, channel });
          remember(shut, channel, clock.now() + rememberedMs);
        }
        throw error;
      }
    },
    isShut: (channel) => (shut.get(channel) ?? 0) > clock.now(),
  };
}
