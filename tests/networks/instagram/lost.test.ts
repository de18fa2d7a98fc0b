/** Finding our own words again after a write without an answer, and what goes while it is read. @module */
import { all, errorOf, facebook, instagram, scene } from "./support.js";
import { describe, expect, it } from "vitest";
import { createInstagramAdapter } from "../../../src/networks/instagram/index.js";
import { isFolkmootError } from "../../../src/errors.js";

const picture = { type: "image", url: "https://shop.example/a.jpg" } as const;
const refusal = (code: number, subcode?: number, status = 400): Response =>
  Response.json(
    { error: { message: "x", type: "OAuthException", code, ...(subcode !== undefined && { error_subcode: subcode }) } },
    { status },
  );

describe.each([facebook, instagram])("our own words on instagram, %o", (make) => {
  it("are found where they stand: at the post, below a comment, and below an answer with the name of whom they mean", async () => {
    const { adapter, fake, account, clock } = make();
    const freja = fake.state.addPerson("freja");
    const post = fake.state.share(account, "Boots");
    const first = fake.state.comment(freja, post, "warm?");
    const second = fake.state.reply(freja, first, "and dry?");
    const since = new Date(clock.now()).toISOString();
    const [one, two] = await all(adapter.getMessages([adapter.ref({ message: first }), adapter.ref({ message: second })]));
    if (one === undefined || two === undefined) throw new Error("There are two comments.");
    const draft = { text: "Yes" };
    const target = adapter.ref({ post });
    const sent = [await adapter.reply(target, draft), await adapter.reply(one, draft), await adapter.reply(two, draft)];
    const [atPost, below, named] = sent.map(({ message }) => message?.id);
    const find = async (where: typeof target | typeof one) => (await all(adapter.findOwn(where, draft, { since }))).map(({ id }) => id);
    expect([await find(target), await find(one), await find(two)]).toEqual([[atPost], [below], [below, named]]);
    await clock.sleep(3_600_000);
    expect(await all(adapter.findOwn(target, draft, { since: new Date(clock.now()).toISOString() }))).toEqual([]);
  });

  it("with files are told apart by how many there are", async () => {
    const { adapter, fake, account, clock } = make();
    const freja = fake.state.addPerson("freja");
    fake.state.write(freja, account, "can I see them");
    const [talk] = (await adapter.listConversations()).items;
    if (talk === undefined) throw new Error("There is a conversation.");
    const since = new Date(clock.now()).toISOString();
    await adapter.sendMessage(talk, { text: "", attachments: [picture, picture] });
    const count = async (files: number): Promise<number> =>
      (await all(adapter.findOwn(talk, { text: "", attachments: Array.from({ length: files }, () => picture) }, { since }))).length;
    expect([await count(1), await count(2)]).toEqual([0, 1]);
  });

  it("of a container that was never published are nowhere, though another post says the same", async () => {
    const { adapter, fake, account, clock } = make();
    const since = new Date(clock.now()).toISOString();
    const draft = { text: "Boots", attachments: [picture] };
    fake.inject({ on: { operation: "/{ig-user-id}/media_publish" }, do: { type: "reset-before-commit" } });
    const error: unknown = await adapter.publishPost(draft).catch((thrown: unknown) => thrown);
    if (!isFolkmootError(error, "outcome-unknown")) throw new Error("It was expected to be unknown.");
    fake.state.share(account, "Boots");
    const refs = error.refs ?? {};
    expect(await all(adapter.findOwn({ key: String(adapter.account) }, draft, { since, refs }))).toEqual([]);
    expect(await all(adapter.findOwn({ key: String(adapter.account) }, draft, { since }))).toHaveLength(1);
  });

  it("are known by refs alone, and refused to be hidden or answered in private", async () => {
    const { adapter, fake, account } = make();
    const post = fake.state.share(account, "Boots");
    const { message } = await adapter.reply(adapter.ref({ post }), { text: "Ask us" });
    if (message === undefined) throw new Error("It was said.");
    const bare = { key: message.key, refs: { postId: post, authorId: account.id } };
    const before = fake.calls.length;
    expect((await errorOf(adapter.hide(bare))).code).toBe("invalid-request");
    expect((await errorOf(adapter.replyPrivately(bare, { text: "Hello" }))).code).toBe("invalid-request");
    for (const operation of ["hide", "unhide", "replyPrivately"] as const)
      expect(adapter.canRules[operation]?.(bare, { now: 0 })).toMatchObject({ ok: false, reason: "own" });
    expect(fake.calls).toHaveLength(before);
  });
});

/** The adapter of the Facebook log-in, with some answers of the network written by the test. */
function tapped(answer: (url: string) => Response | undefined) {
  const here = scene({ login: "facebook", pageSize: 100 });
  const { account, fake, runtime } = here;
  const fetch: typeof globalThis.fetch = async (input, init) =>
    answer(input instanceof Request ? input.url : String(input)) ?? fake.fetch(input, init);
  const more = { accountId: account.id, pageId: account.pageId, token: account.token, runtime: { ...runtime, fetch } };
  return { ...here, adapter: createInstagramAdapter({ login: "facebook", ...more }) };
}

describe("while it is read or liked on instagram", () => {
  it.each([
    ["gone", () => refusal(100, 33), undefined],
    ["not ours to read any more", () => refusal(190, 463, 401), "unauthenticated"],
  ] as const)("a comment with more answers than come with it may be %s", async (_, refused, code) => {
    const { adapter, fake, account } = tapped((url) => (/\/replies\?/.test(url) ? refused() : undefined));
    const freja = fake.state.addPerson("freja");
    const post = fake.state.share(account, "Boots");
    const first = fake.state.comment(freja, post, "first");
    for (let at = 0; at < 53; at++) fake.state.reply(freja, first, `answer ${at}`);
    const list = all(adapter.listComments(adapter.ref({ post })));
    if (code === undefined) expect((await list).map(({ id }) => id)).toContain(first);
    else expect((await errorOf(list)).code).toBe(code);
  });

  it("a like that goes through takes back what an earlier refusal taught", async () => {
    let refuses = true;
    const { adapter, fake, account } = tapped((url) => (refuses && url.includes("/likes") ? refusal(10) : undefined));
    const post = adapter.ref({ post: fake.state.share(account, "Boots") });
    const may = () => adapter.canRules.like?.(post, { now: 0 }).ok;
    expect(may()).toBe(true);
    expect((await errorOf(adapter.like(post))).code).toBe("forbidden");
    expect(may()).toBe(false);
    refuses = false;
    await adapter.like(post);
    expect(may()).toBe(true);
  });
});
