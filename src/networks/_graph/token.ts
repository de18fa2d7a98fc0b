/**
 * Tokens: as the host gives them, or kept in its vault and extended before they end.
 * @module
 */
import { fieldsOf, present, textOf } from "../../adapter/fields.js";
import { FolkmootError, isFolkmootError } from "../../errors.js";
import { givenToken, type TokenOwner, type TokenSession } from "../../adapter/token-session.js";
import { proofOf } from "./proof.js";
import { renewedTokens } from "../../adapter/renewed-tokens.js";
import { Unreadable } from "../../adapter/read-items.js";
import type { App } from "../../adapter/app.js";
import type { Authorization, Credentials } from "../../http/credentials.js";
import type { RequestFunction, Schema } from "../../http/request.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";
import type { Token, TokenSet } from "../../store/tokens.js";

export type { TokenOwner, TokenSession } from "../../adapter/token-session.js";

/** How a network's tokens are extended and proved. */
export interface GraphSessionParts {
  /**
   * The call that extends a token for another 60 days, for tokens that lie in a vault. `path` stands without a version, so give it as an
   * address. Absent where only a login makes new ones (Facebook).
   */
  readonly extend?: {
    /** Address of the call, e.g. `https://graph.threads.net/refresh_access_token`. */
    readonly path: string;
    /** Its `grant_type`: `ig_refresh_token` or `th_refresh_token`. */
    readonly grant: string;
  };
  /** The app whose secret proves each call (`appsecret_proof`). Give it on graph.facebook.com only: no other server documents it. */
  readonly proveWith?: App;
  /** Awaited before the first call leaves. @defaultValue nothing */
  readonly before?: () => Promise<void>;
}

/** True when the text has the form of an access token of Meta: what is none is never sent. */
export function isGraphToken(text: string): boolean {
  // An app's own token has a bar in it (`id|secret`).
  return /^[\w.~+/|-]{1,2000}=*$/.test(text);
}

/** True when a host handed in a token in one of its three forms. */
export function isGivenToken(token: unknown): token is Token {
  if (typeof token === "string") return isGraphToken(token);
  if (typeof token === "function") return true;
  const { read, write } = fieldsOf(token);
  return typeof read === "function" && typeof write === "function";
}

interface Extended {
  readonly access_token: string;
  readonly expires_in?: number;
}

const extended: Schema<Extended> = {
  parse: (value) => {
    const { access_token: token, expires_in: seconds } = fieldsOf(value);
    const accessToken = textOf(token);
    if (accessToken === undefined) throw new Unreadable("access_token: no string");
    // Long lives come as text in some answers.
    const life = Number(seconds);
    return { access_token: accessToken, ...(Number.isFinite(life) && life > 0 && { expires_in: life }) };
  },
};

/** Adds the proof of the token that goes out with a request. The last one is remembered. */
function proved(credentials: Credentials, app: App): Credentials {
  let last: { readonly bearer: string; readonly proof: string | undefined } | undefined;
  const withProof = async (authorization: Authorization): Promise<Authorization> => {
    const bearer = authorization.headers["authorization"] ?? "";
    const proof = last?.bearer === bearer ? last.proof : await proofOf(app, bearer.replace(/^Bearer /, ""));
    last = { bearer, proof };
    return proof === undefined ? authorization : { ...authorization, query: { appsecret_proof: proof } };
  };
  return { ...credentials, authorize: async (options) => withProof(await credentials.authorize(options)) };
}

/**
 * Makes the session of an account: tells requests which token they carry.
 *
 * A token in a vault is extended ten days before its end where the network has a call for it. A Page's token has no end of its own, and a
 * Facebook user's cannot be extended without a login: those only have to be replaced in the vault, and are read again when one is refused.
 * @param request - goes out without credentials
 */
export function graphSession(
  owner: TokenOwner,
  token: Token,
  runtime: ResolvedRuntime,
  request: RequestFunction,
  { extend, proveWith, before }: GraphSessionParts = {},
): TokenSession {
  const session = sessionOf(owner, token, runtime, request, extend);
  const credentials = proveWith === undefined ? session.credentials : proved(session.credentials, proveWith);
  if (before === undefined) return { ...session, credentials };
  const authorize: Credentials["authorize"] = async (options) => {
    await before();
    return credentials.authorize(options);
  };
  return { ...session, credentials: { ...credentials, authorize } };
}

function sessionOf(
  owner: TokenOwner,
  token: Token,
  runtime: ResolvedRuntime,
  request: RequestFunction,
  extend: GraphSessionParts["extend"],
): TokenSession {
  if (typeof token === "string" || typeof token === "function") return givenToken(owner, token);
  if (extend === undefined) {
    // Read anew each time: whoever logs in again writes to the vault, and nobody has to be told.
    const read = async (): Promise<string> => {
      const { tokens } = await token.read();
      if (textOf(fieldsOf(tokens)["accessToken"]) === undefined)
        throw new FolkmootError("misconfigured", `The vault of ${owner.account} gave tokens without an access token.`);
      return tokens.accessToken;
    };
    return givenToken(owner, read);
  }
  const refresh = async (old: TokenSet): Promise<TokenSet | undefined> => {
    try {
      const answer = await request("GET", extend.path, {
        schema: extended,
        operation: "refreshToken",
        // In the header like everywhere: addresses end up in logs.
        headers: { authorization: `Bearer ${old.accessToken}` },
        query: { grant_type: extend.grant },
      });
      const { access_token: accessToken, expires_in: seconds } = answer;
      const expiresAt = seconds === undefined ? undefined : new Date(runtime.clock.now() + seconds * 1000).toISOString();
      return present({ accessToken, expiresAt, scopes: old.scopes, server: old.server });
    } catch (error) {
      if (isFolkmootError(error, "unauthenticated")) return undefined;
      throw error;
    }
  };
  return renewedTokens(owner, { kind: "extend", source: token, refresh }, runtime);
}
