import { describe, expect, expectTypeOf, it } from "vitest";
import { catalog, limitRules, networks } from "../../src/networks/catalog.js";
import { requiredScopes } from "../../src/adapter/required-scopes.js";
import { supports } from "../../src/adapter/can.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createDiscordAdapter } from "../../src/networks/discord/index.js";
import { createFacebookAdapter } from "../../src/networks/facebook/index.js";
import { createInstagramAdapter } from "../../src/networks/instagram/index.js";
import { createMastodonAdapter } from "../../src/networks/mastodon/index.js";
import { createThreadsAdapter } from "../../src/networks/threads/index.js";
import { codeOf, filesBelow } from "../repository/source.js";
import type { AnyAdapter, OperationName } from "../../src/adapter/index.js";
import type { CatalogEntry } from "../../src/networks/catalog.js";
import { blueskyWorld } from "../../src/testing/bluesky/contract-world.js";
import { discordWorld } from "../../src/testing/discord/contract-world.js";
import { facebookWorld } from "../../src/testing/facebook/contract-world.js";
import { instagramWorld } from "../../src/testing/instagram/contract-world.js";
import { mastodonWorld } from "../../src/testing/mastodon/contract-world.js";
import { threadsWorld } from "../../src/testing/threads/contract-world.js";
import type { ContractWorld } from "../../src/testing/adapter-contract.js";
import type { Message, MessageKind } from "../../src/model/message.js";
import type { Paged } from "../../src/model/page.js";

type OfType<A extends { readonly operations: ReadonlySet<OperationName> }> = A["operations"] extends ReadonlySet<infer O> ? O : never;
type OfRow<N extends keyof typeof networks> = (typeof networks)[N]["operations"][number];

const bluesky = createBlueskyAdapter({ accountId: "did:plc:ewvi7nxzyoun6zhxrhs64oiz", password: "p" });
const mastodon = createMastodonAdapter({ server: "https://social.test", accountId: "109", token: "t" });
const discord = createDiscordAdapter({ accountId: "1000000000000000001", token: "MTAwMDAw.Gabcde.a-token-of-nobody" });
const facebook = createFacebookAdapter({ accountId: "1", token: "EAAtoken" });
const instagram = createInstagramAdapter({ login: "facebook", accountId: "1", token: "EAAtoken" });
const threads = createThreadsAdapter({ accountId: "1", token: "THAAtoken" });

const adapters: Readonly<Record<keyof typeof networks, AnyAdapter>> = { bluesky, mastodon, discord, facebook, instagram, threads };
const rows: readonly [string, CatalogEntry, AnyAdapter][] = Object.entries(adapters).map(([name, adapter]) => [
  name,
  networks[name as keyof typeof networks],
  adapter,
]);

/** Which list a kind of messages comes by; a quote comes by either. */
const listOf: { readonly [K in MessageKind]?: OperationName } = {
  comment: "listComments",
  direct: "listMessages",
  chat: "listMessages",
  review: "listReviews",
};

/** Each network with an adapter of its brand, before anything is said. */
const busy: Readonly<Record<keyof typeof networks, () => { readonly world: ContractWorld; readonly adapter: AnyAdapter }>> = {
  bluesky: () => {
    const world = blueskyWorld();
    const { account, fake, runtime } = world;
    const login = { accountId: account.did, password: account.privilegedAppPassword, service: fake.baseUrl, chatProxy: fake.chatProxy };
    return { world, adapter: createBlueskyAdapter({ ...login, runtime }) };
  },
  mastodon: () => {
    const world = mastodonWorld();
    const { account, fake, runtime } = world;
    return { world, adapter: createMastodonAdapter({ server: fake.baseUrl, accountId: account.id, token: account.token, runtime }) };
  },
  discord: () => {
    const world = discordWorld();
    const { bot, channels, fake, guild, runtime } = world;
    const directChannels: string[] = [];
    void world.member(0).then((one) => directChannels.push(world.directChannelWith(one)));
    const service = new URL(fake.baseUrl).origin;
    const login = { accountId: guild.id, token: bot.token, publishTo: channels.forum.id, service, directChannels };
    return { world, adapter: createDiscordAdapter({ ...login, runtime }) };
  },
  facebook: () => {
    const world = facebookWorld();
    const { fake, page, runtime } = world;
    fake.state.review(fake.state.addPerson("Asta"), page, { positive: true, text: "Warm boots, and kind people." });
    return { world, adapter: createFacebookAdapter({ accountId: page.id, token: page.token, runtime }) };
  },
  instagram: () => {
    const world = instagramWorld({ login: "facebook" });
    const { account, runtime } = world;
    const login = { login: "facebook", accountId: account.id, pageId: account.pageId, token: account.token } as const;
    return { world, adapter: createInstagramAdapter({ ...login, runtime }) };
  },
  threads: () => {
    const world = threadsWorld();
    const { account, runtime } = world;
    return { world, adapter: createThreadsAdapter({ accountId: account.id, token: account.token, runtime }) };
  },
};

/** Somebody says something to the brand in every way that there is. */
async function everythingSaid(world: ContractWorld): Promise<void> {
  const one = await world.member(0);
  const post = await world.publish(world.brand, "Our winter boots are here");
  await world.replyMentioning(one, post, world.brand, "Are they warm?");
  await world.mention(one, world.brand, "hello");
  await world.quote?.(one, post, "Look at these");
  await world.directMessage?.(one, world.brand, "between you and me");
  await world.settle();
}

/** Which kinds the lists of an adapter give. */
async function kindsRead(adapter: AnyAdapter): Promise<ReadonlySet<MessageKind>> {
  const { listComments, listMentions, listReviews, listPosts, listConversations, listMessages, surfaces } = adapter;
  const kinds = new Set<MessageKind>();
  const read = async (list: Paged<Message> | undefined): Promise<void> => {
    if (list !== undefined) for await (const { kind } of list) kinds.add(kind);
  };
  if (surfaces?.some(({ name, under }) => name === "comments" && under === "posts") !== true) await read(listComments?.(null));
  else if (listPosts !== undefined) for await (const post of listPosts()) await read(listComments?.(post));
  await read(listMentions?.());
  await read(listReviews?.());
  if (listConversations !== undefined && listMessages !== undefined)
    for await (const talk of listConversations()) if (talk.kind !== "comment") await read(listMessages(talk));
  return kinds;
}

describe("catalog", () => {
  it("names the operations of every adapter's type, no more and no fewer", () => {
    expectTypeOf<OfRow<"bluesky">>().toEqualTypeOf<OfType<typeof bluesky>>();
    expectTypeOf<OfRow<"mastodon">>().toEqualTypeOf<OfType<typeof mastodon>>();
    expectTypeOf<OfRow<"discord">>().toEqualTypeOf<OfType<typeof discord>>();
    expectTypeOf<OfRow<"facebook">>().toEqualTypeOf<OfType<typeof facebook>>();
    expectTypeOf<OfRow<"instagram">>().toEqualTypeOf<OfType<typeof instagram>>();
    expectTypeOf<OfRow<"threads">>().toEqualTypeOf<OfType<typeof threads>>();
    expect(catalog.map(({ id }) => id)).toEqual(Object.keys(networks));
  });

  it.each(rows)("says what the adapter of %s is: operations, limits and scopes", (name, row, adapter) => {
    expect([row.id, row.entry]).toEqual([adapter.network, `folkmoot/${name}`]);
    expect([...row.operations].sort()).toEqual([...adapter.operations].sort());
    expect([...row.limits].sort()).toEqual(adapter.limits.map(({ id }) => id).sort());
    for (const rule of adapter.limits) expect(limitRules[name as keyof typeof networks]).toContain(rule);
    expect(row.scopes).toEqual(requiredScopes(adapter, [...adapter.operations]));
  });

  it.each(rows)("says how news and which kinds of messages arrive by %s", (_name, row, adapter) => {
    expect(row.delivery.includes("stream")).toBe(supports(adapter, "stream"));
    expect(row.kinds.filter((kind) => listOf[kind] !== undefined && !adapter.operations.has(listOf[kind]))).toEqual([]);
  });

  it.each(rows)("names the surfaces that the code of %s gives to messages, no more and no fewer", (name, row) => {
    const code = filesBelow(`src/networks/${name}`, ".ts").map(codeOf).join("\n");
    const given = [...code.matchAll(/\bsurface: "([\w-]+)"/g)].map(([, word = ""]) => word).filter((word) => word !== "other");
    expect([...new Set(given)].filter((word) => !row.surfaces.includes(word))).toEqual([]);
    // What Meta's networks share says most of theirs.
    const shared = filesBelow("src/networks/_graph", ".ts").map(codeOf).join("\n");
    expect(row.surfaces.filter((word) => !(given.includes(word) || `${code}${shared}`.includes(`"${word}"`)))).toEqual([]);
  });

  it.each(Object.entries(busy))(
    "names the kinds of messages that are read on %s where everything is said, no more and no fewer",
    async (name, meet) => {
      const { world, adapter } = meet();
      await everythingSaid(world);
      expect([...networks[name as keyof typeof networks].kinds].sort()).toEqual([...(await kindsRead(adapter))].sort());
    },
  );
});
