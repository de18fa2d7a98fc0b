/**
 * Mentions of the bot, found by searching the guild.
 * @module
 */
import { checkSearch, searchPage } from "./search.js";
import { toMessage } from "./normalize.js";
import type { BeginDiscord } from "./task.js";
import type { Message } from "../../model/message.js";
import type { Operations } from "../../adapter/operations.js";

/** Lists messages that mention the bot. */
export function mentions(begin: BeginDiscord): Pick<Operations, "listMentions"> {
  return {
    listMentions: (query = {}) => {
      const task = begin("listMentions", query);
      return task.list<Message>(
        async (cursor, size) => {
          checkSearch(task);
          const us = await task.us();
          // The search tells no reactions, and none is not zero.
          return searchPage(task, { mentions: [us.bot] }, query, cursor, size, (wire, place) =>
            wire.author.id === us.bot ? undefined : toMessage(us, wire, place, { reactions: false }),
          );
        },
        query,
        ({ createdAt }) => createdAt,
      );
    },
  };
}
