/**
 * Claims on the entries of one collection: who works on what, and what comes next.
 *
 * Each consumer has its own progress. Each filter that a consumer uses has a view: the unfinished matching entries,
 * queued by what keeps them in order. A view reads the log once and then only what is new, so a claim never goes
 * through what is finished.
 * @module
 */
import type { ClaimRequest, Claim, Settlement } from "../store.js";
import { createView, type View, type ViewSource } from "./view.js";
import type { Row } from "./row.js";

/** How far a consumer is with one entry. */
export interface Progress {
  fence: number;
  attempt: number;
  /** Not handed out before then: end of the lease, or the time to try again. Milliseconds since 1970. */
  until: number;
  finished: boolean;
}

/** The claims of one collection. */
export interface Journal {
  /** Notes a row that came or changed; `before` is its value until now, `undefined` when it came. */
  wrote(row: Row, before: unknown): void;
  /** Notes a row that is gone; its progress goes with it. */
  removed(row: Row): void;
  /** Hands out the oldest free entries. */
  claim(request: ClaimRequest): Claim<unknown>[];
  /** Tells whether a settlement still has a say. */
  holds(settlement: Settlement): boolean;
  /** Ends a claim that {@link holds}. */
  settle(settlement: Settlement): void;
}

interface Consumer {
  readonly progress: Map<string, Progress>;
  /** By filter; the one used last stands last. */
  readonly views: Map<string, View>;
}

/** So many filters of a consumer are remembered; a forgotten one reads the log again. */
const mostViews = 64;

/** Makes the claims of a collection. `rows` are its rows by storage key. */
export function createJournal(rows: ReadonlyMap<string, Row>): Journal {
  const consumers = new Map<string, Consumer>();
  // Rows in order of arrival. Those that are gone stay until they are half of it.
  let log: Row[] = [];
  let gone = 0;
  // One count for all entries: a worker that slept through the deletion of its entry has no say about the next under the same key.
  let fences = 0;

  const consumerOf = (name: string): Consumer => {
    let found = consumers.get(name);
    if (found === undefined) consumers.set(name, (found = { progress: new Map(), views: new Map() }));
    return found;
  };
  const sourceOf = ({ progress }: Consumer): ViewSource => ({
    rowOf: (key) => rows.get(key),
    isFinished: (key) => progress.get(key)?.finished === true,
    blockedUntil: (key) => progress.get(key)?.until ?? 0,
  });
  const viewOf = (consumer: Consumer, request: ClaimRequest): View => {
    const filter = JSON.stringify([request.below, request.match]);
    const view = consumer.views.get(filter) ?? createView(request, sourceOf(consumer));
    consumer.views.delete(filter);
    consumer.views.set(filter, view);
    const oldest = consumer.views.size > mostViews ? consumer.views.keys().next().value : undefined;
    if (oldest !== undefined) consumer.views.delete(oldest);
    return view;
  };
  const forEachView = (look: (view: View) => void): void => {
    for (const { views } of consumers.values()) for (const view of views.values()) look(view);
  };
  const compact = (): void => {
    if (gone < 1024 || gone * 2 < log.length) return;
    log = [...rows.values()].sort((a, b) => a.seq - b.seq);
    gone = 0;
    for (const { views } of consumers.values()) views.clear();
  };

  return {
    wrote: (row, before) => {
      if (before === undefined) log.push(row);
      else forEachView((view) => view.changed(row, before));
    },
    removed: (row) => {
      gone += 1;
      for (const { progress } of consumers.values()) progress.delete(row.key);
      forEachView((view) => view.wake(row));
      compact();
    },
    claim: (request) => {
      const consumer = consumerOf(request.consumer);
      const view = viewOf(consumer, request);
      view.feed(log);
      const claims: Claim<unknown>[] = [];
      while (claims.length < request.limit) {
        const row = view.next(request.now);
        if (row === undefined) break;
        const fence = ++fences;
        const attempt = (consumer.progress.get(row.key)?.attempt ?? 0) + 1;
        consumer.progress.set(row.key, { fence, attempt, until: request.now + request.leaseMs, finished: false });
        for (const other of consumer.views.values()) other.wake(row);
        claims.push({ key: row.key, value: row.value, attempt, fence });
      }
      return claims;
    },
    holds: ({ consumer, key, fence }) => {
      const progress = consumers.get(consumer)?.progress.get(key);
      return progress !== undefined && !progress.finished && progress.fence === fence;
    },
    settle: ({ consumer: name, key, as, retryAt }) => {
      const consumer = consumers.get(name);
      const progress = consumer?.progress.get(key);
      if (consumer === undefined || progress === undefined) return;
      progress.finished = as !== "retry";
      progress.until = retryAt ?? 0;
      const row = rows.get(key);
      if (row !== undefined) for (const view of consumer.views.values()) view.wake(row);
    },
  };
}
