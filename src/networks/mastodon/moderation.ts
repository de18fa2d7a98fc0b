/**
 * Moderation: blocking and muting people. Other people's statuses can be hidden by nobody but their server's moderators.
 * @module
 */
import { inPath } from "./ids.js";
import { relationAnswer } from "./wire.js";
import type { AuthorRef } from "../../model/ref.js";
import type { BeginMastodon, MastodonTask } from "./task.js";
import type { Operations, Receipt, WriteOptions } from "../../adapter/operations.js";

/** What a mute takes. */
export interface MuteOptions extends WriteOptions {
  /** How long. Milliseconds, at least 1,000; the server counts in whole seconds. @defaultValue without end */
  readonly durationMs?: number;
}

/** Blocks and mutes people. */
export function moderation(begin: BeginMastodon): Pick<Operations, "ban" | "unban" | "unmute"> & {
  /** Stops hearing an author, for a time or without end. */
  mute(author: AuthorRef, options?: MuteOptions): Promise<Receipt>;
} {
  return {
    ban: async (author, options) => {
      const task = begin("ban", options);
      const id = person(task, author);
      if (options?.durationMs !== undefined)
        return task.refuse("unsupported", "a block has no end on this network; leave `durationMs` out and unban when it is time, or mute.");
      if (options?.deleteHistoryMs !== undefined)
        return task.refuse("unsupported", "other people's statuses cannot be deleted; leave `deleteHistoryMs` out.");
      return relate(task, id, "block");
    },
    unban: async (author, options) => {
      const task = begin("unban", options);
      return relate(task, person(task, author), "unblock");
    },
    mute: async (author, options) => {
      const task = begin("mute", options);
      const id = person(task, author);
      const ms = options?.durationMs;
      if (ms !== undefined && !(Number.isFinite(ms) && ms >= 1000))
        return task.refuse("invalid-request", "`durationMs` must be at least 1,000.");
      return relate(
        task,
        id,
        "mute",
        ms === undefined ? { notifications: true } : { notifications: true, duration: Math.round(ms / 1000) },
      );
    },
    unmute: async (author, options) => {
      const task = begin("unmute", options);
      return relate(task, person(task, author), "unmute");
    },
  };
}

function person(task: MastodonTask, author: AuthorRef): string {
  const { id } = task.target(author, ["author"]);
  return id === task.us.id ? task.refuse("invalid-request", "the author is the account itself.") : id;
}

/** The network keeps one relation to one person, however often it is asked for. */
async function relate(task: MastodonTask, id: string, verb: "block" | "unblock" | "mute" | "unmute", body?: object): Promise<Receipt> {
  const path = `/api/v1/accounts/${inPath(id)}/${verb}`;
  const { blocking, muting } = await task.write("POST", path, relationAnswer, { safeToRepeat: true, ...(body && { body }) });
  task.confirm(verb.endsWith("block") ? blocking : muting, !verb.startsWith("un"));
  return {};
}
