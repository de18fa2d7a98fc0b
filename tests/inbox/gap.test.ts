import { describe, expect, it } from "vitest";
import { createInbox, type InboxEvents } from "../../src/inbox/index.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createDiscordAdapter } from "../../src/networks/discord/index.js";
import { createMastodonAdapter } from "../../src/networks/mastodon/index.js";
import { fakeNetwork } from "../../src/testing/index.js";
import { FolkmootError } from "../../src/errors.js";
import { gapOf, hull } from "../../src/inbox/gap.js";
import { makeKey } from "../../src/model/keys.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza } from "./plaza.js";
import { setUp } from "./sync-harness.js";
import type { AnyAdapter } from "../../src/adapter/adapter.js";
import type { Operations } from "../../src/adapter/operations.js";
import type { Store } from "../../src/store/store.js";
import type { Surface } from "../../src/adapter/surface.js";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What the events said. */
function hear(inbox: ReturnType<typeof setUp>["inbox"]): InboxEvents["gap"][] {
  const news: InboxEvents["gap"][] = [];
  inbox.on("gap", (one) => news.push(one));
  return news;
}

describe("gap", () => {
  describe("of a list that reaches back so far and no further", () => {
    const surfaces: readonly Surface[] = [{ name: "mentions", keepsMs: 7 * day }];

    it("is told once, from the last reading to the oldest that the network tells, and stored with the cursor", async () => {
      const { net, inbox, clock, store } = setUp({ surfaces });
      const news = hear(inbox);
      net.say({ id: "a", minutes: 90 });
      expect((await inbox.sync()).surfaces[0]).not.toHaveProperty("gap");
      await clock.advance(10 * day);
      // The network forgot what is older than a week.
      net.mentions.length = 0;
      net.say({ id: "b", minutes: 100 + 9 * 24 * 60 });
      const gap = { from: at(100), to: at(100 + 3 * 24 * 60) };
      expect((await inbox.sync()).surfaces).toEqual([{ account: net.account, surface: "mentions", fetched: 1, stoppedBy: "end", gap }]);
      expect(news).toEqual([{ account: net.account, surface: "mentions", ...gap }]);
      for (let round = 0; round < 2; round++) expect((await inbox.sync()).surfaces[0]).not.toHaveProperty("gap");
      const again = createInbox({ accounts: [plaza({ surfaces }).adapter], clock, store });
      expect((await again.sync()).surfaces[0]).not.toHaveProperty("gap");
      expect(news).toHaveLength(1);
      expect((await store.read("cursor", [`${net.account}:cursor:mentions`]))[0]?.value).toMatchObject({ gap });
    });

    it("is none within that time, nor where reading comes to what is known", async () => {
      const { net, inbox, clock } = setUp({ surfaces });
      const news = hear(inbox);
      net.say({ id: "a", minutes: 10 });
      await inbox.sync();
      const [known] = net.mentions.splice(0);
      await clock.advance(6 * day);
      await inbox.sync();
      await clock.advance(10 * day);
      // It is still told, so nothing that came later is lost.
      net.mentions.push(known!);
      net.say({ id: "b", minutes: 100 + 15 * 24 * 60 });
      await inbox.sync();
      expect(news).toEqual([]);
    });

    it("is told although the store failed the first time", async () => {
      const real = memoryStore();
      let failing = false;
      const { net, inbox, clock } = setUp({
        surfaces,
        store: { ...real, write: (batch) => (failing ? Promise.reject(new Error("disk")) : real.write(batch)) },
      });
      const news = hear(inbox);
      await inbox.sync();
      await clock.advance(10 * day);
      net.say({ id: "b", minutes: 100 + 9 * 24 * 60 });
      failing = true;
      const { surfaces: lines } = await inbox.sync();
      expect(lines.find(({ surface }) => surface === "mentions")).not.toHaveProperty("gap");
      expect(news).toEqual([]);
      failing = false;
      expect((await inbox.sync()).surfaces[0]).toHaveProperty("gap");
      expect(news).toHaveLength(1);
    });
  });

  describe("of a list of the newest only", () => {
    it("lies between the last reading and the oldest that is told, where the list is full", async () => {
      const { net, inbox, clock } = setUp({ surfaces: [{ name: "mentions", keepsItems: 3 }], pageSize: 3 });
      await inbox.sync();
      await clock.advance(hour);
      net.say({ id: "few", minutes: 120 });
      expect((await inbox.sync()).surfaces[0]).not.toHaveProperty("gap");
      await clock.advance(hour);
      net.mentions.length = 0;
      for (const minutes of [200, 205, 210]) net.say({ id: `m${minutes}`, minutes });
      expect((await inbox.sync()).surfaces[0]).toMatchObject({ gap: { from: at(160), to: at(200) } });
      expect((await inbox.sync()).surfaces[0]).not.toHaveProperty("gap");
    });

    it("is told of a busy conversation, and not of one that was quiet", async () => {
      const { net, inbox, clock } = setUp({ surfaces: [{ name: "messages", keepsItems: 3, keepsMs: 30 * day }] });
      const news = hear(inbox);
      const open = (id: string, minutes: number): void => {
        const key = makeKey(net.account, "conversation", id);
        const place = net.conversations.find(({ conversation }) => conversation.key === key);
        const conversation = {
          ...{ key, network: "plaza", accountId: "1", id, kind: "direct" as const, participants: [] },
          lastActivityAt: at(minutes),
        };
        if (place === undefined) net.conversations.push({ conversation, messages: [] });
        else place.conversation = conversation;
      };
      for (const id of ["busy", "quiet"]) {
        open(id, 90);
        net.say({ id: `${id}0`, minutes: 90, kind: "direct", conversation: id });
      }
      await inbox.sync();
      // Read every day for two months, in which nobody says anything.
      for (let round = 0; round < 60; round++) {
        await clock.advance(day);
        await inbox.sync();
      }
      const now = 100 + 60 * 24 * 60;
      await clock.advance(hour);
      for (const id of ["busy", "quiet"]) {
        net.conversations.find(({ conversation }) => conversation.id === id)!.messages.length = 0;
        open(id, now + 50);
      }
      net.say({ id: "quiet1", minutes: now + 50, kind: "direct", conversation: "quiet" });
      for (const minutes of [40, 45, 50]) net.say({ id: `busy${minutes}`, minutes: now + minutes, kind: "direct", conversation: "busy" });
      const { surfaces } = await inbox.sync();
      expect(surfaces[0]).toMatchObject({ gap: { from: at(now), to: at(now + 40) } });
      expect(news).toHaveLength(1);
    });
  });

  describe("of what only a stream tells", () => {
    const surfaces: readonly Surface[] = [{ name: "mentions", keepsMs: 0 }];

    /** A network whose chat is heard or lost. `down` breaks its line. */
    function chat() {
      const clock = virtualClock({ start: at(100) });
      const store = memoryStore();
      const breaks = new Set<() => void>();
      let closed = false;
      const stream: Operations["stream"] = async function* ({ signal } = {}) {
        if (closed) throw new FolkmootError("connection-failed", "No line.", { retryable: true });
        await new Promise<void>((resolve, reject) => {
          signal?.addEventListener("abort", () => {
            resolve();
          });
          breaks.add(() => {
            reject(new FolkmootError("connection-failed", "The line broke.", { retryable: true }));
          });
        });
        yield* [];
      };
      const open = (over: Store = store) => {
        const net = plaza({ surfaces, stream: true });
        Object.assign(net.adapter, { stream });
        const inbox = createInbox({ accounts: [net.adapter], clock, store: over });
        const news = hear(inbox);
        const stop = new AbortController();
        return {
          inbox,
          news,
          listen: () => {
            const ended = inbox.listen({ signal: stop.signal });
            return async (): Promise<void> => {
              stop.abort();
              await ended;
            };
          },
        };
      };
      const down = (stay: boolean): void => {
        closed = stay;
        for (const one of breaks) one();
        breaks.clear();
      };
      return { clock, store, open, down, up: () => (closed = false) };
    }
    const times = (news: readonly InboxEvents["gap"][]): unknown => news.map(({ from, to, surface }) => [surface, from, to]);
    const second = (seconds: number): string => new Date(Date.parse(at(100)) + seconds * 1_000).toISOString();

    it("lies between the end of one listening and the beginning of the next, and is told once", async () => {
      const { clock, open } = chat();
      const first = open();
      const end = first.listen();
      await clock.advance(5 * minute);
      await end();
      expect(first.news).toEqual([]);
      await clock.advance(40_000);
      const second_ = open();
      const stop = second_.listen();
      await clock.advance(10 * minute);
      await stop();
      expect(times(second_.news)).toEqual([["mentions", second(300), second(340)]]);
      const third = open();
      await third.inbox.sync();
      await clock.advance(hour);
      expect((await third.inbox.sync()).surfaces).toMatchObject([{ surface: "mentions", fetched: 0, gap: { to: second(940 + 3_600) } }]);
      expect((await third.inbox.sync()).surfaces[0]).not.toHaveProperty("gap");
      expect(third.news).toHaveLength(1);
    });

    it("reaches from the last sign of a process that died", async () => {
      const { clock, store, open } = chat();
      let alive = true;
      const write: typeof store.write = async (batch) => (alive ? store.write(batch) : new Promise(() => undefined));
      void open({ ...store, write }).listen();
      await clock.advance(95_000);
      alive = false;
      await clock.advance(105_000);
      const later = open();
      const end = later.listen();
      await clock.advance(5 * minute);
      await end();
      expect(times(later.news)).toEqual([["mentions", second(90), second(200)]]);
    });

    it("is none where another process listens all the time", async () => {
      const { clock, open } = chat();
      const [one, other] = [open(), open()];
      const endOne = one.listen();
      await clock.advance(5 * minute + 7_000);
      const endOther = other.listen();
      await clock.advance(5 * minute);
      await endOne();
      await clock.advance(5 * minute);
      await endOther();
      expect([...one.news, ...other.news]).toEqual([]);
    });

    it("is told of a line that broke, from then to when it is open again", async () => {
      const { clock, open, down, up } = chat();
      const { news, listen } = open();
      const end = listen();
      await clock.advance(5 * minute);
      down(false);
      await clock.advance(2 * minute);
      expect(times(news)).toEqual([["mentions", second(300), second(301)]]);
      down(true);
      await clock.advance(90_000);
      up();
      await clock.advance(3 * minute);
      await end();
      expect(news).toHaveLength(2);
      expect(news[1]).toMatchObject({ from: second(420) });
      expect(Date.parse(news[1]!.to)).toBeGreaterThanOrEqual(Date.parse(second(510)));
    });
  });

  it("is none on three networks, whose lists can be asked for all that was said", () => {
    const clock = virtualClock();
    const sky = fakeNetwork("bluesky", { clock });
    const brand = sky.state.addAccount("brand.test");
    const adapters: readonly AnyAdapter[] = [
      createBlueskyAdapter({ accountId: brand.did, password: "abcd-efgh-ijkl-mnop" }),
      createMastodonAdapter({ server: "https://mastodon.test", accountId: "1", token: "t" }),
      createDiscordAdapter({ accountId: "100000000000000001", token: async () => Promise.resolve("t") }),
    ];
    for (const { surfaces = [] } of adapters) {
      expect(surfaces.length).toBeGreaterThan(0);
      expect(surfaces.filter(({ keepsMs, keepsItems }) => keepsMs !== undefined || keepsItems !== undefined)).toEqual([]);
    }
  });

  it("needs a promise that can be broken: none before the first reading, none where nothing limits the list", () => {
    const read = { from: at(0), items: 5, oldest: Date.parse(at(50)), now: Date.parse(at(100)) };
    expect(gapOf({ ms: 10 * minute }, { ...read, from: undefined })).toBeUndefined();
    expect(gapOf({}, read)).toBeUndefined();
    expect(gapOf(undefined, read)).toBeUndefined();
    expect(gapOf({ items: 6 }, read)).toBeUndefined();
    expect(gapOf({ items: 5 }, read)).toEqual({ from: at(0), to: at(50) });
    expect(gapOf({ items: 5, coveredUntil: at(60) }, read)).toBeUndefined();
    expect(gapOf({ ms: 10 * minute, items: 5 }, read)).toEqual({ from: at(0), to: at(90) });
    // A reading that went on in the middle cannot count: it is told rather than kept quiet.
    expect(gapOf({ items: 6 }, { ...read, items: undefined })).toEqual({ from: at(0), to: at(50) });
    expect(hull({ from: at(1), to: at(2) }, { from: at(5), to: at(6) })).toEqual({ from: at(1), to: at(6) });
    expect(hull({ to: at(2) }, { from: at(5), to: at(6) })).toEqual({ to: at(6) });
  });
});
