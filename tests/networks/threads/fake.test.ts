import { describe, expect, it } from "vitest";
import { all, errorOf } from "./support.js";
import { createGraphApp, createThreadsAdapter, listAccounts, type ThreadsAdapter } from "../../../src/networks/threads/index.js";
import { fakeThreads, type FakeThreads, type FakeThreadsAccount } from "../../../src/testing/threads/index.js";
import { virtualClock } from "../../../src/testing/clock.js";
import type { Message } from "../../../src/model/message.js";

interface Stage {
  readonly fake: FakeThreads;
  readonly us: FakeThreadsAccount;
  readonly freja: FakeThreadsAccount;
  readonly adapter: ThreadsAdapter;
  readonly later: () => Promise<void>;
}

/** A brand and a person on a network made after the documents: it refuses fields, calls and texts that those do not know. */
function stage(): Stage {
  const clock = virtualClock({ auto: true });
  const fake = fakeThreads({ clock });
  const us = fake.state.addAccount("nordlys");
  const freja = fake.state.addAccount("freja");
  const adapter = createThreadsAdapter({ accountId: us.id, token: us.token, runtime: { fetch: fake.fetch, clock } });
  return { fake, us, freja, adapter, later: () => clock.sleep(1000) };
}

describe("threads on the fake network", () => {
  it("lists what waits, lets one in and leaves one out", async () => {
    const { fake, us, freja, adapter, later } = stage();
    const post = fake.state.post(us, { text: "Ask us anything", approvesReplies: true });
    await later();
    const kind = fake.state.reply(freja, post, "is it warm?");
    await later();
    const rude = fake.state.reply(freja, post, "rubbish");
    const held = await all(adapter.listHeld());
    expect(held.map(({ id, visibility }) => [id, visibility])).toEqual([
      [rude, "held"],
      [kind, "held"],
    ]);
    const [second, first] = held;
    if (first === undefined || second === undefined) throw new Error("Two replies wait.");
    await adapter.approve(first);
    await adapter.deny(second);
    await adapter.deny(second);
    expect([fake.state.held(kind)?.approval, fake.state.held(rude)?.approval]).toEqual(["approved", "ignored"]);
    expect(await all(adapter.listHeld())).toEqual([]);
    const comments = await all(adapter.listComments(adapter.ref({ post })));
    expect(comments.map(({ id, visibility }) => [id, visibility])).toEqual([[kind, "public"]]);
  });

  it("hides a reply with all that is below, and refuses one that stands below another", async () => {
    const { fake, us, freja, adapter, later } = stage();
    const post = fake.state.post(us, "Boots");
    const top = fake.state.reply(freja, post, "rubbish");
    await later();
    const nested = fake.state.reply(freja, top, "really");
    const find = async (id: string): Promise<Message> => {
      const [found] = await all(adapter.getMessages([adapter.ref({ message: id })]));
      if (found === undefined) throw new Error("It is there.");
      return found;
    };
    expect((await find(nested)).root).toBe((await find(top)).key);
    expect(await errorOf(adapter.hide(await find(nested)))).toMatchObject({ code: "unsupported" });
    expect(await errorOf(adapter.hide(adapter.ref({ message: nested })))).toMatchObject({ code: "invalid-request" });
    await adapter.hide(await find(top));
    expect([fake.state.held(top)?.hidden, fake.state.held(nested)?.hidden]).toEqual([true, true]);
    expect((await find(nested)).visibility).toBe("hidden");
    await adapter.unhide(await find(top));
    expect((await find(top)).visibility).toBe("public");
  });

  it("publishes a carousel with descriptions, and reads it as it was sent", async () => {
    const { fake, adapter, us } = stage();
    const attachments = [1, 2].map((n) => ({ type: "image" as const, url: `https://cdn.example/${n}.jpg`, alt: `Boot ${n}` }));
    const { post, refs } = await adapter.publishPost({ text: "Boots", attachments });
    expect(fake.state.held(post?.id ?? "")?.parts).toEqual(["Boot 1", "Boot 2"]);
    expect((await adapter.getPost(adapter.ref({ post: post?.id ?? "" }))).attachments).toMatchObject(attachments);
    // What the answer of publishing held can be found again by its container.
    const target = { key: `threads:${us.id}` } as Parameters<ThreadsAdapter["findOwn"]>[0];
    const found = await all(adapter.findOwn(target, { text: "Boots" }, { since: post?.createdAt ?? "", ...(refs && { refs }) }));
    expect(found.map(({ id }) => id)).toEqual([post?.id]);
  });

  it("answers with a picture, in the thread where it belongs", async () => {
    const { fake, us, freja, adapter } = stage();
    const post = fake.state.post(us, "Boots");
    const asked = fake.state.reply(freja, post, "in green?");
    const { message } = await adapter.reply(adapter.ref({ message: asked }), {
      text: "In green",
      attachments: [{ type: "image", url: "https://cdn.example/green.jpg", alt: "Green boots" }],
    });
    expect(fake.state.held(message?.id ?? "")).toMatchObject({ parent: asked, root: post, alt: "Green boots" });
    const under = await all(adapter.listComments(adapter.ref({ message: asked })));
    expect(under.map(({ id, direction }) => [id, direction])).toEqual([[message?.id, "outbound"]]);
  });

  it("reads the numbers of a post and of the profile", async () => {
    const { fake, us, freja, adapter } = stage();
    const post = fake.state.post(us, "Boots");
    fake.state.like(freja, post);
    fake.state.reply(freja, post, "in green?");
    expect(await adapter.getPostInsights(adapter.ref({ post }))).toMatchObject({ likes: 1, replies: 1, shares: 0, quotes: 0 });
    expect(await adapter.getAccountInsights()).toMatchObject({ likes: 1, replies: 1, bucketTimeZone: "America/Los_Angeles" });
  });

  it("finds the profile that a token was given for", async () => {
    const clock = virtualClock({ auto: true });
    const fake = fakeThreads({ clock });
    const us = fake.state.addAccount("nordlys", { name: "Nordlys" });
    const app = createGraphApp({ id: fake.app.id, secrets: [fake.app.secret] });
    app.attach({ fetch: fake.fetch, clock });
    const found = await all(listAccounts(app, us.token));
    expect(found.map(({ key, handle, name }) => [key, handle, name])).toEqual([[`threads:${us.id}`, "nordlys", "Nordlys"]]);
    expect(() => listAccounts(app, us.token, { baseUrl: "nowhere" })).toThrow("`baseUrl`");
  });

  it("says that somebody lets nobody answer", async () => {
    const { fake, freja, adapter } = stage();
    const post = fake.state.post(freja, { text: "To my friends", replyControl: "mentioned_only" });
    expect(await errorOf(adapter.reply(adapter.ref({ post }), { text: "And us?" }))).toMatchObject({ code: "forbidden" });
  });

  it("takes nothing from the day's searches for what finds nothing", async () => {
    const clock = virtualClock({ auto: true });
    const fake = fakeThreads({ clock, quotas: { searches: 1 } });
    const us = fake.state.addAccount("nordlys");
    const adapter = createThreadsAdapter({ accountId: us.id, token: us.token, runtime: { fetch: fake.fetch, clock } });
    const start = clock.now();
    for (let at = 0; at < 5; at += 1) expect(await all(adapter.searchPosts({ text: "gumboots" }))).toEqual([]);
    expect(clock.now() - start).toBeLessThan(60_000);
  });
});
