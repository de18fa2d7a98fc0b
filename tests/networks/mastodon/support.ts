import { createMastodonAdapter, type MastodonAdapter, type MastodonAdapterOptions } from "../../../src/networks/mastodon/index.js";
import { virtualClock, type VirtualClock } from "../../../src/testing/clock.js";

export const server = "https://social.example";
/** The brand, and people who do not exist. */
export const us = "901";
export const freja = "902";
export const malik = "903";
export const account = "mastodon:social.example%2F901";

type Fields = Record<string, unknown>;

const acctOf: Record<string, string> = { [us]: "nordlys", [freja]: "freja", [malik]: "malik@far.example" };

export const person = (id: string, more: Fields = {}): Fields => {
  const acct = acctOf[id] ?? `person${id}`;
  const [name = acct, host = "social.example"] = acct.split("@");
  return { id, username: name, acct, display_name: name, url: `https://${host}/@${name}`, bot: false, followers_count: 3, ...more };
};

/** Somebody who is named, as a status lists them. */
export const named = (id: string): Fields => {
  const { username, acct, url } = person(id);
  return { id, username, acct, url };
};

/** A status as Mastodon shows it. */
export const status = (id: string, more: Fields = {}, by: string = freja): Fields => ({
  id,
  created_at: "2025-12-31T08:00:00.000Z",
  account: person(by),
  content: "<p>Fine boots</p>",
  visibility: "public",
  sensitive: false,
  spoiler_text: "",
  language: "en",
  uri: `https://social.example/users/x/statuses/${id}`,
  url: `https://social.example/@x/${id}`,
  in_reply_to_id: null,
  in_reply_to_account_id: null,
  replies_count: 0,
  reblogs_count: 0,
  favourites_count: 0,
  favourited: false,
  reblog: null,
  media_attachments: [],
  mentions: [],
  tags: [],
  emojis: [],
  ...more,
});

export const notification = (id: string, what: Fields, type = "mention"): Fields => ({
  id,
  type,
  created_at: "2025-12-31T08:00:01.000Z",
  account: what["account"],
  status: what,
});

/** A server about itself. */
export const instance = (more: Fields = {}): Fields => ({
  domain: "social.example",
  version: "4.5.1",
  api_versions: { mastodon: 7 },
  configuration: {
    urls: { streaming: "wss://stream.social.example" },
    statuses: { max_characters: 500, max_media_attachments: 4, characters_reserved_per_url: 23 },
    media_attachments: {
      supported_mime_types: ["image/png", "video/mp4"],
      image_size_limit: 1000,
      video_size_limit: 5000,
      description_limit: 100,
    },
  },
  ...more,
});

/** One request as the server saw it. */
export interface Seen {
  readonly method: string;
  /** `GET /api/v1/statuses/7`. */
  readonly line: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Fields;
}

export type Answer = {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly text?: string;
};
export type Script = Record<string, Answer | Error | ((seen: Seen, nth: number) => Answer | Error | Promise<Answer | Error>)>;

export interface Scripted {
  readonly fetch: typeof globalThis.fetch;
  readonly seen: Seen[];
  readonly of: (line: string) => readonly Seen[];
}

async function bodyOf(request: Request): Promise<Fields> {
  const type = request.headers.get("content-type") ?? "";
  if (/json/.test(type)) return JSON.parse(await request.text()) as Fields;
  return /multipart/.test(type) ? Object.fromEntries(await request.formData()) : {};
}

/** A server made of written answers, by method and path. What has no answer is a failure of the test. */
export function scripted(script: Script): Scripted {
  const seen: Seen[] = [];
  const all: Script = { "GET /api/v2/instance": { body: instance() }, ...script };
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const line = `${request.method} ${url.pathname}`;
    const one: Seen = { method: request.method, line, url, headers: request.headers, body: await bodyOf(request) };
    seen.push(one);
    const entry = all[line];
    if (entry === undefined) throw new TypeError(`The test has no answer for ${line}.`);
    const answer = typeof entry === "function" ? await entry(one, seen.filter((other) => other.line === line).length) : entry;
    if (answer instanceof Error) throw answer;
    const { status: code = 200, headers = {}, body, text } = answer;
    return new Response(text ?? (body === undefined ? null : JSON.stringify(body)), {
      status: code,
      headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    });
  };
  return { fetch, seen, of: (line) => seen.filter((one) => one.line === line) };
}

/** An account on a scripted server, with time that passes by itself. */
export function brand(
  script: Script,
  options: Partial<MastodonAdapterOptions> & { readonly webSocket?: (url: string, protocols?: readonly string[]) => WebSocket } = {},
): { readonly adapter: MastodonAdapter; readonly clock: VirtualClock } & Scripted {
  const network = scripted(script);
  const clock = virtualClock({ auto: true });
  const { webSocket, ...rest } = options;
  const adapter = createMastodonAdapter({
    server,
    accountId: us,
    token: "tok_en-1",
    runtime: { fetch: network.fetch, clock, random: () => 0.5, ...(webSocket !== undefined && { webSocket }) },
    ...rest,
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
