/**
 * The framework LARA.
 * @module
 */
import { defineFramework } from "../define-framework.js";
import type { ReplyFramework } from "../framework.js";

/**
 * Listen, affirm, respond, add: for a heated conversation. Affirm says what both sides share, respond answers what was said, add brings one thing
 * more or, in the variant that asks, a question. Listening is done and not said.
 *
 * Source: B. Tinker, 2004; Intergroup Dialogue Project of Cornell University; SPARQ of Stanford University. Read 2026-11-22.
 */
export const lara: ReplyFramework = /* @__PURE__ */ defineFramework({
  id: "lara",
  version: 1,
  joiner: " ",
  punctuation: "calm",
  steps: [
    { id: "listen", kind: "listen", required: "always", internal: true },
    { id: "affirm", kind: "affirm", required: "always" },
    { id: "respond", kind: "answer", required: "when-applicable" },
    { id: "add", kind: "add", required: "when-applicable", group: "ending", dropRank: 1 },
    { id: "ask", kind: "continue", required: "when-applicable", group: "ending", dropRank: 1 },
    { id: "signature", kind: "sign", required: "optional", dropRank: 3 },
  ],
});
