/**
 * Reading and writing: versions, expectations, batches, races.
 * @module
 */
import type { Message } from "../../model/message.js";
import type { Store, Write } from "../../store/store.js";
import { expectSame, expectThat, expectThere } from "../assert.js";
import type { Behaviours } from "./behaviours.js";
import { at, home, message, messageWrite, one, put } from "./samples.js";

const race = 20;

/** What reading and writing have to keep. */
export const writing: Behaviours = {
  "reads in the order asked, and undefined where there is nothing": async (store) => {
    await put(store, messageWrite(message(1)), messageWrite(message(2)));
    const [second, none, first, again] = await store.read("message", [
      message(2).key,
      "forum:1:message:none",
      message(1).key,
      message(2).key,
    ]);
    expectSame([second?.value, none, first?.value, again?.value], [message(2), undefined, message(1), message(2)], "four reads");
    expectSame(await store.read("message", []), [], "reading nothing");
  },
  "keeps collections apart": async (store) => {
    await put(store, messageWrite(message(1)));
    expectSame(await store.read("post", [message(1).key]), [undefined], "the same key in another collection");
  },
  "gives back what JSON keeps of a value": async (store) => {
    const value = message(1, { raw: { deep: [{ emoji: "👩‍👩‍👧", zero: 0, no: false, nothing: null }], "": "", "a:b/c%": "%2F" } });
    await put(store, messageWrite(value));
    expectSame((await one(store, "message", value.key))?.value, JSON.parse(JSON.stringify(value)), "the value");
  },
  "starts versions at 1 and counts each write": async (store) => {
    for (const version of [1, 2, 3]) {
      await put(store, messageWrite(message(1, { counts: { likes: version } })));
      const row = expectThere(await one(store, "message", message(1).key), "the row");
      expectSame([row.version, row.value.counts], [version, { likes: version }], "version and value");
    }
  },
  "writes when the expected version is there": async (store) => {
    await put(store, messageWrite(message(1)));
    await put(store, messageWrite(message(1, { text: "Edited" }), 1));
    expectSame((await one(store, "message", message(1).key))?.version, 2, "the version");
  },
  "refuses a write whose expected version has passed, and says which is there": async (store) => {
    await put(store, messageWrite(message(1)));
    await put(store, messageWrite(message(1, { text: "Edited" }), 1));
    const late = await store.write([messageWrite(message(1, { text: "Too late" }), 1)]);
    expectSame(late, { ok: false, conflicts: [{ index: 0, version: 2 }] }, "the answer to the late writer");
    expectSame((await one(store, "message", message(1).key))?.value.text, "Edited", "the text");
  },
  "refuses an expected version where there is nothing": async (store) => {
    const answer = await store.write([messageWrite(message(1), 1)]);
    expectSame(answer, { ok: false, conflicts: [{ index: 0, version: "absent" }] }, "the answer");
    expectSame(await one(store, "message", message(1).key), undefined, "the row");
  },
  "inserts once where a row must be absent": async (store) => {
    await put(store, messageWrite(message(1), "absent"));
    const again = await store.write([messageWrite(message(1, { text: "Again" }), "absent")]);
    expectSame(again, { ok: false, conflicts: [{ index: 0, version: 1 }] }, "the answer to the second insert");
    expectSame((await one(store, "message", message(1).key))?.value, message(1), "the row");
  },
  "writes nothing of a batch in which one expectation fails": async (store) => {
    await put(store, messageWrite(message(2)));
    const batch = [messageWrite(message(1)), messageWrite(message(2), "absent"), messageWrite(message(3)), messageWrite(message(4), 7)];
    const conflicts = [
      { index: 1, version: 1 },
      { index: 3, version: "absent" },
    ];
    expectSame(await store.write(batch), { ok: false, conflicts }, "the answer");
    const rows = await store.read("message", [message(1).key, message(2).key, message(3).key]);
    expectSame(
      rows.map((row) => row?.version),
      [undefined, 1, undefined],
      "the versions",
    );
  },
  "writes several collections as one batch": async (store) => {
    const cursor = { account: home, surface: "mentions", cursor: "c2" };
    const batch: readonly Write[] = [
      messageWrite(message(1)),
      { collection: "cursor", key: `${home}:cursor:mentions`, value: cursor, expect: 4 },
    ];
    expectThat(!(await store.write(batch)).ok, "a page is refused whose cursor somebody else has moved");
    expectSame(await one(store, "message", message(1).key), undefined, "the page's message");
  },
  "holds expectations against what was there before the batch": async (store) => {
    await put(store, messageWrite(message(1, { text: "First" }), "absent"), messageWrite(message(1, { text: "Second" }), "absent"));
    expectSame((await one(store, "message", message(1).key))?.value.text, "Second", "the text after two writes in one batch");
  },
  "deletes with null, and begins at version 1 again": async (store) => {
    await put(store, messageWrite(message(1)), messageWrite(message(2)));
    await put(store, { collection: "message", key: message(1).key, value: null, expect: 1 });
    expectSame(await one(store, "message", message(1).key), undefined, "the deleted row");
    await put(store, { collection: "message", key: "forum:1:message:never", value: null });
    await put(store, messageWrite(message(1), "absent"));
    expectSame((await one(store, "message", message(1).key))?.version, 1, "the version of the new row");
    expectSame((await one(store, "message", message(2).key))?.version, 1, "the version of its neighbour");
  },
  "lets exactly one of many writers insert the same key": async (store) => {
    const answers = await Promise.all(
      Array.from({ length: race }, (_, index) => store.write([messageWrite(message(1, { text: `Writer ${index}` }), "absent")])),
    );
    const winners = answers.flatMap(({ ok }, index) => (ok ? [index] : []));
    expectSame(winners.length, 1, "the number of writers that were told ok");
    expectSame((await one(store, "message", message(1).key))?.value.text, `Writer ${String(winners[0])}`, "the text of the winner");
  },
  "loses no update of writers that race and try again": async (store) => {
    await put(store, messageWrite(message(1)));
    const count = async (): Promise<void> => {
      for (let tries = 0; tries <= race * race; tries++) {
        const row = expectThere(await one(store, "message", message(1).key), "the row");
        const next: Message = { ...row.value, counts: { likes: (row.value.counts.likes ?? 0) + 1 } };
        if ((await store.write([messageWrite(next, row.version)])).ok) return;
      }
      throw new Error("A writer never got its turn.");
    };
    await Promise.all(Array.from({ length: race }, count));
    const row = expectThere(await one(store, "message", message(1).key), "the row");
    expectSame([row.value.counts, row.version], [{ likes: race }, race + 1], "count and version");
  },
  "keeps a value although the caller changes it after writing": async (store) => {
    const value = { ...message(1), counts: { likes: 1 } };
    await put(store, messageWrite(value));
    value.text = "Changed behind its back";
    value.counts.likes = 99;
    expectSame((await one(store, "message", message(1).key))?.value, message(1, { counts: { likes: 1 } }), "the stored value");
  },
  "keeps a value although a reader changes what it got": async (store) => {
    await put(
      store,
      messageWrite(message(1)),
      ...["forum:1:change:1"].map((key): Write => ({ collection: "change", key, value: deletion })),
    );
    const handedOut: readonly unknown[] = [
      (await one(store, "message", message(1).key))?.value,
      (await store.query("message", { limit: 1 })).items[0]?.value,
    ];
    for (const value of handedOut) vandalize(value);
    const [change] = await store.claim({ from: "change", consumer: "crm", limit: 1, leaseMs: 1, now: 0 });
    vandalize(change?.value);
    expectSame((await one(store, "message", message(1).key))?.value, message(1), "the stored message");
    expectSame((await one(store, "change", "forum:1:change:1"))?.value, deletion, "the stored change");
  },
  "rejects every call after it was closed": async (store: Store) => {
    await put(store, messageWrite(message(1)));
    await store.close();
    const calls = [store.read("message", ["k"]), store.write([]), store.query("message", { limit: 1 }), store.erase({ below: home })];
    const ends = await Promise.allSettled(calls);
    expectThat(
      ends.every(({ status }) => status === "rejected"),
      "each call rejects",
    );
  },
};

const deletion = {
  type: "message.deleted",
  id: "d",
  origin: "live",
  at: at(1),
  account: home,
  message: message(1).key,
} as const;

/** Tries to change everything in a value. A store that hands out frozen values makes it throw, which is as good as a copy. */
function vandalize(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const part of Object.values(value)) vandalize(part);
  try {
    for (const name of Object.keys(value)) Reflect.set(value, name, "changed by a reader");
  } catch {
    // As good.
  }
}
