/** Adapters of Mastodon that do wrong what Bluesky's cannot, or cannot as badly. @module */
import { each, without, type MutantsOf } from "./mutants.js";
import { FolkmootError } from "../../src/errors.js";
import type { MastodonAdapter } from "../../src/networks/mastodon/index.js";
import type { MastodonWorld } from "../../src/testing/mastodon/contract-world.js";
import { parseKey } from "../../src/model/keys.js";
import type { Target } from "../../src/model/target.js";

const idOf = ({ key }: Target): string => parseKey(key)?.id ?? "";

/** Adapters of Mastodon that do wrong what Bluesky's cannot. */
export const mastodonMutants: MutantsOf<MastodonAdapter, MastodonWorld> = {
  "answers nobody in particular": {
    breaks: ["replies under the right parent and root", "sends emoji, links, tags and line breaks as they are"],
    adapter: ({ reply }, { world }) => ({
      reply: async (target, draft, options) => {
        const receipt = await reply(target, draft, options);
        world.fake.state.edit(receipt.message?.id ?? "", draft.text);
        return receipt;
      },
    }),
  },
  "counts without the name that it puts in front": {
    breaks: ["refuses a text one over the limit before any request, and names the limit"],
    adapter: ({ reply, publishPost }) => ({
      reply: (target, draft, options) => (draft.text.length <= 500 ? publishPost(draft, options) : reply(target, draft, options)),
    }),
  },
  "changes what it said by saying it anew": {
    breaks: ["changes the text of one of our own, and keeps its key"],
    adapter: ({ publishPost }) => ({ edit: (_target, draft, options) => publishPost(draft, options) }),
  },
  "forgets to change": {
    breaks: ["changes the text of one of our own, and keeps its key"],
    adapter: () => ({ edit: () => Promise.resolve({}) }),
  },
  "changes what others said": {
    breaks: ["refuses to change what somebody else said", "agrees with `can` about edits"],
    adapter: (_adapter, { world }) => ({
      edit: (target, draft) => {
        world.fake.state.edit(idOf(target), draft.text);
        return Promise.resolve({});
      },
    }),
  },
  "remembers what was said first": {
    breaks: ["reads what others have changed under the key that it had"],
    adapter: ({ getMessages }) => {
      const first = new Map<string, string>();
      return {
        getMessages: (messages, options) =>
          each(getMessages(messages, options), (item) => {
            const text = first.get(item.key) ?? item.text;
            first.set(item.key, text);
            return { ...item, text };
          }),
      };
    },
  },
  "does not say that something was edited": {
    breaks: ["reads what others have changed under the key that it had", "changes the text of one of our own, and keeps its key"],
    adapter: ({ getMessages }) => ({
      getMessages: (messages, options) => each(getMessages(messages, options), (item) => without(item, "editedAt")),
    }),
  },
  "searches for nothing": {
    breaks: ["finds public posts by a hashtag"],
    adapter: ({ listPosts }) => ({ searchPosts: () => listPosts() }),
  },
  "says that it pinned what it cannot": {
    breaks: ["agrees with `can` about pins"],
    adapter: () => ({ pin: () => Promise.resolve({}) }),
  },
  "takes a token that has ended for a server that is down": {
    breaks: ["says that somebody has to log in again where a token has ended for good, and asks once for each call"],
    adapter: ({ reply }) => ({
      reply: (...input) =>
        reply(...input).catch((error: unknown) => {
          throw new FolkmootError("server-error", "Down.", { cause: error });
        }),
    }),
  },
};
