/**
 * What brings messages in and hands them out: loaded when it is first used.
 * @module
 */
export { backfill } from "./backfill.js";
export { estimate } from "./estimate.js";
export { handle } from "./handle.js";
export { listen } from "./listen.js";
export { ingest, receive } from "./receive.js";
export { subscribe } from "./subscribe.js";
export { changesOf } from "./stream.js";
export { sync } from "./sync.js";
