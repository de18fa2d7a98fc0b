/**
 * What a test is given of the network from the inside.
 * @module
 */
import type { AuditEntry } from "./core.js";
import type { DiscordPermission } from "./permissions.js";
import type { HeldDiscordMessage } from "./held.js";

/** A person or bot, by id, username or what `addMember` and `addBot` gave. */
export type DiscordWho = string | Pick<FakePerson, "id">;

/** A person of the network. */
export interface FakePerson {
  /** Snowflake. */
  readonly id: string;
  /** Unique name. */
  readonly username: string;
}

/** A bot of the network. */
export interface FakeBot extends FakePerson {
  /** Opens everything that the bot may do. */
  readonly token: string;
  /** Id of its application. */
  readonly applicationId: string;
}

/** A guild of the network. */
export interface FakeGuild {
  /** Snowflake. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
  /** Who owns it; made with it. */
  readonly owner: FakePerson;
}

/** A channel of a guild. */
export interface FakeChannel {
  /** Snowflake. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
  /** Ids of a forum's tags by name. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What a new channel is like. */
export interface NewChannel {
  /** @defaultValue "text" */
  readonly type?: "text" | "announcement" | "forum" | "category";
  /** Id of the category that it stands in. */
  readonly parent?: string;
  /** What it is about. */
  readonly topic?: string;
  /** Names of a forum's tags. */
  readonly tags?: readonly string[];
  /** True when a post of the forum needs a tag. @defaultValue false */
  readonly requiresTag?: boolean;
  /** Seconds between two messages of one person. @defaultValue 0 */
  readonly slowModeSeconds?: number;
}

/** A file that comes along with a message. */
export interface DiscordFile {
  /** With its ending. */
  readonly name: string;
  /** What is in it. */
  readonly bytes: Uint8Array;
  /** What it is: `image/png`. */
  readonly contentType?: string;
  /** What it shows, in words. */
  readonly alt?: string;
}

/** What is said: a text, or a text with more. */
export interface DiscordSaying {
  /** What it says. `<@id>` names somebody. */
  readonly text: string;
  /** Files that come along. */
  readonly files?: readonly DiscordFile[];
  /** Set where an incoming webhook says it: under this name, which is no person's. */
  readonly asWebhook?: string;
}

/** Where a message is. */
export interface MessagePlace {
  /** Of the message. */
  readonly id: string;
  /** Of its channel or thread. */
  readonly channelId: string;
}

/** How somebody stands to a guild. */
export interface Standing {
  /** True when they are a member. */
  readonly member: boolean;
  /** True when they are shut out. */
  readonly banned: boolean;
  /** Until when they may not speak. Milliseconds since 1970; absent where they may. */
  readonly timedOutUntil?: number;
}

/**
 * The network from the inside. Everything that is done here obeys the rules of the network and is pushed, but costs no limits.
 * What the network would refuse, and who or what is not there, throws FolkmootError `invalid-request`.
 */
export interface DiscordState {
  /** Adds a guild with an owner. */
  addGuild(name: string): FakeGuild;
  /** Adds a bot to guilds. It may do everything there. */
  addBot(
    username: string,
    about: { readonly guilds?: readonly string[]; readonly name?: string; readonly messageContent?: boolean },
  ): FakeBot;
  /** Adds a person to a guild; somebody of that username who is already there joins it. */
  addMember(guildId: string, username: string, about?: { readonly name?: string; readonly nick?: string }): FakePerson;
  /** Adds a person who is in no guild. */
  addUser(username: string, about?: { readonly name?: string }): FakePerson;
  /** Takes somebody out of a guild. */
  leave(guildId: string, who: DiscordWho): void;
  /** Adds a channel to a guild. */
  addChannel(guildId: string, name: string, about?: NewChannel): FakeChannel;
  /** Adds an emoji of a guild's own. Gives its word in paths: `name:id`. */
  addEmoji(guildId: string, name: string): string;
  /** Takes permissions from somebody in a guild or a channel. */
  deny(who: DiscordWho, where: string, ...permissions: readonly DiscordPermission[]): void;
  /** Gives permissions that were taken, or that members do not have. In a channel only what was taken there. */
  allow(who: DiscordWho, where: string, ...permissions: readonly DiscordPermission[]): void;
  /** Says something in a channel or thread. */
  say(by: DiscordWho, channelId: string, what: string | DiscordSaying): MessagePlace;
  /** Answers a message. `ping` tells its author. */
  reply(by: DiscordWho, messageId: string, what: string | DiscordSaying, options?: { readonly ping?: boolean }): MessagePlace;
  /** Changes what an own message says. */
  edit(by: DiscordWho, messageId: string, text: string): void;
  /** Removes a message. @defaultValue its author does */
  remove(messageId: string, by?: DiscordWho): void;
  /** Reacts. */
  react(by: DiscordWho, messageId: string, emoji: string): void;
  /** Takes a reaction back. */
  unreact(by: DiscordWho, messageId: string, emoji: string): void;
  /** Starts a thread at a message. The thread has the message's id. */
  startThread(by: DiscordWho, messageId: string, name: string): FakeChannel;
  /** Begins a forum post. Thread and first message have the id that comes back. */
  post(
    by: DiscordWho,
    forumId: string,
    what: string | DiscordSaying,
    about?: { readonly title?: string; readonly tags?: readonly string[] },
  ): MessagePlace;
  /** Puts a thread away, opens it again, locks it, unlocks it. The guild's owner does. */
  changeThread(threadId: string, change: { readonly archived?: boolean; readonly locked?: boolean; readonly name?: string }): void;
  /** Removes a thread with everything in it. The guild's owner does. */
  removeThread(threadId: string): void;
  /** Pins a message or takes the pin away. The guild's owner does. */
  pin(messageId: string, pinned?: boolean): void;
  /** Sets how many seconds lie between two messages of one person in a channel. */
  slowMode(channelId: string, seconds: number): void;
  /** Writes to somebody in private. */
  directMessage(by: DiscordWho, to: DiscordWho, what: string | DiscordSaying): MessagePlace;
  /** Gives the id of the direct channel of two people, which is opened where there is none. */
  directChannel(one: DiscordWho, other: DiscordWho): string;
  /** Lets nobody write to somebody in private any more, or again. */
  refuseDirects(who: DiscordWho, refuses?: boolean): void;
  /** Blocks somebody. */
  block(by: DiscordWho, whom: DiscordWho): void;
  /** Shuts somebody out, or in again. The guild's owner does. */
  ban(guildId: string, who: DiscordWho, banned?: boolean): void;
  /** Silences somebody. The guild's owner does. Milliseconds. */
  timeOut(guildId: string, who: DiscordWho, forMs: number): void;
  /** Grants the privileged intent to a bot, or takes it away. */
  grantMessageContent(bot: DiscordWho, granted: boolean): void;
  /** Resets a bot's token: the old one is refused. Gives the new one. */
  resetToken(bot: DiscordWho): string;
  /** Lets others use up what belongs to a channel or guild: calls there are refused with the scope `shared`. Milliseconds. */
  crowd(id: string, forMs: number): void;
  /** Shows what the network holds about a message; `undefined` when it is gone. */
  held(messageId: string): HeldDiscordMessage | undefined;
  /** Everything that somebody has said in guilds, oldest first. */
  saidBy(who: DiscordWho): readonly HeldDiscordMessage[];
  /** Messages between two people, oldest first. */
  directsBetween(one: DiscordWho, other: DiscordWho): readonly HeldDiscordMessage[];
  /** How somebody stands to a guild. */
  standing(guildId: string, who: DiscordWho): Standing;
  /** What moderators did, with the reasons they gave. */
  auditLog(guildId: string): readonly AuditEntry[];
}
