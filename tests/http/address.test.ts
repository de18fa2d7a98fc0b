import { describe, expect, it } from "vitest";
import { makeAddress } from "../../src/http/address.js";

const base = "https://social.example:8443/api//";

describe("http", () => {
  describe("addresses", () => {
    it.each([
      ["nothing to escape", { limit: 10, sort: "new_est-first.*", deep: true }],
      ["blanks, signs and letters of other alphabets", { "a b": "Ærø & Ö+1 = 100 % ~'()!", emoji: "🦀", empty: "" }],
      ["half of a character", { cut: "\ud83e" }],
      ["lists, empty ones too", { uris: ["at://a/b", "at://c/d"], none: [] }],
      ["nothing", {}],
    ])("write a query as the runtime does: %s", (_, query) => {
      const url = new URL("https://social.example:8443/api/posts");
      for (const [key, value] of Object.entries(query) as [string, string | readonly string[]][])
        for (const one of typeof value === "object" ? value : [value]) url.searchParams.append(key, one);
      const { href, host, origin } = makeAddress(base, "/posts", query);
      expect({ href, host, origin }).toEqual({ href: url.href, host: "social.example:8443", origin: "https://social.example:8443" });
    });

    it.each([
      ["posts?page=2", undefined, "/api/posts?page=2"],
      ["posts?page=2", { limit: 3 }, "/api/posts?page=2&limit=3"],
      ["posts#top", { limit: 3 }, "/api/posts?limit=3#top"],
      ["posts ", { limit: 3 }, "/api/posts?limit=3"],
      ["//other.example/posts", { limit: 3 }, "/api/other.example/posts?limit=3"],
      ["\\\\other.example/posts", undefined, "/api///other.example/posts"],
      ["@other.example/posts", undefined, "/api/@other.example/posts"],
    ])("stay on the server of their base: %j", (path, query, expected) => {
      const { href, origin } = makeAddress(base, path, query);
      expect([new URL(href).href, origin]).toEqual([`https://social.example:8443${expected}`, "https://social.example:8443"]);
    });

    it("tell the server of an absolute path, and keep the query of a base", () => {
      expect(makeAddress(base, "HTTPS://Other.example/x", { a: 1 })).toMatchObject({
        href: "https://other.example/x?a=1",
        host: "other.example",
        origin: "https://other.example",
      });
      expect(makeAddress("https://social.example/api?key=1#", "posts", { a: 1 }).href).toBe("https://social.example/api?key=1&a=1#/posts");
    });

    it.each(["", "social.example", "https://", "https://social.example:99999", "https://a b"])(
      "are refused where the base is none: %j",
      (none) => {
        for (const query of [undefined, { a: 1 }]) expect(() => makeAddress(none, "/posts", query)).toThrow(TypeError);
      },
    );
  });
});
