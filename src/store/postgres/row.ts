/**
 * What a row has in its columns, read off the value the same way as in every store.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import type { Change } from "../../model/change.js";
import { ownerOf, tenantOf } from "../below.js";
import { isOnItsWay, kindIn, unitOf } from "../claim-order.js";
import type { CollectionName } from "../collections.js";
import { retainUntilOf, timeOf, valuesOf, type Fields } from "../fields.js";
import { subjectsOf } from "../speaks-of.js";
import type { Claimable, IndexedField } from "../store.js";
import { isClaimable, shapes } from "./tables.js";

/** A value as it is written down, with what is read off it. */
export interface Kept {
  /** What `JSON.stringify` made of it. */
  readonly body: string;
  /** Whose it is, with the tenant. */
  readonly owner: string;
  /** What it is sorted by. */
  readonly time: string;
  /** After which instant it may no longer be kept. */
  readonly retain: string | undefined;
  /** Indexed fields without a column, and what an entry speaks of. */
  readonly tags: readonly string[];
  /** Indexed fields with a column. */
  readonly fields: readonly (string | undefined)[];
  /** Where it stands for claims; of what is worked off. */
  readonly turn: Turn | undefined;
}

/** What decides who claims an entry, and after which. */
export interface Turn {
  /** What keeps its order. */
  readonly unit: string;
  /** Type of a change; of a write, whether it is on its way. */
  readonly type: string;
  /** Of a change. */
  readonly origin: string | undefined;
  /** Kind of the message that a change carries. */
  readonly kind: string | undefined;
}

/** What `type` says of a write that is still to be worked off. */
export const onItsWay = "on-its-way";

const indexed: Readonly<Record<IndexedField, true>> = {
  kind: true,
  surface: true,
  direction: true,
  conversation: true,
  post: true,
  author: true,
  status: true,
  assignee: true,
  label: true,
  state: true,
  subject: true,
  metric: true,
  action: true,
  target: true,
  by: true,
};
const everyField = Object.keys(indexed) as readonly IndexedField[];

/** Makes the tag of a field without a column. */
export const tagOf = (field: IndexedField, value: string): string => `${field}=${value}`;

/** Makes the tag of something that an entry speaks of; `about` is a storage key. */
export const aboutTag = (about: string): string => `about=${about}`;

/**
 * Reads everything off a value.
 * @throws FolkmootError `invalid-request` for what JSON cannot hold.
 */
export function keep(collection: CollectionName, key: string, value: unknown): Kept {
  const body = jsonOf(value);
  // As it will be read: a date is a text by then.
  const plain: unknown = JSON.parse(body);
  const { fields } = shapes[collection];
  const claimable = isClaimable(collection);
  const tags = everyField
    .filter((field) => !fields.includes(field))
    .flatMap((field) => valuesOf(plain, field).map((one) => tagOf(field, one)));
  if (claimable) tags.push(...subjectsOf(plain).map((one) => aboutTag(`${tenantOf(key)}${one}`)));
  return {
    body,
    owner: ownerOf(key),
    time: timeOf(plain),
    retain: retainUntilOf(plain),
    tags,
    fields: fields.map((field) => valuesOf(plain, field)[0]),
    turn: claimable ? turnOf(collection, key, plain) : undefined,
  };
}

/**
 * Writes a value down.
 * @throws FolkmootError `invalid-request` for what JSON cannot hold.
 */
export function jsonOf(value: unknown): string {
  let body: unknown;
  try {
    body = JSON.stringify(value);
  } catch (cause) {
    throw new FolkmootError(
      "invalid-request",
      "A value cannot be stored, because JSON does not know bigints and circles: hand it in as plain JSON.",
      {
        cause,
      },
    );
  }
  if (typeof body !== "string")
    throw new FolkmootError("invalid-request", "A value cannot be stored, because JSON has no word for it: hand in an object.");
  return body;
}

function turnOf(from: Claimable, key: string, value: unknown): Turn {
  const unit = unitOf(from, { key, value });
  if (from === "outbox") return { unit, type: isOnItsWay(value) ? onItsWay : "at-rest", origin: undefined, kind: undefined };
  const change = value as Change;
  const fields = value as Fields;
  return {
    unit,
    type: typeof fields["type"] === "string" ? fields["type"] : "",
    origin: typeof fields["origin"] === "string" ? fields["origin"] : undefined,
    kind: kindIn(change),
  };
}
