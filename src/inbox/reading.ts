/**
 * What brings messages in and hands them out: loaded when it is first used.
 * @module
 */
export { estimate } from "./estimate.js";
export { handle } from "./handle.js";
export { listen } from "./listen.js";
export { changesOf } from "./stream.js";
export { sync } from "./sync.js";
