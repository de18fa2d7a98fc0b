/**
 * Discord: the adapter of one guild, seen by one bot.
 * @module discord
 */
export { createDiscordAdapter, type DiscordAdapter, type DiscordOperation } from "./adapter.js";
export type { DiscordAdapterOptions } from "./options.js";
