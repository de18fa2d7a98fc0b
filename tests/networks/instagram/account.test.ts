import { all, errorOf, facebook, instagram, scene } from "./support.js";
import { createGraphApp, createInstagramAdapter, listAccounts } from "../../../src/networks/instagram/index.js";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { InstagramAdapter, InstagramFacebookAdapter } from "../../../src/networks/instagram/index.js";
import type { TokenSet, TokenSource } from "../../../src/store/tokens.js";

const hour = 3_600_000;
const day = 24 * hour;

describe("the account on instagram", () => {
  it("is refused when the token is that of another", async () => {
    for (const make of [facebook, instagram]) {
      const { fake, account, runtime } = make();
      const other = fake.state.addAccount("other");
      const common = { accountId: other.id, token: account.token, runtime };
      const adapter =
        fake.login === "facebook"
          ? createInstagramAdapter({ ...common, login: "facebook" })
          : createInstagramAdapter({ ...common, login: "instagram" });
      expect(await errorOf(adapter.getAccount())).toMatchObject({
        code: "misconfigured",
        message: expect.stringMatching(/token/) as unknown,
      });
    }
  });

  it("has the id that webhooks use, and says so to whoever gives the other one", async () => {
    const { account, runtime } = instagram();
    const adapter = createInstagramAdapter({ login: "instagram", accountId: account.appScopedId, token: account.token, runtime });
    expect((await errorOf(adapter.getAccount())).message).toMatch(/`user_id`/);
  });

  it("is found for a token, of either log-in", async () => {
    for (const make of [facebook, instagram]) {
      const { fake, account, runtime } = make();
      const { id, secret } = fake.app;
      const app = createGraphApp({ id, secrets: [secret] });
      app.attach(runtime);
      const found = await all(listAccounts(app, account.userToken ?? account.token, { login: fake.login }));
      expect(found).toMatchObject([{ key: `instagram:${account.id}`, id: account.id, handle: "nordlys" }]);
      expect(JSON.stringify(found)).not.toContain(account.token);
      if (fake.login === "facebook") expect(found[0]).toMatchObject({ refs: { pageId: account.pageId } });
    }
  });

  it("asks with the proof of its token on graph.facebook.com, and works where the app demands it", async () => {
    const { fake, account, runtime } = facebook({ requireProof: true });
    const { id, secret } = fake.app;
    const common = { login: "facebook", accountId: account.id, pageId: account.pageId, token: account.token, runtime } as const;
    const proved = createInstagramAdapter({ ...common, app: createGraphApp({ id, secrets: [secret] }) });
    expect((await proved.getAccount()).handle).toBe("nordlys");
    expect((await errorOf(createInstagramAdapter(common).getAccount())).code).toBe("misconfigured");
  });

  it("finds the Page by its own token where none is named", async () => {
    const { fake, account, runtime } = facebook();
    fake.state.write(fake.state.addPerson("freja"), account, "hello");
    const adapter = createInstagramAdapter({ login: "facebook", accountId: account.id, token: account.token, runtime });
    const [talk] = (await adapter.listConversations()).items;
    await adapter.sendMessage(talk ?? expect.fail("a conversation"), { text: "hi" });
  });
});

describe("a token of the Instagram log-in", () => {
  it("is extended ten days before its end, written to the vault before it is used", async () => {
    const { account, clock, runtime } = scene({ login: "instagram" });
    let stored: TokenSet = { accessToken: account.token, expiresAt: new Date(clock.now() + 60 * day).toISOString() };
    const written: TokenSet[] = [];
    const source: TokenSource = {
      read: () => Promise.resolve({ tokens: stored, version: String(written.length) }),
      write: (next) => {
        stored = next;
        written.push(next);
        return Promise.resolve(true);
      },
    };
    const adapter = createInstagramAdapter({ login: "instagram", accountId: account.id, token: source, runtime });
    await adapter.getAccount();
    expect(written).toEqual([]);
    await clock.sleep(51 * day);
    await adapter.getAccount();
    expect(written).toHaveLength(1);
    expect(written[0]?.accessToken).not.toBe(account.token);
    expect(Date.parse(written[0]?.expiresAt ?? "") - clock.now()).toBeGreaterThan(59 * day);
  });
});

describe("the two log-ins", () => {
  it("have types of their own: only one likes, blocks and searches", () => {
    const { adapter: withFacebook } = facebook();
    const { adapter: withInstagram } = instagram();
    expectTypeOf(withFacebook).toEqualTypeOf<InstagramFacebookAdapter>();
    expectTypeOf(withInstagram).toEqualTypeOf<InstagramAdapter>();
    expectTypeOf<InstagramAdapter>().not.toHaveProperty("like");
    const only = ["like", "unlike", "ban", "unban", "searchPosts"] as const;
    for (const name of only)
      expect([withFacebook.operations.has(name), (withInstagram.operations as ReadonlySet<string>).has(name)]).toEqual([true, false]);
    expect(withInstagram).not.toHaveProperty("like");
  });

  it.each([
    ["login", { login: "threads" }],
    ["accountId", { accountId: 17841 }],
    ["accountId", { accountId: "nordlys" }],
    ["token", { token: "two words" }],
    ["token", { token: "" }],
    ["scopes", { scopes: "instagram_basic" }],
    ["pageId", { pageId: "My Page" }],
    ["humanAgent", { humanAgent: "yes" }],
    ["baseUrl", { baseUrl: "http://graph.example" }],
    ["pollEveryMs", { pollEveryMs: 10 }],
  ])("refuse a wrong `%s` when the adapter is made, and quote nothing of it", (option, wrong) => {
    const given = { login: "facebook", accountId: "17841400000000001", token: "EAAsecret", ...wrong };
    const make = (): unknown => Reflect.apply(createInstagramAdapter, undefined, [given]);
    expect(make).toThrow(
      expect.objectContaining({ code: "misconfigured", message: expect.stringContaining(`\`${option}\``) as unknown }) as Error,
    );
    expect(make).not.toThrow(/secret|two words/);
  });
});
