/**
 * The framework LAST.
 * @module
 */
import { defineFramework } from "../define-framework.js";
import type { ReplyFramework } from "../framework.js";

/**
 * Listen, apologize, solve, thank: for a complaint. Listening is done and not said.
 *
 * Source: as hotels and restaurants (Disney, Chick-fil-A) are said to teach it; retellings in trade articles, read 2026-11-22.
 */
export const last: ReplyFramework = /* @__PURE__ */ defineFramework({
  id: "last",
  version: 1,
  joiner: " ",
  punctuation: "calm",
  steps: [
    { id: "listen", kind: "listen", required: "always", internal: true },
    { id: "apologize", kind: "apologize", required: "when-applicable" },
    { id: "solve", kind: "solve", required: "when-applicable" },
    { id: "thank", kind: "thank", required: "always", dropRank: 1 },
    { id: "signature", kind: "sign", required: "optional", dropRank: 3 },
  ],
});
