import { describe, expect, it } from "vitest";
import { fourEyes, holdAll, holdAutomation, lintGate, requireAlt } from "../../src/inbox/policies.js";
import { draftHash, messageHash } from "../../src/model/hash.js";
import type { Policy } from "../../src/inbox/policy.js";
import type { ReplyPlan } from "../../src/model/draft.js";
import { comment, entryOf, mikkel, plan, put, robot, rowsOf, sandra, setUp } from "./act-harness.js";

describe("approveReply", () => {
  it("holds what an automation writes by default, and sends it once a person approved", async () => {
    const { desk, network, store } = await setUp();
    const held = await desk.respond(comment, "Yes.", { by: robot });
    expect(held).toMatchObject({ status: "pending", waitsFor: "approval", steps: [] });
    expect(network.told).toHaveLength(0);
    expect(await desk.respond(comment, "Yes.", { by: robot })).toEqual(held);
    expect((await desk.approveReply(held.id, sandra)).status).toBe("sent");
    expect((await rowsOf(store, "audit")).map(({ action, by, status }) => [action, by.id, status])).toEqual(
      expect.arrayContaining([
        ["reply", "night-shift", "pending"],
        ["approveReply", "sandra", undefined],
        ["reply", "night-shift", "sent"],
      ]),
    );
  });

  it("works in another process", async () => {
    const { desk, open, network } = await setUp();
    const held = await desk.respond(comment, "Yes.", { by: robot });
    expect((await open().approveReply(held.id, sandra)).status).toBe("sent");
    expect(network.told).toHaveLength(1);
  });

  it("sends once when several approve at the same time", async () => {
    const { desk, open, network } = await setUp();
    const held = await desk.respond(comment, "Yes.", { by: robot });
    await Promise.allSettled([
      desk.approveReply(held.id, sandra),
      desk.approveReply(held.id, mikkel),
      open().approveReply(held.id, sandra),
    ]);
    expect(network.told).toHaveLength(1);
    expect((await desk.approveReply(held.id, sandra)).status).toBe("sent");
  });

  it.each([robot, { type: "system", id: "cron" } as const])("lets only humans approve: not $type", async (by) => {
    const { desk, network } = await setUp();
    const held = await desk.respond(comment, "Yes.", { by: robot });
    await expect(desk.approveReply(held.id, by)).rejects.toMatchObject({ code: "forbidden" });
    expect(network.told).toHaveLength(0);
  });

  it("obeys the list of approvers", async () => {
    const policy: Policy = () => ({ do: "hold", reason: "Legal looks first.", approvers: ["mikkel"] });
    const { desk } = await setUp({ policies: [policy] });
    const held = await desk.respond(comment, "Yes.", { by: sandra });
    await expect(desk.approveReply(held.id, sandra)).rejects.toMatchObject({ code: "forbidden" });
    expect((await desk.approveReply(held.id, mikkel)).status).toBe("sent");
  });

  it("asks each policy that holds for its own approval", async () => {
    const legal: Policy = () => ({ do: "hold", reason: "Legal looks first.", approvers: ["mikkel"] });
    const chief: Policy = () => ({ do: "hold", reason: "The chief looks too.", approvers: ["sandra"] });
    const { desk, network } = await setUp({ policies: [legal, chief] });
    const held = await desk.respond(comment, "Yes.", { by: robot });
    expect(await desk.approveReply(held.id, mikkel)).toMatchObject({ status: "pending", reason: "The chief looks too." });
    expect(network.told).toHaveLength(0);
    expect((await desk.approveReply(held.id, sandra)).status).toBe("sent");
  });

  it("wants somebody else than the writer under four eyes", async () => {
    const { desk } = await setUp({ policies: [fourEyes()] });
    const held = await desk.respond(comment, "Yes.", { by: sandra });
    expect(held.status).toBe("pending");
    await expect(desk.approveReply(held.id, sandra)).rejects.toMatchObject({ code: "forbidden" });
    expect((await desk.approveReply(held.id, mikkel)).status).toBe("sent");
  });

  it("counts no approval that was given for another plan", async () => {
    const { desk, store, network } = await setUp();
    network.fates = ["rejects"];
    const held = await desk.respond(comment, "Yes.", { by: robot });
    expect((await desk.approveReply(held.id, sandra)).status).toBe("rejected");
    const entry = await entryOf(store, held.id);
    // Somebody changes what would be said, behind the inbox's back.
    const changed = { ...entry, state: "queued" as const, plan: { ...plan(["No."]) } };
    await store.write([{ collection: "outbox", key: held.id, value: changed }]);
    expect(await desk.recover()).toMatchObject([{ status: "pending", waitsFor: "approval" }]);
    expect(network.told).toHaveLength(1);
    expect((await desk.approveReply(held.id, sandra)).status).toBe("sent");
    expect(network.standing.map(({ text }) => text)).toEqual(["No."]);
  });

  it("refuses an unknown id, one that is none, and what no longer waits", async () => {
    const { desk } = await setUp();
    const sent = await desk.respond(comment, "Yes.", { by: sandra });
    await expect(desk.approveReply("forum:1:outbox:nothing", sandra)).rejects.toMatchObject({ code: "not-found" });
    await expect(desk.approveReply("nothing", sandra)).rejects.toMatchObject({ code: "invalid-request" });
    await expect(desk.approveReply(sent.id, {} as never)).rejects.toMatchObject({ code: "invalid-request" });
    await expect(desk.approveReply(sent.id, sandra)).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a reply that was approved", () => {
  const edited = { ...comment, text: "Never mind the boots." };

  it.each([
    ["a text", "Yes."],
    ["a plan", plan(["Yes."], { provenance: { target: { key: comment.key, hash: messageHash(comment) } } })],
  ])("is held as stale when the member edits the comment before it leaves: %s", async (_what, say) => {
    const { desk, store, network } = await setUp();
    const held = await desk.respond(comment, say, { by: robot });
    network.fates = ["limited"];
    expect(await desk.approveReply(held.id, sandra)).toMatchObject({ status: "pending", waitsFor: "budget" });
    await put(store, "message", edited);
    network.onWrite = () => {
      throw new Error("nothing may leave");
    };
    expect(await desk.respond(comment, say, { by: robot })).toMatchObject({ status: "pending", waitsFor: "approval", reason: "stale" });
    network.onWrite = () => undefined;
    expect((await desk.approveReply(held.id, sandra)).status).toBe("sent");
  });

  it("is held as stale when the network shows the edit only at the moment of sending", async () => {
    const { desk, network } = await setUp({ others: [edited] });
    const held = await desk.respond(comment, "Yes.", { by: robot });
    expect(await desk.approveReply(held.id, sandra)).toMatchObject({ status: "pending", reason: "stale" });
    expect(network.told).toEqual([]);
  });

  it("goes out when the comment stands as the approver saw it, edited or not", async () => {
    const { desk, store } = await setUp();
    const held = await desk.respond(comment, "Yes.", { by: robot });
    await put(store, "message", edited);
    expect((await desk.approveReply(held.id, sandra)).status).toBe("sent");
  });
});

describe("declineReply", () => {
  it("ends as rejected, and stays so when asked again", async () => {
    const { desk, network, store } = await setUp();
    const held = await desk.respond(comment, "Yes.", { by: robot });
    const declined = await desk.declineReply(held.id, sandra, "Wrong tone.");
    expect(declined).toMatchObject({ status: "rejected", error: { code: "declined" } });
    expect(await desk.respond(comment, "Yes.", { by: robot })).toEqual(declined);
    expect(await desk.declineReply(held.id, sandra, "Wrong tone.")).toEqual(declined);
    await expect(desk.approveReply(held.id, sandra)).rejects.toMatchObject({ code: "conflict" });
    expect(network.told).toHaveLength(0);
    expect((await entryOf(store, held.id)).approvals).toMatchObject([{ verdict: "declined", why: "Wrong tone." }]);
    expect((await rowsOf(store, "audit")).find(({ action }) => action === "declineReply")).toMatchObject({
      reason: "Wrong tone.",
      by: sandra,
    });
  });

  it("wants a reason", async () => {
    const { desk } = await setUp();
    const held = await desk.respond(comment, "Yes.", { by: robot });
    await expect(desk.declineReply(held.id, sandra, " ")).rejects.toThrow(/why/);
  });

  it("declines nothing that is out", async () => {
    const { desk } = await setUp();
    const sent = await desk.respond(comment, "Yes.", { by: sandra });
    await expect(desk.declineReply(sent.id, sandra, "Too late.")).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("policies", () => {
  const send: Policy = () => ({ do: "send" });
  const hold: Policy = () => ({ do: "hold", reason: "Wait." });
  const reject: Policy = () => ({ do: "reject", reason: "Never." });
  const fail: Policy = () => {
    throw new Error("sentinel-policy");
  };

  it.each([
    ["sends when all say so", [send, send], "sent"],
    ["lets hold win over send", [send, hold], "pending"],
    ["lets reject win over hold", [hold, reject, send], "rejected"],
    ["lets reject win over one that fails", [fail, reject], "rejected"],
    ["holds when one fails", [send, fail], "pending"],
    ["holds when one gives no verdict", [() => undefined as never], "pending"],
    ["sends when there is none", [], "sent"],
  ] as const)("%s", async (_name, policies, status) => {
    const { desk, network } = await setUp({ policies });
    const outcome = await desk.respond(comment, "Yes.", { by: sandra });
    expect(outcome.status).toBe(status);
    expect(network.told).toHaveLength(status === "sent" ? 1 : 0);
  });

  it("keeps holding while a policy fails, whoever approves, and repeats nothing of its error", async () => {
    const lines: unknown[] = [];
    const { desk, network } = await setUp({ policies: [fail], logger: { error: (...line) => lines.push(line) } });
    const held = await desk.respond(comment, "sentinel-text", { by: sandra });
    await expect(desk.approveReply(held.id, mikkel)).rejects.toMatchObject({ code: "forbidden" });
    expect(network.told).toHaveLength(0);
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify([held, lines])).not.toContain("sentinel");
  });

  it.each([
    ["one that was listed without being called", holdAll as never, /^Policy 2 \(holdAll\) returned a function.*list holdAll\(\)\./],
    ["one that misspells a verdict", (() => ({ do: "sned" })) as never, /^Policy 2 gave no verdict\. It must return \{ do: "send" \}/],
    ["one that says nothing", (() => undefined) as never, /^Policy 2 gave no verdict/],
    ["one that is none", "holdAll" as never, /^Policy 2 is no function/],
    ["one that throws", fail, /^Policy 2 \(fail\) failed with Error\./],
  ] as readonly [string, Policy, RegExp][])("name %s, to the person who waits and to the logger", async (_name, policy, says) => {
    const lines: [string, unknown][] = [];
    const { desk } = await setUp({ policies: [send, policy], logger: { error: (text, data) => lines.push([text, data]) } });
    const held = await desk.respond(comment, "sentinel-text", { by: sandra });
    expect(held).toMatchObject({ status: "pending", waitsFor: "approval", reason: expect.stringMatching(says) as string });
    expect(lines[0]).toMatchObject([expect.stringMatching(/^Policy 2/), { policy: 2, account: "forum:1", operation: "reply" }]);
    expect(JSON.stringify([held, lines])).not.toContain("sentinel");
  });

  it("are asked before queueing and again before leaving, with what the store knows", async () => {
    const asked: unknown[] = [];
    const look: Policy = (write, { moment, message, now, approvals }) => {
      asked.push([moment, message?.key, now, approvals.length, write.operation, write.plan?.parts]);
      return { do: "send" };
    };
    const { desk } = await setUp({ policies: [look] });
    await desk.respond({ key: comment.key }, "Yes.", { by: sandra });
    expect(asked).toEqual([
      ["queueing", comment.key, "2026-01-01T12:00:00.000Z", 0, "reply", ["Yes."]],
      ["leaving", comment.key, "2026-01-01T12:00:00.000Z", 0, "reply", ["Yes."]],
    ]);
  });

  it("may change their mind until it leaves", async () => {
    const late: Policy = (_send, { moment }) => (moment === "leaving" ? { do: "reject", reason: "Crisis." } : { do: "send" });
    const { desk, network } = await setUp({ policies: [late] });
    expect(await desk.respond(comment, "Yes.", { by: sandra })).toMatchObject({ status: "rejected", error: { code: "forbidden" } });
    expect(network.told).toHaveLength(0);
  });

  it("holdAll holds people too", async () => {
    const { desk } = await setUp({ policies: [holdAll()] });
    const held = await desk.respond(comment, "Yes.", { by: sandra });
    expect(held.status).toBe("pending");
    expect((await desk.approveReply(held.id, sandra)).status).toBe("sent");
  });

  it("holdAutomation lets people and the host's own system pass", async () => {
    const { desk } = await setUp({ policies: [holdAutomation()] });
    expect((await desk.respond(comment, "Yes.", { by: { type: "system", id: "cron" } })).status).toBe("sent");
  });

  describe("lintGate", () => {
    const warning = { code: "placeholder", severity: "warn", message: "…" } as const;
    const read = (text: string, more: Partial<ReplyPlan> = {}, place: "public" | "private" = "public"): ReplyPlan =>
      plan([text], { provenance: { linted: draftHash({ text, ...more }, place) }, ...more });

    it("holds plans with the codes it was given", async () => {
      const { desk } = await setUp({ policies: [lintGate(["placeholder"])] });
      const fine = read("Yes.", { warnings: [{ ...warning, code: "length" }] });
      expect((await desk.respond(comment, fine, { by: sandra })).status).toBe("sent");
      expect(await desk.respond(comment, read("Hi {name}", { warnings: [warning] }), { by: sandra })).toMatchObject({
        status: "pending",
        reason: expect.stringContaining("placeholder") as string,
      });
    });

    it.each([
      ["a string", "Yes."],
      ["a draft", { text: "Yes." }],
      ["a plan that nobody read", plan(["Yes."])],
      ["a plan that was changed since", { ...read("Yes."), text: "No.", parts: ["No."] }],
      [
        "a plan with another description",
        { ...read("Yes."), attachments: [{ type: "image" as const, url: "https://img.example/1.png", alt: "A boot" }] },
      ],
      ["a plan that was read for a private message", read("Yes.", {}, "private")],
    ])("holds %s, until somebody approves it", async (_, say) => {
      const { desk } = await setUp({ policies: [lintGate(["placeholder"])] });
      const held = await desk.respond(comment, say, { by: sandra });
      expect(held).toMatchObject({ status: "pending", reason: expect.stringContaining("Lint has not read") as string });
      expect((await desk.approveReply(held.id, sandra)).status).toBe("sent");
    });

    it("lets a text that nobody read pass when told so, and what has no text always", async () => {
      const lax = await setUp({ policies: [lintGate(["placeholder"], { unread: "send" })] });
      expect((await lax.desk.respond(comment, "Yes.", { by: sandra })).status).toBe("sent");
      const strict = await setUp({ policies: [lintGate(["placeholder"])] });
      expect((await strict.desk.act("like", comment, null, { by: sandra })).status).toBe("sent");
    });
  });

  it("requireAlt rejects pictures without a description", async () => {
    const { desk } = await setUp({ policies: [requireAlt()] });
    const image = { type: "image", url: "https://img.example/1.png" } as const;
    expect((await desk.respond(comment, { text: "a", attachments: [{ ...image, alt: "A boot" }] }, { by: sandra })).status).toBe("sent");
    expect(await desk.respond(comment, { text: "b", attachments: [image] }, { by: sandra })).toMatchObject({
      status: "rejected",
      error: { code: "forbidden" },
    });
    const named = await desk.respond(comment, { text: "c", attachments: [{ ...image, alt: "IMG_2041.jpg" }] }, { by: sandra });
    expect(named).toMatchObject({ status: "pending", reason: expect.stringContaining("says nothing") as string });
    expect((await desk.approveReply(named.id, sandra)).status).toBe("sent");
  });
});
