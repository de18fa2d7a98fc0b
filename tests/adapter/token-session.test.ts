import { describe, expect, it } from "vitest";
import { FolkmootError } from "../../src/errors.js";
import { givenToken, renewedTokens, type TokenOwner, type TokenRenewal, type TokenSession } from "../../src/adapter/token-session.js";
import { memoryTokenStore } from "../../src/store/memory/memory-token-store.js";
import { resolveRuntime } from "../../src/adapter/defaults.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { TokenSet } from "../../src/store/tokens.js";

const owner: TokenOwner = { account: "acme:7", baseUrl: "https://acme.example", isToken: (text) => text.startsWith("t-") };
const clock = virtualClock({ auto: true });
const ends = (ms: number): string => new Date(clock.now() + ms).toISOString();

function session(renewal: Partial<TokenRenewal> = {}, tokens = memoryTokenStore()): TokenSession {
  return renewedTokens(owner, { refresh: async () => undefined, ...renewal }, resolveRuntime({ clock, tokens }));
}
const sent = async ({ credentials }: TokenSession): Promise<string | undefined> =>
  (await credentials.authorize({})).headers["authorization"];

describe("adapter", () => {
  describe("tokens that the host gives", () => {
    it("are sent as they are, to the server of the account", async () => {
      const given = givenToken(owner, "t-1");
      expect(given.current()).toBeUndefined();
      expect(await given.credentials.authorize({})).toEqual({ headers: { authorization: "Bearer t-1" }, baseUrl: owner.baseUrl });
      expect(given.current()).toEqual({ accessToken: "t-1" });
    });
    it("are asked for before each use, and are newer or not", async () => {
      const answers = ["t-1", "t-2", "t-2"];
      const { credentials } = givenToken(owner, async () => answers.shift() ?? "");
      const first = await credentials.authorize({});
      expect(await credentials.renew?.(first, {})).toBe(true);
      expect(await credentials.renew?.({ headers: { authorization: "Bearer t-2" } }, {})).toBe(false);
    });
    it("are never sent when they have another form, and never repeated in errors", async () => {
      const error = await sent(givenToken(owner, async () => "hunter2")).catch((thrown: unknown) => thrown as Error);
      expect(error).toMatchObject({ code: "misconfigured" });
      expect((error as Error).message).not.toContain("hunter2");
    });
  });

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
      await expect(one.credentials.renew?.(used, {})).rejects.toThrow(/log in again and write the new one to your vault/);
    });
    it("are refused when the vault gives none", async () => {
      const source = { read: async () => ({ tokens: { accessToken: "" }, version: "1" }), write: async () => true };
      await expect(sent(session({ source }))).rejects.toMatchObject({ code: "misconfigured" });
    });
  });
});
