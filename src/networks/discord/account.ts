/**
 * The guild itself, and what the bot may do there.
 * @module
 */
import { contentIntent, permissionsOf } from "./permissions.js";
import { fieldsOf } from "../../adapter/fields.js";
import { guildAnswer, listAnswer } from "./wire.js";
import { isFolkmootError } from "../../errors.js";
import { toAccount } from "./normalize-author.js";
import type { BeginDiscord, DiscordTask } from "./task.js";
import type { Operations } from "../../adapter/operations.js";

/** Reads the account. */
export function account(begin: BeginDiscord): Pick<Operations, "getAccount"> {
  return {
    getAccount: async (options) => {
      const task = begin("getAccount", options);
      const us = await task.us();
      const guild = await task.get(`/guilds/${us.guild}`, guildAnswer, { with_counts: true });
      return toAccount(us, guild, await task.bot(), await scopes(task));
    },
  };
}

/** What the bot's roles allow in the whole guild. Single channels may allow more or less. `undefined` where it is not told. */
async function scopes(task: DiscordTask): Promise<readonly string[] | undefined> {
  const { guild, messageContent } = task.set;
  try {
    // The list begins behind an id, so the one before ours puts ours first.
    const after = String(BigInt(guild) - 1n);
    const [own] = await task.get("/users/@me/guilds", listAnswer, { after, limit: 1 });
    const held = fieldsOf(own)["id"] === guild ? permissionsOf(fieldsOf(own)["permissions"]) : undefined;
    return held === undefined ? undefined : [...held, ...(messageContent ? [contentIntent] : [])];
  } catch (error) {
    if (isFolkmootError(error, "forbidden") || isFolkmootError(error, "not-found")) return undefined;
    throw error;
  }
}
