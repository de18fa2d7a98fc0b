import { describe, expect, expectTypeOf, it } from "vitest";
import { catalog, networks } from "../../src/networks/catalog.js";
import { requiredScopes } from "../../src/adapter/required-scopes.js";
import { supports } from "../../src/adapter/can.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createDiscordAdapter } from "../../src/networks/discord/index.js";
import { createMastodonAdapter } from "../../src/networks/mastodon/index.js";
import { codeOf, filesBelow } from "../repository/source.js";
import type { AnyAdapter, OperationName } from "../../src/adapter/index.js";
import type { CatalogEntry } from "../../src/networks/catalog.js";
import type { MessageKind } from "../../src/model/message.js";

type OfType<A extends { readonly operations: ReadonlySet<OperationName> }> = A["operations"] extends ReadonlySet<infer O> ? O : never;
type OfRow<N extends keyof typeof networks> = (typeof networks)[N]["operations"][number];

const bluesky = createBlueskyAdapter({ accountId: "did:plc:ewvi7nxzyoun6zhxrhs64oiz", password: "p" });
const mastodon = createMastodonAdapter({ server: "https://social.test", accountId: "109", token: "t" });
const discord = createDiscordAdapter({ accountId: "1000000000000000001", token: "MTAwMDAw.Gabcde.a-token-of-nobody" });

const adapters: Readonly<Record<keyof typeof networks, AnyAdapter>> = { bluesky, mastodon, discord };
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

describe("catalog", () => {
  it("names the operations of every adapter's type, no more and no fewer", () => {
    expectTypeOf<OfRow<"bluesky">>().toEqualTypeOf<OfType<typeof bluesky>>();
    expectTypeOf<OfRow<"mastodon">>().toEqualTypeOf<OfType<typeof mastodon>>();
    expectTypeOf<OfRow<"discord">>().toEqualTypeOf<OfType<typeof discord>>();
    expect(catalog.map(({ id }) => id)).toEqual(Object.keys(networks));
  });

  it.each(rows)("says what the adapter of %s is: operations, limits and scopes", (name, row, adapter) => {
    expect([row.id, row.entry]).toEqual([adapter.network, `folkmoot/${name}`]);
    expect([...row.operations].sort()).toEqual([...adapter.operations].sort());
    expect([...row.limits].sort()).toEqual(adapter.limits.map(({ id }) => id).sort());
    expect(row.scopes).toEqual(requiredScopes(adapter, [...adapter.operations]));
  });

  it.each(rows)("says how news and which kinds of messages arrive by %s", (_name, row, adapter) => {
    expect(row.delivery.includes("stream")).toBe(supports(adapter, "stream"));
    expect(row.kinds.filter((kind) => listOf[kind] !== undefined && !adapter.operations.has(listOf[kind]))).toEqual([]);
  });

  it.each(rows)("names the kinds and surfaces that the code of %s gives to messages", (name, row) => {
    const code = filesBelow(`src/networks/${name}`, ".ts").map(codeOf).join("\n");
    expect([...row.kinds, ...row.surfaces].filter((word) => !code.includes(`"${word}"`))).toEqual([]);
  });
});
