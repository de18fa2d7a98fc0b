import { describe, expect, it } from "vitest";
import { makeKey } from "../../src/model/keys.js";
import { memoryStore } from "../../src/store/memory/memory-store.js";
import { account, comment, direct, mikkel, robot, sandra, setUp, type Desk } from "./act-harness.js";
import type { AuditEntry } from "../../src/store/collections.js";
import type { AuditQuery } from "../../src/index.js";

const by = { by: sandra };

async function all(desk: Pick<Desk, "audit">, query?: AuditQuery): Promise<readonly AuditEntry[]> {
  const rows: AuditEntry[] = [];
  for await (const row of desk.audit(query)) rows.push(row);
  return rows;
}
const shown = (rows: readonly AuditEntry[]) => rows.map(({ action, by: who, status }) => `${who.id} ${action} ${status ?? ""}`.trim());

/** A day: a program asks and is approved, a person hides and answers, a pause comes and goes. */
async function day() {
  const scene = await setUp();
  const { desk, clock } = scene;
  const held = await desk.respond(comment, "sentinel-reply", { by: robot, meta: { ticket: "7" } });
  await clock.sleep(60_000);
  await desk.approveReply(held.id, mikkel);
  await clock.sleep(60_000);
  await desk.act("hide", comment, null, by);
  await clock.sleep(60_000);
  await desk.respond(direct, "sentinel-direct", by);
  await clock.sleep(60_000);
  await desk.pause({ scope: "automation", reason: "A crisis.", ...by });
  return { ...scene, held };
}

describe("audit", () => {
  it("lists who did what, newest first, with what became of it", async () => {
    const { desk } = await day();
    const rows = await all(desk);
    expect(shown(rows.slice(0, 3))).toEqual(["sandra pause", "sandra sendMessage sent", "sandra hide sent"]);
    expect(shown(rows.slice(3)).sort()).toEqual(["mikkel approveReply", "night-shift reply pending", "night-shift reply sent"]);
    expect(
      [...rows]
        .map(({ at }) => at)
        .sort()
        .reverse(),
    ).toEqual(rows.map(({ at }) => at));
  });

  it("names the write, the target, the plan and the host's own words, and quotes nothing", async () => {
    const { desk, held } = await day();
    const [row] = await all(desk, { actions: ["reply"], limit: 1 });
    expect(row).toMatchObject({ account, target: comment.key, outbox: held.id, meta: { ticket: "7" } });
    expect(row?.hash).toMatch(/\S/);
    expect(JSON.stringify(await all(desk))).not.toContain("sentinel");
  });

  it.each([
    ["actions", { actions: ["hide", "pause"] }, ["sandra pause", "sandra hide sent"]],
    ["actors", { by: ["mikkel"] }, ["mikkel approveReply"]],
    ["target", { target: direct.conversation }, ["sandra sendMessage sent"]],
    ["time, the end left out", { since: "2026-01-01T12:02:00Z", until: "2026-01-01T12:03:00Z" }, ["sandra hide sent"]],
    ["account, without what was done to all", { accounts: [account], since: "2026-01-01T12:02:30Z" }, ["sandra sendMessage sent"]],
    ["all of them", { accounts: [account], actions: ["hide"], by: ["mikkel"] }, []],
  ] as const)("chooses by %s", async (_what, query, expected) => {
    const { desk } = await day();
    expect(shown(await all(desk, query))).toEqual(expected);
  });

  it("ends at the limit, and goes on behind an earlier page", async () => {
    const { desk } = await day();
    const whole = await all(desk);
    const first = await desk.audit({ limit: 2 });
    expect(first.items).toEqual(whole.slice(0, 2));
    expect(first.next).toBeDefined();
    expect(await all(desk, first.next === undefined ? {} : { after: first.next })).toEqual(whole.slice(2));
  });

  it("lists more than a page", async () => {
    const { desk, clock } = await setUp();
    for (let index = 0; index < 130; index++) {
      await desk.act("hide", { key: makeKey(account, "message", String(index)) }, null, by);
      await clock.sleep(1);
    }
    const rows = await all(desk);
    expect(new Set(rows.map(({ target }) => target)).size).toBe(130);
  });

  it("shows no tenant the deeds of another, and no account those of others", async () => {
    const store = memoryStore();
    const acme = await setUp({ store, tenant: "acme" });
    const other = await setUp({ store, tenant: "other" });
    await acme.desk.respond(comment, "Yes.", by);
    await acme.desk.pause({ scope: "all", reason: "A crisis.", ...by });
    expect(await all(other.desk)).toEqual([]);
    expect(await all(acme.desk)).toHaveLength(2);
    await store.write([
      {
        collection: "audit",
        key: "acme/forum:2:audit:x",
        value: { id: "x", at: comment.createdAt, by: sandra, action: "hide", account: "forum:2" },
      },
    ]);
    expect(await all(acme.desk)).toHaveLength(2);
  });

  it("keeps a decision with its reason", async () => {
    const { desk } = await setUp();
    const held = await desk.respond(comment, "Yes.", { by: robot });
    await desk.declineReply(held.id, mikkel, "Too short.");
    expect(await all(desk, { actions: ["declineReply"] })).toMatchObject([
      { by: mikkel, status: "rejected", reason: "Too short.", outbox: held.id },
    ]);
  });

  it.each([
    [{ actions: ["replied"] }, /`actions` has no "replied"/],
    [{ by: [""] }, /`by`/],
    [{ by: "sandra" }, /`by` must be a list/],
    [{ target: "c1" }, /`target` is no key/],
    [{ accounts: [] }, /`accounts` is empty/],
    [{ since: "yesterday" }, /`since` is no time/],
    [{ since: "2026-01-01T11:00:00Z", until: "2026-01-01T10:00:00Z" }, /`until` must be later/],
    [{ limit: 0 }, /`limit`/],
    [{ after: "x" }, /`after`/],
    [{ actor: "sandra" }, /actor/],
  ])("refuses what cannot be asked: %o", async (query, message) => {
    const { desk } = await setUp();
    expect(() => desk.audit(query as never)).toThrow(message);
  });
});
