/**
 * Apps, tokens and what they may.
 * @see https://docs.joinmastodon.org/api/oauth-scopes/, read 2026-11
 * @module
 */
import { bytesFrom } from "../seed.js";
import type { Core } from "./core.js";
import { MastodonError } from "./wire.js";

/** A token. */
export interface TokenData {
  readonly token: string;
  /** Whose it is; absent for that of an app alone. */
  readonly accountId?: string;
  readonly clientId: string;
  readonly appName: string;
  scopes: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A registered app. */
export interface AppData {
  readonly id: string;
  readonly name: string;
  readonly website: string | undefined;
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A code that becomes a token once. */
export interface CodeData {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly accountId: string;
  readonly scopes: readonly string[];
  readonly challenge: string | undefined;
}

/** Apps and tokens of a server. */
export interface Access {
  readonly apps: Map<string, AppData>;
  readonly codes: Map<string, CodeData>;
  /** Makes an app. */
  register(app: Pick<AppData, "name" | "website" | "redirectUris" | "scopes">): AppData;
  /** Makes a token. */
  issue(token: Pick<TokenData, "scopes" | "clientId" | "appName" | "accountId">): TokenData;
  /** Makes words that nobody guesses. */
  secret(use: string): string;
  /** Finds the token of a header or an address; `undefined` without a valid one. */
  peek(value: string | null): TokenData | undefined;
  /** Finds a token, and refuses what is none or has been taken back. */
  require(value: string | null): TokenData;
  /** Makes a token unknown. */
  forget(token: string): void;
  /** Takes a token back. */
  revoke(token: string): void;
  /** Takes every token of an account back. */
  revokeOf(accountId: string): void;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Gives the token of an `authorization` header. */
export const bearerOf = (header: string | null): string | undefined => /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];

/** Makes the apps and tokens of a server. */
export function makeAccess(core: Core): Access {
  const tokens = new Map<string, TokenData>();
  const revoked = new Set<string>();
  let made = 0;
  const secret = (use: string): string => {
    made += 1;
    const bytes = [...bytesFrom(core.seed, use, made), ...bytesFrom(core.seed, use, made, "more")];
    return bytes
      .slice(0, 43)
      .map((byte) => alphabet[byte % 64] ?? "")
      .join("");
  };
  const peek = (value: string | null): TokenData | undefined => (value === null ? undefined : tokens.get(value));
  const revoke = (token: string): void => {
    if (tokens.delete(token)) revoked.add(token);
  };
  const apps = new Map<string, AppData>();
  return {
    apps,
    codes: new Map(),
    secret,
    register: (app) => {
      const registered = { ...app, id: core.ids.row("apps"), clientId: secret("client"), clientSecret: secret("client secret") };
      apps.set(registered.clientId, registered);
      return registered;
    },
    issue: (token) => {
      const issued = { ...token, token: secret("token"), at: core.clock.now() };
      tokens.set(issued.token, issued);
      return issued;
    },
    peek,
    require: (value) => {
      const found = peek(value);
      if (found !== undefined) return found;
      throw new MastodonError(401, value !== null && revoked.has(value) ? "The access token was revoked" : "The access token is invalid");
    },
    forget: (token) => {
      tokens.delete(token);
    },
    revoke,
    revokeOf: (accountId) => {
      for (const one of [...tokens.values()]) if (one.accountId === accountId) revoke(one.token);
    },
  };
}

/** Says whether a token has one of these scopes. The words are whole: `read` has to be named beside `read:statuses`. */
export const hasScope = ({ scopes }: Pick<TokenData, "scopes">, anyOf: readonly string[]): boolean =>
  anyOf.some((scope) => scopes.includes(scope));
