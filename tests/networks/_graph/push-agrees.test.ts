/** What a webhook tells and what a list tells is one and the same thing. @module */
import { describe, expect, it } from "vitest";
import { createFacebookAdapter } from "../../../src/networks/facebook/index.js";
import { createGraphApp } from "../../../src/networks/_graph/app.js";
import { createInbox, type Inbox } from "../../../src/inbox/index.js";
import { createThreadsAdapter } from "../../../src/networks/threads/index.js";
import { fakeFacebook } from "../../../src/testing/facebook/index.js";
import { fakeThreads } from "../../../src/testing/threads/index.js";
import { memoryStore } from "../../../src/store/index.js";
import { rowsOf } from "../../inbox/forget-town.js";
import { virtualClock } from "../../../src/testing/clock.js";
import type { AnyAdapter } from "../../../src/adapter/adapter.js";
import type { App } from "../../../src/adapter/app.js";
import type { FakeNetwork } from "../../../src/testing/exchange.js";
import type { Message } from "../../../src/model/message.js";

const start = "2026-11-20T10:00:00.000Z";

/** What both have to say alike. Addresses are signed anew each time, and some fields only one of the two tells. */
const core = ({
  key,
  kind,
  direction,
  text,
  author,
  conversation,
  post,
  parent,
  visibility,
  surface,
  attachments,
  mentionsUs,
  refs,
  entities,
}: Message) => ({
  key,
  kind,
  direction,
  text,
  author: author?.key,
  conversation,
  post,
  parent,
  visibility,
  surface,
  attachments: attachments.map(({ type }) => type),
  mentionsUs,
  // The network's own id of a conversation is in no webhook.
  refs: { ...refs, threadId: undefined },
  // Whom a text names is marked by Facebook where it is read, and nowhere else.
  entities: entities.filter(({ type, targetId }) => type !== "mention" || targetId === undefined),
});

async function said(inbox: Inbox): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for await (const { message } of inbox.items({ order: "oldest" })) messages.push(message);
  return messages.sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** Hears webhooks in one inbox, asks lists in another, and then asks lists in the first too. */
async function compare(
  fake: FakeNetwork,
  clock: ReturnType<typeof virtualClock>,
  make: () => { adapter: AnyAdapter; app: App },
  requests: readonly Request[],
): Promise<void> {
  const pushed = make();
  const store = memoryStore();
  const hears = createInbox({ accounts: [pushed.adapter], apps: [pushed.app], clock, store, fetch: fake.fetch });
  for (const request of [...requests, ...requests]) expect((await hears.receive(request.clone())).status).toBe(200);
  const asks = createInbox({ accounts: [make().adapter], clock, store: memoryStore(), fetch: fake.fetch });
  await asks.sync();
  const [heard, asked] = [await said(hears), await said(asks)];
  expect(heard.length).toBeGreaterThan(2);
  const byKey = new Map(asked.map((message) => [message.key, message]));
  const both = heard.filter(({ key }) => byKey.has(key));
  expect(both.map(core)).toEqual(both.map(({ key }) => core(byKey.get(key)!)));
  // Everything that lists have was heard.
  expect(asked.map(({ key }) => key).filter((key) => !heard.some((one) => one.key === key))).toEqual([]);
  await hears.sync();
  const journal = (await rowsOf(store, "change")).filter(({ type }) => type === "message.created" || type === "post.created");
  expect(new Set(journal.map(({ id }) => id)).size).toBe(journal.length);
  expect((await said(hears)).map(({ key }) => key)).toEqual(heard.map(({ key }) => key));
  await Promise.all([hears.close(), asks.close()]);
}

describe("webhooks and lists", () => {
  it("of a Page and Messenger agree", async () => {
    const clock = virtualClock({ auto: true, start });
    const fake = fakeFacebook({ clock, seed: "agrees" });
    const { state } = fake;
    const page = state.addPage("Nordlys Boots");
    const [freja, malik] = [state.addPerson("Freja Holm"), state.addPerson("Malik Sand")];
    const make = () => {
      const app = createGraphApp({ id: fake.app.id, secrets: [fake.app.secret], verifyToken: fake.app.verifyToken });
      return { app, adapter: createFacebookAdapter({ accountId: page.id, token: page.token, app }) };
    };
    const requests: Request[] = [];
    const setUp = make();
    const inbox = createInbox({ accounts: [setUp.adapter], apps: [setUp.app], clock, fetch: fake.fetch });
    await inbox.subscribe(`facebook:${page.id}`, { url: "https://brand.example/hooks" });
    await inbox.close();
    fake.onWebhook((request) => requests.push(request));
    const post = state.post(page, "Winter boots are here");
    await clock.sleep(1_000);
    const comment = state.comment(freja, post, "Are they warm? #boots https://a.test/x");
    await clock.sleep(1_000);
    state.comment(page, comment, "Very");
    state.comment(malik, comment, "Mine are");
    state.comment(malik, post, { text: "Look", photo: "https://cdn.test/a.jpg" });
    const rude = state.comment(malik, post, "Rude");
    state.hide(rude);
    const wrong = state.comment(malik, post, "Wrong");
    state.edit(wrong, "Right");
    state.remove(state.comment(malik, post, "Gone"));
    state.visitorPost(malik, page, "Bought some, love them");
    state.tag(freja, page, "Thank you Nordlys Boots");
    state.review(malik, page, { text: "Good people", positive: true });
    state.react(freja, post, "SAD");
    await clock.sleep(1_000);
    state.message(freja, page, "Are you open today?");
    await clock.sleep(1_000);
    state.pageMessage(page, freja, "We are");
    state.message(freja, page, { text: "", files: [{ type: "image", url: "https://cdn.test/b.jpg" }] });
    await clock.sleep(1_000);
    expect(requests.length).toBeGreaterThan(12);
    await compare(fake, clock, make, requests);
  });

  it("of Threads agree", async () => {
    const clock = virtualClock({ auto: true, start });
    const fake = fakeThreads({ clock, seed: "agrees" });
    const { state } = fake;
    const us = state.addAccount("nordlys");
    const freja = state.addAccount("freja");
    const make = () => {
      const app = createGraphApp({ id: fake.app.id, secrets: [fake.app.secret], verifyToken: fake.app.verifyToken });
      return { app, adapter: createThreadsAdapter({ accountId: us.id, token: us.token, app }) };
    };
    const post = state.post(us, "Winter boots are here");
    const reply = state.reply(freja, post, "Are they warm?");
    const own = state.reply(us, reply, "Very");
    const mention = state.post(freja, "Thank you @nordlys");
    const request = fake.signedWebhook;
    const requests = await Promise.all([
      request({ type: "reply", id: reply }),
      request({ type: "reply", id: own }, { values: "list" }),
      request({ type: "mention", id: mention, to: us.id }),
      request({ type: "publish", id: post }),
    ]);
    await compare(fake, clock, make, requests);
  });
});
