/** An invented month of twelve accounts: what people asked, what was answered, and how long it took. The same in every run. */
import { accountKey, makeKey, type Message } from "folkmoot";
import type { RollupOptions } from "folkmoot/metrics";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.parse("2026-10-01T00:00:00.000Z");
const days = 31;
const iso = (at: number): string => new Date(at).toISOString();

/** What is asked of the month. Every worker has to ask the same. */
export const question: RollupOptions = {
  now: iso(start + days * day),
  timeZone: "Europe/Copenhagen",
  withinMs: [hour],
  schedule: {
    timeZone: "Europe/Copenhagen",
    week: Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((name) => [name, [["08:00", "18:00"]]])),
  },
};

const networks = ["bluesky", "mastodon", "discord", "instagram"];
const accountIds = ["boots", "coats", "tents"];

/** Numbers that look drawn. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Makes the month, conversation by conversation. */
export function month(): readonly (readonly Message[])[] {
  const random = dice(11);
  const conversations: Message[][] = [];
  for (let number = 0; number < 4_000; number++) {
    const network = networks[Math.floor(random() * networks.length)] ?? "bluesky";
    const accountId = accountIds[Math.floor(random() ** 2 * accountIds.length)] ?? "boots";
    // A few people write much, most of them once.
    conversations.push(talk({ network, accountId, id: String(number), who: `member${String(Math.floor(random() ** 4 * 3_000))}` }, random));
  }
  return conversations;
}

interface Talk {
  readonly network: string;
  readonly accountId: string;
  readonly id: string;
  readonly who: string;
}

function talk({ network, accountId, id, who }: Talk, random: () => number): Message[] {
  const account = accountKey(network, accountId);
  const messages: Message[] = [];
  const says = (direction: Message["direction"], at: number): void => {
    if (at >= start + days * day) return;
    const said = `${id}-${String(messages.length)}`;
    const author = direction === "outbound" ? accountId : who;
    messages.push({
      key: makeKey(account, "message", said),
      network,
      accountId,
      id: said,
      kind: "direct",
      direction,
      conversation: makeKey(account, "conversation", id),
      author: { key: makeKey(account, "author", author), isOwn: direction === "outbound" },
      text: direction === "outbound" ? "They are, up to the ankle." : "Are they waterproof?",
      entities: [],
      attachments: [],
      counts: {},
      createdAt: iso(Math.floor(at)),
      visibility: "private",
      via: "webhook",
    });
  };
  // People write in the evening more than at night.
  let at = start + Math.floor(random() * days) * day + (8 + 14 * Math.sqrt(random())) * hour;
  for (let round = 0; round < 1 + random() * 3; round++) {
    says("inbound", at);
    if (random() < 0.3) says("inbound", at + 2 * minute);
    if (random() < 0.85) says("outbound", at + 3 * minute + random() ** 4 * 30 * hour);
    at += (12 + random() * 60) * hour;
  }
  return messages;
}
