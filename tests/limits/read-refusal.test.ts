import { describe, expect, it } from "vitest";
import {
  readLinkedinThrottle,
  readRedditThrottle,
  readTiktokThrottle,
  readWait,
  readXThrottle,
  readYoutubeThrottle,
} from "../../src/limits/read-refusal.js";

const readers: readonly ((body: unknown) => unknown)[] = [
  readLinkedinThrottle,
  readRedditThrottle,
  readTiktokThrottle,
  readYoutubeThrottle,
  (body) => readXThrottle(429, body),
  (body) => readXThrottle(402, body),
];

const reddit = (...errors: readonly unknown[]): unknown => ({ json: { errors } });
const youtube = (reason: string): unknown => ({
  error: { code: 403, message: "…", errors: [{ message: "…", domain: "youtube.quota", reason }] },
});
const linkedin = (message: string): unknown => ({ message, serviceErrorCode: 101, status: 429 });

describe("limits", () => {
  describe("refusals in bodies", () => {
    it.each([
      undefined,
      null,
      7,
      "",
      "<html>",
      [],
      {},
      { json: null, error: null, code: null, message: null, type: null },
      { json: { errors: null } },
      {
        json: { errors: [null, 7, [], ["RATELIMIT2"]] },
        error: { errors: [null, { reason: "constructor" }], details: "x", code: {} },
        code: "40100",
        message: ["APPLICATION DAY limit"],
        type: { usage: "capped" },
      },
    ])("are none in %j", (body) => {
      expect(readers.map((read) => read(body))).toEqual(readers.map(() => undefined));
    });

    it.each([
      ["2 minutes", 120_000],
      ["1 minute", 60_000],
      ["30 seconds", 30_000],
      ["500 milliseconds", 500],
      ["1 hour", 3_600_000],
      ["3 days", 259_200_000],
    ])("tell the time to wait in a sentence: %s", (words, waitMs) => {
      expect(readWait(`Take a break for ${words} before trying again.`)).toBe(waitMs);
    });

    it.each(["", "soon", "minutes", "-2 fortnights", "999999999 days", "2minutes"])("tell none in %j", (sentence) => {
      expect(readWait(sentence)).toBeUndefined();
    });

    it("of TikTok come with a success, and may tell how many calls a second there are", () => {
      const message = "App 7000000000000000001 reaches the QPS limit 10, current QPS is 11";
      expect(readTiktokThrottle({ code: 40100, message, request_id: "1" })).toEqual({ code: 40100, perSecond: 10 });
      expect(readTiktokThrottle({ code: 40016, message: "…" })).toEqual({ code: 40016 });
      expect(readTiktokThrottle({ code: 40133 })).toEqual({ code: 40133 });
      expect(readTiktokThrottle({ error: { code: "rate_limit_exceeded", message: "…", log_id: "1" } })).toEqual({
        code: "rate_limit_exceeded",
      });
      expect(readTiktokThrottle({ code: 0, message: "OK" })).toBeUndefined();
      expect(readTiktokThrottle({ code: 40002, message: "QPS limit 10" })).toBeUndefined();
    });

    it("of Reddit tell a time in words, and a second more is waited", () => {
      const sentence = "Looks like you've been doing that a lot. Take a break for 2 minutes before trying again.";
      expect(readRedditThrottle(reddit(["RATELIMIT", sentence, "ratelimit"]))).toEqual({ waitMs: 121_000 });
      expect(readRedditThrottle(reddit(["NO_TEXT", "we need something here", "text"], ["RATELIMIT", sentence, null]))).toEqual({
        waitMs: 121_000,
      });
      expect(readRedditThrottle({ json: { errors: [["RATELIMIT", sentence]], ratelimit: 97.5 } })).toEqual({ waitMs: 98_500 });
      expect(readRedditThrottle(reddit(["RATELIMIT", "later", "ratelimit"]))).toEqual({});
      expect(readRedditThrottle(reddit(["NO_TEXT", "in 2 minutes", "text"]))).toBeUndefined();
    });

    it("of YouTube tell an empty bucket from calls that came too fast", () => {
      expect(["quotaExceeded", "dailyLimitExceeded"].map((reason) => readYoutubeThrottle(youtube(reason)))).toEqual(["day", "day"]);
      expect(["rateLimitExceeded", "userRateLimitExceeded"].map((reason) => readYoutubeThrottle(youtube(reason)))).toEqual([
        "burst",
        "burst",
      ]);
      const info = {
        error: { code: 429, status: "RESOURCE_EXHAUSTED", details: [{ "@type": "…ErrorInfo", reason: "RATE_LIMIT_EXCEEDED" }] },
      };
      expect(readYoutubeThrottle(info)).toBe("burst");
      expect(readYoutubeThrottle(youtube("commentsDisabled"))).toBeUndefined();
      expect(readYoutubeThrottle({ error: "invalid_grant" })).toBeUndefined();
    });

    it("of LinkedIn tell whose day is over, or that comments came too fast", () => {
      const day = (who: string): unknown => linkedin(`Resource level throttle ${who} DAY limit for calls to this resource is reached.`);
      expect(readLinkedinThrottle(day("APPLICATION"))).toBe("app-day");
      expect(readLinkedinThrottle(day("MEMBER"))).toBe("member-day");
      expect(readLinkedinThrottle(day("APPLICATION_AND_MEMBER"))).toBe("member-day");
      expect(readLinkedinThrottle(linkedin("Comment create throttled: creation rate limit exceeded for member"))).toBe("comments");
      expect(readLinkedinThrottle(linkedin("Too many requests"))).toBeUndefined();
    });

    it("of X tell that credit is spent, or a plan's posts are read", () => {
      expect(readXThrottle(402, { title: "CreditsDepleted", type: "about:blank", detail: "…" })).toEqual({ kind: "credits" });
      expect(readXThrottle(429, { title: "CreditsDepleted" })).toBeUndefined();
      const capped = (period: string, host: string): unknown => ({
        type: `https://${host}/2/problems/usage-capped`,
        period,
        scope: "Product",
      });
      expect(readXThrottle(429, capped("Daily", "api.twitter.com"))).toEqual({ kind: "capped", period: "day", scope: "product" });
      expect(readXThrottle(429, capped("Monthly", "api.x.com"))).toEqual({ kind: "capped", period: "month", scope: "product" });
      expect(readXThrottle(429, { type: "https://api.x.com/2/problems/usage-capped", scope: "toString" })).toEqual({
        kind: "capped",
        period: "month",
      });
      expect(readXThrottle(429, { title: "Too Many Requests", type: "about:blank" })).toBeUndefined();
    });
  });
});
