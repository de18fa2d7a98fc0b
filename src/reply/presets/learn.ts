/**
 * The framework LEARN.
 * @module
 */
import { defineFramework } from "../define-framework.js";
import type { ReplyFramework } from "../framework.js";

/**
 * Listen, empathize, apologize, resolve, next steps: for a complaint that takes time. Listening is done and not said.
 *
 * Source: several trade articles, none of them the first, read 2026-11-22.
 */
export const learn: ReplyFramework = /* @__PURE__ */ defineFramework({
  id: "learn",
  version: 1,
  joiner: " ",
  punctuation: "calm",
  steps: [
    { id: "listen", kind: "listen", required: "always", internal: true },
    { id: "empathize", kind: "empathize", required: "always" },
    { id: "apologize", kind: "apologize", required: "when-applicable" },
    { id: "resolve", kind: "solve", required: "when-applicable" },
    { id: "next", kind: "next", required: "when-applicable", dropRank: 1 },
    { id: "signature", kind: "sign", required: "optional", dropRank: 3 },
  ],
});
