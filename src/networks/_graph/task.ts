/**
 * One operation of a Page, an Instagram account or a Threads profile under way: calls the Graph API, reads its lists, asks in batches.
 * @module
 */
import { anyObject, pageAnswer, success } from "./wire.js";
import { cursorQuery, nextCursor } from "./paging.js";
import { givenQuery, taskMaker, type Begin, type GivenQuery, type RequestDetails, type Task } from "../../adapter/task.js";
import { readBatch } from "./batch.js";
import { readItems, type ItemCheck } from "../../adapter/read-items.js";
import { scrubbed } from "./scrub.js";
import type { AccountKey } from "../../model/keys.js";
import type { GraphNetwork } from "./app-options.js";
import type { ListQuery } from "../../adapter/operations.js";
import type { Paged } from "../../model/page.js";
import type { RequestFunction, Schema } from "../../http/request.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";
import type { Timestamp } from "../../model/ref.js";
import type { WireAnswer } from "../../http/answer.js";

export { anyObject, createdId, idOf, success, withId, type WithId } from "./wire.js";

/** Whose operations they are. */
export interface GraphUs {
  /** The network. */
  readonly network: GraphNetwork;
  /** Key of the account. */
  readonly account: AccountKey;
  /** The account's own id. */
  readonly id: string;
}

/** What all operations of an adapter share. */
export interface GraphSetup {
  /** The account. */
  readonly us: GraphUs;
  /**
   * Server of the API, without a version, e.g. `https://graph.facebook.com`. Paths stand below the adapter's own `baseUrl`, which is this
   * one with the version behind it.
   */
  readonly origin: string;
  /** Version behind the server's address, e.g. `v26.0`. */
  readonly version: string;
}

/** What a call carries beside path, query and body. */
export type GraphCall<T> = Pick<RequestDetails<T>, "subject" | "safeToRepeat" | "write" | "timeoutMs">;

/** One edge to list. */
export interface Edge<W, T> {
  /** What is asked of each item. None = what the network gives by itself. */
  readonly fields: readonly string[];
  /** More parameters. */
  readonly query?: GivenQuery;
  /** Checks an item. */
  readonly item: ItemCheck<W>;
  /** Makes the model's object of an item; `undefined` leaves it out. */
  readonly read: (wire: W) => T | undefined;
  /** Most items that the edge gives at once. @defaultValue 100 */
  readonly most?: number;
  /** Where there is another page: where its address is told, or where a cursor is told and the page is not empty. @defaultValue "next" */
  readonly follow?: "next" | "cursor";
  /**
   * False for edges without a sure order (the posts of a Page): then `since` and `until` are kept item by item, and something old ends no
   * list. @defaultValue true
   */
  readonly ordered?: boolean;
  /** What the edge counts in, e.g. the conversation; for rules that are kept by it. */
  readonly subject?: GraphCall<unknown>["subject"];
}

/** One operation under way. */
export interface GraphTask extends Task {
  /** The account. */
  readonly us: GraphUs;
  /** Reads. What is `undefined` in the query is left out. */
  get<T>(path: string, schema: Schema<T>, query?: GivenQuery, more?: GraphCall<T>): Promise<T>;
  /** Writes, as JSON; sent once unless `safeToRepeat` is set. What is `undefined` in the body is left out. */
  post<T>(path: string, schema: Schema<T>, body?: Readonly<Record<string, unknown>>, more?: GraphCall<T>): Promise<T>;
  /** Deletes, and believes only `{success: true}`. */
  remove(path: string, query?: GivenQuery, more?: GraphCall<true>): Promise<void>;
  /**
   * Lists an edge. Cursors are the network's own, never addresses: those hold the token. A page may be short or empty and have a next one.
   * @param timeOf - when an item happened; without it the network has to keep `since` and `until`
   */
  edge<W, T>(path: string, edge: Edge<W, T>, query?: ListQuery, timeOf?: (item: T) => Timestamp | undefined): Paged<T>;
  /**
   * Asks several reads in one call, in calls of fifty; each is answered, or fails, by itself. Only graph.facebook.com has such a call.
   * @param gets - paths with their queries, without version
   * @returns answers in the same order; `undefined` for one that ran out of time
   */
  batch(gets: readonly string[]): Promise<readonly (WireAnswer | undefined)[]>;
}

/** Begins operations of the account. */
export type BeginGraph = Begin<GraphTask>;

const mostOfEdge = 100;

/** Makes the function that begins the account's operations. */
export function graphTasks(setup: GraphSetup, request: RequestFunction, runtime: ResolvedRuntime): BeginGraph {
  const { us } = setup;
  const begin = taskMaker(us.network, us.account, request, runtime);
  return (operation, options) => {
    const bare = begin(operation, options);
    const task: Task = {
      ...bare,
      request: (method, path, details) => bare.request(method, path, { ...details, schema: scrubbed(details.schema) }),
    };
    const get: GraphTask["get"] = (path, schema, query = {}, more = {}) =>
      task.request("GET", path, { ...more, schema, query: givenQuery(query) });

    const edge: GraphTask["edge"] = (path, parts, query, timeOf) => {
      const { fields, item, read, most = mostOfEdge, follow = "next", ordered = true, subject } = parts;
      const inTime = ordered || timeOf === undefined ? undefined : keeper(query ?? {}, timeOf);
      return task.list(
        async (cursor, size) => {
          const asked: GivenQuery = {
            ...parts.query,
            fields: fields.length === 0 ? undefined : fields.join(","),
            limit: Math.min(size ?? most, most),
            ...cursorQuery(cursor),
          };
          const { data, paging } = await get(path, pageAnswer, asked, subject === undefined ? {} : { subject });
          const found = readItems("data", data, item, (wire) => {
            const made = read(wire);
            return made === undefined || inTime?.(made) === false ? undefined : made;
          });
          // Such an edge may repeat its last cursor for ever once it is empty.
          const over = follow === "cursor" && data.length === 0 && paging["next"] === undefined;
          return { ...found, next: over ? undefined : nextCursor(paging, follow) };
        },
        query,
        ordered ? timeOf : undefined,
      );
    };

    const graph: GraphTask = {
      ...task,
      us,
      get,
      post: (path, schema, body = {}, more = {}) => task.request("POST", path, { ...more, schema, body: given(body) }),
      remove: async (path, query = {}, more = {}) => {
        await task.request("DELETE", path, { ...more, schema: success, query: givenQuery(query) });
      },
      edge,
      batch: (gets) => readBatch(task, setup, gets),
    };
    return graph;
  };
}

function given(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

/** Keeps what lies between `since` and `until`. What tells no time is kept. Both were checked when the list began. */
function keeper<T>({ since, until }: ListQuery, timeOf: (item: T) => Timestamp | undefined): (item: T) => boolean {
  const from = since === undefined ? -Infinity : Date.parse(since);
  const to = until === undefined ? Infinity : Date.parse(until);
  return (item) => {
    const at = timeOf(item);
    const ms = at === undefined ? Number.NaN : Date.parse(at);
    return Number.isNaN(ms) || (ms >= from && ms < to);
  };
}

/**
 * Reads one object.
 * @param fields - what is asked of it
 */
export function readNode(
  task: GraphTask,
  path: string,
  fields: readonly string[],
  query: GivenQuery = {},
): Promise<Readonly<Record<string, unknown>>> {
  return task.get(path, anyObject, { ...query, fields: fields.join(",") });
}
