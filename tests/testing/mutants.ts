/** What broken adapters are made of: a real one, and one thing done wrong. @module */
import { blueskyWorld, type BlueskyWorld } from "../../src/testing/bluesky/contract-world.js";
import { createBlueskyAdapter, type BlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createDiscordAdapter, createDiscordApp, type DiscordAdapter } from "../../src/networks/discord/index.js";
import { createMastodonAdapter, type MastodonAdapter } from "../../src/networks/mastodon/index.js";
import { discordWorld, type DiscordWorld } from "../../src/testing/discord/contract-world.js";
import { mastodonWorld, type MastodonWorld } from "../../src/testing/mastodon/contract-world.js";
import { blindDiscord, weakDiscord } from "./discord-bots.js";
import { inventedWebhooks } from "./invented-webhooks.js";
import { liveBluesky, liveWorld, type LiveBluesky, type LiveWorld } from "./live-bluesky.js";
import type { AdapterContractOptions } from "../../src/testing/adapter-contract.js";
import type { AnyAdapter } from "../../src/adapter/adapter.js";
import type { ContractWorld } from "../../src/testing/adapter-contract/world.js";
import type { Page, Paged } from "../../src/model/page.js";
import type { Runtime } from "../../src/adapter/runtime.js";

/** Where mutants live: a world, and sound adapters of its brand. */
export interface Habitat<A extends AnyAdapter, W extends ContractWorld> {
  readonly world: () => W;
  readonly create: (runtime: Runtime, world: W) => A;
  /** The same with a token that may do less. */
  readonly limited?: (runtime: Runtime, world: W) => A;
  /** The same without something that a plan or approval gives. */
  readonly lesser?: (runtime: Runtime, world: W) => A;
}

/** What a mutant may use beside the adapter that it breaks. */
export interface Setting<A extends AnyAdapter = BlueskyAdapter, W extends ContractWorld = BlueskyWorld> {
  readonly world: W;
  /** Makes a sound adapter of the same account that shares neither sessions nor budgets with others. */
  readonly stranger: () => A;
}

/** One defect, and the behaviours that have to notice it. */
export interface Mutant<A extends AnyAdapter = BlueskyAdapter, W extends ContractWorld = BlueskyWorld> {
  /** Ends of the names of the behaviours. */
  readonly breaks: readonly string[];
  /** What the adapter does wrong. */
  readonly adapter?: (adapter: A, setting: Setting<A, W>) => Partial<A>;
  /** What it was given wrong. */
  readonly runtime?: (runtime: Runtime) => Runtime;
  /** What is wrong around it: the app of its webhooks. */
  readonly world?: (world: W) => Partial<W>;
}

/** Mutants of Bluesky's adapter. */
export type Mutants = MutantsOf<BlueskyAdapter, BlueskyWorld>;
/** Mutants of any adapter. */
export type MutantsOf<A extends AnyAdapter, W extends ContractWorld> = Readonly<Record<string, Mutant<A, W>>>;

const makeBluesky = (
  runtime: Runtime,
  { account, fake }: BlueskyWorld,
  more: { readonly password: string } | { readonly token: () => Promise<string> },
): BlueskyAdapter => createBlueskyAdapter({ accountId: account.did, ...more, service: fake.baseUrl, chatProxy: fake.chatProxy, runtime });

export const soundAdapter = (runtime: Runtime, world: BlueskyWorld): BlueskyAdapter =>
  makeBluesky(runtime, world, { password: world.account.privilegedAppPassword });

export const world = (): BlueskyWorld => blueskyWorld();

/** Bluesky, with a password. */
export const bluesky: Habitat<BlueskyAdapter, BlueskyWorld> = {
  world,
  create: soundAdapter,
  limited: (runtime, here) => makeBluesky(runtime, here, { password: here.account.appPassword }),
};

/** Bluesky, with a token that the host renews; this host does not. */
export const blueskyByToken: Habitat<BlueskyAdapter, BlueskyWorld> = {
  world: () => ({ ...blueskyWorld(), renews: false }),
  create: (runtime, here) => {
    let token: Promise<string> | undefined;
    const logIn = async (): Promise<string> => {
      const answer = await here.fake.fetch(`${here.fake.baseUrl}/xrpc/com.atproto.server.createSession`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ identifier: here.account.handle, password: here.account.privilegedAppPassword }),
      });
      return ((await answer.json()) as { readonly accessJwt: string }).accessJwt;
    };
    return makeBluesky(runtime, here, { token: () => (token ??= logIn()) });
  },
};

/** Bluesky, whose news come over a socket and over webhooks that do not exist. */
export const blueskyLive: Habitat<LiveBluesky, LiveWorld> = {
  world: () => {
    const here = liveWorld();
    return { ...here, webhooks: inventedWebhooks(here) };
  },
  create: (runtime, here) => liveBluesky(soundAdapter(runtime, here), runtime, here),
};

/** Discord: a guild with a bot. */
export const discord: Habitat<DiscordAdapter, DiscordWorld> = {
  world: () =>
    discordWorld({
      createApp: ({ id, publicKey, guildId }) => createDiscordApp({ id, publicKey, guilds: [guildId] }),
      windowMs: 15 * 60_000,
    }),
  create: (runtime, here) => {
    const directChannels: string[] = [];
    for (const number of [0, 1, 2]) void here.member(number).then((person) => directChannels.push(here.directChannelWith(person)));
    return createDiscordAdapter({
      accountId: here.guild.id,
      token: here.bot.token,
      publishTo: here.channels.forum.id,
      directChannels,
      gateway: here.fake.gateway,
      service: new URL(here.fake.baseUrl).origin,
      runtime,
    });
  },
  limited: weakDiscord,
  lesser: blindDiscord,
};

/** Mastodon: a server with an account. */
export const mastodon: Habitat<MastodonAdapter, MastodonWorld> = {
  world: () => mastodonWorld(),
  create: (runtime, { account, fake }) =>
    createMastodonAdapter({ server: fake.baseUrl, accountId: account.id, token: account.token, runtime }),
};

/** Makes the options of the contract for a broken adapter. */
export function broken<A extends AnyAdapter, W extends ContractWorld>(
  { world: make, create, limited, lesser }: Habitat<A, W>,
  { adapter: change, runtime: give = (runtime) => runtime, world: alter }: Mutant<A, W>,
): AdapterContractOptions<W> {
  const breaking =
    (sound: (runtime: Runtime, here: W) => A) =>
    (runtime: Runtime, here: W): AnyAdapter => {
      const given = give(runtime);
      const adapter = sound(given, here);
      // What adapters share in one process they share by their clock.
      const stranger = (): A => sound({ ...given, clock: { ...given.clock! } }, here);
      return { ...adapter, ...change?.(adapter, { world: here, stranger }) };
    };
  return {
    world: () => {
      const here = make();
      return { ...here, ...alter?.(here) };
    },
    create: breaking(create),
    ...(limited !== undefined && { createLimited: breaking(limited) }),
    ...(lesser !== undefined && { createLesser: breaking(lesser) }),
  };
}

/** Changes the pages of a list. Given `undefined`, the list ends there. */
export function changed<T>(list: Paged<T>, change: (page: Page<T>) => Page<T> | undefined): Paged<T> {
  async function* pages(): AsyncGenerator<Page<T>, void, undefined> {
    for await (const page of list.pages()) {
      const next = change(page);
      if (next === undefined) return;
      yield next;
    }
  }
  return {
    pages,
    then: (resolve, reject) =>
      pages()
        .next()
        .then((first) => first.value ?? { items: [], stoppedBy: "end" as const, quarantined: [] })
        .then(resolve, reject),
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page.items;
    },
  };
}

/** Changes every item of a list. */
export const each = <T>(list: Paged<T>, change: (item: T) => unknown): Paged<T> =>
  changed(list, (page) => ({ ...page, items: page.items.map((item) => change(item) as T) }));

/** Copies without some fields. */
export const without = <T extends object>(value: T | undefined, ...names: readonly string[]): T =>
  Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => !names.includes(name))) as T;
