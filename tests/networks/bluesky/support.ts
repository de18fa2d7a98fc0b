import { createBlueskyAdapter, type BlueskyAdapter, type BlueskyAdapterOptions } from "../../../src/networks/bluesky/index.js";
import { virtualClock, type VirtualClock } from "../../../src/testing/clock.js";

/** The brand. */
export const us = "did:plc:brandshop000000000000000";
/** People who do not exist. */
export const freja = "did:plc:freja0000000000000000000";
export const malik = "did:plc:malik0000000000000000000";

export const postUri = (did: string, rkey: string): string => `at://${did}/app.bsky.feed.post/${rkey}`;

type Fields = Record<string, unknown>;

export const person = (did: string, more: Fields = {}): Fields => ({
  did,
  handle: `${did.slice(8, 13)}.example.com`,
  displayName: did === us ? "Nordlys Boots" : "Freja Holm",
  avatar: "https://cdn.example/avatar.jpg",
  viewer: { muted: false, blockedBy: false },
  labels: [],
  ...more,
});

export interface Shape {
  readonly did?: string;
  readonly rkey?: string;
  readonly record?: Fields;
  readonly author?: Fields;
  readonly more?: Fields;
}

/** A post view as the index shows it. */
export const view = ({ did = freja, rkey = "3kaaaaaaaaa2a", record = {}, author = {}, more = {} }: Shape = {}): Fields => ({
  uri: postUri(did, rkey),
  cid: `bafy${rkey}`,
  author: person(did, author),
  record: { $type: "app.bsky.feed.post", text: "Fine støvler", createdAt: "2026-01-01T08:00:00.000Z", ...record },
  indexedAt: "2026-01-01T08:00:01.000Z",
  labels: [],
  ...more,
});

export const notification = (reason: string, shape: Shape = {}): Fields => ({ ...view(shape), reason, isRead: false });

/** What a reply to a post of ours carries. */
export const replyTo = (parent: string, root: string = parent): Fields => ({
  root: { uri: root, cid: `bafy${root.slice(-13)}` },
  parent: { uri: parent, cid: `bafy${parent.slice(-13)}` },
});

/** One request as the network saw it. */
export interface Seen {
  readonly method: string;
  readonly nsid: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Fields;
}

export type Answer = { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown };
export type Script = Record<string, Answer | Error | ((seen: Seen, nth: number) => Answer | Error | Promise<Answer | Error>)>;

const base64 = (value: unknown): string => btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** A token in the form of the network's, signed by nobody. */
export const jwt = (claims: Fields = {}): string => `${base64({ alg: "none" })}.${base64(claims)}.c2ln`;

let made = 0;
export const sessionBody = (more: Fields = {}): Fields => ({
  did: us,
  handle: "brand.example.com",
  accessJwt: jwt({ scope: "com.atproto.appPassPrivileged", n: ++made }),
  refreshJwt: jwt({ scope: "com.atproto.refresh", n: made }),
  didDoc: { service: [{ id: "#atproto_pds", type: "AtprotoPersonalDataServer", serviceEndpoint: "https://pds.example" }] },
  ...more,
});

/** A network made of written answers, by method. What has no answer is a failure of the test. */
export function scripted(script: Script): {
  readonly fetch: typeof globalThis.fetch;
  readonly seen: Seen[];
  readonly of: (nsid: string) => readonly Seen[];
} {
  const seen: Seen[] = [];
  const all: Script = { "com.atproto.server.createSession": () => ({ body: sessionBody() }), ...script };
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const nsid = url.pathname.replace(/^\/xrpc\//, "");
    const text = await request.text();
    const body =
      /json/.test(request.headers.get("content-type") ?? "") && text !== "" ? (JSON.parse(text) as Fields) : { bytes: text.length };
    const one: Seen = { method: request.method, nsid, url, headers: request.headers, body };
    seen.push(one);
    const entry = all[nsid];
    if (entry === undefined) throw new TypeError(`The test has no answer for ${nsid}.`);
    const answer = typeof entry === "function" ? await entry(one, seen.filter((other) => other.nsid === nsid).length) : entry;
    if (answer instanceof Error) throw answer;
    const { status = 200, headers = {}, body: out } = answer;
    return new Response(out === undefined ? null : JSON.stringify(out), {
      status,
      headers: { ...(out !== undefined && { "content-type": "application/json" }), ...headers },
    });
  };
  return { fetch, seen, of: (nsid) => seen.filter((one) => one.nsid === nsid) };
}

/** An account on a scripted network, with time that passes by itself. */
export function brand(
  script: Script,
  options: Partial<BlueskyAdapterOptions> = {},
): { readonly adapter: BlueskyAdapter; readonly clock: VirtualClock } & ReturnType<typeof scripted> {
  const network = scripted(script);
  const clock = virtualClock({ auto: true });
  const adapter = createBlueskyAdapter({
    accountId: us,
    ...(options.token === undefined && { password: "abcd-efgh-ijkl-mnop" }),
    runtime: { fetch: network.fetch, clock, random: () => 0.5 },
    ...options,
  });
  return { adapter, clock, ...network };
}

export const failure = (status: number, error: string, message = ""): Answer => ({ status, body: { error, message } });

/** What a write ended with. */
export async function errorOf(
  promise: PromiseLike<unknown>,
): Promise<{ readonly code: string; readonly message: string; readonly refs?: Fields }> {
  try {
    await promise;
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error("It was expected to fail, and did not.");
}
