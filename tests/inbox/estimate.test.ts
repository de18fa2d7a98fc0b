import { describe, expect, it } from "vitest";
import { connectFakes } from "../../src/testing/connect-fakes.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createDiscordAdapter } from "../../src/networks/discord/index.js";
import { createInbox } from "../../src/index.js";
import { createMastodonAdapter } from "../../src/networks/mastodon/index.js";
import { fakeNetwork } from "../../src/testing/fake-network.js";
import { memoryCoordinator } from "../../src/limits/index.js";
import { memoryStore } from "../../src/store/index.js";
import { randomFrom } from "../../src/testing/seed.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { AnyAdapter } from "../../src/adapter/adapter.js";
import type { BackfillJob, Estimate } from "../../src/inbox/intake.js";
import type { FakeNetwork } from "../../src/testing/exchange.js";
import type { ListQuery } from "../../src/adapter/operations.js";
import type { Paged } from "../../src/model/page.js";
import type { VirtualClock } from "../../src/testing/clock.js";

const day = 24 * 3_600_000;
const start = "2026-09-01T00:00:00.000Z";

const drain = async <T>(list: Paged<T>): Promise<readonly T[]> => {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
};

/** Reads a surface as a backfill has to: down to `from`, everything below it. */
const reading = {
  posts: (adapter: AnyAdapter, query: ListQuery) => drain(adapter.listPosts!(query)),
  comments: (adapter: AnyAdapter, query: ListQuery) => drain(adapter.listComments!(null, query)),
  mentions: (adapter: AnyAdapter, query: ListQuery) => drain(adapter.listMentions!(query)),
  messages: async (adapter: AnyAdapter, query: ListQuery) => {
    for (const one of await drain(adapter.listConversations!({ since: query.since! }))) await drain(adapter.listMessages!(one, query));
  },
  threads: async (adapter: AnyAdapter, query: ListQuery) => {
    for (const post of await drain(adapter.listPosts!(query))) await drain(adapter.listComments!(post));
  },
} as const;

/** Requests that a fake answers while something is done, logins left out. */
async function count(fake: FakeNetwork, work: () => Promise<unknown>): Promise<number> {
  let calls = 0;
  const stop = fake.observe(({ operation }) => {
    if (!/session/i.test(operation)) calls += 1;
  });
  await work();
  stop();
  return calls;
}

interface Town {
  readonly clock: VirtualClock;
  readonly fake: FakeNetwork;
  /** A new one knows nothing of what another has read. */
  readonly adapter: () => AnyAdapter;
}

/** About so many things at uneven intervals over so many days. */
async function over(clock: VirtualClock, days: number, many: number, act: (index: number) => void): Promise<void> {
  const random = randomFrom("estimate");
  for (let index = 0; index < many; index++) {
    act(index);
    await clock.sleep(Math.round((2 * random() * days * day) / many));
  }
}

async function blueskyTown(): Promise<Town> {
  const clock = virtualClock({ auto: true, start });
  const fake = fakeNetwork("bluesky", { clock, seed: "estimate" });
  const us = fake.state.addAccount("boots.test");
  const people = Array.from({ length: 6 }, (_, index) => fake.state.addAccount(`asta${index}.test`));
  let post = fake.state.post(us, "Boots!").uri;
  await over(clock, 60, 900, (index) => {
    const by = people[index % people.length]!;
    if (index % 9 === 0) post = fake.state.post(us, `Boots ${index}!`).uri;
    else fake.state.repost(us, post);
    fake.state.reply(by, post, `Are they waterproof? ${index}`);
    if (index % 2 === 0) fake.state.post(by, `I love @boots.test ${index}`);
    if (index % 2 === 1) fake.state.directMessage(by, us, `Do you have size ${index}?`);
  });
  fake.state.settle();
  return {
    clock,
    fake,
    adapter: () => createBlueskyAdapter({ accountId: us.did, password: us.privilegedAppPassword, service: fake.baseUrl }),
  };
}

async function mastodonTown(): Promise<Town> {
  const clock = virtualClock({ auto: true, start });
  const fake = fakeNetwork("mastodon", { clock, seed: "estimate" });
  const us = fake.state.addAccount("boots");
  const people = Array.from({ length: 6 }, (_, index) => fake.state.addAccount(`asta${index}`));
  let post = fake.state.post(us, "Boots!");
  const talks = new Map<number, string>();
  await over(clock, 60, 900, (index) => {
    const by = people[index % people.length]!;
    if (index % 4 === 0) post = fake.state.post(us, `Boots ${index}!`);
    fake.state.reply(by, post, `@boots Are they waterproof? ${index}`);
    if (index % 2 === 0) fake.state.post(by, `I love @boots ${index}`);
    // After every tenth message a new conversation begins.
    if (index % 3 === 1) talks.set(index % 30, fake.state.directMessage(by, us, `@boots Size ${index}?`, talks.get(index % 30)));
  });
  return {
    clock,
    fake,
    adapter: () => createMastodonAdapter({ server: fake.baseUrl, accountId: us.id, token: us.token }),
  };
}

async function discordTown(): Promise<Town> {
  const clock = virtualClock({ auto: true, start });
  const fake = fakeNetwork("discord", { clock, seed: "estimate" });
  const guild = fake.state.addGuild("Boots");
  const bot = fake.state.addBot("bootsbot", { guilds: [guild.id] });
  const channels = ["trails", "help", "off-topic"].map((name) => fake.state.addChannel(guild.id, name));
  const people = Array.from({ length: 6 }, (_, index) => fake.state.addMember(guild.id, `asta${index}`));
  await over(clock, 60, 1_800, (index) => {
    const where = channels[index % 2 === 0 ? 0 : index % 3]!;
    fake.state.say(people[index % people.length]!, where.id, index % 6 === 0 ? `<@${bot.id}> are they warm? ${index}` : `Snow! ${index}`);
  });
  return {
    clock,
    fake,
    adapter: () => createDiscordAdapter({ accountId: guild.id, token: bot.token, service: new URL(fake.baseUrl).origin }),
  };
}

const towns = { bluesky: blueskyTown, mastodon: mastodonTown, discord: discordTown };

const jobOf = (adapter: AnyAdapter, surface: string): BackfillJob => ({
  id: "history",
  accounts: [adapter.account],
  surfaces: [surface],
  from: new Date(Date.parse(start) + 5 * day).toISOString(),
});

/** Towns take a while to fill, and nobody changes them. */
const filled = new Map<keyof typeof towns, Promise<Town>>();
const townOf = (network: keyof typeof towns): Promise<Town> => {
  const town = filled.get(network) ?? towns[network]();
  filled.set(network, town);
  return town;
};

const surfacesOf = {
  bluesky: ["posts", "comments", "mentions", "messages", "threads"],
  mastodon: ["posts", "comments", "mentions", "messages", "threads"],
  // Its posts are no list but as many as there are channels, so that no page tells of the others.
  discord: ["mentions", "messages"],
} as const;

describe("inbox", () => {
  describe("estimate", () => {
    describe.each(["bluesky", "mastodon", "discord"] as const)("on %s", (network) => {
      it.each(surfacesOf[network])("comes within a fifth of the calls that reading %s takes", async (surface) => {
        const { clock, fake, adapter } = await townOf(network);
        const asked = adapter();
        const inbox = createInbox({ accounts: [asked], clock, ...connectFakes(fake) });
        const job = jobOf(asked, surface);
        const seen: { estimate?: Estimate } = {};
        const probes = await count(fake, async () => (seen.estimate = await inbox.estimate(job)));
        // A new one, which knows nothing of what the other has looked up.
        const reader = adapter();
        const other = createInbox({ accounts: [reader], clock, ...connectFakes(fake) });
        const real = await count(fake, () => reading[surface](reader, { since: job.from, lane: "sync" }));
        expect(real).toBeGreaterThanOrEqual(5);
        expect(probes).toBeLessThan(real);
        expect(Math.abs((seen.estimate?.calls ?? 0) - real) / real).toBeLessThanOrEqual(0.2);
        await inbox.close();
        await other.close();
      });
    });

    it("prices what Mastodon turns pages for beside its calls", async () => {
      const { clock, fake, adapter } = await townOf("mastodon");
      const asked = adapter();
      const inbox = createInbox({ accounts: [asked], clock, ...connectFakes(fake) });
      const [line] = (await inbox.estimate(jobOf(asked, "posts"))).surfaces;
      const calls = line!.calls!;
      expect(line!.units).toEqual([
        { rule: "ma.token", unit: "requests", amount: calls },
        { rule: "ma.user", unit: "requests", amount: calls },
        { rule: "ma.paging", unit: "requests", amount: calls - 1 },
      ]);
      expect(line).not.toHaveProperty("money");
      await inbox.close();
    });

    it("asks in the lane of reading, and stores nothing", async () => {
      const { clock, fake, adapter } = await townOf("bluesky");
      const kept: number[] = [];
      const memory = memoryCoordinator({ clock });
      const store = memoryStore();
      const written: unknown[] = [];
      const asked = adapter();
      const inbox = createInbox({
        accounts: [asked],
        clock,
        ...connectFakes(fake),
        store: { ...store, write: (batch) => (written.push(batch), store.write(batch)) },
        coordinator: {
          ...memory,
          reserve: (wanted, now) => {
            const paid = wanted.find(({ rule }) => rule.id === "bs.ip");
            // Logging in is the account's own business, and as fast as it can be.
            if (paid !== undefined && !wanted.some(({ rule }) => rule.id === "bs.session")) kept.push(paid.keep);
            return memory.reserve(wanted, now);
          },
        },
      });
      await inbox.estimate({ ...jobOf(asked, "threads"), surfaces: ["threads", "comments", "messages"] });
      expect(kept.length).toBeGreaterThanOrEqual(9);
      expect(kept.every((keep) => keep === 600)).toBe(true);
      expect(written).toEqual([]);
      await inbox.close();
    });

    it("asks Mastodon nothing for posts that are stored", async () => {
      const { clock, fake, adapter } = await townOf("mastodon");
      const asked = adapter();
      const inbox = createInbox({ accounts: [asked], clock, ...connectFakes(fake) });
      const job = jobOf(asked, "posts");
      await inbox.sync({ surfaces: ["posts"] });
      const seen: { estimate?: Estimate } = {};
      expect(await count(fake, async () => (seen.estimate = await inbox.estimate(job)))).toBe(0);
      const real = await count(fake, () => reading.posts(asked, { since: job.from, lane: "sync" }));
      expect(Math.abs((seen.estimate?.calls ?? 0) - real) / real).toBeLessThanOrEqual(0.2);
      await inbox.close();
    });
  });
});
