import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { afterAll, describe, expect, it } from "vitest";
import { createInbox, type Inbox } from "../../src/inbox/index.js";
import { created, edited, pushedPlaza } from "./receive-harness.js";
import { created as idsIn, day, handled, job, plazaOver, talk } from "./backfill-harness.js";
import { answers } from "../store/postgres-world.js";
import { emptyStores } from "../store/postgres-stores.js";
import { idsOf, journal } from "./sync-harness.js";
import { sqliteStore } from "../../src/store/sqlite/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza, type Plaza } from "./plaza.js";
import type { App } from "../../src/adapter/app.js";
import type { Store } from "../../src/store/store.js";

const folder = mkdtempSync(join(tmpdir(), "folkmoot-inbox-"));
const postgres = emptyStores();
let files = 0;
afterAll(async () => {
  if (answers) await postgres.end();
  rmSync(folder, { recursive: true, force: true });
});

/** An empty database, opened twice, as two processes do. */
const databases: Readonly<Record<string, () => Promise<readonly [Store, Store]>>> = {
  SQLite: async () => {
    const file = join(folder, `${(files += 1)}.db`);
    return [sqliteStore({ file }), sqliteStore({ file })];
  },
  PostgreSQL: async () => [await postgres.create(), postgres.open()],
};

describe.each(Object.keys(databases).filter((name) => name !== "PostgreSQL" || answers))("inbox over %s", (name) => {
  const open = async (net: Plaza, apps: () => readonly App[] = () => []) => {
    const [one, other] = (await databases[name]?.()) ?? [];
    if (one === undefined || other === undefined) throw new TypeError("no database");
    const clock = virtualClock({ start: at(100), auto: true });
    const over = (store: Store): Inbox => createInbox({ accounts: [plazaOver(net)], apps: apps(), clock, store });
    return { clock, one, first: over(one), second: over(other), over };
  };

  it("takes in once what two processes are told at the same time, what is told again, and what is polled besides", async () => {
    const net = plaza({ surfaces: [{ name: "mentions" }] });
    const push = pushedPlaza();
    const { one, first, second } = await open(net, () => [pushedPlaza().app]);
    const said = ["m1", "m2", "m3"].map((id, index) => net.say({ id, minutes: 95 + index }));
    const delivery = { changes: said.map(created) };
    const heard = await Promise.all([first, second, first, second].map((inbox) => inbox.receive(push.request(delivery))));
    expect(heard.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await Promise.all([first.sync(), second.sync()]);
    const better = { ...said[0]!, text: "Are they warm as well?", editedAt: at(99) };
    for (const inbox of [first, second])
      expect((await inbox.receive(push.request({ changes: [edited(better, at(99))] }))).status).toBe(200);
    expect((await second.receive(push.request(delivery))).status).toBe(200);
    expect(await idsOf(second)).toEqual(["m1", "m2", "m3"]);
    expect((await second.items({ order: "oldest" })).items[0]?.message.text).toBe(better.text);
    const types = (await journal(one)).map(({ type }) => type);
    expect(types.filter((type) => type === "message.created")).toHaveLength(3);
    expect(types.filter((type) => type === "message.updated")).toHaveLength(1);
    await Promise.all([first.close(), second.close()]);
  }, 60_000);

  it("tells a gap once, whichever process reads next", async () => {
    const net = plaza({ surfaces: [{ name: "mentions", keepsMs: 7 * 24 * 3_600_000 }] });
    const { clock, first, second } = await open(net);
    const told: unknown[] = [];
    for (const inbox of [first, second]) inbox.on("gap", ({ from, to }) => told.push({ from, to }));
    net.say({ id: "a", minutes: 90 });
    await first.sync();
    await clock.advance(10 * 24 * 3_600_000);
    net.mentions.length = 0;
    net.say({ id: "b", minutes: 100 + 9 * day });
    const gap = { from: at(100), to: at(100 + 3 * day) };
    expect((await second.sync()).surfaces[0]).toMatchObject({ gap });
    for (const inbox of [first, second]) expect((await inbox.sync()).surfaces[0]).not.toHaveProperty("gap");
    expect(told).toEqual([gap]);
    await Promise.all([first.close(), second.close()]);
  }, 60_000);

  it("goes on with a backfill that another process began, wakes no live handler, and takes each message in once", async () => {
    const net = plaza({ pageSize: 10, surfaces: [{ name: "mentions" }] });
    talk(net, 120, 2 * day);
    const { one, first, second, over } = await open(net);
    await first.sync();
    let writes = 0;
    const dying = over({ ...one, write: (batch) => ((writes += 1) > 4 ? Promise.reject(new Error("killed")) : one.write(batch)) });
    expect(await dying.backfill(job(net))).toMatchObject({ ok: false });
    const before = (await idsOf(second)).length;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(120);
    expect(await second.backfill(job(net))).toMatchObject({ ok: true, surfaces: [{ stoppedBy: "end" }] });
    expect(new Set(await idsOf(first)).size).toBe(120);
    expect(await idsOf(first)).toHaveLength(120);
    expect(idsIn(await handled(second, "live"))).toEqual([]);
    const history = idsIn(await handled(second, "backfill"));
    expect(history).toHaveLength(120);
    expect(new Set(history).size).toBe(120);
    await Promise.all([first.close(), second.close()]);
  }, 60_000);
});
