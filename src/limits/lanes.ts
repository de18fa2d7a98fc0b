/**
 * The waiting line: one for each lane, inside a lane one for each account, the accounts taking turns.
 * @module
 */
import type { AccountKey } from "../model/keys.js";
import type { Lane } from "../model/limit.js";

/** The lanes, fastest first. */
export const laneOrder: readonly Lane[] = ["interactive", "moderation", "sync"];

/** One place in the line. The line links its places to each other, so that leaving from the middle costs the same however long it is. */
export interface Place {
  /** Which lane. */
  readonly lane: Lane;
  /** Whose turn it uses. */
  readonly account: AccountKey;
  /** Grows with each call: who came first stands first, also after coming back. */
  readonly order: number;
  /** Set by the line. */
  queue: PlaceQueue | undefined;
  /** Set by the line. */
  before: Place | undefined;
  /** Set by the line. */
  after: Place | undefined;
}

/** The places of one account in one lane. Owned by the line. */
export interface PlaceQueue {
  /** The lane it stands in. */
  readonly ring: Ring;
  /** Whose places these are. */
  readonly account: AccountKey;
  /** First in. */
  first: Place | undefined;
  /** Last in. */
  last: Place | undefined;
  /** The account whose turn it is after this one. */
  next: PlaceQueue;
  /** The account whose turn it was before this one. */
  previous: PlaceQueue;
}

/** The accounts of one lane, in the order of their turns. Owned by the line. */
export interface Ring {
  /** By account; only those that wait. */
  readonly queues: Map<AccountKey, PlaceQueue>;
  /** Whose turn it is. */
  turn: PlaceQueue | undefined;
}

/** A waiting line. Adding, taking and leaving cost the same however long it is. */
export interface WaitingLine<P extends Place> {
  /** How many wait. */
  readonly size: number;
  /**
   * Adds a place where its order says. `back`: it has waited before, so its place is near the front. `turn`: it used its account's turn
   * and got nothing, so the turn is its account's again.
   */
  add(place: P, options?: { readonly back?: boolean; readonly turn?: boolean }): void;
  /** Takes the first place of the fastest lane, of the account whose turn it is. `slowest`: of this lane or a faster one. */
  take(slowest?: Lane): P | undefined;
  /** Takes a place out of the middle; nothing happens when it does not wait here. */
  remove(place: P): void;
  /** True when somebody of this lane, or of a faster one, waits. */
  waits(lane: Lane): boolean;
}

/** Makes a waiting line. */
export function waitingLine<P extends Place>(): WaitingLine<P> {
  const rings: Readonly<Record<Lane, Ring>> = {
    interactive: { queues: new Map(), turn: undefined },
    moderation: { queues: new Map(), turn: undefined },
    sync: { queues: new Map(), turn: undefined },
  };
  let size = 0;

  const queueOf = (place: P): PlaceQueue => {
    const ring = rings[place.lane];
    const known = ring.queues.get(place.account);
    if (known !== undefined) return known;
    const fresh = { ring, account: place.account, first: undefined, last: undefined } as PlaceQueue;
    const { turn } = ring;
    // Last in the ring is just before the one whose turn it is.
    fresh.next = turn ?? fresh;
    fresh.previous = turn?.previous ?? fresh;
    fresh.previous.next = fresh;
    fresh.next.previous = fresh;
    ring.turn ??= fresh;
    ring.queues.set(place.account, fresh);
    return fresh;
  };
  const unlink = (place: Place, queue: PlaceQueue): void => {
    if (place.before === undefined) queue.first = place.after;
    else place.before.after = place.after;
    if (place.after === undefined) queue.last = place.before;
    else place.after.before = place.before;
    place.queue = place.before = place.after = undefined;
    size--;
    if (queue.first !== undefined) return;
    const { ring } = queue;
    ring.queues.delete(queue.account);
    queue.previous.next = queue.next;
    queue.next.previous = queue.previous;
    if (ring.turn === queue) ring.turn = queue.next === queue ? undefined : queue.next;
  };

  return {
    get size() {
      return size;
    },
    add: (place, { back = false, turn: again = false } = {}) => {
      const queue = queueOf(place);
      // Who comes back belongs near the front, everybody else at the end: from there the right place is a step or two away.
      let after = back ? queue.first : undefined;
      while (after !== undefined && after.order < place.order) after = after.after;
      let before = after === undefined ? queue.last : after.before;
      while (before !== undefined && before.order > place.order) {
        after = before;
        before = before.before;
      }
      place.queue = queue;
      place.before = before;
      place.after = after;
      if (before === undefined) queue.first = place;
      else before.after = place;
      if (after === undefined) queue.last = place;
      else after.before = place;
      size++;
      if (again && queue.ring.turn !== queue) {
        // To the front of the ring: the turn was used, but nothing came of it.
        const { ring } = queue;
        queue.previous.next = queue.next;
        queue.next.previous = queue.previous;
        const turn = ring.turn ?? queue;
        queue.next = turn;
        queue.previous = turn.previous;
        turn.previous.next = queue;
        turn.previous = queue;
        ring.turn = queue;
      }
    },
    take: (slowest) => {
      for (const lane of laneOrder) {
        const ring = rings[lane];
        const queue = ring.turn;
        if (queue?.first === undefined) {
          if (lane === slowest) return undefined;
          continue;
        }
        const place = queue.first;
        ring.turn = queue.next;
        unlink(place, queue);
        // Every place in these rings came in through `add`, which takes only P.
        return place as P;
      }
      return undefined;
    },
    remove: (place) => {
      if (place.queue !== undefined && place.queue.ring === rings[place.lane]) unlink(place, place.queue);
    },
    waits: (lane) => {
      for (const faster of laneOrder) {
        if (rings[faster].turn !== undefined) return true;
        if (faster === lane) return false;
      }
      return false;
    },
  };
}
