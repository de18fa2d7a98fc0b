import { describe, expect, it } from "vitest";
import { accountKey } from "../../src/model/keys.js";
import { ago, day, hour, minute, scene, shop, type Scene, type Shop } from "./estimate-shop.js";
import { createApp, paged } from "../../src/adapter/index.js";
import type { BackfillJob } from "../../src/inbox/intake.js";
import type { CostsOf } from "../../src/adapter/index.js";
import type { LimitRule } from "../../src/model/limit.js";

const rule = (id: string, refill: LimitRule["refill"], more: Partial<LimitRule> = {}): LimitRule => ({
  id,
  partition: ["account"],
  unit: "requests",
  refill,
  source: "test",
  ...more,
});
const window = (windowMs: number): LimitRule["refill"] => ({ kind: "window", windowMs, rolling: false });
const daily = { kind: "calendar", every: "day", timeZone: "Etc/UTC" } as const;
const inHour = rule("ac.hour", window(hour), { capacity: 10 });

// 6,000 mentions in 100 hours: 60 pages, the last item of the last of them at the instant itself.
describe("inbox", () => {
  describe("estimate", () => {
    describe("money", () => {
      const money = rule("ac.money", daily, { unit: "usd", partition: ["app"], capacity: 100 });
      const objects = rule("ac.objects", daily, { unit: "objects" });
      const costs: CostsOf = (_operation, _target, list) => ({ "ac.money": (list?.items ?? 1) * 0.005, "ac.objects": list?.items ?? 1 });

      it("is what the items cost, in whole units of the currency, beside what is counted of each rule", async () => {
        const { inbox, job } = scene([shop({ limits: [money, objects], costs })]);
        const { surfaces, money: total } = await inbox.estimate(job);
        expect(surfaces[0]?.calls).toBe(61);
        expect(surfaces[0]?.units?.map(({ rule: id, unit }) => [id, unit])).toEqual([
          ["ac.money", "usd"],
          ["ac.objects", "objects"],
        ]);
        expect(surfaces[0]?.units?.[1]?.amount).toBe(6_001);
        expect(surfaces[0]?.money).toEqual([{ amount: expect.closeTo(30.005, 6) as number, currency: "USD" }]);
        expect(total).toEqual(surfaces[0]?.money);
        await inbox.close();
      });

      it("is spread over days where the host has set a cap for each, less the fifth for replies", async () => {
        const { inbox, job } = scene([shop({ limits: [money, objects], costs })], { capacities: { "ac.money": 5 } });
        const { durationMs = 0 } = await inbox.estimate(job);
        // A dollar stays for replies, so 30 dollars take eight days; today has twelve hours left.
        expect(durationMs).toBeGreaterThan(6.5 * day);
        expect(durationMs).toBeLessThan(6.6 * day + hour);
        await inbox.close();
      });

      it("is paid once where a day and a month count the same money", async () => {
        const month = rule(
          "ac.money.month",
          { kind: "calendar", every: "month", timeZone: "Etc/UTC" },
          { unit: "usd", partition: ["app"] },
        );
        const both: CostsOf = (_operation, _target, list) => ({ "ac.money": list?.items ?? 1, "ac.money.month": list?.items ?? 1 });
        const { inbox, job } = scene([shop({ limits: [money, month], costs: both })]);
        expect((await inbox.estimate(job)).money).toEqual([{ amount: expect.closeTo(6_001, 6) as number, currency: "USD" }]);
        await inbox.close();
      });

      it("is absent where nothing is charged", async () => {
        const { inbox, job } = scene([shop({ limits: [inHour] })]);
        expect(await inbox.estimate(job)).not.toHaveProperty("money");
        await inbox.close();
      });
    });

    describe("time", () => {
      it("waits for as many windows as the calls need, a fifth of each kept for replies", async () => {
        const { inbox, job } = scene([shop({ limits: [inHour] })]);
        const { calls, durationMs = 0 } = await inbox.estimate(job);
        expect(calls).toBe(61);
        // The probe has opened the window: 7 are left in it, and 54 more are seven windows of 8.
        expect(durationMs).toBeGreaterThanOrEqual(7 * hour - minute);
        expect(durationMs).toBeLessThan(7 * hour + minute);
        await inbox.close();
      });

      it("counts what is left now: a budget that is half used holds fewer", async () => {
        const adapter = shop({ limits: [inHour] });
        const { inbox, job, clock } = scene([adapter]);
        for (const lane of ["interactive", "interactive", "interactive", "interactive"] as const) await adapter.listMentions({ lane });
        await clock.sleep(30 * minute);
        const { durationMs = 0 } = await inbox.estimate({ ...job, from: ago(100 * hour - 30 * minute) });
        // Three are left with the fifth kept, and the window ends in half an hour.
        expect(durationMs).toBeGreaterThanOrEqual(7.5 * hour - minute);
        expect(durationMs).toBeLessThan(7.5 * hour + minute);
        await inbox.close();
      });

      it("adds up what accounts of one app share, and lets accounts with budgets of their own run side by side", async () => {
        const two = (partition: LimitRule["partition"]) => {
          const app = createApp({ id: "shared", networks: ["acme"] });
          return ["1", "2"].map((id) => shop({ account: accountKey("acme", id), app, limits: [{ ...inHour, partition }] }));
        };
        const [together, apart] = [scene(two(["app"])), scene(two(["account"]))];
        const [shared, own] = [await together.inbox.estimate(together.job), await apart.inbox.estimate(apart.job)];
        expect([shared.calls, own.calls]).toEqual([122, 122]);
        expect(own.durationMs! / hour).toBeCloseTo(7, 1);
        // Two are gone for the probes: 6 now, then 116 in fifteen windows.
        expect(shared.durationMs! / hour).toBeCloseTo(15, 1);
        // Alone, either would have it for itself.
        expect(shared.surfaces.map(({ durationMs }) => Math.round(durationMs! / hour))).toEqual([7, 7]);
        await together.inbox.close();
        await apart.inbox.close();
      });

      it("is the calls' own time where no budget binds: one at a time within a list", async () => {
        const { inbox, job } = scene([shop()]);
        expect((await inbox.estimate(job)).durationMs).toBe(61 * 250);
        await inbox.close();
      });
    });

    describe("what nobody can tell", () => {
      it("is absent, and never 0: a list whose items have no order in time that its page could tell", async () => {
        const { inbox, job } = scene([shop({ every: 0, limits: [inHour] })]);
        expect(await inbox.estimate(job)).toEqual({ surfaces: [{ account: "acme:1", surface: "mentions" }] });
        await inbox.close();
      });

      it("is absent: a list that shows nothing on its first page, and goes on", async () => {
        const { inbox, job } = scene([shop({ shows: "nothing" })]);
        expect(await inbox.estimate(job)).toEqual({ surfaces: [{ account: "acme:1", surface: "mentions" }] });
        await inbox.close();
      });

      it("is absent in the sum as soon as one of its parts is, with what is known left in the lines", async () => {
        const unknown = shop({ account: accountKey("acme", "2"), every: 0 });
        const { inbox, job } = scene([shop(), unknown]);
        const { surfaces, ...sum } = await inbox.estimate(job);
        expect(surfaces.map(({ calls }) => calls)).toEqual([61, undefined]);
        expect(sum).toEqual({});
        await inbox.close();
      });

      it("is what a list takes that fails: its neighbours are told, and why goes to the logger", async () => {
        const broken = shop({ account: accountKey("acme", "2"), limits: [inHour], meter: { cost: () => ({}), read: () => [] } });
        const { inbox, job, warned } = scene([shop(), { ...broken, listMentions: () => paged(() => Promise.reject(new Error("no"))) }]);
        const { surfaces } = await inbox.estimate(job);
        expect(surfaces.map(({ calls }) => calls)).toEqual([61, undefined]);
        expect(warned).toHaveLength(1);
        await inbox.close();
      });

      it("leaves no money in the sum where a line is unknown", async () => {
        const money = rule("ac.money", daily, { unit: "usd", partition: ["app"] });
        const costs: CostsOf = () => ({ "ac.money": 1 });
        const parts = [shop({ limits: [money], costs }), shop({ account: accountKey("acme", "2"), limits: [money], costs, every: 0 })];
        const { inbox, job } = scene(parts);
        const { surfaces, money: total } = await inbox.estimate(job);
        expect(surfaces[0]?.money).toEqual([{ amount: 61, currency: "USD" }]);
        expect(total).toBeUndefined();
        await inbox.close();
      });
    });

    describe("what is stored", () => {
      const wide = rule("ac.hour", window(hour), { capacity: 10_000 });
      const filled = async (options: Shop): Promise<Scene> => {
        const all = scene([shop({ many: 3_000, limits: [wide], ...options })]);
        await all.inbox.sync();
        all.sent.length = 0;
        return all;
      };
      const surfaces = [{ name: "mentions", perPage: 100 }] as const;
      const costs: CostsOf = () => ({ "ac.hour": 1 });

      it("is counted instead of asking, where the adapter says how much a page holds and what it costs", async () => {
        const { inbox, sent, job } = await filled({ surfaces, costs });
        expect((await inbox.estimate({ ...job, from: ago(1_999 * minute) })).calls).toBe(20);
        // Beyond what has been read it is taken to go on as it was.
        expect((await inbox.estimate({ ...job, from: ago(90 * day) })).calls).toBe(1_297);
        expect(sent).toEqual([]);
        await inbox.close();
      });

      it.each([
        ["how much a page holds", { costs }],
        ["what a page costs", { surfaces }],
      ])("is not enough where nobody says %s: one page is asked for", async (_, lacking) => {
        const { inbox, sent, job } = await filled(lacking);
        const { surfaces: lines } = await inbox.estimate({ ...job, from: ago(1_999 * minute) });
        expect(lines[0]).toMatchObject({ calls: 20, units: [{ rule: "ac.hour", unit: "requests", amount: 20 }] });
        expect(sent).toHaveLength(1);
        await inbox.close();
      });

      it("tells of more than the page on top, which may be busier than the rest", async () => {
        const { inbox, job } = await filled({ costs, lull: true });
        // 100 within minutes, 2,900 at one a minute before: by the page alone it would be ten times as many.
        const { calls = 0 } = await inbox.estimate({ ...job, from: ago(1_999 * minute) });
        expect(calls).toBeGreaterThanOrEqual(20);
        expect(calls).toBeLessThanOrEqual(22);
        await inbox.close();
      });

      it("counts in a list the messages that are stored as something else, too", async () => {
        const { inbox, job } = await filled({ costs, mixed: true });
        const { calls = 0 } = await inbox.estimate({ ...job, from: ago(1_999 * minute) });
        expect(calls).toBeGreaterThanOrEqual(19);
        expect(calls).toBeLessThanOrEqual(21);
        await inbox.close();
      });

      it("is too old after a day", async () => {
        const { inbox, sent, job, clock } = await filled({ surfaces, costs });
        await clock.sleep(day + 1);
        await inbox.estimate(job);
        expect(sent).toHaveLength(1);
        await inbox.close();
      });
    });

    describe("the end of a list", () => {
      it("is exact where the first page is all of it", async () => {
        const { inbox, job } = scene([shop({ many: 40 })]);
        expect((await inbox.estimate(job)).calls).toBe(1);
        await inbox.close();
      });

      it("is exact where the first page reaches the instant", async () => {
        const { inbox, job } = scene([shop({ every: 120 })]);
        expect((await inbox.estimate(job)).calls).toBe(1);
        await inbox.close();
      });

      it("is not what is pinned to its top", async () => {
        const { inbox, job } = scene([shop({ pinned: true })]);
        expect((await inbox.estimate(job)).calls).toBe(61);
        await inbox.close();
      });

      it("is one call for a list that has nothing", async () => {
        const { inbox, job } = scene([shop({ many: 0 })]);
        expect((await inbox.estimate(job)).calls).toBe(1);
        await inbox.close();
      });
    });

    describe("a job that cannot be", () => {
      it.each([
        ["no id", { id: undefined }, "`id` is missing"],
        ["an empty id", { id: " " }, "`id` is empty"],
        ["no accounts", { accounts: undefined }, "`accounts` is missing"],
        ["no account", { accounts: [] }, "`accounts` is empty"],
        ["something that is no account", { accounts: ["boots"] }, "`accounts` is not a key"],
        ["no surfaces", { surfaces: undefined }, "`surfaces` names no list; choose of posts"],
        ["no surface", { surfaces: [] }, "`surfaces` names no list"],
        ["a surface that does not exist", { surfaces: ["stories"] }, '`surfaces` has no "stories"; choose of posts'],
        [
          "a surface that nobody has",
          { surfaces: ["reviews"] },
          "`surfaces`: none of the accounts has a list `reviews`; they have mentions",
        ],
        ["no beginning", { from: undefined }, "`from` is missing"],
        ["a beginning that is no time", { from: "last week" }, "`from` is no time; give ISO 8601 in UTC"],
        ["a beginning in the future", { from: "2027-01-01T00:00:00.000Z" }, "`from` lies in the future"],
        ["an end that is no time", { to: "tomorrow" }, "`to` is no time"],
        ["an end before its beginning", { to: ago(200 * hour) }, "`to` must be later than `from`"],
        ["a listener that is none", { onProgress: "yes" }, "`onProgress` must be a function"],
        ["a signal that is none", { signal: "stop" }, "`signal` must be an AbortSignal"],
        ["a misspelt option", { since: ago(hour) }, 'there is no option "since"'],
      ])("is refused before anything is asked: %s", async (_, wrong, message) => {
        const { inbox, sent, job } = scene([shop()]);
        await expect(inbox.estimate({ ...job, ...(wrong as Partial<BackfillJob>) })).rejects.toMatchObject({
          code: "invalid-request",
          message: expect.stringContaining(message) as string,
        });
        expect(sent).toEqual([]);
        await inbox.close();
      });

      it("is refused before anything is asked: an account that the inbox does not have", async () => {
        const { inbox, sent, job } = scene([shop()]);
        await expect(inbox.estimate({ ...job, accounts: ["acme:7"] })).rejects.toMatchObject({
          code: "misconfigured",
          message: expect.stringContaining("no account acme:7") as string,
        });
        expect(sent).toEqual([]);
        await inbox.close();
      });

      it("ends with the signal's reason, before it begins and while it asks", async () => {
        const { inbox, sent, job } = scene([shop()]);
        const reason = new Error("enough");
        await expect(inbox.estimate({ ...job, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
        expect(sent).toEqual([]);
        const stop = new AbortController();
        const adapter = shop({ account: accountKey("acme", "3") });
        const stopping = { ...adapter, listMentions: () => (stop.abort(reason), adapter.listMentions({ signal: stop.signal })) };
        const other = scene([stopping]);
        await expect(other.inbox.estimate({ ...other.job, signal: stop.signal })).rejects.toBe(reason);
        await inbox.close();
        await other.inbox.close();
      });
    });

    it("passes over an account that lacks a list which another has", async () => {
      const { inbox, job } = scene([shop(), shop({ account: accountKey("acme", "2"), surfaces: [] })]);
      const { surfaces, calls } = await inbox.estimate(job);
      expect(surfaces.map(({ account }) => account)).toEqual(["acme:1"]);
      expect(calls).toBe(61);
      await inbox.close();
    });
  });
});
