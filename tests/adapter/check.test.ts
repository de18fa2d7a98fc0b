import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDraft, checkTarget } from "../../src/adapter/index.js";
import { makeKey } from "../../src/model/keys.js";
import type { Draft } from "../../src/model/draft.js";
import type { TextRules } from "../../src/model/text-rules.js";

const call = { network: "acme", operation: "reply", account: "acme:7" };
const rules: TextRules = {
  markup: "plain",
  limits: [
    { unit: "graphemes", max: 10, severity: "error" },
    { unit: "utf16", max: 5, severity: "warn" },
  ],
  most: { attachments: 2 },
};
const image = { type: "image", url: "https://acme.example/a.png" } as const;
const refusal = (draft: Draft): unknown => {
  try {
    checkDraft(draft, rules, call);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("adapter", () => {
  describe("checks of drafts", () => {
    it.each([
      ["a text", { text: "Tak!" }],
      ["a language", { text: "Tak!", language: "zh-Hant-TW" }],
      ["an emoji", { text: "❤️" }],
      ["a text at the limit", { text: "👩‍👩‍👧‍👦".repeat(10) }],
      ["a text over a limit that only warns", { text: "1234567890" }],
      ["a picture without a text", { text: "", attachments: [image] }],
      ["a picture as data", { text: " ", attachments: [{ type: "image", url: "data:image/png;base64,aGk=" }] }],
    ] as [string, Draft][])("let %s through", (_what, draft) => {
      expect(refusal(draft)).toBeUndefined();
    });
    it.each([
      ["nothing", undefined, "`text` must be a string"],
      ["no text", {}, "`text` must be a string"],
      ["an empty text", { text: "" }, "`text` is empty"],
      ["blanks", { text: " \n\t" }, "`text` is empty"],
      ["zero-width spaces and a NUL", { text: "\u200b\u2060\u0000\ufeff" }, "`text` is empty, or nothing of it is visible"],
      ["blanks that scripts bring along", { text: "\u3164\u2800\u00ad" }, "`text` is empty"],
      ["a language that is no tag", { text: "x", language: "da_DK" }, "`language` is no BCP 47"],
      ["a language that is no text", { text: "x", language: 7 as never }, "`language` is no BCP 47"],
      ["half an emoji", { text: "Sandra \ud83d" }, "`text` holds half of a surrogate pair"],
      ["half an emoji in a warning", { text: "x", contentWarning: "\udc00" }, "`contentWarning` holds half"],
      ["half an emoji in a description", { text: "x", attachments: [{ ...image, alt: "\ud83d" }] }, "`attachments[0].alt` holds half"],
      ["one too many", { text: "Sandra Holm" }, "`text` has 11 graphemes and 10 are allowed; shorten it"],
      ["too many pictures", { text: "x", attachments: [image, image, image] }, "`attachments` has 3 entries and 2 are allowed"],
      ["a file of this machine", { text: "x", attachments: [{ ...image, url: "file:///etc/passwd" }] }, "`attachments[0].url` must begin"],
    ] as [string, Draft, string][])("refuse %s", (_what, draft, message) => {
      const error = refusal(draft);
      expect(error).toMatchObject({ code: "invalid-request", retryable: false });
      expect((error as Error).message).toContain(`acme reply failed for acme:7: ${message}`);
      expect((error as Error).message).not.toMatch(/Sandra|passwd/);
    });
    it("never let a lone surrogate through, wherever it stands", () => {
      const lone = fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit));
      fc.assert(
        fc.property(lone, fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 }), (half, before, after) => {
          expect(refusal({ text: before + half + after })).toMatchObject({ code: "invalid-request" });
        }),
      );
    });
  });

  describe("checks of targets", () => {
    it("give the network's own id, unescaped", () => {
      const key = makeKey("acme:7", "message", "at://did:plc:a/post/1");
      expect(checkTarget({ key }, call, ["message", "post"])).toEqual({
        network: "acme",
        accountId: "7",
        account: "acme:7",
        kind: "message",
        id: "at://did:plc:a/post/1",
      });
    });
    it.each([
      ["nothing", undefined, "no `key`"],
      ["a string", "acme:7:message:1", "no `key`"],
      ["no key", { key: "hello" }, "no `key`"],
      ["a number", { key: 7 }, "no `key`"],
      ["the wrong kind", { key: "acme:7:author:1" }, "is of the kind author; give one of the kind message or post"],
      ["an account", { key: "acme:7" }, "is of the kind account"],
      ["another account's", { key: "acme:8:message:1" }, "belongs to acme:8"],
      ["another network's", { key: "other:7:message:1" }, "belongs to other:7"],
    ])("refuse %s", (_what, target, message) => {
      expect(() => checkTarget(target as { key: string }, call, ["message", "post"])).toThrow(
        expect.objectContaining({ code: "invalid-request", message: expect.stringContaining(message) as string }),
      );
    });
  });
});
