/** The inbox that the servers of this folder share: one Discord server, named by the environment. */
import { createInbox, type Inbox } from "folkmoot";
import { createDiscordAdapter, createDiscordApp } from "folkmoot/discord";

/** What has to be in the environment. All of it is in Discord's developer portal. */
const names = ["DISCORD_APP_ID", "DISCORD_PUBLIC_KEY", "DISCORD_GUILD", "DISCORD_TOKEN"] as const;

/** Makes the inbox. For more than a try, give `createInbox` a `store` that lasts: 200 tells Discord that it is kept. */
export function openInbox(env: Readonly<Record<string, string | undefined>>): Inbox {
  const [id, publicKey, guild, token] = names.map((name) => env[name]);
  if (!id || !publicKey || !guild || !token) throw new Error(`Set ${names.join(", ")} in the environment.`);
  const app = createDiscordApp({ id, publicKey, guilds: [guild], acknowledgement: "Thank you, we have it." });
  return createInbox({ accounts: [createDiscordAdapter({ accountId: guild, token, app })] });
}
