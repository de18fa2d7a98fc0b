/**
 * Writes down what only the owner sees: insights of the account and of its recent posts, where an adapter reads them.
 * @module
 */
import { cursorRow, observationRow } from "./storage-keys.js";
import { isFolkmootError } from "../errors.js";
import { supports } from "../adapter/can.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { Insights } from "../model/counts.js";
import type { InboxContext } from "./context.js";
import type { Key } from "../model/keys.js";
import type { Timestamp } from "../model/ref.js";
import type { Write } from "../store/store.js";

/** How often they are read: networks reckon them once a day, and each reading costs a call. Milliseconds, an hour less than a day. */
const everyMs = 23 * 3_600_000;

/** How old a post may be whose insights still move. Milliseconds. */
const postsMs = 30 * 24 * 3_600_000;

/** Posts whose insights are read: the newest. */
const mostPosts = 25;

/** What stops a reading. */
export interface InsightsJob {
  readonly signal: AbortSignal;
  /** True when no further call may be made. */
  readonly late: () => boolean;
}

/**
 * Reads insights once a day, and stores each number that was told. A post that has none is passed over. What a deadline cuts off comes
 * with the next reading.
 * @throws FolkmootError what the network answers, other than that there is nothing to tell of a post.
 */
export async function readInsights(context: InboxContext, adapter: AnyAdapter, { signal, late }: InsightsJob): Promise<void> {
  const { account } = adapter;
  const ofAccount = supports(adapter, "getAccountInsights");
  const ofPosts = supports(adapter, "getPostInsights");
  if (late() || (!ofAccount && !ofPosts)) return;
  if (ofAccount) await onceADay(context, adapter, account, async () => adapter.getAccountInsights({ signal, lane: "sync" }));
  if (!ofPosts) return;
  const { items } = await context.store.query("post", {
    below: [context.stored(account)],
    since: new Date(context.runtime.clock.now() - postsMs).toISOString(),
    order: "newest",
    limit: 4 * mostPosts,
  });
  for (const { value: post } of items.filter(({ value }) => value.isOwn && value.deletedAt === undefined).slice(0, mostPosts)) {
    if (late()) return;
    await onceADay(context, adapter, post.key, async () => adapter.getPostInsights(post, { signal, lane: "sync" }));
  }
}

async function onceADay(context: InboxContext, { account }: AnyAdapter, subject: Key, read: () => Promise<Insights>): Promise<void> {
  const key = context.stored(cursorRow(account, `insights:${subject}`));
  const [mark] = await context.store.read("cursor", [key]);
  const at = context.runtime.clock.now();
  if (mark?.value.readUntil !== undefined && at - Date.parse(mark.value.readUntil) < everyMs) return;
  const now = new Date(at).toISOString();
  const numbers = await read().then(numbersOf, (error: unknown) => {
    // Too few people saw it, it is of a kind that has none, or it is gone.
    const none = ["not-found", "unsupported", "invalid-request", "forbidden"] as const;
    if (subject !== account && none.some((code) => isFolkmootError(error, code))) return undefined;
    throw error;
  });
  const batch: Write[] = (numbers?.told ?? []).map(([metric, value]) => ({
    collection: "observation",
    key: context.stored(observationRow(account, subject, metric, numbers?.at ?? now)),
    value: { subject, metric, value, at: numbers?.at ?? now },
  }));
  // Two processes may both read it: the later one wins, and either is right.
  await context.store.write([{ collection: "cursor", key, value: { account, surface: "insights", readUntil: now } }, ...batch]);
}

/** The numbers that were told, by metric, and when. What was not told is left out: unknown is not zero. */
function numbersOf({ asOf, reactions = {}, ...rest }: Insights): {
  readonly at: Timestamp;
  readonly told: readonly (readonly [metric: string, value: number])[];
} {
  const all: readonly (readonly [string, unknown])[] = [
    ...Object.entries(rest),
    ...Object.entries(reactions).map(([word, value]) => [`reactions.${word}`, value] as const),
  ];
  const told = all.flatMap(([metric, value]) => (typeof value === "number" && Number.isFinite(value) ? [[metric, value] as const] : []));
  return { at: new Date(asOf).toISOString(), told };
}
