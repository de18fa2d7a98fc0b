/**
 * Claiming: order, leases, consumers, filters.
 * @module
 */
import type { Write } from "../../store/store.js";
import { expectFailure, expectSame, expectThat } from "../assert.js";
import type { Behaviours } from "./behaviours.js";
import {
  at,
  changeKey,
  changesIn,
  claim,
  created,
  end,
  finish,
  home,
  keysOf,
  message,
  outboxKey,
  outboxWrite,
  outgoing,
  put,
} from "./samples.js";

const change = (...ids: readonly number[]): readonly string[] => ids.map((id) => changeKey(id));
const reply = (...ids: readonly number[]): readonly string[] => ids.map((id) => outboxKey(id));

/** What claiming has to keep. */
export const claiming: Behaviours = {
  "hands out the oldest entry of each conversation, in order of arrival": async (store) => {
    await put(store, ...changesIn(["boots", "boots", "socks", "hats", "socks"]));
    const first = await claim(store, "change");
    expectSame(keysOf(first), change(1, 3, 4), "the first claims");
    expectSame(
      first.map(({ attempt }) => attempt),
      [1, 1, 1],
      "their attempts",
    );
    expectSame(first[0]?.value, created(message(1, { conversation: "forum:1:conversation:boots" })), "what is handed out");
    await finish(store, first);
    expectSame(keysOf(await claim(store, "change")), change(2, 5), "the second claims");
  },
  "orders by arrival, not by time": async (store) => {
    const [late, early] = changesIn(["boots", "boots"]);
    if (late && early) await put(store, early, late);
    expectSame(keysOf(await claim(store, "change")), change(2), "the claim");
  },
  "hands out no more than the limit, oldest first": async (store) => {
    await put(store, ...changesIn(["a", "b", "c"]));
    expectSame(keysOf(await claim(store, "change", { limit: 2 })), change(1, 2), "the first claims");
    expectSame(keysOf(await claim(store, "change", { limit: 2 })), change(3), "the second claims");
  },
  "keeps what is behind an unfinished entry back": async (store) => {
    await put(store, ...changesIn(["boots", "boots", "boots"]));
    const [first] = await claim(store, "change");
    expectSame(keysOf(await claim(store, "change")), [], "claims while the first is being worked on");
    if (first) await finish(store, [first]);
    expectSame(keysOf(await claim(store, "change")), change(2), "claims after it is done");
  },
  "orders changes without a conversation by account": async (store) => {
    const loose = [1, 2].map((id): Write => ({
      collection: "change",
      key: changeKey(id),
      value: {
        type: "subscription.revoked",
        id: String(id),
        origin: "live",
        at: at(id),
        account: home,
        subscription: "s",
        reason: "expired",
      },
    }));
    await put(store, ...loose);
    expectSame(keysOf(await claim(store, "change")), change(1), "the claims");
  },
  "hands one write of each account out at a time": async (store) => {
    await put(store, outboxWrite(outgoing(1)), outboxWrite(outgoing(2)), outboxWrite(outgoing(3, {}, "forum:10")));
    const first = await claim(store, "outbox");
    expectSame(keysOf(first), [...reply(1), outboxKey(3, "forum:10")], "the first claims");
    await finish(store, first, "outbox");
    expectSame(keysOf(await claim(store, "outbox")), reply(2), "the second claims");
  },
  "passes over writes that are held or over": async (store) => {
    const states = ["held", "sent", "rejected", "unknown", "queued"] as const;
    await put(store, ...states.map((state, index) => outboxWrite(outgoing(index + 1, { state }))));
    expectSame(keysOf(await claim(store, "outbox")), reply(5), "the claims");
  },
  "hands out a write that was held, once it is queued": async (store) => {
    await put(store, outboxWrite(outgoing(1, { state: "held" })), outboxWrite(outgoing(2)), outboxWrite(outgoing(3)));
    await finish(store, await claim(store, "outbox"), "outbox");
    await put(store, outboxWrite(outgoing(1)));
    expectSame(keysOf(await claim(store, "outbox")), reply(1), "the claims: the oldest first, now that it may go");
  },
  "hands out a write again whose worker died while sending": async (store) => {
    await put(store, outboxWrite(outgoing(1)));
    await claim(store, "outbox", { now: 0, leaseMs: 1000 });
    await put(store, outboxWrite(outgoing(1, { state: "sending" })));
    expectSame(keysOf(await claim(store, "outbox", { now: 999 })), [], "claims during the lease");
    const [again] = await claim(store, "outbox", { now: 1000 });
    expectSame([again?.attempt, again?.value.state], [2, "sending"], "attempt and state after the lease");
  },
  "hands an entry out again after its lease, with the next attempt and a higher fence": async (store) => {
    await put(store, ...changesIn(["boots"]));
    const [first] = await claim(store, "change", { now: 0, leaseMs: 1000 });
    expectSame(keysOf(await claim(store, "change", { now: 999 })), [], "claims during the lease");
    const [second] = await claim(store, "change", { now: 1000, leaseMs: 1000 });
    const [third] = await claim(store, "change", { now: 2000 });
    expectSame([first?.attempt, second?.attempt, third?.attempt], [1, 2, 3], "the attempts");
    const fences = [first?.fence ?? 0, second?.fence ?? 0, third?.fence ?? 0] as const;
    expectThat(fences[0] < fences[1] && fences[1] < fences[2], "each claim of an entry has a higher fence");
  },
  "gives each consumer its own progress": async (store) => {
    await put(store, ...changesIn(["boots", "boots"]));
    await finish(store, await claim(store, "change"));
    const other = await claim(store, "change", { consumer: "search" });
    expectSame(
      other.map(({ key, attempt }) => [key, attempt]),
      [[changeKey(1), 1]],
      "the claims of another consumer",
    );
    expectSame(keysOf(await claim(store, "change")), change(2), "the claims of the first");
  },
  "gives consumers that begin late all of the journal": async (store) => {
    await put(store, ...changesIn(["a", "b", "c"]));
    await finish(store, await claim(store, "change"));
    expectSame(keysOf(await claim(store, "change", { consumer: "late" })), change(1, 2, 3), "the claims");
  },
  "passes over entries that do not match: they neither block nor wait": async (store) => {
    const [one, two, three] = [message(1, { kind: "mention" }), message(2), message(3, { kind: "mention" })];
    await put(
      store,
      { collection: "change", key: changeKey(1), value: created(one, { origin: "backfill" }) },
      { collection: "change", key: changeKey(2), value: created(two) },
      { collection: "change", key: changeKey(3), value: created(three) },
      {
        collection: "change",
        key: changeKey(4),
        value: {
          type: "message.deleted",
          id: "d",
          origin: "live",
          at: two.createdAt,
          account: home,
          conversation: two.conversation,
          message: two.key,
        },
      },
    );
    const under = async (consumer: string, match: Parameters<typeof claim<"change">>[2]): Promise<readonly string[]> =>
      keysOf(await claim(store, "change", { consumer, ...match }));
    expectSame(await under("live", { match: { origins: ["live"] } }), change(2), "live entries");
    expectSame(await under("mentions", { match: { kinds: ["mention"], origins: ["live"] } }), change(3), "live mentions");
    expectSame(await under("deleted", { match: { types: ["message.deleted"] } }), change(4), "deletions");
    expectSame(await under("none", { match: { types: [] } }), [], "entries of no type");
    expectSame(
      await under("wide", { match: { types: ["message.created"], kinds: ["comment", "mention"] } }),
      change(1),
      "all that is created",
    );
  },
  "hands out what was passed over, once the filter is wider": async (store) => {
    await put(
      store,
      { collection: "change", key: changeKey(1), value: created(message(1), { origin: "backfill" }) },
      { collection: "change", key: changeKey(2), value: created(message(2)) },
    );
    await finish(store, await claim(store, "change", { match: { origins: ["live"] } }));
    expectSame(keysOf(await claim(store, "change", { match: { origins: ["live"] } })), [], "live claims after that");
    expectSame(keysOf(await claim(store, "change")), change(1), "claims without a filter");
  },
  "hands out only what is below the prefixes asked for": async (store) => {
    await put(store, ...changesIn(["a"]), ...changesIn(["b"], "forum:10"), ...changesIn(["c"], "forum:2"));
    expectSame(
      keysOf(await claim(store, "change", { below: ["forum:1", "forum:2"] })),
      [changeKey(1), changeKey(1, "forum:2")],
      "the claims",
    );
    expectSame(keysOf(await claim(store, "change")), [changeKey(1, "forum:10")], "what is left");
  },
  "keeps conversations of two tenants apart": async (store) => {
    const tenants = ["acme/", "bolt/"];
    const value = created(message(1));
    await put(store, ...tenants.map((tenant) => ({ collection: "change", key: `${tenant}${changeKey(1)}`, value }) as const));
    expectSame(keysOf(await claim(store, "change")), [`acme/${changeKey(1)}`, `bolt/${changeKey(1)}`], "the claims");
  },
  "hands each entry to exactly one of many workers": async (store) => {
    await put(store, ...changesIn(Array.from({ length: 40 }, (_, index) => `c${index % 20}`)));
    const claims = await Promise.all(Array.from({ length: 10 }, () => claim(store, "change", { limit: 5 })));
    const keys = keysOf(claims.flat());
    expectSame([keys.length, new Set(keys).size], [20, 20], "how many claims there are, and how many different ones");
  },
  "works a journal off in order within each conversation": async (store) => {
    const conversations = ["a", "b", "a", "c", "a", "b", "c", "a"];
    await put(store, ...changesIn(conversations));
    const done: string[] = [];
    for (let rounds = 0; rounds < 20; rounds++) {
      const claims = await claim(store, "change", { limit: 2, now: rounds });
      if (claims.length === 0) break;
      done.push(...keysOf(claims));
      await store.settle(claims.map((of) => end(of)));
    }
    for (const name of ["a", "b", "c"]) {
      const wanted = change(...conversations.flatMap((one, index) => (one === name ? [index + 1] : [])));
      expectSame(
        done.filter((key) => wanted.includes(key)),
        wanted,
        `the order in conversation ${name}`,
      );
    }
    expectSame(done.length, conversations.length, "how many entries were handed out");
  },
  "refuses a lease of no time": async (store) => {
    const error = await expectFailure(() => claim(store, "change", { leaseMs: 0 }), "a claim with leaseMs 0 is refused");
    expectThat((error as { code?: unknown }).code === "invalid-request", "the refusal has the code invalid-request");
  },
};
