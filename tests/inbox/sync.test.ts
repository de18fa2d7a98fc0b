import { describe, expect, it } from "vitest";
import type { InboxEvents } from "../../src/inbox/index.js";
import { FolkmootError } from "../../src/errors.js";
import { memoryStore } from "../../src/store/index.js";
import { at, plaza } from "./plaza.js";
import { idsOf, journal, setUp } from "./sync-harness.js";
import type { Store } from "../../src/store/store.js";

describe("inbox", () => {
  describe("sync", () => {
    it("stores what every surface lists and reports a line for each", async () => {
      const { net, inbox } = setUp({ surfaces: [{ name: "mentions" }, { name: "comments" }] });
      for (let index = 0; index < 7; index++) net.say({ id: `m${index}`, minutes: index });
      net.say({ id: "c", minutes: 3, kind: "comment" });
      expect(await inbox.sync()).toEqual({
        ok: true,
        surfaces: [
          { account: net.account, surface: "mentions", fetched: 7, stoppedBy: "end" },
          { account: net.account, surface: "comments", fetched: 1, stoppedBy: "end" },
        ],
      });
      expect(await idsOf(inbox)).toEqual(["m0", "m1", "m2", "c", "m3", "m4", "m5", "m6"]);
    });

    it("reads on only until it meets what it knows", async () => {
      const { net, inbox, clock } = setUp();
      for (let index = 0; index < 30; index++) net.say({ id: `m${index}`, minutes: index });
      await inbox.sync();
      net.say({ id: "new", minutes: 101 });
      await clock.advance(120 * 60_000);
      net.calls.length = 0;
      await inbox.sync();
      expect(net.calls.filter((call) => call.startsWith("mentions"))).toHaveLength(2);
      expect(await idsOf(inbox)).toHaveLength(31);
    });

    it("journals everything once, however often it is read", async () => {
      const { net, inbox, store, clock } = setUp();
      net.say({ id: "a", minutes: 1 });
      for (let round = 0; round < 3; round++) {
        await inbox.sync();
        await clock.advance(60_000);
      }
      expect((await journal(store)).map(({ id, type }) => [id, type])).toEqual([
        [`message.created:${net.mentions[0]!.key}`, "message.created"],
      ]);
    });

    it("delivers news of several pages oldest first", async () => {
      const { net, inbox, store } = setUp();
      await inbox.sync();
      for (let index = 0; index < 8; index++) net.say({ id: `m${index}`, minutes: 101 + index });
      await inbox.sync();
      expect(
        (await journal(store)).map((change) => "message" in change && typeof change.message === "object" && change.message.id),
      ).toEqual(["m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7"]);
    });

    it("merges what two surfaces tell about one message: the better kind wins, nothing known is lost", async () => {
      const { net, inbox } = setUp({ surfaces: [{ name: "comments" }, { name: "mentions" }] });
      net.say({ id: "x", minutes: 1, kind: "comment", more: { refs: { cid: "1" }, counts: { likes: 2, replies: 1 } } });
      net.say({ id: "x", minutes: 1, kind: "mention", text: "", more: { refs: { uri: "u" }, counts: { likes: 3 }, mentionsUs: true } });
      await inbox.sync();
      const { items } = await inbox.items();
      expect(items).toHaveLength(1);
      expect(items[0]!.message).toMatchObject({
        kind: "comment",
        text: "text of x",
        refs: { cid: "1", uri: "u" },
        counts: { likes: 3, replies: 1 },
        mentionsUs: true,
      });
    });

    it("marks what is older than the connection as history, also where time was up in between", async () => {
      const { net, inbox, store, clock } = setUp();
      for (let index = 0; index < 9; index++) net.say({ id: `old${index}`, minutes: index });
      net.before = async () => clock.advance(1_000);
      await inbox.sync({ deadlineMs: 1 });
      net.say({ id: "new", minutes: 101 });
      await inbox.sync();
      const origins = (await journal(store)).map((change) =>
        change.type === "message.created" ? `${change.message.id} ${change.origin}` : "",
      );
      expect(origins).toHaveLength(10);
      expect(origins.filter((one) => one.endsWith("live"))).toEqual(["new live"]);
    });

    it("takes as news what arrived since the last reading, whatever time its author claims", async () => {
      const { net, inbox, store } = setUp();
      net.say({ id: "old", minutes: 90 });
      await inbox.sync();
      net.say({ id: "imported", minutes: -90_000 });
      net.say({ id: "new", minutes: 101 });
      await inbox.sync();
      const origins = (await journal(store)).map((change) =>
        change.type === "message.created" ? `${change.message.id} ${change.origin}` : "",
      );
      expect(origins.sort()).toEqual(["imported live", "new live", "old backfill"]);
    });

    it("tells an edit as an update with the fields that changed, and says the same thing again when it comes back", async () => {
      const { net, inbox, store, clock } = setUp();
      const said = net.say({ id: "a", minutes: 1, text: "one" });
      await inbox.sync();
      for (const text of ["two", "one", "two"]) {
        await clock.advance(60_000);
        net.mentions[0] = { ...said, text };
        await inbox.sync();
      }
      const updates = (await journal(store)).filter((change) => change.type === "message.updated");
      expect(updates.map(({ message, changed }) => [message.text, changed])).toEqual([
        ["two", ["text"]],
        ["one", ["text"]],
        ["two", ["text"]],
      ]);
      expect(new Set(updates.map(({ id }) => id)).size).toBe(3);
      // An old message that is edited now is news.
      expect(updates.map(({ origin }) => origin)).toEqual(["live", "live", "live"]);
    });

    it("does not let a route that is behind undo an edit", async () => {
      const { net, inbox } = setUp({ surfaces: [{ name: "mentions" }, { name: "comments" }] });
      net.say({ id: "a", minutes: 1, text: "new words", more: { editedAt: at(20) } });
      net.say({ id: "a", minutes: 1, kind: "comment", text: "old words", more: { editedAt: at(10) } });
      await inbox.sync();
      expect((await inbox.items()).items[0]!.message).toMatchObject({ text: "new words", editedAt: at(20), kind: "comment" });
    });

    it("keeps a number of a message only when it was told anew", async () => {
      const { net, inbox, store, clock } = setUp();
      const said = net.say({ id: "a", minutes: 1, more: { counts: { likes: 1 } } });
      await inbox.sync();
      net.mentions[0] = { ...said, counts: { likes: 2 } };
      await clock.advance(60_000);
      await inbox.sync();
      await inbox.sync();
      const { items } = await store.query("observation", { where: { subject: [said.key] }, limit: 10 });
      expect(items.map(({ value }) => value)).toEqual([{ subject: said.key, metric: "likes", value: 2, at: at(101) }]);
    });

    it("reads the account on the first sync and once a day, with a line of how many follow it", async () => {
      const { net, inbox, store, clock } = setUp({ followers: 10 });
      await inbox.sync();
      await clock.advance(3_600_000);
      await inbox.sync();
      await clock.advance(24 * 3_600_000);
      await inbox.sync();
      const { items } = await store.query("observation", { where: { metric: ["followers"] }, limit: 10 });
      expect(items.map(({ value }) => value.value)).toEqual([10, 10]);
      const [row] = await store.read("account", [net.account]);
      expect(row?.value).toMatchObject({ key: net.account, followers: 10 });
    });

    it("knows its own words by every actor of the account and lets nobody wait for them", async () => {
      const { net, inbox } = setUp({ actors: ["bot"] });
      net.say({ id: "q", minutes: 1 });
      net.say({ id: "r", minutes: 2, by: "bot", more: { root: net.mentions[0]!.key, parent: net.mentions[0]!.key } });
      await inbox.sync();
      const [answer, question] = (await inbox.items()).items;
      expect(answer!.message).toMatchObject({ id: "r", direction: "outbound", author: { isOwn: true } });
      expect(await inbox.conversation(question!.message.conversation)).toMatchObject({ lastInboundAt: at(1), lastOutboundAt: at(2) });
      expect(await inbox.conversation(question!.message.conversation)).not.toHaveProperty("waitingSince");
    });

    it("lets one comment tree wait while another is answered", async () => {
      const { net, inbox } = setUp();
      net.say({ id: "q1", minutes: 1 });
      const second = net.say({ id: "q2", minutes: 2, by: "bob" });
      net.say({ id: "q3", minutes: 3, by: "cy" });
      await inbox.sync();
      const key = second.conversation;
      expect(await inbox.conversation(key)).toMatchObject({
        waitingSince: at(1),
        participants: [{ id: "ann" }, { id: "bob" }, { id: "cy" }],
      });
      net.say({ id: "r1", minutes: 101, by: "1", more: { root: net.mentions[0]!.key } });
      await inbox.sync();
      expect(await inbox.conversation(key)).toMatchObject({ waitingSince: at(2) });
    });

    it("takes an answer for the message that it points at, where the network names no root", async () => {
      const { net, inbox } = setUp();
      const first = net.say({ id: "q1", minutes: 1 });
      net.say({ id: "r1", minutes: 2, by: "1", more: { parent: first.key } });
      const below = net.say({ id: "q2", minutes: 3, by: "bob", more: { parent: first.key } });
      const waits = async () => (await inbox.conversation(first.conversation))?.waitingSince;
      await inbox.sync();
      expect(await waits()).toBe(at(3));
      net.say({ id: "r2", minutes: 101, by: "1", more: { parent: below.key } });
      await inbox.sync();
      expect(await waits()).toBeUndefined();
    });

    it("goes on where time was up, newest first, until nothing is missing", async () => {
      const { net, inbox, clock, store } = setUp();
      for (let index = 0; index < 20; index++) net.say({ id: `m${index}`, minutes: index });
      net.before = async () => clock.advance(1_000);
      const report = await inbox.sync({ deadlineMs: 1_500 });
      expect(report.surfaces).toEqual([{ account: net.account, surface: "mentions", fetched: 6, stoppedBy: "more", cursor: "14" }]);
      for (let index = 20; index < 24; index++) net.say({ id: `m${index}`, minutes: 100 });
      await inbox.sync({ deadlineMs: 500 });
      expect(await idsOf(inbox)).toContain("m23");
      for (let round = 0; round < 20; round++) await inbox.sync({ deadlineMs: 500 });
      expect(await idsOf(inbox)).toHaveLength(24);
      expect((await inbox.sync()).surfaces[0]).toMatchObject({ stoppedBy: "end" });
      const [cursor] = await store.read("cursor", [`${net.account}:cursor:mentions`]);
      expect(cursor?.value).not.toHaveProperty("holes");
      expect(cursor?.value.completeUntil).toBe(cursor?.value.readUntil);
    });

    it("says that nothing is missing only when no stretch is open", async () => {
      const { net, inbox, clock, store } = setUp();
      const state = async () => (await store.read("cursor", [`${net.account}:cursor:mentions`]))[0]?.value;
      for (let index = 0; index < 9; index++) net.say({ id: `m${index}`, minutes: index });
      net.before = async () => clock.advance(1_000);
      await inbox.sync({ deadlineMs: 500 });
      expect(await state()).not.toHaveProperty("completeUntil");
      await inbox.sync();
      expect(await state()).toHaveProperty("completeUntil");
    });

    it("reads the list from the top again when the network forgot a cursor", async () => {
      const { net, inbox, clock } = setUp();
      for (let index = 0; index < 12; index++) net.say({ id: `m${index}`, minutes: index });
      net.before = async () => clock.advance(1_000);
      await inbox.sync({ deadlineMs: 500 });
      net.before = (_call, cursor) => {
        if (cursor === "9") throw new FolkmootError("invalid-request", "Bad cursor.");
      };
      expect((await inbox.sync()).surfaces[0]).toMatchObject({ stoppedBy: "more" });
      net.before = () => undefined;
      expect((await inbox.sync()).surfaces[0]).toMatchObject({ stoppedBy: "end" });
      expect(await idsOf(inbox)).toHaveLength(12);
    });

    it("loses nothing when a page or the store breaks in the middle", async () => {
      const real = memoryStore();
      let writes = 0;
      const broken = new Set([3, 5]);
      const store: Store = {
        ...real,
        write: (batch) => (broken.has(++writes) ? Promise.reject(new Error("disk")) : real.write(batch)),
      };
      const { net, inbox } = setUp({ store });
      for (let index = 0; index < 12; index++) net.say({ id: `m${index}`, minutes: index });
      const reports = [];
      for (let round = 0; round < 4; round++) reports.push(await inbox.sync());
      expect(reports.map(({ ok }) => ok)).toEqual([false, false, true, true]);
      expect(reports[0]!.surfaces[0]!.error).toMatchObject({ code: "unexpected-error" });
      expect(await idsOf(inbox)).toHaveLength(12);
      expect(await journal(real)).toHaveLength(12);
    });

    it("keeps the pages that were read before one failed", async () => {
      const { net, inbox } = setUp();
      for (let index = 0; index < 9; index++) net.say({ id: `m${index}`, minutes: index });
      net.before = (_call, cursor) => {
        if (cursor === "3") throw new FolkmootError("rate-limited", "Later.", { retryable: true, retryAt: at(115) });
      };
      expect((await inbox.sync()).surfaces[0]).toMatchObject({ error: { code: "rate-limited" }, retryAt: at(115) });
      expect(await idsOf(inbox)).toHaveLength(6);
      net.before = () => undefined;
      await inbox.sync();
      expect(await idsOf(inbox)).toHaveLength(9);
    });

    it("lets one failing account and one failing surface fail alone, and says who has to log in again", async () => {
      const bad = plaza({ id: "2", surfaces: [{ name: "mentions" }] });
      const { net, inbox } = setUp({ nets: [bad], surfaces: [{ name: "mentions" }, { name: "comments" }] });
      const news: unknown[] = [];
      inbox.on("reauthorize", (one) => news.push(one));
      bad.before = () => {
        throw new FolkmootError("unauthenticated", "The token of plaza:2 was revoked; log in again.");
      };
      net.before = (call) => {
        if (call === "comments") throw new Error("said by Ann");
      };
      net.say({ id: "a", minutes: 1 });
      const { ok, surfaces } = await inbox.sync();
      expect(ok).toBe(false);
      expect(surfaces.map(({ account, surface, error }) => [account, surface, error?.code])).toEqual([
        ["plaza:1", "mentions", undefined],
        ["plaza:1", "comments", "unexpected-error"],
        ["plaza:2", "mentions", "unauthenticated"],
      ]);
      expect(JSON.stringify(surfaces)).not.toContain("Ann");
      expect(news).toEqual([{ account: "plaza:2", network: "plaza", cause: "revoked" }]);
      expect(await idsOf(inbox)).toEqual(["a"]);
    });

    it("says why somebody has to log in again, where the network tells it", async () => {
      const { net, inbox } = setUp({ surfaces: [{ name: "mentions" }] });
      const news: unknown[] = [];
      inbox.on("reauthorize", (one) => news.push(one));
      net.before = () => {
        throw new FolkmootError("forbidden", "The token is one of a page.", { reauthorize: "wrong-token-kind" });
      };
      const { surfaces } = await inbox.sync();
      expect(surfaces[0]?.error).toMatchObject({ code: "forbidden", reauthorize: "wrong-token-kind" });
      net.before = () => {
        throw new FolkmootError("forbidden", "Not a moderator.");
      };
      await inbox.sync();
      expect(news).toEqual([{ account: "plaza:1", network: "plaza", cause: "wrong-token-kind" }]);
    });

    it("quarantines what cannot be stored and goes on with its neighbours", async () => {
      const { net, inbox } = setUp();
      const news: InboxEvents["quarantined"][] = [];
      inbox.on("quarantined", (one) => news.push(one));
      net.say({ id: "a", minutes: 1 });
      net.say({ id: "b", minutes: 2, more: { createdAt: "yesterday" } });
      net.say({ id: "c", minutes: 3, more: { key: "plaza:2:message:c" } });
      net.say({ id: "d", minutes: 4, more: { conversation: "nowhere" } });
      expect((await inbox.sync()).ok).toBe(true);
      expect(news.map(({ surface, reason }) => `${surface}: ${reason}`)).toEqual([
        "mentions: conversation is not the key of a conversation of the account",
        "mentions: its key belongs to another account",
        "mentions: createdAt is no time",
      ]);
      expect(await idsOf(inbox)).toEqual(["a"]);
    });

    it("leaves a list alone that another process reads", async () => {
      const store = memoryStore();
      const { net, inbox } = setUp({ store });
      for (let index = 0; index < 12; index++) net.say({ id: `m${index}`, minutes: index });
      const [one, other] = await Promise.all([inbox.sync(), inbox.sync()]);
      expect([one.surfaces[0]!.stoppedBy, other.surfaces[0]!.stoppedBy].sort()).toEqual(["busy", "end"]);
      expect(await journal(store)).toHaveLength(12);
    });

    it("stores nothing twice when two inboxes without a common lease sync at once", async () => {
      const store = memoryStore();
      const one = setUp({ store });
      const other = setUp({ store });
      for (let index = 0; index < 12; index++) for (const { net } of [one, other]) net.say({ id: `m${index}`, minutes: index });
      await Promise.all([one.inbox.sync(), other.inbox.sync()]);
      await one.inbox.sync();
      expect(await idsOf(one.inbox)).toHaveLength(12);
      expect(await journal(store)).toHaveLength(12);
    });
  });
});
