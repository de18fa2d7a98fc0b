/**
 * Reactions and pins: the same rules for bots over HTTP and for people in a test.
 * @see https://discord.com/developers/docs/resources/message#create-reaction, read 2026-11
 * @module
 */
import type { ChannelData, Core, MessageData } from "./core.js";
import { messageTypes } from "./core.js";
import { channelEvent, messageEvent, reactionEvent } from "./events.js";
import { demand } from "./permissions.js";
import { demandOpen, freshMessage, keep } from "./say.js";
import { emojiView } from "./views.js";
import { messageAt } from "./find.js";
import { refused } from "./errors.js";

const mostKinds = 20;
const mostPins = 250;
/** One emoji of Unicode: a flag, a keycap, or pictographs that are joined, each with its tone or variant. */
const pictograph =
  /^(?:\p{RI}{2}|[#*0-9]\uFE0F?\u20E3|\p{Extended_Pictographic}(?:\uFE0F|\p{EMod})?(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{EMod})?)*)$/u;

/** Refuses a word that is no emoji: one of Unicode's, or `name:id` of a guild's own. */
export function checkEmoji(core: Core, word: string): string {
  const [, , id] = /^(\w+):(\d+)$/.exec(word) ?? [];
  const known = id === undefined ? pictograph.test(word) : [...core.guilds.values()].some(({ emojis }) => emojis.has(id));
  if (!known) throw refused(10014);
  return word;
}

/** Lets somebody react; again changes nothing. Throws `DiscordError`. */
export function react(core: Core, by: string, message: MessageData, word: string): void {
  const { channel } = messageAt(core, message.id);
  demand(core, by, channel, "READ_MESSAGE_HISTORY");
  checkEmoji(core, word);
  demandOpen(channel);
  if (core.users.get(message.authorId)?.blocks.has(by) === true) throw refused(90001);
  const who = message.reactions.get(word);
  if (who === undefined || who.size === 0) {
    // Whoever is first with an emoji needs the right to add one.
    demand(core, by, channel, "ADD_REACTIONS");
    if ([...message.reactions.values()].filter(({ size }) => size > 0).length >= mostKinds) throw refused(30010);
  }
  if (who?.has(by) === true) return;
  message.reactions.set(word, new Set([...(who ?? []), by]));
  core.emit(reactionEvent(core, "MESSAGE_REACTION_ADD", { message, userId: by, emoji: emojiView(word) }));
}

/** Takes a reaction back; of somebody else with MANAGE_MESSAGES. Where there is none nothing happens. Throws `DiscordError`. */
export function unreact(core: Core, by: string, message: MessageData, word: string, whose: string = by): void {
  const { channel } = messageAt(core, message.id);
  demand(core, by, channel);
  checkEmoji(core, word);
  if (whose !== by) demand(core, by, channel, "MANAGE_MESSAGES");
  demandOpen(channel);
  if (message.reactions.get(word)?.delete(whose) !== true) return;
  if (message.reactions.get(word)?.size === 0) message.reactions.delete(word);
  core.emit(reactionEvent(core, "MESSAGE_REACTION_REMOVE", { message, userId: whose, emoji: emojiView(word) }));
}

/** Messages of a channel that are pinned, the last pin first. */
export const pinsOf = (core: Core, channel: ChannelData): readonly MessageData[] =>
  core
    .messagesIn(channel.id)
    .filter(({ pinnedAt }) => pinnedAt !== undefined)
    .sort((a, b) => (b.pinnedAt ?? 0) - (a.pinnedAt ?? 0));

/** Pins a message or takes the pin away; again changes nothing. Needs PIN_MESSAGES. Throws `DiscordError`. */
export function pin(core: Core, by: string, message: MessageData, pinned: boolean): void {
  const { channel } = messageAt(core, message.id);
  if (channel.guildId !== undefined) demand(core, by, channel, "PIN_MESSAGES");
  demandOpen(channel);
  if (pinned === (message.pinnedAt !== undefined)) return;
  const now = core.clock.now();
  if (!pinned) delete message.pinnedAt;
  else {
    if (pinsOf(core, channel).length >= mostPins) throw refused(30003);
    message.pinnedAt = now;
    channel.lastPinAt = now;
  }
  core.emit(messageEvent(core, "MESSAGE_UPDATE", message));
  core.emit({ ...channelEvent(core, "CHANNEL_PINS_UPDATE", channel), data: () => pinsUpdate(channel) });
  if (!pinned) return;
  const reference = { messageId: message.id, channelId: channel.id, ...(channel.guildId !== undefined && { guildId: channel.guildId }) };
  keep(core, freshMessage(core, { channelId: channel.id, authorId: by, type: messageTypes.pinned, reference }), channel);
}

const pinsUpdate = ({ id, guildId, lastPinAt }: ChannelData): Record<string, unknown> => ({
  ...(guildId !== undefined && { guild_id: guildId }),
  channel_id: id,
  last_pin_timestamp: lastPinAt === undefined ? null : new Date(lastPinAt).toISOString(),
});
