/** What the tests of backfills share. @module */
import { at, plaza, type Plaza } from "./plaza.js";
import type { BackfillJob, Inbox } from "../../src/inbox/index.js";
import type { Change } from "../../src/model/change.js";

export const day: number = 24 * 60;
export const job = (net: Plaza, more: Partial<BackfillJob> = {}): BackfillJob => ({
  id: "history",
  accounts: [net.account],
  surfaces: ["mentions"],
  from: at(-800 * day),
  ...more,
});

/** Says something every so many minutes, until minute 90. */
export function talk(net: Plaza, count: number, everyMinutes: number): void {
  for (let index = 0; index < count; index++) net.say({ id: `m${index}`, minutes: 90 - (count - 1 - index) * everyMinutes });
}

export async function handled(inbox: Inbox, origin: "live" | "backfill", consumer = "default"): Promise<readonly Change[]> {
  const seen: Change[] = [];
  await inbox.handle((change) => void seen.push(change), { drain: true, origin, consumer, concurrency: 50 });
  return seen;
}

export const created = (changes: readonly Change[]): readonly string[] =>
  changes.flatMap((change) => (change.type === "message.created" ? [change.message.id] : []));

/** The same network in another process: an adapter belongs to one inbox. */
export function plazaOver(net: Plaza): Plaza["adapter"] {
  const other = plaza({ surfaces: net.adapter.surfaces ?? [] });
  const { listMentions, listComments } = net.adapter;
  return Object.assign(other.adapter, { ...(listMentions && { listMentions }), ...(listComments && { listComments }) });
}
