/**
 * Where a status belongs. It names what it answers and nothing above, so the first status of a thread has to be found and remembered.
 * @module
 */
import { isFolkmootError } from "../../errors.js";
import { wireStatus, type WireContext, type WireStatus } from "./wire.js";

/** Where a status belongs. */
export interface Thread {
  /** Id of the thread's first status; its own where it is the first. */
  readonly rootId: string;
  /** Id of who wrote the first, as far as known. */
  readonly rootAuthor?: string;
  /** Id of the answer to the first that this one is below, or is. Absent on the first, and where it is not known. */
  readonly topId?: string;
}

/** Threads that were seen. */
export interface Threads {
  /** Finds where a status belongs; asks for its context where nothing tells it. */
  of(wire: WireStatus, readContext: (id: string) => Promise<WireContext>): Promise<Thread>;
  /** Learns from a context that was read. */
  learn(context: WireContext): void;
  /** Tells where an answer belongs, when it is known of what it answers. */
  below(parent: { readonly id: string; readonly thread: Thread }, wire: WireStatus): Thread;
  /** Keeps what is known of a status. */
  remember(id: string, thread: Thread): void;
  /** Tells what is remembered. */
  known(id: string): Thread | undefined;
}

/** Statuses remembered. About 1 MB. */
const most = 10_000;

const checked = (list: readonly unknown[]): readonly WireStatus[] => list.filter((one) => wireStatus.accepts(one));

/** Makes an empty memory of threads, which forgets the oldest first. */
export function createThreads(): Threads {
  const threads = new Map<string, Thread>();
  const reading = new Map<string, Promise<Thread>>();

  const remember = (id: string, thread: Thread): Thread => {
    threads.delete(id);
    threads.set(id, thread);
    const oldest = threads.size > most ? threads.keys().next().value : undefined;
    if (oldest !== undefined) threads.delete(oldest);
    return thread;
  };

  /** Tells where a status belongs, off itself or off what it answers. */
  const derive = (wire: WireStatus): Thread | undefined => {
    const known = threads.get(wire.id);
    if (known !== undefined) return known;
    const parentId = wire.in_reply_to_id ?? "";
    if (parentId === "") return remember(wire.id, { rootId: wire.id, rootAuthor: wire.account.id });
    const above = threads.get(parentId);
    if (above === undefined) return undefined;
    return remember(wire.id, parentId === above.rootId ? { ...above, topId: wire.id } : above);
  };

  /** The first that we may see may answer one that we may not: then that one is the first, however we came here. */
  const beginAt = (wire: WireStatus): Thread => {
    const { id, in_reply_to_id: parentId, in_reply_to_account_id: author } = wire;
    const hidden = typeof author === "string" ? { rootAuthor: author } : {};
    return derive(wire) ?? remember(id, { rootId: parentId ?? id, ...hidden, topId: id });
  };

  const learn: Threads["learn"] = ({ ancestors, descendants }) => {
    for (const wire of checked(ancestors)) beginAt(wire);
    // Flat, each before what answers it in most software; whatever is out of order is found when it is asked for.
    for (const wire of checked(descendants)) derive(wire);
  };

  const ask = async (wire: WireStatus, readContext: (id: string) => Promise<WireContext>): Promise<Thread> => {
    let context: WireContext;
    try {
      context = await readContext(wire.id);
    } catch (error) {
      // Deleted in this moment. What it answered is the best that is known, and not worth keeping.
      if (!isFolkmootError(error, "not-found")) throw error;
      return { rootId: wire.in_reply_to_id ?? wire.id };
    }
    learn({ ancestors: context.ancestors, descendants: [] });
    const above = threads.get(checked(context.ancestors).at(-1)?.id ?? "");
    // A gap between the status and what is above it: the thread is still the same.
    const thread = derive(wire) ?? (above === undefined ? beginAt(wire) : remember(wire.id, above));
    learn({ ancestors: [], descendants: context.descendants });
    return thread;
  };

  return {
    learn,
    remember,
    below: ({ id, thread }, wire) => {
      remember(id, thread);
      return derive(wire) ?? thread;
    },
    known: (id) => threads.get(id),
    of: async (wire, readContext) => {
      const known = derive(wire);
      if (known !== undefined) return known;
      const running = reading.get(wire.id) ?? ask(wire, readContext).finally(() => reading.delete(wire.id));
      reading.set(wire.id, running);
      return running;
    },
  };
}
