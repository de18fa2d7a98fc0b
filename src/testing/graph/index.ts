/**
 * What the fakes of Meta's networks share: errors, `fields=`, cursors, tokens, limits, bundles, insights and signed webhooks.
 * @module
 */
export * from "./errors.js";
export * from "./fields.js";
export * from "./ids.js";
export * from "./insights.js";
export * from "./node.js";
export * from "./paging.js";
export * from "./params.js";
export * from "./router.js";
export * from "./site.js";
export * from "./tokens.js";
export * from "./usage.js";
export * from "./webhook.js";
