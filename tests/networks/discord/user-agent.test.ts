import { describe, expect, it } from "vitest";
import { byHand, guildId } from "./support.js";
import { createDiscordAdapter } from "../../../src/networks/discord/index.js";
import { createDiscordGateway } from "../../../src/networks/discord/gateway-node.js";
import { readFile } from "node:fs/promises";
import { userAgent, version } from "../../../src/networks/discord/user-agent.js";

describe("discord's user agent", () => {
  it("names the version that this package has", async () => {
    const told = JSON.parse(await readFile(new URL("../../../package.json", import.meta.url), "utf8")) as { version: string };
    expect(version).toBe(told.version);
  });
  it("says who runs the bot where the host says so, on the API and for the gateway", async () => {
    const contactUrl = "https://shop.example/bot";
    const { adapter, asked } = byHand(({ path }) => ({ body: path.endsWith("/guilds") ? [] : { id: guildId, name: "Boots" } }), {
      contactUrl,
    });
    await adapter.getAccount();
    const seen = new Set(asked.map(({ headers }) => headers.get("user-agent")));
    const fetch = (_: unknown, init?: RequestInit): Promise<Response> => {
      seen.add(new Headers(init?.headers).get("user-agent"));
      return Promise.resolve(new Response(null, { status: 500 }));
    };
    const gateway = createDiscordGateway({ token: "token.of.brand", contactUrl, runtime: { fetch } });
    const following = gateway.follow({ signal: new AbortController().signal, intents: 1 })[Symbol.asyncIterator]().next();
    await expect(following).rejects.toMatchObject({ code: "server-error" });
    expect([...seen]).toEqual([userAgent(contactUrl)]);
  });
  it.each(["shop.example", "https://shop.example/(bot)", "https://shop.example/a b"])("refuses %s", (contactUrl) => {
    const refused = expect.objectContaining({ code: "misconfigured", message: expect.stringContaining("contactUrl") as string }) as Error;
    expect(() => createDiscordAdapter({ accountId: guildId, token: "token.of.brand", contactUrl })).toThrow(refused);
    expect(() => createDiscordGateway({ token: "token.of.brand", contactUrl })).toThrow(refused);
  });
  it("sends a gateway's token to safe addresses only", () => {
    expect(() => createDiscordGateway({ token: "token.of.brand", service: "http://shop.example" })).toThrow(
      expect.objectContaining({ code: "misconfigured", message: expect.stringContaining("service") as string }) as Error,
    );
  });
});
