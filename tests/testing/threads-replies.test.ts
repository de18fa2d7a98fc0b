import { client, ids, problem, street } from "./threads-network.js";
import { describe, expect, it } from "vitest";
import { list, text } from "./network.js";

const missing = [400, 100, 33, "THApiException"];

describe("testing", () => {
  describe("fake threads", () => {
    describe("answers", () => {
      it("lists those right under a post, newest first unless told otherwise", async () => {
        const { me, fake, shop, mira, otto } = street();
        const post = fake.state.post(shop, "Boots");
        const first = fake.state.reply(mira, post, "Warm?");
        const nested = fake.state.reply(otto, first, "Mine are");
        const second = fake.state.reply(otto, post, "Green?");
        expect(ids(await me.get(`${post}/replies`))).toEqual([second, first]);
        expect(ids(await me.get(`${post}/replies`, { reverse: false }))).toEqual([first, second]);
        expect(ids(await me.get(`${first}/replies`))).toEqual([nested]);
      });
      it("lists the whole conversation flat, for posts of one's own that begin one", async () => {
        const { me, fake, shop, mira, otto } = street();
        const post = fake.state.post(shop, "Boots");
        const first = fake.state.reply(mira, post, "Warm?");
        const own = fake.state.reply(shop, first, "Very");
        const last = fake.state.reply(otto, own, "Good");
        const fields = "id,username,is_reply,is_reply_owned_by_me,root_post,replied_to,hide_status,reply_audience";
        const answer = await me.get(`${post}/conversation`, { fields, reverse: false });
        expect(ids(answer)).toEqual([first, own, last]);
        expect(list(answer.body?.data)[1]).toEqual({
          id: own,
          username: "shop",
          is_reply: true,
          is_reply_owned_by_me: true,
          root_post: { id: post },
          replied_to: { id: first },
          hide_status: "NOT_HUSHED",
          reply_audience: "EVERYONE",
        });
        const theirs = fake.state.post(mira, "My boots");
        expect(problem(await me.get(`${first}/conversation`))).toEqual(missing);
        expect(problem(await me.get(`${theirs}/conversation`))).toEqual(missing);
        expect(problem(await me.get(`${theirs}/replies`))).toEqual(missing);
      });
      it("lists our own answers, wherever they stand", async () => {
        const { me, fake, shop, mira } = street();
        const theirs = fake.state.post(mira, "My boots");
        const one = fake.state.reply(shop, theirs, "Nice");
        const two = fake.state.reply(shop, fake.state.post(shop, "Boots"), "And green");
        fake.state.reply(mira, one, "Thanks");
        const answer = await me.get("me/replies", { fields: "text,alt_text,root_post{id,username}" });
        expect(ids(answer)).toEqual([two, one]);
        expect(answer.body?.data?.[1]?.root_post).toEqual({ id: theirs, username: "mira" });
      });
      it("leaves what answered something gone in its place", async () => {
        const { me, fake, shop, mira, otto } = street();
        const post = fake.state.post(shop, "Boots");
        const first = fake.state.reply(mira, post, "Warm?");
        const nested = fake.state.reply(otto, first, "Mine are");
        fake.state.remove(first);
        expect((await me.get(nested, { fields: "replied_to,root_post" })).body).toEqual({ id: nested, root_post: { id: post } });
      });
    });
    describe("hiding", () => {
      it("hides an answer and everything below it, and shows it again", async () => {
        const { me, fake, shop, mira, otto } = street();
        const post = fake.state.post(shop, "Boots");
        const reply = fake.state.reply(mira, post, "Spam");
        const nested = fake.state.reply(otto, reply, "Indeed");
        const states = async (): Promise<readonly unknown[]> =>
          list((await me.get(`${post}/conversation`, { fields: "hide_status", reverse: false })).body?.data).map((one) => one.hide_status);
        expect((await me.send("POST", `${reply}/manage_reply`, { hide: true })).body).toEqual({ success: true });
        expect((await me.post(`${reply}/manage_reply`, { hide: true })).body).toEqual({ success: true });
        expect(await states()).toEqual(["HIDDEN", "HIDDEN"]);
        expect(fake.state.held(nested)?.hidden).toBe(true);
        await me.post(`${reply}/manage_reply`, { hide: false });
        expect(await states()).toEqual(["UNHUSHED", "NOT_HUSHED"]);
      });
      it("refuses nested answers, other people's threads and posts", async () => {
        const { me, fake, shop, mira, otto } = street();
        const post = fake.state.post(shop, "Boots");
        const nested = fake.state.reply(otto, fake.state.reply(mira, post, "Warm?"), "Mine are");
        const elsewhere = fake.state.reply(otto, fake.state.post(mira, "Mine"), "@shop look");
        expect(problem(await me.post(`${nested}/manage_reply`, { hide: true })).slice(0, 2)).toEqual([400, 100]);
        expect(problem(await me.post(`${elsewhere}/manage_reply`, { hide: true })).slice(0, 2)).toEqual([403, 10]);
        expect(problem(await me.post(`${post}/manage_reply`, { hide: true }))).toEqual(missing);
        expect(problem(await me.post(`${fake.state.reply(mira, post, "x")}/manage_reply`)).slice(0, 2)).toEqual([400, 100]);
        const reader = client(fake, fake.state.addToken(shop, { scopes: ["threads_basic", "threads_read_replies"] }));
        expect(problem(await reader.post(`${nested}/manage_reply`, { hide: true })).slice(0, 2)).toEqual([403, 200]);
      });
    });
    describe("approvals", () => {
      it("keeps answers aside until they are let in", async () => {
        const { me, fake, shop, mira, otto } = street();
        const post = fake.state.post(shop, { text: "Boots", approvesReplies: true });
        const one = fake.state.reply(mira, post, "Warm?");
        const two = fake.state.reply(otto, post, "Buy my stuff");
        const ours = fake.state.reply(shop, post, "Hello");
        expect(ids(await me.get(`${post}/replies`))).toEqual([ours]);
        const waiting = await me.get(`${post}/pending_replies`, { fields: "reply_approval_status", reverse: false });
        expect(waiting.body?.data).toEqual([
          { id: one, reply_approval_status: "pending" },
          { id: two, reply_approval_status: "pending" },
        ]);
        expect((await me.send("POST", `${one}/manage_pending_reply`, { approve: true })).body).toEqual({ success: true });
        expect((await me.send("POST", `${two}/manage_pending_reply`, { approve: false })).body).toEqual({ success: true });
        expect(ids(await me.get(`${post}/conversation`))).toEqual([ours, one]);
        expect(ids(await me.get(`${post}/pending_replies`, { approval_status: "pending" }))).toEqual([]);
        expect(ids(await me.get(`${post}/pending_replies`, { approval_status: "ignored" }))).toEqual([two]);
        expect(problem(await me.get(`${post}/pending_replies`, { approval_status: "lost" }))[1]).toBe(100);
      });
      it("takes it by the form of a made-up container too, and refuses what never had to wait", async () => {
        const { me, fake, mira } = street();
        const post = text(
          (await me.post("me/threads", { media_type: "TEXT", text: "Boots", auto_publish_text: true, enable_reply_approvals: true })).body
            ?.id,
        );
        const reply = fake.state.reply(mira, post, "Warm?");
        expect(fake.state.held(reply)?.approval).toBe("pending");
        fake.state.decide(reply, true);
        expect(ids(await me.get(`${post}/replies`))).toEqual([reply]);
        const free = fake.state.reply(
          mira,
          text((await me.post("me/threads", { media_type: "TEXT", text: "Free", auto_publish_text: true })).body?.id),
          "Hi",
        );
        expect(problem(await me.post(`${free}/manage_pending_reply`, { approve: true })).slice(0, 2)).toEqual([400, 100]);
      });
    });
  });
});
