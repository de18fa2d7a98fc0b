/**
 * Opens envelopes. Meta has four: `changes`, `messaging` (or `standby`), one flat change on the entry (Instagram with its own login), and
 * Threads' own, without entries.
 * @module
 */
import { accountKey } from "../../model/keys.js";
import { fieldsOf, listOf, textOf } from "../../adapter/fields.js";
import { idIn, timeOf, type Fields, type Pushed } from "./push-parts.js";
import { idOf } from "./wire.js";
import type { GraphNetwork } from "./app-options.js";
import type { GraphUs } from "./task.js";
import type { Timestamp } from "../../model/ref.js";

/** Where a delivery came in. */
export interface Arrival {
  /** Id of the app. What says of no account whose it is goes to a key of this id, which an inbox reports as `unrouted`. */
  readonly app: string;
  /** When. */
  readonly now: Timestamp;
}

/** How a thing that was delivered is read. */
export interface Opened extends Pushed {
  /** What it is about, in Meta's word: `page`, `instagram`, `permissions`; `threads` for what Threads delivers. */
  readonly object: string;
  /** `event` = a message or what happened to one, in the form of Messenger; `change` = a field and its value. */
  readonly form: "event" | "change";
}

/** Takes everything out of a delivery, in its order. What is no envelope holds nothing. */
export function openEnvelope(arrival: Arrival, body: unknown): readonly Opened[] {
  // Examples of the documentation stand in a list of their own.
  return (Array.isArray(body) ? listOf(body) : [body]).flatMap((one) => {
    const envelope = fieldsOf(one);
    if (Array.isArray(envelope["entry"])) {
      const object = textOf(envelope["object"]) ?? "unknown";
      return envelope["entry"].flatMap((entry: unknown) => openEntry(arrival, object, fieldsOf(entry)));
    }
    return envelope["values"] === undefined && envelope["topic"] === undefined ? [] : openThreads(arrival, envelope);
  });
}

/** Makes the account of an id. */
export function usOf(network: GraphNetwork, id: string): GraphUs {
  return { network, account: accountKey(network, id), id };
}

function openEntry({ app, now }: Arrival, object: string, entry: Fields): readonly Opened[] {
  const network = object === "instagram" ? "instagram" : "facebook";
  const { changes, messaging, standby, field, value, changed_fields: names } = entry;
  const toldAt = timeOf(entry["time"]);
  const sentAt = toldAt ?? now;
  const owner = idOf(entry["id"]) ?? idOf(entry["uid"]);
  const events = [...listOf(messaging), ...listOf(standby)].map(fieldsOf).map((event): Opened => {
    const us = usOf(network, owner ?? idIn(event["recipient"]) ?? app);
    return { us, object, form: "event", field: "messaging", value: event, sentAt, toldAt };
  });
  const us = usOf(network, owner ?? app);
  // Of people only the names of what changed may be told.
  const bare = (changes === undefined ? listOf(names) : []).map((name) => ({ field: name }));
  const told = [...listOf(changes), ...(field === undefined ? [] : [{ field, value }]), ...bare].map(fieldsOf);
  return [
    ...events,
    ...told.map((change): Opened => {
      const inside = fieldsOf(change["value"]);
      // Some fields bring the events of Messenger as changes (handovers, and what the dashboard sends as a test).
      const form = inside["sender"] !== undefined && inside["recipient"] !== undefined ? "event" : "change";
      return { us, object, form, field: textOf(change["field"]) ?? "unknown", value: valueOf(change), sentAt, toldAt };
    }),
  ];
}

/** Gives what a change tells. Some objects write it beside the field (`permissions`), and some values are no object. */
function valueOf(change: Fields): Fields {
  const { value } = change;
  const beside = Object.fromEntries(Object.entries(change).filter(([name]) => name !== "field" && name !== "value"));
  if (value === undefined || value === null) return beside;
  return typeof value === "object" && !Array.isArray(value) ? fieldsOf(value) : { ...beside, value };
}

function openThreads({ app, now }: Arrival, envelope: Fields): readonly Opened[] {
  const { values, target_id: target, time } = envelope;
  return (Array.isArray(values) ? listOf(values) : [values]).map((one): Opened => {
    const { field, value } = fieldsOf(one);
    const told = fieldsOf(value);
    const owner = idOf(target) ?? idOf(fieldsOf(told["owner"])["owner_id"]) ?? idOf(fieldsOf(told["root_post"])["owner_id"]);
    const us = usOf("threads", owner ?? app);
    return {
      us,
      object: "threads",
      form: "change",
      field: textOf(field) ?? textOf(envelope["topic"]) ?? "unknown",
      value: told,
      sentAt: timeOf(time) ?? now,
      toldAt: timeOf(time),
    };
  });
}
