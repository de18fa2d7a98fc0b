import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.js";
import type { CollectionName, StoreQuery, Write } from "../../src/store/index.js";
import { applyBatch, prepareBatch } from "../../src/store/sqlite/batch.js";
import { claimSome, settleAll } from "../../src/store/sqlite/claims.js";
import { erasingOf } from "../../src/store/sqlite/erasing.js";
import { sqliteFile, type SqliteFile, type SqliteSession } from "../../src/store/sqlite/file.js";
import { planOf, type Plan } from "../../src/store/sqlite/listing.js";
import { storeTables } from "../../src/store/sqlite/store-tables.js";
import { changesIn, message, messageWrite, outboxWrite, outgoing } from "../../src/testing/store-contract/samples.js";

let file: SqliteFile;
const inside = async <T>(work: (session: SqliteSession) => T): Promise<T> => file.write("testing", storeTables, work);
const explain = ({ prepare }: SqliteSession, statement: string): readonly string[] =>
  prepare(`EXPLAIN QUERY PLAN ${statement}`)
    .all()
    .map(({ detail }) => String(detail));
const planned = (...asked: Parameters<typeof planOf>): Plan => {
  const plan = planOf(...asked);
  if (plan === undefined) throw new Error("Expected a plan.");
  return plan;
};
/** What goes through a whole table, or sorts what an index does not give in order. */
const slow = (details: readonly string[]): readonly string[] => details.filter((detail) => /^SCAN |TEMP B-TREE/.test(detail));

beforeAll(async () => {
  file = sqliteFile({ file: ":memory:", timeoutMs: 1_000, clock: systemClock, durable: true });
  const tenants: Write[] = ["acme/", "acme/north/", "bolt/"].map((tenant, id) => ({
    collection: "message",
    key: `${tenant}forum:1:message:${id}`,
    value: message(id),
  }));
  const dead: Write = {
    collection: "dead",
    key: "acme/forum:1:dead:crm:1",
    value: {
      id: "1",
      type: "message.created",
      account: "forum:1",
      consumer: "crm",
      attempts: 1,
      error: { code: "server-error", message: "The handler failed.", retryable: true },
      at: "2026-01-01T00:00:00.000Z",
    },
  };
  await inside((session) => applyBatch(session, prepareBatch([...tenants, dead, messageWrite(message(9))])));
});
afterAll(async () => file.close());

const below = ["acme/forum:1"];
const accounts = ["forum:1", "forum:2", "forum:3"];
const conversation = ["forum:1:conversation:boots"];
const since = "2026-01-01T00:00:00.000Z";

/** Every listing that the inbox asks for, and the index that answers it. */
const asked: readonly (readonly [string, CollectionName, Omit<StoreQuery, "limit">, string])[] = [
  ["items, newest first", "message", { below: accounts, order: "newest" }, "folkmoot_message_owner_time"],
  [
    "items of some kinds",
    "message",
    { below: accounts, where: { kind: ["mention", "comment"] }, order: "newest" },
    "folkmoot_message_owner_kind_time",
  ],
  [
    "items of a surface, in a stretch of time",
    "message",
    { below: accounts, where: { surface: ["story"] }, since, until: since },
    "folkmoot_message_owner_time",
  ],
  ["what we sent", "message", { below, where: { direction: ["outbound"] }, order: "newest" }, "folkmoot_message_owner_direction_time"],
  ["who waits", "message", { below, where: { conversation, direction: ["inbound"] }, since }, "folkmoot_message_conversation_time"],
  ["our echo", "message", { below, where: { direction: ["outbound"] }, since, order: "oldest" }, "folkmoot_message_owner_direction_time"],
  [
    "our echo in a conversation",
    "message",
    { below, where: { direction: ["outbound"], conversation }, since },
    "folkmoot_message_conversation_time",
  ],
  ["a tree", "message", { below, where: { conversation } }, "folkmoot_message_conversation_time"],
  [
    "what an author wrote",
    "message",
    { below, where: { author: ["forum:1:author:ada"] }, until: since, order: "newest" },
    "folkmoot_message_author_time",
  ],
  ["messages of a post", "message", { below, where: { post: ["forum:1:post:p"] } }, "folkmoot_message_post_time"],
  [
    "what is known of a surface",
    "message",
    { below, where: { kind: ["comment"] }, since, order: "newest" },
    "folkmoot_message_owner_kind_time",
  ],
  ["posts of an account", "post", { below, since, order: "newest" }, "folkmoot_post_owner_time"],
  ["the journal of a conversation", "change", { below, where: { conversation }, since }, "folkmoot_change_conversation_time"],
  ["the journal of a post", "change", { below, where: { post: ["forum:1:post:p"] }, since }, "folkmoot_change_post_time"],
  ["the dead of everybody", "dead", { order: "newest" }, "folkmoot_dead_time"],
  ["the dead of a tenant", "dead", { below: ["acme/"], order: "newest" }, "folkmoot_dead_tenant_time"],
  ["the dead of accounts", "dead", { below: accounts, order: "newest" }, "folkmoot_dead_owner_time"],
  ["the outbox of everybody", "outbox", { order: "newest" }, "folkmoot_outbox_time"],
  ["the outbox of an account", "outbox", { below: ["acme/forum:1:outbox"], order: "newest" }, "folkmoot_outbox_owner_time"],
  ["the outbox by state", "outbox", { where: { state: ["held", "queued"] }, order: "newest" }, "folkmoot_outbox_state_time"],
  [
    "what to recover",
    "outbox",
    { below: accounts, where: { state: ["queued", "sending", "unknown"] } },
    "folkmoot_outbox_owner_state_time",
  ],
  [
    "what to recover of a tenant",
    "outbox",
    { below: ["acme/"], where: { state: ["queued", "sending", "unknown"] } },
    "folkmoot_outbox_state_time",
  ],
  ["writes to an object", "outbox", { below, where: { target: ["forum:1:message:1"] } }, "folkmoot_outbox_target_time"],
  ["the audit of an account", "audit", { below, since, order: "newest" }, "folkmoot_audit_owner_time"],
  ["the audit of an object", "audit", { where: { target: ["forum:1:message:1"] } }, "folkmoot_audit_target_time"],
  ["the audit of a person", "audit", { where: { by: ["sandra"] }, order: "newest" }, "folkmoot_audit_by_time"],
  [
    "a series",
    "observation",
    { where: { subject: ["forum:1"], metric: ["followers"] }, since },
    "folkmoot_observation_subject_metric_time",
  ],
  ["workflows by label", "workflow", { below, where: { label: ["vip", "sizes"] } }, "PRIMARY KEY"],
  ["workflows of a person", "workflow", { where: { assignee: ["sandra"], status: ["open"] } }, "folkmoot_workflow_assignee_time"],
  ["workflows by status", "workflow", { below, where: { status: ["open", "snoozed"] } }, "folkmoot_workflow_owner_status_time"],
  ["conversations of a person", "conversation", { below, where: { author: ["forum:1:author:ada"] } }, "PRIMARY KEY"],
  ["conversations of an account", "conversation", { below, order: "newest" }, "folkmoot_conversation_owner_time"],
  ["messages of a tenant", "message", { below: ["acme/"], order: "newest" }, "folkmoot_message_tenant_time"],
];

describe("sqlite", () => {
  describe("answers from an index, in its order", () => {
    for (const [name, collection, query, index] of asked)
      it(name, async () => {
        for (const after of [undefined, "5 2026-01-01T00:00:01.000Z acme/forum:1:message:1"]) {
          const details = await inside((session) =>
            explain(session, planned(session, collection, { ...query, limit: 20, ...(after !== undefined && { after }) }).text),
          );
          expect(slow(details)).toEqual([]);
          expect(details.filter((detail) => detail.startsWith("SEARCH")).length).toBeGreaterThan(0);
          expect(details.join("\n")).toContain(index);
        }
      });

    it("what may no longer be kept, which alone is sorted: the index has another order", async () => {
      const details = await inside((session) => explain(session, planned(session, "message", { expiredAt: since, limit: 9 }).text));
      expect(details).toEqual([expect.stringMatching(/^SEARCH r USING INDEX folkmoot_message_keep /), "USE TEMP B-TREE FOR ORDER BY"]);
    });

    it("finds the tenants below a tenant, and no others", async () => {
      const plan = await inside((session) => planned(session, "message", { below: ["acme/"], limit: 9 }));
      expect(await inside((session) => planOf(session, "message", { below: ["nobody/"], limit: 9 }))).toBeUndefined();
      expect(plan.bind({ time: "", key: "" }, 1, 9).filter((value) => typeof value === "string" && value.endsWith("/"))).toEqual([
        "acme/",
        "acme/north/",
      ]);
    });
  });

  it("writes, claims, settles and erases without going through a table", async () => {
    const statements = new Set<string>();
    const recording = ({ exec, prepare }: SqliteSession): SqliteSession => ({
      exec,
      prepare: (statement) => {
        statements.add(statement);
        return prepare(statement);
      },
    });
    const settled = await inside((real) => {
      const session = recording(real);
      applyBatch(
        session,
        prepareBatch([...changesIn(["a", "a", "b"]), outboxWrite(outgoing(1)), messageWrite(message(1)), messageWrite(message(1))]),
      );
      const request = { consumer: "crm", limit: 10, leaseMs: 1_000, now: 0 } as const;
      const ends = (["change", "outbox"] as const).map((from) => {
        const [first] = claimSome(session, { from, ...request }).claims;
        claimSome(session, { from, ...request, below: ["forum:1"] });
        return { from, consumer: "crm", key: first?.key ?? "", fence: first?.fence ?? 0, as: "done" } as const;
      });
      applyBatch(session, prepareBatch([outboxWrite(outgoing(1, { state: "sent" }))]));
      const answer = settleAll(session, ends, []);
      for (const piece of [...erasingOf({ about: message(1).key }), ...erasingOf({ below: "forum:1" })]) piece(session);
      return answer;
    });
    expect(settled).toBe(true);
    expect(statements.size).toBeGreaterThan(50);
    const found = await inside((session) =>
      [...statements].flatMap((statement) => slow(explain(session, statement)).map((detail) => `${detail}: ${statement}`)),
    );
    // A list of the views of a consumer, of which there are a handful, and what waits for its time.
    expect(found.filter((line) => !/^USE TEMP B-TREE .*folkmoot_(views|open)/s.test(line))).toEqual([]);
  });
});
