import { describe, expect, it } from "vitest";
import { compose, nordic } from "../../src/reply/index.js";
import { connectFakes } from "../../src/testing/connect-fakes.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createDiscordAdapter } from "../../src/networks/discord/index.js";
import { createInbox } from "../../src/index.js";
import { createMastodonAdapter } from "../../src/networks/mastodon/index.js";
import { fakeNetwork } from "../../src/testing/fake-network.js";
import { judged } from "../testing/lexicon.js";
import { judgedByDiscord, judgedByMastodon } from "../testing/openapi.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { Change } from "../../src/model/change.js";
import type { Message } from "../../src/model/message.js";

const by = { type: "human", id: "sandra" } as const;
const minute = 60_000;

/** A brand on three networks, with an inbox over all of them. */
function town() {
  const clock = virtualClock({ auto: true, start: "2026-11-20T08:00:00.000Z" });
  const bluesky = judged(fakeNetwork("bluesky", { clock }));
  const mastodon = judgedByMastodon(fakeNetwork("mastodon", { clock }));
  const discord = judgedByDiscord(fakeNetwork("discord", { clock }));
  const sky = bluesky.state.addAccount("boots.test");
  const tooth = mastodon.state.addAccount("boots");
  const guild = discord.state.addGuild("Boots");
  const bot = discord.state.addBot("bootsbot", { guilds: [guild.id] });
  const help = discord.state.addChannel(guild.id, "help", { type: "forum" });
  const trails = discord.state.addChannel(guild.id, "trails");
  const people = {
    sky: bluesky.state.addAccount("asta.test"),
    tooth: mastodon.state.addAccount("asta"),
    guild: discord.state.addMember(guild.id, "asta"),
  };
  const posts = { sky: bluesky.state.post(sky, "Boots!").uri, tooth: mastodon.state.post(tooth, "Boots!") };
  const inbox = createInbox({
    accounts: [
      createBlueskyAdapter({ accountId: sky.did, password: sky.privilegedAppPassword, service: bluesky.baseUrl }),
      createMastodonAdapter({ server: mastodon.baseUrl, accountId: tooth.id, token: tooth.token }),
      createDiscordAdapter({
        accountId: guild.id,
        token: bot.token,
        service: new URL(discord.baseUrl).origin,
        publishTo: help.id,
        gateway: discord.gateway,
      }),
    ],
    clock,
    ...connectFakes(bluesky, mastodon, discord),
  });
  /** Somebody asks something everywhere at once; gives the ids of what was said. */
  const ask = (words: string): readonly string[] => [
    bluesky.state.reply(people.sky, posts.sky, words).uri,
    mastodon.state.reply(people.tooth, posts.tooth, `@boots ${words}`),
    discord.state.post(people.guild, help.id, words).id,
    discord.state.say(people.guild, trails.id, words).id,
  ];
  return { clock, bluesky, mastodon, discord, inbox, sky, tooth, bot, ask };
}

describe("three networks in one inbox", () => {
  it("reads everything once, answers it where it stands, and keeps who waits", async () => {
    const { clock, bluesky, mastodon, discord, inbox, sky, tooth, bot, ask } = town();
    const asked = ask("Are they waterproof?");
    await clock.sleep(minute);
    expect((await inbox.sync()).surfaces.filter(({ error }) => error !== undefined)).toEqual([]);

    const waiting: Message[] = [];
    for await (const { message } of inbox.items({ direction: "inbound", order: "oldest" })) waiting.push(message);
    expect(waiting.map(({ network, kind }) => `${network} ${kind}`).sort()).toEqual([
      "bluesky comment",
      "discord chat",
      "discord comment",
      "mastodon comment",
    ]);
    expect(waiting.map(({ id }) => id).sort()).toEqual([...asked].sort());

    for (const message of waiting) {
      const values = { acknowledge: "Thank you for asking!", answer: "Yes, they are.", signature: "Boots" };
      const plan = compose(nordic, { ...(await inbox.replyContext(message.key)), values });
      expect((await inbox.respond(message, plan, { by })).status).toBe("sent");
      expect((await inbox.respond(message, plan, { by })).status).toBe("sent");
    }
    const words = "Thank you for asking! Yes, they are. Boots";
    const said = bluesky.state.postsOf(sky).filter(({ parent }) => parent !== undefined);
    expect(said.map(({ text, parent }) => [text, parent])).toEqual([[words, asked[0]]]);
    const statuses = mastodon.state.statusesOf(tooth).filter(({ parent }) => parent !== undefined);
    expect(statuses.map(({ text, parent }) => [text, parent])).toEqual([[`@asta ${words}`, asked[1]]]);
    expect(discord.state.saidBy(bot).map(({ text, parent }) => [text, parent])).toEqual([
      [words, asked[2]],
      [words, asked[3]],
    ]);

    await clock.sleep(minute);
    await inbox.sync();
    for await (const { message } of inbox.items({ order: "waiting", direction: "inbound" }))
      expect((await inbox.conversation(message.conversation))?.waitingSince).toBeUndefined();
    await inbox.close();
  });

  it("hears what is pushed and what is polled once, also over dead sockets", async () => {
    const { clock, mastodon, discord, inbox, ask } = town();
    const stop = new AbortController();
    const heard: Change[] = [];
    const handling = inbox.handle((change) => void heard.push(change), { types: ["message.created"], signal: stop.signal });
    const listening = inbox.listen({ signal: stop.signal });
    await clock.sleep(2 * minute);
    const asked = [...ask("Are they warm?")];
    await clock.sleep(5 * minute);
    for (const fake of [mastodon, discord]) fake.inject({ do: { type: "dead-socket" } });
    asked.push(...ask("And are they light?"));
    await clock.sleep(30 * minute);
    stop.abort();
    await Promise.allSettled([handling, listening]);
    const ids = heard.flatMap((change) => (change.type === "message.created" ? [change.message.id] : []));
    expect(ids.sort()).toEqual(asked.sort());
    await inbox.close();
  });
});
