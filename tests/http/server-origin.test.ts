import { describe, expect, it } from "vitest";
import { serverOrigin } from "../../src/http/server-origin.js";

describe("http", () => {
  describe("servers that may be sent credentials", () => {
    it.each([
      ["https://bsky.social", "https://bsky.social"],
      ["https://bsky.social/a/b?c#d", "https://bsky.social"],
      ["HTTPS://Bsky.Social:8443/", "https://bsky.social:8443"],
      ["http://localhost:2583", "http://localhost:2583"],
      ["http://pds.localhost", "http://pds.localhost"],
      ["http://127.0.0.1:80", "http://127.0.0.1"],
      ["http://[::1]:3000", "http://[::1]:3000"],
    ])("takes %s", (address, origin) => expect(serverOrigin(address)).toBe(origin));
    it.each([
      "http://bsky.social",
      "http://127.0.0.1.example.com",
      "http://localhost.example.com",
      "https://name:word@bsky.social",
      "https://name@bsky.social",
      "ftp://bsky.social",
      "bsky.social",
      "javascript:alert(1)",
      "",
    ])("does not take %j", (address) => expect(serverOrigin(address)).toBeUndefined());
  });
});
