import { all, errorOf, facebook, instagram } from "./support.js";
import { describe, expect, it } from "vitest";

describe.each([facebook, instagram])("comments on instagram, %o", (make) => {
  it("come with their answers, newest first, more answers than come with a comment included", async () => {
    const { adapter, fake, account, clock } = make({ pageSize: 100 });
    const freja = fake.state.addPerson("freja");
    const post = fake.state.share(account, "Boots");
    const first = fake.state.comment(freja, post, "first");
    const answers: string[] = [];
    for (let at = 0; at < 53; at++) {
      await clock.sleep(1000);
      answers.push(fake.state.reply(freja, first, `answer ${at}`));
    }
    await clock.sleep(1000);
    const last = fake.state.comment(freja, post, "last");
    const found = await all(adapter.listComments(adapter.ref({ post })));
    expect(found.map(({ id }) => id)).toEqual([last, ...answers.toReversed(), first]);
    expect(found[1]).toMatchObject({ parent: adapter.ref({ message: first }).key, root: adapter.ref({ message: first }).key });
    expect(found[0]).not.toHaveProperty("parent");
    expect(await all(adapter.listComments(adapter.ref({ message: first })))).toHaveLength(53);
  });

  it("follow where the network tells a next page, and end where it tells none", async () => {
    for (const [commentCursors, count] of [
      [true, 60],
      [false, 50],
    ] as const) {
      const { adapter, fake, account } = make({ commentCursors, pageSize: 100 });
      const freja = fake.state.addPerson("freja");
      const post = fake.state.share(account, "Boots");
      for (let at = 0; at < 60; at++) fake.state.comment(freja, post, `comment ${at}`);
      expect(await all(adapter.listComments(adapter.ref({ post })))).toHaveLength(count);
    }
  });

  it("name whom an answer to an answer means, once, and count that in", async () => {
    const { adapter, fake, account } = make();
    const [freja, malik] = [fake.state.addPerson("freja"), fake.state.addPerson("malik.b")];
    const post = fake.state.share(account, "Boots");
    const first = fake.state.comment(freja, post, "warm?");
    const nested = fake.state.reply(malik, first, "mine are");
    const own = fake.state.reply(account, first, "They are");
    await adapter.reply(adapter.ref({ message: first }), { text: "Yes" });
    await adapter.reply(adapter.ref({ message: nested }), { text: "Good" });
    await adapter.reply(adapter.ref({ message: nested }), { text: "Thanks @Malik.b" });
    expect(fake.state.saidBy(account).map(({ text, parent }) => [text, parent])).toEqual([
      ["They are", first],
      ["Yes", first],
      ["@malik.b Good", first],
      ["Thanks @Malik.b", first],
    ]);
    const [message] = await all(adapter.getMessages([adapter.ref({ message: nested })]));
    const before = fake.calls.length;
    const error = await errorOf(adapter.reply(message ?? adapter.ref({ message: nested }), { text: "a".repeat(2192) }));
    expect([error.code, fake.calls.length]).toEqual(["invalid-request", before]);
    const [ours] = await all(adapter.getMessages([adapter.ref({ message: own })]));
    expect(ours).toMatchObject({ direction: "outbound", author: { isOwn: true, id: account.id } });
  });

  it("cannot be answered once hidden, nor listed for the whole account", async () => {
    const { adapter, fake, account, clock } = make();
    const freja = fake.state.addPerson("freja");
    const post = fake.state.share(account, "Boots");
    const id = fake.state.comment(freja, post, "spam");
    await adapter.hide(adapter.ref({ message: id }));
    const [hidden] = await all(adapter.getMessages([adapter.ref({ message: id })]));
    expect(hidden).toMatchObject({ visibility: "hidden", allows: { reply: false } });
    if (hidden !== undefined) expect(adapter.canRules.reply?.(hidden, { now: clock.now() })).toMatchObject({ ok: false, reason: "closed" });
    expect((await errorOf(adapter.reply(adapter.ref({ message: id }), { text: "hello" }))).code).toBe("invalid-request");
    expect((await errorOf(adapter.listComments(null))).code).toBe("unsupported");
  });

  it("under posts of others are neither hidden nor deleted nor looked for", async () => {
    const { adapter, fake, account, clock } = make();
    const freja = fake.state.addPerson("freja");
    const theirs = fake.state.share(freja, "Walk");
    const id = fake.state.comment(freja, theirs, "with @nordlys");
    const target = adapter.ref({ message: id, refs: { mediaId: theirs } });
    const { message } = await adapter.reply(target, { text: "Hi" });
    const before = fake.calls.length;
    for (const work of [() => adapter.hide(target), () => adapter.delete(target), () => adapter.delete(message ?? target)])
      expect((await errorOf(work())).code).toBe("forbidden");
    const since = new Date(clock.now()).toISOString();
    expect((await errorOf(adapter.findOwn(target, { text: "Hi" }, { since }))).code).toBe("unsupported");
    expect(fake.calls.length).toBe(before);
    expect(fake.state.saidBy(account)).toHaveLength(1);
  });

  it("of ours are neither hidden nor answered in private", async () => {
    const { adapter, fake, account } = make();
    const post = fake.state.share(account, "Boots");
    const { message } = await adapter.reply(adapter.ref({ post }), { text: "Ask away" });
    if (message === undefined) throw new Error("There is a message.");
    expect((await errorOf(adapter.hide(message))).code).toBe("invalid-request");
    expect((await errorOf(adapter.replyPrivately(message, { text: "psst" }))).code).toBe("invalid-request");
  });
});

describe.each([facebook, instagram])("mentions on instagram, %o", (make) => {
  it("are told with fewer fields where the network refuses one", async () => {
    const { adapter, fake, account } = make();
    const freja = fake.state.addPerson("freja");
    const theirs = fake.state.share(freja, "Walk with @nordlys");
    const id = fake.state.comment(freja, theirs, "and @nordlys");
    let refused = 0;
    const asked: (string | null)[] = [];
    const picky = make(
      {},
      {
        runtime: {
          fetch: async (input, init) => {
            const url = new URL(new Request(input, init).url);
            const fields = url.searchParams.get("fields") ?? "";
            if (!fields.includes("mentioned_")) return fake.fetch(input, init);
            asked.push(fields);
            if (!/permalink|owner|children/.test(fields) || asked.length % 2 === 0) return fake.fetch(input, init);
            refused += 1;
            const error = { message: "(#100) Tried accessing nonexisting field (children)", type: "OAuthException", code: 100 };
            return Response.json({ error }, { status: 400 });
          },
        },
        accountId: account.id,
        token: account.token,
      },
    );
    const refs = { mediaId: theirs };
    const targets = [adapter.ref({ message: id, refs }), adapter.ref({ message: theirs, refs })];
    const found = await all(picky.adapter.getMessages(targets));
    expect(found.map(({ text, kind }) => [text, kind])).toEqual([
      ["and @nordlys", "mention"],
      ["Walk with @nordlys", "mention"],
    ]);
    expect(refused).toBe(2);
  });

  it("that are gone, or where nobody may comment any more, are told as that", async () => {
    const { adapter, fake } = make();
    const freja = fake.state.addPerson("freja");
    const theirs = fake.state.share(freja, "Walk with @nordlys");
    const id = fake.state.comment(freja, theirs, "and @nordlys");
    fake.state.remove(id);
    expect(await all(adapter.getMessages([adapter.ref({ message: id, refs: { mediaId: theirs } })]))).toEqual([]);
  });

  it("in captions lead to the post that they stand in, whoever wrote it", async () => {
    const { adapter, fake } = make();
    const freja = fake.state.addPerson("freja");
    const [named, other] = [fake.state.share(freja, "Walk with @nordlys"), fake.state.share(freja, "Walk")];
    expect(await adapter.getPost(adapter.ref({ post: named }))).toMatchObject({ id: named, isOwn: false, author: { handle: "freja" } });
    expect((await errorOf(adapter.getPost(adapter.ref({ post: other })))).code).toBe("not-found");
  });

  it("list photo tags, and say so where no words name the account", async () => {
    const { adapter, fake, account, clock } = make();
    const freja = fake.state.addPerson("freja");
    fake.state.share(freja, { caption: "walk", tags: [account] });
    await clock.sleep(1000);
    fake.state.share(freja, { caption: "walk with @nordlys", tags: [account] });
    const [named, tagged] = await all(adapter.listMentions());
    expect([named?.mentionsUs, named?.surface]).toEqual([true, undefined]);
    expect([tagged?.mentionsUs, tagged?.surface, tagged?.author?.key]).toEqual([
      undefined,
      "photo-tag",
      `${adapter.account}:author:@freja`,
    ]);
    if (tagged !== undefined)
      expect(adapter.canRules.reply?.(tagged, { now: clock.now() })).toMatchObject({ ok: false, reason: "not-owner" });
  });
});
