/**
 * All operations of a guild, and what it is pushed. Loaded when the first of them is used.
 * @module
 */
import { account } from "./account.js";
import { beginner } from "./task.js";
import { comments } from "./comments.js";
import { discordPush, type DiscordPush } from "./stream.js";
import { findOwn } from "./find-own.js";
import { isFolkmootError } from "../../errors.js";
import { makeKey, type AccountKey } from "../../model/keys.js";
import { mentions } from "./mentions.js";
import { messages } from "./messages.js";
import { moderation } from "./moderation.js";
import { posts } from "./posts.js";
import { reactions } from "./reactions.js";
import type { CheckedOptions } from "./options.js";
import type { DiscordGateway } from "./gateway.js";
import type { DiscordOperation } from "./adapter.js";
import type { Operations } from "../../adapter/operations.js";
import type { RequestFunction } from "../../http/request.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";

/** What is loaded at the first use. */
export interface Loaded {
  /** The operations. */
  readonly operations: Pick<Operations, DiscordOperation>;
  /** The gateway's side. */
  readonly push: DiscordPush;
}

/** Puts the surfaces together. */
export function discordOperations(
  key: AccountKey,
  set: CheckedOptions,
  gateway: DiscordGateway | undefined,
  request: RequestFunction,
  runtime: ResolvedRuntime,
): Loaded {
  const begin = beginner(key, set, request, runtime);
  const reading = posts(begin);
  const push = discordPush({
    account: key,
    guildId: set.guild,
    channels: set.channels,
    messageContent: set.messageContent,
    ...(gateway !== undefined && { gateway }),
    runtime,
    us: async (options) => begin("stream", options).us(),
    place: async (id, options) => {
      const task = begin("stream", options);
      return task.channels.lookUp(task, id);
    },
    post: async (id, options) => {
      try {
        return await reading.getPost({ key: makeKey(key, "post", id) }, options);
      } catch (error) {
        if (isFolkmootError(error, "not-found") || isFolkmootError(error, "forbidden")) return undefined;
        throw error;
      }
    },
    isOurDirect: (id) => set.directChannels === undefined || begin("stream").channels.directs().includes(id),
    keepDirect: (person, channel) => {
      begin("stream").channels.keepDirect(person, channel);
    },
  });
  return {
    push,
    operations: {
      ...account(begin),
      ...reading,
      ...comments(begin),
      ...mentions(begin),
      ...messages(begin),
      ...reactions(begin),
      ...moderation(begin),
      ...findOwn(begin),
      stream: (query) => push.stream(query),
    },
  };
}
