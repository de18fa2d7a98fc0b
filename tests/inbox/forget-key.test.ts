import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at, plaza, type Plaza } from "./plaza.js";
import { createInbox } from "../../src/inbox/index.js";
import { dump, rowsOf, sandra } from "./forget-town.js";
import { memoryStore } from "../../src/store/memory/memory-store.js";
import { virtualClock } from "../../src/testing/clock.js";

/** A place where ann asks below a post, ben answers her, and somebody asks apart from them. */
async function setUp(net: Plaza = plaza({ surfaces: [{ name: "mentions" }, { name: "comments" }] })) {
  const post = `${net.account}:post:p`;
  const conversation = "p";
  const more = { post } as const;
  const ask = net.say({ id: "ask", minutes: 101, text: "sesame-ask", kind: "comment", conversation, more });
  const under = { ...more, parent: ask.key, root: ask.key };
  net.say({ id: "reply", minutes: 102, by: "ben", text: "sesame-reply", kind: "comment", conversation, more: under });
  net.say({ id: "other", minutes: 103, by: "cleo", text: "kept", kind: "comment", conversation, more });
  net.say({ id: "apart", minutes: 104, by: "dora", text: "kept-apart", conversation: "q" });
  const clock = virtualClock({ start: at(200) });
  const store = memoryStore();
  const inbox = createInbox({ accounts: [net.adapter], clock, store });
  await inbox.sync();
  await inbox.note(ask.key, "sesame-note", { by: sandra });
  const living = async (): Promise<readonly string[]> =>
    (await rowsOf(store, "message"))
      .filter(({ deletedAt }) => deletedAt === undefined)
      .map(({ text }) => text)
      .sort();
  return { net, store, inbox, ask, post, living };
}

describe("forget, by key", () => {
  it("shrinks a message and what was answered to it, with the notes, and neither comes back", async () => {
    const { store, inbox, ask, living } = await setUp();
    expect(await inbox.forget(ask.key, { by: sandra })).toBe(2);
    for (let round = 0; round < 2; round++) {
      expect(await dump(store)).not.toContain("sesame");
      expect(await living()).toEqual(["kept", "kept-apart"]);
      await inbox.sync();
    }
    expect(await inbox.forget(ask.key, { by: sandra })).toBe(0);
    await inbox.close();
  });

  it("shrinks the comments of a post, and of those alone", async () => {
    const { store, inbox, post, living } = await setUp();
    expect(await inbox.forget(post, { by: sandra })).toBe(3);
    await inbox.sync();
    expect(await living()).toEqual(["kept-apart"]);
    expect(await dump(store)).not.toContain("sesame");
    await inbox.close();
  });

  it("shrinks a conversation with its messages, keeps older ones out that nobody had read, and lets new ones in", async () => {
    const { store, net, inbox, ask, living } = await setUp();
    expect(await inbox.forget(ask.conversation, { by: sandra })).toBe(4);
    expect(await inbox.conversation(ask.conversation)).toMatchObject({ participants: [], kind: "comment" });
    net.say({ id: "late", minutes: 150, text: "sesame-late", kind: "comment", conversation: "p" });
    net.say({ id: "new", minutes: 201, text: "new", kind: "comment", conversation: "p" });
    await inbox.sync();
    expect(await living()).toEqual(["kept-apart", "new"]);
    expect(await dump(store)).not.toContain("sesame");
    await inbox.close();
  });

  it("erases an account with everything, and its history does not come back", async () => {
    const { store, net, inbox, living } = await setUp();
    expect(await inbox.forget(net.account, { by: sandra })).toBeGreaterThan(5);
    expect(await living()).toEqual([]);
    expect(await rowsOf(store, "audit")).toMatchObject([{ action: "forget", target: net.account }]);
    await inbox.sync();
    expect(await living()).toEqual([]);
    expect(await dump(store)).not.toContain("sesame");
    await inbox.close();
  });

  it("lets nobody wait who was forgotten", async () => {
    const { inbox, ask } = await setUp();
    expect((await inbox.conversation(ask.conversation))?.waitingSince).toBe(at(101));
    await inbox.forget(ask.key, { by: sandra });
    expect((await inbox.conversation(ask.conversation))?.waitingSince).toBe(at(103));
    await inbox.close();
  });
});

describe("forget, of anybody", () => {
  it("leaves no string of a person in any stored JSON, after any number of syncs, whatever ids, handles and texts are like", async () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{7,12}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(word, { minLength: 4, maxLength: 4 }),
        fc.array(fc.record({ by: fc.constantFrom("person", "ben", "us"), names: fc.boolean(), under: fc.boolean() }), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.constantFrom("", "did:web:", "a/b%"),
        fc.integer({ min: 1, max: 3 }),
        async ([id = "", handle = "", name = "", text = ""], said, lead, rounds) => {
          const net = plaza({ surfaces: [{ name: "mentions" }] });
          const person = { ...net.author(lead + id), handle: `${handle}.example`, name: `${name} Q` };
          let last: string | undefined;
          for (const [index, { by, names, under }] of said.entries()) {
            const theirs = by === "person";
            const speech = `Hi ${names ? `@${person.handle} ${person.name}` : "all"} 👋 ${theirs ? text : ""}`;
            const entities = names
              ? [{ type: "mention" as const, start: 3, end: 4 + person.handle.length, value: person.handle, targetId: lead + id }]
              : [];
            const more = {
              entities,
              raw: { speech, to: person.id },
              refs: { answers: theirs ? "x" : lead + id },
              ...(theirs && {
                author: person,
                key: `${net.account}:message:${encodeURIComponent(`at://${lead + id}/${index}`)}`,
                id: `at://${lead + id}/${index}`,
              }),
              ...(under && last !== undefined && { parent: last }),
            };
            last = net.say({ id: `m${index}`, minutes: 101 + index, by: by === "us" ? "1" : by, text: speech, more }).key;
          }
          const store = memoryStore();
          const inbox = createInbox({ accounts: [net.adapter], clock: virtualClock({ start: at(200) }), store });
          await inbox.sync();
          await inbox.forget({ author: person.key }, { by: sandra });
          for (let round = 0; round <= rounds; round++) {
            const left = await dump(store);
            for (const secret of [id, handle, name, ...(said.some(({ by }) => by === "person") ? [text] : [])]) {
              const known = said.some(({ by, names }) => by === "person" || (names && secret === handle) || secret === id);
              if (known) expect(left).not.toContain(secret);
            }
            await inbox.sync();
          }
          await inbox.close();
        },
      ),
      { numRuns: 40, ...(process.env["FC_SEED"] === undefined && { seed: 14 }) },
    );
  }, 60_000);
});
