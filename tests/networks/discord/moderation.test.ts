import { userAgent } from "../../../src/networks/discord/user-agent.js";
import { describe, expect, it } from "vitest";
import { all, byHand, failure, freja, inWorld, key } from "./support.js";
import { makeKey } from "../../../src/model/keys.js";

const day = 86_400_000;
const person = { key: makeKey(key, "author", freja) };

describe("discord moderation", () => {
  it("gives time-outs with an end, bans without, and says why in the audit log", async () => {
    const { world, adapter } = inWorld();
    const one = await world.member(0);
    const author = { key: makeKey(adapter.account, "author", one.id) };
    await adapter.ban(author, { durationMs: day, reason: "Spam – æøå" });
    expect(world.fake.state.standing(world.guild.id, one)).toMatchObject({ banned: false, timedOutUntil: expect.any(Number) as number });
    await adapter.unban(author);
    expect(world.fake.state.standing(world.guild.id, one).timedOutUntil).toBeUndefined();
    await adapter.ban(author, { deleteHistoryMs: day, reason: "More spam" });
    expect(world.fake.state.standing(world.guild.id, one).banned).toBe(true);
    await adapter.unban(author);
    expect(world.fake.state.standing(world.guild.id, one).banned).toBe(false);
    expect(world.fake.state.auditLog(world.guild.id).map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(["Spam – æøå", "More spam"]),
    );
  });
  it("writes the reason as headers want it, and seconds where the network counts them", async () => {
    const { adapter, asked } = byHand(() => ({ status: 204 }));
    await adapter.ban(person, { reason: "Spam, æ", deleteHistoryMs: 90_500 });
    const ban = asked.find(({ method }) => method === "PUT");
    expect([ban?.path.endsWith(`/bans/${freja}`), ban?.body, ban?.headers.get("x-audit-log-reason")]).toEqual([
      true,
      { delete_message_seconds: 90 },
      "Spam%2C%20%C3%A6",
    ]);
    expect(ban?.headers.get("authorization")).toBe("Bot token.of.brand");
    expect(ban?.headers.get("user-agent")).toBe(userAgent());
  });
  it.each([
    [{ durationMs: 29 * day }, "28 days"],
    [{ durationMs: 0 }, "durationMs"],
    [{ durationMs: day, deleteHistoryMs: day }, "time-out"],
    [{ deleteHistoryMs: 8 * day }, "7 days"],
    [{ reason: "x".repeat(513) }, "512"],
  ])("refuses %j before any request", async (options, words) => {
    const { adapter, asked } = byHand(() => ({ status: 204 }));
    expect((await failure(adapter.ban(person, options))).message).toContain(words);
    expect(asked).toHaveLength(0);
  });
  it("lifts what it may lift, and says so where it may lift nothing", async () => {
    const forbidden = { status: 403, body: { code: 50013, message: "Missing Permissions" } };
    const half = byHand(({ method }) => (method === "DELETE" ? forbidden : { body: {} }));
    await half.adapter.unban(person);
    const none = byHand(() => forbidden);
    expect((await failure(none.adapter.unban(person))).code).toBe("forbidden");
    const gone = byHand(() => ({ status: 404, body: { code: 10026, message: "Unknown Ban" } }));
    await gone.adapter.unban(person);
  });
  it("never bans itself", async () => {
    const { adapter, world } = inWorld();
    const error = await failure(adapter.ban({ key: makeKey(adapter.account, "author", world.bot.id) }));
    expect(error.message).toContain("bot itself");
  });
  it("pins and unpins, and again counts as done", async () => {
    const { world, adapter } = inWorld();
    const id = await world.mention(await world.member(0), world.brand, "hello");
    const target = { key: makeKey(adapter.account, "message", id), refs: { channelId: world.channels.text.id } };
    await adapter.pin(target);
    await adapter.pin(target);
    await adapter.unpin(target);
    await adapter.unpin(target);
    const paths = world.fake.calls.filter(({ method }) => method === "PUT" || method === "DELETE").map(({ operation }) => operation);
    expect(paths.every((path) => path.includes("pins"))).toBe(true);
  });
  it("deletes what others said, and its own threads with all that is in them", async () => {
    const { world, adapter } = inWorld();
    const id = await world.mention(await world.member(0), world.brand, "spam");
    await adapter.delete({ key: makeKey(adapter.account, "message", id), refs: { channelId: world.channels.text.id } });
    expect(await world.inspect(id)).toBeUndefined();
    const post = await world.publish(world.brand, "A mistake");
    await adapter.delete({ key: makeKey(adapter.account, "post", post) });
    expect(await world.inspect(post)).toBeUndefined();
    await adapter.delete({ key: makeKey(adapter.account, "post", post), refs: { channelId: post } });
  });
  it("reacts with the guild's own emoji, and likes with what the host chose", async () => {
    const { world, adapter } = inWorld((made) => ({ likeEmoji: made.fake.state.addEmoji(made.guild.id, "boot") }));
    const id = await world.mention(await world.member(0), world.brand, "hello");
    const target = { key: makeKey(adapter.account, "message", id), refs: { channelId: world.channels.text.id } };
    await adapter.like(target);
    const [liked] = await all(adapter.getMessages([target]));
    expect(liked?.counts.likes).toBe(1);
    expect(liked?.ownReactions?.[0]).toMatch(/^boot:\d+$/);
    expect((await failure(adapter.react(target, "like"))).code).toBe("invalid-request");
  });
});
