/**
 * One operation of a Mastodon account under way: reads pages and threads, and knows the server.
 * @module
 */
import { contextAnswer, pageAnswer, statusAnswer, wireStatus, type WireContext, type WirePage, type WireStatus } from "./wire.js";
import { createThreads, type Thread, type Threads } from "./threads.js";
import { FolkmootError } from "../../errors.js";
import { inPath, type Us } from "./ids.js";
import { knowServer } from "./detect.js";
import { readItems, type ReadItems } from "../../adapter/read-items.js";
import { givenQuery, taskMaker, type GivenQuery, type Begin, type RequestDetails, type Task } from "../../adapter/task.js";
import type { Credentials } from "../../http/credentials.js";
import type { MastodonServer, ServerMemory } from "./server.js";
import type { Method, RequestFunction, Schema } from "../../http/request.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";

/** What all operations of an adapter share. */
export interface Setup {
  /** The account. */
  readonly us: Us;
  /** What is known of its server. */
  readonly memory: ServerMemory;
  /** What the token was granted, where the host told. */
  readonly scopes: readonly string[] | undefined;
  /** For sockets, which no request function opens. */
  readonly credentials: () => Credentials | undefined;
  /** Milliseconds. */
  readonly pollEveryMs: number;
}

/** One operation of the account under way. */
export interface MastodonTask extends Task, Setup {
  /** Threads that this adapter has seen. */
  readonly threads: Threads;
  /** What the server can; asked once. `undefined` where it does not tell. */
  server(): Promise<MastodonServer | undefined>;
  /** Reads. */
  get<T>(path: string, schema: Schema<T>, query?: GivenQuery): Promise<T>;
  /** Writes; sent once unless `safeToRepeat` is set. */
  write<T>(method: Exclude<Method, "GET">, path: string, schema: Schema<T>, details?: Omit<RequestDetails<T>, "schema">): Promise<T>;
  /**
   * Compares how a switch stands after a write with how it was meant to. What the answer does not tell is believed.
   * @throws FolkmootError `unexpected-response` where the answer says that nothing has changed.
   */
  confirm(stands: unknown, meant: boolean): void;
  /**
   * Reads a page: the first with these parameters, a later one at the address that the server named, which is the cursor.
   * @param size - how many are wanted; `most` is what the list gives at once
   */
  page(path: string, query: GivenQuery, cursor: string | undefined, size: number | undefined, most: number): Promise<WirePage>;
  /** Reads a status. Throws `not-found` when it is gone, or not for us to see. */
  status(id: string): Promise<WireStatus>;
  /** Reads what is above and below a status. */
  context(id: string): Promise<WireContext>;
  /** Finds where a status belongs. */
  threadOf(wire: WireStatus): Promise<Thread>;
  /** Reads statuses, each with its thread. One that is broken is set aside. */
  readStatuses<T>(name: string, list: readonly unknown[], read: (wire: WireStatus, thread: Thread) => T | undefined): Promise<ReadItems<T>>;
}

/** Begins operations of the account. */
export type BeginMastodon = Begin<MastodonTask>;

/** Takes the query of an address apart, names that repeat together. */
function queryOf(url: URL): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    [...new Set(url.searchParams.keys())].map((name) => {
      const values = url.searchParams.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

/** Makes the function that begins the account's operations. */
export function beginner(setup: Setup, request: RequestFunction, runtime: ResolvedRuntime): BeginMastodon {
  const { us } = setup;
  const begin = taskMaker("mastodon", us.account, request, runtime);
  const threads = createThreads();
  return (operation, options) => {
    const task = begin(operation, options);

    /** The token goes to no other server, whatever a header says. Behind some proxies the scheme is told wrongly, which is no other server. */
    const ownAddress = (next: string): URL | undefined => {
      const url = URL.canParse(next, us.origin) ? new URL(next, us.origin) : undefined;
      return url?.host === us.host ? url : undefined;
    };

    const mastodon: MastodonTask = {
      ...task,
      ...setup,
      threads,
      server: () => knowServer(mastodon),
      get: (path, schema, query = {}) => task.request("GET", path, { schema, query: givenQuery(query) }),
      write: (method, path, schema, details = {}) => task.request(method, path, { ...details, schema }),
      confirm: (stands, meant) => {
        if (stands === !meant)
          throw new FolkmootError(
            "unexpected-response",
            `mastodon ${operation} failed for ${us.account}: the server answered as if it were done, and says in the same answer that it is not; try again later.`,
          );
      },
      page: async (path, query, cursor, size, most) => {
        const wanted = Math.min(size ?? most, most);
        let at = path;
        let asked: GivenQuery = { ...query, limit: wanted };
        if (cursor !== undefined) {
          const url = ownAddress(cursor);
          if (url === undefined || url.pathname !== path)
            return task.refuse("invalid-request", "`after` is no cursor of this list; give the `next` of one of its pages.");
          at = url.pathname;
          const named = queryOf(url);
          asked = Number(named["limit"]) > wanted ? { ...named, limit: wanted } : named;
        }
        const { items, next } = await task.request("GET", at, { schema: pageAnswer, query: givenQuery(asked), whole: true });
        if (next === undefined) return { items, next };
        const url = ownAddress(next);
        if (url === undefined)
          throw new FolkmootError(
            "unexpected-response",
            `mastodon ${operation} failed for ${us.account}: the next page lies on another server, where the token is not sent; check \`server\`.`,
          );
        return { items, next: `${us.origin}${url.pathname}${url.search}` };
      },
      status: (id) => mastodon.get(`/api/v1/statuses/${inPath(id)}`, statusAnswer),
      context: (id) => mastodon.get(`/api/v1/statuses/${inPath(id)}/context`, contextAnswer),
      threadOf: (wire) => threads.of(wire, (id) => mastodon.context(id)),
      readStatuses: async (name, list, read) => {
        const found = new Map<WireStatus, Thread>();
        // One after the other, oldest first: the context of one tells of its neighbours.
        for (const wire of list.filter((one) => wireStatus.accepts(one)).reverse()) found.set(wire, await mastodon.threadOf(wire));
        return readItems(name, list, wireStatus, (wire) => read(wire, found.get(wire) ?? { rootId: wire.id }));
      },
    };
    return mastodon;
  };
}
