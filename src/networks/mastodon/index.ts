/**
 * Mastodon: the adapter of one account, also on other software with the same API, and the helper that finds the account of a token.
 * @module mastodon
 */
export { createMastodonAdapter, type MastodonAdapter, type MastodonOperation } from "./adapter.js";
export { resolveAccount, type ResolveAccountOptions, type ResolvedAccount } from "./resolve-account.js";
export type { MastodonAdapterOptions } from "./options.js";
export type { MastodonServer } from "./server.js";
export type { MuteOptions } from "./moderation.js";
export type { ScheduledPost, ScheduleOptions, Schedules } from "./posts.js";
