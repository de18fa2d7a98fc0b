import { all, errorOf, facebook, instagram } from "./support.js";
import { can } from "../../../src/adapter/can.js";
import { describe, expect, it } from "vitest";

const hour = 3_600_000;
const ana = { type: "human", id: "ana" } as const;

describe.each([facebook, instagram])("direct messages on instagram, %o", (make) => {
  it("go out for a day, then for seven days by people where the app may, then no more", async () => {
    const { adapter, fake, account, clock } = make({}, { humanAgent: true });
    const freja = fake.state.addPerson("freja");
    fake.state.write(freja, account, "are you there");
    const talk = async () => (await all(adapter.listConversations()))[0] ?? expect.fail("a conversation");
    const answerOf = async (by?: typeof ana) => {
      const conversation = await talk();
      return can(adapter, "sendMessage", conversation, { now: clock.now(), conversation, ...(by && { by }) });
    };
    expect(await answerOf()).toMatchObject({ ok: true, mode: "standard" });
    await adapter.sendMessage(await talk(), { text: "Yes" });
    await clock.sleep(25 * hour);
    expect(await answerOf()).toMatchObject({ ok: false, reason: "human-only" });
    expect(await answerOf(ana)).toMatchObject({ ok: true, mode: "human" });
    const before = fake.calls.filter(({ effect }) => effect === "write").length;
    expect((await errorOf(adapter.sendMessage(await talk(), { text: "Still here" }))).code).toBe("window-closed");
    expect(fake.calls.filter(({ effect }) => effect === "write")).toHaveLength(before);
    await adapter.sendMessage(await talk(), { text: "Sorry to be late" }, { by: ana });
    await clock.sleep(7 * 24 * hour);
    expect(await answerOf(ana)).toMatchObject({ ok: false, reason: "user-must-open" });
    expect((await errorOf(adapter.sendMessage(await talk(), { text: "Hello?" }, { by: ana }))).code).toBe("window-closed");
    expect(fake.state.directsBetween(account, freja).map(({ text }) => text)).toEqual(["are you there", "Yes", "Sorry to be late"]);
  });

  it("are limited by bytes", async () => {
    const { adapter, fake, account } = make();
    const freja = fake.state.addPerson("freja");
    fake.state.write(freja, account, "are you there");
    const [talk] = (await adapter.listConversations()).items;
    if (talk === undefined) throw new Error("There is a conversation.");
    expect((await errorOf(adapter.sendMessage(talk, { text: "å".repeat(501) }))).message).toMatch(/1002 UTF-8 bytes and 1000/);
    await adapter.sendMessage(talk, { text: "å".repeat(500) });
    await adapter.sendMessage(talk, {
      text: "",
      attachments: [
        { type: "image", url: "https://shop.example/a.jpg" },
        { type: "image", url: "https://shop.example/b.jpg" },
      ],
    });
    expect(fake.state.directsBetween(account, freja).at(-1)?.attachments).toEqual(["image", "image"]);
  });

  it("answer a comment in private once, within seven days", async () => {
    const { adapter, fake, account, clock } = make();
    const freja = fake.state.addPerson("freja");
    const post = fake.state.share(account, "Boots");
    const [one, other] = [fake.state.comment(freja, post, "my order is late"), fake.state.comment(freja, post, "and another")];
    const [message, old] = await all(adapter.getMessages([adapter.ref({ message: one }), adapter.ref({ message: other })]));
    if (message === undefined || old === undefined) throw new Error("There are two comments.");
    const { message: sent } = await adapter.replyPrivately(message, { text: "What is its number?" });
    expect(sent?.conversation).toBe(`${adapter.account}:conversation:${freja.id}`);
    expect((await errorOf(adapter.replyPrivately(message, { text: "Hello?" }))).code).toBe("duplicate");
    expect(can(adapter, "replyPrivately", { ...message, allows: { replyPrivately: false } }, { now: clock.now() })).toMatchObject({
      ok: false,
      reason: "refused",
    });
    await clock.sleep(7 * 24 * hour + 1000);
    expect(can(adapter, "replyPrivately", old, { now: clock.now() })).toMatchObject({ ok: false, reason: "window-closed" });
    expect((await errorOf(adapter.replyPrivately(old, { text: "Sorry" }))).code).toBe("window-closed");
  });

  it("tell stories that were answered or mention the account, and what the API cannot show", async () => {
    const { adapter, fake, account } = make();
    const freja = fake.state.addPerson("freja");
    const story = fake.state.share(account, { product: "STORY" });
    fake.state.replyToStory(freja, story, "nice");
    fake.state.mentionInStory(freja, account);
    fake.state.write(freja, account, { attachments: [{ type: "unsupported_type" }] });
    const [talk] = (await adapter.listConversations()).items;
    const found = await all(adapter.listMessages(talk ?? expect.fail("a conversation")));
    expect(found.map(({ surface, text, attachments }) => [surface, text, attachments.map(({ type }) => type)])).toEqual([
      [undefined, "", ["file"]],
      ["story-mention", "", ["share"]],
      ["story-reply", "nice", ["share"]],
    ]);
    expect((await all(adapter.listStories())).map(({ id, expiresAt }) => [id, typeof expiresAt])).toEqual([[story, "string"]]);
    expect(await all(adapter.listPosts())).toEqual([]);
  });

  it("are told to the twenty newest of a conversation", async () => {
    const { adapter, fake, account, clock } = make({ pageSize: 100 });
    const freja = fake.state.addPerson("freja");
    for (let at = 0; at < 25; at++) {
      await clock.sleep(1000);
      fake.state.write(freja, account, `message ${at}`);
    }
    const [talk] = (await adapter.listConversations()).items;
    const found = await all(adapter.listMessages(talk ?? expect.fail("a conversation")));
    expect(found.map(({ text }) => text)).toEqual(Array.from({ length: 20 }, (_, at) => `message ${24 - at}`));
    expect(adapter.surfaces).toContainEqual({ name: "messages", keepsItems: 20 });
  });

  it("take one reaction, and only they", async () => {
    const { adapter, fake, account } = make();
    const freja = fake.state.addPerson("freja");
    const mid = fake.state.write(freja, account, "thank you");
    await adapter.react(adapter.ref({ message: mid }), "❤️");
    expect(fake.state.directsBetween(account, freja)[0]?.reactions).toEqual({ [account.id]: "❤" });
    expect((await errorOf(adapter.react(adapter.ref({ message: mid }), "🎉"))).code).toBe("invalid-request");
    const comment = fake.state.comment(freja, fake.state.share(account, "Boots"), "hi");
    expect((await errorOf(adapter.react(adapter.ref({ message: comment }), "love"))).code).toBe("unsupported");
    expect((await errorOf(adapter.markRead(adapter.ref({ message: comment })))).code).toBe("unsupported");
    expect((await errorOf(adapter.hide(adapter.ref({ message: mid })))).code).toBe("unsupported");
    await adapter.markRead(adapter.ref({ message: mid }));
  });

  it("are asked for twice a second at most", async () => {
    const { adapter, fake, account, clock } = make();
    fake.state.write(fake.state.addPerson("freja"), account, "hello");
    const start = clock.now();
    for (let at = 0; at < 6; at++) await adapter.listConversations();
    expect(clock.now() - start).toBeGreaterThanOrEqual(2000);
    expect(fake.calls.every(({ status }) => status === 200)).toBe(true);
  });
});
