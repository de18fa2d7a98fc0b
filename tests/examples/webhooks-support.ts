/** A Discord with a brand on it, whose webhooks the examples take in. @module */
import { createInbox, type Inbox } from "folkmoot";
import { createDiscordAdapter } from "folkmoot/discord";
import { fakeNetwork, type FakeDiscord } from "folkmoot/testing";

/** What the examples are tried with. */
export interface Shop {
  readonly fake: FakeDiscord;
  /** As a server of the host's would have it. */
  readonly env: Readonly<Record<"DISCORD_APP_ID" | "DISCORD_PUBLIC_KEY" | "DISCORD_GUILD" | "DISCORD_TOKEN", string>>;
  /** Somebody sends a message to the inbox from its menu. The same twice is a redelivery. */
  readonly sent: (how?: Parameters<FakeDiscord["signedWebhook"]>[1]) => Promise<Request>;
  /** An inbox without the app, as one at home behind a queue. */
  readonly home: (tenant?: string) => Inbox;
}

/** What was said. */
export const said = "Do the boots run small?";

/** Opens the shop. */
export function openShop(): Shop {
  const fake = fakeNetwork("discord");
  const guild = fake.state.addGuild("Fjeld Boots");
  const bot = fake.state.addBot("fjeldbot", { guilds: [guild.id] });
  const channel = fake.state.addChannel(guild.id, "trails");
  const mira = fake.state.addMember(guild.id, "mira");
  const message = fake.state.say(mira, channel.id, said);
  return {
    fake,
    env: { DISCORD_APP_ID: fake.app.id, DISCORD_PUBLIC_KEY: fake.app.publicKey, DISCORD_GUILD: guild.id, DISCORD_TOKEN: bot.token },
    sent: (how = {}) => fake.signedWebhook({ type: "message-command", by: mira.id, messageId: message.id }, { id: "one", ...how }),
    home: (tenant) =>
      createInbox({
        accounts: [createDiscordAdapter({ accountId: guild.id, token: bot.token })],
        ...(tenant !== undefined && { tenant }),
      }),
  };
}

/** Texts of everything in an inbox. */
export async function textsOf(inbox: Inbox): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const { message } of inbox.items()) texts.push(message.text);
  return texts;
}
