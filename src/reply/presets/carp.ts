/**
 * The framework CARP.
 * @module
 */
import { defineFramework } from "../define-framework.js";
import type { ReplyFramework } from "../framework.js";

/**
 * Control, acknowledge, refocus, solve the problem: for somebody who is angry. Control is of oneself and of the situation, done and not said.
 *
 * Source: R. Bacal, 2011. Read 2026-11-22.
 */
export const carp: ReplyFramework = /* @__PURE__ */ defineFramework({
  id: "carp",
  version: 1,
  joiner: " ",
  punctuation: "calm",
  steps: [
    { id: "control", kind: "control", required: "always", internal: true },
    { id: "acknowledge", kind: "acknowledge", required: "always" },
    { id: "refocus", kind: "refocus", required: "when-applicable", dropRank: 1 },
    { id: "solve", kind: "solve", required: "when-applicable" },
    { id: "signature", kind: "sign", required: "optional", dropRank: 3 },
  ],
});
