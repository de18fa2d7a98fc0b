/**
 * The door: who may leave now, who waits for which budget, and who goes first. Imports p-queue.
 * @module
 */
import type { Clock } from "../clock.js";
import type { AccountKey, Network } from "../model/keys.js";
import type { Lane } from "../model/limit.js";
import type { Coordinator, LedgerDemand, Reservation } from "../store/coordinator.js";
import { deadlines } from "./deadlines.js";
import type { Ending } from "./deadlines.js";
import { heldBy, isOver, roundOf } from "./held.js";
import type { Held as HeldOf } from "./held.js";
import { lineOf, waitingLine } from "./lanes.js";
import type { Place } from "./lanes.js";
import type { CallShape } from "./meter.js";
import type { NewsDesk } from "./news.js";
import { refusalsOf } from "./refusals.js";
import { signalsOf } from "./signals.js";
import { sleeper } from "./sleeper.js";
import { openSlots } from "./slots.js";

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
  /** What a call wants, once it counts elsewhere than in the ledgers that it waits for: names are learnt meanwhile. */
  readonly renewed: (departure: Pick<Departure, "call" | "lane" | "account" | "demands">) => readonly LedgerDemand[] | undefined;
  /** Gives back, by ledger, what was taken for a call that left the line meanwhile, or counts elsewhere. */
  readonly giveBack: (granted: Readonly<Record<string, number>>) => void;
  /** Hears of what should not happen. */
  readonly failed: (error: unknown) => void;
}

/** One call that wants to leave. */
export interface Departure {
  /** What is called. */
  readonly call: CallShape;
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
  /** What the call wanted in the end. */
  readonly demands: readonly LedgerDemand[];
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
  readonly call: CallShape;
  demands: readonly LedgerDemand[];
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

type Held = HeldOf<Waiter>;
type Refusal = Extract<Reservation, { readonly ok: false }>;

/** Who waits no longer than this is not worth telling; so long is waited for calls under way, too. Milliseconds. */
const momentMs = 1_000;

const nothing: Readonly<Record<string, number>> = {};

/** Makes the door of one app on one network. */
export function openDoor(setup: DoorSetup): Door {
  const { network, coordinator, clock, concurrency, mode, news, failed } = setup;
  const refusals = refusalsOf(network, concurrency, mode);
  /** How many slots the slower lanes may use. */
  const most = concurrency - setup.kept;
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
    const hold = holding(waiter);
    if (waiter.mates !== undefined) {
      (hold?.line ?? ready).remove(waiter);
      returned(waiter, home, true);
    }
    tidy(hold);
    waiter.go({ ok: false, reason });
  };

  /** In whose line it stands, if it does. */
  const holding = (waiter: Waiter): Held | undefined => held.get(lineOf(waiter) ?? "");
  const tidy = (hold: Held | undefined): void => {
    if (hold !== undefined && isOver(hold)) held.delete(hold.demand.ledger);
  };
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
      ready.add(waiter);
    }
    tidy(hold);
    slots.fill();
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
  const holdOf = (demand: LedgerDemand): Held => {
    const known = held.get(demand.ledger);
    if (known !== undefined) return known;
    const fresh = heldBy<Waiter>(demand, clock.now());
    held.set(demand.ledger, fresh);
    return fresh;
  };
  const park = (waiter: Waiter, hold: Held, turn: boolean): void => {
    if (hold.wakeAt < Infinity && (mode === "throw" || hold.wakeAt > waiter.until)) {
      leave(waiter, refusals.tooLong(waiter, hold, hold.wakeAt));
      return;
    }
    hold.line.add(waiter, { turn });
    watch(waiter);
  };
  const watch = (waiter: Waiter): void => {
    if (waiter.until === Infinity || waiter.timed) return;
    waiter.timed = true;
    endings.add(waiter);
    timer.at(waiter.until);
  };
  /** The line in which somebody of the same lane, or a faster one, already waits for the same budget; that which sent it ahead is none. */
  const ahead = (waiter: Waiter): Held | undefined => {
    if (held.size === 0) return undefined;
    for (const { ledger } of waiter.demands) {
      const hold = held.get(ledger);
      if (hold !== waiter.trying && hold?.line.waits(waiter.lane) === true) return hold;
    }
    return undefined;
  };

  /** Tells of a ledger that holds calls back for longer than a moment, or has. */
  const tellOf = (hold: Held, { account }: Waiter, retryAt: number): void => {
    const now = clock.now();
    if (retryAt <= now + momentMs && now < hold.since + momentMs) return;
    hold.told = true;
    news.throttled(hold.demand, account, retryAt);
  };
  /** Puts a call into the line of another ledger than the one that sent it ahead, and with it those there who want the same: none could leave. */
  const moveOn = (waiter: Waiter, hold: Held, demands = waiter.demands): void => {
    const home = waiter.trying;
    // Nobody waits for longer than somebody tries, and each has to hear for itself that it may not.
    if (mode === "wait") home?.line.move({ lane: waiter.lane, account: waiter.account, demands }, hold.line);
    park(waiter, hold, false);
    // It got through its own line, where others may go on.
    returned(waiter, home, true);
  };
  const refused = (waiter: Waiter, { ledger, retryAt, why }: Refusal): void => {
    const demand = waiter.demands.find((one) => one.ledger === ledger);
    if (demand === undefined) throw new Error("The coordinator named a ledger that nobody asked for.");
    const hold = holdOf(demand);
    hold.why = why;
    hold.wakeAt = Math.min(hold.wakeAt, retryAt);
    if (!hold.told) tellOf(hold, waiter, retryAt);
    if (waiter.trying === hold) {
      // The first of a round that is refused keeps the turn; the others of the round stand behind it as before.
      park(waiter, hold, roundOf(hold, waiter.lane).batch > 0);
      returned(waiter, hold, false);
    } else moveOn(waiter, hold);
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
        refused(waiter, reservation);
        return;
      }
      const renewed = setup.renewed(waiter);
      if (renewed !== undefined) {
        // Learnt while the coordinator was asked.
        setup.giveBack(reservation.granted);
        waiter.demands = renewed;
        returned(waiter, waiter.trying, true);
        ready.add(waiter);
        return;
      }
      granted = reservation.granted;
      news.taken(waiter.demands, waiter.account, reservation.low);
    }
    end(waiter);
    returned(waiter, waiter.trying, true);
    await new Promise<void>((free) => {
      waiter.go({ ok: true, demands: waiter.demands, granted, free });
    });
  };
  /** Takes the next that may try; puts those behind others who wait for the same budget into their line. */
  const nextReady = (): Waiter | undefined => {
    for (;;) {
      const waiter = ready.take(slow < most ? undefined : "interactive");
      if (waiter === undefined) return undefined;
      const before = waiter.demands;
      const renewed = setup.renewed(waiter);
      if (renewed !== undefined) waiter.demands = renewed;
      const hold = waiter.trying === undefined || renewed !== undefined ? ahead(waiter) : undefined;
      if (hold === undefined) {
        if (waiter.lane !== "interactive") slow++;
        return waiter;
      }
      // The others learn their new names when it is their turn.
      moveOn(waiter, hold, before);
    }
  };
  const serve = async (waiter: Waiter): Promise<void> => {
    await attempt(waiter);
    if (waiter.lane !== "interactive") slow--;
  };
  const slots = openSlots({ concurrency, next: nextReady, serve, failed });

  /** Tries again where budget may have come back. */
  const kick = (ledger: string): void => {
    const hold = held.get(ledger);
    if (hold !== undefined) release(hold, 1);
  };
  const timer = sleeper(
    clock,
    (now) => {
      for (let waiter = endings.takeDue(now); waiter !== undefined; waiter = endings.takeDue(now)) {
        const hold = holding(waiter) ?? waiter.trying;
        const at = hold === undefined || hold.wakeAt === Infinity ? now : Math.max(now, hold.wakeAt);
        leave(waiter, refusals.tooLong(waiter, hold, at));
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

  const admit = ({ call, lane, account, demands, signal, until }: Departure): Promise<Admission> =>
    new Promise((go) => {
      const waiter: Waiter = {
        lane,
        account,
        order: calls++,
        index: 0,
        mates: undefined,
        call,
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
      slots.fill();
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
