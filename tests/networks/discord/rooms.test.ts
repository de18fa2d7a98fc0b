import { describe, expect, it } from "vitest";
import { all, failure, inWorld } from "./support.js";
import { makeKey } from "../../../src/model/keys.js";

describe("discord rooms", () => {
  it("lists rooms where something was said, by their latest message", async () => {
    const { world, adapter } = inWorld();
    const [one] = [await world.member(0)];
    const post = await world.publish(one, "My feet are cold");
    await world.mention(one, world.brand, "hello");
    const rooms = await all(adapter.listConversations());
    expect(rooms.map(({ id, kind }) => [id, kind])).toEqual([
      [world.channels.text.id, "chat"],
      [post, "comment"],
    ]);
  });
  it("lists direct channels that the host knows, and those that it opened itself", async () => {
    const { world, adapter } = inWorld((made) => ({ directChannels: [made.directChannelWith(made.brand)].slice(1) }));
    const one = await world.member(0);
    expect(await all(adapter.listConversations())).toEqual([]);
    await adapter.sendMessage({ key: makeKey(adapter.account, "author", one.id) }, { text: "Hello" });
    expect((await all(adapter.listConversations())).map(({ kind, participants }) => [kind, participants[0]?.id])).toEqual([
      ["direct", one.id],
    ]);
  });
  it("reads the channels that the host names, their threads included, and no others", async () => {
    const { world, adapter } = inWorld((made) => ({ channels: [made.channels.forum.id] }));
    const one = await world.member(0);
    const post = await world.publish(one, "My feet are cold");
    await world.mention(one, world.brand, "hello");
    expect((await all(adapter.listConversations())).map(({ id }) => id)).toEqual([post]);
    expect(await all(adapter.listMentions())).toEqual([]);
  });
  it("asks who the bot is before anything is out: what was sent must not end as a failure", async () => {
    const { world, adapter } = inWorld((made) => ({ publishTo: made.channels.forum.id }));
    const room = { key: makeKey(adapter.account, "conversation", world.channels.text.id) };
    world.fake.inject({ on: { operation: "/users/@me", times: 99 }, do: { type: "server-error" } });
    await failure(adapter.sendMessage(room, { text: "Hello" }));
    await failure(adapter.publishPost({ text: "Hello" }));
    expect(world.fake.state.saidBy(world.bot.id)).toEqual([]);
  });
  it("gives the question that begins somebody's forum post as a message, and not what begins ours", async () => {
    const { world, adapter } = inWorld();
    const [theirs, ours] = [await world.publish(await world.member(0), "My feet are cold"), await world.publish(world.brand, "New boots")];
    const said = async (id: string): Promise<string[]> =>
      (await all(adapter.listMessages({ key: makeKey(adapter.account, "conversation", id) }))).map(({ text }) => text);
    expect(await said(theirs)).toEqual(["My feet are cold"]);
    expect(await said(ours)).toEqual([]);
    expect((await all(adapter.listComments(null))).map(({ text }) => text)).toEqual(["My feet are cold"]);
  });
  it("gives what is said in every thread under `null`, since an instant", async () => {
    const { world, adapter } = inWorld();
    const one = await world.member(0);
    const [first, second] = [await world.publish(world.brand, "One"), await world.publish(world.brand, "Two")];
    await world.reply(one, first, "early");
    await world.clock.sleep(1000);
    const since = new Date(world.clock.now()).toISOString();
    await world.reply(one, second, "late");
    expect((await all(adapter.listComments(null))).map(({ text }) => text)).toEqual(["late", "early"]);
    expect((await all(adapter.listComments(null, { since }))).map(({ text }) => text)).toEqual(["late"]);
  });
  it("passes over a channel that is closed to the bot, and does not ask at every turn", async () => {
    const { world, adapter } = inWorld();
    await world.mention(await world.member(0), world.brand, "hello");
    world.fake.state.deny(world.bot, world.channels.text.id, "VIEW_CHANNEL");
    const room = { key: makeKey(adapter.account, "conversation", world.channels.text.id) };
    const before = await all(adapter.listConversations());
    if (before.length > 0) expect((await failure(adapter.listMessages(room))).code).toBe("forbidden");
    expect(await all(adapter.listConversations())).toEqual([]);
  });
  it("names a channel that is closed to the bot once, and never again", async () => {
    const { world, adapter, warnings } = inWorld();
    await world.mention(await world.member(0), world.brand, "hello");
    await all(adapter.listConversations());
    world.fake.state.deny(world.bot, world.channels.text.id, "VIEW_CHANNEL");
    const room = { key: makeKey(adapter.account, "conversation", world.channels.text.id) };
    for (let turn = 0; turn < 2; turn += 1) {
      await failure(adapter.listMessages(room));
      await world.clock.sleep(600_000);
    }
    expect(warnings).toEqual(["A channel is closed to the bot and is passed over."]);
  });
  it("says when something was last said, and not that it was said to us", async () => {
    const { world, adapter } = inWorld();
    const room = { key: makeKey(adapter.account, "conversation", world.channels.text.id) };
    const { message } = await adapter.sendMessage(room, { text: "Hello" });
    const [listed] = await all(adapter.listConversations());
    expect(listed).toMatchObject({ lastActivityAt: expect.stringMatching(/Z$/) as string });
    expect(message?.direction).toBe("outbound");
    expect(listed).not.toHaveProperty("lastInboundAt");
  });
  it("marks texts that are hidden for want of the intent, and says once what helps", async () => {
    const { world, adapter, warnings } = inWorld({}, { messageContent: false });
    const one = await world.member(0);
    world.fake.state.say(one.id, world.channels.text.id, "A secret");
    await world.mention(one, world.brand, "hello");
    const room = { key: makeKey(adapter.account, "conversation", world.channels.text.id) };
    const said = await all(adapter.listMessages(room));
    await all(adapter.listMessages(room));
    expect(said.map(({ text, refs }) => [text.includes("hello"), refs?.["contentHidden"]])).toEqual([
      [true, undefined],
      [false, "true"],
    ]);
    expect(warnings.filter((one) => one.includes("Message Content Intent"))).toHaveLength(1);
  });
  it("says what to do where a person takes no direct messages", async () => {
    const { world, adapter } = inWorld();
    const one = await world.member(0);
    world.fake.state.refuseDirects(one);
    const error = await failure(adapter.sendMessage({ key: makeKey(adapter.account, "author", one.id) }, { text: "Hello" }));
    expect(error.code).toBe("forbidden");
    expect(error.message).toContain("answer in public");
  });
  it("refuses the key of a message without its channel, and names the remedy", async () => {
    const { world, adapter } = inWorld();
    const error = await failure(adapter.getMessages([adapter.ref({ message: "5" })]));
    expect(error.code).toBe("invalid-request");
    expect(error.message).toContain("refs.channelId");
    expect(world.fake.calls).toHaveLength(0);
  });
  it("refuses ids that are none, before they get into a path", async () => {
    const { world, adapter } = inWorld();
    const error = await failure(adapter.listMessages({ key: makeKey(adapter.account, "conversation", "../users") }));
    expect(error.code).toBe("invalid-request");
    expect(world.fake.calls).toHaveLength(0);
  });
  it("takes no channel of another server", async () => {
    const { world, adapter } = inWorld();
    const other = world.fake.state.addGuild("Another");
    world.fake.state.addBot("stranger", { guilds: [other.id] });
    const channel = world.fake.state.addChannel(other.id, "general");
    const error = await failure(adapter.listMessages({ key: makeKey(adapter.account, "conversation", channel.id) }));
    expect(["not-found", "forbidden"]).toContain(error.code);
  });
});
