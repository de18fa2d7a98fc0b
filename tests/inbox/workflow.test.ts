import { describe, expect, it } from "vitest";
import { at, plaza, type Plaza } from "./plaza.js";
import { createInbox, isConflictError, makeKey, type Inbox } from "../../src/index.js";
import { memoryStore } from "../../src/store/memory/memory-store.js";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";
import type { Store } from "../../src/store/store.js";
import { rowsOf } from "./act-harness.js";

const by = { type: "human", id: "sandra" } as const;
const mikkel = { type: "human", id: "mikkel" } as const;
const hour = 3_600_000;

interface Team {
  readonly town: Plaza;
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly inbox: Inbox;
  /** Opens another process over the same store. */
  readonly open: () => Inbox;
}

/** An inbox over a network with a post, two comment trees below it, and two direct conversations. */
async function team(): Promise<Team> {
  const clock = virtualClock({ start: at(600), auto: true });
  const store = memoryStore();
  const town = plaza({ surfaces: [{ name: "comments" }, { name: "messages" }] });
  const open = (): Inbox => createInbox({ accounts: [town.adapter], store, clock });
  town.conversations.push(...["d1", "d2"].map((id) => ({ conversation: direct(id), messages: [] })));
  town.say({ id: "a", minutes: 1, kind: "comment" });
  town.say({ id: "b", minutes: 2, kind: "comment" });
  town.say({ id: "a1", minutes: 3, kind: "comment", by: "bo", more: { root: key("a"), parent: key("a") } });
  town.say({ id: "x", minutes: 4, kind: "direct", conversation: "d1" });
  town.say({ id: "y", minutes: 5, kind: "direct", conversation: "d2" });
  const inbox = open();
  await inbox.sync();
  return { town, clock, store, inbox, open };
}

const key = (id: string) => makeKey("plaza:1", "message", id);
const place = (id: string) => makeKey("plaza:1", "conversation", id);
const direct = (id: string) =>
  ({ key: place(id), network: "plaza", accountId: "1", id, kind: "direct", participants: [], lastActivityAt: at(500) }) as const;

async function idsOf(inbox: Inbox, query: Parameters<Inbox["items"]>[0]): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { message } of inbox.items(query)) ids.push(message.id);
  return ids;
}

describe("workflow", () => {
  it("begins open, without a row", async () => {
    const { inbox, store } = await team();
    const { items } = await inbox.items();
    expect(items.every(({ workflow }) => workflow.status === "open" && workflow.version === 0)).toBe(true);
    expect(await rowsOf(store, "workflow")).toEqual([]);
  });

  it("gives the state after each call, and keeps it for every process", async () => {
    const { inbox, open } = await team();
    expect(await inbox.assign(key("a"), "mikkel", { by })).toEqual({
      key: key("a"),
      status: "open",
      assignee: "mikkel",
      labels: [],
      notes: [],
      version: 1,
    });
    await inbox.label(key("a"), { add: ["vip", "size", "vip"] }, { by });
    await inbox.note(key("a"), "Ask the shop first.", { by: mikkel });
    await inbox.label(key("a"), { add: ["shoes"], remove: ["size", "gone"] }, { by });
    const { items } = await open().items({ assignee: "mikkel" });
    expect(items[0]?.workflow).toEqual({
      key: key("a"),
      status: "open",
      assignee: "mikkel",
      labels: ["vip", "shoes"],
      notes: [{ at: expect.any(String) as string, by: mikkel, text: "Ask the shop first." }],
      version: 4,
    });
    expect(await inbox.assign(key("a"), null, { by })).not.toHaveProperty("assignee");
  });

  it("keeps one state for a tree of comments and one for a private conversation, whichever message is named", async () => {
    const { inbox, store } = await team();
    expect((await inbox.resolve(key("a1"), { by })).key).toBe(key("a"));
    expect((await inbox.resolve(key("x"), { by })).key).toBe(place("d1"));
    expect((await inbox.assign(place("d1"), "mikkel", { by })).status).toBe("resolved");
    expect((await rowsOf(store, "workflow")).map(({ key: kept }) => kept).sort()).toEqual([place("d1"), key("a")].sort());
  });

  it("writes nothing when nothing changes", async () => {
    const { inbox, store } = await team();
    await inbox.reopen(key("a"), { by });
    await inbox.assign(key("a"), null, { by });
    expect(await rowsOf(store, "workflow")).toEqual([]);
    expect((await inbox.resolve(key("a"), { by })).version).toBe(1);
    expect((await inbox.resolve(key("a"), { by })).version).toBe(1);
    expect(await rowsOf(store, "audit")).toHaveLength(1);
  });

  it("refuses a lost race where a version was given, else lets the last write win", async () => {
    const { inbox, open } = await team();
    const seen = (await inbox.items({ direction: "inbound" })).items.find(({ message }) => message.id === "a")?.workflow;
    const version = seen?.version ?? -1;
    const race = await Promise.allSettled([
      inbox.assign(key("a"), "sandra", { by, version }),
      open().assign(key("a"), "mikkel", { by: mikkel, version }),
      open().resolve(key("a"), { by: mikkel, version }),
    ]);
    expect(race.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of race) if (one.status === "rejected") expect(isConflictError(one.reason)).toBe(true);
    await expect(inbox.note(key("a"), "Late.", { by, version: 0 })).rejects.toMatchObject({ code: "conflict" });
    expect((await inbox.note(key("a"), "In time.", { by, version: 1 })).version).toBe(2);
    const last = await inbox.assign(key("a"), "asta", { by });
    expect(last.assignee).toBe("asta");
  });

  it("loses no note of twelve colleagues who write at once", async () => {
    const { inbox, open } = await team();
    await Promise.all(Array.from({ length: 12 }, (_, index) => open().note(key("a"), `Note ${String(index)}`, { by })));
    expect((await inbox.label(key("a"), { add: ["done"] }, { by })).notes).toHaveLength(12);
  });

  it("opens a snoozed one when its time has come, wherever it is read, whoever reads", async () => {
    const { inbox, open, clock, store } = await team();
    const until = new Date(clock.now() + hour).toISOString();
    expect(await inbox.snooze(key("a"), until, { by })).toMatchObject({ status: "snoozed", snoozedUntil: until });
    expect(await idsOf(inbox, { status: "snoozed" })).toEqual(["a1", "a"]);
    expect(await idsOf(inbox, { status: "open" })).not.toContain("a");
    await clock.sleep(hour);
    expect(await idsOf(open(), { status: "snoozed" })).toEqual([]);
    expect(await idsOf(open(), { status: "open", kinds: ["comment"] })).toEqual(["a1", "b", "a"]);
    expect((await rowsOf(store, "workflow"))[0]?.status).toBe("snoozed");
    const now = await inbox.assign(key("a"), "mikkel", { by });
    expect(now).toMatchObject({ status: "open", version: 2 });
    expect(now).not.toHaveProperty("snoozedUntil");
    expect(await idsOf(inbox, { status: "open", assignee: "mikkel" })).toEqual(["a1", "a"]);
  });

  it.each(["resolve", "markPending", "snooze"] as const)(
    "is opened again by a new message after %s, in the batch that stores it",
    async (verb) => {
      const { inbox, town, store } = await team();
      const aside = async (target: string): Promise<unknown> =>
        verb === "snooze" ? inbox.snooze(target, "2027-01-01T00:00:00.000Z", { by }) : inbox[verb](target, { by });
      await aside(key("a"));
      await aside(place("d1"));
      await aside(place("d2"));
      await inbox.assign(key("a"), "mikkel", { by });
      // One row in two conversations stays as it is: nobody wrote there.
      town.say({ id: "a2", minutes: 601, kind: "comment", more: { root: key("a"), parent: key("a1") } });
      town.say({ id: "x2", minutes: 602, kind: "direct", conversation: "d1" });
      town.conversations[0] = { ...town.conversations[0], conversation: { ...direct("d1"), lastActivityAt: at(602) } } as never;
      await inbox.sync();
      const rows = new Map((await rowsOf(store, "workflow")).map((row) => [row.key as string, row]));
      expect(rows.get(key("a"))).toMatchObject({ status: "open", assignee: "mikkel", version: 3 });
      expect(rows.get(key("a"))).not.toHaveProperty("snoozedUntil");
      expect(rows.get(place("d1"))?.status).toBe("open");
      expect(rows.get(place("d2"))?.status).not.toBe("open");
      const [row] = await store.read("workflow", [key("a")]);
      expect(row?.value.version).toBe(row?.version);
    },
  );

  it("is opened by an answer to an answer also where nobody told where the tree begins", async () => {
    const { inbox, town, store } = await team();
    await inbox.resolve(key("a"), { by });
    await inbox.resolve(key("b"), { by });
    town.say({ id: "a2", minutes: 601, kind: "comment", more: { parent: key("a") } });
    town.say({ id: "a3", minutes: 602, kind: "comment", more: { parent: key("a2") } });
    await inbox.sync();
    await inbox.resolve(key("a"), { by });
    town.say({ id: "a4", minutes: 603, kind: "comment", more: { parent: key("a3") } });
    await inbox.sync();
    const rows = new Map((await rowsOf(store, "workflow")).map((row) => [row.key as string, row.status]));
    expect([rows.get(key("a")), rows.get(key("b"))]).toEqual(["open", "resolved"]);
  });

  it("is opened by no history and by no words of ours", async () => {
    const { inbox, town, store } = await team();
    await inbox.resolve(key("a"), { by });
    town.say({ id: "own", minutes: 601, kind: "comment", by: "1", more: { root: key("a"), parent: key("a") } });
    await inbox.sync();
    expect((await rowsOf(store, "workflow"))[0]?.status).toBe("resolved");
    town.comments.unshift({ ...town.say({ id: "old", minutes: -9_000, kind: "comment", more: { root: key("a"), parent: key("a") } }) });
    town.comments.pop();
    await inbox.backfill({ id: "history", accounts: [town.account], surfaces: ["comments"], from: at(-100_000) });
    expect((await rowsOf(store, "message")).map(({ id }) => id)).toContain("old");
    expect((await rowsOf(store, "workflow"))[0]?.status).toBe("resolved");
  });

  it("loses no news when a colleague resolves at the same moment", async () => {
    const { inbox, town, store, open } = await team();
    await inbox.resolve(key("a"), { by });
    town.say({ id: "a2", minutes: 601, kind: "comment", more: { root: key("a") } });
    await Promise.all([inbox.sync(), open().note(key("a"), "Closing.", { by }), open().label(key("a"), { add: ["x"] }, { by })]);
    expect((await rowsOf(store, "workflow"))[0]).toMatchObject({ status: "open", labels: ["x"], notes: [{ text: "Closing." }] });
  });

  it("finds by status, assignee and labels through the team's rows, also where nobody touched anything", async () => {
    const { inbox, store, town, clock } = await team();
    await inbox.assign(place("d1"), "mikkel", { by });
    await inbox.label(key("b"), { add: ["vip"] }, { by });
    await inbox.markPending(place("d2"), { by });
    expect(await idsOf(inbox, { assignee: "mikkel" })).toEqual(["x"]);
    expect(await idsOf(inbox, { labels: ["vip", "other"] })).toEqual(["b"]);
    expect(await idsOf(inbox, { status: "pending" })).toEqual(["y"]);
    expect(await idsOf(inbox, { status: "resolved" })).toEqual([]);
    expect(await idsOf(inbox, { status: "open" })).toEqual(["x", "a1", "b", "a"]);
    expect(await idsOf(inbox, { status: "open", labels: ["vip"], assignee: "mikkel" })).toEqual([]);
    expect(await idsOf(inbox, { assignee: "mikkel", order: "waiting" })).toEqual(["x"]);
    // Thousands of others are not looked at.
    const looked: number[] = [];
    const counting: Store = {
      ...store,
      query: async (collection, query) => {
        const page = await store.query(collection, query);
        if (collection === "message") looked.push(page.items.length);
        return page;
      },
    };
    for (let index = 0; index < 500; index++)
      town.say({ id: `n${String(index)}`, minutes: 601 + index / 10, kind: "comment", conversation: "c2" });
    await inbox.sync();
    const counted = createInbox({ accounts: [town.adapter], store: counting, clock });
    expect(await idsOf(counted, { assignee: "mikkel" })).toEqual(["x"]);
    expect(looked.reduce((sum, one) => sum + one, 0)).toBe(1);
  });

  it("finds everything where so many have a row that narrowing costs more than walking", async () => {
    const { inbox, town } = await team();
    for (let index = 0; index < 510; index++)
      town.say({ id: `n${String(index)}`, minutes: 601 + index / 10, kind: "comment", conversation: `k${String(index)}` });
    await inbox.sync();
    for (let index = 0; index < 510; index++) await inbox.label(key(`n${String(index)}`), { add: ["sale"] }, { by });
    expect(await idsOf(inbox, { labels: ["sale"] })).toHaveLength(510);
  });

  it("says in the audit trail who did what, without words", async () => {
    const { inbox } = await team();
    await inbox.assign(key("a"), "mikkel", { by });
    await inbox.note(key("a"), "sentinel-note", { by: mikkel });
    await inbox.label(key("a"), { add: ["sentinel-label"] }, { by });
    await inbox.snooze(key("a"), "2027-01-01T00:00:00Z", { by });
    await inbox.markPending(key("a"), { by });
    await inbox.resolve(key("a1"), { by });
    await inbox.reopen(key("a"), { by });
    const rows: unknown[] = [];
    for await (const { action, by: who, target, meta } of inbox.audit({ target: key("a") })) rows.push([action, who.id, target, meta]);
    expect(rows).toHaveLength(7);
    expect(rows).toEqual(
      expect.arrayContaining([
        ["assign", "sandra", key("a"), { to: "mikkel" }],
        ["note", "mikkel", key("a"), undefined],
        ["snooze", "sandra", key("a"), { until: "2027-01-01T00:00:00.000Z" }],
        ["resolve", "sandra", key("a"), undefined],
      ]),
    );
    expect(JSON.stringify(rows)).not.toContain("sentinel");
  });

  it("refuses what cannot be, naming field and remedy, and stores nothing", async () => {
    const { inbox, store } = await team();
    const calls: readonly (readonly [() => Promise<unknown>, RegExp])[] = [
      [() => inbox.assign(key("a"), "", { by }), /`to` is empty/],
      [() => inbox.assign(key("a"), undefined as never, { by }), /`to` must be the id/],
      [() => inbox.assign(key("a"), "mikkel", {} as never), /`by` must say/],
      [() => inbox.assign(key("a"), "mikkel", undefined as never), /who acts/],
      [() => inbox.assign(key("a"), "mikkel", { by, version: -1 }), /`version`/],
      [() => inbox.assign(key("a"), "mikkel", { by, versio: 1 } as never), /versio/],
      [() => inbox.label(key("a"), {}, { by }), /nothing to `add`/],
      [() => inbox.label(key("a"), { add: ["x"], remove: ["x"] }, { by }), /decide/],
      [() => inbox.label(key("a"), { add: [" "] }, { by }), /empty word/],
      [() => inbox.note(key("a"), " ", { by }), /`text` is empty/],
      [() => inbox.snooze(key("a"), at(1), { by }), /has passed/],
      [() => inbox.snooze(key("a"), "tomorrow", { by }), /is no time/],
      [() => inbox.snooze(key("a"), undefined as never, { by }), /`until` is missing/],
      [() => inbox.resolve(makeKey("plaza:1", "post", "p") as never, { by }), /conversation or of a message/],
      [() => inbox.resolve("nonsense", { by }), /conversation or of a message/],
      [() => inbox.resolve(place("c1"), { by }), /one by one/],
      [() => inbox.resolve(key("unseen"), { by }), /holds nothing/],
      [() => inbox.resolve(place("unseen"), { by }), /holds nothing/],
      [() => inbox.resolve(makeKey("plaza:2", "message", "a"), { by }), /plaza:2/],
    ];
    for (const [call, message] of calls) await expect(call(), String(message)).rejects.toThrow(message);
    expect(await rowsOf(store, "workflow")).toEqual([]);
    expect(await rowsOf(store, "audit")).toEqual([]);
  });
});
