import { describe, expect, it } from "vitest";
import { accountOf, idOf, no, unsure, yes } from "../../src/adapter/can-answers.js";

describe("adapter", () => {
  describe("answers of can", () => {
    it("allow, allow for all that is known, and refuse", () => {
      expect(yes).toEqual({ ok: true });
      expect(unsure("Nobody knows.")).toEqual({ ok: true, unsure: "Nobody knows." });
      expect(no("gone", "It is deleted.")).toEqual({ ok: false, reason: "gone", detail: "It is deleted." });
    });
    it("know the ids that a key holds, unescaped, and none of what is no key", () => {
      expect(idOf({ key: "acme:a%3A7:post:b%2F1" })).toBe("b/1");
      expect(accountOf({ key: "acme:a%3A7:post:b%2F1" })).toBe("a:7");
      expect([idOf({ key: "nonsense" }), accountOf({ key: "nonsense" })]).toEqual(["", ""]);
    });
  });
});
