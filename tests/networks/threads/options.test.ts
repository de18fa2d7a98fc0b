import { describe, expect, it } from "vitest";
import { account, brand, errorOf, failure, ourName, page, us } from "./support.js";
import { createThreadsAdapter } from "../../../src/networks/threads/index.js";
import { FolkmootError } from "../../../src/errors.js";
import { surfacesOf } from "../../../src/adapter/surface.js";
import { virtualClock } from "../../../src/testing/clock.js";
import type { TokenSet } from "../../../src/store/tokens.js";

const good = { accountId: us, token: "THQVJtoken" };

describe("threads options", () => {
  it.each<readonly [string, Record<string, unknown>]>([
    ["accountId", { accountId: "nordlys" }],
    ["accountId", { accountId: Number(us) }],
    ["accountId", { accountId: "" }],
    ["token", { token: "two words" }],
    ["token", { token: {} }],
    ["token", { token: undefined }],
    ["scopes", { scopes: "threads_basic" }],
    ["scopes", { scopes: [1] }],
    ["baseUrl", { baseUrl: "http://graph.threads.net" }],
    ["baseUrl", { baseUrl: "nowhere" }],
    ["pollEveryMs", { pollEveryMs: 10 }],
    ["heldPosts", { heldPosts: 0 }],
    ["heldPosts", { heldPosts: 101 }],
  ])("refuses a bad `%s` by name, and repeats nothing of it", (option, given) => {
    let thrown: unknown;
    try {
      createThreadsAdapter({ ...good, ...given });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(FolkmootError);
    expect(thrown).toMatchObject({ code: "misconfigured", message: expect.stringContaining(`\`${option}\``) as string });
    expect((thrown as Error).message).not.toContain("two words");
  });

  it("knows its account, its limits and its lists before anything is asked", () => {
    const adapter = createThreadsAdapter(good);
    expect([adapter.account, adapter.network]).toEqual([account, "threads"]);
    expect(surfacesOf(adapter).map(({ name, under }) => [name, under])).toEqual([
      ["posts", undefined],
      ["comments", "posts"],
      ["mentions", undefined],
      ["held", undefined],
    ]);
    expect(adapter.settlingMs("reply")).toBe(30_000);
    expect(adapter.refFromUrl("https://www.threads.net/@freja.w/post/CxYz")).toBe(undefined);
    for (const missing of ["like", "sendMessage", "edit", "ban", "subscribe", "listConversations"])
      expect(adapter).not.toHaveProperty(missing);
  });

  it("asks another server where it is told to", async () => {
    const { adapter, seen } = brand({}, { baseUrl: "https://graph.threads.com" });
    await adapter.getAccount();
    expect(seen[0]?.url.origin).toBe("https://graph.threads.com");
  });

  it("extends a token of the vault ten days before its end, without showing it in an address", async () => {
    const clock = virtualClock({ auto: true });
    const day = 86_400_000;
    let held: TokenSet = { accessToken: "THold", expiresAt: new Date(clock.now() + 5 * day).toISOString() };
    const token = {
      read: () => Promise.resolve({ tokens: held, version: held.accessToken }),
      write: (next: TokenSet) => {
        held = next;
        return Promise.resolve(true);
      },
    };
    const seen: Request[] = [];
    const fetch = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
      const request = new Request(input, init);
      seen.push(request);
      const isRefresh = request.url.includes("refresh_access_token");
      return Promise.resolve(
        Response.json(isRefresh ? { access_token: "THnew", token_type: "bearer", expires_in: 5_184_000 } : { id: us, username: ourName }),
      );
    };
    const adapter = createThreadsAdapter({ accountId: us, token, runtime: { fetch, clock } });
    await adapter.getAccount();
    const [refresh, me] = seen;
    expect(refresh?.url).toBe("https://graph.threads.net/refresh_access_token?grant_type=th_refresh_token");
    expect(refresh?.headers.get("authorization")).toBe("Bearer THold");
    expect(me?.headers.get("authorization")).toBe("Bearer THnew");
    expect(Date.parse(held.expiresAt ?? "") - clock.now()).toBeGreaterThan(59 * day);
  });

  it("says that somebody has to log in again", async () => {
    const { adapter } = brand({ "GET /me/mentions": { status: 400, body: failure(190, 463) }, "GET /me/threads": { body: page([]) } });
    expect(await errorOf(adapter.listMentions())).toMatchObject({ code: "unauthenticated", reauthorize: "expired" });
  });
});
