/**
 * The framework HEART.
 * @module
 */
import { defineFramework } from "../define-framework.js";
import type { ReplyFramework } from "../framework.js";

/**
 * Hear, empathize, apologize, respond, thank: for a complaint. Hearing is done and not said.
 *
 * Source: customer service of the schools of Cleveland (respond), and a trade article (resolve), read 2026-11-22.
 */
export const heart: ReplyFramework = /* @__PURE__ */ defineFramework({
  id: "heart",
  version: 1,
  joiner: " ",
  punctuation: "calm",
  steps: [
    { id: "hear", kind: "hear", required: "always", internal: true },
    { id: "empathize", kind: "empathize", required: "always", dropRank: 1 },
    { id: "apologize", kind: "apologize", required: "when-applicable" },
    { id: "respond", kind: "solve", required: "when-applicable" },
    { id: "thank", kind: "thank", required: "always", dropRank: 2 },
    { id: "signature", kind: "sign", required: "optional", dropRank: 3 },
  ],
});
