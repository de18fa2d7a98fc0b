import { describe, expect, it } from "vitest";
import { at, plaza, start } from "./plaza.js";
import { createDiscordAdapter } from "../../src/networks/discord/index.js";
import { createInbox, type Inbox } from "../../src/inbox/index.js";
import { defineAdapter } from "../../src/adapter/define-adapter.js";
import { FolkmootError } from "../../src/errors.js";
import { memoryStore } from "../../src/store/index.js";
import { onePage } from "../../src/adapter/paged.js";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";
import type { AnyAdapter } from "../../src/adapter/adapter.js";
import type { Operations, SubscribeOptions, Subscription } from "../../src/adapter/operations.js";
import type { Store } from "../../src/store/store.js";

const url = "https://host.example/webhooks";
const hourMs = 3_600_000;

interface Bureau {
  readonly adapter: AnyAdapter;
  /** What was asked for, in order. */
  readonly asked: Omit<SubscribeOptions, "signal">[];
  /** What the network holds. */
  held: Subscription[];
  fails: FolkmootError | undefined;
  lists: number;
}

interface BureauOptions {
  /** How long the network grants. Absent = for ever. */
  readonly lifeMs?: number;
  readonly listed?: boolean;
}

/** A network that pushes to whoever subscribes, and forgets what has expired. */
function bureau(clock: VirtualClock, { lifeMs, listed = true }: BureauOptions = {}): Bureau {
  const { account } = plaza();
  const alive = ({ expiresAt }: Subscription): boolean => expiresAt === undefined || Date.parse(expiresAt) > clock.now();
  const subscribe: Operations["subscribe"] = async ({ url: to, surfaces = ["comments", "mentions"] }) => {
    self.asked.push({ url: to, surfaces });
    if (self.fails !== undefined) throw self.fails;
    const expiresAt = lifeMs === undefined ? {} : { expiresAt: new Date(clock.now() + lifeMs).toISOString() };
    const made = surfaces.map((surface): Subscription => ({ id: `${surface} to ${to}`, surface, url: to, state: "active", ...expiresAt }));
    self.held = [...self.held.filter(({ id }) => !made.some((one) => one.id === id)), ...made];
    return made;
  };
  const listSubscriptions: Operations["listSubscriptions"] = (query) =>
    onePage(async () => {
      self.lists += 1;
      return self.held.filter(alive);
    }, query);
  const self: Bureau = {
    asked: [],
    held: [],
    fails: undefined,
    lists: 0,
    adapter: defineAdapter({
      network: "plaza",
      account,
      baseUrl: "https://plaza.example",
      limits: [],
      meter: { cost: () => ({}), read: () => [] },
      textRules: () => ({ markup: "plain", limits: [] }),
      operations: () => ({ subscribe, ...((listed ? { listSubscriptions } : {}) as Pick<Operations, "listSubscriptions">) }),
    }),
  };
  return self;
}

function setUp(options: BureauOptions & { readonly store?: Store } = {}) {
  const clock = virtualClock({ start });
  const net = bureau(clock, options);
  const store = options.store ?? memoryStore();
  const open = (): Inbox => createInbox({ accounts: [net.adapter], clock, store });
  return { clock, net, store, open, inbox: open(), account: net.adapter.account };
}

describe("inbox", () => {
  describe("subscribe", () => {
    it("makes the network push, and gives what it granted", async () => {
      const { net, inbox, account } = setUp({ lifeMs: hourMs });
      expect(await inbox.subscribe(account, { url, surfaces: ["comments"] })).toEqual([
        { id: `comments to ${url}`, surface: "comments", url, state: "active", expiresAt: at(60) },
      ]);
      expect(net.asked).toEqual([{ url, surfaces: ["comments"] }]);
    });

    it("says what to set up by hand where the network takes no subscription", async () => {
      const discord = createDiscordAdapter({ accountId: "41771983423143937", token: () => Promise.resolve("unused") });
      const inbox = createInbox({ accounts: [discord, plaza().adapter] });
      const said = (part: string) => ({ code: "unsupported", message: expect.stringContaining(part) as string });
      await expect(inbox.subscribe(discord.account, { url })).rejects.toMatchObject(said("Interactions Endpoint URL"));
      await expect(inbox.subscribe("plaza:1", { url })).rejects.toMatchObject(said("webhook settings of the network's developer portal"));
    });

    it("refuses what cannot be, before anything is asked", async () => {
      const { net, inbox, account } = setUp();
      const refused = { code: "invalid-request" };
      for (const bad of ["http://host.example/webhooks", "/webhooks", "", 7])
        await expect(inbox.subscribe(account, { url: bad as string })).rejects.toMatchObject(refused);
      await expect(inbox.subscribe(account, { url, surfaces: [] })).rejects.toMatchObject(refused);
      await expect(inbox.subscribe(account, { url, surface: "comments" } as never)).rejects.toMatchObject(refused);
      await expect(inbox.subscribe("plaza:7", { url })).rejects.toMatchObject({ code: "misconfigured" });
      await expect(inbox.subscribe(account, { url, signal: AbortSignal.abort(new RangeError("enough")) })).rejects.toThrow("enough");
      expect(net.asked).toEqual([]);
    });

    it("tells that somebody has to log in again", async () => {
      const { net, inbox, account } = setUp();
      const told: unknown[] = [];
      inbox.on("reauthorize", (news) => told.push(news));
      net.fails = new FolkmootError("unauthenticated", "plaza: log in again", { reauthorize: "expired" });
      await expect(inbox.subscribe(account, { url })).rejects.toMatchObject({ code: "unauthenticated" });
      expect(told).toEqual([{ account, network: "plaza", cause: "expired" }]);
    });
  });

  describe("subscribe, kept alive", () => {
    it("is asked for again while sync runs, when a third of its time is left, and not before", async () => {
      const { clock, net, inbox, account } = setUp({ lifeMs: hourMs });
      await inbox.subscribe(account, { url, surfaces: ["comments"] });
      await clock.advance(39 * 60_000);
      await inbox.sync();
      expect(net.asked.length).toBe(1);
      await clock.advance(60_000);
      await inbox.sync();
      await inbox.sync();
      expect(net.asked.slice(1)).toEqual([{ url, surfaces: ["comments"] }]);
      expect(net.held.map(({ expiresAt }) => expiresAt)).toEqual([at(100)]);
    });

    it("is kept alive for days by listen", async () => {
      const { clock, net, inbox, account } = setUp({ lifeMs: hourMs });
      await inbox.subscribe(account, { url });
      const ending = new AbortController();
      const listening = inbox.listen({ signal: ending.signal });
      for (let minute = 0; minute < 300; minute++) {
        await clock.advance(60_000);
        expect(net.held.every(({ expiresAt = "" }) => Date.parse(expiresAt) > clock.now())).toBe(true);
      }
      ending.abort();
      await listening;
      // Every 40 minutes or so: neither at each poll nor too late.
      expect(net.asked.length).toBeGreaterThanOrEqual(7);
      expect(net.asked.length).toBeLessThanOrEqual(9);
    });

    it("comes back after a night in which no process ran, by another one", async () => {
      const { clock, net, account, inbox, open } = setUp({ lifeMs: hourMs });
      await inbox.subscribe(account, { url, surfaces: ["mentions"] });
      await clock.advance(12 * hourMs);
      expect((await open().sync()).ok).toBe(true);
      expect(net.asked.slice(1)).toEqual([{ url, surfaces: ["mentions"] }]);
    });

    it("stays ended when somebody ended it at the network before its time", async () => {
      const { clock, net, account, inbox } = setUp({ lifeMs: hourMs });
      await inbox.subscribe(account, { url });
      net.held = [];
      await clock.advance(41 * 60_000);
      await inbox.sync();
      await clock.advance(30 * hourMs);
      await inbox.sync();
      expect([net.asked.length, net.lists]).toEqual([1, 1]);
    });

    it("keeps the one of two surfaces that was not ended", async () => {
      const { clock, net, account, inbox } = setUp({ lifeMs: hourMs });
      await inbox.subscribe(account, { url });
      net.held = net.held.filter(({ surface }) => surface === "comments");
      await clock.advance(41 * 60_000);
      await inbox.sync();
      expect(net.asked.slice(1)).toEqual([{ url, surfaces: ["comments"] }]);
    });

    it("leaves alone what was granted to another address, and what somebody else has renewed", async () => {
      const { clock, net, account, inbox } = setUp({ lifeMs: hourMs });
      await inbox.subscribe(account, { url, surfaces: ["comments"] });
      const foreign: Subscription = { id: "x", surface: "mentions", url: "https://staging.example", state: "active", expiresAt: at(45) };
      net.held = [{ ...net.held[0]!, expiresAt: at(95) }, foreign];
      await clock.advance(41 * 60_000);
      await inbox.sync();
      expect(net.asked.length).toBe(1);
      await clock.advance(37 * 60_000);
      await inbox.sync();
      expect(net.asked.slice(1)).toEqual([{ url, surfaces: ["comments"] }]);
    });

    it("brings back within a day what the network took back", async () => {
      const { clock, net, account, inbox } = setUp();
      await inbox.subscribe(account, { url });
      net.held = net.held.map((one) => (one.surface === "mentions" ? { ...one, state: "revoked" } : one));
      await clock.advance(23 * hourMs);
      await inbox.sync();
      expect(net.asked.length).toBe(1);
      await clock.advance(hourMs);
      await inbox.sync();
      expect(net.asked.slice(1)).toEqual([{ url, surfaces: ["mentions"] }]);
    });

    it("renews by the clock alone where the network lists nothing", async () => {
      const { clock, net, account, inbox } = setUp({ lifeMs: hourMs, listed: false });
      await inbox.subscribe(account, { url, surfaces: ["comments"] });
      await clock.advance(40 * 60_000);
      await inbox.sync();
      expect(net.asked.length).toBe(2);
      const lasting = setUp({ listed: false });
      await lasting.inbox.subscribe(lasting.account, { url });
      await lasting.clock.advance(25 * hourMs);
      await lasting.inbox.sync();
      expect(lasting.net.asked.length).toBe(1);
    });

    it("keeps two addresses and joins surfaces of one", async () => {
      const { clock, net, account, inbox } = setUp({ lifeMs: hourMs });
      await inbox.subscribe(account, { url, surfaces: ["comments"] });
      await inbox.subscribe(account, { url, surfaces: ["mentions"] });
      await inbox.subscribe(account, { url: `${url}/2`, surfaces: ["comments"] });
      await clock.advance(41 * 60_000);
      await inbox.sync();
      expect(net.asked.slice(3)).toEqual([
        { url, surfaces: ["comments", "mentions"] },
        { url: `${url}/2`, surfaces: ["comments"] },
      ]);
    });

    it("reports a renewal that fails, reads the lists all the same, and tries again after five minutes", async () => {
      const { clock, net, account, inbox } = setUp({ lifeMs: hourMs });
      await inbox.subscribe(account, { url, surfaces: ["comments"] });
      net.fails = new FolkmootError("server-error", "plaza: away", { retryable: true });
      await clock.advance(40 * 60_000);
      const report = await inbox.sync();
      expect(report.surfaces).toMatchObject([{ account, surface: "account", error: { code: "server-error" } }]);
      expect((await inbox.sync()).ok).toBe(true);
      expect(net.asked.length).toBe(2);
      net.fails = undefined;
      await clock.advance(5 * 60_000);
      expect((await inbox.sync()).ok).toBe(true);
      expect(net.asked.length).toBe(3);
    });

    it("is renewed by one of two processes", async () => {
      const { clock, net, account, inbox, open } = setUp({ lifeMs: hourMs });
      await inbox.subscribe(account, { url, surfaces: ["comments"] });
      await clock.advance(40 * 60_000);
      await Promise.all([inbox.sync(), open().sync()]);
      expect(net.asked.length).toBe(2);
    });
  });
});
