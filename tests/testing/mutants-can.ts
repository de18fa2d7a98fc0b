/** Adapters whose `can` or whose calls do not know what others forbid. @module */
import { without, type Mutants, type MutantsOf } from "./mutants.js";
import type { CanAnswer } from "../../src/model/can.js";
import type { DiscordAdapter } from "../../src/networks/discord/index.js";
import type { DiscordWorld } from "../../src/testing/discord/contract-world.js";
import type { MastodonAdapter } from "../../src/networks/mastodon/index.js";
import type { MastodonWorld } from "../../src/testing/mastodon/contract-world.js";

const closed = "agrees with `can` about closed threads, and says nothing in them";
const yes = (): CanAnswer => ({ ok: true });

/** On Bluesky. */
export const canMutants: Mutants = {
  "takes every thread for open": {
    breaks: [closed, "agrees with `can` about replies"],
    adapter: ({ canRules }) => ({ canRules: { ...canRules, reply: yes } }),
  },
  "says in a closed thread what nobody will see": {
    breaks: [closed, "agrees with `can` about replies"],
    adapter: ({ reply }) => ({ reply: (target, draft, options) => reply(without(target, "allows"), draft, options) }),
  },
  "does not see who has shut it out": {
    breaks: ["agrees with `can` about people who shut us out"],
    adapter: ({ canRules }) => ({ canRules: { ...canRules, sendMessage: yes } }),
  },
  "does not see what it likes already": {
    breaks: ["agrees with `can` about likes"],
    adapter: ({ canRules }) => ({
      canRules: { ...canRules, like: (target, facts) => canRules.like?.(without(target, "ownReactions"), facts) ?? yes() },
    }),
  },
};

/** On Mastodon. */
export const mastodonCanMutants: MutantsOf<MastodonAdapter, MastodonWorld> = {
  "does not see what it likes already": {
    breaks: ["agrees with `can` about likes"],
    adapter: ({ canRules }) => ({
      canRules: { ...canRules, like: (target, facts) => canRules.like?.(without(target, "ownReactions"), facts) ?? yes() },
    }),
  },
  "counts none where it is not told how many": {
    breaks: ["leaves a count absent where an answer lacks it, and never says 0"],
    adapter: ({ getPost }) => ({
      getPost: async (target, options) => {
        const post = await getPost(target, options);
        return { ...post, counts: { likes: 0, ...post.counts } };
      },
    }),
  },
};

/** On Discord. */
export const discordCanMutants: MutantsOf<DiscordAdapter, DiscordWorld> = {
  "takes every thread for open": {
    breaks: [closed, "agrees with `can` about replies"],
    adapter: ({ canRules }) => ({ canRules: { ...canRules, reply: yes } }),
  },
  "does not see that a thread is closed": {
    breaks: [closed, "agrees with `can` about replies"],
    adapter: ({ canRules }) => ({
      canRules: { ...canRules, reply: (target, facts) => canRules.reply?.(without(target, "allows"), facts) ?? yes() },
    }),
  },
  "knows no tier": {
    breaks: ["agrees with `can` about what a tier lacks"],
    adapter: ({ canRules }) => ({ canRules: { ...canRules, listMentions: yes, searchPosts: yes } }),
  },
  "knows no permissions": {
    breaks: ["agrees with `can` about what a token may not do"],
    adapter: ({ canRules }) => ({ canRules: { ...canRules, ban: yes } }),
  },
  "is sure that nobody shuts it out": {
    breaks: ["agrees with `can` about people who shut us out"],
    adapter: ({ canRules }) => ({ canRules: { ...canRules, sendMessage: yes, replyPrivately: yes } }),
  },
};
