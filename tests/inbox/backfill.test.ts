import { describe, expect, it } from "vitest";
import { createInbox, type BackfillProgress, type Inbox } from "../../src/inbox/index.js";
import { created, day, handled, job, plazaOver, talk } from "./backfill-harness.js";
import { FolkmootError, isConflictError } from "../../src/errors.js";
import { makeKey } from "../../src/model/keys.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza } from "./plaza.js";
import { idsOf, journal, setUp } from "./sync-harness.js";
import type { Change } from "../../src/model/change.js";
import type { ListQuery } from "../../src/adapter/operations.js";
import type { Message } from "../../src/model/message.js";
import type { Store } from "../../src/store/store.js";

describe("backfill", () => {
  describe("of two years", () => {
    it("stores 10,000 old comments with no live handler and no automation, through a crash; what is said meanwhile is handled once", async () => {
      const clock = virtualClock({ start: at(100), auto: true });
      const net = plaza({ pageSize: 100, surfaces: [{ name: "comments" }] });
      for (let index = 0; index < 10_000; index++) net.say({ id: `m${index}`, minutes: 90 - (9_999 - index) * 105, kind: "comment" });
      const real = memoryStore();
      let writes = 0;
      const store: Store = { ...real, write: (batch) => (++writes === 60 ? Promise.reject(new Error("killed")) : real.write(batch)) };
      const open = (over: Store): Inbox => createInbox({ accounts: [net.adapter], clock, store: over });
      const first = open(store);
      const automation: string[] = [];
      const listener = (change: Change): void => void automation.push(...created([change]));
      const told: string[] = [];
      first.on("message", ({ id }) => told.push(id));
      const stop = new AbortController();
      const working = first.handle(listener, { signal: stop.signal, consumer: "bot" });
      await first.sync();
      let said = 0;
      net.before = (_call, cursor) => {
        // Somebody says something while history is read.
        if (cursor === "5000" && said++ === 0)
          net.say({ id: "meanwhile", minutes: (clock.now() - Date.parse(at(0))) / 60_000, kind: "comment" });
      };
      const query = job(net, { surfaces: ["comments"] });
      const broken = await first.backfill(query);
      expect(broken).toMatchObject({ ok: false, surfaces: [{ error: { code: "unexpected-error" } }] });
      stop.abort();
      await working;

      const second = open(real);
      second.on("message", ({ id }) => told.push(id));
      net.calls.length = 0;
      const report = await second.backfill(query);
      expect(report).toMatchObject({ ok: true, surfaces: [{ stoppedBy: "end" }] });
      // It went on where the crash was: fewer pages than there are.
      expect(net.calls.filter((call) => call.startsWith("comments")).length).toBeLessThan(60);
      expect(report.surfaces[0]).not.toHaveProperty("cursor");
      await second.sync();
      const live = await handled(second, "live", "bot");
      expect([...automation, ...created(live)]).toEqual(["meanwhile"]);
      expect(told).toEqual(["meanwhile"]);
      expect(await idsOf(second)).toHaveLength(10_001);
      expect(new Set(created(await handled(second, "backfill"))).size).toBe(10_000);
      await second.close();
    }, 60_000);
  });

  it("reads down to where it begins, and not what came since the connection", async () => {
    const { net, inbox, clock, store } = setUp();
    talk(net, 100, day);
    await inbox.sync();
    const before = (await idsOf(inbox)).length;
    expect(before).toBeLessThan(40);
    await clock.advance(3_600_000);
    net.say({ id: "new", minutes: 101 });
    const { surfaces } = await inbox.backfill(job(net, { from: at(90 - 60 * day) }));
    expect(surfaces).toEqual([{ account: net.account, surface: "mentions", fetched: 65, stoppedBy: "end" }]);
    const ids = await idsOf(inbox);
    expect(ids).toHaveLength(61);
    expect(ids[0]).toBe("m39");
    expect(ids).not.toContain("new");
    await inbox.sync();
    const changes = await journal(store);
    expect(changes.filter(({ origin }) => origin === "live").map((change) => created([change])[0])).toEqual(["new"]);
    expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length);
  });

  it("leaves to the sync what has arrived since, whatever time its author claims", async () => {
    const { net, inbox, store } = setUp();
    talk(net, 10, day);
    await inbox.sync();
    net.say({ id: "imported", minutes: -500 * day });
    await inbox.backfill(job(net));
    await inbox.sync();
    expect(created((await journal(store)).filter(({ origin }) => origin === "live"))).toEqual(["imported"]);
  });

  it("ends at no single liar about its age, and passes over nothing below one", async () => {
    const { net, inbox } = setUp({ pageSize: 3 });
    talk(net, 60, day);
    net.mentions[10] = { ...net.mentions[10]!, createdAt: at(-3_000 * day) };
    await inbox.backfill(job(net));
    expect([...(await idsOf(inbox))].sort()).toEqual(
      net.mentions
        .filter((_, index) => index !== 10)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it("leaves out what is newer also where a network does not", async () => {
    const { net, inbox } = setUp();
    talk(net, 10, day);
    const real = net.adapter.listMentions!;
    Object.assign(net.adapter, { listMentions: ({ until, ...query }: ListQuery) => (until === undefined ? real() : real(query)) });
    await inbox.backfill(job(net, { to: at(90 - 5 * day) }));
    expect(await idsOf(inbox)).toEqual(["m0", "m1", "m2", "m3"]);
  });

  it("makes the backfill of an account that was never synced its connection", async () => {
    const { net, inbox, clock, store } = setUp();
    talk(net, 100, day);
    await inbox.backfill(job(net));
    expect(await idsOf(inbox)).toHaveLength(100);
    await clock.advance(60_000);
    net.say({ id: "new", minutes: 101 });
    await inbox.sync();
    const changes = await journal(store);
    expect(created(changes.filter(({ origin }) => origin === "live"))).toEqual(["new"]);
    expect(created(changes)).toHaveLength(101);
  });

  it("connects all its lists at once: what is said in the second while the first is read is news", async () => {
    const { net, inbox, clock, store } = setUp({ surfaces: [{ name: "mentions" }, { name: "comments" }] });
    talk(net, 9, day);
    net.say({ id: "old", minutes: 5, kind: "comment" });
    net.before = async (_call, cursor) => {
      if (cursor !== "3") return;
      await clock.advance(3_600_000);
      net.say({ id: "new", minutes: 130, kind: "comment" });
    };
    await inbox.backfill(job(net, { surfaces: ["mentions", "comments"] }));
    await inbox.sync();
    expect(created((await journal(store)).filter(({ origin }) => origin === "live"))).toEqual(["new"]);
  });

  it("takes a `to` after the connection as the connection, and one before it as it stands", async () => {
    const { net, inbox, clock } = setUp();
    talk(net, 10, day);
    await inbox.sync({ surfaces: ["mentions"] });
    net.say({ id: "new", minutes: 101 });
    await clock.advance(3_600_000);
    await inbox.backfill(job(net, { id: "later", to: at(150) }));
    expect(await idsOf(inbox)).not.toContain("new");
    const other = setUp();
    talk(other.net, 10, day);
    await other.inbox.backfill(job(other.net, { to: at(90 - 5 * day) }));
    expect(await idsOf(other.inbox)).toEqual(["m0", "m1", "m2", "m3"]);
    expect((await other.inbox.backfill(job(other.net, { id: "none", from: at(100), to: at(5_000) }))).surfaces[0]).toMatchObject({
      fetched: 0,
      stoppedBy: "end",
    });
  });

  it("asks behind replies, and for no page twice where it is aborted and goes on", async () => {
    const { net, inbox } = setUp();
    talk(net, 30, day);
    const lanes = new Set<unknown>();
    const real = net.adapter.listMentions!;
    Object.assign(net.adapter, {
      listMentions: (query: ListQuery) => {
        lanes.add(query.lane);
        return real(query);
      },
    });
    const stop = new AbortController();
    const pages: BackfillProgress[] = [];
    const onProgress = (progress: BackfillProgress): void => {
      pages.push(progress);
      if (pages.length === 4) stop.abort();
    };
    const { surfaces } = await inbox.backfill(job(net, { onProgress, signal: stop.signal }));
    expect(surfaces).toEqual([{ account: net.account, surface: "mentions", fetched: 12, stoppedBy: "more", cursor: "18" }]);
    expect(pages.map(({ fetched, cursor, reached }) => [fetched, cursor, reached])).toEqual([
      [3, "27", at(90 - 2 * day)],
      [6, "24", at(90 - 5 * day)],
      [9, "21", at(90 - 8 * day)],
      [12, "18", at(90 - 11 * day)],
    ]);
    expect(await idsOf(inbox)).toHaveLength(12);
    const ends: BackfillProgress[] = [];
    await inbox.backfill(job(net, { onProgress: (progress) => void ends.push(progress) }));
    expect(ends.at(-1)).toEqual({ account: net.account, surface: "mentions", fetched: 18, reached: at(-800 * day) });
    expect(net.calls).toEqual(["mentions", ...[27, 24, 21, 18, 15, 12, 9, 6, 3].map((cursor) => `mentions ${cursor}`)]);
    expect([...lanes]).toEqual(["sync"]);
    net.calls.length = 0;
    expect((await inbox.backfill(job(net))).surfaces).toEqual([
      { account: net.account, surface: "mentions", fetched: 0, stoppedBy: "end" },
    ]);
    expect(net.calls).toEqual([]);
  });

  it("hands what onProgress throws to the logger, and goes on", async () => {
    const clock = virtualClock({ start: at(100) });
    const net = plaza({ surfaces: [{ name: "mentions" }] });
    talk(net, 9, day);
    const errors: unknown[] = [];
    const inbox = createInbox({ accounts: [net.adapter], clock, logger: { error: (...said) => void errors.push(said) } });
    const onProgress = (): void => {
      throw new TypeError("said by Ann");
    };
    expect((await inbox.backfill(job(net, { onProgress }))).ok).toBe(true);
    expect(errors).toHaveLength(3);
    expect(JSON.stringify(errors)).toContain("TypeError");
    expect(JSON.stringify(errors)).not.toContain("Ann");
  });

  it("refuses another window and other lists under one id, whatever form the same window has", async () => {
    const { net, inbox } = setUp({ surfaces: [{ name: "mentions" }, { name: "comments" }] });
    const both = job(net, { surfaces: ["comments", "mentions"], from: "2024-01-01T00:00:00Z" });
    await inbox.backfill(both);
    expect((await inbox.backfill({ ...both, surfaces: ["mentions", "comments"], from: "2024-01-01T00:00:00.000Z" })).ok).toBe(true);
    for (const other of [{ from: at(-9 * day) }, { to: at(-1) }, { surfaces: ["mentions"] }]) {
      const refused = await inbox.backfill({ ...both, ...other }).catch((error: unknown) => error);
      expect(isConflictError(refused)).toBe(true);
      expect(String(refused)).toContain("give the new job an id of its own");
    }
    expect((await inbox.backfill({ ...both, id: "other", surfaces: ["mentions"] })).ok).toBe(true);
  });

  it.each([
    [{ id: " " }, "`id` is empty"],
    [{ surfaces: ["stories"] }, "`surfaces` has no"],
    [{ surfaces: ["reviews"] }, "none of the accounts has a list `reviews`"],
    [{ from: "2031-01-01T00:00:00Z" }, "`from` lies in the future"],
    [{ to: at(-900 * day) }, "`to` must be later than `from`"],
  ])("refuses %j before anything is asked", async (wrong, words) => {
    const { net, inbox } = setUp();
    await expect(inbox.backfill(job(net, wrong))).rejects.toThrow(words);
    expect(net.calls).toEqual([]);
  });

  it("rejects when it was aborted before, and after close", async () => {
    const { net, inbox } = setUp();
    await expect(inbox.backfill(job(net, { signal: AbortSignal.abort(new Error("no")) }))).rejects.toThrow("no");
    await inbox.close();
    await expect(inbox.backfill(job(net))).rejects.toThrow("closed");
  });

  it("is shared by processes: each list is read by one of them, no page twice", async () => {
    const store = memoryStore();
    const { net, inbox, clock } = setUp({ store, surfaces: [{ name: "mentions" }, { name: "comments" }] });
    talk(net, 30, day);
    for (let index = 0; index < 30; index++) net.say({ id: `c${index}`, minutes: index - 90 * day, kind: "comment" });
    const query = job(net, { surfaces: ["mentions", "comments"] });
    const second = createInbox({ accounts: [plazaOver(net)], clock, store });
    const reports = await Promise.all([inbox.backfill(query), second.backfill(query)]);
    const stops = reports.map(({ surfaces }) => surfaces.map(({ stoppedBy }) => stoppedBy));
    for (const list of [0, 1]) expect(stops.map((one) => one[list])).toContain("end");
    expect(stops.flat()).toContain("busy");
    expect(new Set(net.calls).size).toBe(net.calls.length);
    expect(net.calls).toHaveLength(20);
    expect(await idsOf(inbox)).toHaveLength(60);
    expect(new Set((await journal(store)).map(({ id }) => id)).size).toBe(60);
  });

  it("keeps its lease while a page is long in coming, and gives way when another process has it", async () => {
    const clock = virtualClock({ start: at(100), auto: true });
    const store = memoryStore();
    const net = plaza({ surfaces: [{ name: "mentions" }] });
    talk(net, 9, day);
    const inbox = createInbox({ accounts: [net.adapter], clock, store });
    const second = createInbox({ accounts: [plazaOver(net)], clock, store });
    net.before = async (_call, cursor) => {
      if (cursor === "6") await clock.sleep(3_600_000);
    };
    const running = inbox.backfill(job(net));
    await clock.sleep(1_800_000);
    expect((await second.backfill(job(net))).surfaces[0]).toMatchObject({ stoppedBy: "busy", fetched: 0 });
    expect(net.calls).toEqual(["mentions", "mentions 6"]);
    expect((await running).surfaces[0]).toMatchObject({ stoppedBy: "end" });
  });

  it("wakes nobody, lets nobody wait, and ends a wait with an answer that it finds", async () => {
    const { net, inbox } = setUp();
    const asked = net.say({ id: "asked", minutes: -40 * day, conversation: "old" });
    net.say({ id: "open", minutes: 50, conversation: "new" });
    // What the first sync reads beyond its 30 days before it stops.
    for (let index = 0; index < 5; index++) net.say({ id: `f${index}`, minutes: (-33 - index / 10) * day, conversation: "filler" });
    net.say({ id: "older", minutes: -50 * day, by: "bob", conversation: "new" });
    net.mentions.sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
    await inbox.sync();
    expect(await idsOf(inbox)).toHaveLength(6);
    const conversation = async (id: string) => inbox.conversation(makeKey(net.account, "conversation", id));
    expect(await conversation("new")).toMatchObject({ waitingSince: at(50) });
    await inbox.backfill(job(net));
    // Who asked years ago waits no more; who asked just before the connection still does, and no longer than that.
    expect(await conversation("old")).toMatchObject({ lastInboundAt: asked.createdAt, participants: [{ id: "ann" }] });
    expect(await conversation("old")).not.toHaveProperty("waitingSince");
    expect(await conversation("new")).toMatchObject({ waitingSince: at(50), lastInboundAt: at(50) });
    expect(await handled(inbox, "live")).toEqual([]);
    const root = net.mentions.at(-1)!.key;
    net.say({ id: "answer", minutes: 60, by: "1", conversation: "new", more: { root } });
    // It stands below what is known, so it is no news that the sync would bring.
    net.mentions.splice(-1, 0, net.mentions.pop()!);
    await inbox.backfill(job(net, { id: "again" }));
    expect(await conversation("new")).not.toHaveProperty("waitingSince");
  });

  it("hands what it read to enrich, and to those who ask for history", async () => {
    const thought: string[] = [];
    const net = plaza({ surfaces: [{ name: "mentions" }] });
    talk(net, 7, day);
    const inbox = createInbox({
      accounts: [net.adapter],
      clock: virtualClock({ start: at(100) }),
      enrich: async (messages) => {
        thought.push(...messages.map(({ id }: Message) => id));
        return Promise.resolve([]);
      },
    });
    await inbox.backfill(job(net));
    expect(created(await handled(inbox, "backfill"))).toHaveLength(7);
    await inbox.close();
    expect(thought).toHaveLength(7);
  });

  it("says `budget` and when to go on where calls may not wait, and that is no failure", async () => {
    const { net, inbox } = setUp();
    talk(net, 9, day);
    net.before = (_call, cursor) => {
      if (cursor === "3") throw new FolkmootError("rate-limited", "Later.", { retryable: true, retryAt: at(115) });
    };
    expect(await inbox.backfill(job(net))).toEqual({
      ok: true,
      surfaces: [{ account: net.account, surface: "mentions", fetched: 6, stoppedBy: "budget", cursor: "3", retryAt: at(115) }],
    });
    net.before = () => undefined;
    expect((await inbox.backfill(job(net))).surfaces[0]).toMatchObject({ fetched: 3, stoppedBy: "end" });
    expect(await idsOf(inbox)).toHaveLength(9);
  });

  it("reads a list from the top again when the network forgot the cursor", async () => {
    const { net, inbox, store } = setUp();
    talk(net, 12, day);
    const stop = new AbortController();
    await inbox.backfill(job(net, { signal: stop.signal, onProgress: () => stop.abort() }));
    let refused = 0;
    net.before = (_call, cursor) => {
      if (cursor === "9" && refused++ === 0) throw new FolkmootError("invalid-request", "Bad cursor.");
    };
    expect((await inbox.backfill(job(net))).surfaces[0]).toMatchObject({ stoppedBy: "end" });
    expect(await idsOf(inbox)).toHaveLength(12);
    expect(new Set((await journal(store)).map(({ id }) => id)).size).toBe(12);
  });

  it("lets one account fail alone, and asks nothing more of one that nobody is logged into", async () => {
    const bad = plaza({ id: "2", surfaces: [{ name: "mentions" }, { name: "comments" }] });
    const { net, inbox } = setUp({ nets: [bad], surfaces: [{ name: "mentions" }, { name: "comments" }] });
    talk(net, 3, day);
    const news: unknown[] = [];
    inbox.on("reauthorize", (one) => news.push(one));
    bad.before = () => {
      throw new FolkmootError("unauthenticated", "The token of plaza:2 was revoked; log in again.");
    };
    const { ok, surfaces } = await inbox.backfill(job(net, { accounts: [net.account, bad.account], surfaces: ["mentions", "comments"] }));
    expect(ok).toBe(false);
    expect(surfaces.map(({ account, surface, error, fetched }) => [account, surface, error?.code, fetched])).toEqual([
      ["plaza:1", "mentions", undefined, 3],
      ["plaza:1", "comments", undefined, 0],
      ["plaza:2", "mentions", "unauthenticated", 0],
      ["plaza:2", "comments", "unauthenticated", 0],
    ]);
    expect(bad.calls).toHaveLength(1);
    expect(news).toHaveLength(1);
  });
});
