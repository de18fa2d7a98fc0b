import { describe, expect, it } from "vitest";
import { guildWith, refusalOf, unjudged } from "./discord-network.js";
import { list, text } from "./network.js";

const limits = { buckets: { read: [2, 5000] as const } };

describe("testing", () => {
  describe("fake discord", () => {
    describe("limits", () => {
      it("tells a bucket that several routes share, and keeps channels apart", async () => {
        const { me, fake, mira, general, news, clock } = guildWith({ limits });
        const { id } = fake.state.say(mira, general.id, "boots");
        const first = await me.get(`/channels/${general.id}/messages`);
        const header = (name: string): string | null => first.headers.get(`x-ratelimit-${name}`);
        expect([header("limit"), header("remaining"), header("reset-after")]).toEqual(["2", "1", "5.000"]);
        expect(Number(header("reset"))).toBe((clock.now() + 5000) / 1000);
        const second = await me.get(`/channels/${general.id}/messages/${id}`);
        expect(second.headers.get("x-ratelimit-bucket")).toBe(header("bucket"));
        await clock.advance(750);
        const third = await me.get(`/channels/${general.id}/messages`);
        expect([third.status, third.body]).toMatchObject([429, { retry_after: 4.25, global: false }]);
        expect([third.headers.get("retry-after"), third.headers.get("x-ratelimit-scope")]).toEqual(["5", "user"]);
        expect(third.headers.get("x-ratelimit-global")).toBeNull();
        const elsewhere = await me.get(`/channels/${news.id}/messages`);
        expect([elsewhere.status, elsewhere.headers.get("x-ratelimit-bucket")]).toEqual([200, header("bucket")]);
        expect((await me.get(`/channels/${general.id}`)).headers.get("x-ratelimit-bucket")).not.toBe(header("bucket"));
        await clock.advance(4250);
        expect((await me.get(`/channels/${general.id}/messages`)).status).toBe(200);
      });
      it("refuses more than 50 requests in a second, whatever they ask", async () => {
        const { me, general, news, help, clock } = guildWith({ limits: {} });
        const paths = [general, news, help].map(({ id }) => `/channels/${id}`);
        for (let at = 0; at < 50; at += 1) expect((await me.get(paths[at % 3] ?? "")).status).toBe(200);
        const over = await me.get(`/channels/${general.id}/messages`);
        expect([over.status, over.body?.global, over.headers.get("x-ratelimit-scope")]).toEqual([429, true, "global"]);
        expect(over.headers.get("x-ratelimit-global")).toBe("true");
        await clock.advance(1000);
        expect((await me.get(`/channels/${general.id}/messages`)).status).toBe(200);
      });
      it("bans an address that is refused too often, with a page that is no JSON; what others used up does not count", async () => {
        const { me, fake, general, clock } = guildWith({ limits: { invalid: 3 } }, unjudged);
        fake.state.crowd(general.id, 60_000);
        for (let at = 0; at < 5; at += 1) {
          const shared = await me.get(`/channels/${general.id}`);
          expect([shared.status, shared.headers.get("x-ratelimit-scope")]).toEqual([429, "shared"]);
        }
        const stranger = { authorization: "Bot nonsense", "user-agent": "DiscordBot (https://shop.test, 1)" };
        for (let at = 0; at < 3; at += 1) expect((await fake.fetch(`${fake.baseUrl}/users/@me`, { headers: stranger })).status).toBe(401);
        const banned = await me.get("/users/@me");
        expect([banned.status, banned.body, banned.headers.get("content-type")]).toEqual([429, undefined, "text/html; charset=UTF-8"]);
        await clock.advance(3_600_000);
        expect((await me.get("/users/@me")).status).toBe(200);
      });
    });
    describe("faults", () => {
      it("refuses everything while it is exhausted", async () => {
        const { me, fake, general, clock } = guildWith();
        fake.inject({ on: { effect: "read" }, do: { type: "rate-limit", retryAfterMs: 90_500 } });
        const refused = await me.get(`/channels/${general.id}`);
        expect([refused.status, refused.body?.retry_after, refused.body?.global]).toEqual([429, 90.5, true]);
        await clock.advance(90_000);
        expect((await me.get("/users/@me")).status).toBe(429);
        await clock.advance(500);
        expect((await me.get("/users/@me")).status).toBe(200);
      });
      it("refuses a token for good, and takes one that was made anew", async () => {
        const { me, fake, bot } = guildWith();
        fake.inject({ do: { type: "expired-token" } });
        expect(refusalOf(await me.get("/users/@me"))).toEqual([401, 0]);
        expect(refusalOf(await me.get("/users/@me"))).toEqual([401, 0]);
        const token = fake.state.resetToken(bot);
        expect(token).not.toBe(bot.token);
        const headers = { authorization: `Bot ${token}`, "user-agent": "DiscordBot (https://shop.test, 1)" };
        expect((await fake.fetch(`${fake.baseUrl}/users/@me`, { headers })).status).toBe(200);
      });
      it("takes every right away although the token is known", async () => {
        const { me, fake, guild, general } = guildWith();
        fake.inject({ on: { effect: "write" }, do: { type: "revoked-scope" } });
        expect(refusalOf(await me.send("POST", `/channels/${general.id}/messages`, { content: "boots" }))).toEqual([403, 50013]);
        expect(refusalOf(await me.get(`/guilds/${guild.id}`))).toEqual([403, 50001]);
        expect((await me.get("/users/@me")).status).toBe(200);
        expect(fake.state.saidBy(fake.app.id)).toEqual([]);
      });
      it("answers with server errors, cuts before and after the deed", async () => {
        const { me, fake, general } = guildWith();
        const say = (content: string): ReturnType<typeof me.send> => me.send("POST", `/channels/${general.id}/messages`, { content });
        fake.inject({ do: { type: "server-error", status: 503 } });
        expect((await say("one")).status).toBe(503);
        fake.inject({ do: { type: "reset-before-commit" } });
        await expect(say("two")).rejects.toThrow(TypeError);
        fake.inject({ do: { type: "timeout-after-commit" } });
        await expect(say("three")).rejects.toThrow(TypeError);
        expect(fake.state.saidBy(fake.app.id).map((one) => one.text)).toEqual(["three"]);
      });
      it("breaks an item, adds what nobody knows, repeats a page's last item, and shows results later than it counts them", async () => {
        const { me, fake, mira, guild, general } = guildWith();
        const ids = ["a", "b", "c"].map((one) => fake.state.say(mira, general.id, `boots ${one}`).id);
        const path = `/channels/${general.id}/messages`;
        fake.inject({ do: { type: "broken-item", index: 1 } });
        expect(list((await me.get(path)).body).map(({ id }) => id)).toEqual([ids[2], undefined, ids[0]]);
        fake.inject({ do: { type: "unknown-fields" } });
        const richer = list((await me.get(path)).body);
        expect([richer.at(-1)?.type, richer[0]?.future_field !== undefined, richer[0]?.author?.future_field !== undefined]).toEqual([
          99,
          true,
          true,
        ]);
        fake.inject({ do: { type: "repeat-cursor" } });
        await me.get(path);
        const before = ids[1] ?? "";
        expect(list((await me.get(path, { before })).body).map(({ id }) => id)).toEqual([ids[0], before]);
        const search = `/guilds/${guild.id}/messages/search`;
        fake.inject({ do: { type: "empty-page" } });
        const empty = await me.get(search, { content: "boots", limit: 2 });
        expect([list(empty.body?.messages), empty.body?.total_results]).toEqual([[], 5]);
        const next = await me.get(search, { content: "boots", limit: 2, offset: 2 });
        expect(list(next.body?.messages).map((group) => text(list(group)[0]?.content))).toEqual(["boots c", "boots b"]);
        expect((await me.get(search, { content: "boots", limit: 2 })).body?.total_results).toBe(3);
      });
    });
  });
});
