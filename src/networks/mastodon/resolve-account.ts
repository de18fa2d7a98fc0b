/**
 * Finds the account that a token belongs to.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import { fieldsOf, textOf } from "../../adapter/fields.js";
import { isToken } from "./options.js";
import { serverOrigin } from "../../http/server-origin.js";

/** Whom to ask, and about which token. */
export interface ResolveAccountOptions {
  /** The account's own server, e.g. `https://social.example`. */
  readonly server: string;
  /** Access token of the account. */
  readonly token: string;
  /** @defaultValue the runtime's own */
  readonly fetch?: typeof globalThis.fetch;
  /** Ends the request. */
  readonly signal?: AbortSignal;
}

/** What `createMastodonAdapter` wants to know. Spread it into its options. */
export interface ResolvedAccount {
  /** The server's own id of the account. */
  readonly accountId: string;
  /** Origin of the server. */
  readonly server: string;
  /** Name on that server: `brand` for `@brand@social.example`. For people to check; it may change. */
  readonly handle: string;
}

type Code = "invalid-request" | "unauthenticated" | "connection-failed" | "unexpected-response";

function fail(code: Code, why: string): never {
  throw new FolkmootError(code, `mastodon resolveAccount failed: ${why}`, { retryable: code === "connection-failed" });
}

/**
 * Finds the id of the account that a token belongs to. One request.
 * @throws FolkmootError `invalid-request` for what is no address or no token, `unauthenticated` when the server refuses the token,
 * `connection-failed` when nobody answers.
 *
 * @example
 * const { server, accountId } = await resolveAccount({ server: "https://social.example", token });
 * const mastodon = createMastodonAdapter({ server, accountId, token });
 */
export async function resolveAccount(options: ResolveAccountOptions): Promise<ResolvedAccount> {
  const { token, signal } = options;
  const server = serverOrigin(options.server) ?? fail("invalid-request", "`server` must be an address with https:.");
  if (!isToken(token)) return fail("invalid-request", "`token` is no access token; copy it without blanks.");
  const fetch = options.fetch ?? globalThis.fetch;
  const { host } = new URL(server);
  const response = await fetch(`${server}/api/v1/accounts/verify_credentials`, {
    headers: { accept: "application/json", authorization: `Bearer ${token}` },
    redirect: "manual",
    ...(signal !== undefined && { signal }),
  }).catch((error: unknown) => {
    signal?.throwIfAborted();
    return fail("connection-failed", `${host} does not answer (${error instanceof Error ? error.name : "no reason given"}).`);
  });
  if (response.status === 401 || response.status === 403)
    return fail("unauthenticated", `${host} refuses the token, or it lacks the scope read:accounts; make a new one.`);
  if (!response.ok) return fail("connection-failed", `${host} answered with status ${response.status}; check \`server\`, or try again.`);
  const account = fieldsOf(await response.json().catch(() => undefined));
  const accountId = textOf(account["id"]);
  if (accountId === undefined) return fail("unexpected-response", "the answer names no account; check `server`.");
  return { accountId, server, handle: textOf(account["username"]) ?? textOf(account["acct"]) ?? "" };
}
