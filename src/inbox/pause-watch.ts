/**
 * The watch over pauses: asked before a part is taken up, and again when its request is about to leave, however long it waited for budget.
 * @module
 */
import { beforeLeaving, HoldBack } from "../adapter/hold-back.js";
import { errorName } from "../errors.js";
import type { AccountKey } from "../model/keys.js";
import type { InboxContext } from "./context.js";
import type { OutboxEntry, OutboxHold, Pause, PauseScope, Send } from "../store/collections.js";

/** How old what is known of pauses may be. Milliseconds. */
const freshMs = 300;
/** Accounts whose pauses are remembered. */
const mostAccounts = 1_000;

const scopes: readonly PauseScope[] = ["all", "automation"];

/** Storage key of a pause, without the tenant. Without an account it is that of all accounts. */
export const pauseRow = (scope: PauseScope, account?: AccountKey): string =>
  account === undefined ? `pause:${scope}` : `${account}:pause:${scope}`;

/** Who writes, where, and since when it is being let out. What an automation wrote stays its own, whoever approved it. */
interface Writer extends Pick<Send, "account" | "by"> {
  /** Milliseconds since 1970. What was under way when writes were paused does not go on when they are resumed. */
  readonly since: number;
}

/** Looks after pauses in this process. */
export interface PauseWatch {
  /** Finds the pause that stops a write, as it was known at most 0.3 s ago. */
  stops(writer: Writer): Promise<Pause | undefined>;
  /** Does a piece of work that calls the network. The signal that it gets is aborted as soon as its next request is found to be paused. */
  guard<T>(writer: Writer, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Holds back what waits in this process and is paused, so that nobody waits for budget in vain. */
  look(): Promise<void>;
  /** Forgets what is known, and looks: a pause was set or lifted in this process. */
  changed(): Promise<void>;
}

interface Known {
  readonly readAt: number;
  readonly pauses: readonly Pause[];
}

const watches: WeakMap<InboxContext, PauseWatch> = new WeakMap();

/** Gives the watch of an inbox. */
export function pauseWatchOf(context: InboxContext): PauseWatch {
  const found = watches.get(context) ?? createWatch(context);
  watches.set(context, found);
  return found;
}

function createWatch({ store, stored, runtime: { clock, logger } }: InboxContext): PauseWatch {
  const known = new Map<AccountKey, Known>();
  const reading = new Map<AccountKey, Promise<readonly Pause[]>>();
  /** What is under way, with what looks at it. */
  const flights = new Set<() => Promise<void>>();
  let era = 0;

  /** Reads the pauses of an account. What is known of it then is what was true when reading began. */
  const read = async (account: AccountKey): Promise<readonly Pause[]> => {
    const readAt = clock.now();
    const begun = era;
    const keys = [undefined, account].flatMap((where) => scopes.map((scope) => stored(pauseRow(scope, where))));
    const rows = await store.read("pause", keys);
    // A pause was set or lifted here while the store answered: what it said may be older than that.
    if (begun !== era) return read(account);
    const pauses = rows.flatMap((row) => row?.value ?? []);
    known.delete(account);
    known.set(account, { readAt, pauses });
    const [oldest] = known.keys();
    if (known.size > mostAccounts && oldest !== undefined) known.delete(oldest);
    return pauses;
  };
  const readOnce = (account: AccountKey): Promise<readonly Pause[]> => {
    const under = reading.get(account) ?? read(account).finally(() => reading.delete(account));
    reading.set(account, under);
    return under;
  };

  const stops = async ({ account, by, since }: Writer): Promise<Pause | undefined> => {
    const seen = known.get(account);
    const fresh = seen !== undefined && clock.now() - seen.readAt <= freshMs;
    const pauses = fresh ? seen.pauses : await readOnce(account);
    return pauses.find(
      ({ scope, liftedAt }) => (scope === "all" || by.type === "automation") && (liftedAt === undefined || since < Date.parse(liftedAt)),
    );
  };
  const look = async (): Promise<void> => {
    await Promise.all([...flights].map((ask) => ask()));
  };

  return {
    stops,
    guard: async (writer, signal, work) => {
      const hold = new AbortController();
      const both = signal === undefined ? hold.signal : AbortSignal.any([signal, hold.signal]);
      const ask = async (): Promise<void> => {
        try {
          if ((await stops(writer)) !== undefined) hold.abort(new HoldBack());
        } catch (error) {
          // Nobody knows whether writes are paused: nothing leaves unasked.
          logger.warn?.("Pauses could not be read; a write that had not left waits.", { account: writer.account, error: errorName(error) });
          hold.abort(new HoldBack());
        }
      };
      beforeLeaving(both, ask);
      flights.add(ask);
      try {
        return await work(both);
      } finally {
        flights.delete(ask);
      }
    },
    look,
    changed: async () => {
      era += 1;
      known.clear();
      await look();
    },
  };
}

/** Why a write waits that a pause stops. */
export const holdOf = ({ scope, reason }: Pause): OutboxHold => ({ reason: `Paused: ${reason}`, pause: scope });

/** Says whether an entry waits only for a pause to be lifted, and for somebody to ask for it again. */
export const isPaused = ({ state, hold }: Pick<OutboxEntry, "state" | "hold">): boolean => state === "held" && hold?.pause !== undefined;
