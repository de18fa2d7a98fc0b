import { describe, expect, it } from "vitest";
import { endOfPeriod } from "../../../src/limits/calendar.js";
import type { Meter } from "../../../src/limits/meter.js";
import { readLinkedinThrottle } from "../../../src/limits/read-refusal.js";
import { limitRules } from "../../../src/networks/catalog.js";
import { day, hour, minute, saturate, shape, stage } from "./stage.js";
import type { Reply, Stage, StageSetup } from "./stage.js";

const rules = limitRules.linkedin;
const midnight = { kind: "calendar", every: "day", timeZone: "UTC" } as const;

const meter: Meter = {
  cost: ({ operation }) => ({
    ...{ "li.endpoint.app": 1, "li.endpoint.member": 1, "li.total.app": 1, "li.total.member": 1 },
    ...(operation === "reply" && { "li.commentCreate": 1 }),
  }),
  read: (_call, { body }, now) => {
    const throttle = readLinkedinThrottle(body);
    if (throttle === undefined) return [];
    if (throttle === "comments") return [{ rule: "li.commentCreate", blockedUntil: now + minute }];
    const rule = throttle === "app-day" ? "li.endpoint.app" : "li.endpoint.member";
    return [{ rule, remaining: 0, blockedUntil: endOfPeriod(midnight, now) }];
  },
};

const refuse = (words: string): Reply => ({ ok: false, status: 429, body: { status: 429, serviceErrorCode: 101, message: words } });
const throttled = (who: string): Reply => refuse(`Resource level throttle ${who} DAY limit for calls to this resource is reached.`);

/** Two quotas a day in UTC and no header. `perEndpoint`: the documents can be read either way. */
function app(perEndpoint: boolean, limits = { app: 500, member: 100 }): (route: string, member: string, now: number) => Reply {
  const used = new Map<string, number>();
  const take = (name: string): number => used.get(name) ?? 0;
  return (route, member, now) => {
    const today = new Date(now).toISOString().slice(0, 10);
    const scope = `${today} ${perEndpoint ? route : "all"}`;
    if (take(scope) >= limits.app) return throttled("APPLICATION");
    if (take(`${scope} ${member}`) >= limits.member) return throttled("APPLICATION_AND_MEMBER");
    for (const name of [scope, `${scope} ${member}`]) used.set(name, take(name) + 1);
    return { ok: true };
  };
}

const open = (server: ReturnType<typeof app>, more: Partial<StageSetup> = {}): Stage =>
  stage({
    ...{ network: "linkedin", rules, meter, start: "2026-05-01T20:00:00Z" },
    ...{ server: ({ route }, member, now) => server(route, member, now) },
    ...more,
  });

const routes = ["/socialActions/:urn/comments", "/posts"];
const acceptedOn = (network: Stage, date: string, account?: string): number =>
  network.visits.filter(
    ({ at, ok, account: member }) => ok && new Date(at).toISOString().startsWith(date) && (account ?? member) === member,
  ).length;

describe("limits", () => {
  describe("LinkedIn", { timeout: 60_000 }, () => {
    it.each([
      ["in total", false],
      ["for each endpoint", true],
    ])(
      "uses all 500 calls of an app's day and no more than 100 of a member's, counted %s, without a header or a refusal",
      async (_name, each) => {
        const network = open(app(each));
        // Eight members share the app's 500.
        await saturate(network, network.clock.now() + 4 * hour + day, (caller) => ({
          call: shape("listComments", routes[caller % 2] ?? ""),
          account: `linkedin:${caller % 8}`,
        }));
        expect(network.refused()).toBe(0);
        for (const date of ["2026-05-01", "2026-05-02"]) {
          expect(acceptedOn(network, date)).toBe(500);
          for (let member = 0; member < 8; member++) expect(acceptedOn(network, date, `linkedin:${member}`)).toBeLessThanOrEqual(100);
        }
      },
    );

    it("stops a member at 100 over all endpoints while the app has more", async () => {
      const network = open(app(false));
      await saturate(network, network.clock.now() + hour, (caller) => ({
        call: shape("getPost", routes[caller % 2] ?? ""),
        account: `linkedin:${caller % 3}`,
      }));
      expect(network.refused()).toBe(0);
      expect(acceptedOn(network, "2026-05-01")).toBe(300);
    });

    it("asks one call too many where the network has less than was known, and then none before midnight in UTC", async () => {
      const network = open(app(false, { app: 30, member: 20 }), { concurrency: 1 });
      const asked = async (member: string): Promise<void> => {
        await network.ask(shape("getPost", "/posts"), Date.parse("2026-05-01T23:59:59Z"), `linkedin:${member}`);
      };
      for (let index = 0; index < 25; index++) await asked("1");
      expect(network.visits.length).toBe(21);
      for (let index = 0; index < 25; index++) await asked("2");
      expect(network.visits.length).toBe(32);
      await network.ask(shape("getPost", "/posts"), Infinity, "linkedin:2");
      expect(network.visits.at(-1)?.at).toBeGreaterThanOrEqual(Date.parse("2026-05-02T00:00:00Z"));
      expect(network.visits.at(-1)?.at).toBeLessThan(Date.parse("2026-05-02T00:00:03Z"));
      expect(network.refused()).toBe(2);
    });

    it("waits a minute after comments were written too fast, and reads meanwhile", async () => {
      let refusals = 0;
      const slow = (): Reply => refuse("Comment create throttled: creation rate limit exceeded for member");
      const network = open((route) => (route.endsWith("/comments") && refusals++ === 0 ? slow() : { ok: true }));
      const began = network.clock.now();
      const write = shape("reply", "/socialActions/:urn/comments", { method: "POST" });
      await network.ask(write);
      await network.ask(shape("getPost", "/posts"));
      expect(network.visits.at(-1)?.at).toBeLessThan(began + minute / 10);
      await network.ask(write);
      expect(network.visits.at(-1)?.at).toBeGreaterThanOrEqual(began + minute);
      expect(network.visits.at(-1)?.at).toBeLessThan(began + minute + 1_000);
    });
  });
});
