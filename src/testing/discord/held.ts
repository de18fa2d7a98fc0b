/**
 * What the network really holds about a message.
 * @module
 */
import type { Core } from "./core.js";
import { present } from "../json.js";

/** A file that came along with a message. */
export interface HeldDiscordFile {
  /** With its ending. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** What it shows, in words. */
  readonly alt?: string;
}

/** What the network really holds about a message. */
export interface HeldDiscordMessage {
  /** Snowflake. */
  readonly id: string;
  /** Of its channel or thread. */
  readonly channelId: string;
  /** Id of who said it. */
  readonly author: string;
  /** What it says. */
  readonly text: string;
  /** Number of its kind: 0 said, 6 pinned, 19 reply, 21 begin of a thread. */
  readonly type: number;
  /** The message that it answers: by a reference, else in a thread what the thread begins with. */
  readonly parent?: string;
  /** What its thread begins with; in a text channel the first message of its chain of answers. */
  readonly root?: string;
  /** Ids of those that it names and that are told. */
  readonly mentions: readonly string[];
  /** Who reacted, by emoji. */
  readonly reactions: Readonly<Record<string, readonly string[]>>;
  /** Files that came along. */
  readonly files: readonly HeldDiscordFile[];
  /** True when it is pinned. */
  readonly pinned: boolean;
  /** True when everybody who is there is told. */
  readonly mentionsEveryone: boolean;
  /** True when it was spread to the guilds that follow the channel. */
  readonly crossposted: boolean;
  /** When it was changed. Milliseconds since 1970. */
  readonly editedAt?: number;
}

/** Gives the first message of a chain of answers. */
function topOf(core: Core, id: string): string {
  let top = id;
  for (let at = core.messages.get(id)?.reference?.messageId; at !== undefined; at = core.messages.get(at)?.reference?.messageId) top = at;
  return top;
}

/** Shows what the network holds about a message; `undefined` when it is gone. */
export function heldOf(core: Core, id: string): HeldDiscordMessage | undefined {
  const message = core.messages.get(id);
  if (message === undefined) return undefined;
  const inThread = core.channels.get(message.channelId)?.thread !== undefined;
  const starts = message.id === message.channelId;
  const parent = message.reference?.messageId ?? (inThread && !starts ? message.channelId : undefined);
  return present({
    id,
    channelId: message.channelId,
    author: message.authorId,
    text: message.content,
    type: message.type,
    parent,
    root: parent === undefined ? undefined : inThread ? message.channelId : topOf(core, id),
    mentions: message.mentions,
    reactions: Object.fromEntries([...message.reactions].map(([word, who]) => [word, [...who]])),
    files: message.attachments.map(({ filename, size, description }) => present({ name: filename, size, alt: description })),
    pinned: message.pinnedAt !== undefined,
    mentionsEveryone: message.mentionEveryone,
    crossposted: (message.flags & 1) !== 0,
    editedAt: message.editedAt,
  });
}
