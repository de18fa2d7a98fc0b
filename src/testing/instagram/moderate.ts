/**
 * Moderating conversations: an edge of the Page, and of the account itself (both in the official list of v25.0).
 * @module
 */
import { need } from "./access.js";
import type { Call } from "./access.js";
import type { AccountData } from "./core.js";
import { invalidParameter } from "../graph/errors.js";
import type { Json } from "../json.js";
import { threadBetween } from "./directs.js";

/** Shuts people out of the account's conversations, or lets them in again. */
export function moderate(account: AccountData, call: Call): Json {
  need(call, "messages");
  const list = (name: string): readonly unknown[] => {
    const value = call.params.json(name);
    if (!Array.isArray(value) || value.length === 0) throw invalidParameter(`The parameter ${name} is required`);
    return value as readonly unknown[];
  };
  const actions = list("actions").map((one) => String(one).toUpperCase());
  const people = list("user_ids").map((one) => String(typeof one === "object" && one !== null && "id" in one ? one.id : one));
  for (const person of people)
    if (threadBetween(call.core, account.id, person) === undefined) throw invalidParameter("No matching user found", 2018001);
  for (const action of actions) {
    if (!["BLOCK_USER", "UNBLOCK_USER", "MOVE_TO_SPAM"].includes(action)) throw invalidParameter("Param actions[0] is not a known action");
    for (const person of people) {
      if (action === "BLOCK_USER") account.blocks.add(person);
      if (action === "UNBLOCK_USER") account.blocks.delete(person);
    }
  }
  return { success: true };
}
