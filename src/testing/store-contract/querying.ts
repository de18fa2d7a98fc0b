/**
 * Listing: filters, order, pages, prefixes, tenants.
 * @module
 */
import { makeKey } from "../../model/keys.js";
import type { AuditEntry, Observation } from "../../store/collections.js";
import type { Store, StoreQuery, Write } from "../../store/store.js";
import { expectFailure, expectSame, expectThat, expectThere } from "../assert.js";
import type { Behaviours } from "./behaviours.js";
import { at, authorKey, home, idsOf, listed, message, messageWrite, one, outboxWrite, outgoing, put } from "./samples.js";

const lots = 10_000;

const ids = async (store: Store, query: Partial<StoreQuery>): Promise<readonly number[]> => idsOf(await listed(store, "message", query));

/** What listing has to keep. */
export const querying: Behaviours = {
  "lists by time, oldest first, unless asked for the newest": async (store) => {
    await put(store, ...[3, 1, 2].map((id) => messageWrite(message(id))));
    expectSame(await ids(store, {}), [1, 2, 3], "the order by default");
    expectSame(await ids(store, { order: "oldest" }), [1, 2, 3], "the order, oldest first");
    expectSame(await ids(store, { order: "newest" }), [3, 2, 1], "the order, newest first");
  },
  "orders rows of one instant by key, in both directions": async (store) => {
    await put(store, ...[2, 10, 1].map((id) => messageWrite(message(id, { createdAt: at(0) }))));
    expectSame(await ids(store, { order: "oldest", limit: 1 }), [1, 10, 2], "the order, oldest first");
    expectSame(await ids(store, { order: "newest", limit: 1 }), [2, 10, 1], "the order, newest first");
  },
  "moves a row whose time changes": async (store) => {
    await put(store, messageWrite(message(1)), messageWrite(message(2)));
    expectSame(await ids(store, {}), [1, 2], "the order before");
    await put(store, messageWrite(message(1, { createdAt: at(9) })));
    expectSame(await ids(store, {}), [2, 1], "the order after");
  },
  "lists from `since` on and before `until`": async (store) => {
    await put(store, ...[1, 2, 3, 4].map((id) => messageWrite(message(id))));
    expectSame(await ids(store, { since: at(2), until: at(4) }), [2, 3], "what lies between");
    expectSame(await ids(store, { since: at(2), until: at(4), order: "newest", limit: 1 }), [3, 2], "the same, newest first");
    expectSame(await ids(store, { since: at(5) }), [], "what lies after everything");
  },
  "filters by each indexed field of a message": async (store) => {
    const post = makeKey(home, "post", "p");
    await put(store, messageWrite(message(1)));
    const odd: Partial<Record<keyof NonNullable<StoreQuery["where"]>, Partial<ReturnType<typeof message>>>> = {
      kind: { kind: "mention" },
      surface: { surface: "story-reply" },
      direction: { direction: "outbound" },
      conversation: { conversation: makeKey(home, "conversation", "socks") },
      post: { post },
      author: { author: { key: authorKey("ben"), isOwn: false } },
    };
    const wanted: StoreQuery["where"][] = [
      { kind: ["mention"] },
      { surface: ["story-reply"] },
      { direction: ["outbound"] },
      { conversation: [makeKey(home, "conversation", "socks")] },
      { post: [post] },
      { author: [authorKey("ben")] },
    ];
    await put(store, ...Object.values(odd).map((over, index) => messageWrite(message(index + 2, over))));
    for (const [index, where] of wanted.entries())
      if (where) expectSame(await ids(store, { where }), [index + 2], `messages where ${JSON.stringify(where)}`);
  },
  "filters workflows, outbox, audit and observations by their fields": async (store) => {
    const key = makeKey(home, "conversation", "boots");
    const by = { type: "human", id: "sandra" } as const;
    const seen = (metric: string, value: number): Write => ({
      collection: "observation",
      key: `${home}:observation:${metric}:${value}`,
      value: { subject: home, metric, value, at: at(value) },
    });
    await put(
      store,
      {
        collection: "workflow",
        key: `${key}:a`,
        value: { key, status: "open", labels: ["vip", "sizes"], assignee: "sandra", notes: [], version: 0 },
      },
      { collection: "workflow", key: `${key}:b`, value: { key, status: "resolved", labels: ["sizes"], notes: [], version: 0 } },
      outboxWrite(outgoing(1)),
      outboxWrite(outgoing(2, { state: "held" })),
      { collection: "audit", key: `${home}:audit:1`, value: { id: "1", at: at(1), by, action: "hide" } },
      { collection: "audit", key: `${home}:audit:2`, value: { id: "2", at: at(2), by, action: "reply", status: "sent" } },
      seen("followers", 7),
      seen("followers", 3),
      seen("views", 1),
    );
    const labels = async (where: StoreQuery["where"]): Promise<unknown> =>
      (await listed(store, "workflow", where && { where })).map(({ status }) => status);
    expectSame(await labels({ label: ["sizes"] }), ["open", "resolved"], "workflows with one label");
    expectSame(await labels({ label: ["vip", "sizes"] }), ["open", "resolved"], "workflows with any of two labels, each once");
    expectSame(await labels({ assignee: ["sandra"], status: ["open"] }), ["open"], "workflows by assignee and status");
    expectSame(idsOf(await listed(store, "outbox", { where: { state: ["held"] } })), [2], "held writes");
    expectSame(idsOf(await listed(store, "audit", { where: { action: ["hide"] } })), [1], "audit by action");
    expectSame(idsOf(await listed(store, "audit", { where: { status: ["sent"] } })), [2], "audit by status");
    const points: readonly Observation[] = await listed(store, "observation", { where: { subject: [home], metric: ["followers"] } });
    expectSame(
      points.map(({ value }) => value),
      [3, 7],
      "a series",
    );
  },
  "filters audit and outbox by target and actor, conversations by who takes part": async (store) => {
    const target = message(7).key;
    const [sandra, bot] = [{ type: "human", id: "sandra" } as const, { type: "automation", id: "greeter" } as const];
    const row = (id: string, over: Partial<AuditEntry>): Write => ({
      collection: "audit",
      key: `${home}:audit:${id}`,
      value: { id, at: at(Number(id)), by: sandra, action: "hide", ...over },
    });
    const talk = (id: string, ...people: readonly string[]): Write => {
      const key = makeKey(home, "conversation", id);
      const participants = people.map((name) => ({ key: authorKey(name), id: name, isOwn: false }));
      return { collection: "conversation", key, value: { key, network: "forum", accountId: "1", id, kind: "direct", participants } };
    };
    await put(
      store,
      row("1", { target }),
      row("2", { by: bot }),
      outboxWrite(outgoing(1, { by: bot })),
      outboxWrite(outgoing(7)),
      talk("a", "ada", "ben"),
      talk("b", "ben", "ben"),
      talk("c"),
    );
    expectSame(idsOf(await listed(store, "audit", { where: { target: [target] } })), [1], "audit of one target");
    expectSame(idsOf(await listed(store, "audit", { where: { by: ["greeter"] } })), [2], "audit of one actor");
    expectSame(idsOf(await listed(store, "outbox", { where: { target: [target] } })), [7], "writes to one target");
    expectSame(idsOf(await listed(store, "outbox", { where: { by: ["greeter"] } })), [1], "writes of one actor");
    const talks = async (name: string): Promise<unknown> =>
      (await listed(store, "conversation", { where: { author: [authorKey(name)] } })).map(({ id }) => id);
    expectSame([await talks("ada"), await talks("ben")], [["a"], ["a", "b"]], "conversations of two people");
  },
  "takes values of one field as or, and fields as and": async (store) => {
    await put(
      store,
      messageWrite(message(1, { kind: "comment" })),
      messageWrite(message(2, { kind: "mention" })),
      messageWrite(message(3, { kind: "direct" })),
      messageWrite(message(4, { kind: "mention", direction: "outbound" })),
    );
    expectSame(await ids(store, { where: { kind: ["mention", "comment"], direction: ["inbound"] } }), [1, 2], "the messages");
    expectSame(await ids(store, { where: { kind: ["mention", "comment", "direct"] }, limit: 1 }), [1, 2, 3, 4], "three kinds in order");
    expectSame(await ids(store, { where: { kind: [] } }), [], "the messages of no kind at all");
  },
  "follows a row whose field changes": async (store) => {
    await put(store, outboxWrite(outgoing(1)), outboxWrite(outgoing(2)));
    const queued = async (): Promise<unknown> => idsOf(await listed(store, "outbox", { where: { state: ["queued"] } }));
    expectSame(await queued(), [1, 2], "the queued writes before");
    await put(store, outboxWrite(outgoing(1, { state: "sent" })));
    expectSame(await queued(), [2], "the queued writes after");
    expectSame(idsOf(await listed(store, "outbox", { where: { state: ["sent"] } })), [1], "the sent writes");
  },
  "lists what is below a prefix, and no key that only begins alike": async (store) => {
    const accounts = ["forum:1", "forum:10", "forum:2"];
    await put(
      store,
      ...accounts.map((key): Write => {
        const [network = "", id = ""] = key.split(":");
        return { collection: "account", key, value: { key, network, id, actors: [id] } };
      }),
      ...accounts.map((account, index) => messageWrite(message(index, {}, account))),
    );
    const accountsBelow = async (...below: string[]): Promise<unknown> => (await listed(store, "account", { below })).map(({ key }) => key);
    expectSame(await accountsBelow("forum:1"), ["forum:1"], "accounts below forum:1");
    expectSame(await accountsBelow("forum"), ["forum:1", "forum:10", "forum:2"], "accounts below the network");
    expectSame(await accountsBelow("foru", "forum:1x", "orum:1"), [], "accounts below what is no prefix");
    expectSame(await accountsBelow("forum:2", "forum:1", "forum:1"), ["forum:1", "forum:2"], "accounts below several, each once");
    expectSame(await accountsBelow(), [], "accounts below nothing");
    expectSame(await ids(store, { below: ["forum:1"] }), [0], "messages below forum:1");
    expectSame(await ids(store, { below: ["forum:1:message:0"] }), [0], "the message itself");
    expectSame(await ids(store, { below: ["forum:10"], where: { kind: ["comment"] } }), [1], "comments below forum:10");
  },
  "keeps tenants apart": async (store) => {
    const tenants = ["acme/", "acme2/", ""];
    await put(
      store,
      ...tenants.map((tenant, id): Write => ({ collection: "message", key: `${tenant}forum:1:message:${id}`, value: message(id) })),
    );
    expectSame(await ids(store, { below: ["acme/"] }), [0], "what is below acme/");
    expectSame(await ids(store, { below: ["acme/forum:1"] }), [0], "what is below an account of acme");
    expectSame(await ids(store, { below: ["acme2/"] }), [1], "what is below acme2/");
    expectSame(await ids(store, { below: ["forum:1"] }), [2], "what is below the account without a tenant");
    expectSame(await ids(store, { below: ["acme"] }), [], "what is below acme without its slash");
  },
  "treats wildcards in keys as letters": async (store) => {
    for (const [index, id] of ["a_b", "aXb", "a%25b", "a*b"].entries())
      await put(store, { collection: "message", key: `forum:${id}:message:1`, value: message(index) });
    expectSame(await ids(store, { below: ["forum:a_b"] }), [0], "what is below an underscore");
    expectSame(await ids(store, { below: ["forum:a%25b"] }), [2], "what is below a percent sign");
    expectSame(await ids(store, { below: ["forum:a*b"] }), [3], "what is below a star");
  },
  "pages without gap or repetition, in both directions": async (store) => {
    const all = Array.from({ length: 25 }, (_, index) => index);
    await put(store, ...all.map((id) => messageWrite(message(id, { createdAt: at(Math.floor(id / 3)) }))));
    for (const limit of [1, 7, 25, 26]) {
      const [up, down] = [await ids(store, { limit, order: "oldest" }), await ids(store, { limit, order: "newest" })];
      expectSame([...up].sort(byNumber), all, `all ids in pages of ${limit}`);
      expectSame(down, up.toReversed(), `the other direction in pages of ${limit}`);
    }
    expectSame((await store.query("message", { limit: 25 })).next, undefined, "the cursor of a page that holds everything");
  },
  "lists nothing twice although rows come, move and go meanwhile": async (store) => {
    await put(store, ...Array.from({ length: 30 }, (_, id) => messageWrite(message(id))));
    const seen: string[] = [];
    let after: string | undefined;
    let late = 1000;
    do {
      const page = await store.query("message", { limit: 4, ...(after !== undefined && { after }) });
      seen.push(...page.items.map(({ value }) => value.id));
      const [first, second] = page.items;
      if (first) await put(store, messageWrite({ ...first.value, createdAt: at((late += 1)) }));
      if (second) await put(store, messageWrite({ ...second.value, text: "Counted anew" }));
      if (late < 1020) await put(store, messageWrite(message((late += 1))), { collection: "message", key: message(29).key, value: null });
      after = page.next;
    } while (after !== undefined && seen.length < 200);
    expectSame(new Set(seen).size, seen.length, "the number of different rows, against all rows listed");
    const steady = Array.from({ length: 29 }, (_, id) => String(id));
    expectSame(
      steady.filter((id) => !seen.includes(id)),
      [],
      "rows that were there all the time and are missing",
    );
  },
  "lists what may no longer be kept, and nothing else": async (store) => {
    await put(
      store,
      messageWrite(message(1, { retainUntil: at(50) })),
      messageWrite(message(2, { retainUntil: at(40) })),
      messageWrite(message(3, { retainUntil: at(60) })),
      messageWrite(message(4)),
    );
    expectSame(await ids(store, { expiredAt: at(39) }), [], "what is expired before the first instant");
    expectSame(await ids(store, { expiredAt: at(50), limit: 1 }), [1, 2], "what is expired, by time");
    await put(store, messageWrite(message(1)), { collection: "message", key: message(2).key, value: null });
    expectSame(await ids(store, { expiredAt: at(99) }), [3], "what is expired after one may stay and one is gone");
  },
  "lists every one of ten thousand rows once": async (store) => {
    for (let from = 0; from < lots; from += 1000)
      await put(
        store,
        ...Array.from({ length: 1000 }, (_, index) => messageWrite(message(from + index, { createdAt: at((from + index) % 977) }))),
      );
    const found = await ids(store, { limit: 500, where: { kind: ["comment"] }, below: [home] });
    expectSame([found.length, new Set(found).size], [lots, lots], "how many rows were listed, and how many different ones");
    const row = expectThere(await one(store, "message", message(lots - 1).key), "the last row");
    expectSame(row.value.id, String(lots - 1), "the id of the last row");
  },
  "refuses a limit below 1 and a cursor that is none": async (store) => {
    for (const query of [{ limit: 0 }, { limit: -1 }, { limit: 1.5 }, { limit: 1, after: "no cursor" }]) {
      const error = await expectFailure(() => store.query("message", query), `the query ${JSON.stringify(query)} is refused`);
      expectThat((error as { code?: unknown }).code === "invalid-request", "the refusal has the code invalid-request");
    }
  },
};

function byNumber(a: number, b: number): number {
  return a - b;
}
