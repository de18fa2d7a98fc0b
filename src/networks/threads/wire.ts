/**
 * The network's own JSON, as thin as what we read of it: a field is checked only where nothing could be made of an item without it.
 * Everything else is read field by field, so that what is new or missing does no harm.
 * @module
 */
import { fieldsOf, textOf } from "../../adapter/fields.js";
import { idOf } from "../_graph/task.js";
import { Unreadable } from "../../adapter/read-items.js";
import type { Shape } from "../../adapter/shape.js";

type Fields = Readonly<Record<string, unknown>>;

/** A post or reply: the network makes no difference, and neither do webhooks. */
export interface WireMedia extends Fields {
  /** The network's id of it. A text, but for old deliveries. */
  readonly id: string | number;
  /** When it was said. `+0000` without a colon. */
  readonly timestamp: string;
}

function complaintOf(value: unknown): string | undefined {
  const { id, timestamp } = fieldsOf(value);
  if (idOf(id) === undefined) return "id: no string";
  return textOf(timestamp) === undefined ? "timestamp: no string" : undefined;
}

/** Checks a post or reply. */
export const wireMedia: Shape<WireMedia> = {
  accepts: (value): value is WireMedia => complaintOf(value) === undefined,
  complaint: (value) => complaintOf(value) ?? "unreadable",
  parse: (value) => {
    if (wireMedia.accepts(value)) return value;
    throw new Unreadable(`not as documented (${wireMedia.complaint(value)})`);
  },
};

/** Gives the id of an object that is only named: `{id}`, as roots, parents and quotes are. */
export function refId(value: unknown): string | undefined {
  return idOf(fieldsOf(value)["id"]);
}

/** Where a post or reply stands, as the network tells it of itself. */
export interface WirePlace {
  /** Id of the post that its thread begins with. */
  readonly root: string | undefined;
  /** Id of what it answers. */
  readonly parent: string | undefined;
}

/** Reads where something stands; both are absent on a post, and on a reply that may not be told of. */
export function placeIn(wire: Fields): WirePlace {
  const parent = refId(wire["replied_to"]);
  return { parent, root: refId(wire["root_post"]) ?? parent };
}
