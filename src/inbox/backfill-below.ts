/**
 * Reads lists that lie below others backwards: messages below conversations, comments below posts.
 * A page of the upper list is done when the lists below it are; cut short, it is read again, and they go on where they were.
 * @module
 */
import { absorb } from "./absorb.js";
import { isFolkmootError } from "../errors.js";
import { lastSaid, type ConversationReader } from "./sync-conversations.js";
import { messageSource, postSource, type MessageList } from "./sync-sources.js";
import { readBackwards, rowOf, type BackfillRun, type BackwardOptions, type BackwardOutcome } from "./backfill-list.js";
import { unfit } from "./clean.js";
import type { Conversation } from "../model/conversation.js";
import type { Kept, ListSource, PageMark } from "./sync-run.js";
import type { Operations } from "../adapter/operations.js";
import type { StoppedBy } from "../model/page.js";

/** The lists below one page. */
interface Lower {
  /** Reads them one after the other. False = cut short. */
  read(lists: readonly MessageList[]): Promise<boolean>;
  /** Says which of them the job has not read to their end. */
  open(lists: readonly MessageList[]): Promise<readonly MessageList[]>;
  /** Why the last one was cut short. */
  readonly stoppedBy: StoppedBy | undefined;
}

function lowerLists(run: BackfillRun, options: BackwardOptions): Lower {
  let stoppedBy: StoppedBy | undefined;
  /** Lists that are gone or closed to us. */
  const closed = new Set<string>();
  const readOne = async (list: MessageList): Promise<StoppedBy> => {
    try {
      return (await readBackwards(run, messageSource(run, list), options)).stoppedBy;
    } catch (error) {
      if (!isFolkmootError(error, "not-found") && !isFolkmootError(error, "forbidden")) throw error;
      closed.add(list.name);
      run.warn(`A list of ${list.name.split(":", 1)[0] ?? "messages"} cannot be read (${error.code}); the backfill passes it over.`);
      return "end";
    }
  };
  return {
    read: async (lists) => {
      for (const list of lists) {
        const stopped = run.outOfTime() ? "more" : await readOne(list);
        if (stopped !== "end") {
          stoppedBy = stopped;
          return false;
        }
      }
      return true;
    },
    open: async (lists) => {
      const rows = await Promise.all(lists.map(async ({ name }) => closed.has(name) || (await rowOf(run, name))?.value.done === true));
      return lists.filter((_, index) => rows[index] !== true);
    },
    get stoppedBy() {
      return stoppedBy;
    },
  };
}

/** Reads the messages of all conversations in which anything was said since the span begins. */
export async function backfillConversations(
  run: BackfillRun,
  reader: ConversationReader,
  name: string,
  jumps: boolean,
): Promise<BackwardOutcome> {
  const { context, account } = run;
  const lower = lowerLists(run, { jumps });
  const listsOf = (conversations: readonly Conversation[]): readonly MessageList[] =>
    conversations
      .filter((one) => !(Date.parse(lastSaid(one) ?? "") < Date.parse(run.from)))
      .map((one) => ({ name: `${name}:${one.key}`, read: (query) => reader.listMessages(one, query) }));

  /** A conversation in which something is said moves to the top, behind our back: the top is looked at until nothing there is open. */
  const sweep = async (): Promise<boolean> => {
    for await (const { items } of reader.listConversations({ signal: run.signal, lane: "sync" }).pages()) {
      const open = await lower.open(listsOf(items.filter((one) => unfit(one, "conversation", account) === undefined)));
      if (open.length === 0) return true;
      if (!(await lower.read(open))) return false;
    }
    return true;
  };
  const keep = async (conversations: readonly Conversation[], mark: PageMark): Promise<Kept> => {
    const { value, expect } = mark.cursor;
    if (!(await lower.read(listsOf(conversations)))) return "again";
    if (value.done === true && expect !== "absent" && !(await sweep())) return "again";
    return (await absorb(context, account, { conversations }, mark)) === undefined ? "overtaken" : "kept";
  };
  const source: ListSource<Conversation> = {
    name,
    filtersSince: false,
    read: (query) => reader.listConversations(query),
    keyOf: ({ key }) => key,
    timeOf: lastSaid,
    unfit: (one) => unfit(one, "conversation", account),
    known: async () => Promise.resolve(new Set()),
    keep,
  };
  return ended(await readBackwards(run, source, { dated: false, told: false }), lower);
}

/** Reads the comments of all posts of ours that were published within the span; `whole` where each list is a tree. */
export async function backfillComments(
  run: BackfillRun,
  reader: Pick<Operations, "listComments" | "listPosts">,
  name: string,
  { whole, jumps }: { readonly whole: boolean; readonly jumps: boolean },
): Promise<BackwardOutcome> {
  const lower = lowerLists(run, { jumps });
  const posts = postSource(run, name, (query) => reader.listPosts(query), false);
  const keep: typeof posts.keep = async (page, mark) => {
    const lists = page.map(({ key, refs }): MessageList => {
      const post = { key, ...(refs && { refs }) };
      return { name: `${name}:${key}`, whole, read: (query) => reader.listComments(post, query) };
    });
    return (await lower.read(lists)) ? posts.keep(page, mark) : "again";
  };
  return ended(await readBackwards(run, { ...posts, keep }, { told: false }), lower);
}

/** Where a list below was cut short, that says why. */
function ended(outcome: BackwardOutcome, { stoppedBy }: Lower): BackwardOutcome {
  return outcome.stoppedBy === "more" && stoppedBy !== undefined ? { ...outcome, stoppedBy } : outcome;
}
