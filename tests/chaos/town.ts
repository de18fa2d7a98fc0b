/** A town: three fake networks, the brand's accounts on them, and the people who talk there. @module */
import { connectFakes } from "../../src/testing/connect-fakes.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createDiscordAdapter, createDiscordApp } from "../../src/networks/discord/index.js";
import { createMastodonAdapter } from "../../src/networks/mastodon/index.js";
import { fakeNetwork } from "../../src/testing/fake-network.js";
import { saidLog, type SaidLog } from "./said.js";
import { stormFaults, type Weather } from "./weather.js";
import type { AccountKey } from "../../src/model/keys.js";
import type { AnyAdapter } from "../../src/adapter/adapter.js";
import type { App } from "../../src/adapter/app.js";
import type { ChaosClock } from "./clock.js";
import type { FakeAccount } from "../../src/testing/bluesky/index.js";
import type { FakeBluesky } from "../../src/testing/bluesky/index.js";
import type { FakeChannel, FakeDiscord, FakePerson } from "../../src/testing/discord/index.js";
import type { FakeMastodon, FakeMastodonAccount } from "../../src/testing/mastodon/index.js";
import type { Runtime } from "../../src/adapter/runtime.js";

/** A guild of the town. */
export interface Guild {
  readonly id: string;
  readonly owner: FakePerson;
  readonly forum: FakeChannel;
  readonly texts: readonly FakeChannel[];
  readonly news: FakeChannel;
  readonly members: readonly FakePerson[];
}

/** A town. */
export interface Town {
  readonly clock: ChaosClock;
  readonly weather: Weather;
  readonly said: SaidLog;
  readonly bluesky: FakeBluesky;
  readonly mastodon: FakeMastodon;
  readonly discord: FakeDiscord;
  /** The brand's accounts, and the people. */
  readonly sky: { readonly brands: readonly FakeAccount[]; readonly people: readonly FakeAccount[] };
  readonly tooth: { readonly brands: readonly FakeMastodonAccount[]; readonly people: readonly FakeMastodonAccount[] };
  readonly guilds: readonly Guild[];
  /** Id of the brand's bot. */
  readonly bot: string;
  readonly wire: Required<Pick<Runtime, "fetch" | "webSocket">>;
  /** Makes what one process reaches the networks with. */
  readonly connect: (death: AbortSignal) => { readonly adapters: readonly AnyAdapter[]; readonly apps: readonly App[] };
  /** Keys of the brand's accounts, in the order of `sky.brands`, `tooth.brands`, `guilds`. */
  readonly accounts: readonly AccountKey[];
  /** Defects of the fakes themselves. */
  failures(): readonly Error[];
}

const names = ["asta", "bo", "carla", "dorte", "emil", "freja", "gorm", "helle", "ida", "jens"];

/** Builds a town. */
export function buildTown(seed: string, clock: ChaosClock, weather: Weather): Town {
  const faults = stormFaults(weather);
  const host = seed.toLowerCase().replace(/[^a-z0-9]+/gu, "-");
  const bluesky = fakeNetwork("bluesky", { clock, seed: `${seed} sky`, faults, baseUrl: `https://sky-${host}.test`, pageSize: 20 });
  const mastodon = fakeNetwork("mastodon", { clock, seed: `${seed} tooth`, faults, baseUrl: `https://tooth-${host}.test`, pageSize: 20 });
  const discord = fakeNetwork("discord", { clock, seed: `${seed} guild`, faults, baseUrl: `https://guild-${host}.test/api/v10` });

  const sky = {
    brands: ["boots.test", "tents.test"].map((handle) => bluesky.state.addAccount(handle)),
    people: names.map((name) => bluesky.state.addAccount(`${name}.test`)),
  };
  const tooth = {
    brands: ["boots", "tents"].map((name) => mastodon.state.addAccount(name)),
    people: names.map((name) => mastodon.state.addAccount(name)),
  };
  const made = ["Boots", "Tents"].map((name) => discord.state.addGuild(name));
  const bot = discord.state.addBot("bootsbot", { guilds: made.map(({ id }) => id) });
  const guilds = made.map(({ id, owner }): Guild => {
    discord.state.allow(owner, id, "MANAGE_MESSAGES");
    return {
      id,
      owner,
      forum: discord.state.addChannel(id, "help", { type: "forum" }),
      texts: ["trails", "lounge"].map((name) => discord.state.addChannel(id, name)),
      news: discord.state.addChannel(id, "news", { type: "announcement" }),
      members: names.map((name) => discord.state.addMember(id, name)),
    };
  });

  // A token that has expired is replaced by whoever keeps the brand's secrets, as soon as the network says so.
  const toothTokens = new Map(tooth.brands.map(({ id, token }) => [id, token]));
  let botToken = bot.token;
  mastodon.observe(({ faults: hit }) => {
    if (!hit.includes("expired-token")) return;
    for (const { id } of tooth.brands) toothTokens.set(id, mastodon.state.addToken(id, ["read", "write", "follow", "push", "profile"]));
  });
  discord.observe(({ faults: hit }) => {
    if (hit.includes("expired-token")) botToken = discord.state.resetToken(bot);
  });

  const connect: Town["connect"] = (death) => {
    const app = createDiscordApp({
      id: discord.app.id,
      publicKey: discord.app.publicKey,
      guilds: guilds.map(({ id }) => id),
    });
    const gateway = {
      follow: (options: Parameters<typeof discord.gateway.follow>[0]) =>
        discord.gateway.follow({ ...options, signal: AbortSignal.any([options.signal, death]) }),
    };
    const adapters: AnyAdapter[] = [
      ...sky.brands.map(({ did, privilegedAppPassword }) =>
        createBlueskyAdapter({ accountId: did, password: privilegedAppPassword, service: bluesky.baseUrl }),
      ),
      ...tooth.brands.map(({ id }) =>
        createMastodonAdapter({ server: mastodon.baseUrl, accountId: id, token: async () => toothTokens.get(id) ?? "" }),
      ),
      ...guilds.map(({ id, forum }) =>
        createDiscordAdapter({
          accountId: id,
          token: async () => botToken,
          service: new URL(discord.baseUrl).origin,
          publishTo: forum.id,
          directChannels: [],
          gateway,
          app,
        }),
      ),
    ];
    return { adapters, apps: [app] };
  };
  return {
    clock,
    weather,
    said: saidLog(),
    bluesky,
    mastodon,
    discord,
    sky,
    tooth,
    guilds,
    bot: bot.id,
    wire: connectFakes(bluesky, mastodon, discord),
    connect,
    accounts: connect(new AbortController().signal).adapters.map(({ account }) => account),
    failures: () => [bluesky, mastodon, discord].flatMap(({ failures }) => failures),
  };
}
