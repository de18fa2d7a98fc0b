import { discordPush, type DiscordPush, type PushSetup } from "../../../src/networks/discord/stream.js";
import { resolveRuntime } from "../../../src/adapter/defaults.js";
import { toPlace, type Place } from "../../../src/networks/discord/places.js";
import { createDiscordApp, type DiscordApp } from "../../../src/networks/discord/app.js";
import { makeSigner, type Signer } from "../../webhooks/support.js";
import { virtualClock, type VirtualClock } from "../../../src/testing/clock.js";
import type { AccountKey } from "../../../src/model/keys.js";
import type { Change } from "../../../src/model/change.js";
import type { DiscordAppOptions } from "../../../src/networks/discord/app-options.js";
import type { Us } from "../../../src/networks/discord/ids.js";
import type { WebhookAnswer } from "../../../src/adapter/app.js";

type Fields = Record<string, unknown>;

/** The app, its bot, the guild, and channels in it. Nobody and nothing of these exists. */
export const ids = {
  app: "1098765432109876543",
  guild: "900000000000000001",
  other: "900000000000000002",
  chat: "910000000000000001",
  forum: "910000000000000002",
  news: "910000000000000003",
  thread: "920000000000000001",
  direct: "930000000000000001",
  freja: "800000000000000001",
  message: "940000000000000001",
} as const;

/** The raw bytes of a request. */
export const bytesOf = async (made: Request): Promise<Uint8Array> => new Uint8Array(await made.arrayBuffer());

export const account: AccountKey = `discord:${ids.guild}`;

export const freja: Fields = { id: ids.freja, username: "freja.h", global_name: "Freja Holm", discriminator: "0", avatar: null };
export const bot: Fields = { id: ids.app, username: "nordlys", discriminator: "0", bot: true, avatar: null };

/** A message as the network writes it. */
export const wire = (more: Fields = {}): Fields => ({
  id: ids.message,
  channel_id: ids.chat,
  type: 0,
  author: freja,
  content: "Kommer støvlerne i blå?",
  timestamp: "2026-10-01T08:00:00.000000+00:00",
  edited_timestamp: null,
  tts: false,
  mention_everyone: false,
  mentions: [],
  mention_roles: [],
  attachments: [],
  embeds: [],
  pinned: false,
  ...more,
});

/** A message command on a message. */
export const sendToInbox = (more: Fields = {}, data: Fields = {}): Fields => ({
  id: "950000000000000001",
  application_id: ids.app,
  type: 2,
  token: "aW50ZXJhY3Rpb246dG9rZW4",
  version: 1,
  guild_id: ids.guild,
  channel_id: ids.chat,
  channel: { id: ids.chat, type: 0, name: "chat" },
  member: { user: freja, roles: [], nick: null },
  data: {
    id: "960000000000000001",
    name: "Send to inbox",
    type: 3,
    target_id: ids.message,
    resolved: { messages: { [ids.message]: wire() } },
    ...data,
  },
  ...more,
});

/** An app with a key pair of its own, and what delivers to it. */
export interface Deliveries {
  readonly app: DiscordApp;
  readonly clock: VirtualClock;
  readonly signer: Signer;
  readonly logs: string[];
  /** Signs a body as the network does and makes the request. */
  readonly request: (
    body: unknown,
    how?: { readonly timestamp?: string; readonly by?: Signer; readonly headers?: Record<string, string> },
  ) => Promise<Request>;
  /** Delivers a body that is signed well. */
  readonly deliver: (body: unknown) => Promise<WebhookAnswer>;
  /** The same, and what it became. */
  readonly changes: (body: unknown) => Promise<readonly Change[]>;
}

export async function deliveries(options: Partial<DiscordAppOptions> = {}): Promise<Deliveries> {
  const signer = await makeSigner();
  const clock = virtualClock({ start: "2026-10-01T09:00:00.000Z" });
  const logs: string[] = [];
  const note = (message: string, data?: object): void => void logs.push(`${message} ${JSON.stringify(data)}`);
  const app = createDiscordApp({ id: ids.app, publicKey: signer.publicKey, ...options });
  app.attach({ clock, logger: { debug: note, warn: note, error: note } });
  const request: Deliveries["request"] = async (body, { timestamp = String(clock.now() / 1000), by = signer, headers = {} } = {}) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return new Request("https://host.example/discord", {
      method: "POST",
      body: text,
      headers: { "x-signature-ed25519": await by.sign(timestamp, text), "x-signature-timestamp": timestamp, ...headers },
    });
  };
  const deliver: Deliveries["deliver"] = async (body) => {
    const made = await request(body);
    return app.webhook.read(made, await bytesOf(made));
  };
  const changes: Deliveries["changes"] = async (body) => {
    const answer = await deliver(body);
    return answer.type === "delivery" ? answer.delivery.changes : [];
  };
  return { app, clock, signer, logs, request, deliver, changes };
}

export const us: Us = { account, guild: ids.guild, bot: ids.app, like: "👍" };
export const now = "2026-10-01T09:00:00.000Z";

export const forumPlace: Place = toPlace({ id: ids.forum, type: 15, name: "help" });
export const thread: Parameters<typeof toPlace>[0] = {
  id: ids.thread,
  type: 11,
  parent_id: ids.forum,
  owner_id: ids.freja,
  name: "Blue?",
  guild_id: ids.guild,
};
export const places: Readonly<Record<string, Place>> = {
  [ids.chat]: toPlace({ id: ids.chat, type: 0, name: "chat" }),
  [ids.news]: toPlace({ id: ids.news, type: 5, name: "news" }),
  [ids.forum]: forumPlace,
  [ids.thread]: toPlace(thread, forumPlace.wire),
};

/** What a push tells, and what it asked for. */
export interface TestedPush extends DiscordPush {
  readonly logs: readonly string[];
  /** Ids of the channels that had to be asked for. */
  readonly asked: readonly string[];
  /** Hands in an event by its name. */
  readonly of: (t: string, d: unknown) => Promise<readonly Change[]>;
}

/** The push of one guild whose channels are known. */
export function push(more: Partial<PushSetup> = {}): TestedPush {
  const logs: string[] = [];
  const asked: string[] = [];
  const note = (message: string, data?: object): void => void logs.push(`${message} ${JSON.stringify(data)}`);
  const made = discordPush({
    account,
    guildId: ids.guild,
    messageContent: true,
    runtime: resolveRuntime({ clock: virtualClock({ start: now }), logger: { debug: note, warn: note, error: note } }),
    us: async () => us,
    place: async (id) => {
      asked.push(id);
      return places[id];
    },
    ...more,
  });
  return { ...made, logs, asked, of: (t: string, d: unknown) => made.acceptGatewayEvent({ t, d, s: 7, op: 0 }) };
}

/** A message as the gateway tells it. */
export const inGuild = (more: Record<string, unknown> = {}): Record<string, unknown> =>
  wire({ guild_id: ids.guild, member: { nick: "Freja", roles: [] }, ...more });
