import { describe, expect, it } from "vitest";
import { createInbox } from "../../src/inbox/index.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza } from "./plaza.js";
import { idsOf, journal, setUp } from "./sync-harness.js";
import type { Store } from "../../src/store/store.js";

describe("inbox", () => {
  describe("sync keeps", () => {
    it("drops the networks' own objects where the host keeps none", async () => {
      const net = plaza({ surfaces: [{ name: "mentions" }] });
      net.say({ id: "a", minutes: 1 });
      const store = memoryStore();
      const inbox = createInbox({ accounts: [net.adapter], raw: "drop", store, clock: virtualClock({ start: at(100) }) });
      await inbox.sync();
      expect((await inbox.items()).items[0]!.message).not.toHaveProperty("raw");
      expect(JSON.stringify(await journal(store))).not.toContain("secretive");
    });

    it("keeps two tenants apart in one store", async () => {
      const store = memoryStore();
      const clock = virtualClock({ start: at(100) });
      const inboxes = ["acme", "bolt"].map((tenant) => {
        const net = plaza({ surfaces: [{ name: "mentions" }] });
        net.say({ id: tenant, minutes: 1 });
        return createInbox({ accounts: [net.adapter], tenant, store, clock });
      });
      for (const inbox of inboxes) await inbox.sync();
      expect(await Promise.all(inboxes.map(idsOf))).toEqual([["acme"], ["bolt"]]);
      const seen: string[] = [];
      await inboxes[0]!.handle((change) => void seen.push(change.id), { drain: true, origin: "backfill" });
      expect(seen).toEqual(["message.created:plaza:1:message:acme"]);
      await store.erase({ below: "acme/" });
      expect(await Promise.all(inboxes.map(idsOf))).toEqual([[], ["bolt"]]);
    });

    it("stores plain JSON only", async () => {
      const written: unknown[] = [];
      const real = memoryStore();
      const store: Store = {
        ...real,
        write: (batch) => {
          written.push(...batch.map(({ value }) => value));
          return real.write(batch);
        },
      };
      const { net, inbox } = setUp({ store, followers: 3, surfaces: [{ name: "posts" }, { name: "mentions" }] });
      const said = net.say({ id: "a", minutes: 1, more: { language: undefined as unknown as string } });
      net.posts.push({ ...said, key: `${net.account}:post:p`, id: "p", isOwn: true, counts: { likes: 1 } });
      await inbox.sync();
      expect(written.length).toBeGreaterThan(8);
      for (const value of written) expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value);
    });

    it("writes each page, its journal entries and its cursor in one batch", async () => {
      const batches: (readonly string[])[] = [];
      const real = memoryStore();
      const store: Store = {
        ...real,
        write: (batch) => {
          batches.push(batch.map(({ collection, key }) => `${collection} ${key}`));
          return real.write(batch);
        },
      };
      const { net, inbox, clock } = setUp({ store });
      for (let index = 0; index < 7; index++) net.say({ id: `m${index}`, minutes: index });
      await inbox.sync();
      await clock.advance(60_000);
      net.say({ id: "new", minutes: 101 });
      await inbox.sync();
      const pages = batches.filter((batch) => batch.some((row) => row.startsWith("message ")));
      expect(pages.map((batch) => batch.filter((row) => row.startsWith("message ")).length)).toEqual([3, 3, 1, 1]);
      for (const batch of pages) {
        const ids = batch.flatMap((row) => /^message plaza:1:message:(\w+)$/.exec(row)?.[1] ?? []);
        expect(batch).toEqual(
          expect.arrayContaining(ids.map((id) => `change plaza:1:change:message.created%3Aplaza%3A1%3Amessage%3A${id}`)),
        );
        expect(batch).toContain("cursor plaza:1:cursor:mentions");
      }
    });

    it("ends with a report when aborted, and goes on the next time", async () => {
      const { net, inbox } = setUp();
      for (let index = 0; index < 9; index++) net.say({ id: `m${index}`, minutes: index });
      const stop = new AbortController();
      net.before = (_call, cursor) => {
        if (cursor === "6") stop.abort();
      };
      expect((await inbox.sync({ signal: stop.signal })).surfaces[0]).toMatchObject({ stoppedBy: "more" });
      net.before = () => undefined;
      await inbox.sync();
      expect(await idsOf(inbox)).toHaveLength(9);
    });

    it("refuses what cannot be, before any request leaves", async () => {
      const { net, inbox } = setUp();
      const refusals = [
        [{ accounts: [] }, "invalid-request", "`accounts` is empty"],
        [{ accounts: ["plaza:1:message:3"] }, "invalid-request", "`accounts` is the key of a message; give that of an account"],
        [{ accounts: ["plaza"] }, "invalid-request", "`accounts` is not a key"],
        [{ accounts: ["plaza:9"] }, "misconfigured", "this inbox has no account plaza:9"],
        [{ deadlineMs: 0 }, "invalid-request", "`deadlineMs` must be a positive number"],
        [{ surfaces: ["dms"] }, "invalid-request", '`surfaces` has no "dms"; choose of posts, comments'],
      ] as const;
      for (const [options, code, words] of refusals) {
        const error: unknown = await inbox.sync(options).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code });
        expect((error as Error).message).toContain(words);
      }
      expect(net.calls).toEqual([]);
    });

    it("wants to be told which accounts when they are found by a function", async () => {
      const net = plaza();
      net.say({ id: "a", minutes: 1 });
      const inbox = createInbox({ accounts: (key) => (key === net.account ? net.adapter : undefined), clock: virtualClock() });
      await expect(inbox.sync()).rejects.toMatchObject({
        code: "misconfigured",
        message: expect.stringContaining("name them in `accounts`") as string,
      });
      const report = await inbox.sync({ accounts: [net.account, "plaza:2"], surfaces: ["mentions"] });
      expect(report.surfaces.map(({ account, error }) => [account, error?.code])).toEqual([
        ["plaza:1", undefined],
        ["plaza:2", "misconfigured"],
      ]);
    });
  });
});
