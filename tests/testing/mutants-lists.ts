/** Adapters whose lists lack something, or hold what belongs on another. @module */
import { changed, each, without, type Mutants } from "./mutants.js";
import { FolkmootError, isFolkmootError } from "../../src/errors.js";
import type { Message } from "../../src/model/message.js";
import type { Paged } from "../../src/model/page.js";

/** Ends every list after its first page, as if there were no more. */
const cutShort = <T>(list: Paged<T>): Paged<T> => {
  let isFirst = true;
  return changed(list, (page) => {
    if (!isFirst) return undefined;
    isFirst = false;
    return { ...without(page, "next"), stoppedBy: "end" };
  });
};

/** Adapters whose lists are not right. */
export const listMutants: Mutants = {
  "takes the first page for everything": {
    breaks: [
      "gives mentions one by one as it gives them all",
      "gives our posts one by one as it gives them all",
      "gives conversations one by one as it gives them all",
      "gives direct messages one by one as it gives them all",
      "gives what a hashtag finds one by one as it gives it all",
    ],
    adapter: (sound) => ({
      listMentions: (query) => cutShort(sound.listMentions(query)),
      listPosts: (query) => cutShort(sound.listPosts(query)),
      listConversations: (query) => cutShort(sound.listConversations(query)),
      listMessages: (conversation, query) => cutShort(sound.listMessages(conversation, query)),
      searchPosts: (query) => cutShort(sound.searchPosts(query)),
    }),
  },
  "gives comments in another order when it gives a few": {
    breaks: ["gives comments one by one as it gives them all"],
    adapter: ({ listComments }) => ({
      listComments: (under, query) =>
        query?.limit === undefined
          ? listComments(under, query)
          : changed(listComments(under), (page) => ({ ...page, items: page.items.slice(-1), stoppedBy: "limit" })),
    }),
  },
  "hands direct messages on as mentions": {
    breaks: ["keeps direct messages out of the mentions"],
    adapter: ({ listMentions }) => ({ listMentions: (query) => each(listMentions(query), (item) => ({ ...item, kind: "direct" })) }),
  },
  "takes its answers for posts": {
    breaks: ["keeps our answers out of our posts"],
    adapter: ({ listPosts, listComments }) => ({
      listPosts: (query) => {
        const posts = listPosts(query);
        async function* pages(): ReturnType<typeof posts.pages> {
          for await (const page of posts.pages()) {
            const answers = [];
            for (const post of page.items) for await (const { id } of listComments(post)) answers.push({ ...post, id });
            yield { ...page, items: [...page.items, ...answers] };
          }
        }
        return Object.assign(
          changed(posts, (page) => page),
          { pages, [Symbol.asyncIterator]: () => itemsOf(pages()) },
        );
      },
    }),
  },
  "meets no fault": {
    breaks: [
      "tries a read again after server errors",
      "goes on after an empty page that has a cursor",
      "gives every item once and in order, whatever goes wrong between pages",
      "ends a like as what it is after every fault, and likes once at most",
    ],
    world: () => ({ inject: () => undefined }),
  },
  "logs what it sends": {
    breaks: ["replies under the right parent and root", "sends a text that is exactly at the limit"],
    runtime: (runtime) => ({
      ...runtime,
      fetch: async (...input) => {
        runtime.logger?.debug?.("Sending.", { body: await new Request(...input).text() });
        return runtime.fetch!(...input);
      },
    }),
  },
  "quotes what it refuses": {
    breaks: [
      "refuses a text one over the limit before any request, and names the limit",
      "refuses a key of the wrong kind before any request",
    ],
    adapter: ({ reply }) => ({
      reply: (target, draft, options) =>
        reply(target, draft, options).catch((error: unknown) => {
          throw isFolkmootError(error, "invalid-request") ? new FolkmootError("invalid-request", `Cannot send "${draft.text}".`) : error;
        }),
    }),
  },
  "begins a page with the end of the one before": {
    breaks: ["gives nothing twice and loses nothing although news come between its pages"],
    adapter: ({ listMentions }) => ({
      listMentions: (query) => {
        let last: readonly Message[] = [];
        return changed(listMentions(query), (page) => {
          const items = [...last, ...page.items];
          last = page.items.slice(-1);
          return { ...page, items };
        });
      },
    }),
  },
  "gives everything whatever the instant": {
    breaks: ["gives comments and posts since an instant, and none before it"],
    adapter: ({ listComments }) => ({ listComments: (under, query) => listComments(under, without(query, "since")) }),
  },
  "feels named by everything": {
    breaks: ["says that a message names us where it does, and of no other"],
    adapter: ({ listComments }) => ({
      listComments: (under, query) => each(listComments(under, query), (item) => ({ ...item, mentionsUs: true })),
    }),
  },
  "sets aside what it does not know yet": {
    breaks: ["reads answers with fields, words and variants that nobody knows yet"],
    adapter: ({ listMentions }) => ({
      listMentions: (query) => changed(listMentions(query), (page) => ({ ...page, quarantined: [{ reason: "unknown word", raw: {} }] })),
    }),
  },
};

async function* itemsOf<T>(pages: AsyncIterable<{ readonly items: readonly T[] }>): AsyncGenerator<T, void, undefined> {
  for await (const page of pages) yield* page.items;
}
