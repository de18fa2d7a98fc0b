/**
 * Operations whose code is loaded when the first of them is used, so that making an adapter costs nothing.
 * @module
 */
import type { OperationName, Operations } from "./operations.js";
import type { Paged } from "../model/page.js";

/** The operations that give a list. */
type ListName = {
  readonly [K in OperationName]: Operations[K] extends (...input: never[]) => PromiseLike<unknown> & AsyncIterable<unknown> ? K : never;
}[OperationName];

/** Told by name, because whether a method gives a list has to be known before it is there. */
const lists: Readonly<Record<ListName, true>> = {
  listPosts: true,
  listComments: true,
  listMentions: true,
  listConversations: true,
  listMessages: true,
  getMessages: true,
  listReviews: true,
  listHeld: true,
  searchPosts: true,
  findOwn: true,
  listSubscriptions: true,
};

type Run = (...input: readonly unknown[]) => unknown;
type ListRun = (...input: readonly unknown[]) => Paged<unknown>;

/**
 * Makes operations that load themselves at the first use of any. Their checks run then: bad input is refused when a write is called and
 * when a list is used, before any request.
 * @param names - the operations that `load` gives
 * @param load - called once; again after a failure
 *
 * @example
 * operations: (request, runtime) =>
 *   loadOperations(operationNames, async () => (await import("./operations.js")).operations(request, runtime)),
 */
export function loadOperations<O extends OperationName>(
  names: readonly O[],
  load: () => Promise<Pick<Operations, O>>,
): Pick<Operations, O> {
  let loading: Promise<Pick<Operations, O>> | undefined;
  const loaded = (): Promise<Pick<Operations, O>> =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  const entries = names.map((name): readonly [O, Run] => {
    const method = async (): Promise<Run> => (await loaded())[name] as Run;
    if (name in lists) return [name, (...input) => listOf(method as () => Promise<ListRun>, input)];
    if (name === "stream") return [name, (...input) => iterate(method, input)];
    return [name, async (...input) => (await method())(...input)];
  });
  return Object.fromEntries(entries) as Pick<Operations, O>;
}

function listOf(method: () => Promise<ListRun>, input: readonly unknown[]): Paged<unknown> {
  return lateList(async () => {
    const list = await method();
    return () => list(...input);
  });
}

/**
 * Makes a list whose code is loaded when it is used.
 * @param load - gives what makes the list: a list is thenable, so a promise of one would be a promise of its first page
 */
export function lateList<T>(load: () => Promise<() => Paged<T>>): Paged<T> {
  return {
    then: (fulfilled, rejected) =>
      load()
        .then((list) => list())
        .then(fulfilled, rejected),
    async *pages() {
      yield* (await load())().pages();
    },
    async *[Symbol.asyncIterator]() {
      yield* (await load())();
    },
  };
}

async function* iterate(method: () => Promise<Run>, input: readonly unknown[]): AsyncGenerator {
  yield* (await method())(...input) as AsyncIterable<unknown>;
}
