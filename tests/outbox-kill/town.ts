/** Three networks that outlive every process, with a brand on each, and what they hold in the end. @module */
import { connectFakes } from "../../src/testing/connect-fakes.js";
import { createInbox } from "../../src/index.js";
import { fakeNetwork } from "../../src/testing/fake-network.js";
import { clockAhead } from "./ahead.js";
import { lent } from "./one-store.js";
import { adapterOf, networks, textsOf, type Job, type Kind, type NetworkName, type Wire } from "./setup.js";
import type { Exchange } from "../../src/testing/exchange.js";
import type { Message } from "../../src/model/message.js";
import type { Store, Write } from "../../src/store/store.js";

/** What a network holds of a job. */
export interface Held {
  /** Numbers of the texts that stand there, in the order in which they were said. */
  readonly said: readonly number[];
  /** True when each stands where it belongs: the second below the first, or in private. */
  readonly inPlace: boolean;
  /** How many likes the question has of the brand. */
  readonly likes: number;
  /** How often a request with each text has arrived. */
  readonly arrived: readonly number[];
}

export interface Town {
  readonly wire: Wire;
  /** How far the clock of the town is ahead of the machine's. Milliseconds. */
  readonly aheadMs: number;
  /** Moves the clock of the networks; processes that are started later get it too. */
  jump(ms: number): void;
  /** Lets somebody ask for each of the jobs, and puts what is known of it into a tenant of its own. */
  ask(
    store: Store,
    wanted: readonly { readonly id: string; readonly network: NetworkName; readonly kind: Kind }[],
  ): Promise<readonly Job[]>;
  held(job: Job): Held;
  close(): Promise<void>;
}

const plenty = 1_000_000;

export async function buildTown(): Promise<Town> {
  let aheadMs = 0;
  const clock = clockAhead(() => aheadMs);
  const bluesky = fakeNetwork("bluesky", {
    clock,
    limits: { requests: plenty, pointsPerHour: plenty, pointsPerDay: plenty, logins: plenty, loginsPerDay: plenty },
  });
  const mastodon = fakeNetwork("mastodon", {
    clock,
    limits: { requests: plenty, requestsPerAccount: plenty, paging: plenty, statuses: plenty },
  });
  const [many, seconds] = [plenty, 5_000] as const;
  const discord = fakeNetwork("discord", {
    clock,
    limits: {
      perSecond: plenty,
      buckets: {
        me: [many, seconds],
        guild: [many, seconds],
        channel: [many, seconds],
        read: [many, seconds],
        write: [many, seconds],
        react: [many, seconds],
        threads: [many, seconds],
        search: [many, seconds],
        directs: [many, seconds],
      },
    },
  });
  const fakes = { bluesky, mastodon, discord };
  const sky = bluesky.state.addAccount("boots.test");
  const tooth = mastodon.state.addAccount("boots");
  const guild = discord.state.addGuild("Boots");
  const bot = discord.state.addBot("bootsbot", { guilds: [guild.id] });
  const trails = discord.state.addChannel(guild.id, "trails");
  const posts = { sky: bluesky.state.post(sky, "Boots!").uri, tooth: mastodon.state.post(tooth, "Boots!") };
  const arrivals = new Map<string, number>();
  const note = ({ effect, inputBytes }: Exchange): void => {
    if (effect !== "write") return;
    const body = new TextDecoder().decode(inputBytes);
    for (const [word] of body.matchAll(/(?:first|second)-of-[a-z\d-]+\./g)) arrivals.set(word, (arrivals.get(word) ?? 0) + 1);
  };
  const listening = await Promise.all(
    networks.map(async (name) => {
      const fake = fakes[name];
      fake.observe(note);
      return { host: new URL(fake.baseUrl).host, ...(await fake.listen()) };
    }),
  );
  const wire: Wire = {
    hosts: Object.fromEntries(listening.map(({ host, url }) => [host, url])),
    bluesky: { accountId: sky.did, password: sky.privilegedAppPassword, service: bluesky.baseUrl },
    mastodon: { accountId: tooth.id, token: tooth.token, server: mastodon.baseUrl },
    discord: { accountId: guild.id, token: bot.token, service: new URL(discord.baseUrl).origin },
  };
  const people = new Map<string, string>();
  const questions = new Map<string, string>();

  /** Somebody asks; gives the id of what was asked. */
  const question = (id: string, network: NetworkName, kind: Kind): string => {
    const words = `Are they warm? ${id}`;
    switch (network) {
      case "bluesky": {
        const person = bluesky.state.addAccount(`${id}.test`);
        people.set(id, person.did);
        return kind === "message" ? bluesky.state.directMessage(person, sky, words).id : bluesky.state.reply(person, posts.sky, words).uri;
      }
      case "mastodon": {
        const person = mastodon.state.addAccount(id.replaceAll("-", "_"));
        people.set(id, person.id);
        return kind === "message"
          ? mastodon.state.directMessage(person, tooth, `@boots ${words}`)
          : mastodon.state.reply(person, posts.tooth, `@boots ${words}`);
      }
      case "discord": {
        const person = discord.state.addMember(guild.id, id.replaceAll("-", "_"));
        people.set(id, person.id);
        return discord.state.say(person, trails.id, words).id;
      }
    }
  };

  /** What of a list is a text of the job, as its number. */
  const numbered = <T extends { readonly text: string }>(job: Job, list: readonly T[]): readonly (readonly [number, T])[] =>
    list.flatMap((one) => textsOf(job).flatMap((text, index) => (one.text.includes(text) ? [[index, one] as const] : [])));

  const holds = (job: Job): Omit<Held, "arrived"> => {
    const asked = questions.get(job.id) ?? "";
    const person = people.get(job.id) ?? "";
    const follows = (list: readonly (readonly [number, { readonly id: string; readonly parent?: string }])[]): boolean =>
      job.kind === "message" || list.every(([index, { parent }]) => parent === (index === 0 ? asked : list[0]?.[1].id));
    switch (job.network) {
      case "bluesky": {
        const open = numbered(job, bluesky.state.postsOf(sky)).map(([index, post]) => [index, { ...post, id: post.uri }] as const);
        const hidden = numbered(job, job.kind === "reply" ? [] : bluesky.state.messagesBetween(sky, person));
        return {
          said: [...open, ...hidden].map(([index]) => index),
          inPlace: follows(open) && open.length + hidden.length === (job.kind === "message" ? hidden.length : open.length + hidden.length),
          likes: bluesky.state.held(asked)?.likedBy.filter((did) => did === sky.did).length ?? 0,
        };
      }
      case "mastodon": {
        const all = numbered(job, mastodon.state.statusesOf(tooth));
        const open = all.filter(([, { visibility }]) => visibility !== "direct");
        return {
          said: all.map(([index]) => index),
          inPlace: follows(open) && open.length === { reply: all.length, escalate: Math.min(1, all.length), message: 0 }[job.kind],
          likes: mastodon.state.held(asked)?.likedBy.filter((id) => id === tooth.id).length ?? 0,
        };
      }
      case "discord": {
        const open = numbered(job, discord.state.saidBy(bot));
        const hidden = numbered(job, discord.state.directsBetween(bot, person));
        return {
          said: [...open, ...hidden].map(([index]) => index),
          inPlace: follows(open) && (job.kind === "escalate" || hidden.length === 0),
          likes: Object.values(discord.state.held(asked)?.reactions ?? {}).filter((who) => who.includes(bot.id)).length,
        };
      }
    }
  };

  return {
    wire,
    get aheadMs() {
      return aheadMs;
    },
    jump: (ms) => (aheadMs += ms),
    ask: async (store, wanted) => {
      const asked = wanted.map(({ id, network, kind }) => {
        const native = question(id, network, kind);
        questions.set(id, native);
        return { id, network, kind, native };
      });
      const inbox = createInbox({
        accounts: networks.map((network) => adapterOf(network, wire)),
        store: lent(store),
        clock,
        ...connectFakes(bluesky, mastodon, discord),
      });
      const report = await inbox.sync();
      const failed = report.surfaces.filter(({ error }) => error !== undefined);
      if (failed.length > 0) throw new Error(`The sync of the town failed: ${JSON.stringify(failed)}`);
      const messages = new Map<string, Message>();
      for await (const { message } of inbox.items({ direction: "inbound" })) messages.set(`${message.network} ${message.id}`, message);
      await inbox.close();
      const jobs: Job[] = [];
      for (const { native, ...job } of asked) {
        const message = messages.get(`${job.network} ${native}`);
        if (message === undefined) throw new Error(`The sync has not brought ${job.id} of ${job.network}.`);
        await moveIn(store, job.id, message);
        jobs.push({ ...job, message: message.key });
      }
      return jobs;
    },
    held: (job) => ({ ...holds(job), arrived: textsOf(job).map((text) => arrivals.get(text) ?? 0) }),
    close: async () => {
      await Promise.all(listening.map(async ({ close }) => close()));
    },
  };
}

/** Gives a tenant what an inbox of its own would know of a message. */
async function moveIn(store: Store, tenant: string, message: Message): Promise<void> {
  const account = message.key.split(":").slice(0, 2).join(":");
  const batch: Write[] = [{ collection: "message", key: `${tenant}/${message.key}`, value: message }];
  const [conversation] = await store.read("conversation", [message.conversation]);
  if (conversation !== undefined)
    batch.push({ collection: "conversation", key: `${tenant}/${message.conversation}`, value: conversation.value });
  const [owner] = await store.read("account", [account]);
  if (owner !== undefined) batch.push({ collection: "account", key: `${tenant}/${account}`, value: owner.value });
  if (message.post !== undefined) {
    const [post] = await store.read("post", [message.post]);
    if (post !== undefined) batch.push({ collection: "post", key: `${tenant}/${message.post}`, value: post.value });
  }
  const written = await store.write(batch);
  if (!written.ok) throw new Error(`The tenant ${tenant} could not move in.`);
}
