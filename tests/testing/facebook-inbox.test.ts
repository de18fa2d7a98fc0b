import { createHmac } from "node:crypto";
import { data, day, hour, ids, market, problem, text, client, type Loose } from "./facebook-network.js";
import { describe, expect, it } from "vitest";

const signed = (request: Request, body: string, secret: string): boolean =>
  request.headers.get("x-hub-signature-256") === `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

describe("testing", () => {
  describe("fake facebook", () => {
    describe("messenger", () => {
      it("lists conversations, the newest news first, and finds that of one person", async () => {
        const { me, state, page, ana, ben, clock } = market();
        state.message(ana, page, "Hello?");
        await clock.sleep(1000);
        state.message(ben, page, "Are you open?");
        await clock.sleep(1000);
        state.message(ana, page, "Hello again");
        const fields = "id,updated_time,snippet,unread_count,message_count,can_reply,participants";
        const found = data(await me.get(`/${page.id}/conversations`, { platform: "messenger", fields }));
        expect(found).toMatchObject([
          { snippet: "Hello again", unread_count: 2, message_count: 2, can_reply: true },
          { snippet: "Are you open?", unread_count: 1 },
        ]);
        expect(found[0]).toMatchObject({ participants: { data: [{ id: ana.id, name: "Ana Able" }, { id: page.id }] } });
        expect(text(found[0]?.id)).toMatch(/^t_/);
        expect(ids(await me.get(`/${page.id}/conversations`, { user_id: ben.id }))).toEqual([found[1]?.id]);
        expect(ids(await me.get(`/${page.id}/conversations`, { platform: "instagram" }))).toEqual([]);
      });
      it("gives messages with files, newest first, by both ways", async () => {
        const { me, state, page, ana } = market();
        const first = state.message(ana, page, { text: "", files: [{ type: "image", url: "https://cdn.example/boot.jpg" }] });
        const second = state.message(ana, page, { text: "This one", replyTo: first });
        const [conversation] = ids(await me.get(`/${page.id}/conversations`));
        const fields = "id,created_time,from,to,message,attachments{id,mime_type,image_data},tags,reactions";
        const listed = data(await me.get(`/${String(conversation)}/messages`, { fields }));
        expect(listed.map(({ id }) => id)).toEqual([second, first]);
        expect(listed[1]).toMatchObject({
          message: "",
          from: { id: ana.id },
          to: { data: [{ id: page.id }] },
          attachments: { data: [{ mime_type: "image/jpeg", image_data: { url: "https://cdn.example/boot.jpg" } }] },
        });
        const { body } = await me.get(`/${String(conversation)}`, { fields: "messages.limit(1){message}" });
        expect(body?.messages).toMatchObject({ data: [{ message: "This one" }] });
        expect((await me.get(`/${first}`, { fields: "message,from" })).body).toMatchObject({ id: first, from: { id: ana.id } });
      });
      it("lets the Page answer for 24 hours, and a human for 7 days where the app may", async () => {
        const { me, state, page, ana, clock } = market();
        const send = (more: object = {}): ReturnType<typeof me.post> =>
          me.post(`/${page.id}/messages`, {
            json: { recipient: { id: ana.id }, messaging_type: "RESPONSE", message: { text: "We are here" }, ...more },
          });
        const asHuman = { messaging_type: "MESSAGE_TAG", tag: "HUMAN_AGENT" };
        expect(problem(await send())).toEqual([100, 2018001]);
        state.message(ana, page, "Hello?");
        expect((await send()).body).toMatchObject({ recipient_id: ana.id, message_id: expect.stringMatching(/^m_/) as string });
        await clock.sleep(day + hour);
        expect(problem(await send())).toEqual([10, 2018278]);
        expect(problem(await send(asHuman))).toEqual([100, 2018320]);
        state.allowHumanAgent(true);
        expect((await send(asHuman)).status).toBe(200);
        await clock.sleep(6 * day);
        expect(problem(await send(asHuman))).toEqual([10, 2018278]);
        // A reaction opens the window too.
        state.reactToMessage(ana, state.directsBetween(page, ana).at(-1)?.id ?? "", "👍");
        expect((await send()).status).toBe(200);
        for (const tag of ["CONFIRMED_EVENT_UPDATE", "ACCOUNT_UPDATE", "POST_PURCHASE_UPDATE", "SHOUTING"])
          expect(problem(await send({ messaging_type: "MESSAGE_TAG", tag }))).toEqual([100]);
        expect(state.directsBetween(page, ana).length).toBe(4);
      });
      it("refuses what is no message", async () => {
        const { me, state, page, ana } = market();
        state.message(ana, page, "Hello?");
        const send = async (json: object): Promise<readonly unknown[]> =>
          problem(await me.post(`/${page.id}/messages`, { json: { recipient: { id: ana.id }, ...json } }));
        expect(await send({ message: { text: "x".repeat(2001) } })).toEqual([100, 2018034]);
        expect(await send({ message: {} })).toEqual([100]);
        expect(await send({ message: { text: "Hi" }, messaging_type: "SHOUT" })).toEqual([100]);
        expect(await send({ message: { text: "Hi" }, recipient: { id: ana.id, comment_id: "1" } })).toEqual([100]);
        expect(await send({ message: { attachment: { type: "image", payload: { url: "nowhere" } } } })).toEqual([100, 2018008]);
        expect(await send({ message: { attachment: { type: "image", payload: { url: "https://cdn.example/a.jpg" } } } })).toEqual([
          undefined,
        ]);
        expect(await send({ message: { text: "Hi" }, sender_action: "typing_on" })).toEqual([100]);
        state.setUnavailable(ana);
        expect(await send({ message: { text: "Hi" } })).toEqual([551, 1545041]);
      });
      it("marks as seen, shows typing and reacts", async () => {
        const { me, state, page, ana } = market();
        const id = state.message(ana, page, "Hello?");
        const act = (json: object): ReturnType<typeof me.post> =>
          me.post(`/${page.id}/messages`, { json: { recipient: { id: ana.id }, ...json } });
        expect((await act({ sender_action: "typing_on" })).body).toEqual({ recipient_id: ana.id });
        expect(state.unread(page, ana)).toBe(1);
        await act({ sender_action: "mark_seen" });
        expect(state.unread(page, ana)).toBe(0);
        await act({ sender_action: "react", payload: { message_id: id, reaction: "love" } });
        expect(state.directsBetween(page, ana)[0]?.reactions).toEqual({ [page.id]: "love" });
        expect(problem(await act({ sender_action: "dance" }))).toEqual([100]);
      });
      it("answers a comment in private once, for 7 days, and that opens no window", async () => {
        const { me, state, page, ana, ben, clock } = market();
        const post = state.post(page, "New boots");
        const comment = state.comment(ana, post, "Where is my parcel?");
        const send = (recipient: object): ReturnType<typeof me.post> =>
          me.post(`/${page.id}/messages`, { json: { recipient, message: { text: "What is its number?" } } });
        expect((await send({ comment_id: comment })).body).toMatchObject({ recipient_id: ana.id });
        expect(problem(await send({ comment_id: comment }))).toEqual([10900]);
        expect((await me.get(`/${comment}`, { fields: "can_reply_privately,private_reply_conversation{id}" })).body).toMatchObject({
          can_reply_privately: false,
          private_reply_conversation: { id: expect.stringMatching(/^t_/) as string },
        });
        expect(problem(await send({ id: ana.id }))).toEqual([10, 2018278]);
        const late = state.comment(ben, post, "And mine?");
        const visitor = state.visitorPost(ben, page, "Hello?");
        expect((await send({ post_id: visitor })).status).toBe(200);
        expect(problem(await send({ post_id: post }))).toEqual([100, 33]);
        expect(problem(await send({ comment_id: state.comment(page, comment, "Ours") }))).toEqual([10903]);
        await clock.sleep(7 * day + 1000);
        expect(problem(await send({ comment_id: late }))).toEqual([10, 2018278]);
      });
      it("tells the profile of who wrote, and of nobody else", async () => {
        const { me, state, page, ana, ben } = market();
        state.message(ana, page, "Hello?");
        expect((await me.get(`/${ana.id}`, { fields: "first_name,last_name,profile_pic" })).body).toMatchObject({
          first_name: "Ana",
          last_name: "Able",
        });
        expect(problem(await me.get(`/${ben.id}`))).toEqual([230]);
      });
      it("hands conversations to other apps and back", async () => {
        const { fake, me, state, page, ana } = market();
        state.message(ana, page, "Hello?");
        const owner = async (): Promise<unknown> => data(await me.get(`/${page.id}/thread_owner`, { recipient: ana.id }));
        expect(await owner()).toEqual([{ thread_owner: { app_id: fake.app.id } }]);
        await me.post(`/${page.id}/pass_thread_control`, { json: { recipient: { id: ana.id }, target_app_id: "263902037430900" } });
        expect(await owner()).toEqual([{ thread_owner: { app_id: "263902037430900" } }]);
        await me.post(`/${page.id}/take_thread_control`, { json: { recipient: { id: ana.id } } });
        expect(await owner()).toEqual([{ thread_owner: { app_id: fake.app.id } }]);
      });
    });

    describe("insights", () => {
      it("measures a post by the names that live, and fails for one that is dead", async () => {
        const { me, state, page, ana, ben } = market();
        const id = state.post(page, "New boots");
        state.measure(id, "post_media_view", 1200);
        state.react(ana, id, "CARE");
        state.react(ben, id, "SAD");
        const ask = (metric: string): ReturnType<typeof me.get> => me.get(`/${id}/insights`, { metric });
        expect(data(await ask("post_media_view,post_reactions_by_type_total,post_clicks"))).toMatchObject([
          { name: "post_media_view", period: "lifetime", values: [{ value: 1200 }], id: `${id}/insights/post_media_view/lifetime` },
          { name: "post_reactions_by_type_total", values: [{ value: { like: 1, sorry: 1 } }] },
        ]);
        for (const dead of ["post_impressions", "post_engaged_users", "post_media_view,post_impressions_unique"]) {
          const reply = await ask(dead);
          expect(problem(reply)).toEqual([100]);
          expect(JSON.stringify(reply.body)).toContain("must be a valid insights metric");
        }
        expect(problem(await me.get(`/${id}/insights`))).toEqual([3001, 1504028]);
        const inline = data(await me.get(`/${page.id}/posts`, { fields: "id,insights.metric(post_media_view){name,values}" }));
        expect(inline[0]?.insights).toEqual({ data: [{ name: "post_media_view", values: [{ value: 1200 }] }] });
      });
      it("measures a Page by days and weeks, 90 days at most, from 100 likes on", async () => {
        const { fake, me, state, page, clock } = market();
        const midnight = Math.floor(clock.now() / day) * day;
        for (const [ago, value] of [
          [1, 10],
          [0, 20],
        ] as const)
          state.measure(page.id, "page_media_view", value, midnight - ago * day);
        const values = async (query: Record<string, string | number>): Promise<unknown> =>
          data(await me.get(`/${page.id}/insights`, { metric: "page_media_view", ...query }))[0]?.values;
        expect(await values({ period: "day" })).toMatchObject([{ value: 10 }, { value: 20 }]);
        expect(await values({ period: "week" })).toMatchObject([{ value: 10 }, { value: 30 }]);
        expect(data(await me.get(`/${page.id}/insights`, { metric: "page_follows" }))).toEqual([]);
        const since = Math.floor((clock.now() - 91 * day) / 1000);
        expect(problem(await me.get(`/${page.id}/insights`, { metric: "page_follows", since }))).toEqual([100]);
        for (const dead of ["page_impressions", "page_fans_country", "page_engaged_users"])
          expect(problem(await me.get(`/${page.id}/insights`, { metric: dead }))).toEqual([100]);
        const small = state.addPage("Small", { fans: 12 });
        state.measure(small.id, "page_media_view", 5, midnight);
        expect(data(await client(fake, small.token).get(`/${small.id}/insights`, { metric: "page_media_view" }))).toEqual([]);
      });
    });

    describe("webhooks", () => {
      const listen = (fields: string): ReturnType<typeof market> & { readonly heard: () => Promise<readonly Loose[]> } => {
        const here = market();
        const requests: Request[] = [];
        here.fake.onWebhook((request) => requests.push(request));
        const heard = async (): Promise<readonly Loose[]> => {
          await here.me.post(`/${here.page.id}/subscribed_apps`, { json: { subscribed_fields: fields } });
          const bodies = await Promise.all(requests.splice(0).map((request) => request.text()));
          return bodies.map((body) => JSON.parse(body) as Loose);
        };
        return { ...here, heard };
      };

      it("tells of comments as they come, change and go", async () => {
        const { me, state, page, ana, heard } = listen("feed");
        const post = state.post(page, "New boots");
        expect(await heard()).toEqual([]);
        const top = state.comment(ana, post, "Are they warm? åäö");
        const below = state.comment(page, top, "They are");
        state.edit(top, "Are they really warm?");
        await me.post(`/${top}`, { json: { is_hidden: true } });
        await me.delete(`/${below}`);
        state.react(ana, post, "ANGRY");
        const values = (await heard()).map(({ entry }) => entry?.[0]?.changes?.[0]?.value ?? {});
        const told = values.map(({ item, verb, comment_id, parent_id }) => [item, verb, comment_id, parent_id]);
        expect(told).toEqual([
          ["comment", "add", top, post],
          ["comment", "add", below, top],
          ["comment", "edited", top, post],
          ["comment", "hide", top, post],
          ["comment", "remove", below, top],
          ["reaction", "add", undefined, post],
        ]);
        expect(values[0]).toMatchObject({ from: { id: ana.id, name: "Ana Able" }, post_id: post });
        expect(values[2]).toHaveProperty("edited_time");
        expect(values[3]).toMatchObject({ is_hidden: true });
        expect(values[4]).not.toHaveProperty("message");
        expect(values[5]).toMatchObject({ reaction_type: "anger" });
      });
      it("tells of messages, echoes, edits, reactions and what was taken back, in milliseconds", async () => {
        const { me, state, page, ana, clock, heard } = listen("messages,message_echoes,message_edits,message_reactions");
        await heard();
        const id = state.message(ana, page, "Hello?");
        await me.post(`/${page.id}/messages`, { json: { recipient: { id: ana.id }, message: { text: "Hi" } } });
        state.editMessage(id, "Hello!");
        state.reactToMessage(ana, id, "👍");
        state.removeMessage(id);
        const envelopes = await heard();
        const events = envelopes.map(({ entry }) => entry?.[0]?.messaging?.[0] ?? {});
        expect(events).toMatchObject([
          { sender: { id: ana.id }, recipient: { id: page.id }, message: { mid: id, text: "Hello?" }, timestamp: clock.now() },
          { sender: { id: page.id }, recipient: { id: ana.id }, message: { text: "Hi", is_echo: true } },
          { message_edit: { mid: id, text: "Hello!", num_edit: 1 } },
          { reaction: { mid: id, action: "react", emoji: "👍" } },
          { message: { mid: id, is_deleted: true } },
        ]);
      });
      it("tells of recommendations and of what names the Page, and of nothing that nobody asked for", async () => {
        const { fake, state, page, ana, heard } = listen("ratings,mention,standby");
        await heard();
        const review = state.review(ana, page, { text: "Warm feet", positive: true });
        const tagged = state.tag(ana, page, "I love Boot Shop");
        const naming = state.comment(ana, tagged, "Boot Shop, that is");
        state.comment(ana, tagged, "Not naming anybody");
        state.visitorPost(ana, page, "Not asked for");
        state.message(ana, page, "Not asked for");
        state.handOver(page, ana, "263902037430900");
        state.message(ana, page, "For another app");
        const entries = (await heard()).map(({ entry }) => entry?.[0]);
        expect(entries.slice(0, 3).map((entry) => [entry?.changes?.[0]?.field, entry?.changes?.[0]?.value?.item])).toEqual([
          ["ratings", "rating"],
          ["mention", "post"],
          ["mention", "comment"],
        ]);
        expect(entries[0]?.changes?.[0]?.value).toMatchObject({ open_graph_story_id: review, recommendation_type: "POSITIVE" });
        expect(entries[2]?.changes?.[0]?.value).toMatchObject({ comment_id: naming, post_id: tagged });
        expect(entries[3]).toHaveProperty("standby");
        expect(fake.pushes.length).toBe(4);
      });
      it("signs the bytes as they are sent, with everything beyond ASCII escaped", async () => {
        const { fake, state, page, ana } = market();
        const id = state.comment(ana, state.post(page, "Hi"), "På fötterna 🥾 https://x.example/");
        const request = fake.signedWebhook({ type: "comment", id });
        const body = await request.clone().text();
        expect(body).toContain("P\\u00e5 f\\u00f6tterna \\ud83e\\udd7e https:\\/\\/x.example\\/");
        expect(signed(request, body, fake.app.secret)).toBe(true);
        for (const signature of ["wrong", "missing", "malformed"] as const)
          expect(signed(fake.signedWebhook({ type: "comment", id }, { signature }), body, fake.app.secret)).toBe(false);
        const spoilt = fake.signedWebhook({ type: "comment", id }, { tampered: true });
        expect(signed(spoilt, await spoilt.clone().text(), fake.app.secret)).toBe(false);
      });
      it("asks whether we are there, and tells of people who leave", async () => {
        const { fake } = market();
        const { searchParams } = new URL(fake.signedWebhook({ type: "challenge" }).url);
        expect([searchParams.get("hub.mode"), searchParams.get("hub.verify_token")]).toEqual(["subscribe", fake.app.verifyToken]);
        expect(searchParams.get("hub.challenge")).toMatch(/^\d+$/);
        const form = new URLSearchParams(await fake.signedWebhook({ type: "data-deletion", userId: "77" }).text());
        const [signature = "", payload = ""] = (form.get("signed_request") ?? "").split(".");
        expect(signature).toBe(createHmac("sha256", fake.app.secret).update(payload).digest("base64url"));
        expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({ algorithm: "HMAC-SHA256", user_id: "77" });
      });
      it("keeps subscriptions of the app and of Pages", async () => {
        const { fake, me, state, page } = market();
        const app = client(fake, state.appToken());
        const query = { object: "page", callback_url: "https://host.example/meta", fields: "feed,messages", verify_token: "v" };
        expect((await app.post(`/${fake.app.id}/subscriptions`, { query })).body).toEqual({ success: true });
        expect(data(await app.get(`/${fake.app.id}/subscriptions`))).toMatchObject([{ object: "page", active: true }]);
        expect(problem(await me.post(`/${fake.app.id}/subscriptions`, { query }))).toEqual([15]);
        expect(problem(await me.post(`/${page.id}/subscribed_apps`, { json: { subscribed_fields: "wings" } }))).toEqual([100]);
        await me.post(`/${page.id}/subscribed_apps`, { json: { subscribed_fields: ["feed", "mention"] } });
        expect(data(await me.get(`/${page.id}/subscribed_apps`))).toMatchObject([
          { id: fake.app.id, subscribed_fields: ["feed", "mention"] },
        ]);
        await me.delete(`/${page.id}/subscribed_apps`);
        expect(state.subscribedFields(page)).toBe(undefined);
      });
    });
  });
});
