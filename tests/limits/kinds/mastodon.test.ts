import { describe, expect, it } from "vitest";
import { mastodonMeter } from "../../../src/networks/mastodon/meter.js";
import { limitRules } from "../../../src/networks/catalog.js";
import { fixed, hour, minute, saturate, second, shape, stage } from "./stage.js";
import type { Reply, Stage } from "./stage.js";

/** Windows begin at multiples of their length; told is the limiter of which the least is left, with microseconds and without its name. */
function server(): (paging: boolean, posting: boolean, now: number) => Reply {
  const aligned = (limit: number, ms: number) => ({ limit, window: fixed(limit, (now) => (Math.floor(now / ms) + 1) * ms) });
  const token = aligned(300, 5 * minute);
  const user = aligned(1500, 5 * minute);
  const paged = aligned(300, 15 * minute);
  const posts = aligned(300, 3 * hour);
  return (paging, posting, now) => {
    const limits = [token, user, ...(paging ? [paged] : []), ...(posting ? [posts] : [])];
    const ok = limits.every(({ limit, window }) => window.used(now) < limit);
    // What is refused counts as well.
    for (const { window } of limits) window.take(now);
    const left = ({ limit, window }: typeof token): number => limit - window.used(now);
    const [closest = token] = [...limits].sort((one, other) => left(one) - left(other));
    const headers = {
      "x-ratelimit-limit": `${closest.limit}`,
      "x-ratelimit-remaining": `${Math.max(0, left(closest))}`,
      "x-ratelimit-reset": new Date(closest.window.end(now)).toISOString().replace("Z", "123Z"),
    };
    return { ok, headers };
  };
}

const open = (start: string): Stage => {
  const decide = server();
  return stage({
    ...{ network: "mastodon", rules: limitRules.mastodon, meter: mastodonMeter, start },
    server: ({ query, method }, _account, now) => decide(query?.["max_id"] !== undefined, method === "POST", now),
  });
};

const first = { call: shape("listMentions", "/api/v1/notifications") };
const older = { call: shape("listMentions", "/api/v1/notifications", { query: { max_id: "109" } }) };
const post = { call: shape("publishPost", "/api/v1/statuses", { method: "POST" }) };

describe("limits", () => {
  describe("Mastodon", { timeout: 60_000 }, () => {
    it("turns 300 pages in a quarter of an hour and looks 300 times in 5 minutes, in windows of the epoch, and is never refused", async () => {
      // In the middle of a window of each.
      const network = open("2026-04-01T10:07:30Z");
      const until = Date.parse("2026-04-01T10:45:00Z") - second;
      await saturate(network, until, (caller) => (caller % 2 === 0 ? older : first));
      expect(network.refused()).toBe(0);
      const paged = network.visits.filter(({ call }) => call === older.call).length;
      expect(paged).toBeGreaterThanOrEqual(0.99 * 300 * 3);
      expect(paged).toBeLessThanOrEqual(300 * 3);
      // 8 windows of 5 minutes lie in it.
      expect(network.visits.length).toBeGreaterThanOrEqual(0.99 * 300 * 8);
    });

    it("posts 300 times in three hours, and reads meanwhile", async () => {
      const network = open("2026-04-01T10:07:30Z");
      await saturate(network, Date.parse("2026-04-01T12:00:00Z") + hour, (caller) => (caller % 2 === 0 ? post : first));
      expect(network.refused()).toBe(0);
      expect(network.visits.filter(({ call }) => call === post.call).length).toBeGreaterThanOrEqual(0.99 * 600);
      expect(network.visits.filter(({ call }) => call === first.call).length).toBeGreaterThan(4000);
    });
  });
});
