/** Lantern in this process, written from its (invented) documents and not from the adapter. */
import { systemClock, type Clock } from "folkmoot";
import { fakeServer, type FakeAnswer, type FakeNetwork, type FakeRequest, type Fault, type Understood } from "folkmoot/testing";

/** Somebody on the forum. */
export interface Member {
  readonly id: string;
  readonly handle: string;
  readonly token: string;
}

/** What the forum holds: a post, or a comment under one. */
export interface Entry {
  readonly id: string;
  readonly author: Member;
  readonly text: string;
  readonly createdAt: number;
  /** Of a comment: the post that it is under. */
  readonly postId?: string;
  /** Of an answer to a comment. */
  readonly parentId?: string;
  /** Of an answer to a comment: the first comment above it. */
  readonly topId?: string;
  readonly likedBy: Set<string>;
}

/** A fake Lantern. */
export interface FakeLantern extends FakeNetwork {
  join(handle: string): Member;
  say(by: Member, text: string, under?: string): Entry;
  remove(id: string): void;
  entry(id: string): Entry | undefined;
  readonly entries: readonly Entry[];
}

const capacity = 300;
const windowMs = 60_000;
let made = 0;

class Refusal extends Error {
  readonly status: number;
  readonly word: string;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, word: string, headers: Readonly<Record<string, string>> = {}) {
    super(word);
    this.status = status;
    this.word = word;
    this.headers = headers;
  }
}

/** Makes a forum. `pageSize`: most items on a page, whatever was asked for. */
export function fakeLantern(options: { clock?: Clock; pageSize?: number; faults?: readonly Fault[] } = {}): FakeLantern {
  const { clock = systemClock, pageSize = 50, faults = [] } = options;
  const baseUrl = `https://lantern-${(made += 1)}.test`;
  const members: Member[] = [];
  const entries: Entry[] = [];
  const rights = new Map<string, "all" | "read">();
  const spent = new Map<string, { ends: number; calls: number }>();
  let closedUntil = 0;
  let counted = 0;

  const entry = (id: string): Entry | undefined => entries.find((one) => one.id === id);
  const found = (id: string): Entry => entry(id) ?? refuse(404, "not_found");
  const refuse = (status: number, word: string, headers?: Readonly<Record<string, string>>): never => {
    throw new Refusal(status, word, headers);
  };
  const caller = ({ headers }: FakeRequest): Member | undefined =>
    members.find(({ token }) => headers.get("authorization") === `Bearer ${token}`);

  const say = (author: Member, text: string, under?: string): Entry => {
    const above = under === undefined ? undefined : found(under);
    const parent = above?.postId === undefined ? undefined : above;
    const postId = above?.postId ?? above?.id;
    counted += 1;
    const fresh: Entry = {
      id: `${above === undefined ? "p" : "c"}${counted}`,
      author,
      text,
      createdAt: clock.now(),
      ...(postId !== undefined && { postId }),
      ...(parent !== undefined && { parentId: parent.id, topId: parent.topId ?? parent.id }),
      likedBy: new Set(),
    };
    entries.push(fresh);
    return fresh;
  };
  const remove = (id: string): void => {
    const gone = new Set([id]);
    // What answers it goes with it.
    for (const { id: one, postId, parentId } of entries) if (gone.has(postId ?? "") || gone.has(parentId ?? "")) gone.add(one);
    for (let at = entries.length - 1; at >= 0; at -= 1) if (gone.has(entries[at]?.id ?? "")) entries.splice(at, 1);
  };

  const shown = (one: Entry, me: Member): Readonly<Record<string, unknown>> => ({
    id: one.id,
    author: { id: one.author.id, handle: one.author.handle },
    text: one.text,
    created_at: new Date(one.createdAt).toISOString(),
    url: `${baseUrl}/t/${one.postId === undefined ? one.id : `${one.postId}#${one.id}`}`,
    links: [...one.text.matchAll(/https?:\/\/\S+/g)].map(({ index, 0: url }) => ({ from: index, to: index + url.length, url })),
    likes: one.likedBy.size,
    liked: one.likedBy.has(me.id),
    replies: entries.filter(({ postId, parentId }) => (one.postId === undefined ? postId : parentId) === one.id).length,
    ...(one.postId !== undefined && { post_id: one.postId, parent_id: one.parentId ?? null, top_id: one.topId ?? null }),
  });
  /** Newest first. The cursor is the id of the last that was given. */
  const page = (name: string, all: readonly Entry[], { searchParams }: URL, me: Member): FakeAnswer => {
    const cursor = searchParams.get("cursor");
    const newest = all.toReversed();
    const from = cursor === null ? 0 : newest.findIndex(({ id }) => Number(id.slice(1)) < Number(cursor.slice(1)));
    const size = Math.min(Number(searchParams.get("limit") ?? 20), pageSize);
    const given = from < 0 ? [] : newest.slice(from, from + size);
    const more = from >= 0 && from + size < newest.length;
    return ok({ [name]: given.map((one) => shown(one, me)), next: more ? (given.at(-1)?.id ?? null) : null });
  };
  const ok = (body?: unknown, status = 200): FakeAnswer => ({
    status,
    headers: { "content-type": "application/json" },
    ...(body !== undefined && { body }),
  });
  const textOf = (input: unknown): string => {
    const text = (input as { text?: unknown } | undefined)?.text;
    return typeof text === "string" && text !== "" && Array.from(text).length <= 2000 ? text : refuse(422, "invalid_text");
  };

  const carryOut = (method: string, url: URL, input: unknown, me: Member): FakeAnswer => {
    const [, , kind = "", id = "", part = ""] = url.pathname.split("/");
    const isOn = (pattern: string): boolean => pattern === `${method} ${kind}${id && "/:id"}${part && `/${part}`}`;
    if (method === "GET" && kind === "me" && id === "") return ok({ id: me.id, handle: me.handle });
    if (method === "GET" && kind === "me" && id === "inbox") {
      const mine = (of: string | undefined): boolean => of !== undefined && entry(of)?.author.id === me.id;
      const told = entries.filter(({ author, postId, parentId }) => author.id !== me.id && (mine(postId) || mine(parentId)));
      return page("comments", told, url, me);
    }
    if (isOn("GET members/:id/posts")) {
      const posts = entries.filter(({ author, postId }) => author.id === id && postId === undefined);
      return page("posts", posts, url, me);
    }
    if (isOn("POST posts")) return ok(shown(say(me, textOf(input)), me), 201);
    if (method === "GET" && kind === "comments" && id === "") {
      const ids = (url.searchParams.get("ids") ?? "").split(",");
      if (ids.length > 50) refuse(422, "too_many");
      const there = ids.map(entry).filter((one) => one !== undefined);
      return ok({ comments: there.map((one) => shown(one, me)), next: null });
    }
    const one = found(id);
    if ((kind === "posts") !== (one.postId === undefined)) refuse(404, "not_found");
    if (method === "GET" && part === "") return ok(shown(one, me));
    if (isOn("GET posts/:id/comments"))
      return page(
        "comments",
        entries.filter(({ postId }) => postId === id),
        url,
        me,
      );
    if (isOn("GET comments/:id/replies"))
      return page(
        "comments",
        entries.filter(({ parentId }) => parentId === id),
        url,
        me,
      );
    if (isOn("POST posts/:id/comments")) {
      const parent = (input as { parent_id?: unknown }).parent_id;
      const under = typeof parent === "string" ? found(parent) : one;
      if (under !== one && under.postId !== id) refuse(422, "other_post");
      return ok(shown(say(me, textOf(input), under.id), me), 201);
    }
    if (method === "PUT" && part === "like") return (one.likedBy.add(me.id), ok(undefined, 204));
    if (method === "DELETE" && part === "like") return (one.likedBy.delete(me.id), ok(undefined, 204));
    if (method === "DELETE" && part === "") {
      if (one.author.id !== me.id) refuse(403, "not_yours");
      remove(id);
      return ok(undefined, 204);
    }
    return refuse(404, "no_such_method");
  };

  const answer = (request: FakeRequest, { input }: Understood): FakeAnswer => {
    const now = clock.now();
    const limits: Record<string, string> = {};
    try {
      if (now < closedUntil) refuse(429, "slow_down", { "retry-after": String(Math.ceil((closedUntil - now) / 1000)) });
      const me = caller(request) ?? refuse(401, "bad_token");
      const known = spent.get(me.id);
      const window = known !== undefined && now < known.ends ? known : { ends: now + windowMs, calls: 0 };
      spent.set(me.id, window);
      if (window.calls >= capacity) refuse(429, "slow_down", { "retry-after": String(Math.ceil((window.ends - now) / 1000)) });
      window.calls += 1;
      limits["x-lantern-limit"] = String(capacity);
      limits["x-lantern-left"] = String(capacity - window.calls);
      limits["x-lantern-reset"] = String(Math.ceil(window.ends / 1000));
      const right = rights.get(me.token) ?? "all";
      if (right !== "all") refuse(403, "missing_right");
      const carried = carryOut(request.method, request.url, input, me);
      return { ...carried, headers: { ...carried.headers, ...limits } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...ok({ error: error.word }, error.status), headers: { "content-type": "application/json", ...limits, ...error.headers } };
    }
  };

  const server = fakeServer(
    {
      network: "lantern",
      baseUrl,
      clock,
      understand: (request) => {
        const text = new TextDecoder().decode(request.body);
        const operation = request.url.pathname.replace(/\/[pcm]\d+(?=\/|$)/g, "/:id");
        const account = caller(request)?.id;
        return {
          operation,
          effect: request.method === "GET" ? "read" : "write",
          params: Object.fromEntries(request.url.searchParams),
          ...(text !== "" && { input: JSON.parse(text) as unknown, shown: JSON.parse(text) as unknown }),
          ...(account !== undefined && { account }),
        };
      },
      answer,
      faults: {
        exhaust: (ms) => {
          closedUntil = clock.now() + ms;
        },
        expire: () => undefined,
        revoke: (request) => {
          const token = caller(request)?.token;
          if (token !== undefined) rights.set(token, "read");
        },
        serverError: (status) => ok({ error: "trouble" }, status),
        spoil: (action, call, given) => {
          const body = spoil(action, call, given.body);
          return body === undefined ? undefined : { ...given, body };
        },
      },
    },
    faults,
  );
  const join = (handle: string): Member => {
    const id = `m${members.length + 1}`;
    const member = { id, handle, token: `lantern-token-of-${handle}-${id}` };
    members.push(member);
    return member;
  };
  return { ...server, join, say, remove, entry, entries };
}

/** Spoils a page as a fault wants it; `undefined` where there is nothing to hit. */
function spoil(action: { readonly type: string; readonly index?: number }, call: Understood, body: unknown): unknown {
  if (typeof body !== "object" || body === null) return undefined;
  const name = "posts" in body ? "posts" : "comments" in body ? "comments" : undefined;
  const items = name === undefined ? [] : ((body as Readonly<Record<string, readonly object[]>>)[name] ?? []);
  const cursor = call.params["cursor"];
  const richer = (one: object): object => ({ ...one, future_field: { since: 2099 } });
  if (action.type === "unknown-fields") return { ...richer(body), ...(name !== undefined && { [name]: items.map(richer) }) };
  if (action.type === "repeat-cursor") return typeof cursor === "string" ? { ...body, next: cursor } : undefined;
  if (name === undefined || items.length === 0) return undefined;
  if (action.type === "broken-item") {
    const broken = Math.min(action.index ?? 0, items.length - 1);
    return { ...body, [name]: items.map((one, at) => (at === broken ? { broken: true } : one)) };
  }
  // An empty page that goes on: its cursor leads to what it did not give.
  return action.type === "empty-page" ? { ...body, [name]: [], next: typeof cursor === "string" ? cursor : "p999999999" } : undefined;
}
