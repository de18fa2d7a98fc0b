/**
 * The waiting line: one for each lane, inside a lane one for each account, the accounts taking turns.
 *
 * Places that want the same stand together inside an account, so that they can move to another line together: what refuses one of them
 * refuses all, and trying each of a hundred thousand would take longer than the budget takes to come back.
 * @module
 */
import type { AccountKey } from "../model/keys.js";
import type { Lane } from "../model/limit.js";
import { depart, enter, settle } from "./order-heap.js";
import type { Ordered } from "./order-heap.js";

/** The lanes, fastest first. */
export const laneOrder: readonly Lane[] = ["interactive", "moderation", "sync"];

/** One place in a line. `order` grows with each call: who came first stands first, also after coming back and in another line. */
export interface Place extends Ordered {
  /** Which lane. */
  readonly lane: Lane;
  /** Whose turn it uses. */
  readonly account: AccountKey;
  /** What it wants: the same object for all that want the same. Changes only while the place stands in no line. */
  readonly demands: object;
  /** Those it stands with. Set by the line. */
  mates: Mates | undefined;
}

/** Places of one account in one lane that want the same. Owned by the line. */
export interface Mates extends Ordered {
  /** The order of the first of them. */
  order: number;
  /** What they want. */
  readonly demands: object;
  /** By order. */
  readonly places: Place[];
  /** Whose they are; changes when they move to another line. */
  queue: PlaceQueue;
}

/** The places of one account in one lane. Owned by the line. */
export interface PlaceQueue {
  /** The lane it stands in. */
  readonly ring: Ring;
  /** Whose places these are. */
  readonly account: AccountKey;
  /** By the order of the first of each. */
  readonly heads: Mates[];
  /** By what they want, once there is more than one. */
  byDemands: Map<object, Mates> | undefined;
  /** The account whose turn it is after this one. */
  next: PlaceQueue;
  /** The account whose turn it was before this one. */
  previous: PlaceQueue;
}

/** The accounts of one lane, in the order of their turns. Owned by the line. */
export interface Ring {
  /** The line that it is part of. */
  readonly line: Line;
  /** By account; only those that wait. */
  readonly queues: Map<AccountKey, PlaceQueue>;
  /** Whose turn it is. */
  turn: PlaceQueue | undefined;
}

/** What a place knows of the line that it stands in. */
export interface Line {
  /** What the line waits for. */
  readonly name: string;
  /** How many wait. */
  size: number;
  /** By lane. */
  readonly rings: Readonly<Record<Lane, Ring>>;
}

/** A waiting line. However long it is, whatever happens takes as many steps as its length has digits, and two or three times that. */
export interface WaitingLine<P extends Place> {
  /** What the line waits for. */
  readonly name: string;
  /** How many wait. */
  readonly size: number;
  /** Adds a place where its order says. `turn`: it used its account's turn and got nothing, so the turn is its account's again. */
  add(place: P, options?: { readonly turn?: boolean }): void;
  /** Takes the first place of the fastest lane, of the account whose turn it is. `slowest`: of this lane or a faster one. */
  take(slowest?: Lane): P | undefined;
  /** Takes a place out of the middle; nothing happens when it does not wait here. */
  remove(place: P): void;
  /** True when somebody of this lane, or of a faster one, waits. */
  waits(lane: Lane): boolean;
  /** Moves all of a lane and an account to another line who want the same, as one. */
  move(like: Pick<Place, "lane" | "account" | "demands">, to: WaitingLine<P>): void;
  /** The line itself, for others to move places into. Owned by the line. */
  readonly line: Line;
}

/** What the line waits for that a place stands in. */
export const lineOf = ({ mates }: Place): string | undefined => mates?.queue.ring.line.name;

const ringOf = (line: Line): Ring => ({ line, queues: new Map(), turn: undefined });

function queueOf(ring: Ring, account: AccountKey): PlaceQueue {
  const known = ring.queues.get(account);
  if (known !== undefined) return known;
  const fresh = { ring, account, heads: [], byDemands: undefined } as Omit<PlaceQueue, "next" | "previous"> as PlaceQueue;
  const { turn } = ring;
  // Last in the ring is just before the one whose turn it is.
  fresh.next = turn ?? fresh;
  fresh.previous = turn?.previous ?? fresh;
  fresh.previous.next = fresh;
  fresh.next.previous = fresh;
  ring.turn ??= fresh;
  ring.queues.set(account, fresh);
  return fresh;
}

function matesIn({ heads, byDemands }: PlaceQueue, demands: object): Mates | undefined {
  return byDemands === undefined ? heads.find((mates) => mates.demands === demands) : byDemands.get(demands);
}

function addMates(queue: PlaceQueue, mates: Mates): void {
  mates.queue = queue;
  enter(queue.heads, mates);
  if (queue.heads.length < 2) return;
  queue.byDemands ??= new Map(queue.heads.map((one) => [one.demands, one]));
  queue.byDemands.set(mates.demands, mates);
}

function removeMates(queue: PlaceQueue, mates: Mates): void {
  depart(queue.heads, mates);
  queue.byDemands?.delete(mates.demands);
  if (queue.heads.length > 0) return;
  const { ring } = queue;
  ring.queues.delete(queue.account);
  queue.previous.next = queue.next;
  queue.next.previous = queue.previous;
  if (ring.turn === queue) ring.turn = queue.next === queue ? undefined : queue.next;
}

function unlink(place: Place, mates: Mates): void {
  depart(mates.places, place);
  place.mates = undefined;
  const { queue } = mates;
  queue.ring.line.size--;
  const [first] = mates.places;
  if (first === undefined) removeMates(queue, mates);
  else if (first.order !== mates.order) {
    mates.order = first.order;
    settle(queue.heads, mates);
  }
}

function addPlace(line: Line, place: Place): PlaceQueue {
  const queue = queueOf(line.rings[place.lane], place.account);
  line.size++;
  const known = matesIn(queue, place.demands);
  if (known === undefined) {
    place.index = 0;
    place.mates = { order: place.order, index: 0, demands: place.demands, places: [place], queue };
    addMates(queue, place.mates);
    return queue;
  }
  place.mates = known;
  enter(known.places, place);
  if (place.order < known.order) {
    known.order = place.order;
    settle(queue.heads, known);
  }
  return queue;
}

/** To the front of the ring: the turn was used, but nothing came of it. */
function giveTurn(queue: PlaceQueue): void {
  const { ring } = queue;
  if (ring.turn === undefined || ring.turn === queue) return;
  queue.previous.next = queue.next;
  queue.next.previous = queue.previous;
  const { turn } = ring;
  queue.next = turn;
  queue.previous = turn.previous;
  turn.previous.next = queue;
  turn.previous = queue;
  ring.turn = queue;
}

/** Makes a waiting line. */
export function waitingLine<P extends Place>(name = ""): WaitingLine<P> {
  const line = { name, size: 0 } as Omit<Line, "rings"> as Line & { rings: Line["rings"] };
  line.rings = { interactive: ringOf(line), moderation: ringOf(line), sync: ringOf(line) };
  const { rings } = line;
  return {
    name,
    line,
    get size() {
      return line.size;
    },
    add: (place, { turn = false } = {}) => {
      const queue = addPlace(line, place);
      if (turn) giveTurn(queue);
    },
    take: (slowest) => {
      for (const lane of laneOrder) {
        const ring = rings[lane];
        const queue = ring.turn;
        const mates = queue?.heads[0];
        const place = mates?.places[0];
        if (queue === undefined || mates === undefined || place === undefined) {
          if (lane === slowest) return undefined;
          continue;
        }
        ring.turn = queue.next;
        unlink(place, mates);
        // Every place in these rings came in through `add`, here or in a line of the same kind, which takes only P.
        return place as P;
      }
      return undefined;
    },
    remove: (place) => {
      if (place.mates?.queue.ring.line === line) unlink(place, place.mates);
    },
    waits: (lane) => {
      for (const faster of laneOrder) {
        if (rings[faster].turn !== undefined) return true;
        if (faster === lane) return false;
      }
      return false;
    },
    move: ({ lane, account, demands }, { line: other }) => {
      const queue = rings[lane].queues.get(account);
      const mates = queue === undefined ? undefined : matesIn(queue, demands);
      if (queue === undefined || mates === undefined || other === line) return;
      removeMates(queue, mates);
      line.size -= mates.places.length;
      const there = queueOf(other.rings[lane], account);
      const known = matesIn(there, demands);
      if (known === undefined) {
        other.size += mates.places.length;
        addMates(there, mates);
        return;
      }
      // The fewer go over to the more: so each place does so seldom, however often they meet.
      if (known.places.length < mates.places.length) {
        removeMates(there, known);
        other.size += mates.places.length - known.places.length;
        addMates(queueOf(other.rings[lane], account), mates);
      }
      const fewer = known.places.length < mates.places.length ? known : mates;
      for (const place of fewer.places) addPlace(other, place);
    },
  };
}
