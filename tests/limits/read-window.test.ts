import { describe, expect, it } from "vitest";
import { readWindow, resetOf } from "../../src/limits/read-window.js";

const now = Date.parse("2026-01-01T00:00:00.000Z");
const end = Date.parse("2026-01-01T00:05:00.000Z");
const inSeconds = `${end / 1000}`;

describe("limits", () => {
  describe("headers of a window", () => {
    it.each([
      ["X", "x-rate-limit-", { "x-rate-limit-limit": "300", "x-rate-limit-remaining": "299", "x-rate-limit-reset": inSeconds }],
      [
        "X, for a day",
        "x-user-limit-24hour-",
        {
          "x-user-limit-24hour-limit": "300",
          "x-user-limit-24hour-remaining": "299",
          "x-user-limit-24hour-reset": inSeconds,
        },
      ],
      ["Twitch", "ratelimit-", { "Ratelimit-Limit": "300", "Ratelimit-Remaining": "299", "Ratelimit-Reset": inSeconds }],
      [
        "Bluesky",
        "ratelimit-",
        { "ratelimit-limit": "300", "ratelimit-remaining": "299", "ratelimit-reset": inSeconds, "ratelimit-policy": "300;w=300" },
      ],
      [
        "Mastodon",
        "x-ratelimit-",
        { "X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "299", "X-RateLimit-Reset": "2026-01-01T00:05:00.000000Z" },
      ],
      ["GoToSocial", "x-ratelimit-", { "X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "299", "X-RateLimit-Reset": inSeconds }],
      ["Reddit", "x-ratelimit-", { "x-ratelimit-used": "1", "x-ratelimit-remaining": "299.0", "x-ratelimit-reset": "300" }],
      [
        "Discord",
        "x-ratelimit-",
        {
          "X-RateLimit-Limit": "300",
          "X-RateLimit-Remaining": "299",
          "X-RateLimit-Reset": "1767225999.999",
          "X-RateLimit-Reset-After": "300.000",
        },
      ],
    ])("are read in the shape of %s", (_name, prefix, headers) => {
      expect(readWindow(new Headers(headers), prefix, now)).toEqual({ limit: 300, remaining: 299, resetsAt: end });
    });

    it("are absent where they are not there", () => {
      expect(readWindow(new Headers(), "x-ratelimit-", now)).toEqual({});
      expect(readWindow(new Headers({ "x-ratelimit-remaining": "12" }), "x-ratelimit-", now)).toEqual({ remaining: 12 });
      expect(readWindow(new Headers({ "x-ratelimit-used": "12" }), "x-ratelimit-", now)).toEqual({});
    });

    it.each(["", " ", "-1", "abc", "1e3", "0x10", "Infinity", "NaN", "1.2.3", "9".repeat(30), "null"])(
      "say nothing where they are %j",
      (text) => {
        const headers = new Headers({
          "ratelimit-limit": text,
          "ratelimit-remaining": text,
          "ratelimit-reset": text,
          "ratelimit-reset-after": text,
        });
        expect(readWindow(headers, "ratelimit-", now)).toEqual({});
      },
    );
  });

  describe("the end of a window", () => {
    it.each([
      ["0", now],
      ["412.5", now + 412_500],
      ["0.0001", now + 1],
      [inSeconds, end],
      [`${end}`, end],
      [`${end / 1000}.25`, end + 250],
      ["2026-01-01T00:05:00Z", end],
      ["2026-01-01T01:05:00+01:00", end],
    ])("is read as it is written: %s", (text, at) => {
      expect(resetOf(text, now)).toBe(at);
    });

    it.each(["100000000", "tomorrow", "Thu, 01 Jan 2026 00:05:00 GMT", "2026-13-45T00:00:00Z", null])(
      "is nothing where it is %j",
      (text) => {
        expect(resetOf(text, now)).toBeUndefined();
      },
    );
  });
});
