/**
 * Users to authors, the guild to the account. Pure.
 * @module
 */
import { fieldsOf, present, textOf, wholeOf, type Writable } from "../../adapter/fields.js";
import { isSnowflake, type Us } from "./ids.js";
import { makeKey } from "../../model/keys.js";
import { Unreadable } from "../../adapter/read-items.js";
import type { Account } from "../../model/account.js";
import type { Author } from "../../model/author.js";

const images = "https://cdn.discordapp.com";

/** Animated pictures are marked by the beginning of their hash; as a still one, every reader can show them. */
function picture(kind: "avatars" | "icons", id: string, hash: unknown): string | undefined {
  return typeof hash === "string" && /^\w+$/.test(hash) ? `${images}/${kind}/${id}/${hash}.png` : undefined;
}

/** Gives a user's name in mentions. The number behind it, which bots still have, is not written there. */
export function handleOf(user: unknown): string | undefined {
  return textOf(fieldsOf(user)["username"]);
}

/** Gives the name that people see: the one in this guild, the one everywhere, else the user name. */
export function nameOf(user: unknown, member?: unknown): string | undefined {
  const { global_name: globalName, username, member: own } = fieldsOf(user);
  return textOf(fieldsOf(member ?? own)["nick"]) ?? textOf(globalName) ?? textOf(username);
}

/**
 * Reads a user.
 * @param user - as the network gave it; has to have an id
 * @param member - the same person in the guild, where the network told
 * @throws Unreadable for a user without an id
 */
export function toAuthor(us: Us, user: unknown, member?: unknown): Author {
  const { id, avatar, bot, system } = fieldsOf(user);
  if (!isSnowflake(id)) throw new Unreadable("author.id: not a snowflake");
  const author: Writable<Author> = {
    key: makeKey(us.account, "author", id),
    id,
    url: `https://discord.com/users/${id}`,
    isOwn: id === us.bot,
    isBot: bot === true || system === true,
  };
  const handle = handleOf(user);
  if (handle !== undefined) author.handle = handle;
  const name = nameOf(user, member);
  if (name !== undefined) author.name = name;
  const avatarUrl = picture("avatars", id, avatar);
  if (avatarUrl !== undefined) author.avatarUrl = avatarUrl;
  return author;
}

/**
 * Reads the guild as the account.
 * @param bot - the bot's user
 * @param scopes - permissions and intents that are known, in the network's words
 */
export function toAccount(us: Us, guild: Readonly<Record<string, unknown>>, bot: unknown, scopes: readonly string[] | undefined): Account {
  return present({
    key: us.account,
    network: "discord",
    id: us.guild,
    actors: [us.guild, us.bot],
    // A guild has no name to call it by: people mention the bot.
    handle: handleOf(bot),
    name: textOf(guild["name"]),
    url: `https://discord.com/channels/${us.guild}`,
    avatarUrl: picture("icons", us.guild, guild["icon"]),
    followers: wholeOf(guild["approximate_member_count"]),
    scopes,
    raw: guild,
  });
}
