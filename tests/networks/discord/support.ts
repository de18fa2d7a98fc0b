import { accountKey, type AccountKey } from "../../../src/model/keys.js";
import { createDiscordAdapter, type DiscordAdapter, type DiscordAdapterOptions } from "../../../src/networks/discord/index.js";
import { discordWorld, type DiscordWorld, type DiscordWorldOptions } from "../../../src/testing/discord/contract-world.js";
import { beforeAll } from "vitest";
import { judgedByDiscord, officialDiscord } from "../../testing/openapi.js";
import { virtualClock, type VirtualClock } from "../../../src/testing/clock.js";
import type { Paged } from "../../../src/model/page.js";
import type { Us } from "../../../src/networks/discord/ids.js";
import type { WireMessage } from "../../../src/networks/discord/wire.js";

// Reading the official document takes longer than a test may.
beforeAll(() => {
  officialDiscord.judge();
}, 60_000);

export const guildId = "1100000000000000001";
export const botId = "1100000000000000002";
export const freja = "1100000000000000003";
export const key: AccountKey = accountKey("discord", guildId);
export const us: Us = { account: key, guild: guildId, bot: botId, like: "👍" };

type Fields = Record<string, unknown>;

export const user = (id: string, more: Fields = {}): Fields & { id: string; username: string } => ({
  id,
  username: id === botId ? "brand" : "freja",
  global_name: id === botId ? null : "Freja Holm",
  discriminator: "0",
  avatar: null,
  ...more,
});

export const wireMessage = (more: Fields = {}): WireMessage => ({
  id: "1100000000000000100",
  channel_id: "1100000000000000010",
  author: user(freja),
  content: "Is it warm?",
  timestamp: "2026-01-01T08:00:00.000000+00:00",
  edited_timestamp: null,
  type: 0,
  mentions: [],
  attachments: [],
  embeds: [],
  ...more,
});

/** An adapter in the fake's world, with what its logger was told. */
export function inWorld(
  options: Partial<DiscordAdapterOptions> | ((world: DiscordWorld) => Partial<DiscordAdapterOptions>) = {},
  worldOptions: DiscordWorldOptions = {},
): { readonly world: DiscordWorld; readonly adapter: DiscordAdapter; readonly warnings: string[] } {
  const world = discordWorld({ prepare: judgedByDiscord, ...worldOptions });
  const warnings: string[] = [];
  const adapter = createDiscordAdapter({
    accountId: world.guild.id,
    token: world.bot.token,
    service: new URL(world.fake.baseUrl).origin,
    runtime: { ...world.runtime, logger: { warn: (message) => warnings.push(message) } },
    ...(typeof options === "function" ? options(world) : options),
  });
  return { world, adapter, warnings };
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Given {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly text?: string;
}

/** An adapter over answers made by hand; `GET /users/@me` is answered by itself. */
export function byHand(
  answer: (asked: Asked) => Given,
  options: Partial<DiscordAdapterOptions> = {},
  clock: VirtualClock = virtualClock({ auto: true, start: "2026-01-01T12:00:00.000Z" }),
): { adapter: DiscordAdapter; asked: Asked[] } {
  const asked: Asked[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const type = request.headers.get("content-type") ?? "";
    const body: unknown = type.startsWith("multipart/") ? await request.formData() : JSON.parse((await request.text()) || "null");
    const one = {
      method: request.method,
      path: url.pathname.replace("/api/v10", ""),
      query: url.searchParams,
      headers: request.headers,
      body,
    };
    asked.push(one);
    const given = one.path === "/users/@me" ? { body: user(botId) } : answer(one);
    const { status = 200, headers = {}, text } = given;
    if (status === 204) return new Response(null, { status, headers });
    return new Response(text ?? JSON.stringify(given.body ?? {}), {
      status,
      headers: { ...(text === undefined && { "content-type": "application/json" }), ...headers },
    });
  };
  const adapter = createDiscordAdapter({
    accountId: guildId,
    token: "token.of.brand",
    runtime: { fetch, clock, random: () => 0.5 },
    ...options,
  });
  return { adapter, asked };
}

export async function all<T>(list: Paged<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}

export async function failure(
  work: PromiseLike<unknown>,
): Promise<{ readonly code: string; readonly message: string; readonly refs?: Record<string, string> }> {
  try {
    await work;
  } catch (error) {
    return error as { readonly code: string; readonly message: string };
  }
  throw new Error("it succeeded");
}
