import { describe, expect, it } from "vitest";
import { createInbox, holdAll } from "../../src/inbox/index.js";
import { isFolkmootError } from "../../src/errors.js";
import { memoryStore } from "../../src/store/index.js";
import { systemClock } from "../../src/clock.js";
import { at, plaza } from "./plaza.js";

const make = createInbox as (options?: unknown) => ReturnType<typeof createInbox>;

/** What createInbox refuses something with. */
function refusalOf(options: unknown): string {
  try {
    make(options);
  } catch (error) {
    if (isFolkmootError(error, "invalid-request")) return error.message;
    throw error;
  }
  return "nothing was refused";
}

describe("inbox", () => {
  describe("createInbox", () => {
    it("refuses options that cannot be, and names field and remedy", () => {
      const { adapter } = plaza();
      const bad: readonly (readonly [unknown, string])[] = [
        [undefined, "the options are missing; give at least `accounts`"],
        [null, "the options must be an object"],
        [[adapter], "the options must be an object"],
        [{}, "`accounts` must be a list of adapters, or a function"],
        [{ accounts: null }, "`accounts` must be a list of adapters, or a function"],
        [{ accounts: adapter }, "`accounts` must be a list of adapters, or a function"],
        [{ accounts: [null] }, "`accounts[0]` is no adapter"],
        [{ accounts: [adapter, {}] }, "`accounts[1]` is no adapter"],
        [{ accounts: [], polices: [] }, 'there is no option "polices"; choose of accounts,'],
        [{ accounts: [], policies: holdAll() }, "`policies` must be a list; put a single policy into brackets"],
        [{ accounts: [], policies: [holdAll(), undefined] }, "`policies[1]` must be a function"],
        [{ accounts: [], apps: {} }, "`apps` must be a list"],
        [{ accounts: [], tenant: 5 }, "`tenant` must be a word"],
        [{ accounts: [], tenant: "" }, "`tenant` must be a word"],
        [{ accounts: [], raw: "nope" }, '`raw` has no "nope"; choose of keep, drop'],
        [{ accounts: [], store: {} }, "`store` lacks read, write, query, claim, settle, erase, close"],
        [{ accounts: [], store: { ...memoryStore(), claim: undefined } }, "`store` lacks claim;"],
        [{ accounts: [], store: "sqlite" }, "`store` lacks read"],
        [{ accounts: [], fetch: "x" }, "`fetch` must be a function"],
        [{ accounts: [], webSocket: {} }, "`webSocket` must be a function"],
        [{ accounts: [], random: 0.5 }, "`random` must be a function"],
        [{ accounts: [], enrich: "x" }, "`enrich` must be a function"],
        [{ accounts: [], clock: { now: () => 0 } }, "`clock` lacks sleep;"],
        [{ accounts: [], logger: true }, "`logger` must be an object"],
        [{ accounts: [], tokens: {} }, "`tokens` lacks load, swap"],
        [{ accounts: [], coordinator: {} }, "`coordinator` lacks reserve"],
        [{ accounts: [], limiter: "wait" }, "the options must be an object"],
        [{ accounts: [], limiter: { wait: 5 } }, 'there is no option "wait"; choose of mode,'],
        [{ accounts: [], limiter: { mode: "nope" } }, '`limiter.mode` has no "nope"; choose of wait, throw'],
        [{ accounts: [], limiter: { maxWaitMs: -1 } }, "`limiter.maxWaitMs` must be"],
        [{ accounts: [], limiter: { maxWaitMs: Number.NaN } }, "`limiter.maxWaitMs` must be"],
        [{ accounts: [], limiter: { reserve: 2 } }, "`limiter.reserve` must be"],
        [{ accounts: [], limiter: { reserve: Number.NaN } }, "`limiter.reserve` must be"],
      ];
      for (const [options, words] of bad) {
        const said = refusalOf(options);
        expect(said).toContain(words);
        expect(said).toMatch(/^createInbox/);
      }
    });

    it("takes everything that can be, and what is left undefined", async () => {
      const inbox = make({
        accounts: [plaza().adapter],
        policies: [],
        tenant: "acme",
        raw: undefined,
        store: memoryStore(),
        clock: systemClock,
        logger: console,
        limiter: { mode: "throw", maxWaitMs: 0, reserve: 0 },
        random: () => 0.5,
      });
      expect((await inbox.items()).items).toEqual([]);
      await inbox.close();
    });

    it("refuses what the host's function gives when it is no adapter", async () => {
      const inbox = make({ accounts: () => ({ account: "plaza:1" }) });
      await expect(inbox.adapter("plaza:1")).rejects.toMatchObject({
        code: "misconfigured",
        message: expect.stringContaining("asked for plaza:1 and gave no adapter") as string,
      });
    });
  });

  describe("close", () => {
    it("makes every later call reject, lists when they are used", async () => {
      const { adapter, account, calls } = plaza({ surfaces: [{ name: "mentions" }] });
      const inbox = createInbox({ accounts: [adapter] });
      const unused = inbox.items();
      await inbox.close();
      await inbox.close();
      const by = { type: "human", id: "kim" } as const;
      const message = { key: `${account}:message:1` };
      const { signal } = new AbortController();
      const calling: Readonly<Record<Exclude<keyof typeof inbox, "close">, () => unknown>> = {
        sync: () => inbox.sync(),
        estimate: () => inbox.estimate({ id: "x", accounts: [account], surfaces: ["mentions"], from: "2025-12-01T00:00:00.000Z" }),
        backfill: () => inbox.backfill({ id: "x", accounts: [account], surfaces: ["mentions"], from: "2025-12-01T00:00:00.000Z" }),
        receive: () => inbox.receive(new Request("https://host.example/webhooks", { method: "POST" })),
        ingest: () => inbox.ingest({ version: 1, id: "x", app: "x", receivedAt: at(0), delivery: { changes: [] } }),
        subscribe: () => inbox.subscribe(account, { url: "https://host.example/webhooks" }),
        listen: () => inbox.listen({ signal }),
        handle: () => inbox.handle(() => undefined),
        stream: () => inbox.stream()[Symbol.asyncIterator]().next(),
        on: () => inbox.on("message", () => undefined),
        failed: () => inbox.failed(),
        items: () => unused,
        conversation: () => inbox.conversation(`${account}:conversation:1`),
        tree: () => inbox.tree(message.key),
        series: () => inbox.series(account, "followers"),
        can: () => inbox.can("reply", message.key, { by }),
        replyContext: () => inbox.replyContext(message.key),
        respond: () => inbox.respond(message, "Yes.", { by }),
        act: () => inbox.act("like", message, null, { by }),
        escalate: () => inbox.escalate(message, { privatePlan: "Hej." }, { by }),
        approveReply: () => inbox.approveReply("x", by),
        declineReply: () => inbox.declineReply("x", by, "Not now."),
        pause: () => inbox.pause({ scope: "all", reason: "A crisis.", by }),
        resume: () => inbox.resume({ scope: "all", by }),
        audit: () => inbox.audit(),
        assign: () => inbox.assign(message.key, "kim", { by }),
        label: () => inbox.label(message.key, { add: ["vip"] }, { by }),
        resolve: () => inbox.resolve(message.key, { by }),
        snooze: () => inbox.snooze(message.key, "2099-01-01T00:00:00.000Z", { by }),
        markPending: () => inbox.markPending(message.key, { by }),
        reopen: () => inbox.reopen(message.key, { by }),
        note: () => inbox.note(message.key, "Ask the shop.", { by }),
        outbox: () => inbox.outbox(),
        recover: () => inbox.recover(),
        reconcile: () => inbox.reconcile("x"),
        budgets: () => inbox.budgets(),
        forget: () => inbox.forget("plaza:1:message:a", { by }),
        adapter: () => inbox.adapter(account),
      };
      for (const [name, call] of Object.entries(calling)) {
        const refused = { code: "misconfigured", message: expect.stringContaining(`${name}: this inbox is closed`) as string };
        await expect((async () => call())(), name).rejects.toMatchObject(refused);
      }
      expect(calls).toEqual([]);
    });
  });

  describe("sync", () => {
    it("rejects with the signal's reason when it was aborted before it began", async () => {
      const { adapter, calls } = plaza({ surfaces: [{ name: "mentions" }] });
      const inbox = createInbox({ accounts: [adapter] });
      await expect(inbox.sync({ signal: AbortSignal.abort(new RangeError("enough")) })).rejects.toThrow("enough");
      expect(calls).toEqual([]);
    });
  });
});
