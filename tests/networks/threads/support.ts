import { createThreadsAdapter, type ThreadsAdapter, type ThreadsAdapterOptions } from "../../../src/networks/threads/index.js";
import { virtualClock, type VirtualClock } from "../../../src/testing/clock.js";

/** The brand. Other people have names and no ids. */
export const us = "17841400000000901";
export const account: string = `threads:${us}`;
export const ourName = "nordlys";

export type Fields = Record<string, unknown>;

/** A post as Threads shows it on lists. */
export const post = (id: string, more: Fields = {}): Fields => ({
  id,
  media_product_type: "THREADS",
  media_type: "TEXT_POST",
  permalink: `https://www.threads.net/@freja.w/post/C${id}`,
  shortcode: `C${id}`,
  username: "freja.w",
  text: "Fine boots",
  timestamp: "2025-12-31T08:00:00+0000",
  is_quote_post: false,
  has_replies: false,
  ...more,
});

/** One of our own posts. */
export const ours = (id: string, more: Fields = {}): Fields => post(id, { username: ourName, owner: { id: us }, ...more });

/** An answer to something. */
export const answer = (id: string, to: string, root: string, more: Fields = {}): Fields =>
  post(id, {
    is_reply: true,
    is_reply_owned_by_me: false,
    replied_to: { id: to },
    root_post: { id: root },
    hide_status: "NOT_HUSHED",
    reply_audience: "EVERYONE",
    ...more,
  });

/** A page of a list. */
export const page = (data: readonly Fields[], after?: string): Fields => ({
  data,
  ...(after !== undefined && { paging: { cursors: { before: "b", after } } }),
});

/** A failure in the network's words. */
export const failure = (code: number, subcode?: number, message = "Something was refused"): Fields => ({
  error: { message, type: "THApiException", code, ...(subcode !== undefined && { error_subcode: subcode }), fbtrace_id: "x" },
});

/** One request as the network saw it. */
export interface Seen {
  readonly line: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Fields;
}

export type Answer = { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown };
export type Script = Record<string, Answer | Error | ((seen: Seen, nth: number) => Answer | Error)>;

export interface Scripted {
  readonly fetch: typeof globalThis.fetch;
  readonly seen: Seen[];
  readonly of: (line: string) => readonly Seen[];
}

/** A network made of written answers, by method and path behind the version. What has no answer is a failure of the test. */
export function scripted(script: Script): Scripted {
  const seen: Seen[] = [];
  const all: Script = { "GET /me": { body: { id: us, username: ourName } }, ...script };
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const line = `${request.method} ${url.pathname.replace(/^\/v1\.0/, "")}`;
    const text = await request.text();
    const one: Seen = { line, url, headers: request.headers, body: text === "" ? {} : (JSON.parse(text) as Fields) };
    seen.push(one);
    const entry = all[line];
    if (entry === undefined) throw new TypeError(`The test has no answer for ${line}.`);
    const given = typeof entry === "function" ? entry(one, seen.filter((other) => other.line === line).length) : entry;
    if (given instanceof Error) throw given;
    const { body = {}, ...more } = given;
    return Response.json(body, { status: 200, ...more });
  };
  return { fetch, seen, of: (line) => seen.filter((one) => one.line === line) };
}

/** A profile on a scripted network, with time that passes by itself. */
export function brand(
  script: Script,
  options: Partial<ThreadsAdapterOptions> = {},
): { readonly adapter: ThreadsAdapter; readonly clock: VirtualClock } & Scripted {
  const network = scripted(script);
  const clock = virtualClock({ auto: true });
  const adapter = createThreadsAdapter({
    accountId: us,
    token: "THQVJtoken",
    runtime: { fetch: network.fetch, clock, random: () => 0.5 },
    ...options,
  });
  return { adapter, clock, ...network };
}

/** What a call ended with. */
export async function errorOf(promise: PromiseLike<unknown>): Promise<{ readonly code: string; readonly message: string }> {
  try {
    await promise;
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error("It was expected to fail, and did not.");
}

/** Reads every item of a list. */
export async function all<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}
