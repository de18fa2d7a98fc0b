/**
 * Discord: the adapter of one guild, seen by one bot; and the app, to which Discord delivers over HTTP.
 * @module discord
 */
export { createDiscordAdapter, type DiscordAdapter, type DiscordOperation } from "./adapter.js";
export { createDiscordApp, type DiscordApp } from "./app.js";
export type { DiscordAdapterOptions } from "./options.js";
export type { DiscordAppOptions, DiscordInteraction } from "./app-options.js";
export type { DiscordGateway, FollowOptions, GatewayEvent } from "./gateway.js";
