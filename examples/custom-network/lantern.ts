/** Lantern, a forum that nobody has heard of: what its adapter needs, and nothing else. The page is docs/guide/add-a-network.md. */
import { accountKey, isFolkmootError, makeKey, type Author, type Content, type Entity, type Message, type Post } from "folkmoot";
import {
  checkDraft,
  defineAdapter,
  failureByStatus,
  fieldsOf,
  listOf,
  no,
  onePage,
  present,
  readItems,
  retryAfterMs,
  shape,
  taskMaker,
  timestampOf,
  Unreadable,
  wholeHeader,
  wholeOf,
  yes,
  type AdapterOf,
  type CallShape,
  type Meter,
  type Operations,
  type ReadFailure,
  type RequestFunction,
  type ResolvedRuntime,
  type Runtime,
  type Task,
} from "folkmoot/adapter";

/** One member of a Lantern forum. */
export interface LanternOptions {
  readonly server: string;
  readonly memberId: string;
  readonly token: string;
  readonly runtime?: Runtime;
}

export type LanternOperation =
  | "getAccount"
  | "listPosts"
  | "getPost"
  | "publishPost"
  | "listComments"
  | "getMessages"
  | "reply"
  | "delete"
  | "like"
  | "unlike"
  | "findOwn";

export type LanternAdapter = AdapterOf<"lantern", LanternOperation>;

// What an object cannot be read without. Counts and the like are read with `wholeOf`: unknown is absent.
const wireMember = shape({ id: "string", handle: "string" });
const wirePost = shape({ id: "string", author: wireMember, text: "string", created_at: "string" });
const wireComment = shape({ id: "string", author: wireMember, post_id: "string", text: "string", created_at: "string" });
const postPage = shape({ posts: "list" });
const commentPage = shape({ comments: "list" });
const nothing = { parse: (): undefined => undefined };

type WirePost = ReturnType<typeof wirePost.parse>;
type WireComment = ReturnType<typeof wireComment.parse>;

const rules = { markup: "plain", limits: [{ unit: "code-points", max: 2000, severity: "error" }] } as const;

const perMinute = {
  id: "ln.requests",
  partition: ["account"],
  unit: "requests",
  capacity: 300,
  refill: { kind: "window", windowMs: 60_000, rolling: false },
  told: true,
  source: "Lantern's own page on limits, read 2026-11",
} as const;

const meter: Meter = {
  cost: () => ({ [perMinute.id]: 1 }),
  read: (_call, { status, headers }, now) => {
    const reset = wholeHeader(headers, "x-lantern-reset");
    const wait = status === 429 ? retryAfterMs(headers, now) : undefined;
    return [
      present({
        rule: perMinute.id,
        limit: wholeHeader(headers, "x-lantern-limit"),
        remaining: wholeHeader(headers, "x-lantern-left"),
        resetsAt: reset === undefined ? undefined : reset * 1000,
        blockedUntil: wait === undefined ? undefined : now + wait,
      }),
    ];
  },
};

/** A failure is told by the status; only what a person has to do about it is ours to say. */
const readFailure: ReadFailure = (call: CallShape, answer) => {
  const word = fieldsOf(answer.body)["error"];
  if (answer.status < 400)
    return word === undefined ? undefined : { code: "unexpected-response", message: "the forum answered an error as a success" };
  if (answer.status === 401)
    return {
      code: "unauthenticated",
      message: "the forum does not know the token; make a new one in its settings",
      reauthorize: "revoked",
    };
  if (answer.status === 403 && word === "missing_right")
    return { code: "forbidden", message: "the token may not do this; make one with the right `write`" };
  return failureByStatus(call, answer);
};

/** A target as rules see it: whatever of the object is at hand. */
type Seen = { readonly key: string } & Partial<Pick<Content, "author" | "deletedAt" | "ownReactions">>;

/** Makes the adapter of one member. */
export function createLanternAdapter({ server, memberId, token, runtime }: LanternOptions): LanternAdapter {
  const account = accountKey("lantern", memberId);
  return defineAdapter<"lantern", LanternOperation>({
    network: "lantern",
    account,
    ...(runtime !== undefined && { runtime }),
    baseUrl: server,
    limits: [perMinute],
    meter,
    costs: () => ({ [perMinute.id]: 1 }),
    textRules: () => rules,
    readFailure,
    settlingMs: () => 0,
    refFromUrl: (url) => {
      const [, post, comment] = /\/t\/(p\d+)(?:#(c\d+))?$/.exec(url) ?? [];
      if (post === undefined || !url.startsWith(`${server}/`)) return undefined;
      return comment === undefined
        ? { key: makeKey(account, "post", post) }
        : { key: makeKey(account, "message", comment), refs: { postId: post } };
    },
    surfaces: [{ name: "posts" }, { name: "comments" }],
    credentials: () => ({ authorize: () => Promise.resolve({ headers: { authorization: `Bearer ${token}` } }) }),
    canRules: {
      reply: ({ deletedAt }: Seen) => (deletedAt === undefined ? yes : no("gone", "It is deleted; there is nothing left to answer.")),
      delete: ({ author }: Seen) =>
        author === undefined || author.isOwn ? yes : no("not-owner", "Only the account's own words can be deleted; ask a moderator."),
      like: ({ ownReactions }: Seen) => (ownReactions?.includes("like") === true ? no("already", "The account likes it already.") : yes),
      unlike: ({ ownReactions }: Seen) => (ownReactions?.includes("like") === false ? no("already", "The account does not like it.") : yes),
    },
    operations: (request, resolved) => operations(memberId, request, resolved),
  });
}

/** Reads what the forum says into the model. Throws `Unreadable` where that cannot be: the item is put aside, its neighbours are not. */
function reader(memberId: string): { readonly toPost: (wire: WirePost) => Post; readonly toMessage: (wire: WireComment) => Message } {
  const account = accountKey("lantern", memberId);
  const toAuthor = ({ id, handle }: WirePost["author"]): Author => ({
    key: makeKey(account, "author", id),
    id,
    handle,
    isOwn: id === memberId,
  });
  const shared = (wire: WirePost | WireComment) => ({
    network: "lantern",
    accountId: memberId,
    id: wire.id,
    author: toAuthor(wire.author),
    text: wire.text,
    entities: linksOf(wire["links"], wire.text),
    attachments: [],
    counts: present({ likes: wholeOf(wire["likes"]), replies: wholeOf(wire["replies"]) }),
    createdAt: timestampOf(wire.created_at) ?? unreadable("created_at: no time"),
    ...(typeof wire["url"] === "string" && { url: wire["url"] }),
    visibility: "public" as const,
    ...(typeof wire["liked"] === "boolean" && { ownReactions: wire["liked"] ? ["like"] : [] }),
    raw: wire,
  });
  return {
    toPost: (wire) => ({ ...shared(wire), key: makeKey(account, "post", wire.id), isOwn: wire.author.id === memberId }),
    toMessage: (wire) => {
      const { parent_id: parent, top_id: top } = wire;
      return {
        ...shared(wire),
        key: makeKey(account, "message", wire.id),
        kind: "comment",
        direction: wire.author.id === memberId ? "outbound" : "inbound",
        conversation: makeKey(account, "conversation", wire.post_id),
        post: makeKey(account, "post", wire.post_id),
        ...(typeof parent === "string" && { parent: makeKey(account, "message", parent) }),
        ...(typeof top === "string" && { root: makeKey(account, "message", top) }),
        refs: { postId: wire.post_id },
        via: "poll",
      };
    },
  };
}

const wireLink = shape({ from: "number", to: "number", url: "string" });

/** Links as the forum tells them: the model counts in UTF-16 as the forum does. One that lies outside of the text is left out. */
function linksOf(links: unknown, text: string): Entity[] {
  return readItems("links", listOf(links), wireLink, ({ from, to, url }): Entity | undefined =>
    from >= 0 && from < to && to <= text.length ? { type: "link", start: from, end: to, value: url } : undefined,
  ).items;
}

function unreadable(why: string): never {
  throw new Unreadable(why);
}

function operations(memberId: string, request: RequestFunction, runtime: ResolvedRuntime): Pick<Operations, LanternOperation> {
  const account = accountKey("lantern", memberId);
  const begin = taskMaker("lantern", account, request, runtime);
  const { toPost, toMessage } = reader(memberId);
  const size = (wanted = 50): number => Math.min(wanted, 50);

  /** Posts are `p1`, comments `c1`: one address for each. */
  const pathOf = (task: Task, id: string): string => {
    if (/^p\d+$/.test(id)) return `/api/posts/${id}`;
    if (/^c\d+$/.test(id)) return `/api/comments/${id}`;
    return task.refuse("invalid-request", "the target is nothing of this forum; ids look like p12 and c34.");
  };
  const comments = (task: Task, path: string, query?: Parameters<Operations["listComments"]>[1]) =>
    task.list(
      async (cursor, wanted) => {
        const answer = await task.request("GET", path, { schema: commentPage, query: present({ limit: size(wanted), cursor }) });
        const next = answer["next"];
        return { ...readItems("comments", answer.comments, wireComment, toMessage), ...(typeof next === "string" && { next }) };
      },
      query,
      ({ createdAt }) => createdAt,
    );
  const postOf = async (task: Task, id: string, known: string | undefined): Promise<string> =>
    id.startsWith("p") ? id : (known ?? (await task.request("GET", pathOf(task, id), { schema: wireComment })).post_id);
  const like =
    (name: "like" | "unlike"): Operations["like"] =>
    async (target, options) => {
      const task = begin(name, options);
      const path = `${pathOf(task, task.target(target, ["message", "post"]).id)}/like`;
      // A switch: the forum answers the same however often it is put.
      await task.request(name === "like" ? "PUT" : "DELETE", path, { schema: nothing, safeToRepeat: true });
      return {};
    };

  return {
    getAccount: async (options) => {
      const task = begin("getAccount", options);
      const me = await task.request("GET", "/api/me", { schema: wireMember });
      if (me.id !== memberId) task.refuse("forbidden", "the token belongs to another member; give that of this one.");
      return { key: account, network: "lantern", id: me.id, actors: [me.id], handle: me.handle, raw: me };
    },
    listPosts: (query) => {
      const task = begin("listPosts", query);
      return task.list(
        async (cursor, wanted) => {
          const details = { schema: postPage, query: present({ limit: size(wanted), cursor }) };
          const answer = await task.request("GET", `/api/members/${memberId}/posts`, details);
          const next = answer["next"];
          return { ...readItems("posts", answer.posts, wirePost, toPost), ...(typeof next === "string" && { next }) };
        },
        query,
        ({ createdAt }) => createdAt,
      );
    },
    getPost: async (target, options) => {
      const task = begin("getPost", options);
      return toPost(await task.request("GET", pathOf(task, task.target(target, ["post"]).id), { schema: wirePost }));
    },
    publishPost: async (draft, options) => {
      const task = begin("publishPost", options);
      checkDraft(draft, rules, task);
      return { post: toPost(await task.request("POST", "/api/posts", { schema: wirePost, body: { text: draft.text } })) };
    },
    listComments: (under, query) => {
      const task = begin("listComments", query);
      if (under === null) return comments(task, "/api/me/inbox", query);
      const path = pathOf(task, task.target(under, ["message", "post"]).id);
      return comments(task, `${path}/${path.startsWith("/api/posts/") ? "comments" : "replies"}`, query);
    },
    getMessages: (messages, options) => {
      const task = begin("getMessages", options);
      const ids = messages.map((message) => task.target(message, ["message"]).id);
      if (ids.length === 0) return onePage<Message>([], task.options);
      return task.list(async (cursor) => {
        const from = Number(cursor ?? 0);
        const query = { ids: ids.slice(from, from + 50).join(",") };
        const answer = await task.request("GET", "/api/comments", { schema: commentPage, query });
        const next = from + 50 < ids.length ? { next: String(from + 50) } : {};
        return { ...readItems("comments", answer.comments, wireComment, toMessage), ...next };
      });
    },
    reply: async (target, draft, options) => {
      const task = begin("reply", options);
      const { id } = task.target(target, ["message", "post"]);
      checkDraft(draft, rules, task);
      pathOf(task, id);
      const post = await postOf(task, id, target.refs?.["postId"]);
      const body = { text: draft.text, ...(id !== post && { parent_id: id }) };
      const message = toMessage(await task.request("POST", `/api/posts/${post}/comments`, { schema: wireComment, body }));
      return { message: { ...message, via: "send" }, refs: { postId: post } };
    },
    delete: async (target, options) => {
      const task = begin("delete", options);
      const path = pathOf(task, task.target(target, ["message", "post"]).id);
      try {
        await task.request("DELETE", path, { schema: nothing });
      } catch (error) {
        // What is gone already is as it was wanted.
        if (!isFolkmootError(error, "not-found")) throw error;
      }
      return {};
    },
    like: like("like"),
    unlike: like("unlike"),
    findOwn: (target, draft, query) => {
      const task = begin("findOwn", query);
      const { id, kind } = task.target(target, ["message", "post", "account"]);
      return onePage(async () => {
        if (kind === "account") return { items: [] };
        const path = `/api/posts/${await postOf(task, id, target.refs?.["postId"])}/comments`;
        const found: Message[] = [];
        for await (const one of comments(task, path, { ...task.options, since: query.since })) {
          const answers = one.parent ?? one.post;
          if (one.direction === "outbound" && one.text === draft.text && answers?.endsWith(`:${id}`) === true) found.push(one);
        }
        return { items: found.reverse() };
      }, task.options);
    },
  };
}
