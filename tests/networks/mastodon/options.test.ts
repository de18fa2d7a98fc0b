import { describe, expect, it } from "vitest";
import { createMastodonAdapter, resolveAccount } from "../../../src/networks/mastodon/index.js";
import { errorOf, person, scripted, server, us } from "./support.js";

describe("mastodon options", () => {
  const good = { server, accountId: us, token: "abc" };
  it.each([
    ["server", "http://social.example"],
    ["server", "social.example"],
    ["server", "https://me:pass@social.example"],
    ["accountId", "@brand@social.example"],
    ["accountId", "social.example/901"],
    ["accountId", ""],
    ["token", "two words"],
    ["token", ""],
    ["pollEveryMs", 10],
  ])("refuses a wrong %s and names it", (option, value) => {
    const error = (() => {
      try {
        createMastodonAdapter({ ...good, [option]: value });
      } catch (thrown) {
        return thrown as { code: string; message: string };
      }
      return undefined;
    })();
    expect(error).toMatchObject({ code: "misconfigured", message: expect.stringContaining(`\`${option}\``) as string });
    if (option === "token" && value !== "") expect(error?.message).not.toContain(String(value));
  });
  it("is known by its server and id, before any request", () => {
    expect(createMastodonAdapter(good).account).toBe("mastodon:social.example%2F901");
    expect(createMastodonAdapter({ ...good, server: "http://localhost:3000/" }).account).toBe("mastodon:localhost%3A3000%2F901");
  });
});

describe("mastodon resolveAccount", () => {
  const line = "GET /api/v1/accounts/verify_credentials";
  it("finds the account of a token", async () => {
    const { fetch, of } = scripted({ [line]: { body: person(us) } });
    expect(await resolveAccount({ server: `${server}/`, token: "abc", fetch })).toEqual({ accountId: us, server, handle: "nordlys" });
    expect(of(line)[0]?.headers.get("authorization")).toBe("Bearer abc");
  });
  it.each([
    [401, "unauthenticated"],
    [403, "unauthenticated"],
    [500, "connection-failed"],
  ])("reads status %i as %s", async (status, code) => {
    const { fetch } = scripted({ [line]: { status, body: {} } });
    expect(await errorOf(resolveAccount({ server, token: "abc", fetch }))).toMatchObject({ code });
  });
  it("sends no token where it does not belong", async () => {
    const { fetch, seen } = scripted({});
    expect(await errorOf(resolveAccount({ server: "http://social.example", token: "abc", fetch }))).toMatchObject({
      code: "invalid-request",
    });
    expect(await errorOf(resolveAccount({ server, token: "a b", fetch }))).toMatchObject({ code: "invalid-request" });
    expect(seen).toHaveLength(0);
  });
});
