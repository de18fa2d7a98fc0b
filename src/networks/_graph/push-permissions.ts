/**
 * Permissions that people gave or took back (object `permissions`).
 * @module
 */
import { idOf } from "./wire.js";
import { listOf } from "../../adapter/fields.js";
import { networkEvent, type Pushed, type Read } from "./push-parts.js";
import { usOf } from "./push-envelope.js";

/** Tells of a permission, to each account that it names; where none is named, to the person who decided. */
export function readPermissions(pushed: Pushed): Read {
  const { us, value, field } = pushed;
  const targets = listOf(value["target_ids"]).flatMap((id) => idOf(id) ?? []);
  const accounts = targets.length === 0 ? [us] : targets.map((id) => usOf(us.network, id));
  return { changes: accounts.map((account) => networkEvent({ ...pushed, us: account }, { name: `permissions.${field}` })) };
}
