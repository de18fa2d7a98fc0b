import { describe, expect, it } from "vitest";
import { comment, direct, entryOf, plan, robot, rowsOf, sandra, setUp, textsOf } from "./act-harness.js";
import { messageHash } from "../../src/model/hash.js";
import type { Message } from "../../src/model/message.js";
import type { Scene } from "./act-harness.js";

const answer = plan(["Yes."], { provenance: { target: { key: comment.key, hash: messageHash(comment) } } });
const edited: Message = { ...comment, text: "Never mind.", editedAt: "2026-01-01T12:00:30.000Z" };

const replace = (scene: Scene, ...others: Message[]): void => {
  scene.network.others?.splice(0, 9, ...others);
};
const stored = async (scene: Scene, key = comment.key): Promise<Message | undefined> =>
  (await scene.store.read("message", [key]))[0]?.value;

describe("reading a target again before a write leaves", () => {
  it("sends what was approved when the target stands as it was", async () => {
    const scene = await setUp({ others: [comment] });
    const held = await scene.desk.respond(comment, answer, { by: robot });
    expect(scene.network.rereads).toBe(0);
    expect((await scene.desk.approveReply(held.id, sandra)).status).toBe("sent");
    expect(scene.network.rereads).toBe(1);
  });

  it("costs what a person sends at once nothing", async () => {
    const { desk, network } = await setUp({ others: [comment] });
    expect((await desk.respond(comment, answer, { by: sandra })).status).toBe("sent");
    expect(network.rereads).toBe(0);
  });

  it.each([
    ["a plan", answer],
    ["a text", "Yes."],
  ])("holds %s as stale whose target was deleted meanwhile, for good, and shrinks the target", async (_name, say) => {
    const scene = await setUp({ others: [comment] });
    const held = await scene.desk.respond(comment, say, { by: robot });
    replace(scene);
    for (let attempt = 0; attempt < 2; attempt++)
      expect(await scene.desk.approveReply(held.id, sandra)).toMatchObject({ status: "pending", waitsFor: "approval", reason: "stale" });
    expect(scene.network.told).toHaveLength(0);
    expect(await stored(scene)).toMatchObject({ text: "", deletedAt: "2026-01-01T12:00:00.000Z" });
    expect((await rowsOf(scene.store, "change")).map(({ type }) => type)).toEqual(["message.deleted"]);
  });

  it("takes nothing for deleted that one answer left out", async () => {
    const scene = await setUp({ others: [comment] });
    const held = await scene.desk.respond(comment, answer, { by: robot });
    scene.network.reading = "leaves-out-once";
    expect((await scene.desk.approveReply(held.id, sandra)).status).toBe("sent");
    expect(await stored(scene)).toMatchObject({ text: comment.text });
    expect(scene.network.rereads).toBe(2);
  });

  it("throws nothing away that is so new that the network may not list it yet", async () => {
    const young = { ...comment, createdAt: "2026-01-01T11:59:30.000Z" };
    const scene = await setUp({ others: [] });
    await scene.store.write([{ collection: "message", key: young.key, value: young }]);
    const held = await scene.desk.respond(young, "Yes.", { by: robot });
    expect(await scene.desk.approveReply(held.id, sandra)).toMatchObject({ status: "pending", reason: "stale" });
    expect((await stored(scene))?.text).toBe(comment.text);
    replace(scene, young);
    expect((await scene.desk.approveReply(held.id, sandra)).status).toBe("sent");
  });

  it("holds a plan as stale whose target was edited meanwhile, until a person who saw that approves", async () => {
    const scene = await setUp({ others: [comment] });
    const held = await scene.desk.respond(comment, answer, { by: robot });
    replace(scene, edited);
    expect(await scene.desk.approveReply(held.id, sandra)).toMatchObject({ status: "pending", reason: "stale" });
    expect((await stored(scene))?.text).toBe("Never mind.");
    expect((await scene.desk.approveReply(held.id, sandra)).status).toBe("sent");
  });

  it("looks at the message that is answered, also when the answer goes into a conversation", async () => {
    const scene = await setUp({ others: [direct] });
    const say = plan(["Yes."], { provenance: { target: { key: direct.key, hash: messageHash(direct) } } });
    const held = await scene.desk.respond(direct, say, { by: robot });
    replace(scene);
    expect(await scene.desk.approveReply(held.id, sandra)).toMatchObject({ status: "pending", reason: "stale" });
  });

  it("looks again at what lay in the queue for five minutes, and not before", async () => {
    for (const [ms, rereads] of [
      [4 * 60_000, 0],
      [6 * 60_000, 1],
    ] as const) {
      const scene = await setUp({ others: [comment] });
      scene.network.fates = ["limited"];
      expect((await scene.desk.respond(comment, answer, { by: sandra })).status).toBe("pending");
      await scene.clock.sleep(ms);
      expect(await scene.desk.recover()).toMatchObject([{ status: "sent" }]);
      expect(scene.network.rereads).toBe(rereads);
    }
  });

  it("sends nothing while the target cannot be read, and goes on once it can", async () => {
    const scene = await setUp({ others: [comment] });
    const held = await scene.desk.respond(comment, answer, { by: robot });
    scene.network.reading = "connection-failed";
    expect(await scene.desk.approveReply(held.id, sandra)).toMatchObject({ status: "pending", waitsFor: "resume" });
    expect(await scene.desk.recover()).toMatchObject([{ status: "pending", waitsFor: "resume" }]);
    expect((await entryOf(scene.store, held.id)).error).toMatchObject({ code: "connection-failed" });
    expect(scene.network.told).toHaveLength(0);
    scene.network.reading = "works";
    expect(await scene.desk.recover()).toMatchObject([{ status: "sent" }]);
    expect(textsOf(scene.network)).toEqual(["Yes."]);
  });

  it("lets a person decline what waits for its target to be readable", async () => {
    const scene = await setUp({ others: [comment] });
    const held = await scene.desk.respond(comment, answer, { by: robot });
    scene.network.reading = "server-error";
    await scene.desk.approveReply(held.id, sandra);
    expect((await scene.desk.declineReply(held.id, sandra, "Too late.")).status).toBe("rejected");
  });

  it.each(["quarantines", "unsupported", "invalid-request"] as const)("goes on where reading gives no answer: %s", async (reading) => {
    const scene = await setUp({ others: [comment] });
    const held = await scene.desk.respond(comment, answer, { by: robot });
    scene.network.reading = reading;
    expect((await scene.desk.approveReply(held.id, sandra)).status).toBe("sent");
  });

  it("takes a network's word that there is none for a deletion", async () => {
    const scene = await setUp({ others: [comment] });
    const held = await scene.desk.respond(comment, answer, { by: robot });
    scene.network.reading = "not-found";
    expect(await scene.desk.approveReply(held.id, sandra)).toMatchObject({ reason: "stale" });
  });

  it("looks at a target that the store does not hold, and keeps it out of the store", async () => {
    const stranger: Message = { ...comment, key: "forum:1:message:c9", id: "c9" };
    const scene = await setUp({ others: [{ ...stranger, text: "Other words." }] });
    const say = plan(["Yes."], { provenance: { target: { key: stranger.key, hash: messageHash(stranger) } } });
    const held = await scene.desk.respond(stranger, say, { by: robot });
    expect(await scene.desk.approveReply(held.id, sandra)).toMatchObject({ reason: "stale" });
    expect(await stored(scene, stranger.key)).toBeUndefined();
  });
});
