import { describe, expect, it } from "vitest";
import { all, errorOf, page, scripted } from "./support.js";
import { createFacebookAdapter, createGraphApp, listAccounts, pageToken } from "../../../src/networks/facebook/index.js";
import { requiredScopes } from "../../../src/adapter/required-scopes.js";
import type { FacebookAdapterOptions } from "../../../src/networks/facebook/index.js";

const given: FacebookAdapterOptions = { accountId: page, token: "EAAx" };

describe("facebook options", () => {
  it.each([
    ["accountId", { accountId: "nordlysboots" }],
    ["accountId", { accountId: "" }],
    ["token", { token: "EAA with blanks" }],
    ["token", { token: {} as never }],
    ["scopes", { scopes: "pages_messaging" as never }],
    ["humanAgent", { humanAgent: "yes" as never }],
    ["baseUrl", { baseUrl: "http://graph.example" }],
    ["pollEveryMs", { pollEveryMs: 10 }],
  ])("refuses a bad `%s` and does not repeat it", (option, more) => {
    let message = "";
    try {
      createFacebookAdapter({ ...given, ...more });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(`\`${option}\``);
    expect(message).not.toContain("with blanks");
  });
  it("asks nothing when it is made, and knows its account, operations and lists", () => {
    const adapter = createFacebookAdapter(given);
    expect([adapter.account, adapter.operations.size]).toEqual([`facebook:${page}`, 28]);
    expect(adapter.surfaces?.find(({ name }) => name === "comments")?.under).toBe("posts");
    expect(adapter.textRules("publishPost").limits[0]?.max).toBe(63_206);
    expect(adapter.textRules("reply").limits[0]?.max).toBe(8_000);
    expect(adapter.textRules("sendMessage").limits[0]?.max).toBe(2_000);
    expect(requiredScopes(adapter, ["reply", "sendMessage"])).toContain("pages_messaging");
  });
  it("asks the version of its app, at the server that it was given", async () => {
    const app = createGraphApp({ id: "42", secrets: ["s3cret"], version: "v25.0" });
    const { adapter, seen } = scripted(
      { "GET /1001": { body: { id: page, name: "Nordlys Boots", username: "nordlys" } } },
      { app, baseUrl: "https://graph.example" },
    );
    expect(await adapter.getAccount()).toMatchObject({ id: page, handle: "nordlys" });
    expect(seen[0]?.url.href).toMatch(/^https:\/\/graph\.example\/v25\.0\/1001\?/);
  });
  it("says when it connects that the token is a person's", async () => {
    const { adapter } = scripted({ "GET /1001": { body: { id: page } }, "GET /me": { body: { id: "55501" } } });
    expect(await errorOf(adapter.getAccount())).toMatchObject({ code: "unauthenticated", reauthorize: "wrong-token-kind" });
  });
  it("lists the Pages of a person without their tokens, and gives one token", async () => {
    const answers: Record<string, unknown> = {
      "/v26.0/me/accounts": { data: [{ id: page, name: "Nordlys Boots", access_token: "EAApage", tasks: ["MODERATE"] }] },
      [`/v26.0/${page}`]: { id: page, access_token: "EAApage" },
    };
    const app = createGraphApp({ id: "42", secrets: ["s3cret"] });
    app.attach({ fetch: async (input, init) => Response.json(answers[new URL(new Request(input, init).url).pathname]) });
    const found = await all(listAccounts(app, "EAAuser"));
    expect(found).toMatchObject([{ key: `facebook:${page}`, name: "Nordlys Boots" }]);
    expect(JSON.stringify(found)).not.toContain("EAApage");
    expect(await pageToken(app, "EAAuser", page)).toBe("EAApage");
  });
});
