/** Servers that keep the limits of networks as their documents describe them, for tests and for `bench/limiter`. */
export { numbersOf } from "./random.js";
export { serverOf } from "./server.js";
export type { LimitedServer, Rounding, ServerAnswer, ServerOptions } from "./server.js";
export { slidingServer, windowServer } from "./windows.js";
export type { WindowHeaders, WindowOptions, WindowStart } from "./windows.js";
export { bucketServer } from "./bucket.js";
export type { BucketOptions } from "./bucket.js";
export { discordServer } from "./discord.js";
export type { DiscordOptions } from "./discord.js";
export { percentServer } from "./percent.js";
export type { PercentOptions } from "./percent.js";
export { connect, fetchOf, tripsOf } from "./trips.js";
export type { Send, Trip, TripOptions } from "./trips.js";
export { bestPossible } from "./oracle.js";
export type { OracleOptions } from "./oracle.js";
