/** Adapters that read wrongly. @module */
import { changed, each, without, type Mutants } from "./mutants.js";
import { makeKey } from "../../src/model/keys.js";

/** Adapters that read wrongly. */
export const readingMutants: Mutants = {
  "names an operation that it lacks": {
    breaks: ["offers exactly the operations that it names"],
    adapter: ({ operations }) => ({ operations: new Set([...operations, "edit" as never]) }),
  },
  "speaks for somebody else": {
    breaks: ["knows its account before any request", "reads the account", "gives keys that carry the account and parse"],
    adapter: () => ({ account: "bluesky:did%3Aplc%3Asomebody" }),
  },
  "takes any runtime at any time": {
    breaks: ["refuses another runtime once it is in use, and takes the same again"],
    adapter: () => ({ attach: () => undefined }),
  },
  "gives numbers as texts": {
    breaks: ["gives model objects that fit their schemas"],
    adapter: ({ listPosts }) => ({ listPosts: (query) => each(listPosts(query), (post) => ({ ...post, counts: { likes: "1" } })) }),
  },
  "leaves `undefined` in its objects": {
    breaks: ["gives plain JSON that comes back from a store as it went in"],
    adapter: ({ listMentions }) => ({ listMentions: (query) => each(listMentions(query), (item) => ({ ...item, language: undefined })) }),
  },
  "gives dates as objects": {
    breaks: ["gives plain JSON that comes back from a store as it went in"],
    adapter: ({ listPosts }) => ({ listPosts: (query) => each(listPosts(query), (item) => ({ ...item, createdAt: new Date(0) })) }),
  },
  "gives local times": {
    breaks: ["gives instants in UTC, in ISO 8601"],
    adapter: ({ getMessages }) => ({
      getMessages: (messages, options) =>
        each(getMessages(messages, options), (item) => ({ ...item, createdAt: "2026-01-01T01:00:00+01:00" })),
    }),
  },
  "counts entities in UTF-8 bytes": {
    breaks: ["points entities at the words that they stand for"],
    adapter: ({ listPosts }) => ({
      listPosts: (query) =>
        each(listPosts(query), (post) => ({
          ...post,
          entities: post.entities.map((entity) => ({
            ...entity,
            start: new TextEncoder().encode(post.text.slice(0, entity.start)).length,
            end: new TextEncoder().encode(post.text.slice(0, entity.end)).length,
          })),
        })),
    }),
  },
  "lists oldest first": {
    breaks: ["lists mentions newest first, to the end, and says that it ended", "lists our own posts, newest first"],
    adapter: ({ listMentions, listPosts }) => ({
      listMentions: (query) => changed(listMentions(query), (page) => ({ ...page, items: page.items.toReversed() })),
      listPosts: (query) => changed(listPosts(query), (page) => ({ ...page, items: page.items.toReversed() })),
    }),
  },
  "says `more` for ever": {
    breaks: [
      "lists mentions newest first, to the end, and says that it ended",
      "stops at the limit and says so",
      "stops at `since` and says so",
    ],
    adapter: ({ listMentions }) => ({ listMentions: (query) => changed(listMentions(query), (page) => ({ ...page, stoppedBy: "more" })) }),
  },
  "forgets the last item of a page": {
    breaks: [
      "gives page after page, every item once, and a cursor on all but the last",
      "goes on after a cursor where the page before it stopped",
    ],
    adapter: ({ listMentions }) => ({
      listMentions: (query) =>
        changed(listMentions(query), (page) => (page.stoppedBy === "more" ? { ...page, items: page.items.slice(0, -1) } : page)),
    }),
  },
  "begins at the start whatever the cursor": {
    breaks: ["goes on after a cursor where the page before it stopped"],
    adapter: ({ listMentions }) => ({ listMentions: (query) => listMentions(without(query, "after")) }),
  },
  "ignores the limit": {
    breaks: ["stops at the limit and says so", "refuses a limit that is no positive number before any request"],
    adapter: ({ listMentions }) => ({ listMentions: (query) => listMentions(without(query, "limit")) }),
  },
  "ignores `since`": {
    breaks: ["stops at `since` and says so", "refuses a `since` in the future before any request"],
    adapter: ({ listMentions }) => ({ listMentions: (query) => listMentions(without(query, "since")) }),
  },
  "asks before a list is used": {
    breaks: ["asks nothing until a list is used"],
    adapter: ({ listMentions }) => ({
      listMentions: (query) => {
        const list = listMentions(query);
        void list.then(() => undefined);
        return list;
      },
    }),
  },
  "makes other keys when it reads again": {
    breaks: ["gives one message one key by every route"],
    adapter: ({ getMessages, account }) => ({
      getMessages: (messages, options) =>
        each(getMessages(messages, options), (item) => ({ ...item, key: makeKey(account, "message", `${item.id}/comment`) })),
    }),
  },
  "calls everything a mention": {
    breaks: ["calls it a comment under our post, and a mention elsewhere", "calls a quote a quote, and says what it quotes"],
    adapter: ({ listMentions }) => ({ listMentions: (query) => each(listMentions(query), (item) => ({ ...item, kind: "mention" })) }),
  },
  "forgets what a message answers": {
    breaks: ["lists the answers under a post with what they answer"],
    adapter: ({ listComments }) => ({
      listComments: (under, query) => each(listComments(under, query), (item) => without(item, "parent")),
    }),
  },
  "takes our own words for those of others": {
    breaks: ["tells our own words from those of others"],
    adapter: ({ listComments }) => ({
      listComments: (under, query) =>
        each(listComments(under, query), (item) => ({ ...item, direction: "inbound", author: { ...item.author, isOwn: false } })),
    }),
  },
  "knows authors by their handle": {
    breaks: ["names the author by the network's own id"],
    adapter: ({ listMentions }) => ({
      listMentions: (query) => each(listMentions(query), (item) => ({ ...item, author: { ...item.author, id: item.author?.handle } })),
    }),
  },
  "counts the unknown as 0": {
    breaks: ["counts what the network told, and leaves the rest absent"],
    adapter: ({ listPosts }) => ({
      listPosts: (query) => each(listPosts(query), (post) => ({ ...post, counts: { views: 0, dislikes: 0, ...post.counts } })),
    }),
  },
  "counts likes as 0 where they were not told": {
    breaks: ["leaves counts absent where they were not told"],
    adapter: ({ listMentions }) => ({ listMentions: (query) => each(listMentions(query), (item) => ({ ...item, counts: { likes: 0 } })) }),
  },
  "gives a shell for what is gone": {
    breaks: ["leaves out what is gone"],
    adapter: ({ getMessages }) => ({
      getMessages: (messages, options) =>
        changed(getMessages(messages, options), (page) => ({
          ...page,
          items: [...page.items, ...page.items.map((item) => ({ ...item, id: "gone", text: "" }))],
        })),
    }),
  },
  "gives another post for one that is gone": {
    breaks: ["says `not-found` of a post that is gone"],
    adapter: ({ getPost, listPosts }) => ({
      getPost: async (post, options) => {
        try {
          return await getPost(post, options);
        } catch {
          return (await listPosts()).items[0]!;
        }
      },
    }),
  },
  "takes our own posts for foreign ones": {
    breaks: ["lists our own posts, newest first"],
    adapter: ({ listPosts }) => ({ listPosts: (query) => each(listPosts(query), (post) => ({ ...post, isOwn: false })) }),
  },
  "searches for anything": {
    breaks: ["finds public posts by their words"],
    adapter: ({ listPosts, searchPosts }) => ({ searchPosts: (query) => ("limit" in query ? searchPosts(query) : listPosts()) }),
  },
  "knows no addresses": {
    breaks: ["leads from a message's address back to it"],
    adapter: () => ({ refFromUrl: () => undefined }),
  },
  "forgets what we like": {
    breaks: ["knows what we like"],
    adapter: ({ getMessages }) => ({
      getMessages: (messages, options) => each(getMessages(messages, options), (item) => without(item, "ownReactions")),
    }),
  },
  "shows direct messages as public": {
    breaks: ["lists a direct conversation and what was said in it"],
    adapter: ({ listMessages }) => ({
      listMessages: (conversation, query) => each(listMessages(conversation, query), (item) => ({ ...item, visibility: "public" })),
    }),
  },
};
