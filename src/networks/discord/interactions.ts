/**
 * Interactions: what people do with the app's commands, buttons and forms. The same whether they come by webhook or gateway.
 * @module
 */
import { fieldsOf, present, textOf } from "../../adapter/fields.js";
import { isFirst, isPost, toMessage, toPost } from "./normalize.js";
import { isSnowflake, timeOfId, type Us } from "./ids.js";
import { makeKey } from "../../model/keys.js";
import { onceId } from "../../model/change-id.js";
import { toAuthor } from "./normalize-author.js";
import { toPlace, type Place } from "./places.js";
import { wireChannel, wireMessage } from "./wire.js";
import { withoutReactions, withoutSecrets } from "./change-parts.js";
import type { Change } from "../../model/change.js";
import type { Timestamp } from "../../model/ref.js";

type Fields = Readonly<Record<string, unknown>>;

/** What an interaction is, by Discord's number (reference, interaction types; read 2026-11). */
export const interactionTypes = { ping: 1, command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

const names: Readonly<Record<number, string>> = {
  [interactionTypes.command]: "APPLICATION_COMMAND",
  [interactionTypes.component]: "MESSAGE_COMPONENT",
  [interactionTypes.modal]: "MODAL_SUBMIT",
};

/** A command in the menu of a message. */
const messageCommand = 3;

/** How interactions are read. */
export interface InteractionRules {
  /** Name of the message command that sends a message to the inbox. @defaultValue every message command does */
  readonly inboxCommand?: string;
}

/** What an interaction turned into. */
export interface ReadInteraction {
  /** What to take in: the message that somebody pointed at, else what was done. Nothing while somebody is still typing. */
  readonly changes: readonly Change[];
  /** True when a message was sent to the inbox. */
  readonly sentToInbox: boolean;
}

/** Reads an interaction. What it points at and cannot be read is reported as an event; nothing is thrown. */
export function readInteraction(us: Us, interaction: Fields, now: Timestamp, rules: InteractionRules): ReadInteraction {
  if (interaction["type"] === interactionTypes.autocomplete) return { changes: [], sentToInbox: false };
  const pointedAt = sentMessage(us, interaction, rules);
  return pointedAt === undefined
    ? { changes: [interactionEvent(us, interaction, now)], sentToInbox: false }
    : { changes: [pointedAt], sentToInbox: true };
}

function sentMessage(us: Us, interaction: Fields, { inboxCommand }: InteractionRules): Change | undefined {
  const { type, name, target_id: target, resolved } = fieldsOf(interaction["data"]);
  if (interaction["type"] !== interactionTypes.command || type !== messageCommand) return undefined;
  if ((inboxCommand !== undefined && name !== inboxCommand) || !isSnowflake(target)) return undefined;
  const wire = fieldsOf(fieldsOf(resolved)["messages"])[target];
  if (!wireMessage.accepts(wire)) return undefined;
  try {
    const place = placeOf(interaction, wire.channel_id);
    const isOwnPost = isFirst(wire, place) && place.ownerId === us.bot;
    // Reactions are left out here, and none is not zero.
    if (isPost(wire, place) || isOwnPost) {
      const post = withoutReactions(toPost(us, place, wire));
      return { ...common(us, "post.created", onceId("post.created", post.key), post.createdAt), post };
    }
    const message = toMessage(us, wire, place, { via: "webhook", reactions: false });
    const { key, conversation, createdAt } = message;
    return { ...common(us, "message.created", onceId("message.created", key), createdAt), conversation, message };
  } catch {
    return undefined;
  }
}

/** Where it was done. Discord tells the channel, but of a thread not what it is in. */
function placeOf(interaction: Fields, channelId: string): Place {
  const channel = interaction["channel"];
  return wireChannel.accepts(channel) && channel.id === channelId
    ? toPlace(channel)
    : toPlace({ id: channelId, type: interaction["guild_id"] === undefined ? 1 : 0 });
}

function interactionEvent(us: Us, interaction: Fields, now: Timestamp): Change {
  const { id, type, channel_id: channel, user, member } = interaction;
  const who = fieldsOf(member)["user"] ?? user;
  const label = typeof type === "number" ? (names[type] ?? `INTERACTION_${type}`) : "INTERACTION";
  return present({
    ...common(
      us,
      "network.event",
      `network.event:${us.account}:interaction:${isSnowflake(id) ? id : "unknown"}`,
      isSnowflake(id) ? timeOfId(id) : now,
    ),
    conversation: isSnowflake(channel) ? makeKey(us.account, "conversation", channel) : undefined,
    name: label,
    author: isSnowflake(fieldsOf(who)["id"]) ? toAuthor(us, who, member) : undefined,
    raw: withoutSecrets(interaction),
  });
}

function common<T extends Change["type"]>(us: Us, type: T, id: string, at: Timestamp) {
  return { type, id, origin: "live" as const, at, account: us.account };
}

/** The guild that an interaction or event is about. */
export function guildOf(of: Fields): string | undefined {
  const id = textOf(of["guild_id"]) ?? textOf(fieldsOf(of["guild"])["id"]);
  return isSnowflake(id) ? id : undefined;
}
