/**
 * Moderation: editing and deleting, pins, time-outs and bans.
 * @module
 */
import { anything } from "../../adapter/compiled.js";
import { memberAnswer, messageAnswer } from "./wire.js";
import { checkSayable, toBody } from "./draft.js";
import { idOf, spotOf, threadOf } from "./reading.js";
import { isFolkmootError } from "../../errors.js";
import { maxHistoryMs, maxTimeOutMs } from "./limits.js";
import { toMessage, toPost } from "./normalize.js";
import type { AuthorRef } from "../../model/ref.js";
import type { BeginDiscord, DiscordTask } from "./task.js";
import type { Operations, Receipt } from "../../adapter/operations.js";
import type { Schema } from "../../http/request.js";

type Names = "edit" | "delete" | "pin" | "unpin" | "ban" | "unban";

/** Longest reason in the audit log (reference, audit logs; read 2026-11). */
const maxReason = 512;
const second = 1_000;

/** Edits, deletes, pins, shuts out. */
export function moderation(begin: BeginDiscord): Pick<Operations, Names> {
  return {
    edit: async (target, draft, options) => {
      const task = begin("edit", options);
      const { kind } = idOf(task, target, ["message", "post"]);
      checkSayable(task, draft);
      const { channel, message } = await spotOf(task, target);
      // Without new files those of the message stay; the same edit twice leaves the same message.
      const body = await toBody(task, draft, {});
      const wire = await task.send("PATCH", `/channels/${channel}/messages/${message}`, messageAnswer, { body, safeToRepeat: true });
      const us = await task.us();
      const place = await task.channels.find(task, channel);
      if (kind === "message") return { message: toMessage(us, wire, place, { via: "send" }) };
      return { post: toPost(us, (await threadOf(task, target, message)) ?? place, wire) };
    },
    delete: async (target, options) => {
      const task = begin("delete", options);
      const { id, kind } = idOf(task, target, ["message", "post"]);
      try {
        const thread = kind === "post" ? await threadOf(task, target, id) : undefined;
        if (thread !== undefined) await turn(task, "DELETE", `/channels/${id}`);
        else {
          const { channel, message } = await spotOf(task, target);
          await turn(task, "DELETE", `/channels/${channel}/messages/${message}`);
        }
      } catch (error) {
        // What is gone counts as deleted.
        if (!isFolkmootError(error, "not-found")) throw error;
      }
      return {};
    },
    pin: async (target, options) => {
      const task = begin("pin", options);
      const { channel, message } = await spotOf(task, target);
      await turn(task, "PUT", `/channels/${channel}/messages/pins/${message}`);
      return {};
    },
    unpin: async (target, options) => {
      const task = begin("unpin", options);
      const { channel, message } = await spotOf(task, target);
      await unlessGone(turn(task, "DELETE", `/channels/${channel}/messages/pins/${message}`));
      return {};
    },
    ban: async (author, { durationMs, reason, deleteHistoryMs, ...options } = {}) => {
      const task = begin("ban", options);
      checkBan(task, durationMs, deleteHistoryMs);
      const headers = reasonOf(task, reason);
      const id = await person(task, author);
      if (durationMs === undefined) {
        const body = deleteHistoryMs === undefined ? {} : { delete_message_seconds: Math.floor(deleteHistoryMs / second) };
        await turn(task, "PUT", `/guilds/${task.set.guild}/bans/${id}`, { body, headers });
        return {};
      }
      const until = new Date(task.runtime.clock.now() + durationMs).toISOString();
      await turn(task, "PATCH", memberPath(task, id), { body: { communication_disabled_until: until }, headers }, memberAnswer);
      return { refs: { until } };
    },
    unban: async (author, options) => {
      const task = begin("unban", options);
      const id = await person(task, author);
      return lift(task, id);
    },
  };
}

interface Details {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Switches something; doing it twice leaves what doing it once leaves. */
async function turn(
  task: DiscordTask,
  method: "PUT" | "PATCH" | "DELETE",
  path: string,
  details: Details = {},
  schema: Schema<unknown> = anything,
): Promise<void> {
  await task.send(method, path, schema, { ...details, safeToRepeat: true });
}

const memberPath = (task: DiscordTask, id: string): string => `/guilds/${task.set.guild}/members/${id}`;

/** True when it was done, false when there was nothing to do it to. */
async function unlessGone(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (isFolkmootError(error, "not-found")) return false;
    throw error;
  }
}

/** A bot may hold the permission for one of them only, and nobody is both banned and timed out: whoever is banned is no member. */
async function lift(task: DiscordTask, id: string): Promise<Receipt> {
  const ways = [
    () => turn(task, "DELETE", `/guilds/${task.set.guild}/bans/${id}`),
    () => turn(task, "PATCH", memberPath(task, id), { body: { communication_disabled_until: null } }, memberAnswer),
  ];
  let done = false;
  let refused: unknown;
  for (const way of ways) {
    try {
      done = (await unlessGone(way())) || done;
    } catch (error) {
      if (!isFolkmootError(error, "forbidden")) throw error;
      refused ??= error;
    }
  }
  if (!done && refused !== undefined) throw refused as Error;
  return {};
}

async function person(task: DiscordTask, author: AuthorRef): Promise<string> {
  const { id } = idOf(task, author, ["author"]);
  return id === (await task.us()).bot ? task.refuse("invalid-request", "the author is the bot itself.") : id;
}

function checkBan(task: DiscordTask, durationMs: number | undefined, deleteHistoryMs: number | undefined): void {
  const bad = (why: string): never => task.refuse("invalid-request", why);
  const isTime = (ms: number): boolean => Number.isFinite(ms) && ms > 0;
  if (durationMs !== undefined && !(isTime(durationMs) && durationMs <= maxTimeOutMs))
    bad("`durationMs` must be more than 0 and at most 28 days, the longest time-out; leave it out to ban without end.");
  if (durationMs !== undefined && deleteHistoryMs !== undefined)
    bad("`deleteHistoryMs` goes with a ban only; leave it out of a time-out, and delete the messages one by one.");
  if (deleteHistoryMs !== undefined && !(isTime(deleteHistoryMs) && deleteHistoryMs <= maxHistoryMs))
    bad("`deleteHistoryMs` must be more than 0 and at most 7 days; leave it out to delete nothing.");
}

/** The reason stands in the audit log. Headers hold no letters beyond ASCII, so it is written as in an address. */
function reasonOf(task: DiscordTask, reason: string | undefined): Readonly<Record<string, string>> {
  if (reason === undefined || reason === "") return {};
  if (!/\p{Surrogate}/u.test(reason) && reason.length <= maxReason) return { "x-audit-log-reason": encodeURIComponent(reason) };
  return task.refuse("invalid-request", `\`reason\` must be well-formed text of at most ${maxReason} UTF-16 units.`);
}
