import { describe, expect, it } from "vitest";
import { account, comment, direct, put, robot, room, sandra, setUp } from "./act-harness.js";
import type { CanFacts } from "../../src/model/can.js";

const by = sandra;

describe("can", () => {
  it("hands the adapter the stored target, the facts around it and who acts, and asks the network nothing", async () => {
    const asked: { target: unknown; facts: CanFacts }[] = [];
    const { desk, store, network } = await setUp({
      canRules: {
        sendMessage: (target, facts) => {
          asked.push({ target, facts });
          return { ok: true, until: "2026-01-02T00:00:00.000Z" };
        },
      },
    });
    await put(store, "account", { key: account, network: "forum", id: "1", actors: ["1"] });
    expect(await desk.can("sendMessage", room.key, { by: robot })).toEqual({ ok: true, until: "2026-01-02T00:00:00.000Z" });
    expect(asked).toEqual([
      {
        target: room,
        facts: {
          now: Date.parse("2026-01-01T12:00:00.000Z"),
          by: robot,
          account: { key: account, network: "forum", id: "1", actors: ["1"] },
          conversation: room,
        },
      },
    ]);
    expect(network.told).toHaveLength(0);
  });

  it("hands over the conversation of a message", async () => {
    let seen: CanFacts | undefined;
    const { desk } = await setUp({
      canRules: {
        reply: (_target, facts) => {
          seen = facts;
          return { ok: true };
        },
      },
    });
    await desk.can("reply", direct.key, { by });
    expect(seen?.conversation).toEqual(room);
  });

  it("says what the network lacks", async () => {
    const { desk } = await setUp();
    expect(await desk.can("pin", comment.key, { by })).toMatchObject({ ok: false, reason: "unsupported" });
    expect(await desk.can("publishPost", account, { by })).toEqual({ ok: true });
  });

  it.each(["dance", "toString"])("says so too of an operation that nobody knows: %s", async (operation) => {
    const { desk } = await setUp();
    expect(await desk.can(operation as never, comment.key as never, { by })).toMatchObject({ ok: false, reason: "unsupported" });
  });

  it("answers for what the store does not hold by key alone", async () => {
    let seen: unknown;
    const { desk } = await setUp({
      canRules: {
        hide: (target) => {
          seen = target;
          return { ok: true, unsure: "Only the key is known." };
        },
      },
    });
    expect(await desk.can("hide", "forum:1:message:nobody", { by })).toMatchObject({ ok: true });
    expect(seen).toEqual({ key: "forum:1:message:nobody" });
  });

  it.each([
    ["reply", room.key, /that of a conversation; give the key of a message or a post\./],
    ["ban", comment.key, /give the key of an author\./],
    ["publishPost", comment.key, /give the key of an account\./],
    ["listMessages", comment.key, /give the key of a conversation\./],
  ] as const)("refuses a key that %s cannot point at, as `act` does", async (operation, key, says) => {
    const { desk } = await setUp();
    const refused = desk.can(operation, key as never, { by });
    await expect(refused).rejects.toMatchObject({ code: "invalid-request" });
    await expect(refused).rejects.toThrow(says);
  });

  it("refuses what is no key and nobody who acts", async () => {
    const { desk } = await setUp();
    await expect(desk.can("reply", "c1", { by })).rejects.toMatchObject({ code: "invalid-request" });
    await expect(desk.can("reply", comment.key, {} as never)).rejects.toThrow(/`by`/);
    await expect(desk.can("reply", "forum:2:message:c1", { by })).rejects.toMatchObject({ code: "misconfigured" });
  });
});
