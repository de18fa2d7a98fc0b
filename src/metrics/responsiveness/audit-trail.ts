/**
 * What the audit trail tells the metrics: when we liked what, and what stood where.
 * @module
 */
import type { Actor } from "../../model/actor.js";
import type { Key } from "../../model/keys.js";
import type { Timestamp } from "../../model/ref.js";
import { checkList, isObject, refuse } from "../measure.js";
import { readTime } from "../read-time.js";
import type { Acknowledgement } from "./episode-options.js";
import type { TimedMessage } from "./standing.js";
import { workPlaces } from "./work-places.js";

/** What is read of an entry of the audit trail. What `inbox.audit()` lists is such. */
export interface AuditRow {
  /** When. */
  readonly at: Timestamp;
  /** Who. */
  readonly by: Actor;
  /** What was done: `like`, `react`, `resolve`, `markPending`, `snooze`, `reopen`; others are passed over. */
  readonly action: string;
  /** To what. */
  readonly target?: Key;
  /** The outbox entry, for a write. */
  readonly outbox?: string;
  /** What became of it, for a write. */
  readonly status?: string;
  /** Of a `snooze`: `until`, when it opens again. */
  readonly meta?: Readonly<Record<string, string>>;
}

/** The state of a conversation, as the team keeps it. */
export type WorkStatus = "open" | "pending" | "snoozed" | "resolved";

/** The state of a conversation or comment tree changed. The first change of a key is its beginning. */
export interface StatusChange {
  /** Of the conversation, or of the first message of a comment tree. */
  readonly key: Key;
  /** What it is from then on. `pending` waits for the member, `snoozed` for its time. */
  readonly status: WorkStatus;
  /** When. */
  readonly at: Timestamp;
}

/** Which likes count. */
export interface AcknowledgementOptions {
  /** True counts the likes of automations as well. Those that a person approved always count. @defaultValue false */
  readonly automations?: boolean;
}

/** What changes of state are made of, beside the audit trail. */
export interface StatusChangeOptions {
  /** The messages: a conversation begins with the first that asks for something, and one that comes in opens what was put aside. */
  readonly messages?: readonly TimedMessage[];
}

/**
 * Reads from the audit trail when we liked what: likes and reactions that were sent, by people, or approved by one. Taking a like back does not
 * undo the acknowledgement. A like that went along with a direct message names the conversation, and acknowledges what waited there.
 *
 * @throws FolkmootError `invalid-request` for what is no list of entries, naming the field.
 *
 * @example
 * const likes = acknowledgements(await Array.fromAsync(inbox.audit({ actions: ["like", "react", "approveReply"] })));
 */
export function acknowledgements(entries: readonly AuditRow[], options: AcknowledgementOptions = {}): readonly Acknowledgement[] {
  const rows = readRows(entries);
  if (!isObject(options)) refuse("`options` is no object", "give options in one, or leave it out");
  const { automations = false }: { readonly automations?: unknown } = options;
  if (typeof automations !== "boolean") refuse("automations is neither true nor false", "give one of them, or leave it out");
  const approved = new Set(rows.flatMap(({ action, outbox }) => (action === "approveReply" && outbox !== undefined ? [outbox] : [])));
  return rows.flatMap(({ at, by, action, target, outbox, status }) => {
    const isLike = (action === "like" || action === "react") && status === "sent";
    if (!isLike || target === undefined) return [];
    return automations || by.type === "human" || (outbox !== undefined && approved.has(outbox)) ? [{ target, at }] : [];
  });
}

const statusOf: Readonly<Partial<Record<string, WorkStatus>>> = {
  resolve: "resolved",
  markPending: "pending",
  snooze: "snoozed",
  reopen: "open",
};

/**
 * Reads from the audit trail what stood where and when, oldest first. A snooze whose time came opens again. With `messages` each conversation
 * begins, open, with the first message that asks for something, and whatever comes in opens what was pending, snoozed or resolved, as in the
 * inbox; without them the trail alone is read, which knows neither.
 *
 * @throws FolkmootError `invalid-request` for what is no list of entries or messages, or no time, naming the field.
 *
 * @example
 * const changes = statusChanges(await Array.fromAsync(inbox.audit()), { messages });
 */
export function statusChanges(entries: readonly AuditRow[], options: StatusChangeOptions = {}): readonly StatusChange[] {
  const rows = readRows(entries);
  if (!isObject(options)) refuse("`options` is no object", "give `messages` in one, or leave it out");
  const told: Told[] = rows.flatMap((row): Told[] => {
    const status = statusOf[row.action];
    if (status === undefined || row.target === undefined) return [];
    const ms = timeOf(row.at);
    const wakes = status === "snoozed" ? row.meta?.["until"] : undefined;
    const until = wakes === undefined ? undefined : readTime(wakes, "until of a snooze");
    const change = { key: row.target, at: row.at, ms };
    if (until === undefined) return [{ ...change, status }];
    // What wakes before it sleeps does not sleep.
    return [until > ms ? { ...change, status, until } : { ...change, status: "open" }];
  });
  const keys = new Set(told.map(({ key }) => key));
  const came = options.messages === undefined ? [] : workPlaces(options.messages, keys);
  const byKey = new Map<Key, Told[]>();
  const all: readonly Told[] = [...told, ...came.map((one): Told => ({ ...one, status: "open", isMessage: true }))];
  for (const one of all) {
    const list = byKey.get(one.key);
    if (list === undefined) byKey.set(one.key, [one]);
    else list.push(one);
  }
  return [...byKey.values()]
    .flatMap(follow)
    .sort(inOrder)
    .map(({ key, status, at }) => ({ key, status, at }));
}

/** Something that was told about a state. */
interface Told extends StatusChange {
  readonly ms: number;
  readonly until?: number;
  readonly isMessage?: boolean;
  readonly asks?: boolean;
}

const order: readonly WorkStatus[] = ["open", "pending", "snoozed", "resolved"];
// What opens comes first of two things in one instant: whoever resolved had seen the message.
const inOrder = (a: Told, b: Told): number =>
  a.ms - b.ms || order.indexOf(a.status) - order.indexOf(b.status) || (a.until ?? 0) - (b.until ?? 0) || compare(a.key, b.key);
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Follows one conversation from change to change. */
function follow(list: readonly Told[]): readonly Told[] {
  const found: Told[] = [];
  let wakes: Told | undefined;
  for (const one of [...list].sort(inOrder)) {
    if (wakes !== undefined && wakes.ms <= one.ms) {
      found.push(wakes);
      wakes = undefined;
    }
    const status = found.at(-1)?.status;
    // What is open stays so, whoever writes; and nothing begins with what asks for nothing.
    if (one.isMessage === true && (status === "open" || (status === undefined && one.asks === false))) continue;
    found.push(one);
    wakes = one.until === undefined ? undefined : { key: one.key, status: "open", ms: one.until, at: new Date(one.until).toISOString() };
  }
  if (wakes !== undefined) found.push(wakes);
  return found;
}

const timeOf = (at: Timestamp): number => readTime(at, "at of an audit entry");

function readRows(entries: readonly AuditRow[]): readonly AuditRow[] {
  checkList(entries, "entries", "audit entry");
  for (const [index, { action, by, at }] of entries.entries()) {
    if (typeof action !== "string" || !isObject(by))
      refuse(`\`entries\` has no audit entry at position ${index}`, "give what inbox.audit() lists");
    timeOf(at);
  }
  return entries;
}
