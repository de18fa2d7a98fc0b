import { describe, expect, it } from "vitest";
import {
  createFacebookAdapter,
  createGraphApp,
  inspectToken,
  listAccounts,
  pageToken,
  type GraphApp,
} from "../../../src/networks/facebook/index.js";
import { facebookWorld, type FacebookWorld } from "../../../src/testing/facebook/contract-world.js";
import { rejection } from "./support.js";

// From a person's token to an adapter of their Page, on the fake that was written from the documents.

function begin(): { readonly world: FacebookWorld; readonly app: GraphApp; readonly baseUrl: string } {
  const world = facebookWorld();
  const app = createGraphApp({ id: world.fake.app.id, secrets: [world.fake.app.secret] });
  app.attach(world.runtime);
  return { world, app, baseUrl: new URL(world.fake.baseUrl).origin };
}

describe("from a login to a Page", () => {
  it("finds Pages, the token of one, what it may do, and reads with it", async () => {
    const { world, app, baseUrl } = begin();
    const { page } = world;
    const found = await listAccounts(app, page.userToken, { baseUrl });
    expect(found.items.map(({ id, name }) => [id, name])).toEqual([[page.id, "The Brand"]]);
    const token = await pageToken(app, page.userToken, page.id, { baseUrl });
    expect(token).toBe(page.token);
    const facts = await inspectToken(app, token, { baseUrl });
    expect(facts).toMatchObject({ isValid: true, kind: "PAGE", pageId: page.id });
    expect(facts.scopes).toContain("pages_messaging");
    expect("expiresAt" in facts).toBe(false);
    const facebook = createFacebookAdapter({ app, accountId: page.id, token, baseUrl, scopes: facts.scopes });
    expect(await facebook.getAccount()).toMatchObject({ id: page.id, name: "The Brand" });
  });

  it("says of a token that is none of the app's that it is not valid", async () => {
    const { app, baseUrl } = begin();
    expect(await inspectToken(app, "EAAstranger", { baseUrl })).toEqual({ isValid: false, scopes: [] });
    expect(await rejection(Promise.resolve(listAccounts(app, "EAAstranger", { baseUrl })))).toMatchObject({ code: "unauthenticated" });
  });

  it("is refused with another app's secret", async () => {
    const { world, baseUrl } = begin();
    const wrong = createGraphApp({ id: world.fake.app.id, secrets: ["hunter2"] });
    wrong.attach(world.runtime);
    const { code, message } = await rejection(Promise.resolve(listAccounts(wrong, world.page.userToken, { baseUrl })));
    expect(code).toBe("misconfigured");
    expect(message).not.toContain("hunter2");
  });
});
