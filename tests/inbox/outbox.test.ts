import { describe, expect, it } from "vitest";
import { comment, plan, robot, rowsOf, sandra, setUp } from "./act-harness.js";

describe("outbox", () => {
  it("lists writes, newest first, over pages", async () => {
    const { desk, clock } = await setUp();
    for (let i = 0; i < 60; i++) {
      await desk.respond(comment, `Text ${i}`, { by: sandra });
      await clock.advance(1_000);
    }
    const seen: (string | undefined)[] = [];
    for await (const { plan: said } of desk.outbox()) seen.push(said?.text);
    expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => `Text ${59 - i}`));
    expect((await desk.outbox()).items).toHaveLength(50);
  });

  it("chooses by state and account", async () => {
    const { desk } = await setUp();
    await desk.respond(comment, "Yes.", { by: sandra });
    const held = await desk.respond(comment, "No.", { by: robot });
    expect((await desk.outbox({ states: ["held"] })).items.map(({ id }) => id)).toEqual([held.id]);
    expect((await desk.outbox({ accounts: ["forum:2"] })).items).toEqual([]);
    expect((await desk.outbox({ accounts: ["forum:1"] })).items).toHaveLength(2);
  });

  it("shows no tenant the writes of another", async () => {
    const { store, clock, network, open } = await setUp({ tenant: "acme" });
    await open().respond(comment, "Yes.", { by: sandra });
    const other = open({ store, clock, network, tenant: "globex" });
    expect((await other.outbox()).items).toEqual([]);
    Object.assign(other.context, { accounts: undefined });
    expect((await other.outbox()).items).toEqual([]);
    await expect(other.reconcile("forum:1:outbox:nothing")).rejects.toMatchObject({ code: "not-found" });
  });

  it("keeps every instant, key and hash that an entry needs, and nothing that is undefined", async () => {
    const { desk, store } = await setUp();
    await desk.respond(comment, plan(["One", "Two"]), { by: sandra, meta: { ticket: "7" } });
    const [entry] = await rowsOf(store, "outbox");
    expect(JSON.parse(JSON.stringify(entry))).toEqual(entry);
    expect(entry).toMatchObject({
      createdAt: "2026-01-01T12:00:00.000Z",
      meta: { ticket: "7" },
      hash: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });
  });
});

describe("budgets", () => {
  it("reads those of the accounts that are listed", async () => {
    const { desk } = await setUp();
    expect(await desk.budgets()).toEqual([]);
    await expect(desk.budgets({ accounts: ["forum:2"] })).rejects.toMatchObject({ code: "misconfigured" });
  });

  it("wants to be told which accounts, where nobody listed them", async () => {
    const { desk } = await setUp();
    Object.assign(desk.context, { accounts: undefined });
    await expect(desk.budgets()).rejects.toThrow(/accounts/);
  });
});

describe("what a write leaves in audit, logs and errors", () => {
  it("is never a text, a name or a secret", async () => {
    const lines: unknown[] = [];
    const log = (...line: unknown[]): void => {
      lines.push(line);
    };
    const { desk, network, store, clock } = await setUp({ logger: { debug: log, warn: log, error: log } });
    const errors: unknown[] = [];
    const text = "sentinel-said to Asta";
    for (const fate of ["ok", "rejects", "cut-not", "strange", "limited"] as const) {
      network.fates = [fate];
      const outcome = await desk.respond(comment, `${text} ${fate}`, { by: sandra });
      if ("error" in outcome) errors.push(outcome.error);
      await clock.advance(61_000);
      network.finding = fate === "strange" ? "throws" : "works";
      const settled = await desk.reconcile(outcome.id);
      if ("error" in settled) errors.push(settled.error);
    }
    for (const wrong of ["sentinel-said \ud83e", `sentinel-said ${"a".repeat(300)}`])
      errors.push(await desk.respond(comment, wrong, { by: sandra }).catch((error: unknown) => String(error)));
    errors.push(
      await desk
        .respond(comment, `${text} no`, { by: sandra, idempotencyKey: "k" })
        .then(() => desk.respond(comment, text, { by: sandra, idempotencyKey: "k" }))
        .catch(String),
    );
    const held = await desk.respond(comment, text, { by: robot });
    await desk.declineReply(held.id, sandra, "Wrong tone.");
    const audit = await rowsOf(store, "audit");
    expect(audit.length).toBeGreaterThan(6);
    expect(errors.length).toBeGreaterThan(6);
    expect(JSON.stringify([audit, lines, errors])).not.toMatch(/sentinel|asta/i);
  });
});
