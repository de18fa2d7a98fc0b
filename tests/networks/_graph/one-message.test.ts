/** One thing said is one message with one key, whoever told of it, in whatever order, and after it was edited. @module */
import { describe, expect, it } from "vitest";
import { messagesOf, metaTown, minute, type MetaTown } from "../../inbox/meta-town.js";
import type { Message } from "../../../src/model/message.js";

const by = { type: "human", id: "ana" } as const;

/** What lists and webhooks bring, in an order; each webhook twice. */
type Step = "list" | "webhooks";
const orders: readonly (readonly Step[])[] = [
  ["list", "webhooks"],
  ["webhooks", "list"],
  ["webhooks", "list", "webhooks", "list"],
];

async function take(town: MetaTown, steps: readonly Step[]): Promise<readonly Message[]> {
  const deliveries = await town.deliveries();
  for (const step of steps) {
    if (step === "list") await town.inbox.sync();
    else expect(await town.receive([...deliveries, ...deliveries])).toEqual([]);
    await town.clock.sleep(minute);
  }
  return messagesOf(town.inbox);
}

const byId = (messages: readonly Message[], id: string): Message => {
  const found = messages.filter((message) => message.id === id);
  expect(found).toHaveLength(1);
  return found[0] ?? expect.fail("it is one");
};

describe.each(orders.map((steps) => [steps.join(", then "), steps] as const))("what is told by %s", (_, steps) => {
  it("is one message at every depth on Facebook, ours included", async () => {
    const town = await metaTown("facebook");
    const { facebook, page, people, posts, inbox } = town;
    const first = facebook.state.comment(people.facebook, posts.facebook, "Warm?");
    const second = facebook.state.comment(people.facebook, first, "Or dry?");
    const third = facebook.state.comment(people.facebook, second, "Or both?");
    const direct = facebook.state.message(people.facebook, page, "Hello?");
    const messages = await take(town, steps);
    const [one, two, three] = [first, second, third].map((id) => byId(messages, id));
    expect(one).not.toHaveProperty("parent");
    expect([two?.parent, two?.root, three?.root]).toEqual([one?.key, one?.key, one?.key]);
    for (const message of [two, three]) expect(message).toMatchObject({ conversation: one?.conversation, post: one?.post });
    const answers: (Message | undefined)[] = [];
    for (const message of [one, three, byId(messages, direct)]) {
      if (message === undefined) throw new Error("It was told.");
      const { steps: sent } = await inbox.respond(message, `Yes, ${message.id}`, { by });
      answers.push(sent[0]?.message);
    }
    const after = await take(town, steps);
    expect(after).toHaveLength(7);
    for (const answer of answers) expect(byId(after, answer?.id ?? "")).toMatchObject({ key: answer?.key, direction: "outbound" });
    await inbox.close();
  });

  it("is one message on Instagram and Threads, answers to answers and ours included", async () => {
    const town = await metaTown("facebook");
    const { instagram, threads, shop, people, posts, inbox } = town;
    const first = instagram.state.comment(people.instagram, posts.instagram, "Warm?");
    const below = instagram.state.reply(people.instagram, first, "Or dry?");
    const direct = instagram.state.write(people.instagram, shop, "Hello?");
    const reply = threads.state.reply(people.threads, posts.threads, "Warm?");
    const deeper = threads.state.reply(people.threads, reply, "Or dry?");
    const deepest = threads.state.reply(people.threads, deeper, "Or both?");
    const messages = await take(town, steps);
    expect(messages).toHaveLength(6);
    const answers: (Message | undefined)[] = [];
    for (const id of [below, direct, deepest]) {
      const { steps: sent } = await inbox.respond(byId(messages, id), `Yes, ${id}`, { by });
      answers.push(sent[0]?.message);
    }
    const after = await take(town, steps);
    expect(after).toHaveLength(9);
    for (const answer of answers) expect(byId(after, answer?.id ?? "")).toMatchObject({ key: answer?.key, direction: "outbound" });
    expect(byId(after, deepest)).toMatchObject({ root: byId(after, reply).key, parent: byId(after, deeper).key });
    await inbox.close();
  });

  it("says its last words after edits, and is never set back by what is older", async () => {
    const town = await metaTown("facebook");
    const { facebook, people, posts, inbox, clock } = town;
    const first = facebook.state.comment(people.facebook, posts.facebook, "Warm?");
    const below = facebook.state.comment(people.facebook, first, "Or dry?");
    const created = await town.deliveries();
    expect(await town.receive(created)).toEqual([]);
    for (const text of ["Warmer?", "Warmest?"]) {
      await clock.sleep(minute);
      facebook.state.edit(first, text);
      facebook.state.edit(below, `${text} Below`);
      const messages = await take(town, steps);
      expect(byId(messages, first).text).toBe(text);
      expect(byId(messages, below)).toMatchObject({ text: `${text} Below`, parent: byId(messages, first).key, visibility: "public" });
      // The network tries an old delivery again.
      expect(await town.receive(created)).toEqual([]);
      expect(byId(await messagesOf(inbox), first).text).toBe(text);
    }
    await inbox.close();
  });
});

describe("an edit on Facebook whose webhook is lost", () => {
  it("is found by the list, where no webhook told of an earlier one", async () => {
    const town = await metaTown("facebook");
    const { facebook, people, posts, inbox, clock } = town;
    const first = facebook.state.comment(people.facebook, posts.facebook, "Warm?");
    expect(await town.receive(await town.deliveries())).toEqual([]);
    await clock.sleep(minute);
    facebook.state.edit(first, "Warmer?");
    await inbox.sync();
    expect(byId(await messagesOf(inbox), first).text).toBe("Warmer?");
    await inbox.close();
  });
});
