import { describe, expect, it } from "vitest";
import { all, errorOf } from "./support.js";
import {
  createFacebookAdapter,
  createGraphApp,
  listAccounts,
  pageToken,
  type FacebookAdapter,
  type FacebookAdapterOptions,
} from "../../../src/networks/facebook/index.js";
import { createInbox } from "../../../src/index.js";
import {
  fakeFacebook,
  type FakeFacebook,
  type FakeFacebookOptions,
  type FakeFacebookPage,
  type FakeFacebookPerson,
} from "../../../src/testing/facebook/index.js";
import { virtualClock, type VirtualClock } from "../../../src/testing/clock.js";

const hour = 3_600_000;

interface Town {
  readonly fake: FakeFacebook;
  readonly clock: VirtualClock;
  readonly page: FakeFacebookPage;
  readonly freja: FakeFacebookPerson;
  readonly facebook: FacebookAdapter;
  readonly make: (more?: Partial<FacebookAdapterOptions>) => FacebookAdapter;
}

/** The adapter on a fake Facebook. */
function town(options: FakeFacebookOptions = {}, more: Partial<FacebookAdapterOptions> = {}): Town {
  const clock = virtualClock({ auto: true });
  const fake = fakeFacebook({ clock, seed: "town", ...options });
  const page = fake.state.addPage("Nordlys Boots");
  const make = (other: Partial<FacebookAdapterOptions> = {}): FacebookAdapter =>
    createFacebookAdapter({
      accountId: page.id,
      token: page.token,
      runtime: { fetch: fake.fetch, clock, random: () => 0.5 },
      ...more,
      ...other,
    });
  return { fake, clock, page, freja: fake.state.addPerson("Freja Holm"), facebook: make(), make };
}

describe("the facebook adapter on the fake network", () => {
  it("proves its token to an app that demands it", async () => {
    const { fake, page, clock, make } = town({ requireProof: true });
    const app = createGraphApp({ id: fake.app.id, secrets: [fake.app.secret] });
    expect((await make({ app }).getAccount()).name).toBe("Nordlys Boots");
    const bare = createFacebookAdapter({ accountId: page.id, token: page.token, runtime: { fetch: fake.fetch, clock } });
    expect((await errorOf(bare.getAccount())).code).not.toBe("unexpected-response");
  });
  it("tells a person's token from the Page's, at once and where a list of comments is empty", async () => {
    const { fake, page, freja, make } = town();
    const post = fake.state.post(page, "Winter boots");
    fake.state.comment(freja, post, "Are they warm?");
    const wrong = make({ token: page.userToken });
    for (const work of [() => wrong.getAccount(), () => wrong.listComments({ key: `facebook:${page.id}:post:${post}` })])
      expect(await errorOf(work())).toMatchObject({ code: "unauthenticated", reauthorize: "wrong-token-kind" });
  });
  it("finds the Pages of a person, and the token of one", async () => {
    const { fake, page, clock, make } = town();
    const app = createGraphApp({ id: fake.app.id, secrets: [fake.app.secret] });
    app.attach({ fetch: fake.fetch, clock });
    const [found] = await all(listAccounts(app, page.userToken));
    expect(found?.id).toBe(page.id);
    const token = await pageToken(app, page.userToken, page.id);
    expect((await make({ token }).getAccount()).id).toBe(page.id);
  });
  it("publishes pictures with their words", async () => {
    const { fake, facebook } = town();
    const { post } = await facebook.publishPost({
      text: "New in the shop",
      attachments: [
        { type: "image", url: "https://cdn.example/1.jpg", alt: "A green boot" },
        { type: "image", url: "data:image/png;base64,iVBORw0KGgo=", alt: "Two of them" },
      ],
    });
    const held = fake.state.held(post?.id ?? "");
    expect([held?.text, held?.alts, held?.attached.length]).toEqual(["New in the shop", ["A green boot", "Two of them"], 2]);
    expect((await facebook.getPost(post ?? { key: "" })).attachments).toHaveLength(2);
  });
  it("reads recommendations, answers one, and reads the answer below it", async () => {
    const { fake, page, freja, facebook } = town();
    const story = fake.state.review(freja, page, { text: "Dry feet all winter", positive: true });
    const [review] = await all(facebook.listReviews());
    expect(review).toMatchObject({ id: story, kind: "review", refs: { recommendation: "positive" } });
    const [again] = await all(facebook.getMessages([review ?? { key: "" }]));
    expect(again?.key).toBe(review?.key);
    const { message } = await facebook.reply(review ?? { key: "" }, { text: "Thank you" });
    expect(message).toMatchObject({ parent: review?.key, root: review?.key, conversation: review?.conversation });
    const below = await all(facebook.listComments(review ?? { key: "" }));
    expect(below.map(({ key, parent, conversation }) => [key, parent, conversation])).toEqual([
      [message?.key, review?.key, review?.conversation],
    ]);
  });
  it("answers a comment in private once, and finds that answer again", async () => {
    const { fake, page, freja, facebook } = town();
    const id = fake.state.comment(freja, fake.state.post(page, "Winter boots"), "My parcel is late");
    const target = { key: `facebook:${page.id}:message:${id}` };
    const since = new Date(Date.parse("2026-01-01T00:00:00.000Z")).toISOString();
    await facebook.replyPrivately(target, { text: "What is its number?" });
    const found = await all(facebook.findOwn(target, { text: "What is its number?" }, { since, operation: "replyPrivately" }));
    expect(found).toHaveLength(1);
    expect(found[0]?.direction).toBe("outbound");
    const [now] = await all(facebook.getMessages([target]));
    expect(now?.allows?.["replyPrivately"]).toBe(false);
    expect(["invalid-request", "forbidden", "duplicate", "conflict"]).toContain(
      (await errorOf(facebook.replyPrivately(target, { text: "And your name?" }))).code,
    );
  });
  it("lets a human answer after a day where Meta allows it, and nobody after a week", async () => {
    const { fake, page, freja, clock, make } = town();
    fake.state.allowHumanAgent(true);
    fake.state.message(freja, page, "Are you there?");
    const facebook = make({ humanAgent: true });
    const by = { type: "human", id: "anna" } as const;
    await clock.sleep(30 * hour);
    const [talk] = await all(facebook.listConversations());
    expect(talk?.replyWindow?.mode).toBe("human");
    expect((await errorOf(facebook.sendMessage(talk ?? { key: "" }, { text: "Yes" }))).code).toBe("window-closed");
    await facebook.sendMessage(talk ?? { key: "" }, { text: "Yes" }, { by });
    expect(fake.state.directsBetween(page, freja).map(({ text }) => text)).toEqual(["Are you there?", "Yes"]);
    await clock.sleep(7 * 24 * hour);
    expect((await errorOf(facebook.sendMessage(talk ?? { key: "" }, { text: "Still there?" }, { by }))).code).toBe("window-closed");
    expect(fake.state.directsBetween(page, freja)).toHaveLength(2);
  });
  it("takes what it is pushed on and off", async () => {
    const { fake, page, clock, make } = town();
    const app = createGraphApp({ id: fake.app.id, secrets: [fake.app.secret] });
    const facebook = make({ app, runtime: { fetch: fake.fetch, clock } });
    const made = await facebook.subscribe({ url: "https://host.example/hook" });
    expect(new Set(made.map(({ surface }) => surface))).toEqual(new Set(["posts", "mentions", "reviews", "messages"]));
    expect(fake.state.subscribedFields(page)).toContain("feed");
    const standing = await all(facebook.listSubscriptions());
    expect(standing.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
    for (const one of standing) await facebook.unsubscribe(one);
    expect(fake.state.subscribedFields(page) ?? []).toEqual([]);
  });
  it("reads insights, and leaves out what is not told", async () => {
    const { fake, page, facebook } = town();
    const id = fake.state.post(page, "Winter boots");
    fake.state.measure(id, "post_media_view", 120);
    fake.state.measure(id, "post_total_media_view_unique", 80);
    expect(await facebook.getPostInsights({ key: `facebook:${page.id}:post:${id}` })).toMatchObject({ views: 120, reach: 80 });
    fake.state.measure(page.id, "page_media_view", 900);
    expect(await facebook.getAccountInsights()).toMatchObject({ views: 900 });
  });
  it("waits out a limit that the network tells by its code", async () => {
    const { fake, page, clock, facebook } = town();
    fake.state.post(page, "Winter boots");
    await facebook.listPosts({ limit: 1 });
    const start = clock.now();
    fake.state.throttle(120_000);
    expect((await facebook.listPosts()).items).toHaveLength(1);
    expect(clock.now() - start).toBeGreaterThanOrEqual(120_000);
  });
  it("fills an inbox: comments below posts, mentions, reviews, direct messages; and answers count", async () => {
    const { fake, page, freja, clock } = town();
    const post = fake.state.post(page, "Winter boots");
    fake.state.comment(freja, fake.state.comment(freja, post, "Are they warm?"), "And dry?");
    fake.state.visitorPost(freja, page, "I love mine");
    fake.state.tag(freja, page, "Nordlys Boots are the best");
    fake.state.review(freja, page, { text: "Dry feet", positive: true });
    fake.state.message(freja, page, "Are you there?");
    const facebook = createFacebookAdapter({ accountId: page.id, token: page.token });
    const inbox = createInbox({ accounts: [facebook], fetch: fake.fetch, clock, random: () => 0.5 });
    await inbox.sync();
    const items = await all(inbox.items({}));
    expect(items.map(({ message }) => message.kind).sort()).toEqual(["comment", "comment", "direct", "mention", "mention", "review"]);
    for (const { message } of items)
      expect(
        (
          await inbox.respond(
            message,
            { text: `Thank you for ${message.key}` },
            { by: { type: "human", id: "anna" }, idempotencyKey: message.key },
          )
        ).status,
      ).toBe("sent");
    await clock.sleep(60_000);
    await inbox.sync();
    for (const { message } of items) expect((await inbox.conversation(message.conversation))?.waitingSince).toBeUndefined();
    await inbox.close();
  });
});
