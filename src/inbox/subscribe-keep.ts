/**
 * Keeps subscriptions alive: asked again before they end, and where the network took them back.
 * @module
 */
import { amendWishes, grantedAt, nextCheck, readWishes, type Granted, type Wish } from "./subscribe-wish.js";
import { supports } from "../adapter/can.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { InboxContext } from "./context.js";
import type { Operations, Subscription } from "../adapter/operations.js";

type Subscriber = AnyAdapter & Pick<Operations, "subscribe">;

/** How long a wish is nobody else's business while somebody looks after it; what failed is tried again after that. Milliseconds. */
const claimMs = 5 * 60_000;

/**
 * Looks after the subscriptions of an account whose time has come; costs one read of the store where there is nothing to do.
 * @throws what the network's answer was; tried again by a sync after five minutes.
 */
export async function renewSubscriptions(context: InboxContext, adapter: AnyAdapter, signal: AbortSignal): Promise<void> {
  if (!supports(adapter, "subscribe")) return;
  const { clock } = context.runtime;
  for (const wish of await readWishes(context, adapter.account)) {
    if (clock.now() < wish.checkAt) continue;
    const ours = await amendWishes(context, adapter.account, (wishes) =>
      wishes.some((one) => one.url === wish.url && one.checkAt === wish.checkAt)
        ? wishes.map((one) => (one.url === wish.url ? { ...one, checkAt: clock.now() + claimMs } : one))
        : undefined,
    );
    if (!ours) continue;
    const granted = await renewed(adapter, wish, clock.now(), signal);
    await amendWishes(context, adapter.account, (wishes) =>
      wishes.flatMap((one) => {
        if (one.url !== wish.url) return [one];
        return granted === undefined ? [] : [{ ...one, granted, checkAt: nextCheck(clock.now(), granted) }];
      }),
    );
  }
}

/** Renews what is due; `undefined` when somebody ended all of it before its time, which is to be respected. */
async function renewed(adapter: Subscriber, wish: Wish, now: number, signal: AbortSignal): Promise<readonly Granted[] | undefined> {
  const { url, granted } = wish;
  const listed = supports(adapter, "listSubscriptions") ? await listAll(adapter.listSubscriptions({ signal })) : undefined;
  const standing = granted.flatMap((one): readonly Standing[] => {
    const found = listed?.find((other) => matches(one, other, url));
    const isOver = one.expiresAt !== undefined && Date.parse(one.expiresAt) <= now;
    return listed === undefined || found !== undefined || isOver ? [{ one, found }] : [];
  });
  if (standing.length === 0 && granted.length > 0) return undefined;
  const isDue = ({ one, found }: Standing): boolean => {
    if (found === undefined) return listed !== undefined || (one.renewAt !== undefined && now >= one.renewAt);
    if (found.state === "revoked") return true;
    // Another process, or a person, may have asked for it meanwhile.
    const isFresher = one.expiresAt !== undefined && found.expiresAt !== undefined && found.expiresAt > one.expiresAt;
    return !isFresher && one.renewAt !== undefined && now >= one.renewAt;
  };
  const due = standing.filter(isDue);
  const kept = standing.filter((one) => !due.includes(one)).map(({ one, found }) => (hasMoved(one, found) ? grantedAt(now, found) : one));
  if (due.length === 0) return kept;
  const surfaces = [...new Set(due.map(({ one }) => one.surface))];
  const made = (await adapter.subscribe({ url, surfaces, signal })).map((one) => grantedAt(now, one));
  const isMade = ({ id, surface }: Granted): boolean => made.some((one) => one.id === id || one.surface === surface);
  return [...kept.filter((one) => !isMade(one)), ...made];
}

/** What was granted, and what the network says of it now. */
interface Standing {
  readonly one: Granted;
  readonly found: Subscription | undefined;
}

const hasMoved = (one: Granted, found: Subscription | undefined): found is Subscription =>
  found?.expiresAt !== undefined && found.expiresAt !== one.expiresAt;

/** The same subscription: by its id, else the same surface to the same address. */
const matches = (one: Granted, { id, surface, url }: Subscription, address: string): boolean =>
  id === one.id || (surface === one.surface && url === address);

async function listAll(list: AsyncIterable<Subscription>): Promise<readonly Subscription[]> {
  const all: Subscription[] = [];
  for await (const one of list) all.push(one);
  return all;
}
