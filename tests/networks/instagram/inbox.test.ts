import { createGraphApp } from "../../../src/networks/instagram/index.js";
import { createInbox, type Inbox, type InboxEvents } from "../../../src/inbox/index.js";
import { createInstagramAdapter } from "../../../src/networks/instagram/index.js";
import { describe, expect, it } from "vitest";
import {
  fakeInstagram,
  type FakeInstagram,
  type FakeInstagramAccount,
  type FakeInstagramPerson,
} from "../../../src/testing/instagram/index.js";
import { memoryStore } from "../../../src/store/index.js";
import { virtualClock, type VirtualClock } from "../../../src/testing/clock.js";

const hour = 3_600_000;

interface Stage {
  readonly fake: FakeInstagram;
  readonly clock: VirtualClock;
  readonly account: FakeInstagramAccount;
  readonly freja: FakeInstagramPerson;
  readonly inbox: Inbox;
  readonly gaps: InboxEvents["gap"][];
  /** Lets the network deliver what is new. */
  readonly deliver: () => Promise<number[]>;
}

async function stage(login: "facebook" | "instagram", scopes?: readonly string[]): Promise<Stage> {
  const clock = virtualClock({ auto: true, start: "2026-11-20T10:00:00.000Z" });
  const fake = fakeInstagram({ login, clock, seed: "inbox" });
  const account = fake.state.addAccount("nordlys");
  const freja = fake.state.addPerson("freja");
  const { id, secret, verifyToken } = fake.app;
  const app = createGraphApp({ id, secrets: [secret], verifyToken });
  const token = scopes === undefined ? account.token : fake.state.addToken(account, scopes);
  const common = { accountId: account.id, token, app };
  const adapter =
    login === "facebook"
      ? createInstagramAdapter({ ...common, login, pageId: account.pageId })
      : createInstagramAdapter({ ...common, login });
  const inbox = createInbox({ accounts: [adapter], apps: [app], clock, store: memoryStore(), fetch: fake.fetch });
  const gaps: InboxEvents["gap"][] = [];
  inbox.on("gap", (gap) => gaps.push(gap));
  const deliver = async (): Promise<number[]> => {
    const statuses: number[] = [];
    for (const happening of fake.news())
      statuses.push((await inbox.receive(fake.signedWebhook({ type: "happenings", happenings: [happening] }))).status);
    return statuses;
  };
  return { fake, clock, account, freja, inbox, gaps, deliver };
}

const textsOf = async (inbox: Inbox): Promise<readonly string[]> => {
  const texts: string[] = [];
  for await (const { message } of inbox.items({ order: "oldest" })) texts.push(message.text);
  return texts;
};

describe.each(["facebook", "instagram"] as const)("instagram in an inbox, with the %s log-in", (login) => {
  it("takes a mention in by the ids that a webhook tells, and answers it where it stands", async () => {
    const { fake, account, freja, inbox, deliver } = await stage(login);
    await inbox.subscribe(`instagram:${account.id}`, { url: "https://brand.example/hooks" });
    const theirs = fake.state.share(freja, "Saturday walk");
    const comment = fake.state.comment(freja, theirs, "in my boots from @nordlys");
    const caption = fake.state.share(freja, "New boots, thank you @nordlys");
    expect(await deliver()).toEqual([200, 200]);
    const messages = [];
    for await (const { message } of inbox.items({ order: "oldest" })) messages.push(message);
    expect(messages.map(({ id, kind, mentionsUs }) => [id, kind, mentionsUs])).toEqual([
      [comment, "mention", true],
      [caption, "mention", true],
    ]);
    for (const { key } of messages) {
      const outcome = await inbox.respond({ key }, "Enjoy them", { by: { type: "human", id: "ana" } });
      expect(outcome.status).toBe("sent");
    }
    expect(fake.state.saidBy(account).map(({ media, text }) => [media, text])).toEqual([
      [theirs, "Enjoy them"],
      [caption, "Enjoy them"],
    ]);
  });

  it("has a comment once, whether a webhook or a list told of it first", async () => {
    const { fake, account, freja, inbox, deliver } = await stage(login);
    await inbox.subscribe(`instagram:${account.id}`, { url: "https://brand.example/hooks" });
    const post = fake.state.share(account, "Our winter boots are here");
    await inbox.sync();
    const first = fake.state.comment(freja, post, "are they warm");
    fake.state.reply(freja, first, "and dry");
    expect(await deliver()).toEqual([200, 200]);
    await inbox.sync();
    expect(await textsOf(inbox)).toEqual(["are they warm", "and dry"]);
  });

  it("reports a gap in mentions while nothing is pushed, and none while it is", async () => {
    const { account, clock, fake, freja, inbox, gaps } = await stage(login);
    await inbox.sync();
    const from = new Date(clock.now()).toISOString();
    fake.state.share(freja, "lost: @nordlys");
    await clock.sleep(hour);
    await inbox.sync();
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatchObject({ account: `instagram:${account.id}`, surface: "mentions" });
    expect(Date.parse(gaps[0]?.to ?? "") - Date.parse(from)).toBeGreaterThanOrEqual(hour - 1_000);
    await inbox.subscribe(`instagram:${account.id}`, { url: "https://brand.example/hooks" });
    await clock.sleep(hour);
    // Up to here nobody knows when it began to be pushed.
    await inbox.sync();
    expect(gaps).toHaveLength(2);
    for (let round = 0; round < 3; round++) {
      await clock.sleep(hour);
      await inbox.sync();
    }
    expect(gaps).toHaveLength(2);
  });

  it("reports a gap in mentions after an outage that is longer than deliveries are tried again, tags or not", async () => {
    const { account, clock, fake, freja, inbox, gaps } = await stage(login);
    await inbox.subscribe(`instagram:${account.id}`, { url: "https://brand.example/hooks" });
    fake.state.share(freja, { caption: "tagged", tags: [account] });
    await inbox.sync();
    await clock.sleep(35 * hour);
    await inbox.sync();
    expect(gaps).toEqual([]);
    const last = clock.now();
    await clock.sleep(72 * hour);
    await inbox.sync();
    expect(gaps).toHaveLength(1);
    const [gap] = gaps;
    expect(Math.abs(Date.parse(gap?.from ?? "") - last)).toBeLessThan(60_000);
    expect(Math.abs(Date.parse(gap?.to ?? "") - (clock.now() - 36 * hour))).toBeLessThan(60_000);
  });
});

describe("instagram in an inbox that may not ask what is pushed", () => {
  it("reports long outages of its own, and nothing while it is there", async () => {
    const { clock, inbox, gaps } = await stage("facebook", ["instagram_basic", "instagram_manage_comments"]);
    for (let round = 0; round < 80; round++) {
      await inbox.sync();
      await clock.sleep(hour);
    }
    expect(gaps).toEqual([]);
    await clock.sleep(72 * hour);
    await inbox.sync();
    expect(gaps).toHaveLength(1);
  });
});
