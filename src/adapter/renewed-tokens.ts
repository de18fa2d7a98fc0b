/**
 * Tokens that we renew without losing any, one process at a time, shared by all processes of a host.
 * @module
 */
import { errorName, FolkmootError, isFolkmootError } from "../errors.js";
import { carried, type TokenOwner, type TokenSession } from "./token-session.js";
import { openVault } from "./token-vault.js";
import type { ResolvedRuntime } from "./runtime.js";
import type { TokenSet, TokenSource } from "../store/tokens.js";

/** How tokens come into being, and how long before their end they are renewed. */
export interface TokenRenewal {
  /**
   * What the network does when it renews. `rotate`: a refresh token buys new tokens, often once, so it is used as late as can be.
   * `extend`: the access token itself buys one that lives longer, as long as it lives (Graph: 60 days), so it is used early and tried
   * again for days when the network is in trouble.
   * @defaultValue "rotate"
   */
  readonly kind?: "rotate" | "extend";
  /** How long before their end tokens are renewed. Milliseconds. @defaultValue 30 s to rotate, 10 days to extend */
  readonly aheadMs?: number;
  /**
   * Makes new tokens of old ones. `undefined` = the network takes these no more, and only a login helps. What it throws is trouble that
   * may pass: the old tokens are used until their end.
   */
  refresh(old: TokenSet): Promise<TokenSet | undefined>;
  /** Makes tokens of a secret. Absent where only the host can. */
  readonly login?: () => Promise<TokenSet>;
  /** The host's own vault. @defaultValue the runtime's token store */
  readonly source?: TokenSource;
}

const rotateAheadMs = 30_000;
const extendAheadMs = 10 * 24 * 3_600_000;
/** How long a process that renews may be silent before another tries. It says three times as often that it lives. */
const leaseMs = 30_000;
const leaseAskMs = 250;
/** So often it says so, five minutes in all: who has no answer by then will have none, and others may try. */
const mostBeats = 30;
/** After a refusal nothing is renewed for this long: networks count the attempts. */
const refusalMs = 60_000;
/** After a renewal that failed while the tokens still live, the next is tried after this time, or a tenth of what is left of them. */
const againMs = 3_600_000;

/**
 * Keeps the tokens of an account: renewed before they end or when the network calls them stale, by one process at a time, written before use.
 * After a refusal nobody tries again for a minute, unless the vault has other tokens by then.
 */
export function renewedTokens(owner: TokenOwner, renewal: TokenRenewal, runtime: ResolvedRuntime): TokenSession {
  const { account } = owner;
  const { clock, coordinator, logger } = runtime;
  const { kind = "rotate", aheadMs = kind === "extend" ? extendAheadMs : rotateAheadMs } = renewal;
  const vault = openVault(account, renewal.source, runtime);
  let current: TokenSet | undefined;
  let running: Promise<TokenSet> | undefined;
  // A clock that is ahead makes every token look ended: one that is new is believed all the same.
  let believed: string | undefined;
  let refused: { readonly error: unknown; readonly until: number } | undefined;
  let notBefore = 0;

  const lifeOf = ({ expiresAt }: TokenSet): number =>
    expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt) - clock.now();
  const endsSoon = (tokens: TokenSet): boolean => tokens.accessToken !== believed && lifeOf(tokens) <= aheadMs;
  const hasEnded = (tokens: TokenSet): boolean => lifeOf(tokens) <= 0;

  /** Refuses for a while what was refused: an old refresh token that is shown again makes some networks take back all of a login. */
  const refuse = (error: unknown): unknown => {
    refused = { error, until: clock.now() + refusalMs };
    return error;
  };
  const logIn = async (old: TokenSet | undefined): Promise<TokenSet> => {
    if (renewal.login === undefined)
      throw refuse(
        new FolkmootError(
          "unauthenticated",
          `The tokens of ${account} have ended for good; log in again and write the new ones to your vault.`,
          { reauthorize: old !== undefined && hasEnded(old) ? "expired" : "revoked" },
        ),
      );
    try {
      return await renewal.login();
    } catch (error) {
      throw isFolkmootError(error, "unauthenticated") || isFolkmootError(error, "forbidden") ? refuse(error) : error;
    }
  };

  /** Makes new tokens of old ones, or logs in. A token that is extended cannot be any more once it has ended. */
  const next = async (old: TokenSet | undefined): Promise<TokenSet> => {
    if (refused !== undefined && clock.now() < refused.until) throw refused.error;
    const refreshed = old === undefined || (kind === "extend" && hasEnded(old)) ? undefined : await renewal.refresh(old);
    return refreshed ?? logIn(old);
  };

  /** Holds the lease for as long as the network takes: who comes meanwhile must not show it the same refresh token. */
  const holding = async <T>(lease: string, owned: string, work: () => Promise<T>): Promise<T> => {
    const done = new AbortController();
    const beat = async (): Promise<void> => {
      for (let beats = 0; beats < mostBeats && !done.signal.aborted; beats++) {
        await clock.sleep(leaseMs / 3, { signal: done.signal });
        // A coordinator that is away for a moment costs nothing as long as the lease lives.
        await coordinator.acquire(lease, owned, leaseMs).catch(() => undefined);
      }
    };
    // Ends with the abort.
    const beating = beat().catch(() => undefined);
    try {
      return await work();
    } finally {
      done.abort();
      await beating;
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
        return await holding(lease, owned, async () => {
          const held = await vault.read();
          if (held !== undefined && isFresh(held.tokens)) return held.tokens;
          const fresh = await next(held?.tokens);
          if (await vault.write(fresh, held)) return fresh;
          // Somebody without our lease was faster: what is written is what everybody uses.
          return (await vault.read())?.tokens ?? fresh;
        });
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

  /** Renews tokens that end soon. As long as they live, trouble of the network is no reason to fail. */
  const ahead = async (tokens: TokenSet): Promise<TokenSet> => {
    if (clock.now() < notBefore && !hasEnded(tokens)) return tokens;
    try {
      return await renewed(tokens.accessToken);
    } catch (error) {
      if (hasEnded(tokens) || isFolkmootError(error, "misconfigured")) throw error;
      notBefore = clock.now() + Math.min(againMs, lifeOf(tokens) / 10);
      logger.warn?.("Renewing tokens failed; the old ones are used until they end.", {
        account,
        endsAt: tokens.expiresAt,
        error: errorName(error),
      });
      return tokens;
    }
  };

  return {
    current: () => current,
    credentials: {
      authorize: async () => {
        current ??= (await vault.read())?.tokens;
        if (current === undefined) return carried(owner, await renewed(undefined));
        return carried(owner, endsSoon(current) ? await ahead(current) : current);
      },
      renew: async (used) => {
        const token = current?.accessToken;
        if (current !== undefined && carried(owner, current).headers["authorization"] !== used.headers["authorization"]) return true;
        return (await renewed(token)).accessToken !== token;
      },
    },
  };
}
