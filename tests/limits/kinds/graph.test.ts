import { describe, expect, it } from "vitest";
import type { Meter } from "../../../src/limits/meter.js";
import { readGraphBusinessUsage, readGraphThrottle, readGraphUsage } from "../../../src/limits/read-graph.js";
import { limitRules } from "../../../src/networks/catalog.js";
import { day, hour, minute, mostWithin, saturate, second, shape, sliding, stage } from "./stage.js";
import type { Reply, Stage } from "./stage.js";

/** Id of the account, as headers name it. */
const page = "1001";

/** What every network of the Graph API needs: the app's percentage, and that of a use case of the account. */
function graphMeter(useCases: Readonly<Record<string, string>>, penalized?: string): Meter {
  return {
    cost: ({ operation }) => ({
      "graph.app": 0,
      ...(operation === "sendMessage" && useCases["messenger"] !== undefined
        ? { [useCases["messenger"]]: 0 }
        : { [Object.values(useCases)[0] ?? ""]: 0 }),
      ...(operation === "like" && { "ig.likes": 1 }),
    }),
    read: ({ operation }, { headers, body }, now) => {
      const app = readGraphUsage(headers, "x-app-usage", now);
      const throttle = readGraphThrottle(body);
      const told = readGraphBusinessUsage(headers, now).flatMap(({ id, type, ...usage }) => {
        const rule = useCases[type];
        return id === page && rule !== undefined ? [{ rule, ...usage }] : [];
      });
      const refused = throttle?.scope === "app" ? "graph.app" : useCases[throttle?.type ?? ""];
      return [
        ...(app === undefined ? [] : [{ rule: "graph.app", ...app }]),
        ...told,
        ...(throttle !== undefined && refused !== undefined && !told.some(({ blockedUntil }) => blockedUntil !== undefined)
          ? [{ rule: refused, blockedUntil: now + 5 * minute }]
          : []),
        ...(throttle?.code === 613 && operation === "like" && penalized !== undefined
          ? [{ rule: penalized, remaining: 0, blockedUntil: now + hour }]
          : []),
      ];
    },
  };
}

const throttled = (code: number): Reply => ({ ok: false, status: 400, body: { error: { message: "(#…) request limit reached", code } } });

const facebook = graphMeter({ pages: "fb.pages", messenger: "fb.messenger" });
const instagram = graphMeter({ instagram: "ig.buc" }, "ig.likes");

const comments = shape("listComments", "/:id/comments");
const message = shape("sendMessage", "/:id/messages", { method: "POST" });
const like = shape("like", "/:id/likes", { method: "POST" });

/** So many calls in an hour; refused ones count as well. Told in whole percent. */
function hourly(quota: number, foreign = 0): (now: number) => Reply {
  let log: number[] = [];
  let others: number | undefined;
  return (now) => {
    others ??= now;
    for (; foreign > 0 && others < now; others += hour / (quota * foreign)) log.push(others);
    log = log.filter((at) => at > now - hour);
    const ok = log.length < quota;
    log.push(now);
    const percent = Math.min(100, Math.floor((log.length / quota) * 100));
    const headers = { "x-app-usage": JSON.stringify({ call_count: percent, total_time: Math.floor(percent / 2), total_cputime: 3 }) };
    return ok ? { ok, headers } : { ...throttled(4), headers };
  };
}

describe("limits", () => {
  describe("the Graph API", { timeout: 60_000 }, () => {
    it.each([
      ["by us alone", 0],
      ["a fifth by somebody else", 0.2],
    ])("uses 97 %% of an hour that tells only percentages, used %s, with at most one refusal in 200 calls", async (_name, foreign) => {
      const server = hourly(600, foreign);
      const network = stage({
        network: "facebook",
        rules: limitRules.facebook,
        meter: facebook,
        server: (_call, _account, now) => server(now),
      });
      await saturate(network, network.clock.now() + 4 * hour, () => ({ call: comments }));
      const accepted = network.visits.length - network.refused();
      expect(network.refused() / accepted).toBeLessThanOrEqual(0.005);
      expect(accepted).toBeGreaterThanOrEqual(0.97 * 600 * (1 - foreign) * 4);
    });

    /** A server whose Page, or account, is shut for 19 minutes after the first call. */
    function shut(type: string, code: number): (operation: string, now: number) => Reply {
      let until: number | undefined;
      const usage = (percent: number, minutes: number): Readonly<Record<string, string>> => ({
        "x-business-use-case-usage": JSON.stringify({
          "2002": [{ type, call_count: 7, total_cputime: 1, total_time: 1, estimated_time_to_regain_access: 0 }],
          [page]: [
            { type: "leadgen", call_count: 3, total_cputime: 1, total_time: 1, estimated_time_to_regain_access: 0 },
            { type, call_count: percent, total_cputime: 25, total_time: 25, estimated_time_to_regain_access: minutes },
          ],
        }),
      });
      return (operation, now) => {
        if (type === "pages" && operation === "sendMessage") return { ok: true };
        until ??= now + 19 * minute;
        if (now >= until) return { ok: true, headers: usage(12, 0) };
        return { ...throttled(code), headers: usage(100, Math.ceil((until - now) / minute)) };
      };
    }

    it("waits the minutes that a Page is told, and sends messages meanwhile: they are a scope of their own", async () => {
      const server = shut("pages", 80001);
      const network = stage({
        ...{ network: "facebook", rules: limitRules.facebook, meter: facebook },
        server: ({ operation }, _account, now) => server(operation, now),
      });
      const began = network.clock.now();
      await network.ask(comments);
      expect(await network.ask(comments, began + 18 * minute)).toBeUndefined();
      await network.ask(message);
      expect(network.visits.length).toBe(2);
      await network.ask(comments);
      expect(network.refused()).toBe(1);
      expect(network.visits.at(-1)?.at).toBeGreaterThanOrEqual(began + 19 * minute);
      expect(network.visits.at(-1)?.at).toBeLessThan(began + 20 * minute);
    });

    it("pauses everything of an Instagram account for the minutes that it is told, what no rule prices as well", async () => {
      const server = shut("instagram", 80002);
      const network = stage({
        ...{ network: "instagram", rules: limitRules.instagram },
        // Prices nothing of liking in the use case: the partition is shut all the same.
        meter: { ...instagram, cost: (call) => (call.operation === "like" ? { "ig.likes": 1 } : instagram.cost(call)) },
        server: ({ operation }, _account, now) => server(operation, now),
      });
      const began = network.clock.now();
      await network.ask(comments);
      expect(await network.ask(like, began + 18 * minute)).toBeUndefined();
      expect(network.visits.length).toBe(1);
      await network.ask(like);
      expect(network.refused()).toBe(1);
      expect(network.visits.at(-1)?.at).toBeGreaterThanOrEqual(began + 19 * minute);
      expect(network.visits.at(-1)?.at).toBeLessThan(began + 20 * minute);
    });

    it("stops the whole app on code 4, whatever the status is, and goes on after the pause", async () => {
      let calls = 0;
      const network = stage({
        ...{ network: "facebook", rules: limitRules.facebook, meter: facebook },
        server: () => (calls++ === 0 ? throttled(4) : { ok: true }),
      });
      const began = network.clock.now();
      await network.ask(comments);
      expect(await network.ask(message, began + 4 * minute)).toBeUndefined();
      await network.ask(message);
      expect(network.visits.at(-1)?.at).toBeGreaterThanOrEqual(began + 5 * minute);
    });
  });

  describe("Instagram", { timeout: 60_000 }, () => {
    /** More than 50 in 5 seconds lock the account out of liking for an hour. `foreign`: what somebody else likes at the beginning. */
    function likes(foreign = 0): (now: number) => Reply {
      const burst = sliding(50, 5 * second);
      let locked = -Infinity;
      let others = foreign;
      return (now) => {
        for (; others > 0; others--) burst.take(now);
        if (now >= locked && burst.take(now)) return { ok: true };
        locked = Math.max(locked, now + hour);
        return throttled(613);
      };
    }
    const open = (server: (now: number) => Reply): Stage =>
      stage({ network: "instagram", rules: limitRules.instagram, meter: instagram, server: (_call, _account, now) => server(now) });

    it("likes 40 times in 5 seconds and never more, so that nothing locks it out", async () => {
      const network = open(likes());
      await saturate(network, network.clock.now() + 5 * minute, () => ({ call: like }));
      expect(network.refused()).toBe(0);
      expect(mostWithin(network.visits, 5 * second)).toBe(40);
      expect(network.visits.length).toBeGreaterThanOrEqual(0.95 * 60 * 40);
    });

    it("leaves likes alone for the hour that it is locked out, reads meanwhile, and likes again after it", async () => {
      const network = open(likes(50));
      const began = network.clock.now();
      await network.ask(like);
      expect(await network.ask(like, began + 59 * minute)).toBeUndefined();
      await network.ask(like);
      expect(network.refused()).toBe(1);
      expect(network.visits.at(-1)?.at).toBeGreaterThanOrEqual(began + hour);
      expect(network.visits.at(-1)?.at).toBeLessThan(began + hour + second);
    });

    it("publishes as often as the network's own count says, which is asked for and differs from account to account", async () => {
      const network = stage({
        ...{ network: "instagram", rules: limitRules.instagram },
        meter: { cost: () => ({ "ig.publish": 1 }), read: () => [] },
        server: () => ({ ok: true }),
      });
      const publish = shape("publishPost", "/:id/media_publish", { method: "POST" });
      // content_publishing_limit: quota_usage 20, config.quota_total 25.
      await network.limiter.observe(publish, "instagram:1", [{ rule: "ig.publish", limit: 25, remaining: 5 }]);
      const until = network.clock.now() + day / 2;
      await Promise.all(Array.from({ length: 9 }, () => network.ask(publish, until)));
      expect(network.visits.length).toBe(5);
    });
  });
});
