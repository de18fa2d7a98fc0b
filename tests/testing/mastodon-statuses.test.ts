import { describe, expect, it } from "vitest";
import { client, ids, linkTo, list, square, text, type Reply } from "./mastodon-network.js";

const error = ({ status, body }: Reply): readonly unknown[] => [status, body?.error];

describe("testing", () => {
  describe("fake mastodon", () => {
    describe("statuses", () => {
      it("takes JSON, forms and multipart forms alike", async () => {
        const { me, state } = square();
        const fields = { status: "Boots & more", visibility: "unlisted", spoiler_text: "shoes" };
        const multipart = new FormData();
        for (const [name, value] of Object.entries(fields)) multipart.append(name, value);
        const sent = [{ json: fields }, { form: new URLSearchParams(fields) }, { form: multipart }];
        for (const one of sent) {
          const { status, body } = await me.post("/api/v1/statuses", one);
          expect(status).toBe(200);
          expect(state.held(text(body?.id))).toMatchObject({ text: "Boots & more", visibility: "unlisted", spoiler: "shoes" });
          expect(body?.sensitive).toBe(true);
        }
      });
      it("refuses an empty status, and one of nothing but spaces", async () => {
        const { say } = square();
        expect(error(await say(""))).toEqual([422, "Validation failed: Text can't be blank"]);
        expect(error(await say(" \n "))).toEqual([422, "Validation failed: Text can't be blank"]);
      });
      it("takes what surrounds a text away, and a lone warning as the text", async () => {
        const { say, state } = square();
        const first = await say("  Boots \n");
        expect(state.held(text(first.body?.id))?.text).toBe("Boots");
        const second = await say("", { spoiler_text: "Only this" });
        expect(state.held(text(second.body?.id))).toMatchObject({ text: "Only this", spoiler: "" });
      });
      it("counts graphemes of warning and text", async () => {
        const { say } = square();
        expect((await say("👩‍👩‍👧".repeat(500))).status).toBe(200);
        expect(error(await say("👩‍👩‍👧".repeat(501)))).toEqual([422, "Validation failed: Text character limit of 500 exceeded"]);
        expect((await say("a".repeat(400), { spoiler_text: "b".repeat(100) })).status).toBe(200);
        expect((await say("a".repeat(400), { spoiler_text: "b".repeat(101) })).status).toBe(422);
      });
      it("counts a link as 23 and a name on another server without its server", async () => {
        const { say } = square();
        const link = `https://example.com/${"x".repeat(600)}`;
        expect((await say(`${link} ${"a".repeat(476)}`)).status).toBe(200);
        expect((await say(`${link} ${"a".repeat(477)}`)).status).toBe(422);
        expect((await say(`http://a.b ${"a".repeat(477)}`)).status).toBe(422);
        expect((await say(`@juno@other.example ${"a".repeat(494)}`)).status).toBe(200);
        expect((await say(`@juno@other.example ${"a".repeat(495)}`)).status).toBe(422);
      });
      it("keeps to the limits that its server names", async () => {
        const { say, me } = square({ server: { maxCharacters: 40, urlWeight: 30, language: "de" } });
        const { body } = await me.get("/api/v2/instance");
        expect(body?.configuration?.statuses).toMatchObject({ max_characters: 40, characters_reserved_per_url: 30 });
        expect((await say("http://a.bc 123456789")).status).toBe(200);
        expect(error(await say("http://a.bc 1234567890"))[1]).toContain("Begrenzung von 40 Zeichen");
      });
      it("renders paragraphs, breaks, names, hashtags and shortened links as HTML", async () => {
        const { say, fake } = square();
        const link = "https://www.example.com/a-rather-long-path/that-goes-on";
        const { body } = await say(`@mira @nobody #Boots <b> & "it's"\nsee ${link}.\n\nBye`);
        const name = `<span class="h-card" translate="no"><a href="${fake.baseUrl}/@mira" class="u-url mention">@<span>mira</span></a></span>`;
        const tag = `<a href="${fake.baseUrl}/tags/boots" class="mention hashtag" rel="tag">#<span>Boots</span></a>`;
        const shown =
          `<span class="invisible">https://www.</span><span class="ellipsis">example.com/a-rather-long-path</span>` +
          `<span class="invisible">/that-goes-on</span>`;
        const html = `<a href="${link}" target="_blank" rel="nofollow noopener noreferrer" translate="no">${shown}</a>`;
        expect(body?.content).toBe(`<p>${name} @nobody ${tag} &lt;b&gt; &amp; &quot;it&#39;s&quot;<br />see ${html}.</p><p>Bye</p>`);
        expect(list(body?.mentions).map(({ acct }) => acct)).toEqual(["mira"]);
        expect(list(body?.tags).map(({ name: tagName }) => tagName)).toEqual(["boots"]);
      });
      it("writes the name of somebody here without the server", async () => {
        const { say, state, fake } = square();
        const { body } = await say(`@Mira@${fake.host} hello`);
        expect(state.held(text(body?.id))?.text).toBe("@mira hello");
      });
      it("gives the same status for one Idempotency-Key during an hour, and another to somebody else", async () => {
        const { say, state, clock, fake, shop, mira } = square();
        const key = { "idempotency-key": "one" };
        const first = await say("Boots", {}, key);
        const again = await say("Something else", {}, key);
        expect(again.body?.id).toBe(first.body?.id);
        const theirs = await client(fake, mira.token).post("/api/v1/statuses", { json: { status: "Boots" }, headers: key });
        expect(theirs.body?.id).not.toBe(first.body?.id);
        await clock.sleep(3_600_001);
        expect((await say("Boots", {}, key)).body?.id).not.toBe(first.body?.id);
        expect(state.statusesOf(shop)).toHaveLength(2);
      });
      it("keeps no key of a status that was refused", async () => {
        const { say } = square();
        const key = { "idempotency-key": "one" };
        expect((await say("", {}, key)).status).toBe(422);
        expect((await say("Boots", {}, key)).status).toBe(200);
      });
      it("answers under the parent in its own words, and 404 where that is gone or not to be seen", async () => {
        const { say, state, mira, noor } = square();
        const id = state.post(mira, "Are they warm?");
        const { body } = await say("Very", { in_reply_to_id: id });
        expect(body).toMatchObject({ in_reply_to_id: id, in_reply_to_account_id: mira.id, visibility: "public" });
        const hidden = state.directMessage(mira, noor, "between us");
        const words = "The post you are trying to reply to does not appear to exist.";
        expect(error(await say("Very", { in_reply_to_id: hidden }))).toEqual([404, words]);
        expect(error(await say("Very", { in_reply_to_id: "1" }))).toEqual([404, words]);
      });
      it("refuses an audience that it does not know", async () => {
        const { say } = square();
        expect((await say("Boots", { visibility: "everybody" })).status).toBe(422);
      });
      it("shows a private status to followers and those named, a direct one only to those named", async () => {
        const { say, state, fake, mira, noor, shop } = square();
        const as = (token?: string): ReturnType<typeof client> => client(fake, token);
        const statusOf = async (id: string, token?: string): Promise<number> => (await as(token).get(`/api/v1/statuses/${id}`)).status;
        const hidden = text((await say("For followers", { visibility: "private" })).body?.id);
        const direct = text((await say("@noor psst", { visibility: "direct" })).body?.id);
        expect([await statusOf(hidden), await statusOf(hidden, mira.token), await statusOf(direct, mira.token)]).toEqual([404, 404, 404]);
        state.follow(mira, shop);
        expect([await statusOf(hidden, mira.token), await statusOf(direct, mira.token)]).toEqual([200, 404]);
        expect([await statusOf(direct, noor.token), await statusOf(hidden, noor.token)]).toEqual([200, 404]);
      });
      it("hides a status from those whom its author has blocked", async () => {
        const { state, me, mira, shop } = square();
        const id = state.post(mira, "Hello");
        state.block(mira, shop);
        expect(error(await me.get(`/api/v1/statuses/${id}`))).toEqual([404, "Record not found"]);
        expect((await me.post(`/api/v1/statuses/${id}/favourite`)).status).toBe(404);
        expect((await me.get(`/api/v1/accounts/${mira.id}/statuses`)).body).toEqual([]);
      });
      it("changes an own status, keeps its history, and nothing when nothing changes", async () => {
        const { me, say, state, mira } = square();
        const id = text((await say("Boots", { visibility: "unlisted" })).body?.id);
        const same = await me.put(`/api/v1/statuses/${id}`, { json: { status: "Boots" } });
        expect(same.body?.edited_at).toBeNull();
        const changed = await me.put(`/api/v1/statuses/${id}`, { json: { status: "Warm boots" } });
        expect(changed.body).toMatchObject({ content: "<p>Warm boots</p>", visibility: "unlisted" });
        expect(changed.body?.edited_at).not.toBeNull();
        const history = await me.get(`/api/v1/statuses/${id}/history`);
        expect(list(history.body).map(({ content }) => content)).toEqual(["<p>Boots</p>", "<p>Warm boots</p>"]);
        expect((await me.get(`/api/v1/statuses/${id}/source`)).body).toMatchObject({ id, text: "Warm boots" });
        expect((await me.put(`/api/v1/statuses/${state.post(mira, "Hi")}`, { json: { status: "Ha" } })).status).toBe(404);
        expect((await me.put(`/api/v1/statuses/${id}`, { json: { status: "" } })).status).toBe(422);
      });
      it("takes an own status back with its text, and says 404 of it then", async () => {
        const { me, say, state, mira } = square();
        const id = text((await say("Boots & socks")).body?.id);
        const answer = state.reply(mira, id, "Nice");
        expect((await me.delete(`/api/v1/statuses/${id}`)).body?.text).toBe("Boots & socks");
        expect(error(await me.delete(`/api/v1/statuses/${id}`))).toEqual([404, "Record not found"]);
        expect((await me.get(`/api/v1/statuses/${answer}`)).body?.in_reply_to_id).toBeNull();
        expect((await me.delete(`/api/v1/statuses/${answer}`)).status).toBe(404);
      });
      it("likes and takes it back as often as one wants", async () => {
        const { me, state, mira, shop } = square();
        const id = state.post(mira, "Hello");
        for (let at = 0; at < 2; at += 1)
          expect((await me.post(`/api/v1/statuses/${id}/favourite`)).body).toMatchObject({ favourited: true, favourites_count: 1 });
        expect(state.held(id)?.likedBy).toEqual([shop.id]);
        expect(state.notificationsOf(mira).map(({ type }) => type)).toEqual(["favourite"]);
        for (let at = 0; at < 2; at += 1)
          expect((await me.post(`/api/v1/statuses/${id}/unfavourite`)).body).toMatchObject({ favourited: false, favourites_count: 0 });
        expect(state.notificationsOf(mira)).toEqual([]);
      });
      it("wraps a boost around the original, once, and boosts nothing private of others", async () => {
        const { me, state, mira, shop } = square();
        const id = state.post(mira, "Hello");
        const first = await me.post(`/api/v1/statuses/${id}/reblog`);
        expect(first.body?.reblog?.id).toBe(id);
        expect(first.body?.id).not.toBe(id);
        expect((await me.post(`/api/v1/statuses/${id}/reblog`)).body?.id).toBe(first.body?.id);
        state.follow(shop, mira);
        const hidden = state.post(mira, { text: "Followers", visibility: "private" });
        expect(error(await me.post(`/api/v1/statuses/${hidden}/reblog`))).toEqual([403, "This action is not allowed"]);
        expect((await me.post(`/api/v1/statuses/${id}/unreblog`)).body).toMatchObject({ reblogged: false, reblogs_count: 0 });
      });
      it("pins only own statuses that are not direct, five at most", async () => {
        const { me, say, state, mira } = square();
        const refused = async (id: string): Promise<unknown> => (await me.post(`/api/v1/statuses/${id}/pin`)).body?.error;
        expect(await refused(state.post(mira, "Hello"))).toBe("Validation failed: Someone else's post cannot be pinned");
        const direct = text((await say("@mira psst", { visibility: "direct" })).body?.id);
        expect(await refused(direct)).toContain("only visible to mentioned users cannot be pinned");
        const pinned = await Promise.all([1, 2, 3, 4, 5].map(async (at) => text((await say(`Pin ${at}`)).body?.id)));
        for (const id of pinned) expect((await me.post(`/api/v1/statuses/${id}/pin`)).body?.pinned).toBe(true);
        expect(await refused(text((await say("Pin 6")).body?.id))).toContain("maximum number");
        const [first = ""] = pinned;
        expect((await me.post(`/api/v1/statuses/${first}/unpin`)).body?.pinned).toBe(false);
      });
      it("lets a status wait that has its time in five minutes or later, and says it then", async () => {
        const { me, say, state, clock, shop } = square();
        const at = (ms: number): string => new Date(clock.now() + ms).toISOString();
        expect(error(await say("Soon", { scheduled_at: at(60_000) }))[0]).toBe(422);
        const { body } = await say("Later", { scheduled_at: at(600_000) });
        expect(body?.params?.text).toBe("Later");
        expect(body).not.toHaveProperty("content");
        expect(ids((await me.get("/api/v1/scheduled_statuses")).body)).toEqual([text(body?.id)]);
        const other = text((await say("Never", { scheduled_at: at(600_000) })).body?.id);
        expect((await me.delete(`/api/v1/scheduled_statuses/${other}`)).status).toBe(200);
        expect(state.statusesOf(shop)).toEqual([]);
        await clock.sleep(600_000);
        expect(state.statusesOf(shop).map((one) => one.text)).toEqual(["Later"]);
        expect((await me.get(`/api/v1/scheduled_statuses/${text(body?.id)}`)).status).toBe(404);
      });
      it("quotes what may be quoted, and tells its author", async () => {
        const { say, state, mira } = square();
        const id = state.post(mira, "Hello");
        const { body } = await say("Look", { quoted_status_id: id });
        expect(body?.quote).toMatchObject({ state: "accepted", quoted_status: { id } });
        expect(body?.content).toContain('<p class="quote-inline">RE: ');
        expect(state.notificationsOf(mira).map(({ type, status }) => [type, status])).toEqual([["quote", text(body?.id)]]);
        const closed = state.post(mira, { text: "Mine", quotePolicy: "nobody" });
        expect(error(await say("Look", { quoted_status_id: closed }))[0]).toBe(404);
      });
      it("knows no quotes on an older server", async () => {
        const { say, state, mira, me } = square({
          server: { features: { quotes: false, batchStatuses: false }, version: "4.2.1", apiVersion: null },
          unjudged: true,
        });
        const id = state.post(mira, "Hello");
        const { body } = await say("Look", { quoted_status_id: id });
        expect(body).not.toHaveProperty("quote");
        expect((await me.get(`/api/v1/statuses?id[]=${id}`)).status).toBe(404);
        expect((await me.get("/api/v2/instance")).body).not.toHaveProperty("api_versions");
      });
      it("gives many at once, twenty at most, without those that may not be seen", async () => {
        const { me, state, mira, noor } = square();
        const [one, two] = [state.post(mira, "One"), state.post(mira, "Two")];
        const hidden = state.directMessage(mira, noor, "psst");
        expect(ids((await me.get(`/api/v1/statuses?id[]=${one}&id[]=${two}&id[]=${hidden}&id[]=1`)).body)).toEqual([one, two]);
        const many = Array.from({ length: 21 }, (_, at) => `id[]=${at}`).join("&");
        expect((await me.get(`/api/v1/statuses?${many}`)).status).toBe(422);
      });
    });
    describe("threads", () => {
      it("gives what stands above from the first on, and what stands below, each answer before its own answers", async () => {
        const { me, state, shop, mira, noor } = square();
        const root = state.post(shop, "Boots");
        const one = state.reply(mira, root, "One");
        const two = state.reply(noor, root, "Two");
        const below = state.reply(noor, one, "Below one");
        const own = state.reply(shop, root, "PS");
        const context = await me.get(`/api/v1/statuses/${root}/context`);
        expect(ids(context.body?.descendants)).toEqual([own, one, below, two]);
        const low = await me.get(`/api/v1/statuses/${below}/context`);
        expect([ids(low.body?.ancestors), ids(low.body?.descendants)]).toEqual([[root, one], []]);
      });
      it("leaves out what one may not or does not want to see", async () => {
        const { me, state, shop, mira, noor, fake } = square();
        const root = state.post(shop, "Boots");
        const muted = state.reply(noor, root, "Spam");
        const hidden = state.reply(mira, root, { text: "@noor psst", visibility: "direct" });
        state.mute(shop, noor);
        expect(ids((await me.get(`/api/v1/statuses/${root}/context`)).body?.descendants)).toEqual([]);
        const theirs = await client(fake, noor.token).get(`/api/v1/statuses/${root}/context`);
        expect(ids(theirs.body?.descendants)).toEqual([muted, hidden]);
        const anybody = await client(fake).get(`/api/v1/statuses/${root}/context`);
        expect(ids(anybody.body?.descendants)).toEqual([muted]);
      });
      it("shows 60 answers to whoever is not logged in", async () => {
        const { state, shop, mira, fake, me } = square();
        const root = state.post(shop, "Boots");
        for (let at = 0; at < 70; at += 1) state.reply(mira, root, `Answer ${at}`);
        expect(list((await client(fake).get(`/api/v1/statuses/${root}/context`)).body?.descendants)).toHaveLength(60);
        expect(list((await me.get(`/api/v1/statuses/${root}/context`)).body?.descendants)).toHaveLength(70);
      });
    });
    describe("account statuses", () => {
      it("pages newest first with links, and clamps the limit", async () => {
        const { me, state, mira } = square();
        const said = Array.from({ length: 45 }, (_, at) => state.post(mira, `Hello ${at}`)).reverse();
        const first = await me.get(`/api/v1/accounts/${mira.id}/statuses?limit=100`);
        expect(ids(first.body)).toEqual(said.slice(0, 40));
        const next = await me.get(linkTo(first, "next") ?? "");
        expect(ids(next.body)).toEqual(said.slice(40));
        expect(linkTo(next, "next")).toBeUndefined();
        expect(ids((await me.get(linkTo(next, "prev") ?? "")).body)).toEqual(said.slice(0, 40));
        expect(list((await me.get(`/api/v1/accounts/${mira.id}/statuses`)).body)).toHaveLength(20);
      });
      it("leaves out answers to others, boosts and what is not pinned, when asked to", async () => {
        const { me, state, mira, noor } = square();
        const post = state.post(mira, "Hello #boots");
        const self = state.reply(mira, post, "And more");
        const answer = state.reply(mira, state.post(noor, "Hi"), "Hi you");
        const boost = state.boost(mira, state.post(noor, "Ho"));
        const asked = async (query: string): Promise<readonly string[]> =>
          ids((await me.get(`/api/v1/accounts/${mira.id}/statuses?${query}`)).body);
        expect(await asked("")).toEqual([boost, answer, self, post]);
        expect(await asked("exclude_replies=true&exclude_reblogs=true")).toEqual([self, post]);
        expect(await asked("tagged=Boots")).toEqual([post]);
        expect(await asked("pinned=true")).toEqual([]);
      });
      it("shows direct statuses to their author and to those named", async () => {
        const { me, state, shop, mira, fake } = square();
        const direct = state.directMessage(mira, shop, "psst");
        expect(ids((await me.get(`/api/v1/accounts/${mira.id}/statuses`)).body)).toEqual([direct]);
        expect(ids((await client(fake).get(`/api/v1/accounts/${mira.id}/statuses`)).body)).toEqual([]);
      });
    });
  });
});
