import { describe, expect, it } from "vitest";
import { accountKey } from "../../../src/model/keys.js";
import { createBlueskyAdapter } from "../../../src/networks/bluesky/index.js";
import { memoryTokenStore } from "../../../src/store/memory/memory-token-store.js";
import { brand, errorOf, failure, jwt, person, scripted, sessionBody, us, type Answer, type Seen } from "./support.js";
import { virtualClock } from "../../../src/testing/clock.js";
import type { TokenSet, TokenSource } from "../../../src/store/tokens.js";

const create = "com.atproto.server.createSession";
const refresh = "com.atproto.server.refreshSession";
const profile = "app.bsky.actor.getProfile";
const name = `${accountKey("bluesky", us)}:session`;

const bearer = ({ headers }: Seen): string => headers.get("authorization")?.replace("Bearer ", "") ?? "";
const ok: Answer = { body: person(us, { followersCount: 12 }) };

/** Answers only to the newest access token. */
const guarded =
  (valid: () => string, stale: Answer) =>
  (seen: Seen): Answer =>
    bearer(seen) === valid() ? ok : stale;

describe("bluesky sessions", () => {
  it("logs in once for many requests, and asks the account's own server from then on", async () => {
    const { adapter, of, seen } = brand({ [profile]: ok });
    await Promise.all([adapter.getAccount(), adapter.getAccount(), adapter.getAccount()]);
    expect(of(create)).toHaveLength(1);
    expect(of(create)[0]?.url.host).toBe("bsky.social");
    expect(of(create)[0]?.body).toEqual({ identifier: us, password: "abcd-efgh-ijkl-mnop" });
    expect(of(create)[0]?.headers.has("authorization")).toBe(false);
    expect(seen.filter(({ nsid }) => nsid === profile).map(({ url }) => url.host)).toEqual(Array(3).fill("pds.example"));
  });

  it("keeps the session for the next process", async () => {
    const tokens = memoryTokenStore();
    const clock = virtualClock({ auto: true });
    const first = scripted({ [profile]: ok });
    const make = (fetch: typeof globalThis.fetch): ReturnType<typeof createBlueskyAdapter> =>
      createBlueskyAdapter({ accountId: us, password: "p", runtime: { fetch, clock, tokens } });
    await make(first.fetch).getAccount();
    const second = scripted({ [profile]: ok });
    await make(second.fetch).getAccount();
    expect(second.of(create)).toHaveLength(0);
    expect(second.of(profile)[0]?.url.host).toBe("pds.example");
  });

  it.each([
    ["400 ExpiredToken", failure(400, "ExpiredToken", "Token has expired")],
    ["401 ExpiredToken", failure(401, "ExpiredToken")],
    ["400 InvalidToken", failure(400, "InvalidToken", "Token could not be verified")],
  ])("renews on %s, writes the new session before it is used, and sends again", async (_, stale) => {
    const order: string[] = [];
    const store = memoryTokenStore();
    const tokens = {
      load: (one: string) => store.load(one),
      swap: async (...args: Parameters<typeof store.swap>) => {
        order.push("swap");
        return store.swap(...args);
      },
    };
    const renewed = sessionBody();
    const clock = virtualClock({ auto: true });
    const network = scripted({
      [refresh]: { body: renewed },
      [profile]: (seen) => {
        order.push("profile");
        return bearer(seen) === renewed["accessJwt"] ? ok : stale;
      },
    });
    const own = createBlueskyAdapter({ accountId: us, password: "p", runtime: { fetch: network.fetch, clock, tokens } });
    expect((await own.getAccount()).followers).toBe(12);
    expect(order).toEqual(["swap", "profile", "swap", "profile"]);
    expect((await store.load(name))?.value.accessToken).toBe(renewed["accessJwt"]);
    const [asked] = network.of(refresh);
    expect(asked?.headers.get("authorization")).not.toBe(null);
    expect(asked?.body["bytes"]).toBe(0);
  });

  it("renews once for many requests that find the session stale together", async () => {
    const renewed = sessionBody();
    const { adapter, of } = brand({
      [refresh]: { body: renewed },
      [profile]: guarded(() => renewed["accessJwt"] as string, failure(400, "ExpiredToken")),
    });
    await Promise.all(Array.from({ length: 8 }, () => adapter.getAccount()));
    expect(of(refresh)).toHaveLength(1);
    expect(of(create)).toHaveLength(1);
  });

  it("lets two processes renew once between them", async () => {
    const tokens = memoryTokenStore();
    const clock = virtualClock({ auto: true });
    const renewed = sessionBody();
    const network = scripted({
      [refresh]: async () => {
        await clock.sleep(400);
        return { body: renewed };
      },
      [profile]: guarded(() => renewed["accessJwt"] as string, failure(400, "ExpiredToken")),
    });
    await tokens.swap(name, { accessToken: jwt({ n: -1 }), refreshToken: jwt({ n: -2 }) }, "absent");
    const make = (): ReturnType<typeof createBlueskyAdapter> =>
      createBlueskyAdapter({ accountId: us, password: "p", runtime: { fetch: network.fetch, clock, tokens } });
    await Promise.all([make().getAccount(), make().getAccount()]);
    expect(network.of(refresh)).toHaveLength(1);
    expect(network.of(create)).toHaveLength(0);
  });

  it("takes what another process wrote when that one was faster", async () => {
    const winner = sessionBody();
    const store = memoryTokenStore();
    const clock = virtualClock({ auto: true });
    await store.swap(name, { accessToken: jwt({ n: -1 }), refreshToken: jwt({ n: -2 }) }, "absent");
    const network = scripted({
      [refresh]: async () => {
        // Another machine, with a coordinator of its own.
        await store.swap(name, { accessToken: winner["accessJwt"] as string, refreshToken: "r" }, 1);
        return { body: sessionBody() };
      },
      [profile]: guarded(() => winner["accessJwt"] as string, failure(400, "ExpiredToken")),
    });
    const adapter = createBlueskyAdapter({ accountId: us, password: "p", runtime: { fetch: network.fetch, clock, tokens: store } });
    await adapter.getAccount();
    expect((await store.load(name))?.value.accessToken).toBe(winner["accessJwt"]);
  });

  it("logs in anew when the refresh token has ended", async () => {
    const newest = sessionBody();
    const { adapter, of } = brand({
      [create]: (_, nth) => ({ body: nth === 1 ? sessionBody() : newest }),
      [refresh]: failure(400, "ExpiredToken", "Token has been revoked"),
      [profile]: guarded(() => newest["accessJwt"] as string, failure(400, "ExpiredToken")),
    });
    await adapter.getAccount();
    expect(of(create)).toHaveLength(2);
  });

  it("renews before the token ends, and believes a new one even with a clock that is ahead", async () => {
    const start = Date.parse("2026-01-01T00:00:00.000Z") / 1000;
    const { adapter, of, clock } = brand({
      [create]: { body: sessionBody({ accessJwt: jwt({ exp: start + 7200, n: "a" }) }) },
      [refresh]: (_, nth) => ({ body: sessionBody({ accessJwt: jwt({ exp: start + 60, n: `b${nth}` }) }) }),
      [profile]: ok,
    });
    await adapter.getAccount();
    await clock.sleep(7180_000);
    await adapter.getAccount();
    await adapter.getAccount();
    expect(of(refresh)).toHaveLength(1);
  });

  it("does not try a refused password again at once", async () => {
    const { adapter, of, clock } = brand({ [create]: failure(401, "AuthenticationRequired", "Invalid identifier or password") });
    const error = await errorOf(adapter.getAccount());
    expect(error).toMatchObject({ code: "unauthenticated" });
    expect(error.message).toMatch(/check `accountId`, `password` and `service`/);
    expect(error.message).not.toContain("abcd-efgh");
    await errorOf(adapter.getAccount());
    expect(of(create)).toHaveLength(1);
    await clock.sleep(61_000);
    await errorOf(adapter.getAccount());
    expect(of(create)).toHaveLength(2);
  });

  it("refuses a session of another account", async () => {
    const { adapter } = brand({ [create]: { body: sessionBody({ did: "did:plc:somebodyelse" }) } });
    expect(await errorOf(adapter.getAccount())).toMatchObject({ code: "misconfigured" });
  });

  it.each([
    ["plain http", "http://pds.example"],
    ["this machine", "http://127.0.0.1:2583"],
    ["no address", "ftp:/x"],
  ])("does not follow a document to %s", async (_, serviceEndpoint) => {
    const { adapter, of } = brand({
      [create]: { body: sessionBody({ didDoc: { service: [{ id: "#atproto_pds", serviceEndpoint }] } }) },
      [profile]: ok,
    });
    await adapter.getAccount();
    expect(of(profile)[0]?.url.origin).toBe("https://bsky.social");
  });

  it("tells what the session may do", async () => {
    const { adapter } = brand({ [profile]: ok });
    expect(await adapter.getAccount()).toMatchObject({ scopes: ["com.atproto.appPassPrivileged"], actors: [us] });
  });
});

describe("bluesky sessions in the host's hands", () => {
  it("sends a token as it is, and does not renew it", async () => {
    const token = jwt({ scope: "com.atproto.access" });
    const { adapter, of } = brand({ [profile]: failure(400, "ExpiredToken") }, { token });
    expect(await errorOf(adapter.getAccount())).toMatchObject({ code: "unauthenticated" });
    expect(of(profile).map(bearer)).toEqual([token]);
    expect(of(create)).toHaveLength(0);
  });
  it("asks a function before each use, and once more when its token is stale", async () => {
    const given = [jwt({ n: 1 }), jwt({ n: 2 }), jwt({ n: 2 }), jwt({ n: 2 })];
    let asked = 0;
    const last = jwt({ n: 2 });
    const { adapter, of } = brand(
      { [profile]: guarded(() => last, failure(400, "ExpiredToken")) },
      { token: async () => given[asked++] ?? "" },
    );
    await adapter.getAccount();
    expect(of(profile)).toHaveLength(2);
  });
  it("refuses what a function gives when it is no token, and does not repeat it", async () => {
    const { adapter, seen } = brand({}, { token: async () => "secret\nvalue" });
    const error = await errorOf(adapter.getAccount());
    expect(error.code).toBe("misconfigured");
    expect(error.message).not.toContain("secret");
    expect(seen).toHaveLength(0);
  });
  it("renews a source, compares before it writes, and uses what was written", async () => {
    const renewed = sessionBody();
    let held: { tokens: TokenSet; version: string } = {
      tokens: { accessToken: jwt({ n: 1 }), refreshToken: jwt({ n: "r" }) },
      version: "7",
    };
    const expected: string[] = [];
    const source: TokenSource = {
      read: async () => held,
      write: async (tokens, expect) => {
        expected.push(expect);
        held = { tokens, version: "8" };
        return true;
      },
    };
    const { adapter, of } = brand(
      { [refresh]: { body: renewed }, [profile]: guarded(() => renewed["accessJwt"] as string, failure(400, "ExpiredToken")) },
      { token: source },
    );
    await adapter.getAccount();
    expect(expected).toEqual(["7"]);
    expect(of(create)).toHaveLength(0);
    expect(of(profile).at(-1)?.url.host).toBe("pds.example");
  });
  it("says what to do when the refresh token of a source has ended", async () => {
    const source: TokenSource = {
      read: async () => ({ tokens: { accessToken: jwt({ n: 1 }), refreshToken: jwt({ n: 2 }) }, version: "1" }),
      write: async () => true,
    };
    const { adapter } = brand({ [refresh]: failure(400, "ExpiredToken"), [profile]: failure(400, "ExpiredToken") }, { token: source });
    const error = await errorOf(adapter.getAccount());
    expect(error.code).toBe("unauthenticated");
    expect(error.message).toMatch(/log in again and write the new ones to your vault/);
  });
});
