/** Invented talk for properties: conversations of three accounts with everything that a calculator has to leave out or to look twice at. */
import fc from "fast-check";
import type { Author, Message, Post } from "../../../src/index.js";
import type { RollupInput, RollupMessage, RollupOptions } from "../../../src/metrics/index.js";

const start = Date.parse("2026-03-27T20:00:00.000Z");
const hour = 3_600_000;
/** So many hours after the beginning, which is two days before the clocks of Europe change. */
export const at = (hours: number): string => new Date(start + Math.round(hours * hour)).toISOString();

/** Options that fit this talk. */
export const options: RollupOptions = {
  now: at(150),
  from: at(5),
  to: at(140),
  timeZone: "Europe/Copenhagen",
  withinMs: [hour, 8 * hour],
  sla: { targetMs: 4 * hour },
  schedule: { timeZone: "Europe/Copenhagen", week: { mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]], sun: [["00:00", "06:00"]] } },
};

const accounts = [
  ["bluesky", "did:plc:fjeld"],
  ["mastodon", "skov.example/1"],
  ["mastodon", "skov.example/2"],
] as const;
const keyOf = ([network, accountId]: readonly [string, string], kind: string, id: string): string =>
  `${network}:${accountId.replaceAll(":", "%3A").replaceAll("/", "%2F")}:${kind}:${id}`;

/** The keys of the accounts. */
export const accountKeys: readonly string[] = accounts.map((account) => keyOf(account, "", "").slice(0, -2));

interface Said {
  readonly direction: Message["direction"];
  readonly hours: number;
  readonly who: number;
  readonly fields: Partial<Message>;
  readonly parent: number;
}

const extra: fc.Arbitrary<Partial<Message>> = fc.oneof(
  { weight: 12, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Partial<Message>[]>(
      ...(["hidden", "held", "removed", "internal"] as const).map((visibility) => ({ visibility })),
    ),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 150 }).map((hours) => ({ deletedAt: at(hours), visibility: "removed" as const })) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom("positive", "negative", "neutral", "ironic")
      .map((label) => ({ annotations: { sentiment: { label, score: 1, by: "test", at: at(1) } } })),
  },
  { weight: 1, arbitrary: fc.constant({ annotations: { triage: { label: "spam", score: 0.9, by: "test", at: at(1) } } }) },
);

const said: fc.Arbitrary<Said> = fc.record({
  direction: fc.constantFrom<Message["direction"][]>("inbound", "inbound", "outbound"),
  hours: fc.integer({ min: 0, max: 600 }).map((quarters) => quarters / 4),
  who: fc.nat(8),
  fields: extra,
  parent: fc.nat(20),
});

/** Who says something: 0 and 1 are not known or a bot, 2 is one of us in disguise. */
function authorOf(account: readonly [string, string], { who, direction }: Said): { readonly author?: Author } {
  if (who === 0) return {};
  return {
    author: { key: keyOf(account, "author", `${who}`), isOwn: direction === "outbound" || who === 2, ...(who === 1 && { isBot: true }) },
  };
}

/** One conversation, or a comment tree with a private answer beside it; with some messages twice. */
export const talk: fc.Arbitrary<readonly RollupMessage[]> = fc
  .record({
    account: fc.nat(2),
    name: fc.nat(1_000_000),
    kind: fc.constantFrom<Message["kind"][]>("direct", "comment"),
    list: fc.array(said, { minLength: 1, maxLength: 8 }),
    twice: fc.nat(12),
    privately: fc.boolean(),
  })
  .map(({ account: index, name, kind, list, twice, privately }) => {
    const account = accounts[index] ?? accounts[0];
    const id = (place: number): string => keyOf(account, "message", `${name}-${place}`);
    const messages = list.map((one, place): RollupMessage => {
      const isElsewhere = privately && kind === "comment" && one.direction === "outbound" && place > 0;
      const parent = place > 0 && kind === "comment" ? id(one.parent % place) : undefined;
      return {
        key: id(place),
        network: account[0],
        accountId: account[1],
        conversation: keyOf(account, "conversation", isElsewhere ? `${name}-aside` : `${name}`),
        kind: isElsewhere ? "direct" : kind,
        direction: one.direction,
        createdAt: at(one.hours),
        visibility: "public",
        ...(parent !== undefined && { parent }),
        ...authorOf(account, one),
        ...one.fields,
      };
    });
    const again = messages[twice];
    return again === undefined ? messages : [...messages, { ...again }];
  });

const count = fc.option(fc.nat(2_000), { nil: undefined, freq: 6 });
const told = (fields: Readonly<Record<string, number | undefined>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** One post with what was counted of it. */
export const post: fc.Arbitrary<Pick<Post, "key" | "counts" | "createdAt"> & { readonly isAd?: boolean }> = fc
  .record({
    account: fc.nat(2),
    name: fc.nat(1_000_000),
    counts: fc.record({
      likes: count,
      replies: count,
      shares: count,
      saves: count,
      reach: count,
      impressions: count,
      views: count,
      followers: count,
    }),
    isAd: fc.option(fc.boolean(), { nil: undefined, freq: 8 }),
  })
  .map(({ account, name, counts, isAd }) => ({
    key: keyOf(accounts[account] ?? accounts[0], "post", `${name}`),
    createdAt: at(1),
    counts: told(counts),
    ...(isAd !== undefined && { isAd }),
  }));

/** What may be handed in at once. */
export const portion: fc.Arbitrary<RollupInput> = fc.oneof(
  { weight: 3, arbitrary: fc.array(talk, { maxLength: 3 }).map((talks) => ({ messages: talks.flat() })) },
  { weight: 1, arbitrary: fc.array(post, { maxLength: 4 }).map((posts) => ({ posts })) },
);
