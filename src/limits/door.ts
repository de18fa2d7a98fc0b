/**
 * The door: who may leave now, who waits for which budget, and who goes first. Imports p-queue.
 * @module
 */
import PQueue from "p-queue";
import type { Clock } from "../clock.js";
import type { AccountKey, Network } from "../model/keys.js";
import type { Lane } from "../model/limit.js";
import type { Coordinator, LedgerDemand } from "../store/coordinator.js";
import { deadlines } from "./deadlines.js";
import type { Ending } from "./deadlines.js";
import { waitingLine } from "./lanes.js";
import type { Place, WaitingLine } from "./lanes.js";
import type { NewsDesk } from "./news.js";
import { refusalsOf } from "./refusals.js";
import { signalsOf } from "./signals.js";
import { sleeper } from "./sleeper.js";

/** What a door needs. */
export interface DoorSetup {
  /** Named in errors. */
  readonly network: Network;
  /** Keeps the ledgers. */
  readonly coordinator: Coordinator;
  /** Every instant and every wait. */
  readonly clock: Clock;
  /** How many calls may be under way at once. */
  readonly concurrency: number;
  /** How many of these only `interactive` may use. */
  readonly kept: number;
  /** Whether calls wait for budget. */
  readonly mode: "wait" | "throw";
  /** Hears of ledgers that hold calls back, and of what calls have taken. */
  readonly news: NewsDesk;
  /** Gives back, by ledger, what was taken for a call that left the line meanwhile. */
  readonly giveBack: (granted: Readonly<Record<string, number>>) => void;
  /** Hears of what should not happen. */
  readonly failed: (error: unknown) => void;
}

/** One call that wants to leave. */
export interface Departure {
  /** Faster lanes go first. */
  readonly lane: Lane;
  /** Accounts take turns inside a lane. */
  readonly account: AccountKey;
  /** All of it or nothing. */
  readonly demands: readonly LedgerDemand[];
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
  /** When waiting ends. Milliseconds since 1970; Infinity for never. */
  readonly until: number;
}

/** Leave to send, or why not. A value and no rejection, because a line of a hundred thousand should hold one function a call. */
export type Admission = Leave | { readonly ok: false; readonly reason: unknown };

/** Leave to send. */
export interface Leave {
  /** Says which it is. */
  readonly ok: true;
  /** What was reserved, by ledger. */
  readonly granted: Readonly<Record<string, number>>;
  /** Frees the slot. */
  readonly free: () => void;
}

/** Lets calls out one by one. */
export interface Door {
  /** Waits until the call may leave, or may not: `rate-limited`, the signal's reason, or what the coordinator threw. */
  admit(departure: Departure): Promise<Admission>;
  /** Tries again where budget may have come back. */
  kick(ledger: string): void;
  /** How many wait now. */
  readonly waiting: number;
}

/** A call that waits. */
interface Waiter extends Place, Ending {
  readonly demands: readonly LedgerDemand[];
  readonly signal: AbortSignal | undefined;
  over: boolean;
  /** Lets it go: what was reserved, and how it frees its slot. */
  readonly go: (admission: Admission) => void;
  /** The held ledger that sent it ahead to try. */
  trying: Held | undefined;
  timed: boolean;
  /** True while the coordinator is asked. */
  asking: boolean;
}

/** A ledger that holds calls back. */
interface Held {
  readonly ledger: string;
  readonly line: WaitingLine<Waiter>;
  /** When to try again. Infinity while somebody tries. */
  wakeAt: number;
  /** Those of `interactive`, who wait for nobody else: others that were sent ahead may have no slot for long. */
  readonly fast: Round;
  /** The other lanes. */
  readonly slow: Round;
  /** Since when it holds calls back. Milliseconds since 1970. */
  readonly since: number;
  /** True once that was told. */
  told: boolean;
}

/** Who was sent ahead to try. */
interface Round {
  /** Sent ahead and not back yet. */
  out: number;
  /** How many to send ahead next: doubles as long as they get through, so that a big budget empties a long line fast. 0: nobody. */
  batch: number;
  /** Budget came back while somebody was trying. */
  again: boolean;
}

/** Who waits no longer than this is not worth telling; so long is waited for calls under way, too. Milliseconds. */
const momentMs = 1_000;

const nothing: Readonly<Record<string, number>> = {};

/** Makes the door of one app on one network. */
export function openDoor(setup: DoorSetup): Door {
  const { network, coordinator, clock, concurrency, mode, news, failed } = setup;
  const refusals = refusalsOf(network, concurrency, mode);
  /** How many slots the slower lanes may use. */
  const most = concurrency - setup.kept;
  // p-queue counts slots. Calls wait in lines of ours, because a call that lacks budget must not hold a slot, and because a place in
  // its queue costs 2 microseconds and 860 bytes where ours costs a third. It never gets more than it can start at once.
  const slots = new PQueue({ concurrency });
  const ready = waitingLine<Waiter>();
  const held = new Map<string, Held>();
  const endings = deadlines<Waiter>();
  const signals = signalsOf<Waiter>((waiter, reason) => leave(waiter, reason));
  let calls = 0;
  let waiting = 0;
  /** How many slots the slower lanes use now. */
  let slow = 0;

  /** Ends the waiting, for better or worse. */
  const end = (waiter: Waiter): void => {
    waiter.over = true;
    if (--waiting === 0) timer.stop();
    if (waiter.signal !== undefined) signals.remove(waiter, waiter.signal);
  };
  const leave = (waiter: Waiter, reason: unknown): void => {
    if (waiter.over) return;
    end(waiter);
    const home = waiter.trying;
    if (waiter.queue !== undefined) {
      ready.remove(waiter);
      for (const { ledger } of waiter.demands) held.get(ledger)?.line.remove(waiter);
      returned(waiter, home, true);
    }
    for (const { ledger } of waiter.demands) tidy(held.get(ledger));
    waiter.go({ ok: false, reason });
  };

  const tidy = (hold: Held | undefined): void => {
    if (hold !== undefined && hold.line.size === 0 && hold.fast.out === 0 && hold.slow.out === 0) held.delete(hold.ledger);
  };
  const roundOf = (hold: Held, lane: Lane): Round => (lane === "interactive" ? hold.fast : hold.slow);
  /** Sends the first ones of a held line ahead: those of `interactive` as long as there are any. */
  const release = (hold: Held, batch: number): void => {
    const lane = hold.line.waits("interactive") ? "interactive" : "sync";
    const round = roundOf(hold, lane);
    if (round.out > 0) {
      round.again = true;
      return;
    }
    round.batch = batch;
    round.again = false;
    for (let count = 0; count < batch; count++) {
      const waiter = hold.line.take(lane);
      if (waiter === undefined) break;
      waiter.trying = hold;
      round.out++;
      ready.add(waiter, { back: true });
    }
    tidy(hold);
    pump();
  };
  /** Somebody who was sent ahead has got through, or not. */
  const returned = (waiter: Waiter, hold: Held | undefined, through: boolean): void => {
    if (hold === undefined) return;
    const round = roundOf(hold, waiter.lane);
    waiter.trying = undefined;
    round.out--;
    if (!through) round.batch = 0;
    if (round.out === 0 && (round.batch > 0 || round.again)) release(hold, Math.min(Math.max(1, round.batch * 2), concurrency));
    tidy(hold);
  };
  const holdOf = (ledger: string): Held => {
    const known = held.get(ledger);
    if (known !== undefined) return known;
    const round = { out: 0, batch: 0, again: false };
    const fresh: Held = {
      ledger,
      line: waitingLine(),
      wakeAt: Infinity,
      fast: { ...round },
      slow: { ...round },
      since: clock.now(),
      told: false,
    };
    held.set(ledger, fresh);
    return fresh;
  };
  const park = (waiter: Waiter, hold: Held, place: { readonly back: boolean; readonly turn: boolean }): void => {
    if (hold.wakeAt < Infinity && (mode === "throw" || hold.wakeAt > waiter.until)) {
      leave(waiter, refusals.tooLong(waiter, hold.ledger, hold.wakeAt));
      return;
    }
    hold.line.add(waiter, place);
    watch(waiter);
  };
  const watch = (waiter: Waiter): void => {
    if (waiter.until === Infinity || waiter.timed) return;
    waiter.timed = true;
    endings.add(waiter);
    timer.at(waiter.until);
  };
  /** The line in which somebody of the same lane, or a faster one, already waits for the same budget. */
  const ahead = (waiter: Waiter): Held | undefined => {
    if (held.size === 0 || waiter.trying !== undefined) return undefined;
    for (const { ledger } of waiter.demands) {
      const hold = held.get(ledger);
      if (hold?.line.waits(waiter.lane) === true) return hold;
    }
    return undefined;
  };

  /** Tells of a ledger that holds calls back for longer than a moment, or has. */
  const tellOf = (hold: Held, { demands, account }: Waiter, retryAt: number): void => {
    const now = clock.now();
    const demand = demands.find(({ ledger }) => ledger === hold.ledger);
    if (demand === undefined || (retryAt <= now + momentMs && now < hold.since + momentMs)) return;
    hold.told = true;
    news.throttled(demand, account, retryAt);
  };
  const refused = (waiter: Waiter, ledger: string, retryAt: number): void => {
    const hold = holdOf(ledger);
    const home = waiter.trying;
    hold.wakeAt = Math.min(hold.wakeAt, retryAt);
    if (!hold.told) tellOf(hold, waiter, retryAt);
    // The first of a round that is refused keeps the turn; the others of the round stand behind it as before.
    park(waiter, hold, { back: true, turn: home === hold && roundOf(hold, waiter.lane).batch > 0 });
    // It got through its own line and stands in another one now: its own may go on.
    returned(waiter, home, home !== hold);
    tidy(hold);
    if (waiting > 0) timer.at(hold.wakeAt);
  };
  /** One try in a slot: takes everything the call needs and lets it go, or puts it back into a line. */
  const attempt = async (waiter: Waiter): Promise<void> => {
    let granted = nothing;
    if (waiter.demands.length > 0) {
      let reservation;
      waiter.asking = true;
      try {
        reservation = await coordinator.reserve(waiter.demands, clock.now());
      } catch (error) {
        returned(waiter, waiter.trying, true);
        leave(waiter, refusals.unasked(waiter, error));
        return;
      }
      waiter.asking = false;
      if (waiter.over) {
        if (reservation.ok) setup.giveBack(reservation.granted);
        const home = waiter.trying;
        if (!reservation.ok && home !== undefined) {
          home.wakeAt = Math.min(home.wakeAt, reservation.retryAt);
          if (waiting > 0) timer.at(home.wakeAt);
        }
        returned(waiter, home, reservation.ok);
        return;
      }
      if (!reservation.ok) {
        refused(waiter, reservation.ledger, reservation.retryAt);
        return;
      }
      granted = reservation.granted;
      news.taken(waiter.demands, waiter.account, reservation.low);
    }
    end(waiter);
    returned(waiter, waiter.trying, true);
    await new Promise<void>((free) => {
      waiter.go({ ok: true, granted, free });
    });
  };
  /** Takes the next that may try; puts those behind others who wait for the same budget into their line. */
  const nextReady = (): Waiter | undefined => {
    for (;;) {
      const waiter = ready.take(slow < most ? undefined : "interactive");
      if (waiter === undefined) return undefined;
      const hold = ahead(waiter);
      if (hold === undefined) {
        if (waiter.lane !== "interactive") slow++;
        return waiter;
      }
      park(waiter, hold, { back: false, turn: false });
    }
  };
  /** A slot goes on with whoever is next: handing it back to p-queue in between would cost more than the rest of the door. */
  const work = async (first: Waiter): Promise<void> => {
    for (let waiter: Waiter | undefined = first; waiter !== undefined; waiter = nextReady()) {
      await attempt(waiter);
      if (waiter.lane !== "interactive") slow--;
    }
  };
  let pumping = false;
  const pump = (): void => {
    // A try that starts at once may come back here; the outer round goes on for it.
    if (pumping) return;
    pumping = true;
    while (slots.pending + slots.size < concurrency) {
      const waiter = nextReady();
      if (waiter === undefined) break;
      slots.add(() => work(waiter)).catch(failed);
    }
    pumping = false;
  };
  slots.addEventListener("next", pump);

  /** Tries again where budget may have come back. */
  const kick = (ledger: string): void => {
    const hold = held.get(ledger);
    if (hold !== undefined) release(hold, 1);
  };
  const timer = sleeper(
    clock,
    (now) => {
      for (let waiter = endings.takeDue(now); waiter !== undefined; waiter = endings.takeDue(now)) {
        const hold = waiter.demands.map(({ ledger }) => held.get(ledger)).find((one) => one !== undefined && one.line.size > 0);
        leave(
          waiter,
          refusals.tooLong(waiter, hold?.ledger, Math.max(now, hold === undefined || hold.wakeAt === Infinity ? now : hold.wakeAt)),
        );
      }
      let next = endings.nearest();
      for (const hold of held.values()) {
        if (hold.wakeAt <= now) {
          hold.wakeAt = Infinity;
          release(hold, 1);
        } else next = Math.min(next, hold.wakeAt);
      }
      return next;
    },
    failed,
  );

  const admit = ({ lane, account, demands, signal, until }: Departure): Promise<Admission> =>
    new Promise((go) => {
      const waiter: Waiter = {
        lane,
        account,
        order: calls++,
        queue: undefined,
        before: undefined,
        after: undefined,
        demands,
        signal,
        until,
        over: false,
        go,
        trying: undefined,
        timed: false,
        asking: false,
      };
      waiting++;
      if (signal !== undefined) signals.add(waiter, signal);
      ready.add(waiter);
      pump();
      // Also while it is asked for: nobody knows how long a database takes.
      if (!waiter.over) watch(waiter);
    });

  return {
    admit,
    kick,
    get waiting() {
      return waiting;
    },
  };
}
