/**
 * What the network sends to the app over HTTP: interactions and webhook events, signed with the app's key.
 * @see https://discord.com/developers/docs/interactions/receiving-and-responding and .../events/webhook-events, read 2026-11
 * @module
 */
import type { BotData, Core, MessageData } from "./core.js";
import { memberView, messageView, userView } from "./views.js";
import { publicKeyOf, signWith } from "./ed25519.js";
import { bytesFrom } from "../seed.js";
import { everything } from "./permissions.js";
import type { Json } from "../json.js";
import { misuse } from "../misuse.js";
import { present } from "../json.js";
import type { WebhookEvent } from "./webhook-event.js";
import type { WebhookSpoil } from "../adapter-contract/world.js";

/** How a request is made. */
export interface SignedHow extends WebhookSpoil {
  /** Names the delivery: the same twice is a redelivery, with the same id inside. @defaultValue another one each time */
  readonly id?: string;
  /** Where it goes. @defaultValue "https://host.test/webhooks/discord" */
  readonly url?: string;
}

/** The webhooks of an app. */
export interface AppWebhooks {
  /** In hex. */
  readonly publicKey: string;
  /** Makes a request. */
  readonly signed: (event: WebhookEvent, how?: SignedHow) => Promise<Request>;
}

/** Makes the webhooks of an app. */
export function makeWebhooks(core: Core, appId: string): AppWebhooks {
  const seed = bytesFrom(core.seed, "app key");
  const ids = new Map<string, string>();
  const idOf = (name: string | undefined): string => {
    if (name === undefined) return core.id();
    const id = ids.get(name) ?? core.id();
    ids.set(name, id);
    return id;
  };
  const body = (event: WebhookEvent, id: string): Json => bodyOf(core, appId, event, id);
  return {
    publicKey: publicKeyOf(seed),
    signed: async (event, how = {}) => {
      const at = core.clock.now() - (how.ageMs ?? 0);
      const timestamp = String(Math.floor(at / 1000));
      const text = JSON.stringify(body(event, idOf(how.id)));
      const signed = await signWith(seed, new TextEncoder().encode(timestamp + text));
      const wrong = await signWith(bytesFrom(core.seed, "another key"), new TextEncoder().encode(timestamp + text));
      const signature = { wrong, malformed: "not-hex", missing: undefined, right: signed }[how.signature ?? "right"];
      return new Request(how.url ?? "https://host.test/webhooks/discord", {
        method: "POST",
        headers: present({
          "content-type": "application/json",
          "user-agent": "Discord-Interactions/1.0 (+https://discord.com)",
          "x-signature-timestamp": timestamp,
          "x-signature-ed25519": signature,
        }),
        // A blank at the end changes the bytes and not the meaning.
        body: how.tampered === true ? `${text} ` : text,
      });
    },
  };
}

function messageOf(core: Core, id: string): MessageData {
  return (
    core.messages.get(id) ?? misuse("There is no such message in this network", "give the id of one that was said here and not removed")
  );
}

/** Where an interaction happened and who began it: a member in a guild, a user in private. */
function scene(core: Core, channelId: string, by: string): Json {
  const channel =
    core.channels.get(channelId) ?? misuse("There is no such channel in this network", "give the id of one that was made here");
  const user = core.users.get(by) ?? misuse("Nobody of that id is in this network", "add them first");
  const { guildId } = channel;
  const member = guildId === undefined ? undefined : core.guilds.get(guildId)?.members.get(by);
  const place = { channel_id: channelId, channel: { id: channelId, type: channel.type }, locale: "en-US" };
  if (guildId === undefined || member === undefined) return { ...place, user: userView(user), context: 1 };
  return {
    ...place,
    guild_id: guildId,
    guild: { id: guildId, locale: "en-US", features: ["COMMUNITY"] },
    guild_locale: "en-US",
    context: 0,
    member: { ...memberView(core, member), permissions: String(everything) },
  };
}

function bodyOf(core: Core, appId: string, event: WebhookEvent, id: string): Json {
  const bot: BotData | undefined = core.bots.get(appId);
  const viewer: BotData = bot ?? { userId: appId, applicationId: appId, token: "", dead: true, revoked: false, messageContent: false };
  const interaction = (type: number, more: Json): Json => ({
    id,
    application_id: appId,
    type,
    token: core.secret(`interaction ${id}`),
    version: 1,
    app_permissions: String(everything),
    entitlements: [],
    authorizing_integration_owners: {},
    attachment_size_limit: 10_485_760,
    ...more,
  });
  const webhookEvent = (type: string, data: Json): Json => ({
    version: 1,
    application_id: appId,
    type: 1,
    event: { type, timestamp: new Date(core.clock.now()).toISOString().replace("Z", "000"), data },
  });
  const userOf = (by: string): Json => userView(core.users.get(by) ?? misuse("Nobody of that id is in this network", "add them first"));

  switch (event.type) {
    case "ping":
      return interaction(1, {});
    case "message-command": {
      const target = messageOf(core, event.messageId);
      const shown = messageView(core, viewer, target, true);
      const data = {
        id: appId,
        name: event.name ?? "Send to inbox",
        type: 3,
        target_id: target.id,
        resolved: { messages: { [target.id]: shown } },
      };
      return interaction(2, { ...scene(core, target.channelId, event.by), data });
    }
    case "slash-command": {
      const options = Object.entries(event.options ?? {}).map(([name, value]) => ({ name, type: 3, value }));
      return interaction(2, { ...scene(core, event.channelId, event.by), data: { id: appId, name: event.name, type: 1, options } });
    }
    case "component": {
      const target = messageOf(core, event.messageId);
      return interaction(3, {
        ...scene(core, target.channelId, event.by),
        message: messageView(core, viewer, target, true),
        data: { custom_id: event.customId, component_type: 2 },
      });
    }
    case "unknown":
      return interaction(99, { data: { future: true } });
    case "event-ping":
      return { version: 1, application_id: appId, type: 0 };
    case "authorized": {
      const guild = event.guildId === undefined ? undefined : core.guilds.get(event.guildId);
      return webhookEvent(
        "APPLICATION_AUTHORIZED",
        present({
          integration_type: guild === undefined ? 1 : 0,
          user: userOf(event.by),
          scopes: ["bot", "applications.commands"],
          guild: guild && { id: guild.id, name: guild.name, features: ["COMMUNITY"] },
        }),
      );
    }
    case "deauthorized":
      return webhookEvent("APPLICATION_DEAUTHORIZED", { user: userOf(event.by) });
    case "event-unknown":
      return webhookEvent("FUTURE_EVENT", { future: true });
  }
}
