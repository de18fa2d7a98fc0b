/**
 * Mentions: public posts and replies that name the profile. Of private profiles the network tells none.
 * @module
 */
import { isRepost } from "./posts.js";
import { mentionFields } from "./fields.js";
import { toMessage } from "./normalize.js";
import type { BeginThreads } from "./task.js";
import type { Operations } from "../../adapter/operations.js";

/** Lists mentions of the profile. */
export function mentions(begin: BeginThreads): Pick<Operations, "listMentions"> {
  return {
    listMentions: (query) => {
      const task = begin("listMentions", query);
      return task.list(
        async (cursor, size) =>
          task.page("/me/mentions", { fields: mentionFields }, { cursor, size }, (wire, place, viewer) =>
            isRepost(wire) ? undefined : toMessage(viewer, wire, place, { mention: true }),
          ),
        query,
        ({ createdAt }) => createdAt,
      );
    },
  };
}
