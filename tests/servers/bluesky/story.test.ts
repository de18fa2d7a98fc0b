/**
 * A working day on the real network: two brands read, answer, like, hide, lose an answer, get killed in the middle of a reply,
 * and their numbers equal what was planted.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { createInbox, systemClock, type Clock, type Inbox, type Message, type MessageKind } from "../../../src/index.js";
import { engagementRate, responseRate, responseTimes } from "../../../src/metrics/index.js";
import { createBlueskyAdapter, type BlueskyAdapter } from "../../../src/networks/bluesky/index.js";
import { compose, nordic } from "../../../src/reply/index.js";
import { memoryStore, type Store } from "../../../src/store/index.js";
import { realNetwork, settle, type Person } from "./people.js";
import { plant, type Community } from "./planted.js";

const network = realNetwork();
const by = { type: "human", id: "sandra" } as const;

interface ThreadPost {
  readonly post: {
    readonly uri: string;
    readonly likeCount?: number;
    readonly record: { readonly text: string; readonly reply?: { readonly root: { uri: string }; readonly parent: { uri: string } } };
    readonly author: { readonly did: string };
  };
  readonly replies?: readonly ThreadPost[];
}

/** All that stands under a post, as somebody else's app shows it. */
async function thread(seenBy: Person, uri: string): Promise<readonly ThreadPost[]> {
  const { thread: top } = await seenBy.ask<{ thread: ThreadPost }>("app.bsky.feed.getPostThread", { uri, depth: "10" });
  const walk = (one: ThreadPost): readonly ThreadPost[] => [one, ...(one.replies ?? []).flatMap(walk)];
  return walk(top);
}

/** A connection to the network that can be told to lose answers, or to hang after one. */
function wire(): { readonly fetch: typeof fetch; mode: "fine" | "lose-writes" | "hang-after-write"; writes: number } {
  const line = {
    mode: "fine" as "fine" | "lose-writes" | "hang-after-write",
    writes: 0,
    fetch: async (...args: Parameters<typeof fetch>): Promise<Response> => {
      const request = new Request(...args);
      const isWrite = request.url.includes("com.atproto.repo.putRecord") || request.url.includes("com.atproto.repo.createRecord");
      if (isWrite && line.mode === "hang-after-write" && line.writes > 0) return new Promise<Response>(() => undefined);
      // Nor can the server be asked whether the record is there.
      const lost = line.mode === "lose-writes" && (isWrite || request.url.includes("com.atproto.repo.getRecord"));
      const response = await fetch(request);
      if (isWrite) line.writes += 1;
      if (lost) throw new TypeError("fetch failed");
      return response;
    },
  };
  return line;
}

describe("a day on the real Bluesky network", () => {
  let community: Community;
  let bootsPassword: string;
  let boots: BlueskyAdapter;
  let coffee: BlueskyAdapter;
  let store: Store;
  let inbox: Inbox<BlueskyAdapter>;
  const line = wire();
  let skew = 0;
  const clock: Clock = { now: () => systemClock.now() + skew, sleep: (ms, options) => systemClock.sleep(ms, options) };

  const adapterOf = (person: Person, password: string): BlueskyAdapter =>
    createBlueskyAdapter({ accountId: person.did, password, service: network.pds, chatProxy: network.chatProxy });
  const found = async (adapter: BlueskyAdapter, kind: MessageKind): Promise<readonly Message[]> => {
    const items: Message[] = [];
    for await (const { message } of inbox.items({ accounts: [adapter.account], kinds: [kind], direction: "inbound", order: "oldest" }))
      items.push(message);
    return items;
  };
  const theOne = async (text: string): Promise<Message> => {
    for await (const { message } of inbox.items({ accounts: [boots.account] })) if (message.text === text) return message;
    throw new Error("The inbox does not hold it.");
  };

  beforeAll(async () => {
    community = await plant(network);
    bootsPassword = await community.boots.appPassword({ directMessages: true });
    boots = adapterOf(community.boots, bootsPassword);
    coffee = adapterOf(community.coffee, await community.coffee.appPassword({ directMessages: true }));
    store = memoryStore();
    inbox = createInbox({ accounts: [boots, coffee], store, fetch: line.fetch, clock });
  });

  it("reads everything that was said, once, and nothing else", async () => {
    const report = await inbox.sync();
    expect(report.surfaces.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(report.ok).toBe(true);
    for (const [adapter, expected] of [
      [boots, community.expected.boots],
      [coffee, community.expected.coffee],
    ] as const) {
      for (const kind of ["comment", "mention", "quote", "direct"] as const) {
        const texts = (await found(adapter, kind)).map(({ text }) => text);
        expect([...texts].sort(), `${kind} of ${adapter.account}`).toEqual([...expected[kind]].sort());
      }
    }
  });

  it("finds nothing new when nothing happened", async () => {
    const before = (await found(boots, "comment")).length;
    const seen: string[] = [];
    const stop = inbox.on("message", ({ key }) => seen.push(key));
    expect((await inbox.sync()).ok).toBe(true);
    stop();
    expect(seen).toEqual([]);
    expect(await found(boots, "comment")).toHaveLength(before);
  });

  it("shows who answers whom", async () => {
    const question = await theOne("Are they waterproof?");
    const tree = await inbox.tree(question.key);
    expect(tree?.replies.map(({ message }) => message.text)).toEqual(["I was wondering the same."]);
    expect(tree?.replies[0]?.replies.map(({ message }) => message.text)).toEqual(["Me too, for my kids."]);
  });

  it("answers with the Nordic framework, under the right parent and root, and likes", async () => {
    const question = await theOne("Are they waterproof?");
    const plan = compose(nordic, {
      ...(await inbox.replyContext(question.key)),
      values: {
        acknowledge: "Hej Sandra, tusind tak for din besked.",
        answer: "Det er helt rigtigt forstået, vores støvler er vandtætte!",
        continue: "Kunne du tænke dig at prøve dem på?",
        signature: "Mvh Brand X",
      },
    });
    const outcome = await inbox.respond(question, plan, { by });
    expect(outcome.status).toBe("sent");
    expect(outcome.steps.map(({ step, status }) => [step, status])).toEqual([
      ["part", "sent"],
      ["like", "sent"],
    ]);

    await settle(network);
    const ours = (await thread(community.coffee, community.posts[0].uri)).filter(
      ({ post }) => post.author.did === community.boots.did && post.record.reply !== undefined,
    );
    expect(ours.map(({ post }) => post.record.text)).toEqual([
      "Hej Sandra, tusind tak for din besked. Det er helt rigtigt forstået, vores støvler er vandtætte! Kunne du tænke dig at prøve dem på? Mvh Brand X",
    ]);
    expect(ours[0]?.post.record.reply?.parent.uri).toBe(community.question.uri);
    expect(ours[0]?.post.record.reply?.root.uri).toBe(community.posts[0].uri);
    const liked = (await thread(community.coffee, community.posts[0].uri)).find(({ post }) => post.uri === community.question.uri);
    expect(liked?.post.likeCount).toBe(1);
  });

  it("says the same thing once, however often it is asked", async () => {
    const question = await theOne("Are they waterproof?");
    const outcomes = await Promise.all([1, 2, 3].map(() => inbox.respond(question, "Yes, they are!", { by, idempotencyKey: "yes" })));
    expect(outcomes.map(({ status }) => status)).toEqual(["sent", "sent", "sent"]);
    await settle(network);
    expect(
      (await thread(community.coffee, community.posts[0].uri)).filter(({ post }) => post.record.text === "Yes, they are!"),
    ).toHaveLength(1);
  });

  it("answers a direct message in the conversation", async () => {
    const asked = await theOne("Can I return worn boots?");
    expect((await inbox.respond(asked, "Within 30 days, yes.", { by })).status).toBe("sent");
    const malou = community.members[12];
    if (malou === undefined) throw new Error("Malou is missing.");
    expect((await malou.read(community.boots)).map(({ text }) => text)).toEqual([
      "Hello!",
      "Can I return worn boots?",
      "Within 30 days, yes.",
    ]);
  });

  it("hides spam for everybody", async () => {
    const spam = await theOne("Cheap boots at spam.example");
    const outcome = await inbox.act("hide", spam, null, { by });
    expect(outcome.status).toBe("sent");
    await settle(network);
    const { thread: shown } = await community.coffee.ask<{ thread: readonly { uri: string }[] }>("app.bsky.unspecced.getPostThreadV2", {
      anchor: community.posts[0].uri,
    });
    expect(shown.map(({ uri }) => uri)).not.toContain(community.spam.uri);
    expect(shown.map(({ uri }) => uri)).toContain(community.question.uri);
  });

  it("holds what an automation writes until a person approves it", async () => {
    const praise = await theOne("Love them!");
    const held = await inbox.respond(praise, "So do we!", { by: { type: "automation", id: "greeter" } });
    expect(held).toMatchObject({ status: "pending", waitsFor: "approval" });
    expect((await thread(community.coffee, community.posts[0].uri)).map(({ post }) => post.record.text)).not.toContain("So do we!");
    expect((await inbox.approveReply(held.id, by)).status).toBe("sent");
    await settle(network);
    expect((await thread(community.coffee, community.posts[0].uri)).map(({ post }) => post.record.text)).toContain("So do we!");
  });

  it("reconciles a send whose answer was cut off", async () => {
    const walked = await theOne("Walked 20 km in my @fjeldboots.test today");
    line.mode = "lose-writes";
    const outcome = await inbox.respond(walked, "What a day!", { by });
    line.mode = "fine";
    expect(outcome.status).toBe("unknown");
    const settled = await inbox.reconcile(outcome.id);
    expect(settled.status).toBe("sent");
    await settle(network);
    const ours = await community.boots.ask<{ feed: readonly { post: { record: { text: string } } }[] }>("app.bsky.feed.getAuthorFeed", {
      actor: community.boots.did,
    });
    expect(ours.feed.filter(({ post }) => post.record.text === "What a day!")).toHaveLength(1);
  });

  it("survives a kill in the middle of a reply: every part is out exactly once", async () => {
    const nested = await theOne("Me too, for my kids.");
    const base = compose(nordic, { ...(await inbox.replyContext(nested.key)), values: { acknowledge: "Thanks for asking!" } });
    const plan = { ...base, text: "They come in small. From size 24.", parts: ["They come in small.", "From size 24."] };

    // A worker that dies: its second part never leaves the machine, and nobody hears of it again.
    const dying = wire();
    dying.mode = "hang-after-write";
    const worker = createInbox({ accounts: [adapterOf(community.boots, bootsPassword)], store, fetch: dying.fetch, clock });
    void worker.respond(nested, plan, { by, idempotencyKey: "sizes" }).catch(() => undefined);
    await expect.poll(() => dying.writes, { timeout: 20_000 }).toBe(1);
    await systemClock.sleep(500);

    skew += 60 * 60_000;
    const next = createInbox({ accounts: [adapterOf(community.boots, bootsPassword)], store, fetch: line.fetch, clock });
    expect(await next.recover()).toMatchObject([{ status: "unknown" }]);
    // Until then what the dead worker had sent may still arrive.
    skew += 31_000;
    expect(await next.recover()).toMatchObject([{ status: "rejected" }]);
    expect((await next.respond(nested, plan, { by, idempotencyKey: "sizes" })).status).toBe("sent");
    await settle(network);
    const texts = (await thread(community.coffee, community.posts[0].uri)).map(({ post }) => post.record.text);
    expect(texts.filter((text) => plan.parts.includes(text)).sort()).toEqual([...plan.parts].sort());
  });

  it("measures what was planted", async () => {
    await inbox.sync();
    const account = await boots.getAccount();
    expect(account.followers).toBe(community.followers.boots);
    const post = await boots.getPost({ key: boots.ref({ post: community.posts[0].uri }).key });
    expect(post.counts).toMatchObject({ likes: community.earned.likes, shares: community.earned.shares, quotes: community.earned.quotes });
    const { likes, replies, shares } = community.earned;
    const rate = engagementRate.byFollowers(post, { followers: community.followers.boots });
    expect(rate).toMatchObject({ numerator: likes + replies + shares, denominator: community.followers.boots, complete: true });

    const messages: Message[] = [];
    for await (const { message } of inbox.items({ accounts: [boots.account] })) messages.push(message);
    const now = new Date(clock.now()).toISOString();
    // Eight conversations wait for a reply: four trees below our posts (what we hid does not count), two mentions, a quote and a direct
    // conversation. We answered the question, the praise, the walker and Malou.
    expect(responseRate(messages, { now })).toMatchObject({ numerator: 4, denominator: 8 });
    const times = responseTimes(messages, { now });
    expect([times.n.value, times.unanswered.value]).toEqual([4, 4]);
    const asked = messages.find(({ text }) => text === "Are they waterproof?");
    const answered = messages.find(
      ({ parent, direction, text }) => parent === asked?.key && direction === "outbound" && text.startsWith("Hej"),
    );
    expect(times.episodes.find(({ opened }) => opened === asked?.key)?.waitedMs).toBe(
      Date.parse(answered?.createdAt ?? "") - Date.parse(asked?.createdAt ?? ""),
    );
    expect(times.median.value).toBeGreaterThan(0);
  });
});
