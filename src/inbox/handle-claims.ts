/**
 * Claims changes and ends claims: done, put off, or dead.
 * @module
 */
import { backoffMs, type HandlePlan } from "./handle-options.js";
import { deadRow } from "./storage-keys.js";
import { errorInfo } from "../errors.js";
import { keptChange, readAt } from "./retention.js";
import type { Change } from "../model/change.js";
import type { Claim, Settlement, Write } from "../store/store.js";
import type { DeadLetter } from "../store/collections.js";
import type { InboxContext } from "./context.js";

/** A change that this worker holds. */
export type HeldChange = Claim<Change>;

/** The claims of one consumer. */
export interface Claims {
  /** Takes up to `limit` changes, at most one a conversation. Our own messages are passed over unless they were asked for; of what has expired a shell comes. */
  take(limit: number): Promise<readonly HeldChange[]>;
  /** Commits. */
  done(held: HeldChange): Promise<void>;
  /** Puts off, or gives up after the last attempt. @returns when it is due again, in milliseconds since 1970; `undefined` = dead */
  failed(held: HeldChange, error: unknown): Promise<number | undefined>;
  /** Gives back: free for others at once. */
  release(held: HeldChange): Promise<void>;
}

/** Makes the claims of one consumer. */
export function claimsOf(context: InboxContext, plan: HandlePlan): Claims {
  const { store, runtime } = context;
  const { consumer } = plan;
  const settlement = ({ key, fence }: HeldChange): Pick<Settlement, "from" | "consumer" | "key" | "fence"> => ({
    from: "change",
    consumer,
    key,
    fence,
  });
  const done = async (held: HeldChange): Promise<void> => {
    await store.settle([{ ...settlement(held), as: "done" }]);
  };

  return {
    take: async (limit) => {
      for (;;) {
        const claims = await store.claim({
          from: "change",
          consumer,
          match: plan.match,
          limit,
          leaseMs: plan.leaseMs,
          now: runtime.clock.now(),
          ...(plan.below !== undefined && { below: plan.below }),
        });
        const wanted = claims.filter(({ value }) => plan.own || !isOwn(value));
        await Promise.all(claims.filter((held) => !wanted.includes(held)).map(done));
        // What was passed over made room for the next.
        const now = readAt(context);
        if (wanted.length > 0 || claims.length === 0) return wanted.map((held) => ({ ...held, value: keptChange(held.value, now) }));
      }
    },
    done,
    failed: async (held, thrown) => {
      const error = errorInfo(thrown);
      const now = runtime.clock.now();
      if (held.attempt < plan.maxAttempts) {
        const named = error.retryAt === undefined ? 0 : Date.parse(error.retryAt);
        const retryAt = Math.max(now + backoffMs(held.attempt, runtime.random), named);
        await store.settle([{ ...settlement(held), as: "retry", retryAt, error }]);
        return retryAt;
      }
      const { id, type, account } = held.value;
      const at = new Date(now).toISOString();
      const letter: DeadLetter = { id, type, account, consumer, attempts: held.attempt, error, at };
      const write: Write = { collection: "dead", key: context.stored(deadRow(account, consumer, id)), value: letter };
      const [settled] = await store.settle([{ ...settlement(held), as: "dead", error }], [write]);
      if (settled === true) context.emit("dead", letter);
      return undefined;
    },
    release: async (held) => {
      await store.settle([{ ...settlement(held), as: "retry", retryAt: runtime.clock.now() }]);
    },
  };
}

/** True for what we said ourselves: an echo of our reply must not be answered as if somebody had written. */
function isOwn(change: Change): boolean {
  return (change.type === "message.created" || change.type === "message.updated") && change.message.direction === "outbound";
}
