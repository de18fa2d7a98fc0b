import { describe, expect, it } from "vitest";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createInbox } from "../../src/inbox/create-inbox.js";
import { memoryStore } from "../../src/store/memory/memory-store.js";
import { blueskyWorld } from "../../src/testing/bluesky/contract-world.js";
import { plan, robot, sandra } from "./act-harness.js";
import type { Fault } from "../../src/testing/faults.js";

const by = sandra;

/** A brand on the fake network, one comment under its post and one direct message, read by an inbox. */
async function brandWorld(faults: readonly Fault[] = []) {
  const world = blueskyWorld({});
  const member = await world.member(1);
  const post = await world.publish(world.brand, "Our boots are back.");
  const comment = await world.reply(member, post, "Are they waterproof?");
  await world.directMessage!(member, world.brand, "Do you have size 42?");
  const store = memoryStore();
  const open = () =>
    createInbox({
      accounts: [
        createBlueskyAdapter({
          accountId: world.brand.id,
          password: world.account.privilegedAppPassword,
          service: "https://bluesky.test",
        }),
      ],
      store,
      raw: "drop",
      ...world.runtime,
    });
  const inbox = open();
  const report = await inbox.sync();
  expect(report.surfaces.filter(({ error }) => error !== undefined)).toEqual([]);
  const messages = (await inbox.items({ direction: "inbound" })).items.map(({ message }) => message);
  for (const fault of faults) world.inject!(fault);
  const find = (kind: string) => messages.find((message) => message.kind === kind)!;
  return { world, inbox, open, store, comment, asked: find("comment"), whispered: find("direct") };
}

describe("writing to Bluesky through the inbox", () => {
  it("sends nothing under a comment that was deleted while the reply waited for approval, and forgets the comment", async () => {
    const { world, inbox, asked, comment } = await brandWorld();
    const held = await inbox.respond(asked, "Yes, they are.", { by: robot });
    await world.runtime.clock!.sleep(2 * 60_000);
    await world.remove(comment);
    expect(await inbox.approveReply(held.id, sandra)).toMatchObject({ status: "pending", reason: "stale" });
    expect((await inbox.items({ direction: "inbound" })).items.map(({ message }) => message.key)).not.toContain(asked.key);
  });

  it("replies in two parts, each under the one before, and likes", async () => {
    const { world, inbox, asked, comment } = await brandWorld();
    const say = plan(["Yes, they are.", "And warm."], { actions: [{ type: "like", onUnsupported: "fail" }] });
    const outcome = await inbox.respond(asked, say, { by });
    expect(outcome.steps.map(({ step, status }) => [step, status])).toEqual([
      ["part", "sent"],
      ["part", "sent"],
      ["like", "sent"],
    ]);
    const said = (await world.said(world.brand)).filter(({ parent }) => parent !== undefined);
    expect(said.map(({ text, parent }) => [text, parent])).toEqual(expect.arrayContaining([["Yes, they are.", comment]]));
    const first = said.find(({ text }) => text === "Yes, they are.");
    expect(said.find(({ text }) => text === "And warm.")).toMatchObject({ parent: first?.id, root: first?.root });
    expect((await world.inspect(comment))?.likedBy).toEqual([world.brand.id]);
    expect((await inbox.act("unlike", { key: asked.key }, null, { by })).status).toBe("sent");
    expect((await world.inspect(comment))?.likedBy).toEqual([]);
  });

  it("holds what an automation writes where the host named no policies, until a person approves", async () => {
    const { world, inbox, asked } = await brandWorld();
    const said = async (): Promise<number> => (await world.said(world.brand)).filter(({ parent }) => parent !== undefined).length;
    const held = await inbox.respond(asked, "Yes, they are.", { by: robot });
    expect([held.status, await said()]).toEqual(["pending", 0]);
    await inbox.recover();
    await expect(inbox.approveReply(held.id, robot)).rejects.toMatchObject({ code: "forbidden" });
    expect(await said()).toBe(0);
    expect((await inbox.approveReply(held.id, by)).status).toBe("sent");
    expect(await said()).toBe(1);
  });

  it("answers a direct message into its conversation", async () => {
    const { world, inbox, whispered } = await brandWorld();
    expect((await inbox.respond({ key: whispered.key }, "Yes, two pairs.", { by })).status).toBe("sent");
    expect((await world.directs!(world.brand, await world.member(1))).map(({ text }) => text)).toEqual([
      "Do you have size 42?",
      "Yes, two pairs.",
    ]);
  });

  it("reconciles a direct message whose answer was cut off", async () => {
    const { world, inbox, whispered } = await brandWorld([
      { on: { operation: "chat.bsky.convo.sendMessage" }, do: { type: "timeout-after-commit" } },
    ]);
    const unknown = await inbox.respond(whispered, "Yes, two pairs.", { by });
    expect(unknown.status).toBe("unknown");
    expect((await inbox.reconcile(unknown.id)).status).toBe("sent");
    expect((await world.directs!(world.brand, await world.member(1))).filter(({ text }) => text === "Yes, two pairs.")).toHaveLength(1);
  });

  it("proves that nothing was sent when the connection was cut before", async () => {
    const { world, inbox, whispered } = await brandWorld([
      { on: { operation: "chat.bsky.convo.sendMessage" }, do: { type: "reset-before-commit" } },
    ]);
    const unknown = await inbox.respond(whispered, "Yes, two pairs.", { by });
    expect(unknown.status).toBe("unknown");
    await world.clock.advance(5 * 60_000);
    expect(await inbox.reconcile(unknown.id)).toMatchObject({ status: "rejected", error: { retryable: true } });
    expect(await world.directs!(world.brand, await world.member(1))).toHaveLength(1);
  });

  it("goes on in another inbox over the same store, and says nothing twice", async () => {
    const { world, inbox, open, asked } = await brandWorld([
      { on: { operation: "com.atproto.repo.putRecord", nth: 2, times: 4 }, do: { type: "timeout-after-commit" } },
      // Nor can it be asked whether the record is there.
      { on: { operation: "com.atproto.repo.getRecord", times: 5 }, do: { type: "reset-before-commit" } },
    ]);
    const say = plan(["One", "Two", "Three"]);
    const cut = await inbox.respond(asked, say, { by });
    expect(cut).toMatchObject({ status: "unknown", steps: [{ status: "sent" }, { status: "unknown" }] });
    const next = open();
    await next.recover();
    await world.clock.advance(60_000);
    await next.recover();
    expect((await next.respond(asked, say, { by })).status).toBe("sent");
    const said = (await world.said(world.brand)).filter(({ parent }) => parent !== undefined);
    expect(said.map(({ text }) => text).sort()).toEqual(["One", "Three", "Two"]);
  });
});
