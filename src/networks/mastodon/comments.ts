/**
 * Comments: what stands below a status, answering it, and reading messages again.
 * @module
 */
import { answered, checkSayable, publish } from "./draft.js";
import { asSent } from "../../adapter/as-sent.js";
import { isDirect, toMessage } from "./normalize.js";
import { isFolkmootError } from "../../errors.js";
import { listAnswer, type WireStatus } from "./wire.js";
import { listNotified } from "./mentions.js";
import { onePage, type PageRead } from "../../adapter/paged.js";
import type { BeginMastodon, MastodonTask } from "./task.js";
import type { ListQuery, Operations, WriteOptions } from "../../adapter/operations.js";
import type { Draft } from "../../model/draft.js";
import type { Message } from "../../model/message.js";
import type { MessageTarget, Target } from "../../model/target.js";
import type { Paged } from "../../model/page.js";
import type { Receipt } from "../../adapter/operations.js";

/** Most statuses of one request (source, app/controllers/api/v1/statuses_controller.rb, read 2026-11). */
const statusesAtOnce = 20;

/** Lists and writes comments; reads messages again. */
export function comments(begin: BeginMastodon): Pick<Operations, "listComments" | "getMessages" | "reply"> {
  return {
    listComments: (under, query) =>
      under === null
        ? listNotified(begin, "listComments", ({ kind }) => kind === "comment", query)
        : listThread(begin("listComments", query), under, query),
    getMessages: (messages, options) => reread(begin("getMessages", options), messages),
    reply: (target, draft, options) => reply(begin("reply", options), target, draft, options),
  };
}

async function reply(task: MastodonTask, target: Target, draft: Draft, options: WriteOptions | undefined): Promise<Receipt> {
  task.target(target, ["message", "post"]);
  checkSayable(task, draft);
  const to = await answered(task, target);
  // The network names nobody by itself, and who is not named is not told. Our own words are answered without naming us.
  const names = to.authorId === task.us.id ? [] : [to.acct];
  const wire = await publish(task, draft, { inReplyTo: to.id, audience: to.audience, names }, options);
  const message = asSent(toMessage(task.us, wire, task.threads.below(to, wire), { via: "send" }));
  return { message, visibility: message.visibility, refs: message.refs ?? {} };
}

/** Everything below a status, in one answer: each before what answers it, as the server has it. Direct messages are left out. */
function listThread(task: MastodonTask, under: Target, query?: ListQuery): Paged<Message> {
  const { id } = task.target(under, ["message", "post"]);
  return onePage(
    async () => {
      const { ancestors, descendants } = await task.context(id);
      // The status itself is in neither list, and every answer to it needs to know where it belongs.
      task.threads.learn({ ancestors, descendants: [] });
      if (task.threads.known(id) === undefined) {
        const { thread } = await answered(task, under);
        task.threads.remember(id, thread);
      }
      task.threads.learn({ ancestors: [], descendants });
      return task.readStatuses("descendants", descendants, (wire, thread) =>
        isDirect(wire) ? undefined : toMessage(task.us, wire, thread),
      );
    },
    query ?? task.options,
    {
      timeOf: ({ createdAt }) => createdAt,
      order: "oldest",
      name: `mastodon listComments of ${task.account}`,
      now: () => task.runtime.clock.now(),
    },
  );
}

/** Twenty at a time where the server can (4.3), else one by one. Those that are gone are absent. */
function reread(task: MastodonTask, messages: readonly MessageTarget[]): Paged<Message> {
  const ids = messages.map((message) => task.target(message, ["message"]).id);
  if (ids.length === 0) return onePage<Message>([], task.options);
  return task.list(async (cursor): Promise<PageRead<Message>> => {
    const from = Number(cursor ?? 0);
    const next = from + statusesAtOnce;
    const found = await fetchStatuses(task, ids.slice(from, next));
    const read = await task.readStatuses("statuses", found, (wire, thread) => toMessage(task.us, wire, thread));
    return { ...read, ...(next < ids.length && { next: String(next) }) };
  }, task.options);
}

async function fetchStatuses(task: MastodonTask, ids: readonly string[]): Promise<readonly unknown[]> {
  const server = await task.server();
  if (server?.apiVersion !== undefined && server.software === "mastodon") return task.get("/api/v1/statuses", listAnswer, { "id[]": ids });
  const found: WireStatus[] = [];
  for (const id of ids) {
    const status = await statusOrNone(task, id);
    if (status !== undefined) found.push(status);
  }
  return found;
}

/** Reads a status; `undefined` when it is gone, or not for us to see. */
export async function statusOrNone(task: MastodonTask, id: string): Promise<WireStatus | undefined> {
  try {
    return await task.status(id);
  } catch (error) {
    if (isFolkmootError(error, "not-found")) return undefined;
    throw error;
  }
}
