/**
 * Holding back calls that have not left: the inbox does so while writes are paused.
 * @module
 */
export { beforeLeaving, HoldBack } from "../http/hold-back.js";
