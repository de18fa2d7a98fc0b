import { describe, expect, it } from "vitest";
import { brand, errorOf, instance, notification, named, status, us } from "./support.js";
import { createMastodonAdapter } from "../../../src/networks/mastodon/index.js";
import { mastodonWorld, type MastodonWorld, type MastodonWorldOptions } from "../../../src/testing/mastodon/contract-world.js";
import { onceId } from "../../../src/model/change-id.js";
import { openSocket, type ServedSocket } from "../../../src/testing/socket.js";
import type { Change } from "../../../src/model/change.js";
import type { MastodonAdapter } from "../../../src/networks/mastodon/index.js";

/** Follows until enough was told, and ends the stream as a host does. */
function following(
  adapter: MastodonAdapter,
  kinds?: readonly ["direct"],
): { readonly changes: Change[]; readonly until: (count: number) => Promise<void>; readonly end: () => Promise<void> } {
  const abort = new AbortController();
  const changes: Change[] = [];
  let wake = (): void => undefined;
  const running = (async () => {
    for await (const change of adapter.stream({ signal: abort.signal, ...(kinds !== undefined && { kinds }) })) {
      changes.push(change);
      wake();
    }
  })();
  return {
    changes,
    until: async (count) => {
      while (changes.length < count)
        await Promise.race([
          running,
          new Promise<void>((resolve) => {
            wake = resolve;
          }),
        ]);
    },
    end: async () => {
      abort.abort();
      await running;
    },
  };
}

function onFake(options: MastodonWorldOptions = {}): { readonly world: MastodonWorld; readonly adapter: MastodonAdapter } {
  const world = mastodonWorld({ pageSize: 80, ...options });
  const { fake, account } = world;
  return {
    world,
    adapter: createMastodonAdapter({ server: fake.baseUrl, accountId: account.id, token: account.token, runtime: world.runtime }),
  };
}

/** Gives the stream the time to open. */
const settled = async (world: MastodonWorld): Promise<void> => {
  for (let time = 0; time < 3; time++) await world.settle();
};

const messageIds = (changes: readonly Change[]): readonly string[] =>
  changes.flatMap((change) => (change.type === "message.created" ? [change.message.id] : []));

describe("mastodon stream", () => {
  it("tells of mentions, direct messages, likes, own posts, edits and deletions as they happen", async () => {
    const { world, adapter } = onFake();
    // Loads the code, which takes real time.
    await adapter.detect();
    const stream = following(adapter);
    await settled(world);
    const member = await world.member(0);
    const mention = await world.mention(member, world.brand, "look");
    const own = await world.publish(world.brand, "new");
    await world.directMessage?.(member, world.brand, "psst");
    await world.like(member, own);
    await world.change?.(mention, `@${world.brand.handle} look here`);
    await world.remove(own);
    await settled(world);
    const told = stream.changes.map(({ type }) => type);
    for (const type of ["message.created", "post.created", "reaction.added", "post.deleted"]) expect(told).toContain(type);
    const first = stream.changes.find(({ type }) => type === "message.created");
    expect(first).toMatchObject({
      id: onceId("message.created", first?.type === "message.created" ? first.message.key : ""),
      origin: "live",
      message: { id: mention, via: "stream", kind: "mention" },
    });
    expect(stream.changes.some((change) => change.type === "message.created" && change.message.kind === "direct")).toBe(true);
    expect(new Set(stream.changes.map(({ id }) => id)).size).toBe(stream.changes.length);
    await stream.end();
  });
  it("tells nothing twice that comes twice, and loses nothing that comes out of order", async () => {
    const { world, adapter } = onFake({
      faults: [
        { on: { operation: "notification" }, do: { type: "redelivery" } },
        { on: { operation: "notification" }, do: { type: "reordering" } },
      ],
    });
    await adapter.detect();
    const stream = following(adapter);
    await settled(world);
    const ids: string[] = [];
    for (let time = 0; time < 4; time++) ids.push(await world.mention(await world.member(time), world.brand, `hello ${time}`));
    await settled(world);
    expect([...messageIds(stream.changes)].sort()).toEqual([...ids].sort());
    await stream.end();
  });
  it("fetches what was missed while the line was dead, under the same ids", async () => {
    const { world, adapter } = onFake({ faults: [{ on: { operation: "notification" }, do: { type: "dead-socket" } }] });
    await adapter.detect();
    const stream = following(adapter);
    await settled(world);
    const ids: string[] = [];
    for (let time = 0; time < 3; time++) ids.push(await world.mention(await world.member(0), world.brand, `hello ${time}`));
    await stream.until(3);
    expect([...messageIds(stream.changes)].sort()).toEqual([...ids].sort());
    for (const change of stream.changes)
      if (change.type === "message.created") expect(change.id).toBe(onceId("message.created", change.message.key));
    await stream.end();
  });
  it("polls where the server pushes nothing", async () => {
    const { world, adapter } = onFake({ server: { features: { streaming: false } } });
    await adapter.detect();
    const stream = following(adapter);
    await settled(world);
    const id = await world.mention(await world.member(0), world.brand, "hello");
    await stream.until(1);
    expect(messageIds(stream.changes)).toEqual([id]);
    await stream.end();
  });
  it("gives only the kinds that were asked for", async () => {
    const { world, adapter } = onFake();
    await adapter.detect();
    const stream = following(adapter, ["direct"]);
    await settled(world);
    await world.mention(await world.member(0), world.brand, "hello");
    await world.directMessage?.(await world.member(0), world.brand, "psst");
    await settled(world);
    expect(stream.changes.flatMap((change) => (change.type === "message.created" ? [change.message.kind] : []))).toEqual(["direct"]);
    await stream.end();
  });
});

/** A server whose socket the test holds in its hand. */
function scriptedStream(script: Parameters<typeof brand>[0] = {}): ReturnType<typeof brand> & { readonly sockets: ServedSocket[] } {
  const sockets: ServedSocket[] = [];
  const webSocket = (url: string, protocols: readonly string[] = []): WebSocket =>
    openSocket(url, protocols, (socket) => sockets.push(socket));
  return {
    ...brand({ "GET /api/v1/notifications": { body: [] }, "GET /api/v1/conversations": { body: [] }, ...script }, { webSocket }),
    sockets,
  };
}

const frame = (event: string, payload: unknown): string =>
  JSON.stringify({ stream: ["user"], event, payload: typeof payload === "string" ? payload : JSON.stringify(payload) });

describe("mastodon socket", () => {
  const mention = notification("9", status("19", { mentions: [named(us)] }));
  it("opens where the server says, with the token in a subprotocol and not in the address", async () => {
    const { adapter, sockets, clock } = scriptedStream();
    const stream = following(adapter);
    await clock.sleep(10);
    expect(sockets[0]?.url.href).toBe("wss://stream.social.example/api/v1/streaming?stream=user");
    expect(sockets[0]?.protocols).toEqual(["tok_en-1"]);
    sockets[0]?.send(frame("notification", mention));
    await stream.until(1);
    expect(messageIds(stream.changes)).toEqual(["19"]);
    await stream.end();
  });
  it("goes on after heartbeats, nonsense and broken events", async () => {
    const { adapter, sockets, clock } = scriptedStream();
    const stream = following(adapter);
    await clock.sleep(10);
    for (const text of [
      "",
      "{",
      "[]",
      frame("notification", "{"),
      frame("notification", { id: 7 }),
      frame("update", {}),
      frame("announcement", {}),
      frame("filters_changed", ""),
      frame("pleroma:respond", { type: "subscribe", result: "success" }),
    ])
      sockets[0]?.send(text);
    sockets[0]?.send(frame("notification", { ...mention, id: "10", type: "follow", status: null }));
    sockets[0]?.send(frame("something_new", { a: 1 }));
    sockets[0]?.send(frame("notification", mention));
    await stream.until(3);
    expect(stream.changes.map((change) => (change.type === "network.event" ? change.name : change.type))).toEqual([
      "follow",
      "something_new",
      "message.created",
    ]);
    await stream.end();
  });
  it("reconnects with growing waits, and asks from where it stood", async () => {
    const { adapter, sockets, clock, of } = scriptedStream({
      "GET /api/v1/notifications": ({ url }, nth) => ({
        body: nth === 1 ? [notification("5", status("15"))] : url.searchParams.get("min_id") === "5" && nth > 4 ? [mention] : [],
      }),
    });
    const stream = following(adapter);
    await clock.sleep(10);
    sockets[0]?.cut();
    await stream.until(1);
    expect(messageIds(stream.changes)).toEqual(["19"]);
    expect(
      of("GET /api/v1/notifications")
        .slice(1)
        .every(({ url }) => url.searchParams.get("min_id") === "5"),
    ).toBe(true);
    await stream.end();
  });
  it("asks nothing about conversations that rest", async () => {
    const resting = { id: "77", accounts: [], last_status: status("31", { visibility: "direct", in_reply_to_id: "30" }) };
    const { adapter, clock, seen } = scriptedStream({ "GET /api/v1/conversations": { body: [resting] } });
    const stream = following(adapter);
    await clock.sleep(10);
    expect(seen.map(({ line }) => line).filter((line) => line.includes("/statuses/"))).toEqual([]);
    await stream.end();
  });
  it("makes a line anew that says nothing, as one does that broke without a word", async () => {
    const { adapter, sockets, clock } = scriptedStream();
    const stream = following(adapter);
    await clock.sleep(10);
    for (let minute = 0; minute < 6; minute++) {
      await clock.sleep(60_000);
      sockets[0]?.send(frame("filters_changed", ""));
    }
    expect(sockets).toHaveLength(1);
    await clock.sleep(5 * 60_000 + 1000);
    expect(sockets).toHaveLength(2);
    sockets[1]?.send(frame("notification", mention));
    await stream.until(1);
    expect(messageIds(stream.changes)).toEqual(["19"]);
    await stream.end();
  });
  it("ends with its signal, while it waits too", async () => {
    const { adapter, sockets, clock } = scriptedStream();
    const stream = following(adapter);
    await clock.sleep(10);
    await stream.end();
    expect(sockets).toHaveLength(1);
  });
  it("ends with the error when the token is dead", async () => {
    const { adapter } = brand({
      "GET /api/v1/notifications": { status: 401, body: { error: "The access token was revoked" } },
      "GET /api/v2/instance": { body: instance() },
    });
    expect(await errorOf(adapter.stream()[Symbol.asyncIterator]().next())).toMatchObject({ code: "unauthenticated" });
  });
});
