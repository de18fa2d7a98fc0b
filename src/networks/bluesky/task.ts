/**
 * One operation of a Bluesky account under way: calls the network's methods by name.
 * @module
 */
import { answers, type Answers } from "./wire.js";
import { givenQuery, taskMaker, type GivenQuery, type Begin, type RequestDetails, type Task } from "../../adapter/task.js";
import { tidMaker } from "./tid.js";
import type { RequestFunction } from "../../http/request.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";
import type { Us } from "./ids.js";

/** One operation of the account under way. */
export interface BlueskyTask extends Task {
  /** The account. */
  readonly us: Us;
  /** Calls a method that reads. What is `undefined` in the query is left out. */
  get<M extends keyof Answers>(method: M, query: GivenQuery): Promise<Answers[M]>;
  /** Calls a method that writes. Those of the chat service are refused as `unsupported` where the adapter is made without. */
  post<M extends keyof Answers>(
    method: M,
    body: unknown,
    more?: Pick<RequestDetails<unknown>, "headers" | "subject" | "safeToRepeat">,
  ): Promise<Answers[M]>;
  /** Makes a record key of now that was not made before. */
  freshTid(): string;
}

/** Begins operations of the account. */
export type BeginBluesky = Begin<BlueskyTask>;

/** Makes the function that begins the account's operations. */
export function beginner(us: Us, request: RequestFunction, runtime: ResolvedRuntime, chatProxy: string | undefined): BeginBluesky {
  const begin = taskMaker("bluesky", us.account, request, runtime);
  const freshTid = tidMaker(runtime);
  return (operation, options) => {
    const task = begin(operation, options);
    /** The chat service stands behind the account's own server, which hands on what names it. */
    const headersFor = (method: string, headers: RequestDetails<unknown>["headers"] = {}): Readonly<Record<string, string>> => {
      if (!method.startsWith("chat.bsky.")) return headers;
      return {
        ...headers,
        "atproto-proxy": chatProxy ?? task.refuse("unsupported", "the adapter is made without direct messages; give it a `chatProxy`."),
      };
    };
    return {
      ...task,
      us,
      freshTid,
      get: async (method, query) => {
        return task.request("GET", `/xrpc/${method}`, {
          schema: answers[method],
          query: givenQuery(query),
          headers: headersFor(method),
        });
      },
      post: async (method, body, more = {}) =>
        task.request("POST", `/xrpc/${method}`, { ...more, schema: answers[method], body, headers: headersFor(method, more.headers) }),
    };
  };
}
