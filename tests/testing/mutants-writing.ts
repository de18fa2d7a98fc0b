/** Adapters that write wrongly. @module */
import { FolkmootError } from "../../src/errors.js";
import type { Message } from "../../src/model/message.js";
import { parseKey } from "../../src/model/keys.js";
import { without, type Mutants } from "./mutants.js";

const done = (): Promise<Record<string, never>> => Promise.resolve({});

/** Adapters that write wrongly. */
export const writingMutants: Mutants = {
  "replies to the post instead of the message": {
    breaks: ["replies under the right parent and root", "replies with `raw` dropped"],
    adapter: (adapter) => ({
      reply: (target, draft, options) => {
        const { post } = target as Partial<Message>;
        return adapter.reply(post === undefined ? target : adapter.ref({ post: parseKey(post)?.id ?? "" }), draft, options);
      },
    }),
  },
  "publishes instead of replying": {
    breaks: ["replies to a post", "replies with nothing but key and refs, after a trip through JSON"],
    adapter: ({ reply, publishPost }) => ({
      reply: async (target, draft, options) => {
        const { post } = await publishPost(draft, options);
        return { message: { ...(await reply(target, draft, options)).message!, id: post?.id ?? "" } };
      },
    }),
  },
  "says it in the open when what it answers is gone": {
    breaks: ["refuses a reply to what is gone, and says nothing"],
    adapter: ({ reply, publishPost }) => ({
      reply: (target, draft, options) => reply(target, draft, options).catch(() => publishPost(draft, options)),
    }),
  },
  "needs `raw` to reply": {
    breaks: ["replies with `raw` dropped", "replies with nothing but key and refs, after a trip through JSON"],
    adapter: ({ reply }) => ({
      reply: (target, draft, options) => {
        if (!("raw" in target)) throw new TypeError("Cannot read properties of undefined");
        return reply(target, draft, options);
      },
    }),
  },
  "loses joined emoji": {
    breaks: ["sends emoji, links, tags and line breaks as they are"],
    adapter: ({ reply }) => ({
      reply: (target, draft, options) => reply(target, { ...draft, text: draft.text.replaceAll("\u200d", "") }, options),
    }),
  },
  "refuses a text at the limit": {
    breaks: ["sends a text that is exactly at the limit"],
    adapter: ({ reply }) => ({
      reply: (target, draft, options) => {
        if (draft.text.length >= 300) throw new FolkmootError("invalid-request", "At most 299.");
        return reply(target, draft, options);
      },
    }),
  },
  "cuts a text that is too long": {
    breaks: ["refuses a text one over the limit before any request, and names the limit"],
    adapter: ({ reply }) => ({ reply: (target, draft, options) => reply(target, { ...draft, text: draft.text.slice(0, 300) }, options) }),
  },
  "says only that a text is too long": {
    breaks: ["refuses a text one over the limit before any request, and names the limit"],
    adapter: ({ reply }) => ({
      reply: async (target, draft, options) => {
        if (draft.text.length > 300) throw new FolkmootError("invalid-request", "Too long.");
        return reply(target, draft, options);
      },
    }),
  },
  "asks the network first and checks later": {
    breaks: [
      "refuses an empty text before any request",
      "refuses half of a surrogate pair before any request",
      "refuses a key of the wrong kind before any request",
      "refuses what is no key before any request",
      "refuses the key of another account before any request",
      "sends nothing when the signal has ended before",
    ],
    adapter: ({ reply, getAccount }) => ({
      reply: async (target, draft, options) => {
        await getAccount();
        return reply(target, draft, options);
      },
    }),
  },
  "names what it sent by a key of its own": {
    breaks: ["names what it sent by the key under which it is found"],
    adapter: ({ reply }) => ({
      reply: async (...input) => {
        const receipt = await reply(...input);
        return { ...receipt, message: { ...receipt.message!, key: `${receipt.message!.key}-sent` } };
      },
    }),
  },
  "signs posts": {
    breaks: ["publishes a post"],
    adapter: ({ publishPost }) => ({ publishPost: (draft, options) => publishPost({ ...draft, text: `${draft.text} /K` }, options) }),
  },
  "ignores idempotency keys": {
    breaks: ["sends once for one idempotency key"],
    adapter: ({ reply }) => ({ reply: (target, draft, options) => reply(target, draft, without(options, "idempotencyKey")) }),
  },
  "takes the text for the idempotency key": {
    breaks: ["sends twice for two idempotency keys"],
    adapter: ({ reply }) => ({ reply: (target, draft, options) => reply(target, draft, { ...options, idempotencyKey: draft.text }) }),
  },
  "likes anew each time": {
    breaks: ["likes once however often it is asked"],
    adapter: ({ like }, { world }) => ({
      like: (target, options) => {
        world.fake.state.like(world.account, parseKey(target.key)?.id ?? "");
        return like(target, options);
      },
    }),
  },
  "forgets to take likes back": {
    breaks: ["takes a like back, and again counts as done", "takes a like back with what its receipt holds"],
    adapter: () => ({ unlike: done }),
  },
  "resolves likes to nothing": {
    breaks: ["resolves every write to a receipt"],
    adapter: ({ like }) => ({ like: async (...input) => (await like(...input), undefined as never) }),
  },
  "fails to hide what is hidden": {
    breaks: ["hides a message, and again counts as done"],
    adapter: ({ hide }) => {
      const hidden = new Set<string>();
      return {
        hide: (message, options) => {
          if (hidden.has(message.key)) throw new FolkmootError("conflict", "Hidden already.");
          hidden.add(message.key);
          return hide(message, options);
        },
      };
    },
  },
  "hides only the last one": {
    breaks: ["hides one message beside another"],
    adapter: ({ hide, unhide }) => {
      let last: Parameters<typeof hide>[0] | undefined;
      return {
        hide: async (message, options) => {
          if (last !== undefined) await unhide(last);
          last = message;
          return hide(message, options);
        },
      };
    },
  },
  "forgets to show again": { breaks: ["shows a hidden message again, and again counts as done"], adapter: () => ({ unhide: done }) },
  "fails to delete what is gone": {
    breaks: ["deletes one of our own, and again counts as done"],
    adapter: ({ delete: remove }) => {
      const gone = new Set<string>();
      return {
        delete: (target, options) => {
          if (gone.has(target.key)) throw new FolkmootError("not-found", "Gone already.");
          gone.add(target.key);
          return remove(target, options);
        },
      };
    },
  },
  "finds whatever was said": {
    breaks: ["finds what it sent, and nothing else", "finds a direct message that it sent, and nothing else"],
    adapter: ({ listComments, listMessages }) => ({
      findOwn: (target) => (parseKey(target.key)?.kind === "conversation" ? listMessages(target as never) : listComments(target as never)),
    }),
  },
  "forgets to shut people out": {
    breaks: ["shuts a person out and lets them in again, and again counts as done"],
    adapter: () => ({ ban: done }),
  },
  "forgets to mute": { breaks: ["mutes a person and hears them again, and again counts as done"], adapter: () => ({ mute: done }) },
  "says private things in public": {
    breaks: ["answers in a direct conversation", "writes to a person", "answers a public message in private"],
    adapter: ({ publishPost, reply }) => ({
      sendMessage: (_to, draft, options) => publishPost(draft, options),
      replyPrivately: (message, draft, options) => reply(message, draft, options),
    }),
  },
  "forgets to mark as read": { breaks: ["marks a conversation as read"], adapter: () => ({ markRead: done }) },
  "refuses in `can` what the network allows": {
    breaks: ["agrees with `can` about likes", "agrees with `can` about replies", "agrees with `can` about likes that are taken back"],
    adapter: () => {
      const no = { ok: false, reason: "refused", detail: "Ask again another day." } as const;
      return { canRules: { like: () => no, unlike: () => no, reply: () => no } };
    },
  },
  "allows in `can` what the network refuses": {
    breaks: [
      "agrees with `can` about hiding",
      "agrees with `can` about showing again",
      "agrees with `can` about deleting",
      "agrees with `can` about private answers",
      "agrees with `can` about reactions",
      "agrees with `can` about reactions that are taken back",
      "agrees with `can` about bans",
      "agrees with `can` about bans that end",
      "agrees with `can` about mutes",
      "agrees with `can` about mutes that end",
      "agrees with `can` about what a token may not do",
    ],
    adapter: () => ({ canRules: {} }),
  },
};
