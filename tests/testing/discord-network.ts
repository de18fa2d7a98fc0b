/** What the tests of the fake Discord share: a guild with a bot and people, and a client as thin as it can be. @module */
import { fakeNetwork, type FakeNetworkOptions } from "../../src/testing/fake-network.js";
import type { FakeBot, FakeChannel, FakeDiscord, FakeGuild, FakePerson } from "../../src/testing/discord/index.js";
import { vi } from "vitest";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";
import { judgedByDiscord } from "./openapi.js";
import type { Loose, Reply } from "./network.js";

/** A query; a list repeats its name. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Asks as one bot. */
export interface Client {
  get(path: string, query?: Query): Promise<Reply>;
  send(verb: "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
}

export interface Guild {
  readonly fake: FakeDiscord;
  readonly clock: VirtualClock;
  readonly guild: FakeGuild;
  readonly bot: FakeBot;
  readonly mira: FakePerson;
  readonly otto: FakePerson;
  readonly general: FakeChannel;
  readonly news: FakeChannel;
  readonly help: FakeChannel;
  readonly me: Client;
}

// The official document is large: whoever is first to be judged by it waits for it.
vi.setConfig({ testTimeout: 60_000 });

export const agent = "DiscordBot (https://shop.test, 1.0.0)";

export function client(fake: FakeDiscord, headers: Readonly<Record<string, string>>): Client {
  const ask = async (verb: string, path: string, query: Query, init: RequestInit): Promise<Reply> => {
    const url = new URL(`${fake.baseUrl}${path}`);
    for (const [name, value] of Object.entries(query))
      for (const one of Array.isArray(value) ? (value as readonly string[]) : [String(value)]) url.searchParams.append(name, one);
    const response = await fake.fetch(url, { method: verb, ...init });
    const body = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
    return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(body) as Loose) : undefined };
  };
  return {
    get: (path, query = {}) => ask("GET", path, query, { headers }),
    send: (verb, path, body, more = {}) =>
      ask(
        verb,
        path,
        {},
        body instanceof FormData
          ? { headers: { ...headers, ...more }, body }
          : {
              headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }), ...more },
              ...(body !== undefined && { body: JSON.stringify(body) }),
            },
      ),
  };
}

/** Asks as a bot. */
export const as = (fake: FakeDiscord, { token }: Pick<FakeBot, "token">): Client =>
  client(fake, { authorization: `Bot ${token}`, "user-agent": agent });

const buckets = ["me", "guild", "channel", "read", "write", "delete", "react", "threads", "search", "moderate", "directs"];

/** Limits that no test meets which is not about them. */
const wide = { perSecond: 10_000, buckets: Object.fromEntries(buckets.map((name) => [name, [10_000, 1000] as const])) };

/** Lets a fake go unjudged, where a test asks what no document describes. */
export const unjudged = <F>(fake: F): F => fake;

/** A guild with a bot, two people and three channels. */
export function guildWith(
  options: Omit<FakeNetworkOptions["discord"], "clock"> = {},
  judge: (fake: FakeDiscord) => FakeDiscord = judgedByDiscord,
): Guild {
  const clock = virtualClock({ auto: true });
  const fake = judge(fakeNetwork("discord", { clock, limits: wide, ...options }));
  const { state } = fake;
  const guild = state.addGuild("Boots & Co");
  const bot = state.addBot("bootsbot", { guilds: [guild.id], name: "Boots Bot" });
  return {
    fake,
    clock,
    guild,
    bot,
    mira: state.addMember(guild.id, "mira", { name: "Mira", nick: "Mira from the hills" }),
    otto: state.addMember(guild.id, "otto"),
    general: state.addChannel(guild.id, "general", { topic: "Anything goes" }),
    news: state.addChannel(guild.id, "news", { type: "announcement" }),
    help: state.addChannel(guild.id, "help", { type: "forum", tags: ["sizes", "care"] }),
    me: as(fake, bot),
  };
}

/** The number and the status of a refusal. */
export const refusalOf = ({ status, body }: Reply): readonly unknown[] => [status, body?.code];
