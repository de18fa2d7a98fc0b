/**
 * Erasing: below a prefix, about an object or author, for good.
 * @module
 */
import { makeKey } from "../../model/keys.js";
import type { Write } from "../../store/store.js";
import { expectSame } from "../assert.js";
import type { Behaviours } from "./behaviours.js";
import {
  at,
  authorKey,
  changeKey,
  changesIn,
  claim,
  created,
  end,
  finish,
  home,
  keysOf,
  listed,
  message,
  messageWrite,
  one,
  outboxKey,
  outboxWrite,
  outgoing,
  put,
} from "./samples.js";

const cursor = (account: string): Write => ({
  collection: "cursor",
  key: `${account}:cursor:mentions`,
  value: { account, surface: "mentions" },
});

/** What erasing has to keep. */
export const erasing: Behaviours = {
  "erases everything below an account and nothing beside it": async (store) => {
    for (const account of [home, "forum:10"])
      await put(
        store,
        messageWrite(message(1, {}, account)),
        ...changesIn(["a"], account),
        outboxWrite(outgoing(1, {}, account)),
        cursor(account),
      );
    await put(store, { collection: "account", key: home, value: { key: home, network: "forum", id: "1", actors: ["1"] } });
    expectSame(await store.erase({ below: home }), 5, "how many rows went");
    expectSame(await listed(store, "account"), [], "the accounts that are left");
    expectSame(
      (await listed(store, "message")).map(({ key }) => key),
      [message(1, {}, "forum:10").key],
      "the messages that are left",
    );
    expectSame(keysOf(await claim(store, "change")), [changeKey(1, "forum:10")], "the changes that are left");
    expectSame(keysOf(await claim(store, "outbox")), [outboxKey(1, "forum:10")], "the writes that are left");
    expectSame((await one(store, "cursor", "forum:10:cursor:mentions"))?.version, 1, "the cursor of the other account");
    expectSame(await store.erase({ below: home }), 0, "how many rows went the second time");
  },
  "erases progress with its rows": async (store) => {
    await put(store, ...changesIn(["boots", "boots"]));
    const first = await claim(store, "change");
    await store.erase({ below: home });
    expectSame(await store.settle(first.map((of) => end(of))), [false], "the answer to a worker whose entry is gone");
    await put(store, ...changesIn(["boots"]));
    const again = await claim(store, "change");
    expectSame([keysOf(again), again[0]?.attempt], [[changeKey(1)], 1], "claim and attempt of the row that came anew");
    expectSame(await store.settle(first.map((of) => end(of))), [false], "the answer to the old worker after that");
  },
  "goes on behind an unfinished entry that was erased": async (store) => {
    await put(store, ...changesIn(["boots", "boots"]));
    await claim(store, "change");
    expectSame(await store.erase({ below: changeKey(1) }), 1, "how many rows went");
    expectSame(keysOf(await claim(store, "change")), [changeKey(2)], "the claims");
  },
  "erases a tenant, and no other": async (store) => {
    const tenants = ["acme/", "acme2/", ""];
    await put(store, ...tenants.map((tenant): Write => ({ collection: "message", key: `${tenant}${message(1).key}`, value: message(1) })));
    expectSame(await store.erase({ below: "acme/" }), 1, "how many rows went");
    const rows = await store.read(
      "message",
      tenants.map((tenant) => `${tenant}${message(1).key}`),
    );
    expectSame(
      rows.map((row) => row?.version),
      [undefined, 1, 1],
      "the versions",
    );
  },
  "erases journal and outbox rows about a message": async (store) => {
    const [gone, kept] = [message(1), message(10)];
    const change = (id: number, value: Extract<Write, { collection: "change" }>["value"]): Write => ({
      collection: "change",
      key: changeKey(id),
      value,
    });
    const base = { id: "x", origin: "live", at: at(9), account: home } as const;
    await put(
      store,
      messageWrite(gone),
      change(1, created(gone)),
      change(2, { ...base, type: "message.deleted", message: gone.key }),
      change(3, { ...base, type: "reaction.added", target: gone.key, reaction: "like" }),
      change(4, { ...base, type: "messages.cleared", messages: [kept.key, gone.key] }),
      change(5, created(kept)),
      change(6, { ...base, type: "message.deleted", message: kept.key }),
      outboxWrite(outgoing(1)),
      outboxWrite(outgoing(2)),
      outboxWrite(outgoing(3, { steps: [{ step: "part", index: 0, status: "sent", message: gone }] })),
      outboxWrite(outgoing(4, { operation: "sendMessage", escalates: { key: gone.key } })),
    );
    expectSame(await store.erase({ about: gone.key }), 7, "how many rows went");
    expectSame((await listed(store, "change")).length, 2, "how many changes are left");
    expectSame(
      (await listed(store, "outbox")).map(({ id }) => id),
      ["2"],
      "the writes that are left",
    );
    expectSame((await one(store, "message", gone.key))?.version, 1, "the message itself, which is the inbox's to shrink");
  },
  "erases journal rows about an author, a post and a conversation": async (store) => {
    const base = { id: "x", origin: "live", at: at(9), account: home } as const;
    const post = makeKey(home, "post", "p");
    const by = (name: string): Partial<ReturnType<typeof message>> => ({ author: { key: authorKey(name), isOwn: false } });
    await put(
      store,
      { collection: "change", key: changeKey(1), value: created(message(1, by("ben"))) },
      { collection: "change", key: changeKey(2), value: created(message(2, by("benjamin"))) },
      {
        collection: "change",
        key: changeKey(3),
        value: { ...base, type: "author.banned", author: { key: authorKey("ben"), isOwn: false } },
      },
      { collection: "change", key: changeKey(4), value: { ...base, type: "post.deleted", post } },
      {
        collection: "change",
        key: changeKey(5),
        value: { ...base, type: "conversation.read", conversation: makeKey(home, "conversation", "socks"), upTo: at(1) },
      },
    );
    expectSame(await store.erase({ about: authorKey("ben") }), 2, "how many rows about the author went");
    expectSame(await store.erase({ about: post }), 1, "how many rows about the post went");
    expectSame(await store.erase({ about: makeKey(home, "conversation", "socks") }), 1, "how many rows about the conversation went");
    expectSame(keysOf(await claim(store, "change")), [changeKey(2)], "the claims");
  },
  "erases about an object in one tenant only": async (store) => {
    const row = (tenant: string): Write => ({ collection: "change", key: `${tenant}${changeKey(1)}`, value: created(message(1)) });
    await put(store, row("acme/"), row("bolt/"), row(""));
    expectSame(await store.erase({ about: `acme/${message(1).key}` }), 1, "how many rows went");
    expectSame(keysOf(await claim(store, "change")), [`bolt/${changeKey(1)}`, changeKey(1)], "the claims");
  },
  "lets a listing go on although its rows are erased": async (store) => {
    await put(store, ...Array.from({ length: 10 }, (_, id) => messageWrite(message(id))));
    const page = await store.query("message", { limit: 5 });
    await store.erase({ below: home });
    const rest = await store.query("message", { limit: 5, ...(page.next !== undefined && { after: page.next }) });
    expectSame(rest, { items: [] }, "the rest");
    await put(store, ...changesIn(["boots"]));
    await finish(store, await claim(store, "change"));
  },
};
