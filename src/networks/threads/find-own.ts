/**
 * Finds our own posts and replies again, after a write without an answer.
 * @module
 */
import { bareWords, skewMs } from "../_graph/own-words.js";
import { containerState } from "../_graph/container.js";
import { isFolkmootError } from "../../errors.js";
import { onePage, type PageRead } from "../../adapter/paged.js";
import { postFields, replyFields } from "./fields.js";
import { present } from "../../adapter/fields.js";
import { toMessage } from "./normalize.js";
import type { BeginThreads, ThreadsTask } from "./task.js";
import type { Draft } from "../../model/draft.js";
import type { FindOwnQuery, Operations } from "../../adapter/operations.js";
import type { Message } from "../../model/message.js";
import type { Quarantined } from "../../model/page.js";

/** Finds our own among what the profile has said since. */
export function findOwn(begin: BeginThreads): Pick<Operations, "findOwn"> {
  return {
    findOwn: (target, draft, query) => {
      const task = begin("findOwn", query);
      const { id, kind } = task.target(target, ["message", "post", "account"]);
      const answers = kind === "account" ? undefined : id;
      return onePage(() => find(task, answers, draft, query), present({ ...task.options, limit: query.limit }));
    },
  };
}

/** Oldest first, so all pages are read before the first is given. */
async function find(task: ThreadsTask, answers: string | undefined, draft: Draft, query: FindOwnQuery): Promise<PageRead<Message>> {
  const containerId = query.refs?.["containerId"];
  if (containerId !== undefined && !(await wasPublished(task, containerId))) return { items: [] };
  const from = Date.parse(query.since) - skewMs;
  const words = bareWords(draft.text);
  const quarantined: Quarantined[] = [];
  const found: Message[] = [];
  const [path, fields] = answers === undefined ? (["/me/threads", postFields] as const) : (["/me/replies", replyFields] as const);
  const since = new Date(from).toISOString();
  const list = task.list<Message>(
    (cursor, size) =>
      task.page(path, { fields }, { cursor, size }, (wire, place, viewer) =>
        toMessage(viewer, { ...wire, is_reply_owned_by_me: true }, place),
      ),
    { ...task.options, since },
    ({ createdAt }) => createdAt,
  );
  for await (const page of list.pages()) {
    quarantined.push(...page.quarantined);
    found.push(...page.items.filter((message) => bareWords(message.text) === words && message.refs?.["parentId"] === answers));
  }
  return { items: found.reverse(), quarantined };
}

/** A container that was not published never will be; one that is gone was prepared more than a day ago, and then only the lists tell. */
async function wasPublished(task: ThreadsTask, containerId: string): Promise<boolean> {
  try {
    return (await containerState(task, containerId, { statusField: "status", reasonField: "error_message" })).state === "published";
  } catch (error) {
    if (isFolkmootError(error, "not-found")) return true;
    throw error;
  }
}
