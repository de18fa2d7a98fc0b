/**
 * Reactions: any emoji, one of which counts as a like.
 * @module
 */
import { anything } from "../../adapter/compiled.js";
import { isFolkmootError } from "../../errors.js";
import { readEmoji } from "./ids.js";
import { spotOf } from "./reading.js";
import type { BeginDiscord, DiscordTask } from "./task.js";
import type { Operations, Receipt } from "../../adapter/operations.js";
import type { Target } from "../../model/target.js";

/** Reacts, and takes reactions back. */
export function reactions(begin: BeginDiscord): Pick<Operations, "like" | "unlike" | "react" | "unreact"> {
  return {
    like: async (target, options) => {
      const task = begin("like", options);
      return turn(task, target, task.set.like, true);
    },
    unlike: async (target, options) => {
      const task = begin("unlike", options);
      return turn(task, target, task.set.like, false);
    },
    react: async (target, reaction, options) => turn(begin("react", options), target, reaction, true),
    unreact: async (target, reaction, options) => turn(begin("unreact", options), target, reaction, false),
  };
}

/** Repeating does no harm: there is one reaction of ours for each emoji, or none. */
async function turn(task: DiscordTask, target: Target, reaction: string, on: boolean): Promise<Receipt> {
  const emoji = readEmoji(reaction);
  if (emoji === undefined) return task.refuse("invalid-request", "a reaction must be one emoji, or name:id for one of a server's own.");
  const { channel, message } = await spotOf(task, target);
  const path = `/channels/${channel}/messages/${message}/reactions/${encodeURIComponent(emoji)}/@me`;
  try {
    await task.send(on ? "PUT" : "DELETE", path, anything, { safeToRepeat: true });
  } catch (error) {
    // Where the message is gone our reaction is too.
    if (on || !isFolkmootError(error, "not-found")) throw error;
  }
  return {};
}
