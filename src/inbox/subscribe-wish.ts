/**
 * Which subscriptions an account wants to keep: where to, what, and until when the network granted it.
 * One row an account among its cursors: the inbox's own, opaque to everybody else, erased with the account.
 * @module
 */
import { cursorRow } from "./storage-keys.js";
import { FolkmootError } from "../errors.js";
import type { AccountKey } from "../model/keys.js";
import type { InboxContext } from "./context.js";
import type { Subscription } from "../adapter/operations.js";
import type { Timestamp } from "../model/ref.js";

/** A subscription as it was granted. */
export interface Granted {
  readonly id: string;
  readonly surface: string;
  readonly expiresAt?: Timestamp;
  /** When it has to be asked for again. Milliseconds since 1970; absent = it does not end by itself. */
  readonly renewAt?: number;
}

/** Subscriptions to one address. */
export interface Wish {
  readonly url: string;
  /** Absent = all that the network pushes. */
  readonly surfaces?: readonly string[];
  readonly granted: readonly Granted[];
  /** When it has to be looked after. Milliseconds since 1970. */
  readonly checkAt: number;
}

/** How often one is looked after that does not end by itself: networks take back what fails. Milliseconds. */
const checkEveryMs = 24 * 3_600_000;

/** Most tries against others who write the same row. */
const tries = 8;

const surface = "subscription";

/** Reads what an account wants to keep. */
export async function readWishes(context: InboxContext, account: AccountKey): Promise<readonly Wish[]> {
  return (await read(context, account)).wishes;
}

async function read(context: InboxContext, account: AccountKey): Promise<{ wishes: readonly Wish[]; version: number | "absent" }> {
  const [row] = await context.store.read("cursor", [context.stored(cursorRow(account, surface))]);
  return { wishes: row?.value.cursor === undefined ? [] : (JSON.parse(row.value.cursor) as Wish[]), version: row?.version ?? "absent" };
}

/**
 * Changes what an account wants to keep, against others who do the same.
 * @param edit - gives the new list, or `undefined` to leave it
 * @returns false when it was left
 */
export async function amendWishes(
  context: InboxContext,
  account: AccountKey,
  edit: (wishes: readonly Wish[]) => readonly Wish[] | undefined,
): Promise<boolean> {
  const key = context.stored(cursorRow(account, surface));
  for (let attempt = 0; attempt < tries; attempt++) {
    const { wishes, version } = await read(context, account);
    const next = edit(wishes);
    if (next === undefined) return false;
    const value = next.length === 0 ? null : { account, surface, cursor: JSON.stringify(next) };
    if ((await context.store.write([{ collection: "cursor", key, value, expect: version }])).ok) return true;
  }
  throw new FolkmootError(
    "conflict",
    `Keeping the subscriptions of ${account} in mind failed ${tries} times because others changed them at once; call subscribe again.`,
    { retryable: true },
  );
}

/** Notes when a subscription has to be asked for again: when a third of its time is left. */
export function grantedAt(now: number, { id, surface: what, expiresAt }: Pick<Subscription, "id" | "surface" | "expiresAt">): Granted {
  const granted = { id, surface: what };
  return expiresAt === undefined ? granted : { ...granted, expiresAt, renewAt: Math.round(now + ((Date.parse(expiresAt) - now) * 2) / 3) };
}

/** When a wish has to be looked after next. */
export const nextCheck = (now: number, granted: readonly Granted[]): number =>
  Math.min(now + checkEveryMs, ...granted.flatMap(({ renewAt }) => renewAt ?? []));

/** Keeps in mind what was granted, beside what is kept already: another address, or other surfaces of the same. */
export async function keepWish(
  context: InboxContext,
  account: AccountKey,
  url: string,
  surfaces: readonly string[] | undefined,
  made: readonly Subscription[],
): Promise<void> {
  const now = context.runtime.clock.now();
  const fresh = made.map((one) => grantedAt(now, one));
  await amendWishes(context, account, (wishes) => {
    const old = wishes.find((one) => one.url === url);
    const replaced = ({ id, surface: what }: Granted): boolean => fresh.some((one) => one.id === id || one.surface === what);
    const granted = [...(old?.granted ?? []).filter((one) => !replaced(one)), ...fresh];
    const all = surfaces === undefined || (old !== undefined && old.surfaces === undefined);
    const wish: Wish = {
      url,
      ...(!all && { surfaces: [...new Set([...(old?.surfaces ?? []), ...surfaces])] }),
      granted,
      checkAt: nextCheck(now, granted),
    };
    return [...wishes.filter((one) => one.url !== url), wish];
  });
}
