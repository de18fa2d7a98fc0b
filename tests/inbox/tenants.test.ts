import { describe, expect, it } from "vitest";
import { at, plaza, type Plaza, type PlazaOptions } from "./plaza.js";
import { blueskyWorld } from "../../src/testing/bluesky/contract-world.js";
import { created, pushedPlaza } from "./receive-harness.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createInbox, type Inbox } from "../../src/inbox/index.js";
import { createReceiver } from "../../src/index.js";
import { idsOf } from "./sync-harness.js";
import { makeKey } from "../../src/model/keys.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";
import type { Change } from "../../src/model/change.js";
import type { InboxOptions } from "../../src/inbox/inbox.js";
import type { Store } from "../../src/store/store.js";

interface Tenant {
  readonly inbox: Inbox;
  readonly net: Plaza;
}

interface Scene {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly acme: Tenant;
  readonly beta: Tenant;
  /** One more process or tenant on the same account. */
  readonly open: (tenant: string, more?: Partial<InboxOptions>) => Tenant;
}

/** Two tenants that have one account of one network connected. Both are connected at minute 100, acme first. */
async function twoTenants(options: PlazaOptions = {}, store: Store = memoryStore()): Promise<Scene> {
  const clock = virtualClock({ start: at(100) });
  const world = plaza({ surfaces: [{ name: "mentions" }], ...options });
  const open: Scene["open"] = (tenant, more = {}) => {
    const { mentions, comments, posts, conversations } = world;
    const net = Object.assign(plaza({ surfaces: [{ name: "mentions" }], ...options }), { mentions, comments, posts, conversations });
    return { net, inbox: createInbox({ accounts: [net.adapter], tenant, store, clock, ...more }) };
  };
  const [acme, beta] = [open("acme"), open("beta")];
  for (const { inbox, net } of [acme, beta]) {
    await inbox.sync();
    net.calls.length = 0;
    await clock.advance(60_000);
  }
  return { clock, store, acme, beta, open };
}

const handled = async (inbox: Inbox): Promise<readonly Change[]> => {
  const changes: Change[] = [];
  await inbox.handle((change) => void changes.push(change), { drain: true });
  return changes;
};

describe("inbox", () => {
  describe("tenants that have one account connected", () => {
    it("share a poll: what one has read the other gets without asking, once, and as news", async () => {
      const { acme, beta, clock } = await twoTenants();
      for (const id of ["m1", "m2", "m3", "m4", "m5"]) acme.net.say({ id, minutes: 102 });
      expect((await acme.inbox.sync()).ok).toBe(true);
      expect(acme.net.calls.filter((call) => call.startsWith("mentions")).length).toBe(2);
      await clock.advance(10_000);
      const { ok, surfaces } = await beta.inbox.sync();
      expect({ ok, surfaces, calls: beta.net.calls }).toMatchObject({ ok: true, surfaces: [{ fetched: 5, stoppedBy: "end" }], calls: [] });
      expect(await idsOf(beta.inbox)).toEqual(["m1", "m2", "m3", "m4", "m5"]);
      const changes = await handled(beta.inbox);
      expect(changes.map(({ type, origin }) => [type, origin])).toEqual(Array(5).fill(["message.created", "live"]));
      // Asked again within the time of a poll, there is nothing to ask and nothing new.
      await beta.inbox.sync();
      expect([beta.net.calls, await handled(beta.inbox)]).toEqual([[], []]);
      expect(await handled(acme.inbox)).toHaveLength(5);
    });

    it("go on by themselves when the other stops, and miss nothing of the time between", async () => {
      const { acme, beta, clock } = await twoTenants();
      acme.net.say({ id: "m1", minutes: 102 });
      await acme.inbox.sync();
      await beta.inbox.sync();
      acme.net.say({ id: "m2", minutes: 102.5 });
      await clock.advance(59_999);
      await beta.inbox.sync();
      expect([beta.net.calls, await idsOf(beta.inbox)]).toEqual([[], ["m1"]]);
      await clock.advance(1);
      await beta.inbox.sync();
      expect([beta.net.calls, await idsOf(beta.inbox)]).toEqual([["mentions"], ["m1", "m2"]]);
    });

    it("join several readings of one tenant, for one that reads less often", async () => {
      const { acme, beta, clock } = await twoTenants();
      for (let round = 0; round < 4; round++) {
        acme.net.say({ id: `m${round}`, minutes: 102 + round });
        await acme.inbox.sync();
        await clock.advance(50_000);
      }
      await beta.inbox.sync();
      expect([beta.net.calls, await idsOf(beta.inbox)]).toEqual([[], ["m0", "m1", "m2", "m3"]]);
    });

    it("ask the network where what was read does not join on to what they know", async () => {
      const { acme, beta, clock } = await twoTenants();
      for (let round = 0; round < 20; round++) {
        acme.net.say({ id: `m${round}`, minutes: 102 + round });
        await acme.inbox.sync();
        await clock.advance(round === 19 ? 0 : 60_000);
      }
      await beta.inbox.sync();
      expect(beta.net.calls.length).toBeGreaterThan(1);
      expect(await idsOf(beta.inbox)).toHaveLength(20);
    });

    it("ask with their own token first, and again after an hour of following: a tenant that lost its access learns so", async () => {
      const { acme, beta, clock, open } = await twoTenants();
      const late = open("umbrella");
      await acme.inbox.sync();
      await late.inbox.sync();
      expect(late.net.calls).toEqual(["mentions"]);
      let asked = 0;
      for (let minute = 0; minute < 62; minute++) {
        await acme.inbox.sync();
        beta.net.calls.length = 0;
        await beta.inbox.sync();
        asked += beta.net.calls.length;
        await clock.advance(60_000);
      }
      expect(asked).toBe(1);
      // Whoever has to log in is told by the network and by nobody else.
      beta.net.before = () => {
        throw Object.assign(new Error("refused"), { name: "FolkmootError", code: "unauthenticated" });
      };
      acme.net.say({ id: "late", minutes: 170 });
      expect(await idsOf(beta.inbox)).toEqual([]);
    });

    it("cannot query each other, and keep apart what they forgot, thought, labelled and deleted", async () => {
      const { acme, beta, store, clock } = await twoTenants();
      const kept = acme.net.say({ id: "kept", minutes: 102 });
      const forgotten = acme.net.say({ id: "forgotten", minutes: 102, by: "bob" });
      const gone = acme.net.say({ id: "gone", minutes: 102, by: "cy" });
      await acme.inbox.sync();
      const [row] = await store.read("message", [`acme/${kept.key}`]);
      const thought = { sentiment: { label: "happy", score: 1, by: "acme's model", at: at(102) } };
      await store.write([
        { collection: "message", key: `acme/${kept.key}`, value: { ...row!.value, annotations: thought } },
        { collection: "message", key: `acme/${forgotten.key}`, value: null },
        { collection: "tombstone", key: `acme/${forgotten.key}`, value: { key: forgotten.key, at: at(103), why: "forgotten" } },
        { collection: "tombstone", key: `beta/${gone.key}`, value: { key: gone.key, at: at(103), why: "forgotten" } },
      ]);
      await acme.inbox.label(kept.key, { add: ["vip"] }, { by: { type: "human", id: "sandra" } });
      await beta.inbox.sync();
      expect([beta.net.calls, await idsOf(beta.inbox)]).toEqual([[], ["kept"]]);
      const [theirs] = (await beta.inbox.items()).items;
      expect(theirs?.message.annotations).toBeUndefined();
      expect(theirs?.workflow.labels).toEqual([]);
      const rows = JSON.stringify((await store.query("change", { below: ["beta/"], limit: 100 })).items);
      expect(rows).not.toMatch(/acme|happy|forgotten/);
      await clock.advance(60_000);
    });

    it("share lists below others: conversations and what was said in them", async () => {
      const surfaces = [{ name: "messages" }] as const;
      const { acme, beta } = await twoTenants({ surfaces });
      const place = (id: string) => ({
        conversation: {
          key: makeKey(acme.net.account, "conversation", id),
          network: "plaza",
          accountId: "1",
          id,
          kind: "direct" as const,
          title: `About ${id}`,
          participants: [acme.net.author("ann")],
          lastActivityAt: at(102),
        },
        messages: [],
      });
      for (const id of ["d1", "d2"]) {
        acme.net.conversations.push(place(id));
        acme.net.say({ id: `in ${id}`, minutes: 102, kind: "direct", conversation: id });
      }
      await acme.inbox.sync();
      expect(acme.net.calls).toHaveLength(3);
      const { surfaces: lines } = await beta.inbox.sync();
      expect([beta.net.calls, lines]).toMatchObject([[], [{ fetched: 2, stoppedBy: "end" }]]);
      expect(await idsOf(beta.inbox)).toEqual(["in d1", "in d2"]);
      expect(await beta.inbox.conversation(makeKey(acme.net.account, "conversation", "d1"))).toMatchObject({
        title: "About d1",
        waitingSince: at(102),
      });
    });

    it("take over a reading once, however many processes of a tenant do so and wherever they die", async () => {
      const memory = memoryStore();
      let dies = 0;
      const store: Store = {
        ...memory,
        write: (batch) => (dies-- > 0 ? Promise.reject(new Error("the process died")) : memory.write(batch)),
      };
      const { acme, open } = await twoTenants({}, store);
      for (const id of ["m1", "m2", "m3"]) acme.net.say({ id, minutes: 102 });
      await acme.inbox.sync();
      const processes = [open("beta"), open("beta"), open("beta")];
      dies = 1;
      await Promise.all(processes.map(({ inbox }) => inbox.sync()));
      const [first] = processes;
      if (first === undefined) throw new Error("no process");
      await first.inbox.sync();
      expect(processes.flatMap(({ net }) => net.calls)).toEqual([]);
      expect((await handled(first.inbox)).map(({ id }) => id)).toHaveLength(3);
    });

    it("leave no reading where one was cut short, and none of a list that only they have", async () => {
      const { acme, beta, store } = await twoTenants();
      for (let index = 0; index < 9; index++) acme.net.say({ id: `m${index}`, minutes: 102 });
      const stop = new AbortController();
      acme.net.before = (_, cursor) => {
        if (cursor === "6") stop.abort();
      };
      await acme.inbox.sync({ signal: stop.signal });
      await beta.inbox.sync();
      expect(beta.net.calls.length).toBeGreaterThan(2);
      expect(await idsOf(beta.inbox)).toHaveLength(9);

      const alone = plaza({ id: "2", surfaces: [{ name: "mentions" }] });
      const inbox = createInbox({ accounts: [alone.adapter], tenant: "acme", store, clock: virtualClock({ start: at(100) }) });
      await inbox.sync();
      const before = await store.query("cursor", { below: ["%/plaza:2"], limit: 10 });
      alone.say({ id: "m1", minutes: 101 });
      await inbox.sync();
      expect((await store.query("cursor", { below: ["%/plaza:2"], limit: 10 })).items).toEqual(before.items);
      expect(before.items.map(({ value }) => value.shared)).toEqual([{ tenants: ["acme"] }]);
    });

    it("never read one list at once", async () => {
      const { acme, beta, clock } = await twoTenants();
      await clock.advance(60_000);
      let now = 0;
      let most = 0;
      for (const { net } of [acme, beta])
        net.before = async () => {
          most = Math.max(most, (now += 1));
          await new Promise((resolve) => setTimeout(resolve, 5));
          now -= 1;
        };
      const [one, other] = await Promise.all([acme.inbox.sync(), beta.inbox.sync()]);
      expect(most).toBe(1);
      expect([one.surfaces[0]?.stoppedBy, other.surfaces[0]?.stoppedBy].sort()).toEqual(["busy", "end"]);
    });

    it("are both reached by one webhook, and ask the list that it points at once", async () => {
      const { acme, beta, clock } = await twoTenants();
      const push = pushedPlaza();
      const pushed = acme.net.say({ id: "pushed", minutes: 102 });
      acme.net.mentions.length = 0;
      acme.net.say({ id: "pulled", minutes: 102 });
      const receiver = createReceiver({
        apps: [push.app],
        clock,
        // One after the other, as a queue would: what acme reads began after the news came, so it is news enough for beta.
        deliver: async (envelope) => {
          for (const { inbox } of [acme, beta]) {
            await inbox.ingest(envelope);
            await clock.advance(1_000);
          }
        },
      });
      const delivery = { changes: [created(pushed)], pull: [{ account: acme.net.account, surface: "mentions" as const }] };
      expect((await receiver.receive(push.request(delivery))).status).toBe(200);
      for (const { inbox } of [acme, beta]) expect((await idsOf(inbox)).toSorted()).toEqual(["pulled", "pushed"]);
      expect([...acme.net.calls, ...beta.net.calls]).toEqual(["mentions"]);

      // Redelivered later it points at news since: then what was read before does not count.
      await clock.advance(5_000);
      await receiver.receive(push.request(delivery));
      expect([...acme.net.calls, ...beta.net.calls]).toEqual(["mentions", "mentions"]);
      for (const { inbox } of [acme, beta]) expect(await handled(inbox)).toHaveLength(2);
    });

    it("do not take for news what was read before a webhook told of it", async () => {
      const { acme, beta, clock } = await twoTenants();
      await acme.inbox.sync();
      await clock.advance(5_000);
      acme.net.say({ id: "since", minutes: 102 });
      const receivedAt = new Date(clock.now()).toISOString();
      const pull = [{ account: acme.net.account, surface: "mentions" as const }];
      await beta.inbox.ingest({ version: 1, id: "0".repeat(64), app: "plaza-app", receivedAt, delivery: { changes: [], pull } });
      expect([beta.net.calls, await idsOf(beta.inbox)]).toEqual([["mentions"], ["since"]]);
    });

    it("charge one budget, on Bluesky, and see the same of it", async () => {
      const world = blueskyWorld();
      const store = memoryStore();
      const make = (tenant: string): Inbox =>
        createInbox({
          tenant,
          store,
          ...world.runtime,
          accounts: [
            createBlueskyAdapter({
              accountId: world.brand.id,
              password: world.account.privilegedAppPassword,
              service: "https://bluesky.test",
            }),
          ],
        });
      const [acme, beta] = [make("acme"), make("beta")];
      for (const inbox of [acme, beta]) for (let round = 0; round < 2; round++) expect((await inbox.sync()).ok).toBe(true);
      await world.runtime.clock?.sleep(60_000);
      const post = await world.publish(world.brand, "Our boots are back.");
      await world.reply(await world.member(1), post, "Are they waterproof?");
      const calls = (): number => world.fake.calls.length;
      const start = calls();
      await acme.sync();
      const ofAcme = calls() - start;
      await beta.sync();
      expect(ofAcme).toBeGreaterThan(2);
      expect(world.fake.calls.slice(start + ofAcme)).toEqual([]);
      for (const inbox of [acme, beta])
        expect((await inbox.items({ direction: "inbound" })).items.map(({ message }) => message.text)).toEqual(["Are they waterproof?"]);
      expect(await beta.budgets()).toEqual(await acme.budgets());
    });
  });
});
