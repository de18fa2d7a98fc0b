import { describe, expect, it } from "vitest";
import { accountKey } from "../../src/model/keys.js";
import { createApp, defineAdapter, type App } from "../../src/adapter/index.js";
import { createInbox } from "../../src/inbox/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { AnyAdapter } from "../../src/adapter/adapter.js";
import type { LimitRule } from "../../src/model/limit.js";

const rule = (id: string, partition: LimitRule["partition"]): LimitRule => ({
  id,
  partition,
  unit: "requests",
  capacity: 10,
  refill: { kind: "bucket", perMs: 60_000 },
  source: "test",
});
const rules = [rule("whole", ["app"]), rule("address", ["ip"]), rule("own", ["account"])];
const adapterOf = (id: string, app?: App): AnyAdapter =>
  defineAdapter({
    network: "acme",
    account: accountKey("acme", id),
    baseUrl: "https://acme.example",
    limits: rules,
    meter: { cost: () => ({ whole: 1, address: 1, own: 1 }), read: () => [] },
    textRules: () => ({ markup: "plain", limits: [] }),
    ...(app && { app }),
    operations: () => ({}),
  });

describe("inbox", () => {
  describe("budgets", () => {
    it("lists once what the accounts of one app share, and each account's own", async () => {
      const app = createApp({ id: "shop", networks: ["acme"] });
      const adapters = [adapterOf("1", app), adapterOf("2", app), adapterOf("3")];
      const fetch = async (): Promise<Response> => Response.json({});
      const inbox = createInbox({ accounts: adapters, clock: virtualClock(), fetch });
      for (const adapter of adapters) await adapter.request("GET", "/", { schema: { parse: (value: unknown) => value } });
      const lines = (await inbox.budgets()).map((budget) => [budget.rule, budget.account, budget.remaining]);
      expect(lines.sort()).toEqual([
        ["address", undefined, 8],
        ["address", undefined, 9],
        ["own", "acme:1", 9],
        ["own", "acme:2", 9],
        ["own", "acme:3", 9],
        ["whole", undefined, 8],
        ["whole", undefined, 9],
      ]);
      const second = await inbox.budgets({ accounts: ["acme:2", "acme:2"] });
      expect(second.map((budget) => budget.rule).sort()).toEqual(["address", "own", "whole"]);
      await inbox.close();
    });
  });
});
