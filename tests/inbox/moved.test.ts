import { describe, expect, it } from "vitest";
import { absorb } from "../../src/inbox/absorb.js";
import { makeKey } from "../../src/model/keys.js";
import type { Message } from "../../src/model/message.js";
import { account, comment, plan, rowsOf, sandra, setUp } from "./act-harness.js";

describe("a message whose conversation is told anew", () => {
  const elsewhere = { ...comment, conversation: makeKey(account, "conversation", comment.id), text: "Are they waterproof? sentinel-moved" };

  it("stays where it was first seen, so that whoever waits there is not forgotten", async () => {
    const { desk, store } = await setUp();
    const first = { ...comment, key: makeKey(account, "message", "c9"), id: "c9" };
    await absorb(desk.context, account, { messages: [first] });
    await absorb(desk.context, account, { messages: [{ ...elsewhere, key: first.key, id: first.id }] });
    const [row] = await store.read("message", [first.key]);
    expect(row?.value).toMatchObject({ conversation: first.conversation, text: elsewhere.text });
    const rooms = await rowsOf(store, "conversation");
    expect(rooms.find(({ key }) => key === first.conversation)?.waitingSince).toBe(first.createdAt);
  });

  it("leaves nothing in the journal when it is deleted after that", async () => {
    const { desk, store } = await setUp();
    const first = { ...comment, key: makeKey(account, "message", "c9"), id: "c9" };
    await absorb(desk.context, account, { messages: [first] });
    await absorb(desk.context, account, { messages: [{ ...elsewhere, key: first.key, id: first.id }] });
    await absorb(desk.context, account, { deleted: [{ kind: "message", key: first.key, at: "2026-01-02T00:00:00.000Z" }] });
    expect(JSON.stringify(await rowsOf(store, "change"))).not.toContain("sentinel");
  });
});

describe("a message that turns out to stand in another tree", () => {
  const key = (id: string): Message["key"] => makeKey(account, "message", id);
  const at = (minute: number): string => `2026-01-01T12:0${minute}:00.000Z`;
  const below = (id: string, minute: number, more: Partial<Message>): Message => ({
    ...comment,
    key: key(id),
    id,
    createdAt: at(minute),
    ...more,
  });

  it("is answered by what was said in that tree since, as soon as a list tells where it begins", async () => {
    const { desk, store } = await setUp();
    const waits = async (): Promise<string | undefined> =>
      (await rowsOf(store, "conversation")).find((room) => room.key === comment.conversation)?.waitingSince;
    const first = below("m1", 1, {});
    // Told without its root: all that is known is what it answers.
    const deep = below("m3", 3, { parent: key("m2") });
    await absorb(desk.context, account, { messages: [first, deep] });
    await absorb(desk.context, account, { messages: [below("m4", 4, { parent: key("m1"), root: key("m1"), direction: "outbound" })] });
    expect(await waits()).toBe(at(3));
    await absorb(desk.context, account, { messages: [{ ...deep, root: key("m1") }] });
    expect(await waits()).toBeUndefined();
    await absorb(desk.context, account, { messages: [below("m5", 5, { parent: key("m4"), root: key("m1") })] });
    expect(await waits()).toBe(at(5));
  });
});

describe("a conversation that begins with our own message", () => {
  it("has a row of its own, in which nobody waits", async () => {
    const { desk, store } = await setUp({ privately: true });
    const outcome = await desk.escalate(comment, { privatePlan: plan(["What is your order number?"]) }, { by: sandra });
    expect(outcome.status).toBe("sent");
    const begun = (await rowsOf(store, "conversation")).find(({ id }) => id === "dm-new");
    expect(begun).toMatchObject({ kind: "direct", lastOutboundAt: "2026-01-01T12:00:00.000Z" });
    expect(begun?.waitingSince).toBeUndefined();
  });
});
