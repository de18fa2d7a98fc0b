/**
 * One app's ledgers in one process: collects what calls want and what answers said, and takes it to the book in one change at a time.
 * @module
 */
import type { Clock } from "../../clock.js";
import type { LedgerDemand, LedgerObservation, Reservation } from "../../store/coordinator.js";
import type { LedgerBook } from "../../store/ledger-book.js";
import { flightMs } from "../ledger.js";
import { sleeper } from "../sleeper.js";
import type { BookTime } from "./book-time.js";
import { decide } from "./decide.js";
import type { Decider, Outcome, Seen } from "./decide.js";
import { drop, forgetAnswers, hold, isIdle, openOwn } from "./own-ledger.js";
import type { OwnLedger } from "./own-ledger.js";

/** What a desk needs. */
export interface DeskSetup {
  /** Keeps the ledgers. */
  readonly book: LedgerBook;
  /** Every instant and every wait. */
  readonly clock: Clock;
  /** Translates instants. */
  readonly time: BookTime;
  /** Who this process is. */
  readonly decider: Decider;
  /** Told when the book cannot be reached, and when it can again. */
  readonly reached: (error?: unknown) => void;
  /** Hears of what should not happen. */
  readonly failed: (error: unknown) => void;
}

/** One app's ledgers in one process. */
export interface Desk {
  /** Takes from all ledgers or from none. */
  reserve(demands: readonly LedgerDemand[]): Promise<Reservation>;
  /** Takes an answer to the book, soon. */
  observe(observation: LedgerObservation): void;
  /** Gives back what a call took that never left. */
  giveBack(ledger: string, amount: number): void;
  /** Tells the book everything that it has not heard. */
  flush(): Promise<void>;
  /** The ledgers known here. */
  readonly owns: ReadonlyMap<string, OwnLedger>;
  /** Writes what is known of every ledger: the book may have lost it. */
  giveBackAll(): void;
  /** Ends it; what waits is refused. */
  close(): Promise<void>;
}

interface Waiting {
  readonly demands: readonly LedgerDemand[];
  readonly go: (reservation: Reservation) => void;
}

/** How long an answer may wait for others to travel with. Milliseconds. */
const lingerMs = 25;

/** How many calls and ledgers go into one change at most. */
const maxAsks = 200;
const maxLedgers = 200;

/** How many ledgers are known before those are dropped that are of no use. */
const maxOwns = 1_000;

/** How soon the book is tried again when it could not be reached: doubles up to the longest. Milliseconds. */
const firstRetryMs = 100;
const longestRetryMs = 5_000;

/** Makes the desk of one app. */
export function openDesk(setup: DeskSetup): Desk {
  const { book, clock, time, decider, reached, failed } = setup;
  const { leaseMs } = decider.hold;
  const owns = new Map<string, OwnLedger>();
  /** Those that the book has to hear of, or whose lease has to be renewed. */
  const active = new Set<OwnLedger>();
  let waiting: Waiting[] = [];
  let answers = 0;
  let under: Promise<void> | undefined;
  let closed = false;
  let awayUntil = 0;
  let retryMs = firstRetryMs;
  let gathered = 0;
  let sweepAbove = maxOwns;

  const ownOf = (name: string): OwnLedger => {
    const known = owns.get(name);
    if (known !== undefined) return known;
    if (owns.size >= sweepAbove) sweep();
    const fresh = openOwn(name);
    owns.set(name, fresh);
    return fresh;
  };
  const sweep = (): void => {
    const now = clock.now();
    for (const own of owns.values()) {
      forgetAnswers(own, own.dueAt === Infinity ? Infinity : 0, now);
      if (isIdle(own, now)) owns.delete(own.name);
    }
    sweepAbove = Math.max(maxOwns, owns.size * 2);
  };
  /** The book has to hear of a ledger until then. */
  const due = (own: OwnLedger, at: number): void => {
    own.dueAt = Math.min(own.dueAt, at);
    active.add(own);
    timer.at(Math.max(own.dueAt, awayUntil));
  };

  /** Takes in what the book has kept. */
  const learn = ({ own, text, revision, page, written, keepMs, low }: Seen, upTo: number, told: ReadonlyMap<OwnLedger, number>): void => {
    const now = clock.now();
    own.known = { text, revision, page, at: now, until: now + keepMs, ...(low === undefined ? {} : { low }) };
    // What became due meanwhile stays due.
    if (own.dueAt === told.get(own)) own.dueAt = Infinity;
    if (written) own.renewAt = now + leaseMs / 3;
    forgetAnswers(own, upTo, now);
  };
  const granted = (demands: readonly LedgerDemand[], now: number): void => {
    for (const { ledger, cost } of demands) {
      const own = ownOf(ledger);
      hold(own, cost, 1, now);
      active.add(own);
    }
  };
  const change = async (): Promise<void> => {
    // Whoever asks in the same turn travels together.
    await Promise.resolve();
    const asks = waiting.slice(0, maxAsks);
    waiting = waiting.slice(maxAsks);
    const chosen = new Set<OwnLedger>();
    for (const { demands } of asks)
      for (const { ledger, rule } of demands) {
        const own = ownOf(ledger);
        own.rule = rule;
        chosen.add(own);
      }
    const started = clock.now();
    for (const own of active) {
      if (chosen.size >= maxLedgers) break;
      if (own.dueAt < Infinity || own.renewAt <= started) chosen.add(own);
    }
    const batch = { owns: [...chosen], asks: asks.map(({ demands }) => demands), upTo: answers };
    const told = new Map(batch.owns.map((own) => [own, own.dueAt]));
    let since = started;
    let outcome: Outcome;
    try {
      outcome = await book.change(
        batch.owns.map(({ name }) => name),
        (entries, moment) => {
          time.learn(moment.now, since);
          since = clock.now();
          return decide(batch, decider, entries, moment);
        },
      );
    } catch (error) {
      const now = clock.now();
      awayUntil = now + retryMs;
      retryMs = Math.min(retryMs * 2, longestRetryMs);
      reached(error);
      for (const { demands, go } of asks) go({ ok: false, ledger: demands[0]?.ledger ?? "", retryAt: awayUntil });
      for (const own of batch.owns) if (own.dueAt < Infinity) due(own, own.dueAt);
      return;
    }
    awayUntil = 0;
    retryMs = firstRetryMs;
    reached();
    const now = clock.now();
    for (const seen of outcome.seen) learn(seen, batch.upTo, told);
    const there = new Set(outcome.seen.map(({ own }) => own));
    for (const own of batch.owns) {
      if (there.has(own)) continue;
      // Nothing is kept of a ledger whose rule nobody named.
      own.answers = own.answers.filter(({ number }) => number > batch.upTo);
      if (own.dueAt === told.get(own)) own.dueAt = Infinity;
    }
    asks.forEach(({ demands, go }, index) => {
      const verdict = outcome.verdicts[index];
      if (verdict === undefined) return;
      if (verdict.ok) granted(demands, now);
      go(verdict);
    });
    if (outcome.rebornUntil === undefined || outcome.rebornUntil === gathered) return;
    gathered = outcome.rebornUntil;
    giveBackAll();
  };
  /** Starts a change where one is needed and none is under way. */
  const pump = (): void => {
    if (under !== undefined) return;
    under = change().then(after, (error: unknown) => {
      failed(error);
      after();
    });
  };
  const after = (): void => {
    under = undefined;
    if (waiting.length > 0) pump();
    else timer.at(nextAt());
  };

  /** When somebody has to be told something next. Lets go of what needs nobody. */
  const nextAt = (): number => {
    const now = clock.now();
    let next = Infinity;
    for (const own of active) {
      if (own.flights > 0 && own.leftAt < now - flightMs) lose(own);
      const at = Math.min(own.dueAt, own.flights > 0 ? own.renewAt : Infinity);
      if (at === Infinity && own.flights === 0) {
        active.delete(own);
      }
      next = Math.min(next, at);
    }
    if (next === Infinity) timer.stop();
    return Math.max(next, awayUntil);
  };
  /** Calls that nobody has heard of for so long count as spent. */
  const lose = (own: OwnLedger): void => {
    const settled = own.flying;
    own.flying = own.flights = 0;
    own.answers.push({ number: ++answers, observation: { ledger: own.name, rule: own.rule?.id ?? "", cost: settled }, at: own.leftAt });
    own.dueAt = Math.min(own.dueAt, clock.now());
  };
  const timer = sleeper(
    clock,
    (now) => {
      const next = nextAt();
      if (next > now) return next;
      pump();
      return Infinity;
    },
    failed,
  );
  const giveBackAll = (): void => {
    for (const own of owns.values()) if (own.known !== undefined || own.flights > 0) due(own, clock.now());
  };
  const flush = async (): Promise<void> => {
    await under;
    if (![...active].some(({ dueAt }) => dueAt < Infinity)) return;
    pump();
    await under;
  };

  return {
    owns,
    reserve: (demands) =>
      new Promise((go) => {
        const now = clock.now();
        if (closed || now < awayUntil) {
          go({ ok: false, ledger: demands[0]?.ledger ?? "", retryAt: Math.max(now, awayUntil) });
          return;
        }
        waiting.push({ demands, go });
        pump();
      }),
    observe: (observation) => {
      const now = clock.now();
      const own = ownOf(observation.ledger);
      if (observation.settled !== undefined) drop(own, observation.settled, 1);
      own.answers.push({ number: ++answers, observation, at: now });
      forgetAnswers(own, 0, now);
      const refused = observation.blockedUntil !== undefined || observation.remaining === 0;
      due(own, refused ? now : now + lingerMs);
      if (refused && now >= awayUntil) pump();
    },
    giveBack: (ledger, amount) => {
      const own = owns.get(ledger);
      if (own === undefined) return;
      drop(own, amount, 1);
      due(own, clock.now() + lingerMs);
    },
    flush,
    giveBackAll,
    close: async () => {
      closed = true;
      await flush();
      timer.stop();
      for (const { demands, go } of waiting) go({ ok: false, ledger: demands[0]?.ledger ?? "", retryAt: clock.now() });
      waiting = [];
    },
  };
}
