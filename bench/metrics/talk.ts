/**
 * A month of invented talk on twelve accounts of four networks, as message objects of the full shape, each with strings of its own, as they
 * come from a store. A conversation is a person's: a direct one, or a comment under a post with what is said below it.
 */
import type { Message } from "../../src/index.js";
import { accountKey, makeKey } from "../../src/model/keys.js";
import { randomBy, skewed, type Random } from "./random.js";

/** What kind of month it is. */
export interface TalkOptions {
  readonly seed: number;
  /** About how many messages. */
  readonly messages: number;
  /** How many people there are to write. */
  readonly authors: number;
  /** How few of them write most: 1 = all alike, 3 = a hundredth writes a fifth. */
  readonly lean: number;
  /** `even` over day and night, or `clustered`: by day, on workdays, and in five storms. */
  readonly times: "even" | "clustered";
  /** `time` = all accounts mixed as they come; `conversation` = whole conversations side by side. */
  readonly order: "time" | "conversation";
}

const day = 86_400_000;
const hour = 3_600_000;
/** The month, in which the clocks of Europe change. */
export const month = { from: "2026-02-28T23:00:00.000Z", now: "2026-03-31T22:00:00.000Z", timeZone: "Europe/Copenhagen" } as const;
const start = Date.parse(month.from);

/** The accounts, the first the largest. */
export const accounts: readonly (readonly [network: string, accountId: string])[] = [
  ...["did:plc:fjeldboots", "did:plc:kystmaling", "did:plc:skovkaffe"].map((id) => ["bluesky", id] as const),
  ...["social.example/109348", "social.example/110021", "social.example/112700"].map((id) => ["mastodon", id] as const),
  ...["101553840010", "101553840011", "101553840012"].map((id) => ["facebook", id] as const),
  ...["17841400008", "17841400009", "17841400010"].map((id) => ["instagram", id] as const),
];
const words = "støvler vandtætte hvornår tak billede butik størrelse levering pris farve hjælp fjord kaffe maling lys nord tur regn".split(
  " ",
);

/** Makes the messages. */
export function makeTalk(options: TalkOptions): readonly Message[] {
  const random = randomBy(options.seed);
  const storms = Array.from({ length: 5 }, () => start + random() * 29 * day);
  const made: Message[] = [];
  for (let conversation = 0; made.length < options.messages; conversation++) {
    const opened = options.times === "even" ? start + random() * 31 * day : clustered(random, storms);
    converse(made, { random, options, conversation, opened });
  }
  if (options.order === "time") made.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  // Each message with strings of its own, as they are after reading.
  const read: Message[] = [];
  for (let at = 0; at < made.length; at += 1000) read.push(...(JSON.parse(JSON.stringify(made.slice(at, at + 1000))) as Message[]));
  return read;
}

function clustered(random: Random, storms: readonly number[]): number {
  if (random() < 0.3) return (storms[Math.floor(random() * storms.length)] ?? start) + skewed(random, hour / 2, 1);
  for (;;) {
    const at = start + random() * 31 * day;
    const clock = (at % day) / hour + 1;
    const weekday = Math.floor(at / day + 4) % 7;
    const busy = (clock > 8 && clock < 22 ? 1 : 0.08) * (weekday === 0 || weekday === 6 ? 0.4 : 1);
    if (random() < busy) return at;
  }
}

interface Scene {
  readonly random: Random;
  readonly options: TalkOptions;
  readonly conversation: number;
  readonly opened: number;
}

function converse(made: Message[], { random, options, conversation, opened }: Scene): void {
  const [network, accountId] = accounts[Math.floor(accounts.length * random() ** 1.7)] ?? ["x", "1"];
  const account = accountKey(network, accountId);
  const isDirect = random() < 0.35;
  const who = Math.floor(options.authors * random() ** options.lean);
  const author = person(account, who);
  const us = { key: makeKey(account, "author", "us"), id: "us", handle: "brand", name: "Brand", isOwn: true };
  const post = makeKey(account, "post", `p${Math.floor(random() * 400)}`);
  const room = makeKey(
    account,
    "conversation",
    isDirect ? `${who.toString(36)}-${conversation.toString(36)}` : (post.split(":").at(-1) ?? ""),
  );
  const end = Date.parse(month.now);
  let at = Math.floor(opened);
  let root: string | undefined;
  let parent: string | undefined;
  const turns = 1 + Math.floor(-Math.log(1 - random()) * 2.2);
  for (let turn = 0; turn < turns; turn++) {
    for (const direction of random() < 0.8 ? (["inbound", "outbound"] as const) : (["inbound"] as const)) {
      if (turn > 0 || direction === "outbound")
        at += 1 + Math.floor(direction === "outbound" ? skewed(random, 0.6 * hour, 1.5) : skewed(random, 2 * hour, 1.6));
      if (at >= end) return;
      const key = makeKey(
        account,
        "message",
        `3k${conversation.toString(36).padStart(5, "0")}${turn}${direction === "inbound" ? "i" : "o"}`,
      );
      made.push(
        message({
          random,
          network,
          accountId,
          key,
          room,
          direction,
          at,
          isDirect,
          author: direction === "inbound" ? author : us,
          post,
          root,
          parent,
        }),
      );
      root ??= key;
      parent = key;
    }
  }
}

function person(account: string, who: number): NonNullable<Message["author"]> {
  const id = (Math.imul(who + 1, 0x9e37_79b1) >>> 0).toString(36).padStart(7, "a");
  return {
    key: makeKey(account, "author", `did:plc:${id}${who.toString(36).padStart(5, "x")}`),
    id: `did:plc:${id}${who.toString(36).padStart(5, "x")}`,
    handle: `${id}.example`,
    name: `Person ${who}`,
    isOwn: false,
    followers: who % 977,
  };
}

interface Saying {
  readonly random: Random;
  readonly network: string;
  readonly accountId: string;
  readonly key: string;
  readonly room: string;
  readonly direction: Message["direction"];
  readonly at: number;
  readonly isDirect: boolean;
  readonly author: NonNullable<Message["author"]>;
  readonly post: string;
  readonly root: string | undefined;
  readonly parent: string | undefined;
}

function message({ random, network, accountId, key, room, direction, at, isDirect, author, post, root, parent }: Saying): Message {
  const text = Array.from({ length: 4 + Math.floor(random() * 14) }, () => words[Math.floor(random() * words.length)]).join(" ");
  return {
    key,
    network,
    accountId,
    id: key.slice(-9),
    kind: isDirect ? "direct" : "comment",
    direction,
    conversation: room,
    ...(isDirect ? {} : { post, ...(root !== undefined && { root }), ...(parent !== undefined && { parent }) }),
    author,
    text,
    language: "da",
    entities: [],
    attachments: [],
    counts: isDirect ? {} : { likes: Math.floor(random() * 9), replies: Math.floor(random() * 3) },
    createdAt: new Date(at).toISOString(),
    visibility: isDirect ? "private" : "public",
    via: "poll",
  };
}
