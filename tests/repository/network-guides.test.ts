import { describe, expect, it } from "vitest";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createDiscordAdapter } from "../../src/networks/discord/index.js";
import { createFacebookAdapter } from "../../src/networks/facebook/index.js";
import { createInstagramAdapter } from "../../src/networks/instagram/index.js";
import { createMastodonAdapter } from "../../src/networks/mastodon/index.js";
import { createThreadsAdapter } from "../../src/networks/threads/index.js";
import { permissionBits } from "../../src/testing/discord/permissions.js";
import { requiredScopes } from "../../src/adapter/required-scopes.js";
import { fileText } from "./source.js";
import type { AnyAdapter } from "../../src/adapter/index.js";

const discord = createDiscordAdapter({ accountId: "1000000000000000001", token: "MTAwMDAw.Gabcde.a-token-of-nobody" });

/** The networks, and what the letters in the column of scopes stand for. */
const networks: readonly [AnyAdapter, Readonly<Record<string, readonly string[]>>][] = [
  [createBlueskyAdapter({ accountId: "did:plc:ewvi7nxzyoun6zhxrhs64oiz", password: "p" }), { A: [], D: ["com.atproto.appPassPrivileged"] }],
  [createMastodonAdapter({ server: "https://social.test", accountId: "109", token: "t" }), {}],
  [
    createFacebookAdapter({ accountId: "1001", token: "EAAtoken-of-nobody" }),
    {
      PRE: ["pages_read_engagement"],
      PRUC: ["pages_read_user_content"],
      PME: ["pages_manage_engagement"],
      PMP: ["pages_manage_posts"],
      PM: ["pages_messaging"],
      PMM: ["pages_manage_metadata"],
    },
  ],
  [discord, { R: ["VIEW_CHANNEL", "READ_MESSAGE_HISTORY"], C: ["intent:MESSAGE_CONTENT"], none: [] }],
  [createInstagramAdapter({ login: "facebook", accountId: "1", token: "EAAtoken" }), {}],
  [createThreadsAdapter({ accountId: "1", token: "THAAtoken" }), {}],
];

/** The rows of a chapter's first table, cell by cell. */
function rowsOf(page: string, chapter: string): readonly (readonly string[])[] {
  const [, rest = ""] = page.split(`\n## ${chapter}\n`);
  const [table = ""] = /^\|[\s\S]*?(?=\n\n|$(?![\s\S]))/m.exec(rest) ?? [];
  const lines = table.split("\n").slice(2);
  return lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const wordsIn = (cell: string): readonly string[] => [...cell.matchAll(/`(\w+)[^`]*`/g)].map(([, word = ""]) => word);

describe.each(networks)("the guide to a network", (adapter, letters) => {
  const page = fileText(`docs/networks/${adapter.network}.md`);
  const rows = rowsOf(page, "What it does");

  it(`names every operation of ${adapter.network} and what it needs`, () => {
    const told = new Map<string, Set<string>>();
    for (const [operations = "", , scopes = ""] of rows)
      for (const operation of wordsIn(operations)) {
        const needs = told.get(operation) ?? new Set();
        const words = scopes.replaceAll("`", "").split(/[\s,]+/);
        for (const word of words.flatMap((one) => letters[one] ?? [one])) needs.add(word);
        told.set(operation, needs);
      }
    const sorted = (names: Iterable<string>): readonly string[] => [...names].sort();
    const listed = [...adapter.operations].map((name) => [name, sorted(told.get(name) ?? ["not in the table"])]);
    expect(listed).toEqual([...adapter.operations].map((name) => [name, sorted(requiredScopes(adapter, [name]) ?? [])]));
  });

  it(`names every limit of ${adapter.network}`, () => {
    const ids = rowsOf(page, "Limits").flatMap(([cell = ""]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, id]) => id));
    expect(ids.sort()).toEqual(adapter.limits.map(({ id }) => id).sort());
  });
});

describe("the guide to Discord", () => {
  it("invites the bot with the permissions that its operations need", () => {
    const bits: Readonly<Record<string, bigint>> = permissionBits;
    const needed = requiredScopes(discord, [...discord.operations]) ?? [];
    const sum = needed.reduce((all, name) => all | (bits[name] ?? 0n), 0n);
    expect(fileText("docs/networks/discord.md")).toContain(`permissions=${String(sum)}\n`);
  });
});
