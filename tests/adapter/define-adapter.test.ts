import { describe, expect, it } from "vitest";
import { accountKey } from "../../src/model/keys.js";
import { budgetsOf } from "../../src/adapter/budgets.js";
import { can, createApp, defineAdapter, onePage, supports, surfacesOf } from "../../src/adapter/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { AdapterDefinition, Meter, ResolvedRuntime, Runtime } from "../../src/adapter/index.js";
import type { CanAnswer } from "../../src/model/can.js";
import type { LimitRule } from "../../src/model/limit.js";
import type { Message } from "../../src/model/message.js";

const account = accountKey("acme", "7");
const anything = { parse: (value: unknown): unknown => value };
const rules: readonly LimitRule[] = [
  { id: "app", partition: ["app"], unit: "requests", capacity: 100, refill: { kind: "bucket", perMs: 60_000 }, source: "test" },
  { id: "own", partition: ["account"], unit: "requests", capacity: 10, refill: { kind: "bucket", perMs: 60_000 }, source: "test" },
];
const meter: Meter = { cost: () => ({ app: 1, own: 1 }), read: () => [] };

type Offered = "like" | "listComments";
const definition = (more: Partial<AdapterDefinition<"acme", Offered>> = {}): AdapterDefinition<"acme", Offered> => ({
  network: "acme",
  account,
  baseUrl: "https://acme.example",
  limits: [],
  meter: { cost: () => ({}), read: () => [] },
  textRules: () => ({ markup: "plain", limits: [] }),
  operations: (request) => ({
    like: async (target) => {
      await request("POST", "/like", { schema: anything, body: { target: target.key }, operation: "like" });
      return {};
    },
    listComments: (_under, query) => onePage<Message>([], query),
  }),
  ...more,
});

/** A runtime that answers, and counts. */
function own(): { runtime: Runtime; asked: string[] } {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    asked.push(input instanceof Request ? input.url : String(input));
    return new Response("{}", { headers: { "content-type": "application/json" } });
  };
  return { runtime: { fetch, clock: virtualClock({ auto: true }), random: () => 0 }, asked };
}

describe("adapter", () => {
  describe("define adapter", () => {
    it("offers exactly the operations that were built", async () => {
      const adapter = defineAdapter(definition());
      expect([...adapter.operations]).toEqual(["like", "listComments"]);
      expect(supports(adapter, "like")).toBe(true);
      expect(supports(adapter, "ban")).toBe(false);
      expect(await adapter.listComments(null)).toMatchObject({ items: [], stoppedBy: "end" });
      expect(surfacesOf(adapter)).toEqual([{ name: "comments" }]);
    });
    it.each(["network", "account", "baseUrl", "limits", "meter", "textRules", "operations"])("refuses a definition without %s", (name) => {
      const given = Object.fromEntries(Object.entries(definition()).filter(([field]) => field !== name));
      for (const wrong of [given, { ...given, [name]: null }])
        expect(() => defineAdapter(wrong as unknown as AdapterDefinition<"acme", Offered>)).toThrow(
          expect.objectContaining({ code: "misconfigured", message: expect.stringContaining(`\`${name}\``) as string }),
        );
    });
    it.each([{}, null, undefined])("refuses %j instead of a definition or an app", (nothing) => {
      const misconfigured: unknown = expect.objectContaining({ name: "FolkmootError", code: "misconfigured" });
      expect(() => defineAdapter(nothing as AdapterDefinition<"acme", Offered>)).toThrow(misconfigured);
      expect(() => createApp(nothing as Parameters<typeof createApp>[0])).toThrow(misconfigured);
      expect(() => createApp({ id: "x", ...nothing } as unknown as Parameters<typeof createApp>[0])).toThrow(misconfigured);
    });
    it("refuses a request that cannot leave as it was meant, and sends nothing", async () => {
      const { runtime, asked } = own();
      const { request } = defineAdapter(definition({ runtime }));
      const wrong: readonly (readonly [unknown[], string])[] = [
        [["FOO", "/x", { schema: anything }], "`method`"],
        [["get", "/x", { schema: anything }], "`method`"],
        [["GET", undefined, { schema: anything }], "`path`"],
        [["GET", "/x"], "`schema`"],
        [["GET", "/x", {}], "`schema`"],
      ];
      for (const [given, field] of wrong)
        await expect((request as (...given: unknown[]) => Promise<unknown>)(...given)).rejects.toMatchObject({
          code: "invalid-request",
          message: expect.stringContaining(field) as string,
        });
      expect(asked).toEqual([]);
    });
    it("fills in what the author left out", () => {
      const adapter = defineAdapter(definition());
      expect(adapter.app).toMatchObject({ id: account, networks: ["acme"] });
      expect(adapter.settlingMs("reply")).toBe(60_000);
      expect(adapter.pollEveryMs).toBe(60_000);
      expect(adapter.canRules).toEqual({});
      expect(adapter.refFromUrl("https://acme.example/9")).toBeUndefined();
      expect("surfaces" in adapter).toBe(false);
    });
    it("keeps what the author gave", () => {
      const no: CanAnswer = { ok: false, reason: "already", detail: "It is liked." };
      const given = {
        settlingMs: () => 5,
        pollEveryMs: 9,
        refFromUrl: () => ({ key: "acme:7:post:1" }),
        surfaces: [{ name: "comments", under: "posts" }],
        canRules: { like: () => no },
      } satisfies Partial<AdapterDefinition<"acme", Offered>>;
      const adapter = defineAdapter(definition(given));
      expect(adapter).toMatchObject({ ...given });
      expect(can(adapter, "like", { key: "acme:7:message:1" }, { now: 0 })).toEqual(no);
    });
    it("lets methods travel without their adapter", async () => {
      const { runtime, asked } = own();
      const copy = { ...defineAdapter(definition()) };
      copy.attach(runtime);
      await copy.like({ key: "acme:7:message:1" });
      await copy.request("GET", "/x", { schema: anything });
      expect(asked).toEqual(["https://acme.example/like", "https://acme.example/x"]);
      expect(copy.ref({ post: "1/2" })).toEqual({ key: "acme:7:post:1%2F2" });
    });
    it("makes targets of the network's own ids", () => {
      const adapter = defineAdapter(definition());
      expect(adapter.ref({ message: "9", refs: { cid: "b" } })).toEqual({ key: "acme:7:message:9", refs: { cid: "b" } });
      expect(() => adapter.ref({ message: "" })).toThrow(expect.objectContaining({ code: "invalid-request" }));
    });
    it.each([
      ["a key of another network", { account: "other:7" }],
      ["a key of something below an account", { account: "acme:7:post:1" }],
      ["no key", { account: "7" }],
      ["an app of another network", { app: createApp({ id: "a", networks: ["other"] }) }],
    ] as const)("refuses %s", (_what, wrong) => {
      expect(() => defineAdapter(definition(wrong))).toThrow(expect.objectContaining({ code: "misconfigured" }));
    });
    it("refuses an operation that hides a part of every adapter", () => {
      const wrong = { operations: () => ({ request: () => undefined }) } as unknown as Partial<AdapterDefinition<"acme", Offered>>;
      expect(() => defineAdapter(definition(wrong))).toThrow(expect.objectContaining({ code: "misconfigured" }));
    });
    it("refuses an app without an id or a network", () => {
      expect(() => createApp({ id: "", networks: ["acme"] })).toThrow(expect.objectContaining({ code: "misconfigured" }));
      expect(() => createApp({ id: "a", networks: [] })).toThrow(expect.objectContaining({ code: "misconfigured" }));
    });
  });

  describe("attach", () => {
    const refused = (act: () => void, message: string): void => {
      expect(act).toThrow(expect.objectContaining({ code: "misconfigured", message: expect.stringContaining(message) as string }));
    };
    it("takes the same runtime again, the very object or the same parts", async () => {
      const { runtime, asked } = own();
      const adapter = defineAdapter(definition());
      adapter.attach(runtime);
      adapter.attach(runtime);
      adapter.attach({ ...runtime });
      adapter.attach({ ...runtime, limiter: { mode: "wait" } });
      await adapter.like({ key: "acme:7:message:1" });
      adapter.attach(runtime);
      expect(asked).toHaveLength(1);
    });
    it("refuses another runtime, and goes on with the first", async () => {
      const first = own();
      const second = own();
      const adapter = defineAdapter(definition({ runtime: first.runtime }));
      refused(() => adapter.attach(second.runtime), "another runtime");
      refused(() => adapter.attach({ ...first.runtime, limiter: { mode: "throw" } }), "another runtime");
      await adapter.like({ key: "acme:7:message:1" });
      expect([first.asked.length, second.asked.length]).toEqual([1, 0]);
    });
    it("refuses a runtime after a first use with the defaults", () => {
      let view: ResolvedRuntime | undefined;
      const operations = (_request: unknown, runtime: ResolvedRuntime): ReturnType<AdapterDefinition<"acme", Offered>["operations"]> => {
        view = runtime;
        return definition().operations(() => Promise.reject(new Error("unused")), runtime);
      };
      const adapter = defineAdapter(definition({ operations }));
      expect(view?.clock.now()).toBeGreaterThan(0);
      refused(() => adapter.attach(own().runtime), "before the first request");
      adapter.attach({});
    });
    it("is too late once a request has begun", async () => {
      const { runtime } = own();
      const adapter = defineAdapter(definition({ baseUrl: "http://127.0.0.1:9" }));
      const stop = new AbortController();
      const begun = adapter.request("GET", "/", { schema: anything, signal: stop.signal });
      refused(() => adapter.attach(runtime), "before the first request");
      stop.abort("enough");
      await expect(begun).rejects.toBe("enough");
    });
    it("hands operations parts that may be taken apart before anything is attached", async () => {
      const { runtime, asked } = own();
      const logged: string[] = [];
      const parts: { now?: number; random?: number } = {};
      const adapter = defineAdapter(
        definition({
          operations: (_request, { clock, fetch, logger, random, tokens, coordinator, limiter }) => ({
            like: async () => {
              parts.now = clock.now();
              parts.random = random();
              await clock.sleep(5);
              await fetch("https://acme.example/raw");
              logger.warn?.("told");
              logger.debug?.("not asked for");
              expect(limiter).toEqual({});
              expect(await tokens.swap("t", { accessToken: "a" }, "absent")).toBe(true);
              expect((await tokens.load("t"))?.value.accessToken).toBe("a");
              expect((await coordinator.acquire("l", "me", 1000))?.fence).toBeGreaterThan(0);
              await coordinator.release("l", "me");
              return {};
            },
            listComments: () => onePage<Message>([]),
          }),
        }),
      );
      adapter.attach({ ...runtime, logger: { warn: (message) => logged.push(message) } });
      await adapter.like({ key: "acme:7:message:1" });
      expect(asked).toEqual(["https://acme.example/raw"]);
      expect(logged).toEqual(["told"]);
      expect(parts).toEqual({ now: Date.parse("2026-01-01T00:00:00.000Z"), random: 0 });
    });
    it("reaches all accounts of an app at once", async () => {
      const { runtime, asked } = own();
      const app = createApp({ id: "shared", networks: ["acme"] });
      const one = defineAdapter(definition({ app }));
      const two = defineAdapter(definition({ app, account: accountKey("acme", "8") }));
      app.attach(runtime);
      await one.like({ key: "acme:7:message:1" });
      await two.like({ key: "acme:8:message:1" });
      expect(asked).toHaveLength(2);
      refused(() => two.attach(own().runtime), "The app shared");
    });
    it("reaches an app that somebody else made", () => {
      const attached: Runtime[] = [];
      const app = { id: "foreign", networks: ["acme"], attach: (runtime: Runtime) => void attached.push(runtime) };
      const { runtime } = own();
      defineAdapter(definition({ app })).attach(runtime);
      expect(attached).toEqual([runtime]);
    });
  });

  describe("budgets", () => {
    it("show what the account and its app have left", async () => {
      const { runtime } = own();
      const app = createApp({ id: "shared", networks: ["acme"] });
      const one = defineAdapter(definition({ app, limits: rules, meter, runtime }));
      const two = defineAdapter(definition({ app, limits: rules, meter, account: accountKey("acme", "8") }));
      await one.like({ key: "acme:7:message:1" });
      await two.like({ key: "acme:8:message:1" });
      await two.like({ key: "acme:8:message:1" });
      const left = async (adapter: typeof one): Promise<unknown> =>
        (await budgetsOf(adapter)).map((budget) => [budget.rule, budget.account, budget.limit]).sort();
      expect(await left(one)).toEqual([
        ["app", undefined, 100],
        ["own", "acme:7", 10],
      ]);
      expect(await left(two)).toEqual([
        ["app", undefined, 100],
        ["own", "acme:8", 10],
      ]);
    });
    it("are empty for an adapter that was made by hand", async () => {
      expect(await budgetsOf({ network: "acme", account })).toEqual([]);
    });
  });
});
