/**
 * Sessions: passwords, tokens that look like JWTs, renewal with its grace.
 * @module
 */
import { base64urlnopad } from "./base64url.js";
import { bytesFrom } from "../seed.js";
import type { AccountData, Core } from "./core.js";
import { XrpcError } from "./xrpc.js";

const minute = 60_000;
/** Life of an access token. @see the PDS source, account-manager/helpers/auth.ts, read 2026-08-20 */
const accessMs = 120 * minute;
const refreshMs = 90 * 24 * 60 * minute;
/** How long a used refresh token still works. */
const graceMs = 120 * minute;

/** What a token allows. */
export type Scope = "com.atproto.access" | "com.atproto.appPass" | "com.atproto.appPassPrivileged";

/** An access token that is valid now. */
export interface Caller {
  /** Whose session it is. */
  readonly account: AccountData;
  /** What it allows. */
  readonly scope: Scope;
}

interface Issued {
  readonly did: string;
  readonly scope: Scope;
  readonly kind: "access" | "refresh";
  /** Milliseconds since 1970. */
  expiresAt: number;
  revokedAt?: number;
}

/** The tokens of one session. */
export interface TokenPair {
  /** Carried by every call. */
  readonly accessJwt: string;
  /** Renews the session. */
  readonly refreshJwt: string;
}

/** Every session of the network. */
export interface Sessions {
  /** Logs in. Throws `AuthenticationRequired`, `AccountTakedown`. */
  logIn(identifier: string, password: string): TokenPair & { readonly account: AccountData };
  /** Reads the access token of a header. Throws `AuthMissing`, `InvalidToken`, `ExpiredToken`. */
  access(header: string | null): Caller;
  /** Renews with the refresh token of a header; the old one works on for two hours. Throws `AccountTakedown` too. */
  renew(header: string | null): TokenPair & { readonly account: AccountData };
  /** Lets a token expire now. */
  expire(header: string | null): void;
  /**
   * Takes the account of a token down: nothing can be written to its repository, and nothing renews a session or opens one. A token that
   * is there reads on until it ends (asked of a real PDS 0.5.35, 2026-11).
   */
  takeDown(header: string | null): void;
  /** Throws `AccountTakedown` where the account was taken down. */
  checkStanding(account: AccountData): void;
  /** Lets every access token expire now. */
  expireAll(): void;
  /** Whose valid token the header holds; `undefined` when it holds none. */
  peek(header: string | null): string | undefined;
}

/** Makes the sessions of a network. */
export function makeSessions(core: Core): Sessions {
  const issued = new Map<string, Issued>();
  const takenDown = new Set<string>();
  let count = 0;

  const checkStanding = ({ did }: AccountData): void => {
    if (takenDown.has(did)) throw new XrpcError(401, "AccountTakedown", "Account has been taken down");
  };
  const issue = (kind: Issued["kind"], did: string, scope: Scope): string => {
    const now = core.clock.now();
    const expiresAt = now + (kind === "access" ? accessMs : refreshMs);
    const seconds = (ms: number): number => Math.floor(ms / 1000);
    count += 1;
    const claims = { sub: did, aud: "did:web:bluesky.test", iat: seconds(now), exp: seconds(expiresAt) };
    const head = { typ: kind === "access" ? "at+jwt" : "refresh+jwt", alg: "HS256" };
    const payload =
      kind === "access"
        ? { scope, ...claims, jti: String(count) }
        : { scope: "com.atproto.refresh", ...claims, jti: base64urlnopad(bytesFrom(core.seed, "jti", count)) };
    const parts = [head, payload].map((part) => base64urlnopad(new TextEncoder().encode(JSON.stringify(part))));
    const token = [...parts, base64urlnopad(bytesFrom(core.seed, ...parts))].join(".");
    issued.set(token, { did, scope, kind, expiresAt });
    return token;
  };
  const pair = (account: AccountData, scope: Scope): TokenPair & { readonly account: AccountData } => ({
    account,
    accessJwt: issue("access", account.did, scope),
    refreshJwt: issue("refresh", account.did, scope),
  });
  const read = (header: string | null, kind: Issued["kind"]): Issued & { readonly account: AccountData } => {
    if (header === null) throw new XrpcError(401, "AuthMissing", "Authentication Required");
    const entry = issued.get(header.replace(/^Bearer /i, ""));
    const account = entry === undefined ? undefined : core.accounts.get(entry.did);
    if (entry === undefined || account === undefined) throw new XrpcError(400, "InvalidToken", "Token could not be verified");
    if (entry.kind !== kind) throw new XrpcError(400, "InvalidToken", "Bad token scope");
    if (core.clock.now() >= entry.expiresAt)
      throw new XrpcError(400, "ExpiredToken", entry.revokedAt === undefined ? "Token has expired" : "Token has been revoked");
    return { ...entry, account };
  };
  const tokenOf = (header: string | null): Issued | undefined => issued.get((header ?? "").replace(/^Bearer /i, ""));
  return {
    logIn: (identifier, password) => {
      const account = core.find(identifier);
      const app = account?.appPasswords.find((one) => one.password === password);
      if (account === undefined || (app === undefined && account.password !== password))
        throw new XrpcError(401, "AuthenticationRequired", "Invalid identifier or password");
      // Only the account's own password hears why (asked of a real PDS, 2026-11).
      if (app === undefined) checkStanding(account);
      else if (takenDown.has(account.did)) throw new XrpcError(401, "AuthenticationRequired", "Invalid identifier or password");
      return pair(
        account,
        app === undefined ? "com.atproto.access" : app.privileged ? "com.atproto.appPassPrivileged" : "com.atproto.appPass",
      );
    },
    access: (header) => {
      const { account, scope } = read(header, "access");
      return { account, scope };
    },
    renew: (header) => {
      const { account, scope } = read(header, "refresh");
      checkStanding(account);
      const used = tokenOf(header);
      if (used !== undefined && used.revokedAt === undefined) {
        used.revokedAt = core.clock.now();
        used.expiresAt = Math.min(used.expiresAt, used.revokedAt + graceMs);
      }
      return pair(account, scope);
    },
    expire: (header) => {
      const token = tokenOf(header);
      if (token !== undefined) token.expiresAt = Math.min(token.expiresAt, core.clock.now());
    },
    takeDown: (header) => {
      const token = tokenOf(header);
      if (token !== undefined) takenDown.add(token.did);
    },
    checkStanding,
    expireAll: () => {
      for (const token of issued.values()) if (token.kind === "access") token.expiresAt = Math.min(token.expiresAt, core.clock.now());
    },
    peek: (header) => {
      const token = tokenOf(header);
      return token !== undefined && core.clock.now() < token.expiresAt ? token.did : undefined;
    },
  };
}
