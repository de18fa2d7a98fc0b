import { describe, expect, it } from "vitest";
import { FolkmootError } from "../../src/errors.js";
import { renewedTokens, type TokenRenewal } from "../../src/adapter/renewed-tokens.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import { memoryTokenStore } from "../../src/store/memory/memory-token-store.js";
import { resolveRuntime } from "../../src/adapter/defaults.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { TokenOwner, TokenSession } from "../../src/adapter/token-session.js";
import type { Coordinator, TokenStore } from "../../src/store/index.js";
import type { TokenSet } from "../../src/store/tokens.js";

const owner: TokenOwner = { account: "acme:7", baseUrl: "https://acme.example", isToken: (text) => text.startsWith("t-") };
const clock = virtualClock({ auto: true });
const ends = (ms: number): string => new Date(clock.now() + ms).toISOString();
const day = 24 * 3_600_000;
const trouble = new FolkmootError("server-error", "The server is in trouble.");

function session(renewal: Partial<TokenRenewal> = {}, tokens = memoryTokenStore(), coordinator?: Coordinator): TokenSession {
  const runtime = resolveRuntime({ clock, tokens, ...(coordinator !== undefined && { coordinator }) });
  return renewedTokens(owner, { refresh: async () => undefined, ...renewal }, runtime);
}
const sent = async ({ credentials }: TokenSession): Promise<string | undefined> =>
  (await credentials.authorize({})).headers["authorization"];
async function holding(tokens: TokenSet): Promise<TokenStore> {
  const store = memoryTokenStore();
  await store.swap("acme:7:session", tokens, "absent");
  return store;
}
const kept = async (store: TokenStore): Promise<TokenSet | undefined> => (await store.load("acme:7:session"))?.value;

describe("adapter", () => {
  describe("tokens that are renewed", () => {
    it("are made by one login for all who wait, and kept", async () => {
      let logins = 0;
      const store = memoryTokenStore();
      const login = async (): Promise<TokenSet> => {
        await clock.sleep(50);
        return { accessToken: `t-${++logins}`, server: "https://eu.acme.example" };
      };
      const one = session({ login }, store);
      expect(await Promise.all([sent(one), sent(one), sent(one)])).toEqual(Array(3).fill("Bearer t-1"));
      const other = session({ login }, store);
      expect((await other.credentials.authorize({})).baseUrl).toBe("https://eu.acme.example");
      expect(logins).toBe(1);
    });
    it("are renewed half a minute before they end", async () => {
      const store = memoryTokenStore();
      await store.swap("acme:7:session", { accessToken: "t-1", expiresAt: ends(60_000) }, "absent");
      const one = session({ refresh: async ({ accessToken }) => ({ accessToken: `${accessToken}x` }) }, store);
      expect(await sent(one)).toBe("Bearer t-1");
      await clock.sleep(29_000);
      expect(await sent(one)).toBe("Bearer t-1");
      await clock.sleep(1_000);
      expect(await sent(one)).toBe("Bearer t-1x");
      expect((await store.load("acme:7:session"))?.value.accessToken).toBe("t-1x");
    });
    it("are not renewed again for whoever used an older one", async () => {
      let refreshed = 0;
      const store = memoryTokenStore();
      await store.swap("acme:7:session", { accessToken: "t-1" }, "absent");
      const one = session({ refresh: async () => ({ accessToken: `t-${++refreshed + 1}` }) }, store);
      const used = await one.credentials.authorize({});
      expect(await one.credentials.renew?.(used, {})).toBe(true);
      expect(await one.credentials.renew?.(used, {})).toBe(true);
      expect(refreshed).toBe(1);
    });
    it("are those of another process when that one wrote first", async () => {
      const store = memoryTokenStore();
      await store.swap("acme:7:session", { accessToken: "t-1" }, "absent");
      const refresh = async (): Promise<TokenSet> => {
        await store.swap("acme:7:session", { accessToken: "t-theirs" }, 1);
        return { accessToken: "t-ours" };
      };
      const one = session({ refresh }, store);
      await one.credentials.renew?.(await one.credentials.authorize({}), {});
      expect(await sent(one)).toBe("Bearer t-theirs");
    });
    it("wait for a minute after a refused login, and not after another failure", async () => {
      let tries = 0;
      let code: "unauthenticated" | "server-error" = "server-error";
      const login = async (): Promise<TokenSet> => {
        tries++;
        throw new FolkmootError(code, "no");
      };
      const one = session({ login });
      await expect(sent(one)).rejects.toMatchObject({ code });
      await expect(sent(one)).rejects.toMatchObject({ code });
      expect(tries).toBe(2);
      code = "unauthenticated";
      await expect(sent(one)).rejects.toMatchObject({ code });
      await expect(sent(one)).rejects.toMatchObject({ code });
      expect(tries).toBe(3);
      await clock.sleep(60_000);
      await expect(sent(one)).rejects.toMatchObject({ code });
      expect(tries).toBe(4);
    });
    it("come from the host's vault, and say what to do when they have ended for good", async () => {
      const source = { read: async () => ({ tokens: { accessToken: "t-1" }, version: "1" }), write: async () => true };
      const one = session({ source });
      const used = await one.credentials.authorize({});
      await expect(one.credentials.renew?.(used, {})).rejects.toThrow(/log in again and write the new ones to your vault/);
    });
    it("are refused when the vault gives none", async () => {
      const source = { read: async () => ({ tokens: { accessToken: "" }, version: "1" }), write: async () => true };
      await expect(sent(session({ source }))).rejects.toMatchObject({ code: "misconfigured" });
    });
  });

  describe("tokens that rotate", () => {
    it("are bought once by eight processes that all need them, with the refresh token that is good for one use", async () => {
      const store = await holding({ accessToken: "t-1", refreshToken: "r-1", expiresAt: ends(10_000) });
      const coordinator = memoryCoordinator({ clock });
      const used: string[] = [];
      const refresh = async ({ refreshToken = "" }: TokenSet): Promise<TokenSet | undefined> => {
        await clock.sleep(400);
        if (used.includes(refreshToken)) return undefined;
        used.push(refreshToken);
        return { accessToken: `t-${used.length + 1}`, refreshToken: `r-${used.length + 1}`, expiresAt: ends(3_600_000) };
      };
      const all = Array.from({ length: 8 }, () => session({ refresh }, store, coordinator));
      expect(await Promise.all(all.map(sent))).toEqual(Array(8).fill("Bearer t-2"));
      expect(used).toEqual(["r-1"]);
    });
    it("are bought once although the network takes longer to answer than others wait for a dead process", async () => {
      const store = await holding({ accessToken: "t-1", refreshToken: "r-1", expiresAt: ends(-1) });
      const coordinator = memoryCoordinator({ clock });
      let bought = 0;
      const refresh = async (): Promise<TokenSet> => {
        bought++;
        await clock.sleep(100_000);
        return { accessToken: "t-2", refreshToken: "r-2" };
      };
      const all = [session({ refresh }, store, coordinator), session({ refresh }, store, coordinator)];
      expect(await Promise.all(all.map(sent))).toEqual(["Bearer t-2", "Bearer t-2"]);
      expect(bought).toBe(1);
    });
    it("are used until their end while the network is in trouble, and bought as soon as it is not", async () => {
      const store = await holding({ accessToken: "t-1", refreshToken: "r-1", expiresAt: ends(20_000) });
      let tries = 0;
      const refresh = async (): Promise<TokenSet> => {
        if (++tries < 3) throw trouble;
        return { accessToken: "t-2" };
      };
      const one = session({ refresh }, store);
      expect([await sent(one), await sent(one)]).toEqual(["Bearer t-1", "Bearer t-1"]);
      expect(tries).toBe(1);
      await clock.sleep(20_000);
      await expect(sent(one)).rejects.toBe(trouble);
      expect(await sent(one)).toBe("Bearer t-2");
    });
    it("are never thrown away when the vault fails to take them: they are written before anything else, and not used until then", async () => {
      const store = await holding({ accessToken: "t-1", refreshToken: "r-1", expiresAt: ends(-1) });
      let away = true;
      let bought = 0;
      const flaky: TokenStore = {
        load: (name) => store.load(name),
        swap: (...args) => (away ? Promise.reject(trouble) : store.swap(...args)),
      };
      const refresh = async (): Promise<TokenSet> => ({ accessToken: `t-${++bought + 1}`, refreshToken: `r-${bought + 1}` });
      const one = session({ refresh }, flaky);
      await expect(sent(one)).rejects.toBe(trouble);
      await expect(sent(one)).rejects.toBe(trouble);
      away = false;
      expect(await sent(one)).toBe("Bearer t-2");
      expect([bought, await kept(store)]).toEqual([1, { accessToken: "t-2", refreshToken: "r-2" }]);
    });
    it("are asked for once a minute when the network takes them no more, and used as soon as the host has written others", async () => {
      const store = await holding({ accessToken: "t-1", refreshToken: "r-1", expiresAt: ends(-1) });
      let tries = 0;
      const refresh = async (): Promise<undefined> => {
        tries++;
        return undefined;
      };
      const one = session({ refresh }, store);
      for (let call = 0; call < 5; call++) await expect(sent(one)).rejects.toMatchObject({ code: "unauthenticated" });
      expect(tries).toBe(1);
      await clock.sleep(60_000);
      await expect(sent(one)).rejects.toMatchObject({ code: "unauthenticated" });
      expect(tries).toBe(2);
      await store.swap("acme:7:session", { accessToken: "t-9" }, 1);
      expect(await sent(one)).toBe("Bearer t-9");
    });
    it("tell why somebody has to log in: they ran out, or were taken back", async () => {
      const ran = session({}, await holding({ accessToken: "t-1", expiresAt: ends(-1) }));
      await expect(sent(ran)).rejects.toMatchObject({ code: "unauthenticated", reauthorize: "expired" });
      const taken = session({}, await holding({ accessToken: "t-1" }));
      const used = await taken.credentials.authorize({});
      await expect(taken.credentials.renew?.(used, {})).rejects.toMatchObject({ code: "unauthenticated", reauthorize: "revoked" });
    });
  });

  describe("tokens that are extended", () => {
    const extended = (store: TokenStore, refresh: TokenRenewal["refresh"]): TokenSession => session({ kind: "extend", refresh }, store);

    it("are extended ten days before they end, and not before", async () => {
      const store = await holding({ accessToken: "t-1", expiresAt: ends(60 * day) });
      const one = extended(store, async () => ({ accessToken: "t-2", expiresAt: ends(60 * day) }));
      expect(await sent(one)).toBe("Bearer t-1");
      await clock.sleep(50 * day - 1);
      expect(await sent(one)).toBe("Bearer t-1");
      await clock.sleep(1);
      expect(await sent(one)).toBe("Bearer t-2");
      expect((await kept(store))?.accessToken).toBe("t-2");
    });
    it("are tried again once an hour while the network is in trouble, and used meanwhile", async () => {
      let tries = 0;
      const one = extended(await holding({ accessToken: "t-1", expiresAt: ends(9 * day) }), async () => {
        tries++;
        throw trouble;
      });
      for (let call = 0; call < 24 * 6; call++) {
        expect(await sent(one)).toBe("Bearer t-1");
        await clock.sleep(600_000);
      }
      expect(tries).toBe(24);
    });
    it("cannot be extended after their end: only a login helps, and nothing is asked of the network", async () => {
      let tries = 0;
      const one = extended(await holding({ accessToken: "t-1", expiresAt: ends(day) }), async () => {
        tries++;
        return undefined;
      });
      await clock.sleep(day);
      await expect(sent(one)).rejects.toMatchObject({ code: "unauthenticated", reauthorize: "expired" });
      expect(tries).toBe(0);
    });
    it("are used to their end where the network does not extend them any more, and it is told", async () => {
      const one = extended(await holding({ accessToken: "t-1", expiresAt: ends(day) }), async () => undefined);
      expect(await sent(one)).toBe("Bearer t-1");
      await clock.sleep(day);
      await expect(sent(one)).rejects.toMatchObject({ reauthorize: "expired" });
    });
  });
});
