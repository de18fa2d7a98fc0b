/** The same numbers over any number of workers. @module */
export { shardOf } from "./hash.js";
