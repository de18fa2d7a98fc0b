/**
 * Takes in what was found: rows, journal entries and cursor in one transaction, then the news.
 * The one way by which messages and posts enter the store, whichever route told them: poll, stream, or our own sends.
 * @module
 */
import { FolkmootError } from "../errors.js";
import { actorsOf } from "./clean.js";
import { drawBatch, type Drawn, type Found } from "./draw-batch.js";
import type { Age } from "./draw-sheet.js";
import type { AccountKey } from "../model/keys.js";
import type { InboxContext } from "./context.js";
import type { SyncCursor } from "../store/collections.js";
import type { Write } from "../store/store.js";

/** How things are taken in. */
export interface AbsorbOptions extends Age {
  /** A cursor to write with it. Overtaken by another process = nothing is written. */
  readonly cursor?: { readonly key: string; readonly value: SyncCursor; readonly expect: number | "absent" };
}

/** Most tries against others who write the same rows. */
const tries = 12;

/**
 * Stores what was found, with its journal entries and the cursor, all or nothing; then tells listeners and wakes workers.
 * @returns what was new and what changed; `undefined` when another process moved the cursor first: then nothing was written.
 * @throws FolkmootError `conflict` (retryable) when others keep changing the same rows.
 */
export async function absorb(
  context: InboxContext,
  account: AccountKey,
  found: Found,
  options: AbsorbOptions = {},
): Promise<Drawn | undefined> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const drawn = await draw(context, account, found, options);
    const cursor: Write[] = options.cursor === undefined ? [] : [{ collection: "cursor", ...options.cursor }];
    const batch = [...cursor, ...drawn.writes];
    if (batch.length === 0) return drawn;
    const result = await context.store.write(batch);
    if (result.ok) {
      tell(context, drawn);
      return drawn;
    }
    if (cursor.length > 0 && result.conflicts.some(({ index }) => index === 0)) return undefined;
  }
  throw new FolkmootError(
    "conflict",
    `Storing news of ${account} failed ${tries} times because others kept changing the same rows; sync again, and let fewer processes sync this account at once.`,
    { retryable: true },
  );
}

/**
 * Draws up the writes that keep what was found, for a batch that holds more than that. Draw anew after a lost race,
 * and {@link tell} once it is written.
 */
export async function draw(context: InboxContext, account: AccountKey, found: Found, age: Age = {}): Promise<Drawn> {
  const [row] = await context.store.read("account", [context.stored(account)]);
  return drawBatch(context, { account, actors: actorsOf(account, row?.value), raw: context.raw }, found, age);
}

/** Tells listeners, workers, budgets and the host's `enrich` what was written. */
export function tell(context: InboxContext, { changes, created, reworded }: Drawn): void {
  if (changes.length > 0) context.bell.ring();
  for (const change of changes) {
    if (change.type === "message.created" && change.origin === "live" && change.message.direction === "inbound")
      context.emit("message", change.message);
  }
  context.arrived(created);
  const thinkAbout = [...created, ...reworded].filter(({ direction, deletedAt }) => direction === "inbound" && deletedAt === undefined);
  if (thinkAbout.length > 0) context.enrich(thinkAbout);
}
