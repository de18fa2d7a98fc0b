import { describe, expect, it } from "vitest";
import { accountLister, linkedInstagramAccount, pageAccount, pageFields, tokenOfPage } from "../../../src/networks/_graph/list-accounts.js";
import { createApp } from "../../../src/adapter/create-app.js";
import { createGraphApp, type GraphApp } from "../../../src/networks/_graph/app.js";
import { graphApp } from "../../../src/networks/_graph/limits.js";
import { graphError, origin, pagesMeter, rejection, version, type Given } from "./support.js";
import { hmacHex } from "../../../src/networks/_graph/proof.js";
import { tokenFacts } from "../../../src/networks/_graph/token-info.js";
import { virtualClock } from "../../../src/testing/clock.js";
import type { AccountListing } from "../../../src/networks/_graph/list-accounts.js";

const listing: AccountListing = { network: "facebook", origin, version, limits: [graphApp], meter: pagesMeter(), proved: true };

const page = {
  id: "1001",
  name: "Brand",
  username: "brand",
  access_token: "EAApage",
  tasks: ["MODERATE"],
  followers_count: 12,
  picture: { data: { url: "https://cdn.example/p.jpg" } },
  instagram_business_account: { id: "17841400000000001", username: "brand.ig" },
};

function appWith(answer: (url: URL) => Given): { app: GraphApp; asked: Request[] } {
  const asked: Request[] = [];
  const app = createGraphApp({ id: "42", secrets: ["shhh"] });
  app.attach({
    clock: virtualClock({ auto: true }),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      asked.push(request);
      const { status = 200, body } = answer(new URL(request.url));
      return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
    },
  });
  return { app, asked };
}

describe("what a Meta token reaches", () => {
  it("are Pages without their tokens, asked with the proof of the person's", async () => {
    const { app, asked } = appWith(() => ({ body: { data: [page, { name: "odd" }] } }));
    const list = accountLister(() => listing, { path: "/me/accounts", fields: pageFields, read: pageAccount });
    const found = await list(app, "EAAuser");
    expect(found.items).toMatchObject([
      {
        key: "facebook:1001",
        id: "1001",
        actors: ["1001"],
        handle: "brand",
        name: "Brand",
        url: "https://www.facebook.com/1001",
        avatarUrl: "https://cdn.example/p.jpg",
        followers: 12,
      },
    ]);
    expect(found.quarantined).toHaveLength(1);
    expect(JSON.stringify(found.items)).not.toContain("EAA");
    const url = new URL(asked[0]?.url ?? "");
    expect(url.pathname).toBe("/v26.0/me/accounts");
    expect(url.searchParams.get("appsecret_proof")).toBe(await hmacHex("shhh", "EAAuser"));
    expect(asked[0]?.headers.get("authorization")).toBe("Bearer EAAuser");
  });

  it("are the Instagram accounts that are linked to Pages", async () => {
    const { app } = appWith(() => ({ body: { data: [page, { id: "1002", name: "Alone" }] } }));
    const list = accountLister(() => ({ ...listing, network: "instagram" }), {
      path: "/me/accounts",
      fields: pageFields,
      read: linkedInstagramAccount,
    });
    expect((await list(app, async () => "EAAuser")).items).toEqual([
      {
        key: "instagram:17841400000000001",
        refs: { pageId: "1001" },
        network: "instagram",
        id: "17841400000000001",
        actors: ["17841400000000001", "1001"],
        handle: "brand.ig",
        url: "https://www.instagram.com/brand.ig/",
        raw: page.instagram_business_account,
      },
    ]);
  });

  it("is one account where a token is that of one", async () => {
    const { app, asked } = appWith(() => ({ body: { id: "7", username: "brand" } }));
    const list = accountLister(() => ({ ...listing, network: "threads", proved: false }), {
      path: "/me",
      fields: ["id", "username"],
      read: ({ id }) => ({ key: `threads:${id}`, network: "threads", id, actors: [id] }),
    });
    expect((await list(app, "THQW")).items.map(({ key }) => key)).toEqual(["threads:7"]);
    expect(asked[0]?.url).toBe(`${origin}/${version}/me?fields=id%2Cusername`);
  });

  it("is what the network says of the token, asked in the app's name", async () => {
    const data = {
      app_id: "42",
      type: "PAGE",
      is_valid: true,
      expires_at: 0,
      data_access_expires_at: 1_800_000_000,
      scopes: ["pages_messaging", 7],
      user_id: 5,
      profile_id: "1001",
    };
    const { app, asked } = appWith(() => ({ body: { data } }));
    expect(await tokenFacts(listing, app, "EAApage")).toEqual({
      isValid: true,
      kind: "PAGE",
      scopes: ["pages_messaging"],
      dataEndsAt: "2027-01-15T08:00:00.000Z",
      userId: "5",
      pageId: "1001",
    });
    expect(asked[0]?.headers.get("authorization")).toBe("Bearer 42|shhh");
    expect(new URL(asked[0]?.url ?? "").searchParams.get("input_token")).toBe("EAApage");
    const nothing = appWith(() => ({ body: {} }));
    expect(await tokenFacts(listing, nothing.app, "x")).toEqual({ isValid: false, scopes: [] });
    const bare = createApp({ id: "x", networks: ["facebook"] });
    expect(await rejection(tokenFacts(listing, bare, "x"))).toMatchObject({ code: "misconfigured" });
  });

  it("gives the token of a Page", async () => {
    const { app } = appWith(({ pathname }) =>
      pathname.endsWith("/1001") ? { body: page } : pathname.endsWith("/5") ? { body: { id: "5" } } : graphError(190),
    );
    expect(await tokenOfPage(listing, app, "EAAuser", "1001")).toBe("EAApage");
    expect(await rejection(tokenOfPage(listing, app, "EAAuser", "5"))).toMatchObject({ code: "forbidden" });
    expect(await rejection(tokenOfPage(listing, app, "EAAuser", "6"))).toMatchObject({ code: "unauthenticated" });
    expect(await rejection(tokenOfPage(listing, app, "EAAuser", "../me"))).toMatchObject({ code: "invalid-request" });
    expect(() => accountLister(() => listing, { path: "/me", fields: [], read: pageAccount })(app, "no token")).toThrow("`token`");
  });
});
