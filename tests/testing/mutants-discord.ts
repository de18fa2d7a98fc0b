/** Adapters of Discord that do wrong what Bluesky's cannot. @module */
import { changed, each, type MutantsOf } from "./mutants.js";
import type { DiscordAdapter } from "../../src/networks/discord/index.js";
import type { DiscordWorld } from "../../src/testing/discord/contract-world.js";

import { makeKey } from "../../src/model/keys.js";

const done = (): Promise<Record<string, never>> => Promise.resolve({});

/** Adapters of Discord that do wrong what Bluesky's cannot. */
export const discordMutants: MutantsOf<DiscordAdapter, DiscordWorld> = {
  "forgets to react": { breaks: ["reacts with a word, and takes it back"], adapter: () => ({ react: done }) },
  "forgets to take reactions back": { breaks: ["reacts with a word, and takes it back"], adapter: () => ({ unreact: done }) },
  "likes whatever the reaction": {
    breaks: ["reacts with a word, and takes it back", "keeps a like and another reaction apart"],
    adapter: ({ like }) => ({ react: (target, _reaction, options) => like(target, options) }),
  },
  "takes every reaction for ours": {
    breaks: ["keeps a like and another reaction apart", "knows what we like"],
    adapter: ({ getMessages }) => ({
      getMessages: (messages, options) => each(getMessages(messages, options), (item) => ({ ...item, ownReactions: ["👍", "🎉"] })),
    }),
  },
  "stops at an empty page": {
    breaks: ["goes on after an empty page that has a cursor"],
    adapter: ({ listMentions }) => ({
      listMentions: (query) => changed(listMentions(query), (page) => (page.items.length === 0 ? undefined : page)),
    }),
  },
  "calls a reaction without a number none": {
    breaks: ["leaves a count absent where an answer lacks it, and never says 0"],
    adapter: ({ getPost }) => ({
      getPost: async (target, options) => {
        const post = await getPost(target, options);
        return { ...post, counts: { likes: 0, ...post.counts } };
      },
    }),
  },
  "says in a chat what was asked in a thread": {
    breaks: ["replies under the right parent and root"],
    adapter: ({ account, sendMessage }, { world }) => ({
      reply: (_target, draft, options) => sendMessage({ key: makeKey(account, "conversation", world.channels.text.id) }, draft, options),
    }),
  },
  "acknowledges what it should refuse": {
    breaks: [
      "refuses a wrong signature",
      "refuses a missing signature",
      "refuses a malformed signature",
      "refuses a body that was changed after signing, be it by a space",
      "refuses what was signed too long ago",
      "verifies before it reads: what cannot be read is refused for its signature",
    ],
    world: ({ webhooks }) => {
      const webhook = webhooks!.app.webhook!;
      const read: typeof webhook.read = (request, body) =>
        webhook.read(request, body).catch(() => ({ type: "delivery", delivery: { changes: [] } }));
      return { webhooks: { ...webhooks!, app: { ...webhooks!.app, webhook: { ...webhook, read } } } };
    },
  },
  "hears of nothing": {
    breaks: ["takes in a delivery that is signed well", "answers the challenge"],
    world: ({ webhooks }) => {
      const webhook = webhooks!.app.webhook!;
      const read: typeof webhook.read = () => Promise.resolve({ type: "delivery", delivery: { changes: [] } });
      return { webhooks: { ...webhooks!, app: { ...webhooks!.app, webhook: { ...webhook, read } } } };
    },
  },
};
