/** Your own accounts, as far as the environment names them. */
import { createFacebookAdapter, createGraphApp } from "folkmoot/facebook";
import { createInstagramAdapter } from "folkmoot/instagram";
import { createThreadsAdapter } from "folkmoot/threads";
import type { AnyAdapter } from "folkmoot/adapter";

/**
 * Makes an adapter for each account that the environment names; none without credentials. Ids are digits: `listAccounts` of each network
 * finds them.
 * `FACEBOOK_PAGE` and `FACEBOOK_TOKEN` (the Page's own, which `pageToken` finds);
 * `INSTAGRAM_ACCOUNT` and `INSTAGRAM_TOKEN`, with `INSTAGRAM_LOGIN=facebook` where the token is that of the linked Page;
 * `THREADS_PROFILE` and `THREADS_TOKEN`; for all of them `META_APP_ID` and `META_APP_SECRET`, where the app demands proofs.
 */
export function ownAccounts(env: NodeJS.ProcessEnv): readonly AnyAdapter[] {
  const { META_APP_ID: id, META_APP_SECRET: secret } = env;
  const common = id !== undefined && secret !== undefined ? { app: createGraphApp({ id, secrets: [secret] }) } : {};
  const accounts: AnyAdapter[] = [];
  const { FACEBOOK_PAGE: page, FACEBOOK_TOKEN: pageToken } = env;
  if (page !== undefined && pageToken !== undefined) accounts.push(createFacebookAdapter({ ...common, accountId: page, token: pageToken }));
  const { INSTAGRAM_ACCOUNT: account, INSTAGRAM_TOKEN: token, INSTAGRAM_LOGIN: login } = env;
  if (account !== undefined && token !== undefined) {
    const instagram = { ...common, accountId: account, token };
    accounts.push(
      login === "facebook"
        ? createInstagramAdapter({ ...instagram, login: "facebook" })
        : createInstagramAdapter({ ...instagram, login: "instagram" }),
    );
  }
  const { THREADS_PROFILE: profile, THREADS_TOKEN: threadsToken } = env;
  if (profile !== undefined && threadsToken !== undefined)
    accounts.push(createThreadsAdapter({ ...common, accountId: profile, token: threadsToken }));
  return accounts;
}
