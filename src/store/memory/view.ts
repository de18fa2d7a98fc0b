/**
 * What one consumer still has to do under one filter: a queue for each thing that keeps its order.
 * @module
 */
import { matcherOf, unitOf } from "../claim-order.js";
import type { ClaimRequest } from "../store.js";
import { createHeap } from "./heap.js";
import { firstWhere } from "./order.js";
import type { Row } from "./row.js";

/** What a consumer still has to do under one filter. */
export interface View {
  /** Reads what was added to the log since the last time. */
  feed(log: readonly Row[]): void;
  /** Shows the oldest free entry; the caller takes it by moving its progress on. */
  next(now: number): Row | undefined;
  /** Looks again at the queue of a row: it was claimed, settled or deleted. */
  wake(row: Row): void;
  /** Looks again at a row that was written anew: it may match now, or block others than `before`. */
  changed(row: Row, before: unknown): void;
}

/** What a view has to know about the rest. */
export interface ViewSource {
  /** The row under a key as it is now. */
  readonly rowOf: (key: string) => Row | undefined;
  /** Whether the consumer is through with an entry. */
  readonly isFinished: (key: string) => boolean;
  /** Until when an entry may not be handed out; 0 when it may. */
  readonly blockedUntil: (key: string) => number;
}

interface Queue {
  readonly unit: string;
  /** In order of arrival; before `head` they are done with. What stands here may have been settled since. */
  entries: Row[];
  head: number;
  /** Grows when the queue is put into a heap; a heap's entry with an older one is void. */
  turn: number;
}

interface Ticket {
  readonly queue: Queue;
  readonly turn: number;
  /** In `ready` the first entry's arrival, in `waiting` the instant when it is free. */
  readonly at: number;
}

/** Makes the view of one consumer and filter. */
export function createView(request: ClaimRequest, { rowOf, isFinished, blockedUntil }: ViewSource): View {
  const { from } = request;
  const matches = matcherOf(request);
  const queues = new Map<string, Queue>();
  const earlier = (a: Ticket, b: Ticket): boolean => a.at < b.at;
  const ready = createHeap<Ticket>(earlier);
  const waiting = createHeap<Ticket>(earlier);
  let read = 0;
  let readUntil = 0;

  const isOpen = (row: Row): boolean => matches(row) && !isFinished(row.key);
  /** The first entry that is still to do; drops those before it, and the queue when there is none. */
  const headOf = (queue: Queue): Row | undefined => {
    for (; queue.head < queue.entries.length; queue.head++) {
      const entry = queue.entries[queue.head];
      const row = entry && rowOf(entry.key);
      if (row !== undefined && row.seq === entry?.seq && unitOf(from, row) === queue.unit && isOpen(row)) {
        if (queue.head > 64) {
          queue.entries = queue.entries.slice(queue.head);
          queue.head = 0;
        }
        return row;
      }
    }
    queues.delete(queue.unit);
    queue.turn += 1;
    return undefined;
  };
  const makeReady = (queue: Queue): void => {
    const row = headOf(queue);
    if (row !== undefined) ready.push({ queue, turn: ++queue.turn, at: row.seq });
  };
  const queueOf = (unit: string): Queue => {
    let queue = queues.get(unit);
    if (queue === undefined) queues.set(unit, (queue = { unit, entries: [], head: 0, turn: 0 }));
    return queue;
  };

  return {
    feed: (log) => {
      for (; read < log.length; read++) {
        const entry = log[read];
        const row = entry && rowOf(entry.key);
        if (row === undefined || row.seq !== entry?.seq) continue;
        readUntil = row.seq;
        if (!isOpen(row)) continue;
        const queue = queueOf(unitOf(from, row));
        queue.entries.push(row);
        if (queue.entries.length === 1) makeReady(queue);
      }
    },
    next: (now) => {
      for (let ticket = waiting.peek(); ticket !== undefined && ticket.at <= now; ticket = waiting.peek()) {
        waiting.pop();
        if (ticket.turn === ticket.queue.turn) makeReady(ticket.queue);
      }
      for (let ticket = ready.peek(); ticket !== undefined; ticket = ready.peek()) {
        const { queue } = ticket;
        const row = ticket.turn === queue.turn ? headOf(queue) : undefined;
        if (row !== undefined && row.seq === ticket.at) {
          const until = blockedUntil(row.key);
          if (until <= now) return row;
          ready.pop();
          waiting.push({ queue, turn: ++queue.turn, at: until });
        } else {
          ready.pop();
          if (row !== undefined) makeReady(queue);
        }
      }
      return undefined;
    },
    wake: (row) => {
      const queue = queues.get(unitOf(from, row));
      if (queue !== undefined) makeReady(queue);
    },
    changed: (row, before) => {
      if (row.seq > readUntil) return;
      const left = queues.get(unitOf(from, { key: row.key, value: before }));
      if (left !== undefined) makeReady(left);
      const queue = isOpen(row) ? queueOf(unitOf(from, row)) : queues.get(unitOf(from, row));
      if (queue === undefined) return;
      if (isOpen(row)) {
        // What stands before `head` is done with, but this one has come back.
        const rest = queue.entries.slice(queue.head);
        const place = firstWhere(rest, (entry) => entry.seq >= row.seq);
        if (rest[place]?.seq !== row.seq) rest.splice(place, 0, row);
        queue.entries = rest;
        queue.head = 0;
      }
      makeReady(queue);
    },
  };
}
