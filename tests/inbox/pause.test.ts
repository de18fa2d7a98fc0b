import { describe, expect, it } from "vitest";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createInbox, holdAutomation, type Inbox } from "../../src/index.js";
import { fakeNetwork } from "../../src/testing/fake-network.js";
import { holdAll } from "../../src/inbox/policies.js";
import { memoryStore } from "../../src/store/memory/memory-store.js";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";
import type { MessageKey } from "../../src/model/keys.js";
import type { Outcome } from "../../src/model/outcome.js";
import type { Store } from "../../src/store/store.js";
import { account, comment, entryOf, mikkel, plan, robot, rowsOf, sandra, setUp, type Scene } from "./act-harness.js";

const by = { by: sandra };
const everybody = { scope: "all", reason: "A crisis.", ...by } as const;
const robots = { scope: "automation", reason: "It misbehaves.", ...by } as const;

describe("pause", () => {
  it("holds what is asked for meanwhile, with its reason, and sends none of it", async () => {
    const { desk, network } = await setUp();
    await desk.pause(everybody);
    const waits = await desk.respond(comment, "Yes.", by);
    expect(waits).toMatchObject({ status: "pending", waitsFor: "resume", reason: "Paused: A crisis.", steps: [] });
    expect(await desk.act("hide", comment, null, by)).toMatchObject({ status: "pending", waitsFor: "resume" });
    expect(network.told).toEqual([]);
  });

  it("is lifted by no approval", async () => {
    const { desk, network } = await setUp();
    const held = await desk.respond(comment, "Yes.", { by: robot });
    await desk.pause(everybody);
    expect(await desk.approveReply(held.id, sandra)).toMatchObject({ status: "pending", waitsFor: "resume", reason: "Paused: A crisis." });
    expect(await desk.approveReply(held.id, mikkel)).toMatchObject({ status: "pending", waitsFor: "resume" });
    expect(network.told).toEqual([]);
    await desk.resume(everybodyAgain);
    // The approval was given for this very plan, so asking for it again is enough.
    expect((await desk.respond(comment, "Yes.", { by: robot })).status).toBe("sent");
  });

  it("fires nothing when it is lifted: what waited goes on when it is asked for again or approved", async () => {
    const { desk, network, clock, open } = await setUp();
    await desk.pause(everybody);
    await desk.respond(comment, "Yes.", by);
    const second = await desk.respond(comment, "They are.", by);
    await desk.resume(everybodyAgain);
    await clock.sleep(3_600_000);
    expect(await desk.recover()).toEqual([]);
    expect(await open().recover()).toEqual([]);
    expect(network.told).toEqual([]);
    expect((await desk.respond(comment, "Yes.", by)).status).toBe("sent");
    expect((await desk.approveReply(second.id, mikkel)).status).toBe("sent");
    expect(network.told.map(({ text }) => text)).toEqual(["Yes.", "They are."]);
  });

  it("asks the policies anew for what waited", async () => {
    const { desk } = await setUp();
    await desk.pause(robots);
    // Who approves it was never asked yet.
    expect(await desk.respond(comment, "Yes.", { by: robot })).toMatchObject({ waitsFor: "approval" });
    const free = (await setUp({ policies: [] })).desk;
    await free.pause(robots);
    const waits = await free.respond(comment, "Yes.", { by: robot });
    expect(waits).toMatchObject({ waitsFor: "resume", reason: "Paused: It misbehaves." });
    await free.resume({ scope: "automation", ...by });
    expect((await free.respond(comment, "Yes.", { by: robot })).status).toBe("sent");
  });

  it("of automations lets people and the host's own system pass, and stops what a person approved of an automation", async () => {
    const { desk, network } = await setUp();
    const held = await desk.respond(comment, "From a program.", { by: robot });
    await desk.pause(robots);
    expect((await desk.respond(comment, "From a person.", by)).status).toBe("sent");
    expect((await desk.respond(comment, "From the system.", { by: { type: "system", id: "shop" } })).status).toBe("sent");
    expect(await desk.approveReply(held.id, sandra)).toMatchObject({ status: "pending", waitsFor: "resume" });
    expect(network.told).toHaveLength(2);
  });

  it("of one account leaves the others alone, and is lifted by itself", async () => {
    const { desk, open, network } = await setUp({ policies: [] });
    await desk.pause({ ...everybody, accounts: [account] });
    expect((await open().respond(comment, "Yes.", by)).status).toBe("pending");
    await desk.resume(everybodyAgain);
    expect((await open().respond(comment, "Yes.", by)).status).toBe("pending");
    await desk.resume({ ...everybodyAgain, accounts: [account] });
    expect((await open().respond(comment, "Yes.", by)).status).toBe("sent");
    expect(network.told).toHaveLength(1);
    const store = memoryStore();
    await store.write([{ collection: "pause", key: "forum:2:pause:all", value: { ...everybody, at: comment.createdAt } }]);
    expect((await (await setUp({ store })).desk.respond(comment, "Yes.", by)).status).toBe("sent");
  });

  it("of one tenant leaves the others alone", async () => {
    const store = memoryStore();
    const acme = await setUp({ store, tenant: "acme" });
    const other = await setUp({ store, tenant: "other" });
    await acme.desk.pause(everybody);
    expect((await other.desk.respond(comment, "Yes.", by)).status).toBe("sent");
    expect((await acme.desk.respond(comment, "Yes.", by)).status).toBe("pending");
    expect((await store.read("pause", ["acme/pause:all"]))[0]?.value).toMatchObject({ scope: "all", reason: "A crisis.", by: sandra });
  });

  it("is kept in the store: another process obeys it from the start", async () => {
    const { desk, open, network } = await setUp();
    await desk.pause(everybody);
    expect((await open().respond(comment, "Yes.", by)).status).toBe("pending");
    expect(network.told).toEqual([]);
  });

  it("stops the parts that are left, keeps those that are out, and goes on behind them", async () => {
    const { desk, open, network, clock } = await setUp();
    const boss = open();
    network.onWrite = async ({ text }) => {
      if (text === "One.") await boss.pause(everybody);
      await clock.sleep(1_000);
    };
    const long = plan(["One.", "Two.", "Three."]);
    const cut = await desk.respond(comment, long, by);
    expect(cut).toMatchObject({ status: "pending", waitsFor: "resume", steps: [{ step: "part", index: 0, status: "sent" }] });
    await boss.resume(everybodyAgain);
    network.onWrite = () => undefined;
    await clock.sleep(1_000);
    expect((await desk.respond(comment, long, by)).status).toBe("sent");
    expect(network.told.map(({ text }) => text)).toEqual(["One.", "Two.", "Three."]);
  });

  it("stops the parts that are left also when it was lifted before their turn", async () => {
    const { desk, open, network, clock } = await setUp();
    const boss = open();
    network.onWrite = async () => {
      await boss.pause(everybody);
      await clock.sleep(1_000);
      await boss.resume(everybodyAgain);
    };
    expect(await desk.respond(comment, plan(["One.", "Two."]), by)).toMatchObject({ status: "pending", steps: [{ index: 0 }] });
    expect(network.told).toHaveLength(1);
  });

  it("stops the like of a reply that is out, which follows when it is asked for again", async () => {
    const { desk, open, network, clock } = await setUp();
    const boss = open();
    network.onWrite = async () => {
      await boss.pause(everybody);
      await clock.sleep(1_000);
    };
    const liking = plan(["Yes."], { actions: [{ type: "like", onUnsupported: "skip" }] });
    const sent = await desk.respond(comment, liking, by);
    expect(sent).toMatchObject({ status: "sent", steps: [{ step: "part" }, { step: "like", status: "pending" }] });
    network.onWrite = () => undefined;
    await boss.resume(everybodyAgain);
    await clock.sleep(1_000);
    const again = await desk.respond(comment, liking, by);
    expect(again.steps.at(-1)).toMatchObject({ step: "like", status: "sent" });
    expect(network.told.map(({ operation }) => operation)).toEqual(["reply", "like"]);
  });

  it("reads nothing again and asks nobody for what it stops", async () => {
    const { desk, network } = await setUp({ others: [comment] });
    const held = await desk.respond(comment, "Yes.", { by: robot });
    await desk.pause(everybody);
    await desk.approveReply(held.id, sandra);
    expect(network.rereads).toBe(0);
  });

  it("may be declined while it waits", async () => {
    const { desk } = await setUp();
    await desk.pause(everybody);
    const waits = await desk.respond(comment, "Yes.", by);
    expect((await desk.declineReply(waits.id, mikkel, "Not now.")).status).toBe("rejected");
  });

  it("lets nothing out while the store cannot say whether writes are paused", async () => {
    const { store, network, open, clock } = await setUp();
    let broken = false;
    const shaky: Store = {
      ...store,
      read: async (collection, keys) => {
        if (broken && collection === "pause") throw new TypeError("sentinel-store");
        return store.read(collection, keys);
      },
    };
    const desk = open({ store: shaky });
    await desk.respond(comment, "Yes.", by);
    broken = true;
    await clock.sleep(1_000);
    await expect(desk.respond(comment, "They are.", by)).rejects.toThrow("sentinel-store");
    expect(network.told).toHaveLength(1);
  });

  it("leaves who did it, and why, in the audit trail", async () => {
    const { desk } = await setUp();
    await desk.pause({ ...robots, accounts: [account] });
    await desk.pause(everybody);
    await desk.resume({ scope: "all", by: mikkel });
    const { items } = await desk.audit();
    expect(items.map((row) => [row.action, row.by.id, row.account, row.reason, row.meta?.["scope"]]).sort()).toEqual([
      ["pause", "sandra", undefined, "A crisis.", "all"],
      ["pause", "sandra", account, "It misbehaves.", "automation"],
      ["resume", "mikkel", undefined, undefined, "all"],
    ]);
  });

  it("lets no automation lift it", async () => {
    const { desk } = await setUp();
    await desk.pause({ ...robots, by: robot });
    await expect(desk.resume({ scope: "automation", by: robot })).rejects.toMatchObject({ code: "forbidden" });
    expect((await setUp()).desk).toBeDefined();
  });

  it.each([
    [{ ...everybody, scope: undefined }, /`scope` is missing/],
    [{ ...everybody, scope: "some" }, /choose of all, automation/],
    [{ ...everybody, reason: " " }, /`reason` is empty/],
    [{ ...everybody, by: undefined }, /`by` must say/],
    [{ ...everybody, accounts: [] }, /`accounts` is empty/],
    [{ ...everybody, accounts: ["forum:2"] }, /no account forum:2/],
    [{ ...everybody, untill: "tomorrow" }, /untill/],
  ])("refuses what cannot be: %o", async (options, message) => {
    const { desk, store } = await setUp();
    await expect(desk.pause(options as never)).rejects.toThrow(message);
    expect(await rowsOf(store, "pause")).toEqual([]);
  });
});

const everybodyAgain = { scope: "all", ...by } as const;

describe("pause, while four workers drain 500 queued sends", () => {
  it("lets none start later than one second after, and resuming sends none", { timeout: 60_000 }, async () => {
    const scene = await setUp({ policies: [] });
    const { open, network, clock, store, desk } = scene;
    const ids = await queue(scene, 500);
    const started: number[] = [];
    network.onWrite = async () => {
      started.push(clock.now());
      await clock.sleep(90);
    };
    const workers = Array.from({ length: 4 }, () => open());
    const draining = Promise.all(workers.map((worker) => worker.recover()));
    await clock.sleep(4_000);
    const before = started.length;
    expect(before).toBeGreaterThan(100);
    await desk.pause(everybody);
    const pausedAt = clock.now();
    await clock.sleep(5_000);
    await desk.resume(everybodyAgain);
    await draining;
    await clock.sleep(600_000);
    await Promise.all(workers.map((worker) => worker.recover()));
    expect(started.filter((at) => at > pausedAt + 1_000)).toEqual([]);
    expect(started.length).toBeLessThan(500);
    const held = (await rowsOf(store, "outbox")).filter(({ state, hold }) => state === "held" && hold?.pause === "all");
    expect(held.length + started.length).toBe(500);

    network.onWrite = () => undefined;
    for (const { id } of held) expect((await desk.approveReply(id, mikkel)).status).toBe("sent");
    expect(new Set(network.standing.map(({ text }) => text)).size).toBe(500);
    expect(network.standing).toHaveLength(500);
    expect(ids).toHaveLength(500);
  });
});

/** Writes that were let through and never left, as workers that died leave them. */
async function queue({ open, store }: Scene, count: number): Promise<readonly string[]> {
  const desk = open({ policies: [holdAll()] });
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const { id } = await desk.respond(comment, `Answer ${String(index)}.`, by);
    const { hold, ...entry } = await entryOf(store, id);
    expect(hold).toBeDefined();
    await store.write([{ collection: "outbox", key: id, value: { ...entry, state: "queued" } }]);
    ids.push(id);
  }
  return ids;
}

interface World {
  readonly inbox: Inbox;
  /** Another process over the same store. */
  readonly boss: Inbox;
  readonly clock: VirtualClock;
  readonly key: MessageKey;
  readonly writes: () => number;
}

/** A brand on a Bluesky whose hour has room for one reply. Each write takes `tripMs`. */
async function sky(pointsPerHour: number, tripMs = 0): Promise<World> {
  const clock = virtualClock({ start: "2026-01-01T12:00:00.000Z", auto: true });
  const network = fakeNetwork("bluesky", { clock, limits: { pointsPerHour } });
  const brand = network.state.addAccount("boots.test");
  const { uri } = network.state.post(brand, "Our winter boots are here.");
  network.state.reply(network.state.addAccount("asta.test"), uri, "Are they warm?");
  const store = memoryStore();
  const boots = () => createBlueskyAdapter({ accountId: brand.did, password: brand.privilegedAppPassword, service: network.baseUrl });
  const runtime = {
    clock,
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
      const method = input instanceof Request ? input.method : init?.method;
      if (tripMs > 0 && method === "POST") await clock.sleep(tripMs);
      return network.fetch(input, init);
    },
  };
  const inbox = createInbox({ accounts: [boots()], store, policies: [holdAutomation()], ...runtime });
  const boss = createInbox({ accounts: [boots()], store, ...runtime });
  await inbox.sync();
  const key = (await inbox.items({ direction: "inbound" })).items[0]?.message.key ?? "";
  return { inbox, boss, clock, key, writes: () => network.calls.filter(({ effect }) => effect === "write").length };
}

describe("pause, of what waits for budget", () => {
  it("keeps in what had its turn after it, and tells the caller soon", async () => {
    const { inbox, boss, clock, key, writes } = await sky(3);
    await inbox.respond({ key }, "Yes.", by);
    const before = writes();
    let told: number | undefined;
    const waiting: Promise<Outcome> = inbox.respond({ key }, "They are.", by).finally(() => {
      told = clock.now();
    });
    await clock.sleep(600_000);
    const pausedAt = clock.now();
    await boss.pause(everybody);
    expect(await waiting).toMatchObject({ status: "pending", waitsFor: "resume", reason: "Paused: A crisis." });
    expect((told ?? 0) - pausedAt).toBeLessThanOrEqual(11_000);
    await boss.resume(everybodyAgain);
    await clock.sleep(2 * 3_600_000);
    expect(await inbox.recover()).toEqual([]);
    expect(writes()).toBe(before);
    expect((await inbox.respond({ key }, "They are.", by)).status).toBe("sent");
  });

  it("keeps in what is about to leave half a second later", async () => {
    const { inbox, boss, clock, key, writes } = await sky(3);
    await inbox.respond({ key }, "Yes.", by);
    const before = writes();
    // So that nothing looks between the pause and the turn but the request itself.
    await clock.sleep(3_000);
    const waiting = inbox.respond({ key }, "They are.", by);
    const turn = Date.parse("2026-01-01T13:00:00.000Z");
    await clock.sleep(turn - 500 - clock.now());
    await boss.pause(everybody);
    await boss.resume({ scope: "automation", ...by });
    expect(await waiting).toMatchObject({ status: "pending", waitsFor: "resume" });
    expect(writes()).toBe(before);
    expect(clock.now()).toBeGreaterThanOrEqual(turn - 500);
  });

  it("keeps in what waits when it comes and goes before its turn", async () => {
    const { inbox, boss, clock, key, writes } = await sky(3);
    await inbox.respond({ key }, "Yes.", by);
    const before = writes();
    const waiting = inbox.respond({ key }, "They are.", by);
    await clock.sleep(600_500);
    await boss.pause(everybody);
    await clock.sleep(2_000);
    await boss.resume(everybodyAgain);
    expect(await waiting).toMatchObject({ status: "pending", waitsFor: "resume" });
    expect(writes()).toBe(before);
  });

  it("cuts off nothing that has left", async () => {
    const { inbox, boss, clock, key } = await sky(100, 15_000);
    const leaving = inbox.respond({ key }, "Yes.", by);
    await clock.sleep(5_000);
    await boss.pause(everybody);
    expect((await leaving).status).toBe("sent");
  });

  it("goes on reading", async () => {
    const { inbox, boss } = await sky(100);
    await boss.pause(everybody);
    expect((await inbox.sync()).ok).toBe(true);
    expect((await inbox.items()).items.length).toBeGreaterThan(0);
  });
});
