/** A brand on three networks in this process, and the people who talk to it during one morning. */
import { createBlueskyAdapter } from "folkmoot/bluesky";
import { createDiscordAdapter } from "folkmoot/discord";
import { createMastodonAdapter } from "folkmoot/mastodon";
import { connectFakes, fakeNetwork, virtualClock, type VirtualClock } from "folkmoot/testing";
import type { AnyAdapter } from "folkmoot/adapter";
import type { Runtime } from "folkmoot/adapter";

/** What the demo works with. */
export interface Town {
  readonly accounts: readonly AnyAdapter[];
  /** Reaches the three networks, and nothing else. */
  readonly runtime: Runtime;
  /** Moves only when it is told to, so that the morning takes a second. */
  readonly clock: VirtualClock;
}

const minute = 60_000;

/** Fills the morning: what the brand posts, and what people make of it. */
export async function openTown(): Promise<Town> {
  const clock = virtualClock({ start: "2026-11-20T08:00:00.000Z" });
  const bluesky = fakeNetwork("bluesky", { clock, seed: "town", baseUrl: "https://bluesky.test" });
  const mastodon = fakeNetwork("mastodon", { clock, seed: "town", baseUrl: "https://fjeld.test" });
  const discord = fakeNetwork("discord", { clock, seed: "town", baseUrl: "https://discord.test/api/v10" });

  const sky = bluesky.state.addAccount("fjeldboots.test", { displayName: "Fjeld Boots" });
  const tooth = mastodon.state.addAccount("fjeldboots", { displayName: "Fjeld Boots" });
  const guild = discord.state.addGuild("Fjeld Boots");
  const bot = discord.state.addBot("fjeldbot", { guilds: [guild.id], name: "Fjeld Boots" });
  const help = discord.state.addChannel(guild.id, "help", { type: "forum" });
  const trails = discord.state.addChannel(guild.id, "trails");

  const person = (name: string) => bluesky.state.addAccount(`${name.toLowerCase()}.test`, { displayName: name });
  const [sandra, birger, camilla, esben, frida, malou] = [
    person("Sandra"), person("Birger"), person("Camilla"), person("Esben"), person("Frida"), person("Malou"),
  ] as const; // prettier-ignore
  for (const one of [sandra, birger, camilla, esben, frida, malou]) bluesky.state.follow(one, sky);
  const ditte = mastodon.state.addAccount("ditte@bjerg.example", { displayName: "Ditte" });
  const niels = mastodon.state.addAccount("niels", { displayName: "Niels" });
  const oline = discord.state.addMember(guild.id, "oline", { name: "Oline" });
  const preben = discord.state.addMember(guild.id, "preben", { name: "Preben" });

  const winter = bluesky.state.post(sky, "De nye vinterstøvler er her. Our new winter boots are here.");
  const toot = mastodon.state.post(tooth, "De nye vinterstøvler er her: https://fjeld.example/vinter");
  await clock.advance(9 * minute);
  const question = bluesky.state.reply(sandra, winter.uri, "Er de vandtætte? De ligner ikke læder.");
  await clock.advance(4 * minute);
  bluesky.state.reply(birger, question.uri, "Det vil jeg også gerne vide.");
  bluesky.state.reply(camilla, winter.uri, "Cheap boots, better than these: spam.example");
  discord.state.post(oline, help.id, "Hvordan får jeg saltrande af mine støvler?", { title: "Saltrande" });
  await clock.advance(11 * minute);
  mastodon.state.post(ditte, "20 km i mine @fjeldboots@fjeld.test i dag, og ingen vabler 👩‍👩‍👧");
  mastodon.state.reply(niels, toot, "@fjeldboots Findes de også i str. 49?");
  bluesky.state.quote(esben, winter.uri, "Dem her ønsker jeg mig!");
  bluesky.state.directMessage(malou, sky, "Hej, kan jeg returnere et par, jeg har gået i?");
  await clock.advance(6 * minute);
  bluesky.state.reply(frida, winter.uri, "Den ene snøre knækkede efter to dage. Ikke godt nok.");
  discord.state.say(preben, trails.id, `<@${bot.id}> kommer I til vandredagen på lørdag?`);
  for (const one of [sandra, birger, esben]) bluesky.state.like(one, winter.uri);
  mastodon.state.favourite(ditte, toot);
  await clock.advance(3 * minute);

  return {
    accounts: [
      createBlueskyAdapter({ accountId: sky.did, password: sky.privilegedAppPassword, service: bluesky.baseUrl }),
      createMastodonAdapter({ server: mastodon.baseUrl, accountId: tooth.id, token: tooth.token }),
      createDiscordAdapter({ accountId: guild.id, token: bot.token, service: discord.baseUrl, publishTo: help.id }),
    ],
    runtime: { clock, ...connectFakes(bluesky, mastodon, discord) },
    clock,
  };
}
