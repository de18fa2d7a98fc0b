import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashOf, messageHash } from "../../src/model/hash.js";

const message = {
  key: "x:1:message:9",
  text: "Are they waterproof?",
  attachments: [{ type: "image", url: "https://cdn.example/1?sig=a" }],
} as const;

describe("model", () => {
  describe("hash", () => {
    it("is 32 hex digits of SHA-256 over JSON with sorted names", () => {
      // printf '{"a":1,"b":[null,"x"]}' | sha256sum
      expect(hashOf({ b: [undefined, "x"], a: 1, c: undefined })).toBe("9111423b56df6a6dc3664593d95fc4d9");
    });

    it("is the same whatever the order of the fields", () => {
      fc.assert(
        fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
          const turned = Object.fromEntries(Object.entries(value).toReversed());
          expect(hashOf(turned)).toBe(hashOf(value));
        }),
      );
    });

    it("differs where the values differ", () => {
      fc.assert(
        fc.property(fc.string(), fc.string(), (a, b) => {
          expect(hashOf([a]) === hashOf([b])).toBe(a === b);
        }),
      );
      expect(hashOf(["a", "b"])).not.toBe(hashOf(["ab"]));
      expect(hashOf({ a: "1" })).not.toBe(hashOf({ a: 1 }));
    });

    it("of a message changes when it is edited or deleted, and when media come or go", () => {
      const hash = messageHash(message);
      expect(messageHash({ ...message, text: "Are they?" })).not.toBe(hash);
      expect(messageHash({ ...message, deletedAt: "2026-01-01T00:00:00.000Z" })).not.toBe(hash);
      expect(messageHash({ ...message, attachments: [] })).not.toBe(hash);
    });

    it("of a message stays when the network signs its addresses anew", () => {
      expect(messageHash({ ...message, attachments: [{ type: "image", url: "https://cdn.example/1?sig=b" }] })).toBe(messageHash(message));
    });
  });
});
