/**
 * The account itself, and profiles of others.
 * @module
 */
import { scopesOf } from "./session.js";
import { toAccount } from "./normalize-author.js";
import type { BeginBluesky, BlueskyTask } from "./task.js";
import type { Operations } from "../../adapter/operations.js";
import type { TokenSession } from "../../adapter/token-session.js";
import type { WireAuthor } from "./wire.js";

/** Reads a profile as the account sees it. */
export async function fetchProfile(task: BlueskyTask, did: string): Promise<WireAuthor> {
  return task.get("app.bsky.actor.getProfile", { actor: did });
}

/** Reads the account. */
export function account(begin: BeginBluesky, session: () => TokenSession | undefined): Pick<Operations, "getAccount"> {
  return {
    getAccount: async (options) => {
      const task = begin("getAccount", options);
      return toAccount(task.us, await fetchProfile(task, task.us.did), scopesOf(session()));
    },
  };
}
