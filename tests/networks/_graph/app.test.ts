import { describe, expect, it } from "vitest";
import { createApp } from "../../../src/adapter/create-app.js";
import { createGraphApp, graphVersion, proofOf, secretsOf, type GraphAppOptions } from "../../../src/networks/_graph/app.js";
import { contractData, scene } from "./support.js";
import { hmacHex } from "../../../src/networks/_graph/proof.js";
import { join } from "node:path";
import { readFileSync } from "node:fs";

const options: GraphAppOptions = { id: "42", secrets: ["newest", "older"] };

describe("the Meta app", () => {
  it("speaks for three networks, by the newest version unless told another", () => {
    const app = createGraphApp(options);
    expect(app.networks).toEqual(["facebook", "instagram", "threads"]);
    expect([app.version, graphVersion(app), graphVersion(undefined)]).toEqual(["v26.0", "v26.0", "v26.0"]);
    expect(graphVersion(createGraphApp({ ...options, version: "v25.0" }))).toBe("v25.0");
    expect(graphVersion(createApp({ id: "x", networks: ["facebook"] }))).toBe("v26.0");
  });

  it.each([
    [{ id: "" }, "id"],
    [{ secrets: [] }, "secrets"],
    [{ secrets: ["a", ""] }, "secrets"],
    [{ secrets: "hunter2" }, "secrets"],
    [{ products: { threads: [] } }, "products.threads"],
    [{ products: { whatsapp: ["a"] } }, "products"],
    [{ products: null }, "products"],
    [{ version: "26" }, "version"],
    [{ version: "v26.0/me" }, "version"],
    [{ verifyToken: "" }, "verifyToken"],
    [{ deletionStatusUrl: "https://example.test" }, "deletionStatusUrl"],
  ])("refuses %j, naming the option and no secret", (wrong, option) => {
    const make = (): unknown => createGraphApp({ ...options, ...wrong } as GraphAppOptions);
    expect(make).toThrow(new RegExp(`createGraphApp: \`${option.replace(".", "\\.")}\``));
    expect(make).not.toThrow(/hunter2|"newest"/);
  });

  it("gives the secrets of a product before those of the app, and shows none itself", () => {
    const app = createGraphApp({ ...options, products: { instagram: ["ig"] } });
    expect(secretsOf(app, "instagram")).toEqual(["ig", "newest", "older"]);
    expect(secretsOf(app, "facebook")).toEqual(["newest", "older"]);
    expect(secretsOf(createApp({ id: "x", networks: ["facebook"] }), "facebook")).toEqual([]);
    expect(JSON.stringify(app)).not.toContain("newest");
  });

  it("takes handshakes, signed bodies and forms for its own, and nothing else", () => {
    const { webhook } = createGraphApp(options);
    const matches = (url: string, init?: RequestInit): boolean => webhook.matches(new Request(url, init));
    const hook = "https://host.example/hook";
    expect(matches(`${hook}?hub.mode=subscribe&hub.challenge=1`)).toBe(true);
    expect(matches(`${hook}?hub_mode=subscribe`)).toBe(true);
    expect(matches(hook)).toBe(false);
    expect(matches(hook, { method: "POST", headers: { "x-hub-signature-256": "sha256=00" } })).toBe(true);
    expect(matches(hook, { method: "POST", body: new URLSearchParams({ signed_request: "a.b" }) })).toBe(true);
    expect(matches(hook, { method: "POST", body: "{}" })).toBe(false);
    expect(matches(hook, { method: "PUT" })).toBe(false);
  });
});

describe("appsecret_proof", () => {
  it("is the HMAC of the token with the newest secret, which may be asked for", async () => {
    // RFC 4231, test case 2.
    expect(await hmacHex("Jefe", "what do ya want for nothing?")).toBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    expect(await proofOf(createGraphApp(options), "t")).toBe(await hmacHex("newest", "t"));
    expect(await proofOf(createGraphApp({ id: "1", secrets: [async () => "asked"] }), "t")).toBe(await hmacHex("asked", "t"));
    expect(await proofOf(createApp({ id: "x", networks: ["facebook"] }), "t")).toBeUndefined();
    expect(await proofOf(undefined, "t")).toBeUndefined();
    await expect(proofOf(createGraphApp({ id: "1", secrets: [async () => ""] }), "t")).rejects.toMatchObject({ code: "misconfigured" });
  });

  it.skipIf(contractData === undefined)("agrees with the recorded vector", async () => {
    const file = join(contractData ?? "", "meta/derived/signature-vectors.json");
    const vector = JSON.parse(readFileSync(file, "utf8")) as Record<"app_secret" | "access_token" | "appsecret_proof", string>;
    const app = createGraphApp({ id: "1", secrets: [vector.app_secret] });
    expect(await proofOf(app, vector.access_token)).toBe(vector.appsecret_proof);
  });

  it("goes with every call as a parameter, follows a new token, and the token stays in the header", async () => {
    let token = "EAAfirst";
    const { asked, begin } = scene({
      token: async () => token,
      session: (app) => ({ proveWith: app }),
      answer: () => ({ body: { id: "1" } }),
    });
    const schema = { parse: (value: unknown) => value };
    await begin().get("/me", schema, { fields: "id" });
    token = "EAAsecond";
    await begin().post("/1/comments", schema, { message: "Hi" });
    expect(asked.map(({ query }) => query["appsecret_proof"])).toEqual([
      await hmacHex("shhh", "EAAfirst"),
      await hmacHex("shhh", "EAAsecond"),
    ]);
    expect(asked.map(({ headers }) => headers.get("authorization"))).toEqual(["Bearer EAAfirst", "Bearer EAAsecond"]);
    expect(asked.some(({ query }) => "access_token" in query)).toBe(false);
  });
});
