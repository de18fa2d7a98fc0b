/**
 * The framework HEARD.
 * @module
 */
import { defineFramework } from "../define-framework.js";
import type { ReplyFramework } from "../framework.js";

/**
 * Hear, empathize, apologize, resolve, diagnose: for a complaint. Hearing is done and not said; diagnosing, too, and tells the team what went wrong.
 *
 * Source: guest service at Disney, as several trade articles retell it, read 2026-11-22.
 */
export const heard: ReplyFramework = /* @__PURE__ */ defineFramework({
  id: "heard",
  version: 1,
  joiner: " ",
  punctuation: "calm",
  steps: [
    { id: "hear", kind: "hear", required: "always", internal: true },
    { id: "empathize", kind: "empathize", required: "always" },
    { id: "apologize", kind: "apologize", required: "when-applicable" },
    { id: "resolve", kind: "solve", required: "when-applicable" },
    {
      id: "diagnose",
      kind: "diagnose",
      required: "always",
      internal: true,
      when: { annotations: { triage: ["complaint"] } },
      actions: [{ type: "notify", value: "quality", onUnsupported: "skip" }],
    },
    { id: "signature", kind: "sign", required: "optional", dropRank: 3 },
  ],
});
