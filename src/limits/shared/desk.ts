/**
 * One app's ledgers in one process: collects what calls want and what answers said, and takes it to the book in one change at a time.
 * @module
 */
import type { Clock } from "../../clock.js";
import type { LedgerDemand, LedgerObservation, LedgerState, Reservation } from "../../store/coordinator.js";
import type { LedgerBook } from "../../store/ledger-book.js";
import { check, flightMs } from "../ledger.js";
import { sleeper } from "../sleeper.js";
import { firstRetryMs, longestRetryMs, openAbsence } from "./absence.js";
import { giveBackAlone, observeAlone, reserveAlone } from "./alone.js";
import type { BookTime } from "./book-time.js";
import { decide, namesOf } from "./decide.js";
import type { Batch, Decider, Outcome, Seen } from "./decide.js";
import { countLately, drop, forgetAnswers, giveUp, hold } from "./own-ledger.js";
import type { OwnLedger } from "./own-ledger.js";
import { mirrorAnswer, mirrorReturn } from "./mirror.js";
import { openOwns } from "./own-ledgers.js";
import { openPace } from "./pace.js";
import { openPatience } from "./patience.js";
import { openRefusals } from "./refusals.js";
import type { Asked } from "./refusals.js";
import { goodUntil, keyOf, openStock, stockMs } from "./stock.js";
import { hastyMs, travelsAt } from "./travel.js";

/** What a desk needs. */
export interface DeskSetup {
  /** Keeps the ledgers. */
  readonly book: LedgerBook;
  /** What happens while the book cannot be reached. */
  readonly whenAway: "fail-closed" | "local-share";
  /** Every instant and every wait. */
  readonly clock: Clock;
  /** Translates instants. */
  readonly time: BookTime;
  /** Who this process is. */
  readonly decider: Decider;
  /** Told when the book cannot be reached, and when it can (again). */
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
  /** Tells the book everything that it has not heard, if it can be reached. */
  flush(): Promise<void>;
  /** The ledgers known here. */
  readonly owns: ReadonlyMap<string, OwnLedger>;
  /** Writes what is known of every ledger: the book may have lost it. */
  giveBackAll(): void;
  /** Gives back what is in stock, and ends it; what waits is refused. */
  close(): Promise<void>;
}

interface Waiting extends Asked {
  readonly go: (reservation: Reservation) => void;
  /** True where the process's own copies count it already. */
  readonly counted: boolean;
}

/** How many calls and ledgers go into one change at most. */
const maxAsks = 200;
const maxLedgers = 200;

/** How many permits a line takes ahead at least, where its share is as large. */
const leastAhead = 4;

/** Makes the desk of one app. */
export function openDesk(setup: DeskSetup): Desk {
  const { book, whenAway, clock, time, decider, reached, failed } = setup;
  const { id, leaseMs } = decider.hold;
  const { all: owns, of: ownOf } = openOwns(clock);
  /** Those that the book has to hear of, or whose lease has to be renewed. */
  const active = new Set<OwnLedger>();
  const stock = openStock();
  const patience = openPatience();
  const absence = openAbsence();
  const changes = openPace();
  const { refuse, refusal } = openRefusals({ owns, ownOf, time, patience });
  let waiting: Waiting[] = [];
  let answers = 0;
  let under: Promise<void> | undefined;
  let closed = false;
  let gathered = 0;
  let hurry = false;
  /** The book has to hear of a ledger until then. */
  const due = (own: OwnLedger, at: number): void => {
    own.dueAt = Math.min(own.dueAt, at);
    own.dueNext = Math.min(own.dueNext, at);
    active.add(own);
    timer.at(Math.max(own.dueAt, absence.nextTry));
  };
  const held = (demands: readonly LedgerDemand[], count: number, now: number): void => {
    for (const { ledger, cost } of demands) {
      const own = ownOf(ledger);
      hold(own, cost, count, now);
      active.add(own);
    }
  };
  /** Takes permits out of stock that ended, or that touch a ledger. They travel back with the next change, or with one of their own. */
  const clear = (which: Parameters<typeof stock.clear>[0], now: number): void => {
    for (const [demands, count] of stock.clear(which)) {
      if (count > 1) patience.relax(keyOf(demands));
      for (const { ledger, cost } of demands) {
        const own = ownOf(ledger);
        drop(own, cost, count);
        mirrorReturn(own, cost, count, id);
        due(own, now + hastyMs);
      }
    }
  };
  const granted = (demands: readonly LedgerDemand[], low: readonly LedgerState[], now: number): Reservation => ({
    ok: true,
    granted: Object.fromEntries(demands.map(({ ledger, cost }) => [ledger, cost])),
    expiresAt: now + flightMs,
    ...(low.length === 0 ? {} : { low }),
  });
  /** Serves a call from stock: the book counts it as under way already. */
  const fromStock = (demands: readonly LedgerDemand[], key: string, now: number): Reservation | undefined => {
    if (stock.take(key, now) === undefined) return undefined;
    patience.granted(key, now);
    const low: LedgerState[] = [];
    for (const { ledger } of demands) {
      const own = ownOf(ledger);
      own.leftAt = now;
      countLately(own, 1, now);
      if (own.known?.low !== undefined) low.push(own.known.low);
    }
    return granted(demands, low, now);
  };
  const shut = (ledger: string | undefined, now: number): Reservation => ({
    ok: false,
    ledger: ledger ?? "",
    retryAt: Math.max(absence.nextTry, absence.rejoinsAt, now + firstRetryMs),
  });
  /** Takes the process's own share. */
  const share = (demands: readonly LedgerDemand[], now: number): Reservation => {
    const reservation = reserveAlone(demands, ownOf, decider.hold, time, now);
    return reservation.ok === "unknown" ? shut(reservation.ledger, now) : reservation;
  };
  const unshare = ({ demands, counted }: Waiting): void => {
    if (counted) for (const { ledger, cost } of demands) giveBackAlone(ownOf(ledger), cost, decider.hold);
  };
  const answer = (asked: Waiting, reservation: Reservation): void => {
    if (!reservation.ok) unshare(asked);
    asked.go(reservation);
  };
  /** What becomes of a call while the book cannot be reached. */
  const withoutBook = (demands: readonly LedgerDemand[], now: number): Reservation => {
    // Somebody asks: so the book is tried again.
    for (const { ledger, rule } of demands) {
      const own = ownOf(ledger);
      own.rule = rule;
      due(own, now);
    }
    if (whenAway === "fail-closed" || !absence.sure) return shut(demands[0]?.ledger, now);
    const reservation = share(demands, now);
    if (reservation.ok) held(demands, 1, now);
    return reservation;
  };

  const gather = (started: number): { readonly batch: Batch; readonly asks: readonly Waiting[] } => {
    clear({ endedBy: started }, started);
    const asks = waiting.splice(0, maxAsks);
    const chosen = new Set<OwnLedger>();
    const kinds = new Map<string, number>();
    for (const { demands, key } of asks) {
      let pace = Infinity;
      for (const { ledger, rule } of demands) {
        const own = ownOf(ledger);
        own.rule = rule;
        chosen.add(own);
        pace = Math.min(pace, countLately(own, 1, started));
      }
      // Where a line stands, more are wanted than got through.
      kinds.set(key, (patience.pressed(key) ? Math.max(leastAhead, 2 * pace) : pace) - stock.count(key));
    }
    for (const own of active) {
      if (chosen.size >= maxLedgers) break;
      if (own.dueAt < Infinity || (own.flights > 0 && own.renewAt <= started)) chosen.add(own);
    }
    // What was kept long ago is not told again, even if the book has forgotten meanwhile that it heard of it.
    for (const own of chosen) forgetAnswers(own, started);
    const wanted = asks.map(({ key, demands, counted }) => ({
      demands,
      key,
      // What is taken ahead would be no part of the share.
      more: counted ? 0 : (kinds.get(key) ?? 0),
      pressed: patience.pressed(key),
    }));
    return { asks, batch: { owns: [...chosen], asks: wanted, upTo: answers } };
  };
  /** Takes in what the book has kept. */
  const learn = ({ own, text, revision, page, written, keepMs, low }: Seen, upTo: number, now: number): void => {
    own.known = { text, revision, page, at: now, until: now + keepMs, ...(low === undefined ? {} : { low }) };
    if (now >= absence.rejoinsAt) delete own.alone;
    if (written) own.renewAt = now + leaseMs / 3;
    own.kept = upTo;
    for (const answer of own.answers) if (answer.number > upTo) mirrorAnswer(own, answer, id, time, now);
    forgetAnswers(own, now);
    // Blocked, or full in percent: then what costs nothing may not leave either.
    if (!check(page.ledger, page.rule, { cost: 0, keep: 0 }, time.toBook(now)).ok) clear({ ledger: own.name }, now);
  };
  const settle = (outcome: Outcome, { owns: told, upTo }: Batch, asks: readonly Waiting[]): void => {
    const now = clock.now();
    changes.ended(asks.length > 0 && outcome.verdicts.every(({ ok }) => !ok));
    const there = new Set(outcome.seen.map(({ own }) => own));
    for (const own of told) {
      own.dueAt = own.dueNext;
      // Nothing is kept of a ledger whose rule nobody named.
      if (!there.has(own)) own.answers = own.answers.filter(({ number }) => number > upTo);
    }
    asks.forEach(({ demands }, index) => {
      if (outcome.verdicts[index]?.ok === true) held(demands, 1, now);
    });
    for (const seen of outcome.seen) learn(seen, upTo, now);
    for (const { key, demands, count } of outcome.ahead) {
      held(demands, count, now);
      stock.add(key, demands, count, goodUntil(demands, owns, time, now + Math.min(stockMs, leaseMs / 2)));
    }
    asks.forEach((asked, index) => {
      const verdict = outcome.verdicts[index];
      if (verdict === undefined) return;
      if (verdict.ok) patience.granted(asked.key, now);
      answer(asked, verdict.ok || outcome.rebornUntil !== undefined ? verdict : refuse(asked, verdict.ledger, verdict.retryAt, now));
    });
    // Those who came meanwhile.
    waiting = waiting.filter((one) => {
      const reservation = fromStock(one.demands, one.key, now) ?? refusal(one, now);
      if (reservation !== undefined) answer(one, reservation);
      return reservation === undefined;
    });
    if (outcome.rebornUntil === undefined || outcome.rebornUntil === gathered) return;
    gathered = outcome.rebornUntil;
    giveBackAll();
  };
  const lose = (error: unknown, asks: readonly Waiting[]): void => {
    const now = clock.now();
    absence.lost(error, now);
    reached(error);
    // Only what must not be lost keeps trying by itself.
    for (const own of active) own.dueAt = own.flights > 0 || own.answers.length > 0 ? Math.min(own.dueAt, absence.nextTry) : Infinity;
    for (const asked of [...asks, ...waiting.splice(0)]) {
      unshare(asked);
      asked.go(withoutBook(asked.demands, now));
    }
  };
  const change = async (): Promise<void> => {
    // Whoever asks in the same turn travels together.
    await Promise.resolve();
    let since = changes.begins(clock.now());
    hurry = false;
    const { batch, asks } = gather(since);
    if (batch.owns.length === 0) return;
    for (const own of batch.owns) own.dueNext = Infinity;
    let outcome: Outcome;
    try {
      outcome = await book.change(namesOf(batch), (entries, moment) => {
        time.learn(moment.now, since, moment.offMs);
        since = clock.now();
        return decide(batch, decider, entries, moment);
      });
    } catch (error) {
      lose(error, asks);
      return;
    }
    absence.found(clock.now());
    reached();
    settle(outcome, batch, asks);
  };
  /** Starts a change where none is under way. */
  const pump = (): void => {
    if (under !== undefined) return;
    under = change().then(after, (error: unknown) => {
      failed(error);
      after();
    });
  };
  const soonest = (): number => changes.next(waiting.some(({ demands }) => demands.every(({ keep }) => keep === 0)));
  /** Starts one as soon as the last is not too near. */
  const pumpSoon = (): void => {
    hurry = true;
    if (clock.now() >= soonest()) pump();
    else timer.at(soonest());
  };
  const after = (): void => {
    under = undefined;
    if (waiting.length > 0) pumpSoon();
    timer.at(nextAt());
  };
  /** When somebody has to be told something next. Lets go of what needs nobody. */
  const nextAt = (): number => {
    const now = clock.now();
    clear({ endedBy: now }, now);
    let next = Infinity;
    for (const own of active) {
      if (own.flights > 0 && own.leftAt < now - flightMs) spend(own);
      const at = Math.min(own.dueAt, own.flights > 0 ? own.renewAt : Infinity);
      if (at === Infinity && own.flights === 0) active.delete(own);
      next = Math.min(next, at);
    }
    next = Math.min(Math.max(next, absence.nextTry), stock.nextEnd(), hurry ? soonest() : Infinity);
    if (next === Infinity || closed) timer.stop();
    return closed ? Infinity : next;
  };
  /** Calls that nobody has heard of for so long count as spent. */
  const spend = (own: OwnLedger): void => {
    giveUp(own, ++answers);
    own.dueAt = own.dueNext = clock.now();
  };
  const timer = sleeper(
    clock,
    (now) => {
      const next = nextAt();
      if (next > now) return next;
      // One that is under way looks for the next when it is back.
      pump();
      return Infinity;
    },
    failed,
  );
  const giveBackAll = (): void => {
    const now = clock.now();
    // Who knows something has only a few seconds for it: the book is back, so nobody waits for the next try.
    absence.hurry();
    for (const own of owns.values()) if (own.flights > 0 || (own.known !== undefined && own.known.until > now)) due(own, now);
  };
  const flush = async (): Promise<void> => {
    await under;
    if (absence.away || ![...active].some(({ dueAt }) => dueAt < Infinity)) return;
    pump();
    await under;
  };

  return {
    owns,
    reserve: (demands) =>
      new Promise((go) => {
        const now = clock.now();
        const key = keyOf(demands);
        const stocked = closed ? undefined : fromStock(demands, key, now);
        if (stocked !== undefined) go(stocked);
        else if (closed) go({ ok: false, ledger: demands[0]?.ledger ?? "", retryAt: now + longestRetryMs });
        else if (absence.away) go(withoutBook(demands, now));
        else {
          // Others may not have told yet what they took alone: so through the book, but no more than the share.
          const counted = whenAway === "local-share" && now < absence.rejoinsAt;
          const refused = refusal({ demands, key }, now) ?? (counted ? share(demands, now) : undefined);
          if (refused?.ok === false) go(refused);
          else {
            waiting.push({ demands, key, go, counted });
            pumpSoon();
          }
        }
      }),
    observe: (observation) => {
      const now = clock.now();
      const own = ownOf(observation.ledger);
      if (observation.settled !== undefined) drop(own, observation.settled, 1);
      const answer = { number: ++answers, observation, at: now };
      own.answers.push(answer);
      forgetAnswers(own, now);
      // Of a ledger that nobody knows, the first word is waited for.
      const first = own.known?.page.ledger.answered !== true;
      const news = mirrorAnswer(own, answer, id, time, now);
      observeAlone(own, observation, decider.hold, time, now);
      const refused = observation.blockedUntil !== undefined || observation.remaining === 0;
      if (refused) clear({ ledger: own.name }, now);
      due(own, refused || first ? now : news ? now + hastyMs : travelsAt(own, time, now));
      if (refused && !absence.away) pump();
    },
    giveBack: (ledger, amount) => {
      const own = owns.get(ledger);
      if (own === undefined) return;
      drop(own, amount, 1);
      giveBackAlone(own, amount, decider.hold);
      mirrorReturn(own, amount, 1, id);
      due(own, clock.now() + hastyMs);
    },
    flush,
    giveBackAll,
    close: async () => {
      const now = clock.now();
      for (const { demands, go } of waiting) go({ ok: false, ledger: demands[0]?.ledger ?? "", retryAt: now + longestRetryMs });
      waiting = [];
      closed = true;
      await under;
      clear({}, now);
      await flush();
      timer.stop();
    },
  };
}
