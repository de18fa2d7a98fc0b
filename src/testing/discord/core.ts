/**
 * What the network holds: people, guilds, channels, messages.
 * @module
 */
import { bytesFrom } from "../seed.js";
import type { Clock } from "../../clock.js";
import type { Json } from "../json.js";
import { snowflakes } from "./snowflake.js";

/** Kinds of channels that the fake has. */
export const channelTypes = { text: 0, direct: 1, category: 4, announcement: 5, announcementThread: 10, thread: 11, forum: 15 } as const;

/** Kinds of messages that the fake makes. */
export const messageTypes = { said: 0, pinned: 6, reply: 19, threadStarter: 21 } as const;

/** Somebody on the network: a person or a bot. */
export interface UserData {
  readonly id: string;
  readonly username: string;
  globalName?: string;
  readonly bot: boolean;
  /** True when nobody may write to them in private. */
  refusesDirects: boolean;
  /** Ids of users that they block. */
  readonly blocks: Set<string>;
}

/** A bot's way in. */
export interface BotData {
  readonly userId: string;
  readonly applicationId: string;
  token: string;
  /** True when the token was reset: every call is refused. */
  dead: boolean;
  /** True when everything that the bot may do was taken from it. */
  revoked: boolean;
  /** True when the privileged intent is granted. */
  messageContent: boolean;
}

/** Somebody in a guild. */
export interface MemberData {
  readonly userId: string;
  nick?: string;
  readonly joinedAt: number;
  /** Milliseconds since 1970. */
  timedOutUntil?: number;
  /** Permissions beside those of everybody. */
  granted?: bigint;
}

/** What a moderator did. */
export interface AuditEntry {
  /** `ban`, `unban`, `kick`, `time-out`, `end time-out`. */
  readonly action: string;
  /** Id of who did it. */
  readonly by: string;
  /** Id of whom it was done to. */
  readonly target: string;
  /** As it was given in `X-Audit-Log-Reason`, decoded. Absent where none was given. */
  readonly reason?: string;
}

/** A guild. */
export interface GuildData {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly members: Map<string, MemberData>;
  readonly bans: Map<string, { readonly reason?: string }>;
  /** Permissions taken from somebody everywhere. */
  readonly denied: Map<string, bigint>;
  /** Names of its own emoji by id. */
  readonly emojis: Map<string, string>;
  readonly audit: AuditEntry[];
}

/** What makes a channel a thread. */
export interface ThreadData {
  readonly ownerId: string;
  archived: boolean;
  locked: boolean;
  /** When `archived` last changed. Milliseconds since 1970. */
  archivedAt: number;
  autoArchiveMinutes: number;
  readonly createdAt: number;
  /** Messages in it, without the one it begins with. */
  messageCount: number;
  totalSent: number;
  readonly memberIds: Map<string, number>;
  appliedTags: readonly string[];
}

/** A channel, a thread, or a direct channel. */
export interface ChannelData {
  readonly id: string;
  readonly type: number;
  readonly guildId?: string;
  name: string;
  readonly topic?: string;
  readonly parentId?: string;
  readonly position: number;
  lastMessageId?: string;
  lastPinAt?: number;
  /** Seconds between two messages of one person. */
  slowModeSeconds: number;
  readonly tags: readonly { readonly id: string; readonly name: string }[];
  readonly requiresTag: boolean;
  readonly thread?: ThreadData;
  readonly recipients?: readonly string[];
  /** Permissions taken from somebody here. */
  readonly denied: Map<string, bigint>;
}

/** A file of a message. */
export interface AttachmentData {
  readonly id: string;
  readonly filename: string;
  readonly size: number;
  readonly contentType?: string;
  readonly description?: string;
}

/** A message. */
export interface MessageData {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly type: number;
  readonly at: number;
  content: string;
  editedAt?: number;
  mentions: readonly string[];
  mentionRoles: readonly string[];
  mentionEveryone: boolean;
  attachments: readonly AttachmentData[];
  embeds: readonly Json[];
  pinnedAt?: number;
  flags: number;
  readonly tts: boolean;
  readonly nonce?: string | number;
  readonly reference?: { readonly messageId: string; readonly channelId: string; readonly guildId?: string };
  /** Who reacted, by emoji as the path names it. */
  readonly reactions: Map<string, Set<string>>;
  /** The thread that begins with it. */
  threadId?: string;
  /** Set where an incoming webhook said it. */
  readonly webhook?: { readonly id: string; readonly name: string };
}

/** Something that happened, for everybody who listens. */
export interface NetworkEvent {
  /** Its name at the gateway. */
  readonly type: string;
  /** Where; absent where it concerns no channel. */
  readonly channelId?: string;
  /** In which guild; absent in direct channels. */
  readonly guildId?: string;
  /** What one bot gets to see. */
  readonly data: (viewer: BotData) => Json;
}

/** Options of the core. */
export interface CoreOptions {
  /** Makes ids and tokens. */
  readonly seed: string | number;
  /** The network's time. */
  readonly clock: Clock;
}

/** What the network holds. */
export interface Core {
  readonly clock: Clock;
  readonly seed: string | number;
  readonly users: Map<string, UserData>;
  readonly bots: Map<string, BotData>;
  readonly guilds: Map<string, GuildData>;
  readonly channels: Map<string, ChannelData>;
  /** Messages by id, oldest first. */
  readonly messages: Map<string, MessageData>;
  /** Makes an id. */
  id(): string;
  /** Messages of a channel, oldest first. */
  messagesIn(channelId: string): readonly MessageData[];
  /** Adds a message. */
  addMessage(message: MessageData): void;
  /** Removes a message. */
  dropMessage(message: MessageData): void;
  /** Makes a word that nobody can guess, the same from the same seed. */
  secret(use: string): string;
  /** Tells everybody who listens. */
  emit(event: NetworkEvent): void;
  /** Hears what happens. */
  listen(listener: (event: NetworkEvent) => void): void;
}

/** Makes an empty network. */
export function makeCore({ seed, clock }: CoreOptions): Core {
  const messages = new Map<string, MessageData>();
  const byChannel = new Map<string, MessageData[]>();
  const listeners: ((event: NetworkEvent) => void)[] = [];
  return {
    clock,
    seed,
    users: new Map(),
    bots: new Map(),
    guilds: new Map(),
    channels: new Map(),
    messages,
    id: snowflakes(clock, seed),
    messagesIn: (channelId) => byChannel.get(channelId) ?? [],
    addMessage: (message) => {
      messages.set(message.id, message);
      const all = byChannel.get(message.channelId);
      if (all === undefined) byChannel.set(message.channelId, [message]);
      else all.push(message);
    },
    dropMessage: (message) => {
      messages.delete(message.id);
      const all = byChannel.get(message.channelId) ?? [];
      byChannel.set(
        message.channelId,
        all.filter(({ id }) => id !== message.id),
      );
    },
    secret: (use) => [...bytesFrom(seed, use)].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    listen: (listener) => {
      listeners.push(listener);
    },
  };
}
