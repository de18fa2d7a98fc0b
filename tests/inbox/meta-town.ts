import { connectFakes } from "../../src/testing/connect-fakes.js";
import { createFacebookAdapter, createGraphApp } from "../../src/networks/facebook/index.js";
import { createInbox, type Inbox, type InboxOptions } from "../../src/inbox/index.js";
import { createInstagramAdapter } from "../../src/networks/instagram/index.js";
import { createThreadsAdapter } from "../../src/networks/threads/index.js";
import { fakeNetwork } from "../../src/testing/fake-network.js";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";
import type { FakeFacebook, FakeFacebookPage, FakeFacebookPerson } from "../../src/testing/facebook/index.js";
import type { FakeInstagram, FakeInstagramAccount, FakeInstagramPerson } from "../../src/testing/instagram/index.js";
import type { FakeThreads, FakeThreadsAccount } from "../../src/testing/threads/index.js";
import type { Message } from "../../src/model/message.js";

export type Login = "facebook" | "instagram";

export const minute = 60_000;
export const hour: number = 60 * minute;

/** A brand on the three networks, connected and subscribed before anybody says anything. */
export interface MetaTown {
  readonly inbox: Inbox;
  readonly clock: VirtualClock;
  readonly facebook: FakeFacebook;
  readonly instagram: FakeInstagram;
  readonly threads: FakeThreads;
  readonly page: FakeFacebookPage;
  readonly shop: FakeInstagramAccount;
  readonly profile: FakeThreadsAccount;
  readonly people: { readonly facebook: FakeFacebookPerson; readonly instagram: FakeInstagramPerson; readonly threads: FakeThreadsAccount };
  readonly posts: { readonly facebook: string; readonly instagram: string; readonly threads: string; readonly closed: string };
  /** Everything that the three networks deliver since it was asked last. Threads tells of replies and mentions only. */
  readonly deliveries: () => Promise<readonly Request[]>;
  /** Hands deliveries over; gives the statuses that are not 200. */
  readonly receive: (deliveries: readonly Request[]) => Promise<readonly number[]>;
}

/** Founds the town. */
export async function metaTown(
  login: Login,
  { humanAgent = true, ...more }: { readonly humanAgent?: boolean } & Pick<InboxOptions, "policies"> = {},
): Promise<MetaTown> {
  const clock = virtualClock({ auto: true, start: "2026-11-20T08:00:00.000Z" });
  // One secret for Pages and Instagram, as one app has it; Threads has its own.
  const facebook = fakeNetwork("facebook", { clock, seed: "meta", humanAgent, requireProof: true });
  const instagram = fakeNetwork("instagram", { clock, seed: "meta", login, baseUrl: "https://instagram.test", requireProof: true });
  const threads = fakeNetwork("threads", { clock, seed: "its own" });
  const page = facebook.state.addPage("Nordlys Boots");
  const shop = instagram.state.addAccount("nordlys", { humanAgent });
  const profile = threads.state.addAccount("nordlys");
  const people = {
    facebook: facebook.state.addPerson("Asta Vinge"),
    instagram: instagram.state.addPerson("asta"),
    threads: threads.state.addAccount("asta"),
  };
  const posts = {
    facebook: facebook.state.post(page, "Boots!"),
    instagram: instagram.state.share(shop, "Boots!"),
    threads: threads.state.post(profile, "Boots!"),
    closed: threads.state.post(profile, { text: "Where do you walk?", approvesReplies: true }),
  };
  await clock.sleep(minute);

  const app = createGraphApp({
    id: facebook.app.id,
    secrets: [facebook.app.secret],
    products: { threads: [threads.app.secret] },
    verifyToken: facebook.app.verifyToken,
  });
  const onInstagram = { app, accountId: shop.id, token: shop.token, baseUrl: instagram.baseUrl, humanAgent };
  const accounts = [
    createFacebookAdapter({ app, accountId: page.id, token: page.token, humanAgent }),
    login === "facebook"
      ? createInstagramAdapter({ ...onInstagram, login, pageId: shop.pageId })
      : createInstagramAdapter({ ...onInstagram, login }),
    createThreadsAdapter({ app, accountId: profile.id, token: profile.token }),
  ] as const;
  const inbox = createInbox({ accounts, clock, ...connectFakes(facebook, instagram, threads), ...more });
  const pushed: Request[] = [];
  facebook.onWebhook((request) => pushed.push(request));
  await inbox.sync();
  // Threads is subscribed in the dashboard of the app.
  for (const account of [accounts[0].account, accounts[1].account])
    await inbox.subscribe(account, { url: "https://nordlys.example/hooks/meta" });
  instagram.news();

  const told = new Set(threads.state.saidBy(people.threads).map(({ id }) => id));
  const newOnThreads = async (): Promise<readonly Request[]> => {
    const fresh = threads.state.saidBy(people.threads).filter(({ id, approval }) => !told.has(id) && approval !== "pending");
    for (const { id } of fresh) told.add(id);
    const isOurs = (root: string | undefined): boolean => root !== undefined && threads.state.held(root)?.author === profile.id;
    return Promise.all(
      fresh.map(({ id, root }) => threads.signedWebhook(isOurs(root) ? { type: "reply", id } : { type: "mention", id, to: profile.id })),
    );
  };
  const deliveries = async (): Promise<readonly Request[]> => {
    const happenings = instagram.news();
    return [
      ...pushed.splice(0),
      ...(happenings.length === 0 ? [] : [instagram.signedWebhook({ type: "happenings", happenings })]),
      ...(await newOnThreads()),
    ];
  };
  const receive = async (requests: readonly Request[]): Promise<readonly number[]> => {
    const statuses: number[] = [];
    for (const request of requests) statuses.push((await inbox.receive(request.clone())).status);
    return statuses.filter((status) => status !== 200);
  };
  return { inbox, clock, facebook, instagram, threads, page, shop, profile, people, posts, deliveries, receive };
}

/** What Asta says on one network, by id. */
export type Said = Readonly<Record<"comment" | "below" | "mention" | "direct", string>>;

/** Lets Asta say the same things everywhere, and recommend the Page. */
export async function morning({ clock, facebook, instagram, threads, page, shop, people, posts }: MetaTown): Promise<{
  readonly facebook: Said & { readonly review: string };
  readonly instagram: Said & { readonly elsewhere: string };
  readonly threads: Omit<Said, "direct"> & { readonly held: string };
}> {
  const [{ state: fb }, { state: ig }, { state: th }] = [facebook, instagram, threads];
  const take = async <T>(id: T): Promise<T> => {
    await clock.sleep(minute);
    return id;
  };
  const [one, two, three] = [people.facebook, people.instagram, people.threads];
  const onFacebook = await take(fb.comment(one, posts.facebook, "Are they waterproof?"));
  const onInstagram = await take(ig.comment(two, posts.instagram, "Are they waterproof?"));
  const onThreads = await take(th.reply(three, posts.threads, "Are they waterproof?"));
  const theirs = ig.share(two, "Saturday walk");
  return {
    facebook: {
      comment: onFacebook,
      below: await take(fb.comment(one, onFacebook, "And warm?")),
      mention: await take(fb.tag(one, page, "Twenty kilometres in my Nordlys Boots")),
      review: await take(fb.review(one, page, { text: "The best boots", positive: true })),
      direct: await take(fb.message(one, page, "Where is my parcel?")),
    },
    instagram: {
      comment: onInstagram,
      below: await take(ig.reply(two, onInstagram, "And warm?")),
      mention: await take(ig.share(two, "Twenty kilometres in my @nordlys")),
      elsewhere: await take(ig.comment(two, theirs, "in boots of @nordlys")),
      direct: await take(ig.write(two, shop, "Where is my parcel?")),
    },
    threads: {
      comment: onThreads,
      below: await take(th.reply(three, onThreads, "And warm?")),
      mention: await take(th.post(three, "Twenty kilometres in my @nordlys")),
      held: await take(th.reply(three, posts.closed, "To Rago!")),
    },
  };
}

/** Every message of the inbox, oldest first. */
export async function messagesOf(inbox: Inbox, direction?: "inbound" | "outbound"): Promise<readonly Message[]> {
  const found: Message[] = [];
  for await (const { message } of inbox.items({ order: "oldest", ...(direction !== undefined && { direction }) })) found.push(message);
  return found;
}
