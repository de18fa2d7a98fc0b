import { describe, expect, it } from "vitest";
import { day, job } from "./backfill-harness.js";
import { FolkmootError } from "../../src/errors.js";
import { makeKey } from "../../src/model/keys.js";
import { at, type Plaza } from "./plaza.js";
import { idsOf, setUp } from "./sync-harness.js";
import type { ListQuery } from "../../src/adapter/operations.js";

describe("backfill", () => {
  describe("below other lists", () => {
    const open = (net: Plaza, id: string, minutes: number): void => {
      const conversation = {
        key: makeKey(net.account, "conversation", id),
        network: "plaza",
        accountId: "1",
        id,
        kind: "direct" as const,
        participants: [net.author("ann")],
        lastActivityAt: at(minutes),
      };
      net.conversations.push({ conversation, messages: [] });
    };

    it("reads the messages of every conversation that was alive in the window, and goes on within one", async () => {
      const { net, inbox } = setUp({ surfaces: [{ name: "messages" }] });
      for (const [id, last] of [
        ["x", 95],
        ["y", -10 * day],
        ["dead", -900 * day],
      ] as const)
        open(net, id, last);
      for (const id of ["x", "y", "dead"])
        for (let turn = 0; turn < 8; turn++) net.say({ id: `${id}${turn}`, minutes: -20 * day + turn, kind: "direct", conversation: id });
      net.say({ id: "now", minutes: 101, kind: "direct", conversation: "x" });
      const stop = new AbortController();
      let pages = 0;
      const onProgress = (): void => {
        pages += 1;
        if (pages === 2) stop.abort();
      };
      const query = job(net, { surfaces: ["messages"] });
      expect((await inbox.backfill({ ...query, signal: stop.signal, onProgress })).surfaces[0]).toMatchObject({ stoppedBy: "more" });
      const before = net.calls.filter((call) => call.startsWith("messages"));
      expect((await inbox.backfill(query)).surfaces[0]).toMatchObject({ stoppedBy: "end" });
      const calls = net.calls.filter((call) => call.startsWith("messages"));
      expect(new Set(calls).size).toBe(calls.length);
      expect(calls.slice(0, before.length)).toEqual(before);
      expect(calls.some((call) => call.includes("dead"))).toBe(false);
      expect(await idsOf(inbox)).toHaveLength(16);
    });

    it("finds a conversation that moved to the top behind its back", async () => {
      const { net, inbox } = setUp({ surfaces: [{ name: "messages" }], pageSize: 2 });
      for (let index = 0; index < 6; index++) open(net, `c${index}`, 90 - index);
      for (let index = 0; index < 6; index++) net.say({ id: `m${index}`, minutes: -5 * day, kind: "direct", conversation: `c${index}` });
      const listed = (query: ListQuery) => {
        const all = net.conversations.map(({ conversation }) => conversation);
        const from = Number(query.after ?? 0);
        const items = all.slice(from, from + 2);
        const next = from + 2 < all.length ? String(from + 2) : undefined;
        return { items, ...(next !== undefined && { next }), stoppedBy: next === undefined ? "end" : "more", quarantined: [] } as const;
      };
      Object.assign(net.adapter, {
        listConversations: (query: ListQuery) => ({
          async *pages() {
            let page: ReturnType<typeof listed> = listed(query);
            yield await Promise.resolve(page);
            while (page.next !== undefined) {
              page = listed({ after: page.next });
              yield page;
            }
          },
        }),
      });
      // While the first page is read somebody writes in the last conversation, which moves to the top: the walk never meets it.
      let moved = false;
      net.before = (call) => {
        if (moved || !call.endsWith(":c1")) return;
        moved = true;
        net.conversations.unshift(net.conversations.pop()!);
      };
      await inbox.backfill(job(net, { surfaces: ["messages"] }));
      expect([...(await idsOf(inbox))].sort()).toEqual(["m0", "m1", "m2", "m3", "m4", "m5"]);
    });

    it.each([{ name: "comments", under: "posts" }, { name: "threads" }] as const)(
      "reads the comments of all posts of the window: $name",
      async (surface) => {
        const { net, inbox } = setUp({ surfaces: [{ name: "posts" }, surface] });
        const base = net.say({ id: "template", minutes: 5, kind: "comment" });
        net.comments.length = 0;
        const ages = [-900, -700, -300, -60, -2];
        for (const [index, days] of ages.entries()) {
          const id = `p${index}`;
          const key = makeKey(net.account, "post", id);
          net.posts.push({ ...base, key, id, isOwn: true, author: net.author("1"), createdAt: at(days * day) });
          for (const turn of [1, 2, 3, 4])
            net.say({ id: `${id}-${turn}`, minutes: days * day + turn, kind: "comment", conversation: id, more: { post: key } });
        }
        net.say({ id: "now", minutes: 101, kind: "comment", conversation: "p4", more: { post: net.posts[4]!.key } });
        let closed = 0;
        net.before = (call) => {
          if (call.endsWith(":p2")) {
            closed += 1;
            throw new FolkmootError("not-found", "Gone.");
          }
        };
        const { ok, surfaces } = await inbox.backfill(job(net, { surfaces: [surface.name] }));
        expect(ok).toBe(true);
        expect(surfaces).toMatchObject([{ surface: surface.name, stoppedBy: "end" }]);
        expect(closed).toBe(1);
        const wanted = ["p1", "p3", "p4"].flatMap((id) => [1, 2, 3, 4].map((turn) => `${id}-${turn}`));
        expect([...(await idsOf(inbox))].sort()).toEqual(wanted.sort());
      },
    );
  });
});
