import { describe, expect, it } from "vitest";
import { createInbox, makeKey, type Inbox } from "../../src/index.js";
import { defineAdapter } from "../../src/adapter/define-adapter.js";
import { memoryStore } from "../../src/store/memory/memory-store.js";
import { onePage } from "../../src/adapter/paged.js";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";
import type { Conversation } from "../../src/model/conversation.js";
import type { Message } from "../../src/model/message.js";
import type { Store } from "../../src/store/store.js";
import type { WindowClosingNews } from "../../src/index.js";

const account = "parlour:1";
const hour = 3_600_000;
const place = (id: string) => makeKey(account, "conversation", id);
const by = { type: "human", id: "sandra" } as const;

/** A network whose people may be answered for a day by programs, and for seven by people. */
function parlour(messages: Message[], conversations: () => readonly Conversation[]) {
  return defineAdapter({
    network: "parlour",
    account,
    baseUrl: "https://parlour.example",
    limits: [],
    meter: { cost: () => ({}), read: () => [] },
    textRules: () => ({ markup: "plain", limits: [] }),
    pollEveryMs: 600_000,
    surfaces: [{ name: "messages" }],
    canRules: {
      sendMessage: (_to, { by: who, conversation, now }) => {
        const began = Date.parse(conversation?.lastInboundAt ?? "");
        const days = who?.type === "human" ? 7 : 1;
        const until = began + days * 24 * hour;
        if (Number.isNaN(began) || now >= until) return { ok: false, reason: "window-closed", detail: "They have to write first." };
        return { ok: true, until: new Date(until).toISOString(), mode: who?.type === "human" ? "human" : "standard" };
      },
    },
    operations: () => ({
      listConversations: (query) => onePage(async () => conversations(), query),
      listMessages: (conversation, query) =>
        onePage(async () => messages.filter((message) => message.conversation === conversation.key).reverse(), query),
      sendMessage: async () => ({}),
    }),
  });
}

interface Parlour {
  readonly clock: VirtualClock;
  readonly inbox: Inbox;
  readonly open: () => { readonly inbox: Inbox; readonly told: WindowClosingNews[] };
  readonly told: WindowClosingNews[];
  readonly store: Store;
  readonly say: (conversation: string, direction?: "inbound" | "outbound") => void;
}

function setUp(replyWindow?: Conversation["replyWindow"]): Parlour {
  const clock = virtualClock({ start: "2026-03-01T08:00:00.000Z", auto: true });
  const store = memoryStore();
  const messages: Message[] = [];
  const conversations = (): readonly Conversation[] =>
    [...new Set(messages.map(({ conversation }) => conversation))].map((key) => ({
      key,
      network: "parlour",
      accountId: "1",
      id: key.split(":").at(-1) ?? "",
      kind: "direct" as const,
      participants: [],
      lastActivityAt: messages.filter(({ conversation }) => conversation === key).at(-1)?.createdAt ?? "",
      ...(replyWindow !== undefined && { replyWindow }),
    }));
  const open = () => {
    const inbox = createInbox({ accounts: [parlour(messages, conversations)], store, clock });
    const told: WindowClosingNews[] = [];
    inbox.on("window-closing", (news) => told.push(news));
    return { inbox, told };
  };
  const say: Parlour["say"] = (conversation, direction = "inbound") => {
    const id = `m${String(messages.length)}`;
    messages.push({
      key: makeKey(account, "message", id),
      network: "parlour",
      accountId: "1",
      id,
      kind: "direct",
      direction,
      conversation: place(conversation),
      author: { key: makeKey(account, "author", direction === "inbound" ? "asta" : "1"), id: "x", isOwn: direction === "outbound" },
      text: "Hej",
      entities: [],
      attachments: [],
      counts: {},
      createdAt: new Date(clock.now()).toISOString(),
      visibility: "private",
      via: "poll",
    });
  };
  return { clock, store, say, open, ...open() };
}

describe("window-closing", () => {
  it("is told two hours before the time to answer ends, once a window", async () => {
    const { inbox, told, clock, say } = setUp();
    say("c1");
    await inbox.sync();
    await clock.sleep(21.9 * hour);
    await inbox.sync();
    expect(told).toEqual([]);
    await clock.sleep(0.2 * hour);
    await inbox.sync();
    await clock.sleep(hour);
    await inbox.sync();
    expect(told).toEqual([{ conversation: place("c1"), closesAt: "2026-03-02T08:00:00.000Z" }]);
  });

  it("is told again of the window that stays open for people", async () => {
    const { inbox, told, clock, say } = setUp();
    say("c1");
    for (let hours = 0; hours < 170; hours++) {
      await inbox.sync();
      await clock.sleep(hour);
    }
    expect(told.map(({ closesAt }) => closesAt)).toEqual(["2026-03-02T08:00:00.000Z", "2026-03-08T08:00:00.000Z"]);
  });

  it("is not told where nobody waits for an answer", async () => {
    const { inbox, told, clock, say } = setUp();
    say("c1");
    say("c2");
    await inbox.sync();
    await clock.sleep(hour);
    say("c2", "outbound");
    await inbox.sync();
    await clock.sleep(22 * hour);
    await inbox.sync();
    expect(told.map(({ conversation }) => conversation)).toEqual([place("c1")]);
    await inbox.act("sendMessage", { key: place("c1") }, "Hej Asta", { by });
    await clock.sleep(143 * hour);
    await inbox.sync();
    expect(told).toHaveLength(1);
  });

  it("is told anew of the window that a new message begins", async () => {
    const { inbox, told, clock, say } = setUp();
    say("c1");
    await inbox.sync();
    await clock.sleep(23 * hour);
    await inbox.sync();
    say("c1");
    await clock.sleep(60_000);
    await inbox.sync();
    await clock.sleep(22.5 * hour);
    await inbox.sync();
    expect(told.map(({ closesAt }) => closesAt)).toEqual(["2026-03-02T08:00:00.000Z", "2026-03-03T07:00:00.000Z"]);
  });

  it("is told while it listens, once in each process", async () => {
    const { inbox, told, open, clock, say } = setUp();
    say("c1");
    const stop = new AbortController();
    const other = open();
    const listening = Promise.all([inbox.listen({ signal: stop.signal }), other.inbox.listen({ signal: stop.signal })]);
    await clock.sleep(24 * hour);
    stop.abort();
    await listening;
    expect(told).toHaveLength(1);
    expect(other.told).toEqual(told);
  });

  it("goes by the window that the network told", async () => {
    const { inbox, told, say } = setUp({ closesAt: "2026-03-01T09:30:00.000Z", mode: "standard" });
    say("c1");
    await inbox.sync();
    expect(told).toEqual([{ conversation: place("c1"), closesAt: "2026-03-01T09:30:00.000Z" }]);
  });

  it("fails no sync when it cannot be found out", async () => {
    const { store, clock, say, inbox } = setUp();
    say("c1");
    await inbox.sync();
    const broken: Store = {
      ...store,
      query: async (collection, query) => {
        if (collection === "conversation") throw new TypeError("down");
        return store.query(collection, query);
      },
    };
    await clock.sleep(hour);
    const logged: string[] = [];
    const shaky = createInbox({ accounts: [parlour([], () => [])], store: broken, clock, logger: { warn: (line) => logged.push(line) } });
    expect((await shaky.sync()).ok).toBe(true);
    expect(logged).toContain("Reply windows could not be looked at.");
  });
});
