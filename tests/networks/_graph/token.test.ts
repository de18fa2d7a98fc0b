import { describe, expect, it } from "vitest";
import { graphError, now, rejection, scene } from "./support.js";
import { isGivenToken, isGraphToken } from "../../../src/networks/_graph/token.js";
import type { TokenSet, TokenSource } from "../../../src/store/tokens.js";

const day = 86_400_000;
const schema = { parse: (value: unknown): unknown => value };
const at = (ms: number): string => new Date(ms).toISOString();

function vault(tokens: TokenSet): TokenSource & { readonly kept: () => TokenSet; readonly replace: (next: TokenSet) => void } {
  let held = tokens;
  let version = 1;
  return {
    read: async () => ({ tokens: held, version: String(version) }),
    write: async (next, expect) => {
      if (expect !== String(version)) return false;
      held = next;
      version += 1;
      return true;
    },
    kept: () => held,
    replace: (next) => {
      held = next;
      version += 1;
    },
  };
}

const extend = { path: "https://graph.facebook.com/refresh_access_token", grant: "th_refresh_token" };

describe("tokens of the Graph API", () => {
  it("are told from other texts, app tokens among them", () => {
    expect(["EAAabc", "THQW-_1", "42|secret"].map(isGraphToken)).toEqual([true, true, true]);
    expect(["", "a b", "a\nb", "x".repeat(2001)].map(isGraphToken)).toEqual([false, false, false, false]);
    expect([isGivenToken("EAA"), isGivenToken(async () => "EAA"), isGivenToken(vault({ accessToken: "a" }))]).toEqual([true, true, true]);
    expect([isGivenToken(undefined), isGivenToken({}), isGivenToken("no token")]).toEqual([false, false, false]);
  });

  it("in a vault are extended ten days before their end, written, and used", async () => {
    const source = vault({ accessToken: "old", expiresAt: at(now + 9 * day), scopes: ["threads_basic"] });
    const { asked, begin } = scene({
      token: source,
      session: () => ({ extend }),
      answer: ({ path }) =>
        path === "/refresh_access_token" ? { body: { access_token: "new", token_type: "bearer", expires_in: "5184000" } } : { body: {} },
    });
    await begin().get("/me", schema);
    expect(asked[0]).toMatchObject({ method: "GET", path: "/refresh_access_token", query: { grant_type: "th_refresh_token" } });
    expect(asked.map(({ headers }) => headers.get("authorization"))).toEqual(["Bearer old", "Bearer new"]);
    expect(source.kept()).toEqual({ accessToken: "new", expiresAt: at(now + 60 * day), scopes: ["threads_basic"] });
  });

  it("in a vault are left alone while they live long, and used on when extending fails", async () => {
    const long = scene({
      token: vault({ accessToken: "long", expiresAt: at(now + 30 * day) }),
      session: () => ({ extend }),
      answer: () => ({ body: {} }),
    });
    await long.begin().get("/me", schema);
    expect(long.asked).toHaveLength(1);
    const trouble = scene({
      token: vault({ accessToken: "short", expiresAt: at(now + 5 * day) }),
      session: () => ({ extend }),
      answer: ({ path }) => (path === "/refresh_access_token" ? graphError(2) : { body: {} }),
    });
    await trouble.begin().get("/me", schema);
    expect(trouble.asked.at(-1)?.headers.get("authorization")).toBe("Bearer short");
  });

  it("that have ended want a login", async () => {
    const { begin, asked } = scene({
      token: vault({ accessToken: "dead", expiresAt: at(now - 1) }),
      session: () => ({ extend }),
      answer: () => ({ body: {} }),
    });
    expect(await rejection(begin().get("/me", schema))).toMatchObject({ code: "unauthenticated", reauthorize: "expired" });
    expect(asked).toEqual([]);
  });

  it("that nobody can extend are read from the vault anew, and once more when one is refused", async () => {
    const source = vault({ accessToken: "first" });
    const { asked, begin } = scene({
      token: source,
      answer: ({ headers }) => {
        if (headers.get("authorization") === "Bearer second") return { body: {} };
        source.replace({ accessToken: "second" });
        return graphError(190, 460);
      },
    });
    await begin().get("/me", schema);
    expect(asked.map(({ headers }) => headers.get("authorization"))).toEqual(["Bearer first", "Bearer second"]);
  });

  it("that are none are not sent", async () => {
    const wrong = scene({ token: async () => "no token", answer: () => ({ body: {} }) });
    expect(await rejection(wrong.begin().get("/me", schema))).toMatchObject({ code: "misconfigured" });
    const empty = scene({ token: vault({} as TokenSet), answer: () => ({ body: {} }) });
    expect(await rejection(empty.begin().get("/me", schema))).toMatchObject({ code: "misconfigured" });
    expect([...wrong.asked, ...empty.asked]).toEqual([]);
  });
});
