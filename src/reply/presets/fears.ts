/**
 * The framework FEARS.
 * @module
 */
import { defineFramework } from "../define-framework.js";
import type { ReplyFramework } from "../framework.js";

/**
 * Find all mentions, empathize, answer in public, reply only twice, switch the channel: for critics. The last two are policies: from the second
 * public reply on one without the step `switch` carries the warning `switch-channel`, and a third one `too-many-public-replies`. Finding is done
 * and not said.
 *
 * Source: J. Baer, "Hug Your Haters", 2016. Read 2026-11-22.
 */
export const fears: ReplyFramework = /* @__PURE__ */ defineFramework({
  id: "fears",
  version: 1,
  joiner: " ",
  punctuation: "calm",
  policies: { maxPublicReplies: 2, switchChannelAfter: 2 },
  steps: [
    { id: "find", kind: "find", required: "always", internal: true },
    { id: "empathize", kind: "empathize", required: "always", dropRank: 1 },
    { id: "answer", kind: "answer", required: "when-applicable" },
    { id: "switch", kind: "handoff", required: "when-applicable" },
    { id: "signature", kind: "sign", required: "optional", dropRank: 3 },
  ],
});
