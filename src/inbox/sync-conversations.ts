/**
 * Reads lists that lie below others: messages below conversations, comments below posts.
 * @module
 */
import { absorb } from "./absorb.js";
import { cursorRow } from "./storage-keys.js";
import { isFolkmootError } from "../errors.js";
import { joinReaders } from "./follow-list.js";
import { later } from "./merge.js";
import { messageSource, rowsOfTenant } from "./sync-sources.js";
import { overlapMs, type ListOutcome, type ListSource, type SyncRun } from "./sync-run.js";
import { readList } from "./sync-list.js";
import { unfit } from "./clean.js";
import type { Conversation } from "../model/conversation.js";
import type { Keeps } from "./gap.js";
import type { ListQuery, Operations } from "../adapter/operations.js";
import type { Message } from "../model/message.js";
import type { Paged, StoppedBy } from "../model/page.js";
import type { Post } from "../model/post.js";
import type { SyncCursor } from "../store/collections.js";

/** The operations that conversations need. */
export type ConversationReader = Pick<Operations, "listConversations" | "listMessages">;

/** What reading lower lists added up to. */
export interface Tally {
  fetched: number;
}

/**
 * Describes the list of conversations. A page of it is done when the messages of each of its conversations are;
 * where that is cut short, the page is read again, and the conversations go on where they were.
 */
export function conversationSource(
  run: SyncRun,
  reader: ConversationReader,
  name: string,
  connectedAt: string,
  tally: Tally,
  keeps?: Keeps,
): ListSource<Conversation> {
  const states = async (conversations: readonly Conversation[]): Promise<readonly (readonly [Conversation, SyncCursor | undefined])[]> =>
    Promise.all(conversations.map(async (one) => [one, await stateOf(run, `${name}:${one.key}`)] as const));
  return {
    name,
    filtersSince: false,
    connectedAt,
    read: (query) => reader.listConversations(query),
    keyOf: (conversation) => conversation.key,
    timeOf: lastSaid,
    unfit: (conversation) => unfit(conversation, "conversation", run.account),
    ofTenant: (tenant, keys) => rowsOfTenant(run, "conversation", tenant, keys),
    known: async (conversations) =>
      new Set((await states(conversations)).filter(([one, state]) => isQuiet(one, state)).map(([one]) => one.key)),
    keep: async (conversations, mark) => {
      // What was quiet until the list of conversations was last read misses nothing until then.
      const coveredUntil = (await stateOf(run, name))?.completeUntil;
      const open = (await states(conversations)).filter(([one, state]) => !isQuiet(one, state));
      // Those first whose turn is longest ago: a short deadline gets to all of them in the end.
      open.sort(([, one], [, other]) => ((one?.readUntil ?? "") < (other?.readUntil ?? "") ? -1 : 1));
      for (const [index, [conversation]] of open.entries()) {
        if (index > 0 && run.outOfTime()) return "again";
        const read = await readLower(run, {
          name: `${name}:${conversation.key}`,
          connectedAt,
          keeps: { ...keeps, coveredUntil },
          read: (query) => reader.listMessages(conversation, query),
        });
        tally.fetched += read.fetched;
        if (!read.complete) return read.stoppedBy === "busy" ? "overtaken" : "again";
      }
      return (await absorb(run.context, run.account, { conversations }, mark)) === undefined ? "overtaken" : "kept";
    },
  };
}

/** Posts whose comments are watched, where a network lists comments by post only: the newest of the last 30 days. */
const watchedPosts = 25;

/** How the comments of posts are read. */
export interface CommentsOfPosts {
  /** The surface. */
  readonly name: string;
  /** When it was connected. */
  readonly connectedAt: string;
  /** True reads each list to its end every time. @defaultValue false */
  readonly whole?: boolean;
  /** How long a post that was read is left alone. Milliseconds. @defaultValue 0 */
  readonly everyMs?: number;
  /** How far the list below a post reaches back. */
  readonly keeps?: Keeps;
}

/** Reads the comments of recent posts of ours, those first whose turn is longest ago. */
export async function readCommentsOfPosts(
  run: SyncRun,
  reader: Pick<Operations, "listComments">,
  { name, connectedAt, whole = false, everyMs = 0, keeps }: CommentsOfPosts,
): Promise<ListOutcome> {
  const { context, account } = run;
  const due = new Date(context.runtime.clock.now() - everyMs).toISOString();
  const since = new Date(context.runtime.clock.now() - 30 * 24 * 3_600_000).toISOString();
  const { items } = await context.store.query("post", {
    below: [context.stored(account)],
    since,
    order: "newest",
    limit: 4 * watchedPosts,
  });
  const posts = await Promise.all(
    items
      .filter(({ value }) => value.isOwn && value.deletedAt === undefined)
      .slice(0, watchedPosts)
      .map(async ({ value }): Promise<readonly [Post, string]> => [value, (await stateOf(run, `${name}:${value.key}`))?.readUntil ?? ""]),
  );
  posts.sort(([, one], [, other]) => (one < other ? -1 : Number(one > other)));
  let fetched = 0;
  let stoppedBy: StoppedBy = "end";
  for (const [index, [post]] of posts.filter(([, readUntil]) => readUntil <= due).entries()) {
    if (index > 0 && run.outOfTime()) return { fetched, stoppedBy: "more", complete: false };
    const read = await readLower(run, {
      name: `${name}:${post.key}`,
      connectedAt,
      whole,
      ...(keeps && { keeps }),
      read: (query) => reader.listComments(post, query),
    });
    fetched += read.fetched;
    if (!read.complete) stoppedBy = read.stoppedBy;
    if (stoppedBy === "busy" || stoppedBy === "budget") break;
  }
  // There may be no post yet, and so no list that says who reads.
  if (posts.length === 0) await joinReaders(run, name);
  return { fetched, stoppedBy, complete: stoppedBy === "end" };
}

interface LowerList {
  readonly name: string;
  readonly connectedAt: string;
  readonly whole?: boolean;
  readonly keeps?: Keeps;
  readonly read: (query: ListQuery) => Paged<Message>;
}

/** Reads one lower list. One that is gone or closed to us does not stop its neighbours. */
async function readLower(run: SyncRun, list: LowerList): Promise<ListOutcome> {
  try {
    return await readList(run, messageSource(run, list));
  } catch (error) {
    if (!isFolkmootError(error, "not-found") && !isFolkmootError(error, "forbidden")) throw error;
    run.warn(`A list of ${list.name.split(":", 1)[0] ?? "messages"} cannot be read (${error.code}); it is passed over.`);
    return { fetched: 0, stoppedBy: "end", complete: true };
  }
}

async function stateOf(run: SyncRun, name: string): Promise<SyncCursor | undefined> {
  const [row] = await run.context.store.read("cursor", [run.context.stored(cursorRow(run.account, name))]);
  return row?.value;
}

/** When something was last said in a conversation, as far as the network tells. */
export const lastSaid: (conversation: Conversation) => string | undefined = ({
  lastActivityAt,
  lastInboundAt,
  lastOutboundAt,
}: Conversation): string | undefined => later(lastActivityAt, later(lastInboundAt, lastOutboundAt));

/** True when nothing was said since the messages of a conversation were last read to their end. */
function isQuiet(conversation: Conversation, state: SyncCursor | undefined): boolean {
  const last = lastSaid(conversation);
  if (last === undefined || state?.readUntil === undefined || state.holes !== undefined) return false;
  return Date.parse(last) + overlapMs < Date.parse(state.readUntil);
}
