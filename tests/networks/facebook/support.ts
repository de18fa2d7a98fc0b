import { createFacebookAdapter, type FacebookAdapter, type FacebookAdapterOptions } from "../../../src/networks/facebook/index.js";
import { virtualClock, type VirtualClock } from "../../../src/testing/clock.js";
import type { GraphUs } from "../../../src/networks/_graph/task.js";

/** The Page, and people who do not exist. */
export const page = "1001";
export const freja = "70000000000000001";
export const malik = "70000000000000002";
export const account: string = `facebook:${page}`;
export const us: GraphUs = { network: "facebook", account, id: page };
export const token = "EAApage-token";
export const now: number = Date.parse("2026-11-22T10:00:00.000Z");

export type Fields = Record<string, unknown>;

const names: Record<string, string> = { [page]: "Nordlys Boots", [freja]: "Freja Holm", [malik]: "Malik Sand" };

export const from = (id: string): Fields => ({ id, name: names[id] ?? "Somebody" });

/** A time as the Graph API writes it. */
export const graphTime = (minutesAgo: number): string => new Date(now - minutesAgo * 60_000).toISOString().replace(/\.\d+Z$/, "+0000");

export const post = (id: string, more: Fields = {}, by: string = page): Fields => ({
  id,
  message: "Winter boots are here",
  created_time: graphTime(60),
  permalink_url: `https://www.facebook.com/${id.replace("_", "/posts/")}`,
  from: from(by),
  is_published: true,
  is_hidden: false,
  reactions: { data: [], summary: { total_count: 3, viewer_reaction: "NONE" } },
  comments: { data: [], summary: { total_count: 2, order: "chronological", can_comment: true } },
  ...more,
});

export const comment = (id: string, more: Fields = {}, by: string = freja): Fields => ({
  id,
  message: "Are they warm?",
  created_time: graphTime(30),
  from: from(by),
  comment_count: 0,
  like_count: 0,
  user_likes: false,
  is_hidden: false,
  is_private: false,
  can_comment: true,
  can_hide: by !== page,
  can_like: true,
  can_remove: true,
  can_reply_privately: by !== page,
  permalink_url: `https://www.facebook.com/${page}/posts/${id.split("_")[0] ?? ""}?comment_id=${id.split("_")[1] ?? ""}`,
  ...more,
});

export const list = (data: readonly unknown[], after?: string): Fields => ({
  data,
  paging: {
    cursors: { before: "QVFIUbefore", after: after ?? "QVFIUend" },
    ...(after !== undefined && { next: `https://graph.facebook.com/v26.0/x?access_token=${token}&after=${after}` }),
  },
});

export const graphError = (code: number, subcode?: number, status = 400): Answer => ({
  status,
  body: {
    error: {
      message: "(#x) Freja Holm said something secret",
      type: "OAuthException",
      code,
      ...(subcode !== undefined && { error_subcode: subcode }),
      fbtrace_id: "AbCdEf",
    },
  },
});

export interface Seen {
  /** `GET /1001/tagged`, without the version. */
  readonly line: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Fields;
}
export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}
export type Script = Record<string, Answer | Error | ((seen: Seen, nth: number) => Answer | Error)>;

async function bodyOf(request: Request): Promise<Fields> {
  const type = request.headers.get("content-type") ?? "";
  if (/json/.test(type)) return JSON.parse(await request.text()) as Fields;
  if (/multipart/.test(type)) return Object.fromEntries(await request.formData());
  return Object.fromEntries(new URLSearchParams(await request.text()));
}

export interface Scripted {
  readonly adapter: FacebookAdapter;
  readonly clock: VirtualClock;
  readonly seen: Seen[];
  readonly of: (line: string) => readonly Seen[];
}

/** The Page on a network made of written answers. What has no answer is a failure of the test. */
export function scripted(script: Script, options: Partial<FacebookAdapterOptions> = {}): Scripted {
  const seen: Seen[] = [];
  const all: Script = { "GET /me": { body: { id: page } }, ...script };
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const line = `${request.method} ${decodeURIComponent(url.pathname.replace(/^\/v\d+\.\d+/, ""))}`;
    const one: Seen = { line, url, headers: request.headers, body: await bodyOf(request) };
    seen.push(one);
    const entry = all[line];
    if (entry === undefined) throw new TypeError(`The test has no answer for ${line}.`);
    const answer = typeof entry === "function" ? entry(one, seen.filter((other) => other.line === line).length) : entry;
    if (answer instanceof Error) throw answer;
    const { status = 200, headers = {}, body } = answer;
    return Response.json(body ?? {}, { status, headers });
  };
  const clock = virtualClock({ auto: true, start: new Date(now).toISOString() });
  const adapter = createFacebookAdapter({
    accountId: page,
    token,
    runtime: { fetch, clock, random: () => 0.5 },
    ...options,
  });
  return { adapter, clock, seen, of: (line) => seen.filter((one) => one.line === line) };
}

/** What a call ended with. */
export async function errorOf(
  work: PromiseLike<unknown>,
): Promise<{ readonly code: string; readonly message: string; readonly reauthorize?: string }> {
  try {
    await work;
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error("It was expected to fail, and did not.");
}

/** Every item of a list. */
export async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
