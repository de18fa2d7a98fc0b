/**
 * The default framework.
 * @module
 */
import { defineFramework } from "./define-framework.js";
import type { ReplyFramework } from "./framework.js";

/**
 * Lays a reply out as Nordic Social's guide does: acknowledge (thank, and like the message), answer if something was asked, continue the
 * conversation or else close it well, then sign. When room is short the signature goes first, then the continuation; the answer never. As in the
 * guide's worked example, only the last exclamation mark stays one.
 */
export const nordic: ReplyFramework = /* @__PURE__ */ defineFramework({
  id: "nordic",
  version: 1,
  joiner: " ",
  punctuation: "calm",
  steps: [
    { id: "acknowledge", kind: "acknowledge", required: "always", actions: [{ type: "like", onUnsupported: "skip" }], dropRank: 0 },
    { id: "answer", kind: "answer", required: "when-applicable", dropRank: 0 },
    { id: "continue", kind: "continue", required: "when-applicable", group: "ending", dropRank: 1 },
    { id: "close", kind: "close", required: "when-applicable", group: "ending", dropRank: 1 },
    { id: "signature", kind: "sign", required: "optional", dropRank: 2 },
  ],
});
