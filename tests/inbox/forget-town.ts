/** A brand on three networks, with somebody who did all that a person can do there, and somebody else who speaks of them. @module */
import { connectFakes } from "../../src/testing/connect-fakes.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createDiscordAdapter } from "../../src/networks/discord/index.js";
import { createInbox, type Inbox } from "../../src/inbox/index.js";
import { createMastodonAdapter } from "../../src/networks/mastodon/index.js";
import { fakeNetwork } from "../../src/testing/fake-network.js";
import { memoryStore } from "../../src/store/memory/memory-store.js";
import { plan } from "./act-harness.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { AuthorKey } from "../../src/model/keys.js";
import type { CollectionName, Collections } from "../../src/store/collections.js";
import type { Coordinator } from "../../src/store/coordinator.js";
import type { Message } from "../../src/model/message.js";
import type { Policy } from "../../src/inbox/policy.js";
import type { Store } from "../../src/store/store.js";

export const sandra = { type: "human", id: "sandra" } as const;
const robot = { type: "automation", id: "robot" } as const;
const minute = 60_000;

export const collections: readonly CollectionName[] = [
  "account",
  "author",
  "post",
  "message",
  "conversation",
  "workflow",
  "cursor",
  "change",
  "dead",
  "outbox",
  "pause",
  "audit",
  "observation",
  "tombstone",
];

/** All rows of a collection. */
export async function rowsOf<C extends CollectionName>(store: Store, collection: C): Promise<readonly Collections[C][]> {
  const { items } = await store.query(collection, { limit: 5_000 });
  return items.map(({ value }) => value);
}

/** Everything that is stored, as text, by collection. */
export async function dump(store: Store): Promise<string> {
  const all = await Promise.all(collections.map(async (name) => [name, await rowsOf(store, name)] as const));
  return all.flatMap(([name, rows]) => rows.map((row) => `${name} ${JSON.stringify(row)}`)).join("\n");
}

export type Place = "bluesky" | "mastodon" | "discord";

/** What a test starts with. */
export interface Town {
  readonly inbox: Inbox;
  readonly store: Store;
  readonly clock: ReturnType<typeof virtualClock>;
  /** The person, as the account sees them. */
  readonly author: AuthorKey;
  /** Words that nothing may hold afterwards: ids, handles, names, texts. */
  readonly secrets: readonly string[];
  /** Says something more in the person's name. */
  readonly says: (text: string) => void;
  /** Reads until nothing is new. */
  readonly read: (times?: number) => Promise<void>;
  /** Another inbox over the same network. */
  readonly open: (store: Store, tenant?: string) => Inbox;
  readonly messages: () => Promise<readonly Message[]>;
}

const held: Policy = (send) => (send.by.type === "automation" ? { do: "hold", reason: "look at it" } : { do: "send" });

/** Builds it, lets everything happen, and reads it in. */
export async function town(
  place: Place,
  options: { readonly store?: Store; readonly tenant?: string; readonly coordinator?: Coordinator } = {},
): Promise<Town> {
  const { store = memoryStore(), tenant, coordinator } = options;
  const clock = virtualClock({ auto: true, start: "2026-11-20T08:00:00.000Z" });
  const world = worlds[place](clock);
  const open = (over: Store, of = tenant): Inbox =>
    createInbox({
      accounts: [world.adapter()],
      clock,
      store: over,
      policies: [held],
      ...(of !== undefined && { tenant: of }),
      ...(coordinator !== undefined && { coordinator }),
      ...world.wires,
    });
  const inbox = open(store);
  await inbox.sync();
  await clock.sleep(minute);
  world.live();
  const read = async (times = 1): Promise<void> => {
    for (let time = 0; time < times; time++) {
      await clock.sleep(minute);
      const { surfaces } = await inbox.sync();
      const failed = surfaces.filter(({ error }) => error !== undefined);
      if (failed.length > 0) throw new Error(JSON.stringify(failed));
    }
  };
  await read();
  const messages = (): Promise<readonly Message[]> => rowsOf(store, "message");
  await answerAll(inbox, await messages(), world.person);
  await read();
  await world.later(inbox, await messages());
  await read(2);
  return { inbox, store, clock, author: world.author, secrets: world.secrets, says: world.says, read, open, messages };
}

/** Answers, likes, holds, notes: whatever a team does with a message. */
async function answerAll(inbox: Inbox, messages: readonly Message[], person: string): Promise<void> {
  for (const message of messages.filter(({ author, direction }) => direction === "inbound" && author?.id === person)) {
    const sent = await inbox.respond(
      message,
      plan([`Thank you secret-first, ${message.author?.name ?? ""}!`], { actions: [{ type: "like", onUnsupported: "skip" }] }),
      {
        by: sandra,
      },
    );
    if (sent.status !== "sent") throw new Error(JSON.stringify(sent));
    await inbox.respond(message, `Once more secret-second, @${message.author?.handle ?? ""}.`, {
      by: sandra,
      idempotencyKey: `second:${message.key}`,
    });
    await inbox.respond(message, "secret-held", { by: robot });
    // A room belongs to everybody in it, and so do the team's notes about it.
    if (message.kind !== "chat") await inbox.note(message.key, `secret-note about ${message.author?.name ?? ""}`, { by: sandra });
  }
}

interface World {
  readonly adapter: () => Parameters<typeof createInbox>[0]["accounts"] extends infer A
    ? A extends readonly (infer One)[]
      ? One
      : never
    : never;
  readonly wires: Pick<Parameters<typeof createInbox>[0], "fetch" | "webSocket">;
  readonly author: AuthorKey;
  readonly person: string;
  readonly secrets: readonly string[];
  readonly live: () => void;
  readonly later: (inbox: Inbox, messages: readonly Message[]) => Promise<void>;
  readonly says: (text: string) => void;
}

type Clock = ReturnType<typeof virtualClock>;
const escaped = (id: string): string => id.replaceAll("%", "%25").replaceAll(":", "%3A").replaceAll("/", "%2F");
const words = [
  "secret-comment",
  "secret-mention",
  "secret-direct",
  "secret-first",
  "secret-second",
  "secret-held",
  "secret-note",
  "secret-story",
];

const worlds: Readonly<Record<Place, (clock: Clock) => World>> = {
  bluesky: (clock) => {
    const fake = fakeNetwork("bluesky", { clock });
    const us = fake.state.addAccount("boots.test");
    const ada = fake.state.addAccount("ada-secret.test", { displayName: "Ada Sentinel" });
    const ben = fake.state.addAccount("ben.test", { displayName: "Ben" });
    const post = fake.state.post(us, "Boots!");
    let comment = "";
    let own = "";
    return {
      adapter: () => createBlueskyAdapter({ accountId: us.did, password: us.privilegedAppPassword, service: fake.baseUrl }),
      wires: connectFakes(fake),
      author: `bluesky:${escaped(us.did)}:author:${escaped(ada.did)}`,
      person: ada.did,
      secrets: [ada.did, ada.did.replaceAll(":", "%3A"), ada.did.slice(8), ada.handle, "Ada Sentinel", ...words],
      live: () => {
        comment = fake.state.reply(ada, post.uri, "Are they warm? secret-comment").uri;
        own = fake.state.post(ada, "I asked @boots.test about boots secret-mention").uri;
        fake.state.directMessage(ada, us, "A private word secret-direct");
        fake.state.like(ada, post.uri);
        fake.state.follow(ada, us);
        fake.state.reply(ben, comment, "@ada-secret.test they are, says Ada Sentinel");
        fake.state.reply(ben, own, "@boots.test is right");
        fake.state.reply(ben, post.uri, "Mine are wet");
      },
      later: async (inbox, messages) => {
        const wet = messages.find(({ text }) => text === "Mine are wet");
        if (wet !== undefined) await inbox.respond(wet, "As we told @ada-secret.test, dry them", { by: sandra });
      },
      says: (text) => {
        fake.state.reply(ada, post.uri, text);
      },
    };
  },
  mastodon: (clock) => {
    const fake = fakeNetwork("mastodon", { clock });
    const us = fake.state.addAccount("boots");
    const ada = fake.state.addAccount("ada_secret", { displayName: "Ada Sentinel" });
    const ben = fake.state.addAccount("ben", { displayName: "Ben" });
    const post = fake.state.post(us, "Boots!");
    const account = createMastodonAdapter({ server: fake.baseUrl, accountId: us.id, token: us.token }).account;
    return {
      adapter: () => createMastodonAdapter({ server: fake.baseUrl, accountId: us.id, token: us.token }),
      wires: connectFakes(fake),
      author: `${account}:author:${escaped(ada.id)}`,
      person: ada.id,
      secrets: [ada.id, ada.handle, "Ada Sentinel", ...words],
      live: () => {
        const comment = fake.state.reply(ada, post, "@boots Are they warm? secret-comment");
        const own = fake.state.post(ada, "I asked @boots about boots secret-mention");
        fake.state.directMessage(ada, us, "@boots A private word secret-direct");
        fake.state.favourite(ada, post);
        fake.state.follow(ada, us);
        fake.state.reply(ben, comment, "@ada_secret @boots they are, says Ada Sentinel");
        fake.state.reply(ben, own, "@boots is right");
        fake.state.reply(ben, post, "@boots Mine are wet");
      },
      later: async (inbox, messages) => {
        const wet = messages.find(({ text }) => text.endsWith("Mine are wet"));
        if (wet !== undefined) await inbox.respond(wet, "As we told @ada_secret, dry them", { by: sandra });
      },
      says: (text) => {
        fake.state.reply(ada, post, `@boots ${text}`);
      },
    };
  },
  discord: (clock) => {
    const fake = fakeNetwork("discord", { clock });
    const guild = fake.state.addGuild("Boots");
    const bot = fake.state.addBot("bootsbot", { guilds: [guild.id] });
    const help = fake.state.addChannel(guild.id, "help", { type: "forum" });
    const trails = fake.state.addChannel(guild.id, "trails");
    const ada = fake.state.addMember(guild.id, "ada_secret", { name: "Ada Sentinel" });
    const ben = fake.state.addMember(guild.id, "ben");
    const room = fake.state.directChannel(ada, bot);
    return {
      adapter: () =>
        createDiscordAdapter({
          accountId: guild.id,
          token: bot.token,
          service: new URL(fake.baseUrl).origin,
          publishTo: help.id,
          directChannels: [room],
          gateway: fake.gateway,
        }),
      wires: connectFakes(fake),
      author: `discord:${guild.id}:author:${ada.id}`,
      person: ada.id,
      secrets: [ada.id, "ada_secret", "Ada Sentinel", ...words],
      live: () => {
        fake.state.post(ada, help.id, "Are they warm? secret-comment", { title: "secret-story" });
        const said = fake.state.say(ada, trails.id, "I ask secret-mention");
        fake.state.directMessage(ada, bot, "A private word secret-direct");
        fake.state.react(ada, said.id, "👍");
        fake.state.reply(ben, said.id, `<@${ada.id}> they are, says Ada Sentinel`);
        fake.state.say(ben, trails.id, "Mine are wet");
      },
      later: async (inbox, messages) => {
        const wet = messages.find(({ text }) => text === "Mine are wet");
        if (wet !== undefined) await inbox.respond(wet, `As we told <@${ada.id}>, dry them`, { by: sandra });
      },
      says: (text) => {
        fake.state.say(ada, trails.id, text);
      },
    };
  },
};
