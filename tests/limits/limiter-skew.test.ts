import { describe, expect, it } from "vitest";
import { createLimiter } from "../../src/limits/limiter.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import type { CallShape, Meter } from "../../src/limits/meter.js";
import { blueskyLimits } from "../../src/networks/bluesky/limits.js";
import { blueskyMeter } from "../../src/networks/bluesky/meter.js";
import { discordLimits } from "../../src/networks/discord/limits.js";
import { discordMeter } from "../../src/networks/discord/meter.js";
import { mastodonLimits } from "../../src/networks/mastodon/limits.js";
import { mastodonMeter } from "../../src/networks/mastodon/meter.js";
import type { LimitRule } from "../../src/model/limit.js";
import type { LedgerObservation } from "../../src/store/coordinator.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { VirtualClock } from "../../src/testing/clock.js";
import { answer, call, headerMeter, numbers, simulatedClock, windowRule, windowServer } from "./simulator.js";
import type { FakeAnswer } from "./simulator.js";
import { interactive, silentMeter, world } from "./world.js";

const minute = 60_000;
const skews = [0, 2_000, -2_000, 2 * minute, -2 * minute];

/** What a server whose clock is ahead by `ahead` answers 80 ms after it was asked; `headers` gets its time. */
async function ask(
  clock: VirtualClock,
  ahead: number,
  status: number,
  headers: (now: number) => Readonly<Record<string, string>>,
): Promise<FakeAnswer> {
  await clock.sleep(40);
  const there = clock.now() + ahead;
  const told = answer(status, { date: new Date(Math.floor(there / 1000) * 1000).toUTCString(), ...headers(there) });
  await clock.sleep(40);
  return told;
}

interface Told {
  readonly rules: readonly LimitRule[];
  readonly meter: Meter;
  readonly shape: CallShape;
  readonly rule: string;
  /** Headers that say that nothing is left until `inMs` from now. */
  readonly headers: (now: number, end: number) => Readonly<Record<string, string>>;
}

const networks: Readonly<Record<string, () => Told>> = {
  "Bluesky, in seconds since 1970": () => ({
    rules: blueskyLimits,
    meter: blueskyMeter,
    shape: { ...call, route: "/xrpc/app.bsky.feed.getPosts", subject: { ip: "pds.example" } },
    rule: "bs.ip",
    headers: (_now, end) => ({
      "ratelimit-limit": "3000",
      "ratelimit-remaining": "0",
      "ratelimit-reset": `${Math.floor(end / 1000)}`,
      "ratelimit-policy": "3000;w=300",
    }),
  }),
  "Mastodon, in ISO 8601": () => ({
    rules: mastodonLimits,
    meter: mastodonMeter,
    shape: { ...call, method: "GET", route: "/api/v1/notifications", query: { max_id: "7" }, subject: { ip: "social.example" } },
    rule: "ma.token",
    headers: (_now, end) => ({
      "x-ratelimit-limit": "300",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": new Date(end).toISOString().replace("Z", "000Z"),
    }),
  }),
  "Discord, in seconds from now": () => ({
    rules: discordLimits,
    meter: discordMeter(),
    shape: { ...call, route: "/channels/{id}/messages", subject: { ip: "discord.example", resource: "7" } },
    rule: "dc.bucket",
    headers: (now, end) => ({
      "x-ratelimit-bucket": "b1",
      "x-ratelimit-limit": "5",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset-after": `${(end - now) / 1000}`,
    }),
  }),
};

describe("limits", () => {
  describe("a network's clock", () => {
    for (const [name, told] of Object.entries(networks))
      it.each(skews)(`makes no difference to the end of a window of ${name}, when it is %s ms ahead`, async (ahead) => {
        // Never within five minutes of a quarter of an hour, where other windows of Mastodon end as well.
        for (const into of [100, 77_123, 170_000]) {
          const clock = virtualClock({ auto: true, start: "2026-03-01T12:05:00.000Z" });
          await clock.sleep(into);
          const { rules, meter, shape, rule, headers } = told();
          const limiter = createLimiter({ network: "x", app: "app", rules, meter, coordinator: memoryCoordinator({ clock }), clock });
          // The end of the present five minutes by the network's clock.
          const end = Math.floor((clock.now() + ahead) / (5 * minute) + 1) * 5 * minute;
          const answered = await limiter.run(shape, interactive, () => ask(clock, ahead, 200, (now) => headers(now, end)));
          expect(answered.status).toBe(200);
          const line = (await limiter.budgets()).find((budget) => budget.rule === rule);
          expect(line?.remaining).toBe(0);
          const off = Date.parse(line?.resetsAt ?? "") - (end - ahead);
          // Never too early, and never later than the second to which a date is cut and the way there and back.
          expect(off).toBeGreaterThanOrEqual(-1);
          expect(off).toBeLessThanOrEqual(1_100);
        }
      });

    it.each(skews)("makes no difference to a block that names an instant, when it is %s ms ahead", async (ahead) => {
      const clock = virtualClock({ auto: true });
      const meter: Meter = {
        cost: () => ({ window: 1 }),
        read: (_call, { status }, now) => (status === 429 ? [{ rule: "window", blockedUntil: now + 30_000 }] : []),
      };
      const { limiter } = world([windowRule({ capacity: 100 })], meter, { clock, coordinator: memoryCoordinator({ clock }) });
      await limiter.run(call, interactive, () => ask(clock, ahead, 429, () => ({})));
      const answeredAt = clock.now();
      await limiter.run(call, interactive, () => Promise.resolve(answer()));
      expect(clock.now() - answeredAt).toBe(30_000);
    });

    it("is not believed to be another one as long as no answer has a date", async () => {
      const seen: LedgerObservation[] = [];
      const nows: number[] = [];
      const clock = virtualClock();
      const inner = memoryCoordinator({ clock });
      const coordinator: typeof inner = {
        ...inner,
        observe: (observations, unused) => {
          seen.push(...observations);
          return inner.observe(observations, unused);
        },
      };
      const meter: Meter = {
        cost: () => ({ window: 1 }),
        read: (_call, _answer, now) => {
          nows.push(now);
          return [{ rule: "window", resetsAt: now + 5_000, remaining: 3 }];
        },
      };
      const { limiter } = world([windowRule()], meter, { clock, coordinator });
      const dated = { date: new Date(clock.now() + 90_000).toUTCString() };
      await limiter.run(call, interactive, () => Promise.resolve(answer()));
      await limiter.run(call, interactive, () => Promise.resolve(answer(200, dated)));
      await limiter.run(call, interactive, () => Promise.resolve(answer()));
      await limiter.block(call, "x:1", clock.now() + 7_000);
      expect(seen.map(({ skewMs }) => skewMs)).toEqual([undefined, 90_000, 90_000, 90_000]);
      expect(nows.map((now) => now - clock.now())).toEqual([0, 90_000, 90_000]);
      expect(seen.map(({ resetsAt }) => resetsAt)).toEqual([clock.now() + 5_000, clock.now() + 5_000, clock.now() + 5_000, undefined]);
      expect(seen[3]?.blockedUntil).toBe(clock.now() + 7_000);
    });

    it("is learnt for each address", async () => {
      const nows: number[] = [];
      const meter: Meter = {
        cost: () => ({}),
        read: (_call, _answer, now) => {
          nows.push(now);
          return [];
        },
      };
      const { clock, limiter } = world([], meter);
      for (const [ip, ahead] of [
        ["a", 60_000],
        ["b", -60_000],
      ] as const)
        await limiter.run({ ...call, subject: { ip } }, interactive, () =>
          Promise.resolve(answer(200, { date: new Date(clock.now() + ahead).toUTCString() })),
        );
      expect(nows.map((now) => now - clock.now())).toEqual([60_000, -60_000]);
    });

    it.each([2 * minute, -2 * minute, 2_000, -2_000])(
      "lets a fixed window be used whole without a refusal when it is %s ms ahead",
      async (skewMs) => {
        const clock = simulatedClock();
        const random = numbers(7);
        const windowMs = 5 * minute;
        const server = windowServer({ clock, random, skewMs }, { capacity: 300, windowMs, phaseMs: 70_000 });
        const rule = windowRule({ capacity: 300, refill: { kind: "window", windowMs, rolling: false } });
        const limiter = createLimiter({
          network: "x",
          app: "app",
          rules: [rule],
          meter: headerMeter(rule.id),
          coordinator: memoryCoordinator({ clock }),
          clock,
        });
        const send = async (): Promise<FakeAnswer> => {
          const { status, headers } = await server.request();
          return answer(status, {
            ...Object.fromEntries(headers),
            date: new Date(Math.floor((clock.now() + skewMs) / 1000) * 1000).toUTCString(),
          });
        };
        const until = clock.now() + 4 * windowMs - 70_000;
        const worker = async (): Promise<void> => {
          while ((await limiter.run(call, { ...interactive, until }, send).catch(() => undefined)) !== undefined);
        };
        await Promise.all(Array.from({ length: 10 }, worker));
        expect(server.refused).toBe(0);
        expect(server.accepted).toBeGreaterThanOrEqual(0.99 * 4 * 300);
      },
    );
  });

  describe("a message that begins a budget anew", () => {
    const rule = windowRule({
      id: "chats",
      partition: ["conversation"],
      unit: "messages",
      capacity: 10,
      refill: { kind: "window", windowMs: 48 * 60 * minute, rolling: false, restartsOn: "inbound" },
    });
    const to = (conversation: string): CallShape => ({ ...call, operation: "sendMessage", subject: { conversation } });

    it("lets those leave who waited for it, in its conversation only", async () => {
      const { clock, limiter, left, go } = world([rule], silentMeter({ chats: 1 }));
      const all = Array.from({ length: 12 }, (_, index) => go(`a${index}`, {}, to("a")));
      const others = Array.from({ length: 11 }, (_, index) => go(`b${index}`, {}, to("b")));
      await clock.advance(0);
      expect(left).toHaveLength(20);
      await clock.advance(60 * minute);
      await limiter.inbound("a", "x:1", clock.now());
      await clock.advance(0);
      expect(left.slice(20)).toEqual(["a10", "a11"]);
      await Promise.all(all);
      await clock.advance(48 * 60 * minute);
      await Promise.all(others);
    });

    it("begins it when the message came, and not when it was fetched", async () => {
      const { clock, limiter, go } = world([rule], silentMeter({ chats: 1 }));
      await clock.advance(20 * 60 * minute);
      await limiter.inbound("a", "x:1", clock.now() - 10 * 60 * minute);
      await go("first", {}, to("a"));
      const ends = new Date(clock.now() + 38 * 60 * minute).toISOString();
      expect(await limiter.budgets()).toMatchObject([{ rule: "chats", remaining: 9, resetsAt: ends }]);
    });

    it("asks no coordinator where no rule begins anew", async () => {
      const clock = virtualClock();
      let asked = 0;
      const inner = memoryCoordinator({ clock });
      const coordinator: typeof inner = {
        ...inner,
        observe: (...told) => {
          asked++;
          return inner.observe(...told);
        },
      };
      const { limiter } = world([windowRule()], silentMeter(), { clock, coordinator });
      await limiter.inbound("a", "x:1", clock.now());
      expect(asked).toBe(0);
    });
  });
});
