/**
 * The inbox room: what the front door takes from it.
 * @module
 */
export { createInbox } from "./create-inbox.js";
export { fourEyes, holdAll, holdAutomation, lintGate, requireAlt, type LintGateOptions } from "./policies.js";
export type * from "./answer.js";
export type * from "./care.js";
export type { ForgetOptions, ForgetWhat } from "./forget.js";
export type * from "./inbox.js";
export type * from "./intake.js";
export type * from "./look.js";
export type * from "./policy.js";
export type * from "./rule.js";
export type * from "./work.js";
export type * from "./workflow-care.js";
