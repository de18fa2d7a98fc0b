/**
 * What the store knows of a list.
 * @module
 */
import { cursorRow } from "./storage-keys.js";
import { firstDepthMs } from "./sync-run.js";
import type { AccountKey } from "../model/keys.js";
import type { InboxContext } from "./context.js";
import type { MessageKind } from "../model/message.js";
import type { Seen } from "./estimate-reach.js";
import type { SurfaceName } from "../adapter/surface.js";

/** Rows that are counted at most: more of them tell little more. */
const mostRows = 5_000;
/** Rows of one page of the store. */
const rowsAtOnce = 500;
/** What was read longer ago says too little of what is on top now. Milliseconds. */
const freshMs = 24 * 3_600_000;
/** With fewer than these a density is chance. */
const fewest = 20;

/** What the messages of a list are. A mention in a room is a line of chat like others there, and not found by this. */
const kinds: { readonly [S in SurfaceName]?: readonly MessageKind[] } = {
  comments: ["comment"],
  mentions: ["mention", "quote"],
  reviews: ["review"],
};

/** When a list was connected; `undefined` when it was never read. Milliseconds since 1970. */
export async function connectedAt(context: InboxContext, account: AccountKey, surface: SurfaceName): Promise<number | undefined> {
  const [row] = await context.store.read("cursor", [context.stored(cursorRow(account, surface))]);
  const at = row?.value.connectedAt;
  return at === undefined ? undefined : Date.parse(at);
}

/**
 * The times of what is stored of a list, newest first, where it was read without a gap.
 * @returns `undefined` where it was not, or where too little is there to say anything about what lies before
 */
export async function seenInStore(
  context: InboxContext,
  account: AccountKey,
  surface: SurfaceName,
  from: number,
): Promise<Seen | undefined> {
  const [row] = await context.store.read("cursor", [context.stored(cursorRow(account, surface))]);
  const cursor = row?.value;
  const wanted = kinds[surface];
  if (cursor?.connectedAt === undefined || cursor.readUntil === undefined || cursor.holes !== undefined) return undefined;
  if (context.runtime.clock.now() - Date.parse(cursor.readUntil) > freshMs) return undefined;
  if (wanted === undefined && surface !== "posts") return undefined;
  const coveredFrom = Date.parse(cursor.connectedAt) - firstDepthMs;
  const since = new Date(coveredFrom).toISOString();
  const below = [context.stored(account)];
  const times: number[] = [];
  let after: string | undefined;
  do {
    const page = { below, since, order: "newest", limit: rowsAtOnce, ...(after !== undefined && { after }) } as const;
    const { items, next } =
      wanted === undefined
        ? await context.store.query("post", page)
        : await context.store.query("message", { ...page, where: { kind: wanted } });
    for (const { value } of items) if (!("isOwn" in value) || value.isOwn) times.push(Date.parse(value.createdAt));
    after = next;
  } while (after !== undefined && times.length < mostRows);
  const all = after === undefined && coveredFrom <= from;
  return all || times.length >= fewest ? { times, all } : undefined;
}

/** Tells which items of a list {@link seenInStore} finds again: a reply that mentions us is stored as a comment. */
export function isFoundInStore(surface: SurfaceName, item: object): boolean {
  return !("kind" in item) || kinds[surface]?.some((kind) => kind === item.kind) === true;
}
