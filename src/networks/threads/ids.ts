/**
 * Who sees: the profile.
 * @module
 */
import { accountKey } from "../../model/keys.js";
import type { GraphUs } from "../_graph/task.js";

/** The account that everything is seen by. */
export type Us = GraphUs;

/** Says who we are. @param id - the network's own id of the profile */
export function usOf(id: string): Us {
  return { network: "threads", account: accountKey("threads", id), id };
}
