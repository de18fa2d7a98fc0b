/**
 * Tokens: given by the host, or renewed by us without losing any, shared by all processes of a host.
 * @module
 */
import { FolkmootError, isFolkmootError } from "../errors.js";
import type { AccountKey } from "../model/keys.js";
import type { Authorization, Credentials } from "../http/credentials.js";
import type { ResolvedRuntime } from "./runtime.js";
import type { TokenSet, TokenSource } from "../store/tokens.js";

/** The tokens of an account, and what requests carry of them. */
export interface TokenSession {
  /** What requests carry. */
  readonly credentials: Credentials;
  /** The tokens that were used last; `undefined` before the first request. */
  current(): TokenSet | undefined;
}

/** Whose tokens they are, and how they are told from other texts. */
export interface TokenOwner {
  /** Key of the account. */
  readonly account: AccountKey;
  /** The server to ask, where the tokens name none. */
  readonly baseUrl: string;
  /** Tells whether a text has the form of an access token. What is none is never sent: it may be another secret. */
  isToken(text: string): boolean;
}

/** How tokens come into being. */
export interface TokenRenewal {
  /** Makes new tokens of old ones. `undefined` = they have ended for good, and only a login helps. */
  refresh(old: TokenSet): Promise<TokenSet | undefined>;
  /** Makes tokens of a secret. Absent where only the host can. */
  readonly login?: () => Promise<TokenSet>;
  /** The host's own vault. @defaultValue the runtime's token store */
  readonly source?: TokenSource;
}

/** A token that ends within this time is renewed first. */
const earlyMs = 30_000;
/** How long one process may take to renew before another tries. */
const leaseMs = 30_000;
const leaseAskMs = 250;
/** After a refused login nobody logs in again for this long: networks count the attempts. */
const refusalMs = 60_000;

const bearer = (token: string): string => `Bearer ${token}`;

function authorization({ baseUrl }: TokenOwner, { accessToken, server }: TokenSet): Authorization {
  return { headers: { authorization: bearer(accessToken) }, baseUrl: server ?? baseUrl };
}

/** Uses a token that the host renews by itself: as it is, or asked for before each use. */
export function givenToken(owner: TokenOwner, token: string | (() => Promise<string>)): TokenSession {
  let last: TokenSet | undefined;
  const give = async (): Promise<Authorization> => {
    const accessToken: unknown = typeof token === "string" ? token : await token();
    if (typeof accessToken !== "string" || !owner.isToken(accessToken))
      throw new FolkmootError("misconfigured", `\`token\` of ${owner.account} gave something that is no access token.`);
    last = { accessToken };
    return authorization(owner, last);
  };
  return {
    current: () => last,
    credentials: {
      authorize: give,
      renew: async (used) => (await give()).headers["authorization"] !== used.headers["authorization"],
    },
  };
}

/** Where tokens are kept, with versions that are compared before a write. */
interface Vault {
  read(): Promise<{ readonly tokens: TokenSet; readonly version: string | number } | undefined>;
  write(next: TokenSet, expect: string | number | undefined): Promise<boolean>;
}

function vaultOf({ account }: TokenOwner, { source }: TokenRenewal, runtime: ResolvedRuntime): Vault {
  if (source !== undefined) return { read: () => source.read(), write: (next, expect) => source.write(next, String(expect)) };
  const name = `${account}:session`;
  return {
    read: async () => {
      const found = await runtime.tokens.load(name);
      return found === undefined ? undefined : { tokens: found.value, version: found.version };
    },
    write: (next, expect) => runtime.tokens.swap(name, next, typeof expect === "number" ? expect : "absent"),
  };
}

/**
 * Keeps the tokens of an account: renewed before they end or when the network calls them stale, by one process at a time, written before use.
 * After a refused login nobody tries again for a minute.
 */
export function renewedTokens(owner: TokenOwner, renewal: TokenRenewal, runtime: ResolvedRuntime): TokenSession {
  const { account } = owner;
  const { clock, coordinator } = runtime;
  const vault = vaultOf(owner, renewal, runtime);
  let current: TokenSet | undefined;
  let running: Promise<TokenSet> | undefined;
  // A clock that is ahead makes every token look ended: one that is new is believed all the same.
  let believed: string | undefined;
  let refused: { readonly error: unknown; readonly until: number } | undefined;

  const endsSoon = ({ accessToken, expiresAt }: TokenSet): boolean =>
    expiresAt !== undefined && accessToken !== believed && Date.parse(expiresAt) <= clock.now() + earlyMs;

  const logIn = async (): Promise<TokenSet> => {
    if (renewal.login === undefined)
      throw new FolkmootError(
        "unauthenticated",
        `The tokens of ${account} have ended for good; log in again and write the new one to your vault.`,
      );
    if (refused !== undefined && clock.now() < refused.until) throw refused.error;
    try {
      return await renewal.login();
    } catch (error) {
      if (isFolkmootError(error, "unauthenticated") || isFolkmootError(error, "forbidden"))
        refused = { error, until: clock.now() + refusalMs };
      throw error;
    }
  };

  /** Reads what another process left, else renews under a lease and writes before use. */
  const renewOnce = async (stale: string | undefined): Promise<TokenSet> => {
    const lease = `${account}:session`;
    const owned = `${Math.floor(runtime.random() * 2 ** 48).toString(36)}-${clock.now().toString(36)}`;
    const isFresh = (tokens: TokenSet): boolean => tokens.accessToken !== stale && !endsSoon(tokens);
    for (;;) {
      const stored = await vault.read();
      if (stored !== undefined && isFresh(stored.tokens)) return stored.tokens;
      if ((await coordinator.acquire(lease, owned, leaseMs)) === undefined) {
        await clock.sleep(leaseAskMs);
        continue;
      }
      try {
        const held = await vault.read();
        if (held !== undefined && isFresh(held.tokens)) return held.tokens;
        const next = (held === undefined ? undefined : await renewal.refresh(held.tokens)) ?? (await logIn());
        if (await vault.write(next, held?.version)) return next;
        // Somebody without our lease was faster: what is written is what everybody uses.
        return (await vault.read())?.tokens ?? next;
      } finally {
        await coordinator.release(lease, owned);
      }
    }
  };
  const renewed = async (stale: string | undefined): Promise<TokenSet> => {
    // One at a time in this process; whoever comes meanwhile waits for the same answer.
    running ??= renewOnce(stale).finally(() => {
      running = undefined;
    });
    current = await running;
    if (endsSoon(current)) believed = current.accessToken;
    return current;
  };

  return {
    current: () => current,
    credentials: {
      authorize: async () => {
        current ??= (await vault.read())?.tokens;
        // A host's vault may give anything.
        if (current !== undefined && !(current.accessToken as unknown))
          throw new FolkmootError("misconfigured", `The vault of ${account} gave tokens without an access token.`);
        return authorization(owner, current === undefined || endsSoon(current) ? await renewed(current?.accessToken) : current);
      },
      renew: async (used) => {
        const token = current?.accessToken;
        if (token !== undefined && bearer(token) !== used.headers["authorization"]) return true;
        return (await renewed(token)).accessToken !== token;
      },
    },
  };
}
