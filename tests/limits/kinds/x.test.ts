import { describe, expect, it } from "vitest";
import { endOfPeriod } from "../../../src/limits/calendar.js";
import type { CallShape, Meter } from "../../../src/limits/meter.js";
import { readXThrottle } from "../../../src/limits/read-refusal.js";
import { readWindow } from "../../../src/limits/read-window.js";
import { limitPrices, limitRules, routeCapacities } from "../../../src/networks/catalog.js";
import { day, fixed, hour, minute, saturate, second, shape, sliding, stage } from "./stage.js";
import type { Reply, Stage, StageSetup } from "./stage.js";

const [prices] = limitPrices.x;
const priceOf = (item: string): number => prices?.prices[item] ?? 0;
const routeOf = ({ method, route }: CallShape): string => `${method} ${route}`;
const documented = (rule: string, call: CallShape): number | undefined =>
  routeCapacities.x.find((list) => list.rule === rule)?.capacities[routeOf(call)];

const summoned = "summoned";
const createPrice = ({ text = "", subject }: CallShape): number => {
  if (/https?:\/\//.test(text)) return priceOf("post.create.url");
  return priceOf(subject.conversation === summoned ? "post.create.summoned" : "post.create");
};

/** Reads cost what may come back until it is known; what is created costs by what it says. */
const meter: Meter = {
  cost: (call) => {
    const reading = call.method === "GET";
    const most = Number(call.query?.["max_results"] ?? 1);
    return {
      "x.route.user": 1,
      ...(documented("x.day.user", call) !== undefined && { "x.day.user": 1 }),
      "x.money": reading ? most * priceOf("post.read") : createPrice(call),
      ...(reading && { "x.postReads": most }),
    };
  },
  read: (call, { status, headers, body }, now) => {
    const throttle = readXThrottle(status, body);
    const posts = (body as { readonly data?: readonly unknown[] } | undefined)?.data?.length ?? 0;
    const daily = documented("x.day.user", call);
    const window = readWindow(headers, "x-rate-limit-", now);
    const cap = throttle?.kind === "capped" ? { kind: "calendar" as const, every: throttle.period, timeZone: "UTC" } : undefined;
    return [
      { rule: "x.route.user", ...window, ...(status === 429 && cap === undefined && { blockedUntil: window.resetsAt ?? now + minute }) },
      ...(daily === undefined ? [] : [{ rule: "x.day.user", limit: daily, ...readWindow(headers, "x-user-limit-24hour-", now) }]),
      // What failed is not charged.
      ...(status >= 400
        ? [{ rule: "x.money", cost: 0 }]
        : call.method === "GET"
          ? [{ rule: "x.money", cost: posts * priceOf("post.read") }]
          : []),
      ...(call.method === "GET" ? [{ rule: "x.postReads", cost: posts }] : []),
      ...(throttle?.kind === "credits" ? [{ rule: "x.money", cost: 0, blockedUntil: now + hour }] : []),
      ...(cap === undefined ? [] : [{ rule: "x.postReads", cost: 0, remaining: 0, blockedUntil: endOfPeriod(cap, now) }]),
    ].map((seen, index, all) => ({ ...all.slice(0, index).find(({ rule }) => rule === seen.rule), ...seen }));
  },
};

const open = (server: StageSetup["server"], capacities: Readonly<Record<string, number>> = {}, start = "2026-03-01T20:00:00Z"): Stage =>
  stage({ network: "x", rules: limitRules.x, meter, server, start, options: { capacities } });

const mentions = shape("listMentions", "/2/users/:id/mentions", { query: { max_results: 10 } });
const post = (text: string, subject: CallShape["subject"] = {}): CallShape =>
  shape("reply", "/2/tweets", { method: "POST", text, subject });
const page = (count: number): Reply => ({ ok: true, body: { data: Array.from({ length: count }, (_, id) => ({ id: `${id}` })) } });

describe("limits", () => {
  describe("X", { timeout: 60_000 }, () => {
    it("uses all 300 mentions and 50 hides in a quarter of an hour, route by route and account by account, and is never refused", async () => {
      const windows = new Map<string, ReturnType<typeof fixed>>();
      const limits: Readonly<Record<string, number>> = { "/2/users/:id/mentions": 300, "/2/tweets/:id/hidden": 50 };
      const network = open(({ route }, account, now) => {
        const capacity = limits[route] ?? 0;
        const window = windows.get(route + account) ?? fixed(capacity, (at) => at + 15 * minute);
        windows.set(route + account, window);
        const end = window.end(now);
        const ok = window.take(now);
        const headers = {
          "x-rate-limit-limit": `${capacity}`,
          "x-rate-limit-remaining": `${capacity - window.used(now)}`,
          "x-rate-limit-reset": `${Math.floor(end / 1000)}`,
        };
        return { ...page(0), ok, headers };
      });
      const hide = shape("hide", "/2/tweets/:id/hidden", { method: "PUT" });
      await saturate(network, network.clock.now() + 3 * 15 * minute - second, (caller) => ({
        call: caller % 2 === 0 ? mentions : hide,
        account: `x:${caller % 4}`,
      }));
      expect(network.refused()).toBe(0);
      expect(network.visits.length).toBeGreaterThanOrEqual(0.99 * 3 * 2 * (300 + 50));
    });

    it("counts the day of a route by itself where no header tells it", async () => {
      const window = fixed(50, (at) => at + 15 * minute);
      const today = sliding(1000, day);
      const network = open((_call, _account, now) => {
        const end = window.end(now);
        const ok = window.take(now) && today.take(now);
        const remaining = 50 - window.used(now);
        return {
          ok,
          headers: {
            "x-rate-limit-limit": "50",
            "x-rate-limit-remaining": `${remaining}`,
            "x-rate-limit-reset": `${Math.floor(end / 1000)}`,
          },
        };
      });
      const like = shape("like", "/2/users/:id/likes", { method: "POST" });
      await saturate(network, network.clock.now() + day - second, () => ({ call: like }));
      expect(network.refused()).toBe(0);
      // 50 in each quarter of an hour would be 4800.
      expect(network.visits.length).toBe(1000);
    });

    it("spends a cap of 20 dollars a day by what answers hold, and none of it more", async () => {
      const spent = new Map<string, number>();
      const network = open(
        (_call, _account, now) => {
          const date = new Date(now).toISOString().slice(0, 10);
          spent.set(date, (spent.get(date) ?? 0) + 4 * 0.005);
          return page(4);
        },
        { "x.money": 20 },
      );
      await saturate(network, Date.parse("2026-03-03T00:00:00Z") - second, () => ({ call: mentions }));
      // 4 hours of one day in UTC, and a whole one.
      expect(spent.get("2026-03-01")).toBeLessThanOrEqual(20 + 1e-9);
      for (const date of ["2026-03-01", "2026-03-02"]) expect(spent.get(date)).toBeGreaterThanOrEqual(0.99 * 20);
      expect([...spent.values()].every((dollars) => dollars <= 20 + 1e-9)).toBe(true);
    });

    it("charges a post with a link thirteen times as much, and a summoned reply less", async () => {
      const network = open(() => ({ ok: true, status: 201 }), { "x.money": 1 });
      const until = network.clock.now() + hour;
      const spend = async (call: CallShape): Promise<number> => {
        const before = await left();
        await network.ask(call, until);
        await network.clock.sleep(second);
        return before - (await left());
      };
      const left = async (): Promise<number> => (await network.limiter.budgets()).find(({ rule }) => rule === "x.money")?.remaining ?? 1;
      expect(await spend(post("Thank you!"))).toBeCloseTo(0.015, 9);
      expect(await spend(post("Look here: https://example.com/boots"))).toBeCloseTo(0.2, 9);
      expect(await spend(post("Here we are", { conversation: summoned }))).toBeCloseTo(0.01, 9);
      for (let index = 0; index < 9; index++) await network.ask(post("https://example.com"), until);
      // 1 - 0.225 is enough for three more.
      expect(network.visits.length).toBe(6);
    });

    it("stops the whole app when its credit is spent, and asks again once an hour", async () => {
      const began = Date.parse("2026-03-01T20:00:00Z");
      const body = { title: "CreditsDepleted", type: "about:blank", status: 402, detail: "…" };
      const network = open((_call, _account, now) => (now < began + 90 * minute ? { ok: false, status: 402, body } : page(1)));
      await network.ask(mentions);
      expect(await network.ask(post("Thank you!"), began + 59 * minute, "x:2")).toBeUndefined();
      await network.ask(mentions);
      await network.ask(mentions);
      expect(network.visits.map(({ ok }) => ok)).toEqual([false, false, true]);
      expect(network.visits.map(({ at }) => Math.floor((at - began) / hour))).toEqual([0, 1, 2]);
    });

    it("reads no more posts until the month ends when its plan is used up, and writes meanwhile", async () => {
      const body = {
        title: "UsageCapExceeded",
        type: "https://api.twitter.com/2/problems/usage-capped",
        period: "Monthly",
        scope: "Product",
        status: 429,
      };
      const network = open(({ method }, _account, now) =>
        method === "GET" && now < Date.parse("2026-04-01T00:00:00Z") ? { ok: false, status: 429, body } : page(1),
      );
      await network.ask(mentions);
      await network.ask(post("Thank you!"));
      expect(network.visits.at(-1)?.at).toBeLessThan(Date.parse("2026-03-01T20:00:02Z"));
      await network.ask(mentions);
      expect(network.refused()).toBe(1);
      expect(network.visits.at(-1)?.at).toBeGreaterThanOrEqual(Date.parse("2026-04-01T00:00:00Z"));
      expect(network.visits.at(-1)?.at).toBeLessThan(Date.parse("2026-04-01T00:00:04Z"));
    });

    it("holds one stream open and two of activity, and opens the next when one ends", async () => {
      const { limiter, clock } = stage({
        ...{ network: "x", rules: limitRules.x, server: () => ({ ok: true }) },
        meter: { cost: ({ operation }) => ({ [operation]: 1 }), read: () => [] },
      });
      const now = { "x.stream": 0, "x.stream.activity": 0 };
      const most = { ...now };
      const hold = (operation: "x.stream" | "x.stream.activity") =>
        limiter.run(shape(operation, "/2/stream"), { lane: "interactive", account: "x:1" }, async () => {
          most[operation] = Math.max(most[operation], ++now[operation]);
          await clock.sleep(hour);
          now[operation]--;
          return { status: 200, headers: new Headers(), body: undefined };
        });
      const began = clock.now();
      await Promise.all([
        hold("x.stream"),
        hold("x.stream"),
        hold("x.stream"),
        ...Array.from({ length: 4 }, () => hold("x.stream.activity")),
      ]);
      expect(most).toEqual({ "x.stream": 1, "x.stream.activity": 2 });
      expect(clock.now() - began).toBeGreaterThanOrEqual(3 * hour);
      expect(clock.now() - began).toBeLessThan(3 * hour + minute);
    });
  });
});
