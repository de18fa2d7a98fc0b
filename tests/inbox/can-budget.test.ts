import { describe, expect, it } from "vitest";
import { budgetFor } from "../../src/inbox/budget-for.js";
import { can } from "../../src/adapter/can.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createInbox, type Inbox } from "../../src/index.js";
import { fakeNetwork, virtualClock, type FakeBlueskyOptions } from "../../src/testing/index.js";
import { makeNetwork } from "./act-harness.js";
import type { Budget } from "../../src/model/limit.js";
import type { LimiterOptions } from "../../src/limits/options.js";
import type { MessageKey } from "../../src/model/keys.js";

const by = { type: "human", id: "sandra" } as const;

interface World {
  readonly inbox: Inbox;
  readonly key: MessageKey;
  readonly writes: () => number;
}

async function world(limits: NonNullable<FakeBlueskyOptions["limits"]>, limiter?: LimiterOptions): Promise<World> {
  const clock = virtualClock({ start: "2026-01-01T12:00:00.000Z", auto: true });
  const network = fakeNetwork("bluesky", { clock, limits });
  const brand = network.state.addAccount("boots.test");
  const { uri } = network.state.post(brand, "Our winter boots are here.");
  network.state.reply(network.state.addAccount("asta.test"), uri, "Are they warm?");
  const boots = createBlueskyAdapter({ accountId: brand.did, password: brand.privilegedAppPassword, service: network.baseUrl });
  const inbox = createInbox({ accounts: [boots], clock, fetch: network.fetch, ...(limiter && { limiter }) });
  await inbox.sync();
  const key = (await inbox.items({ direction: "inbound" })).items[0]?.message.key ?? "";
  return { inbox, key, writes: () => network.calls.filter(({ effect }) => effect === "write").length };
}

describe("can, asked about budgets", () => {
  it("looks only at the budgets that the operation takes from", async () => {
    const { inbox, key } = await world({ logins: 1 });
    expect((await inbox.budgets()).find(({ rule }) => rule === "bs.session")?.remaining).toBe(0);
    expect(await inbox.can("hide", key, { by })).toEqual({ ok: true });
    expect(await inbox.can("reply", key, { by })).toEqual({ ok: true });
  });

  it.each(["reply", "like", "hide"] as const)("says budget for %s once too little is left, and when it is back", async (operation) => {
    const { inbox, key } = await world({ pointsPerHour: 3 });
    expect((await inbox.respond({ key }, "Yes.", { by })).status).toBe("sent");
    expect((await inbox.budgets()).find(({ rule }) => rule === "bs.writes.hour")?.remaining).toBe(1);
    const answer = await inbox.can(operation, key, { by });
    expect(answer).toMatchObject({ ok: false, reason: "budget", retryAt: "2026-01-01T13:00:00.000Z" });
    const [listed] = (await inbox.items({ direction: "inbound", can: [operation], by })).items;
    expect(Object.values(listed?.can ?? {})).toEqual([answer]);
  });

  it("leaves the write waiting for budget where the host does not wait, and asks the network nothing", async () => {
    const { inbox, key, writes } = await world({ pointsPerHour: 3 }, { mode: "throw" });
    await inbox.respond({ key }, "Yes.", { by });
    const before = writes();
    expect(await inbox.respond({ key }, "They are.", { by })).toMatchObject({
      status: "pending",
      waitsFor: "budget",
      until: "2026-01-01T13:00:00.000Z",
    });
    expect(writes()).toBe(before);
  });

  it("lets the limiter wait where the host waits, for the text and for its like", async () => {
    const { inbox, key } = await world({ pointsPerHour: 3 });
    await inbox.respond({ key }, "Yes.", { by });
    expect((await inbox.act("like", { key }, null, { by })).status).toBe("sent");
  });
});

describe("the tightest budget", () => {
  const line = (rule: string, remaining: number | undefined, more: Partial<Budget> = {}): Budget => ({
    rule,
    partition: ["account"],
    unit: "points",
    ...(remaining !== undefined && { remaining }),
    ...more,
  });
  const tightest = (lines: readonly Budget[], costs: Readonly<Record<string, number>> = { small: 1, big: 100 }) =>
    budgetFor({ costs: () => costs }, "reply", "forum:1:message:c1", lines);

  it("is measured by what the operation costs, not across units", () => {
    expect(tightest([line("small", 3), line("big", 150)])).toEqual({ remaining: 150, cost: 100 });
    expect(tightest([line("small", 3), line("other", 0)])).toEqual({ remaining: 3, cost: 1 });
  });

  it("is the one that is back last when several are spent", () => {
    const spent = [line("small", 0, { resetsAt: "2026-01-01T13:00:00.000Z" }), line("big", 99, { resetsAt: "2026-01-02T00:00:00.000Z" })];
    expect(tightest(spent)).toEqual({ remaining: 99, cost: 100, resetsAt: "2026-01-02T00:00:00.000Z" });
  });

  it("is not known without a price, without a number, and for budgets finer than the account", () => {
    expect(tightest([line("small", 0)], {})).toBeUndefined();
    expect(tightest([line("small", undefined)])).toBeUndefined();
    expect(tightest([line("small", 0, { partition: ["conversation"] })])).toBeUndefined();
    expect(budgetFor({}, "reply", "forum:1:message:c1", [line("small", 0)])).toBeUndefined();
  });

  it("is named after what is refused for good", () => {
    const refused = { ok: false, reason: "closed", detail: "Locked." } as const;
    const { adapter } = makeNetwork({ clock: virtualClock(), canRules: { reply: () => refused } });
    const facts = { now: 0, budget: { remaining: 0 } };
    expect(can(adapter, "reply", { key: "forum:1:message:c1" }, facts)).toEqual(refused);
    expect(can(adapter, "hide", { key: "forum:1:message:c1" }, facts)).toMatchObject({ reason: "budget" });
  });
});
