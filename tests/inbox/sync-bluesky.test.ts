import { describe, expect, it } from "vitest";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createInbox } from "../../src/inbox/index.js";
import { blueskyWorld } from "../../src/testing/bluesky/contract-world.js";
import type { Change } from "../../src/model/change.js";

const by = { type: "human", id: "sandra" } as const;

async function brandWorld() {
  const world = blueskyWorld({});
  const inbox = createInbox({
    accounts: [
      createBlueskyAdapter({ accountId: world.brand.id, password: world.account.privilegedAppPassword, service: "https://bluesky.test" }),
    ],
    raw: "drop",
    ...world.runtime,
  });
  return { world, inbox, member: await world.member(1) };
}

describe("reading Bluesky into the inbox", () => {
  it("delivers what is new once, by however many lists it is found", async () => {
    const { world, inbox, member } = await brandWorld();
    const post = await world.publish(world.brand, "Our boots are back.");
    expect((await inbox.sync()).ok).toBe(true);
    await world.reply(member, post, `Are they waterproof, @${world.brand.handle}?`);
    await world.directMessage!(member, world.brand, "Do you have size 42?");
    for (let round = 0; round < 3; round++) expect((await inbox.sync()).ok).toBe(true);
    const seen: Change[] = [];
    await inbox.handle((change) => void seen.push(change), { drain: true, types: ["message.created", "message.updated"] });
    expect(seen.map((change) => (change.type === "message.created" ? change.message.kind : change.type)).sort()).toEqual([
      "comment",
      "direct",
    ]);
  });

  it("tells once that a reply was hidden, whichever list is read afterwards", async () => {
    const { world, inbox, member } = await brandWorld();
    const post = await world.publish(world.brand, "Our boots are back.");
    await inbox.sync();
    await world.reply(member, post, `Bad boots, @${world.brand.handle}.`);
    await inbox.sync();
    const [item] = (await inbox.items({ kinds: ["comment"] })).items;
    expect((await inbox.act("hide", { key: item!.message.key }, null, { by })).status).toBe("sent");
    for (let round = 0; round < 3; round++) await inbox.sync();
    expect((await inbox.items({ kinds: ["comment"] })).items[0]!.message.visibility).toBe("hidden");
    const seen: Change[] = [];
    await inbox.handle((change) => void seen.push(change), { drain: true });
    expect(seen.filter(({ type }) => type === "message.updated")).toEqual([]);
  });

  it("journals our own reply once, and hands it only to those who ask for it", async () => {
    const { world, inbox, member } = await brandWorld();
    const post = await world.publish(world.brand, "Our boots are back.");
    await inbox.sync();
    await world.reply(member, post, "Are they waterproof?");
    await inbox.sync();
    const [item] = (await inbox.items({ kinds: ["comment"] })).items;
    expect((await inbox.respond(item!.message, "They are.", { by })).status).toBe("sent");
    await inbox.sync();
    const texts = async (own: boolean): Promise<readonly string[]> => {
      const seen: string[] = [];
      const options = { drain: true, own, consumer: String(own) };
      await inbox.handle((change) => {
        if (change.type === "message.created") seen.push(change.message.text);
      }, options);
      return seen;
    };
    expect(await texts(false)).toEqual(["Are they waterproof?"]);
    expect(await texts(true)).toEqual(["Are they waterproof?", "They are."]);
    expect(await inbox.conversation(item!.message.conversation)).not.toHaveProperty("waitingSince");
  });
});
