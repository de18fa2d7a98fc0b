import { describe, expect, it } from "vitest";
import { client, ids, linkTo, list, square, text } from "./mastodon-network.js";

describe("testing", () => {
  describe("fake mastodon", () => {
    describe("notifications", () => {
      it("tells those who are named, and nobody for an answer alone", async () => {
        const { me, state, shop, mira } = square();
        const root = state.post(shop, "Boots");
        state.reply(mira, root, "Warm?");
        expect((await me.get("/api/v1/notifications")).body).toEqual([]);
        const named = state.reply(mira, root, "@shop warm?");
        const [first] = list((await me.get("/api/v1/notifications")).body);
        expect(first).toMatchObject({ type: "mention", account: { id: mira.id }, status: { id: named } });
      });
      it("tells of likes, boosts, quotes, follows and changes of what one boosted", async () => {
        const { me, state, shop, mira } = square();
        const root = state.post(shop, "Boots");
        state.favourite(mira, root);
        state.boost(mira, root);
        state.quote(mira, root, "Look");
        state.follow(mira, shop);
        const theirs = state.post(mira, "Hello");
        state.boost(shop, theirs);
        state.edit(theirs, "Hello again");
        const types = list((await me.get("/api/v1/notifications")).body).map(({ type }) => type);
        expect(types).toEqual(["update", "follow", "quote", "reblog", "favourite"]);
      });
      it("gives the types that are asked for, and leaves out those that are not wanted", async () => {
        const { me, state, shop, mira } = square();
        const root = state.post(shop, "Boots");
        state.favourite(mira, root);
        state.post(mira, "@shop hello");
        state.follow(mira, shop);
        const asked = async (query: string): Promise<readonly unknown[]> =>
          list((await me.get(`/api/v1/notifications?${query}`)).body).map(({ type }) => type);
        expect(await asked("types[]=mention&types[]=favourite")).toEqual(["mention", "favourite"]);
        expect(await asked("exclude_types[]=mention")).toEqual(["follow", "favourite"]);
        expect(await asked("types[]=mention&exclude_types[]=mention")).toEqual([]);
        expect(await asked(`account_id=${shop.id}`)).toEqual([]);
      });
      it("goes down with max_id, gives the newest with since_id, and what follows at once with min_id", async () => {
        const { me, state, mira } = square();
        for (let at = 0; at < 6; at += 1) state.post(mira, `@shop hello ${at}`);
        const asked = async (query: string): Promise<readonly string[]> => ids((await me.get(`/api/v1/notifications?${query}`)).body);
        const all = await asked("");
        expect(all).toHaveLength(6);
        expect(await asked(`max_id=${text(all[2] as never)}&limit=2`)).toEqual(all.slice(3, 5));
        expect(await asked(`since_id=${text(all[5] as never)}&limit=2`)).toEqual(all.slice(0, 2));
        expect(await asked(`min_id=${text(all[5] as never)}&limit=2`)).toEqual(all.slice(3, 5));
        expect(await asked(`min_id=${text(all[5] as never)}&max_id=${text(all[0] as never)}`)).toEqual(all.slice(1, 5));
      });
      it("keeps what was asked for in its links, on pages as small as wanted", async () => {
        const { me, state, mira, fake } = square({ pageSize: 2 });
        for (let at = 0; at < 5; at += 1) state.post(mira, `@shop hello ${at}`);
        const seen: string[] = [];
        let next: string | undefined = `${fake.baseUrl}/api/v1/notifications?types[]=mention&limit=40`;
        let pages = 0;
        while (next !== undefined) {
          const page = await me.get(next);
          seen.push(...ids(page.body));
          pages += 1;
          next = linkTo(page, "next");
          if (next !== undefined) expect(new URL(next).searchParams.getAll("types[]")).toEqual(["mention"]);
        }
        expect([new Set(seen).size, pages]).toEqual([5, 3]);
      });
      it("gives 40 without asking and 80 at most", async () => {
        const { me, state, mira } = square();
        for (let at = 0; at < 90; at += 1) state.post(mira, `@shop hello ${at}`);
        expect(list((await me.get("/api/v1/notifications")).body)).toHaveLength(40);
        expect(list((await me.get("/api/v1/notifications?limit=500")).body)).toHaveLength(80);
      });
      it("dismisses one, shows one, counts the unread ones behind the marker", async () => {
        const { me, state, mira, fake, shop } = square();
        for (let at = 0; at < 3; at += 1) state.post(mira, `@shop hello ${at}`);
        const [newest = "", middle = ""] = ids((await me.get("/api/v1/notifications")).body);
        expect((await me.get(`/api/v1/notifications/${newest}`)).body?.id).toBe(newest);
        expect((await client(fake, mira.token).get(`/api/v1/notifications/${newest}`)).status).toBe(404);
        expect((await me.get("/api/v1/notifications/unread_count")).body?.count).toBe(3);
        const marked = await me.post("/api/v1/markers", { form: new URLSearchParams({ "notifications[last_read_id]": middle }) });
        expect(marked.body?.notifications).toMatchObject({ last_read_id: middle, version: 1 });
        expect((await me.get("/api/v1/notifications/unread_count")).body?.count).toBe(1);
        expect((await me.get("/api/v1/markers?timeline[]=notifications")).body?.notifications?.last_read_id).toBe(middle);
        expect(state.readUpTo(shop)).toBe(middle);
        expect((await me.post(`/api/v1/notifications/${newest}/dismiss`)).body).toEqual({});
        expect((await me.post(`/api/v1/notifications/${newest}/dismiss`)).status).toBe(404);
      });
      it("forgets what is about a status that was taken back", async () => {
        const { me, state, mira } = square();
        state.remove(state.post(mira, "@shop hello"));
        expect((await me.get("/api/v1/notifications")).body).toEqual([]);
      });
      it("tells nothing of those who are blocked or muted, and forgets what it told of the blocked", async () => {
        const { me, state, mira, noor, shop, clock } = square();
        state.post(mira, "@shop before");
        state.block(shop, mira);
        state.post(mira, "@shop after");
        expect((await me.get("/api/v1/notifications")).body).toEqual([]);
        await me.post(`/api/v1/accounts/${noor.id}/mute`, { json: { duration: 60 } });
        state.post(noor, "@shop muted");
        expect((await me.get("/api/v1/notifications")).body).toEqual([]);
        await clock.sleep(60_000);
        state.post(noor, "@shop heard");
        expect(list((await me.get("/api/v1/notifications")).body)).toHaveLength(1);
      });
      it("keeps private mentions of strangers aside, unless they answer or are asked for", async () => {
        const { me, state, mira, noor, shop } = square();
        state.directMessage(mira, shop, "psst");
        const ours = state.directMessage(shop, noor, "Your parcel");
        state.directMessage(noor, shop, "Thanks", ours);
        const from = async (query: string): Promise<readonly unknown[]> =>
          list((await me.get(`/api/v1/notifications${query}`)).body).map(({ account }) => account?.acct);
        expect(await from("")).toEqual(["noor"]);
        expect(await from("?include_filtered=true")).toEqual(["noor", "mira"]);
      });
    });
    describe("conversations", () => {
      it("lists them by their last status, with the others in them, and marks one as read", async () => {
        const { me, state, mira, juno, shop } = square();
        const first = state.directMessage(mira, shop, "psst");
        const theirs = state.directMessage(juno, shop, "hello");
        const last = state.directMessage(shop, mira, "yes?", first);
        const { body } = await me.get("/api/v1/conversations");
        const shown = list(body).map(({ unread, accounts, last_status }) => [unread, list(accounts)[0]?.acct, last_status?.id]);
        expect(shown).toEqual([
          [false, "mira", last],
          [true, "juno@other.example", theirs],
        ]);
        const id = text(list(body)[1]?.id);
        expect((await me.post(`/api/v1/conversations/${id}/read`)).body).toMatchObject({ id, unread: false });
        expect(state.unreadConversations(shop)).toBe(0);
      });
      it("pages by ids that are not those of the conversations", async () => {
        const { me, state, shop } = square({ pageSize: 2 });
        for (let at = 0; at < 5; at += 1) state.directMessage(state.addAccount(`person${at}`), shop, "psst");
        const seen: string[] = [];
        let next: string | undefined = "/api/v1/conversations";
        while (next !== undefined) {
          const page = await me.get(next);
          seen.push(...ids(page.body));
          next = linkTo(page, "next");
          if (next !== undefined) expect(ids(page.body)).not.toContain(new URL(next).searchParams.get("max_id"));
        }
        expect(new Set(seen).size).toBe(5);
      });
      it("takes one out of one's own list only, and refuses those of others", async () => {
        const { me, state, mira, shop, fake } = square();
        state.directMessage(mira, shop, "psst");
        const [mine = ""] = ids((await me.get("/api/v1/conversations")).body);
        const they = client(fake, mira.token);
        expect((await they.post(`/api/v1/conversations/${mine}/read`)).status).toBe(404);
        expect((await me.delete(`/api/v1/conversations/${mine}`)).body).toEqual({});
        expect((await me.get("/api/v1/conversations")).body).toEqual([]);
        expect(list((await they.get("/api/v1/conversations")).body)).toHaveLength(1);
      });
      it("makes one of each set of people, even in one thread", async () => {
        const { me, state, mira, shop } = square();
        const first = state.directMessage(mira, shop, "psst");
        state.reply(shop, first, "@mira and @noor, hello");
        expect(list((await me.get("/api/v1/conversations")).body)).toHaveLength(2);
      });
      it("does not know them on a server that has none", async () => {
        const { me, state, mira, shop } = square({ server: { features: { conversations: false } } });
        state.directMessage(mira, shop, "psst");
        expect((await me.get("/api/v1/conversations")).status).toBe(404);
      });
    });
    describe("people", () => {
      it("knows somebody by id and by name", async () => {
        const { me, mira, juno, fake } = square();
        expect((await me.get(`/api/v1/accounts/${mira.id}`)).body).toMatchObject({ id: mira.id, acct: "mira" });
        for (const acct of ["mira", "Mira", `mira@${fake.host}`])
          expect((await me.get(`/api/v1/accounts/lookup?acct=${acct}`)).body?.id).toBe(mira.id);
        expect((await me.get("/api/v1/accounts/lookup?acct=juno@other.example")).body).toMatchObject({
          id: juno.id,
          acct: "juno@other.example",
        });
        expect((await me.get("/api/v1/accounts/lookup?acct=juno")).status).toBe(404);
        for (const id of ["1", "%E0%A4%A"]) expect((await client(fake).get(`/api/v1/accounts/${id}`)).status).toBe(404);
      });
      it("follows, blocks and mutes, and says how one stands to several", async () => {
        const { me, state, mira, noor, juno, shop } = square();
        expect((await me.post(`/api/v1/accounts/${mira.id}/follow`)).body).toMatchObject({ following: true });
        expect((await me.post(`/api/v1/accounts/${mira.id}/block`)).body).toMatchObject({ blocking: true, following: false });
        expect((await me.post(`/api/v1/accounts/${mira.id}/block`)).body).toMatchObject({ blocking: true });
        const muted = await me.post(`/api/v1/accounts/${noor.id}/mute`, { form: new URLSearchParams({ duration: "90" }) });
        expect(muted.body).toMatchObject({ muting: true, muting_notifications: true });
        expect(muted.body?.muting_expires_at).not.toBeNull();
        expect(state.relation(shop, noor)).toEqual({ blocks: false, mutes: true, follows: false });
        const many = await me.get(`/api/v1/accounts/relationships?id[]=${mira.id}&id[]=${noor.id}&id[]=${juno.id}&id[]=1`);
        expect(list(many.body).map(({ id, blocking, muting }) => [id, blocking, muting])).toEqual([
          [mira.id, true, false],
          [noor.id, false, true],
          [juno.id, false, false],
        ]);
        expect((await me.post(`/api/v1/accounts/${mira.id}/unblock`)).body).toMatchObject({ blocking: false });
        expect((await me.post(`/api/v1/accounts/${noor.id}/unmute`)).body).toMatchObject({ muting: false });
      });
      it("lets nobody follow who is blocked", async () => {
        const { me, state, mira, shop } = square({ unjudged: true });
        state.block(mira, shop);
        expect((await me.post(`/api/v1/accounts/${mira.id}/follow`)).status).toBe(403);
      });
      it("shows a suspended account empty, and one that is gone not at all", async () => {
        const { me, state, mira, noor } = square();
        const id = state.post(mira, "Hello");
        state.suspend(mira);
        state.suspend(noor, "gone");
        expect((await me.get(`/api/v1/accounts/${mira.id}`)).body).toMatchObject({ suspended: true, display_name: "" });
        expect((await me.get(`/api/v1/statuses/${id}`)).status).toBe(404);
        expect((await me.get(`/api/v1/accounts/${noor.id}`)).status).toBe(410);
        expect((await me.get(`/api/v1/accounts/${noor.id}/statuses`)).status).toBe(410);
      });
    });
  });
});
