import { describe, expect, it } from "vitest";
import { wholeHeader } from "../../src/http/headers.js";

describe("http", () => {
  describe("numbers in headers", () => {
    it.each([
      ["0", 0],
      [" 2999 ", 2999],
      ["1767225720", 1_767_225_720],
      ["", undefined],
      ["-1", undefined],
      ["1.5", undefined],
      ["1e3", undefined],
      ["many", undefined],
      ["12345678901234", undefined],
    ])("reads %j", (value, wanted) =>
      expect(wholeHeader(new Headers({ "ratelimit-remaining": value }), "RateLimit-Remaining")).toBe(wanted),
    );
    it("reads none where there is no such header", () => expect(wholeHeader(new Headers(), "ratelimit-remaining")).toBeUndefined());
  });
});
