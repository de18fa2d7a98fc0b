import { describe, expect, it, vi } from "vitest";
import { discordLimits } from "../../../src/networks/discord/limits.js";
import { discordCosts, discordMeter } from "../../../src/networks/discord/meter.js";
import { makeKey } from "../../../src/model/keys.js";
import { budgetsOf } from "../../../src/adapter/budgets.js";
import { byHand, guildId, key, wireMessage } from "./support.js";
import { virtualClock } from "../../../src/testing/clock.js";
import type { CallShape, Meter } from "../../../src/limits/meter.js";

const now = Date.UTC(2026, 0, 1);
const call = (method = "GET", resource = "10"): CallShape => ({
  operation: "x",
  method,
  route: "/channels/:id/messages",
  subject: { app: "a", route: `${method} /channels/:id/messages`, resource },
});
const json = { message: "You are being rate limited.", retry_after: 64.57, global: false };
const read = (meter: Meter, status: number, headers: Record<string, string>, body: unknown = {}): unknown =>
  meter.read(call(), { status, headers: new Headers(headers), body }, now);

describe("discord limits", () => {
  it("says of every number where it was read, and when", () => {
    for (const { source, id } of discordLimits) expect(source, id).toMatch(/20\d\d-\d\d/);
  });
  it("prices calls and operations by rules that exist", () => {
    const ids = new Set(discordLimits.map(({ id }) => id));
    for (const id of Object.keys(discordMeter().cost(call()))) expect(ids).toContain(id);
    expect(discordCosts("replyPrivately", makeKey(key, "message", "1"))).toEqual({ "dc.global": 2, "dc.invalid": 2 });
  });
  it("learns the bucket of a route, and keeps it apart by channel", () => {
    const meter = discordMeter();
    expect(meter.subject?.(call())).toEqual(call().subject);
    read(meter, 200, {
      "x-ratelimit-bucket": "abcd",
      "x-ratelimit-limit": "5",
      "x-ratelimit-remaining": "4",
      "x-ratelimit-reset-after": "1.25",
    });
    expect(meter.subject?.(call())).toEqual({ ...call().subject, route: "abcd" });
    expect(meter.subject?.(call("GET", "11"))).toMatchObject({ route: "abcd", resource: "11" });
    expect(meter.subject?.(call("POST"))).toEqual(call("POST").subject);
  });
  it("reads what is left of a bucket, and gives back what was reserved for a refusal", () => {
    const headers = {
      "x-ratelimit-bucket": "abcd",
      "x-ratelimit-limit": "5",
      "x-ratelimit-remaining": "4",
      "x-ratelimit-reset-after": "1.25",
    };
    expect(read(discordMeter(), 200, headers)).toEqual([
      { rule: "dc.invalid", cost: 0 },
      { rule: "dc.bucket", limit: 5, remaining: 4, resetsAt: now + 1250 },
    ]);
  });
  it("reads when a call was counted where that is told with decimals, for the limit over all as well", () => {
    const headers = { "x-ratelimit-bucket": "abcd", "x-ratelimit-limit": "5", "x-ratelimit-remaining": "4" };
    const resetsAt = now + 3_250;
    const told = (reset: string, after: string): unknown =>
      read(discordMeter(), 200, { ...headers, "x-ratelimit-reset": reset, "x-ratelimit-reset-after": after });
    const seconds = (resetsAt / 1000).toFixed(3);
    expect(told(seconds, "1.125")).toEqual([
      { rule: "dc.invalid", cost: 0 },
      { rule: "dc.bucket", limit: 5, remaining: 4, resetsAt, countedAt: now + 2_125 },
      { rule: "dc.global", countedAt: now + 2_125 },
    ]);
    expect(told(seconds, "2")).toContainEqual({ rule: "dc.global", countedAt: now + 1_250 });
    const plain = { rule: "dc.bucket", limit: 5, remaining: 4 };
    expect(told(`${now / 1000 + 3}`, "2")).toEqual([
      { rule: "dc.invalid", cost: 0 },
      { ...plain, resetsAt: now + 2_000 },
    ]);
    expect(told("soon", "1.125")).toEqual([
      { rule: "dc.invalid", cost: 0 },
      { ...plain, resetsAt: now + 1_125 },
    ]);
  });
  it("counts 401, 403 and 429 towards the ban, and a shared 429 not", () => {
    const blockedUntil = now + 64_570;
    expect(read(discordMeter(), 403, {}, { code: 50013 })).toEqual([]);
    expect(read(discordMeter(), 401, {}, {})).toEqual([]);
    expect(read(discordMeter(), 404, {}, {})).toEqual([{ rule: "dc.invalid", cost: 0 }]);
    expect(read(discordMeter(), 429, { "x-ratelimit-scope": "user" }, json)).toEqual([{ rule: "dc.bucket", remaining: 0, blockedUntil }]);
    expect(read(discordMeter(), 429, { "x-ratelimit-scope": "shared" }, json)).toEqual([
      { rule: "dc.invalid", cost: 0 },
      { rule: "dc.bucket", blockedUntil },
    ]);
  });
  it("blocks the whole bot on a global 429", () => {
    expect(read(discordMeter(), 429, { "x-ratelimit-global": "true", "x-ratelimit-scope": "global" }, { ...json, global: true })).toEqual([
      { rule: "dc.global", remaining: 0, blockedUntil: now + 64_570 },
    ]);
  });
  it("stops for an hour at the wall in front of the API", () => {
    expect(read(discordMeter(), 429, { "content-type": "text/html" }, "<html>error 1015</html>")).toEqual([
      { rule: "dc.invalid", remaining: 0, blockedUntil: now + 3_600_000 },
    ]);
  });
  it("stops before the network would: some of the ten thousand are left to others", () => {
    expect(discordLimits.find(({ id }) => id === "dc.invalid")).toMatchObject({ capacity: 9_750, pauses: "partition", partition: ["ip"] });
  });
  it("shows no budget of a route that counts elsewhere since it was learnt", async () => {
    const headers = { "x-ratelimit-limit": "5", "x-ratelimit-remaining": "4", "x-ratelimit-reset-after": "60", "x-ratelimit-bucket": "b" };
    const { adapter } = byHand(({ path }) => ({
      headers,
      body: path.endsWith("/messages") ? [wireMessage()] : { id: "10", type: 0, guild_id: guildId },
    }));
    const conversation = { key: makeKey(key, "conversation", "10") };
    await adapter.listMessages(conversation, { limit: 1 });
    const budgets = await budgetsOf(adapter);
    expect(budgets.filter(({ rule }) => rule === "dc.bucket")).toMatchObject([{ limit: 5, remaining: 4 }]);
  });
  it("holds back one channel and not the bot when one bucket is spent", async () => {
    let refusals = 0;
    const clock = virtualClock({ start: "2026-01-01T12:00:00.000Z" });
    const { adapter, asked } = byHand(
      ({ path }) => {
        if (path === "/channels/10/messages" && refusals++ === 0)
          return { status: 429, headers: { "x-ratelimit-scope": "user", "x-ratelimit-bucket": "b" }, body: { ...json, retry_after: 600 } };
        if (path.endsWith("/messages")) return { body: [wireMessage()] };
        return { body: { id: path.slice("/channels/".length), type: 0, guild_id: guildId } };
      },
      {},
      clock,
    );
    const order: string[] = [];
    const slow = adapter.listMessages({ key: makeKey(key, "conversation", "10") }).then(() => order.push("slow"));
    await vi.waitFor(() => {
      expect(refusals).toBe(1);
    });
    await adapter.listMessages({ key: makeKey(key, "conversation", "11") }).then(() => order.push("quick"));
    await clock.advance(601_000);
    await slow;
    expect(order).toEqual(["quick", "slow"]);
    expect(asked.filter(({ path }) => path === "/channels/10/messages")).toHaveLength(2);
  });
});
