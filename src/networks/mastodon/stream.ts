/**
 * Follows the account: a socket for what happens now, notifications for what happened while there was none.
 * @module
 */
import { changesOf, fromNotification, messageCreated, readFrame } from "./stream-events.js";
import { backoffMs } from "../../http/backoff.js";
import { errorName, isFolkmootError } from "../../errors.js";
import { fieldsOf, textOf } from "../../adapter/fields.js";
import { conversationPage } from "./conversations.js";
import { listDirect } from "./messages.js";
import { listAnswer } from "./wire.js";
import { mostOfPage } from "./limits.js";
import { notificationsPath } from "./mentions.js";
import { readSocket } from "../../adapter/socket.js";
import type { BeginMastodon, MastodonTask } from "./task.js";
import type { Change } from "../../model/change.js";
import type { Operations, StreamQuery } from "../../adapter/operations.js";

/** Changes remembered, so that what was pushed and is polled again is told once. */
const mostSeen = 2_000;
/** Notifications behind the newest at which a poll begins: sockets may tell out of order. */
const overlap = 20;
/** How far the server's clock may be behind ours. */
const skewMs = 60_000;
/** Most pages of one catching up: 8,000 notifications. */
const mostPages = 100;

/**
 * After a silence of this length the line is made anew. Servers keep lines alive by pings that the platform answers without telling us, and
 * document nothing that a client could ask for (API documentation, read 2026-11): a line that died in between is as silent as a quiet day.
 */
const quietMs = 5 * 60_000;

/** A connection that lasted this long was a good one: the next is tried at once. */
const steadyMs = 60_000;

/** Follows what happens to the account. */
export function stream(begin: BeginMastodon): Pick<Operations, "stream"> {
  return { stream: (query) => follow(begin("stream", query), query) };
}

/** What a stream remembers. */
interface Memory {
  /** Ids of the newest notifications, oldest first. */
  readonly marks: string[];
  /** Direct messages before this instant are no news. ISO 8601. */
  directSince: string;
  /** Ids of changes that were told. */
  readonly seen: Set<string>;
}

async function* follow(task: MastodonTask, query: StreamQuery = {}): AsyncGenerator<Change, void, undefined> {
  const memory: Memory = { marks: query.after === undefined ? [] : [query.after], directSince: task.now(), seen: new Set() };
  const wanted = (change: Change): boolean => isNew(memory, change) && isOfKinds(change, query.kinds);
  const { clock, random } = task.runtime;
  const { signal } = query;
  let failures = 0;
  let started = query.after !== undefined;
  while (!isOver(signal)) {
    try {
      // What was there before is no news; from here on nothing is missed.
      if (!started) await beginHere(task, memory);
      started = true;
      for await (const change of catchUp(task, memory)) if (wanted(change)) yield change;
      for await (const change of catchUpDirects(task, memory)) if (wanted(change)) yield change;
      let openedAt = Number.POSITIVE_INFINITY;
      for await (const change of push(task, memory, () => (openedAt = clock.now()))) if (wanted(change)) yield change;
      // A line that opens and breaks at once is no better than one that does not open.
      failures = clock.now() - openedAt > steadyMs ? 1 : failures + 1;
    } catch (error) {
      if (isOver(signal)) return;
      // Asking again helps neither a dead token nor a wrong option.
      if (!isFolkmootError(error) || !error.retryable) throw error;
      failures += 1;
      task.runtime.logger.warn?.("Following the account was interrupted.", { account: task.account, error: errorName(error) });
    }
    const pushes = (await task.server().catch(() => undefined))?.streamingUrl !== undefined;
    const wait = pushes ? Math.min(backoffMs(failures, random), task.pollEveryMs) : task.pollEveryMs;
    await clock.sleep(wait, signal === undefined ? {} : { signal }).catch(() => undefined);
  }
}

const isOver = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

function isOfKinds(change: Change, kinds: StreamQuery["kinds"]): boolean {
  if (kinds === undefined || (change.type !== "message.created" && change.type !== "message.updated")) return true;
  return kinds.includes(change.message.kind);
}

function isNew({ seen }: Memory, { id }: Change): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  const oldest = seen.size > mostSeen ? seen.values().next().value : undefined;
  if (oldest !== undefined) seen.delete(oldest);
  return true;
}

function mark({ marks }: Memory, id: unknown): void {
  const known = textOf(id);
  if (known === undefined || marks.includes(known)) return;
  marks.push(known);
  if (marks.length > overlap) marks.shift();
}

const readNotifications = (task: MastodonTask, query: Parameters<MastodonTask["get"]>[2]): Promise<readonly unknown[]> =>
  task.get(notificationsPath, listAnswer, query);

async function beginHere(task: MastodonTask, memory: Memory): Promise<void> {
  const [newest] = await readNotifications(task, { limit: 1 });
  mark(memory, fieldsOf(newest)["id"]);
}

/** Reads forward from the mark, oldest first. Without a mark the account had no notification at all, so everything is news. */
async function* catchUp(task: MastodonTask, memory: Memory): AsyncGenerator<Change, void, undefined> {
  let from = memory.marks[0];
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await readNotifications(task, { limit: mostOfPage.notifications, min_id: from });
    for (const item of [...page].reverse()) {
      yield* await readable(task, () => fromNotification(task, item));
      mark(memory, fieldsOf(item)["id"]);
    }
    const newest = textOf(fieldsOf(page[0])["id"]);
    // A server that does not know `min_id` gives the same page again.
    if (page.length < mostOfPage.notifications || newest === undefined || newest === from) return;
    from = newest;
  }
}

/**
 * Reads direct messages anew: by default a server keeps those of people whom the account does not follow out of its notifications (4.3+).
 * Begins a little before the last look, because times are the server's.
 */
async function* catchUpDirects(task: MastodonTask, memory: Memory): AsyncGenerator<Change, void, undefined> {
  const since = memory.directSince;
  const now = task.now();
  const { items } = await task.list((cursor) => conversationPage(task, cursor, undefined, since));
  for (const conversation of items) {
    const { lastInboundAt, lastOutboundAt } = conversation;
    if ((later(lastInboundAt, lastOutboundAt) ?? now) < since) continue;
    const { items: messages } = await listDirect(task, conversation);
    for (const message of [...messages].reverse())
      if (message.createdAt >= since) yield messageCreated(task, { ...message, via: "stream" });
  }
  memory.directSince = new Date(Date.parse(now) - skewMs).toISOString();
}

const later = (one = "", other = ""): string | undefined => (one > other ? one : other) || undefined;

/** Tells what a socket tells, until it ends. Where the server has none, nothing. */
async function* push(task: MastodonTask, memory: Memory, opened: () => void): AsyncGenerator<Change, void, undefined> {
  const base = (await task.server())?.streamingUrl;
  const token = base === undefined ? undefined : await tokenOf(task);
  if (base === undefined || token === undefined) return;
  // As a subprotocol the token stays out of the address, and out of the logs of every proxy.
  const socket = { url: `${base}/api/v1/streaming?stream=user`, protocols: [token], signal: task.options.signal, quietMs };
  for await (const event of readSocket(task.runtime, socket)) {
    if (event.type === "open") {
      opened();
      // Direct messages have a stream of their own.
      event.send(JSON.stringify({ type: "subscribe", stream: "direct" }));
      // What happened between the last poll and this moment; what arrives meanwhile waits behind it.
      yield* catchUp(task, memory);
      yield* catchUpDirects(task, memory);
    } else if (event.type === "text") {
      const pushed = readFrame(event.text);
      if (pushed === undefined) continue;
      yield* await readable(task, () => changesOf(task, pushed));
      if (pushed.event === "notification") mark(memory, fieldsOf(pushed.payload)["id"]);
    }
  }
}

async function tokenOf(task: MastodonTask): Promise<string | undefined> {
  const { headers } = (await task.credentials()?.authorize({})) ?? { headers: {} };
  return /^Bearer (.+)$/.exec(headers["authorization"] ?? "")?.[1];
}

/** One broken thing is left out and reported; the stream goes on. */
async function readable(task: MastodonTask, read: () => Promise<readonly Change[]>): Promise<readonly Change[]> {
  try {
    return await read();
  } catch (error) {
    if (isFolkmootError(error) || isOver(task.options.signal)) throw error;
    task.runtime.logger.warn?.("Something that was pushed cannot be read.", { account: task.account, error: errorName(error) });
    return [];
  }
}
