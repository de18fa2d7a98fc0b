import { describe, expect, it } from "vitest";
import { connectFakes } from "../../src/testing/connect-fakes.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createDiscordAdapter } from "../../src/networks/discord/index.js";
import { createInbox, type Inbox, type Policy } from "../../src/index.js";
import { createMastodonAdapter } from "../../src/networks/mastodon/index.js";
import { fakeNetwork } from "../../src/testing/fake-network.js";
import { holdAll } from "../../src/inbox/policies.js";
import { makeKey } from "../../src/model/keys.js";
import { shapes } from "../../src/inbox/act-table.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { AnyAdapter } from "../../src/adapter/adapter.js";
import type { Key } from "../../src/model/keys.js";
import type { WriteName } from "../../src/model/write.js";

const by = { type: "human", id: "sandra" } as const;

interface Square {
  readonly inbox: Inbox;
  readonly adapter: AnyAdapter;
  /** Requests of any kind that the network has heard so far. */
  readonly calls: () => number;
  /** Writes among them, other than logging in. */
  readonly writes: () => number;
}

/** One account of each network that is built, with every power that it can have. */
function squares(policies: readonly Policy[]): readonly Square[] {
  const clock = virtualClock({ auto: true, start: "2026-11-20T08:00:00.000Z" });
  const bluesky = fakeNetwork("bluesky", { clock });
  const mastodon = fakeNetwork("mastodon", { clock });
  const discord = fakeNetwork("discord", { clock });
  const sky = bluesky.state.addAccount("boots.test");
  const tooth = mastodon.state.addAccount("boots");
  const guild = discord.state.addGuild("Boots");
  const bot = discord.state.addBot("bootsbot", { guilds: [guild.id] });
  const help = discord.state.addChannel(guild.id, "help", { type: "forum" });
  const runtime = { clock, policies, limiter: { mode: "throw" } as const, ...connectFakes(bluesky, mastodon, discord) };
  const adapters = [
    [createBlueskyAdapter({ accountId: sky.did, password: sky.privilegedAppPassword, service: bluesky.baseUrl }), bluesky],
    [createMastodonAdapter({ server: mastodon.baseUrl, accountId: tooth.id, token: tooth.token }), mastodon],
    [
      createDiscordAdapter({ accountId: guild.id, token: bot.token, service: new URL(discord.baseUrl).origin, publishTo: help.id }),
      discord,
    ],
  ] as const;
  return adapters.map(([adapter, { calls }]) => ({
    inbox: createInbox<AnyAdapter>({ accounts: [adapter], ...runtime }),
    adapter,
    calls: () => calls.length,
    writes: () => calls.filter(({ effect }) => effect === "write").length,
  }));
}

/** Every write that an adapter itself lists: none can be forgotten here. */
const writesOf = ({ operations }: AnyAdapter): readonly WriteName[] =>
  [...operations].filter((operation): operation is WriteName => Object.hasOwn(shapes, operation));

function targetOf({ account, network }: AnyAdapter, operation: WriteName): { readonly key: Key } {
  const [kind = "message"] = shapes[operation].at;
  const id =
    network === "bluesky"
      ? kind === "author"
        ? "did:plc:asta"
        : "at://did:plc:asta/app.bsky.feed.post/3kaaaaaaaaa2a"
      : "123456789012345678";
  return { key: kind === "account" ? account : makeKey(account, kind, id) };
}

function inputOf(operation: WriteName): unknown {
  const { takes } = shapes[operation];
  return takes === "text" ? "Hej." : takes === "reaction" ? "👍" : takes === "ban" ? { durationMs: 60_000 } : null;
}

const act = ({ inbox, adapter }: Square, operation: WriteName, options: unknown = { by }) =>
  inbox.act(operation, targetOf(adapter, operation) as never, inputOf(operation) as never, options as never);

const throws: Policy = () => {
  throw new TypeError("sentinel");
};
const rejects: Policy = () => Promise.reject(new TypeError("sentinel"));
const silent = (() => undefined) as unknown as Policy;
const held: readonly (readonly [string, Policy])[] = [
  ["holds", holdAll()],
  ["throws", throws],
  ["rejects", rejects],
  // A host without types may write one that says nothing.
  ["gives no verdict", silent],
];

describe("every write of every adapter, through act", () => {
  it.each(held)("makes no request when a policy %s", async (_what, policy) => {
    const letsPass: Policy = () => ({ do: "send" });
    let asked = 0;
    for (const square of squares([letsPass, policy])) {
      for (const operation of writesOf(square.adapter)) {
        const outcome = await act(square, operation);
        expect(outcome, `${square.adapter.network} ${operation}`).toMatchObject({ status: "pending", waitsFor: "approval", steps: [] });
        asked += 1;
      }
      expect(square.calls(), square.adapter.network).toBe(0);
    }
    expect(asked).toBeGreaterThan(30);
  });

  it("makes no request while writes are paused", async () => {
    for (const square of squares([])) {
      await square.inbox.pause({ scope: "all", reason: "A crisis.", by });
      for (const operation of writesOf(square.adapter))
        expect(await act(square, operation), `${square.adapter.network} ${operation}`).toMatchObject({ waitsFor: "resume", steps: [] });
      expect(square.calls(), square.adapter.network).toBe(0);
    }
  });

  it("makes requests when no policy holds, so that the silence above means something", async () => {
    for (const square of squares([])) {
      for (const operation of writesOf(square.adapter)) await act(square, operation).catch(() => undefined);
      expect(square.calls(), square.adapter.network).toBeGreaterThan(0);
      expect(square.writes(), square.adapter.network).toBeGreaterThan(0);
    }
  });

  it.each([
    ["nobody", {}],
    ["no options", null],
    ["a string", { by: "sandra" }],
    ["a type that is none", { by: { type: "robot", id: "r" } }],
    ["an empty id", { by: { type: "human", id: " " } }],
  ])("is refused when it is asked for by %s, before anything is stored or sent", async (_who, options) => {
    for (const square of squares([])) {
      for (const operation of writesOf(square.adapter))
        await expect(act(square, operation, options), operation).rejects.toMatchObject({ code: "invalid-request" });
      expect((await square.inbox.outbox()).items).toEqual([]);
      expect(square.calls()).toBe(0);
    }
  });
});
