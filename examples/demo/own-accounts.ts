/** Your own accounts, as far as the environment names them. */
import { createBlueskyAdapter, resolveAccount as resolveBluesky } from "folkmoot/bluesky";
import { createDiscordAdapter } from "folkmoot/discord";
import { createMastodonAdapter, resolveAccount as resolveMastodon } from "folkmoot/mastodon";
import type { AnyAdapter } from "folkmoot/adapter";

/**
 * Makes an adapter for each account that the environment names; none without credentials.
 * `BLUESKY_HANDLE` (or `BLUESKY_DID`, with `BLUESKY_SERVICE` for a server of your own) and `BLUESKY_APP_PASSWORD`;
 * `MASTODON_SERVER` and `MASTODON_TOKEN`; `DISCORD_GUILD` and `DISCORD_TOKEN`.
 */
export async function ownAccounts(env: NodeJS.ProcessEnv): Promise<readonly AnyAdapter[]> {
  const accounts: AnyAdapter[] = [];
  const { BLUESKY_HANDLE: handle, BLUESKY_DID: did, BLUESKY_SERVICE: service, BLUESKY_APP_PASSWORD: password } = env;
  if (password !== undefined && did !== undefined && service !== undefined)
    accounts.push(createBlueskyAdapter({ accountId: did, service, password }));
  else if (password !== undefined && (did ?? handle) !== undefined)
    accounts.push(createBlueskyAdapter({ ...(await resolveBluesky(did ?? handle ?? "")), password }));
  const { MASTODON_SERVER: server, MASTODON_TOKEN: token } = env;
  if (server !== undefined && token !== undefined)
    accounts.push(createMastodonAdapter({ ...(await resolveMastodon({ server, token })), token }));
  const { DISCORD_GUILD: guild, DISCORD_TOKEN: botToken } = env;
  if (guild !== undefined && botToken !== undefined) accounts.push(createDiscordAdapter({ accountId: guild, token: botToken }));
  return accounts;
}
