/**
 * Sessions: logging in with an app password, and renewing.
 * @module
 */
import { FolkmootError, isFolkmootError } from "../../errors.js";
import { fieldsOf, listOf, present, textOf } from "../../adapter/fields.js";
import { givenToken, type TokenOwner, type TokenSession } from "../../adapter/token-session.js";
import { isAccessToken, type CheckedOptions } from "./options.js";
import { renewedTokens } from "../../adapter/renewed-tokens.js";
import { serverOrigin } from "../../http/server-origin.js";
import type { AccountKey } from "../../model/keys.js";
import type { RequestDetails } from "../../adapter/task.js";
import type { RequestFunction } from "../../http/request.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";
import type { TokenSet } from "../../store/tokens.js";

/** Makes the session of an account. `request` goes out without credentials. */
export function createSession(
  account: AccountKey,
  options: CheckedOptions,
  request: RequestFunction,
  runtime: ResolvedRuntime,
): TokenSession {
  const { login, service } = options;
  const owner: TokenOwner = { account, baseUrl: service, isToken: isAccessToken };
  if ("token" in login) return givenToken(owner, login.token);

  const ask = async (method: string, old: TokenSet | undefined, more: Partial<RequestDetails<unknown>>): Promise<TokenSet> => {
    const { sessionAnswer } = await import("./wire.js");
    const answer = await request("POST", `/xrpc/com.atproto.server.${method}`, {
      operation: `com.atproto.server.${method}`,
      ...more,
      schema: sessionAnswer,
      // A second session is one more row on the server; an old refresh token works for two more hours (seen 2026-11).
      safeToRepeat: true,
    });
    if (answer.did !== options.did)
      throw new FolkmootError("misconfigured", `The session given for ${account} is that of another account; check \`accountId\`.`);
    const server = serverOf(answer["didDoc"], service) ?? old?.server;
    return present({ accessToken: answer.accessJwt, refreshToken: answer.refreshJwt, ...hintsOf(answer.accessJwt), server });
  };
  const refresh = async (old: TokenSet): Promise<TokenSet | undefined> => {
    if (old.refreshToken === undefined) return undefined;
    try {
      return await ask("refreshSession", old, { headers: { authorization: `Bearer ${old.refreshToken}` } });
    } catch (error) {
      // The refresh token itself has ended or was revoked.
      if (isFolkmootError(error, "unauthenticated")) return undefined;
      throw error;
    }
  };
  if ("source" in login) return renewedTokens(owner, { refresh, source: login.source }, runtime);
  const body = { identifier: options.did, password: login.password };
  return renewedTokens(owner, { refresh, login: () => ask("createSession", undefined, { body }) }, runtime);
}

/** Tells what a session may do, in the network's words; `undefined` before the first request, and where its token does not say. */
export function scopesOf(session: TokenSession | undefined): readonly string[] | undefined {
  const tokens = session?.current();
  return tokens?.scopes ?? hintsOf(tokens?.accessToken ?? "").scopes;
}

/** Reads what an access token says of itself. A hint only: the network calls its tokens opaque. */
function hintsOf(token: string): Pick<TokenSet, "expiresAt" | "scopes"> {
  let claims: unknown;
  try {
    claims = JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    return {};
  }
  const { exp, scope } = fieldsOf(claims);
  const isTime = typeof exp === "number" && exp > 0 && exp < 1e11;
  return present({ expiresAt: isTime ? new Date(exp * 1000).toISOString() : undefined, scopes: textOf(scope)?.split(" ") });
}

/**
 * Finds the account's own server in its DID document.
 * @param trusted - the server that gave the document; one on this machine may name another on this machine
 */
export function serverOf(didDoc: unknown, trusted: string): string | undefined {
  for (const entry of listOf(fieldsOf(didDoc)["service"])) {
    const { id, serviceEndpoint } = fieldsOf(entry);
    if (textOf(id)?.endsWith("#atproto_pds") !== true) continue;
    const origin = serverOrigin(textOf(serviceEndpoint) ?? "");
    if (origin !== undefined && (origin.startsWith("https:") || trusted.startsWith("http:"))) return origin;
  }
  return undefined;
}
