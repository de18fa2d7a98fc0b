/**
 * The gateway as the adapter sees it: somebody else's socket that hands over what Discord dispatches.
 *
 * `folkmoot/discord/gateway` makes one over `@discordjs/ws`; a host that has a client of its own (discord.js) needs none and hands each raw
 * event to `acceptGatewayEvent` instead.
 * @module
 */

/** One dispatch, as the gateway sends it and as discord.js emits it under `raw`. Nothing about it is trusted. */
export interface GatewayEvent {
  /** The event's name: `MESSAGE_CREATE`. */
  readonly t: string;
  /** What happened. */
  readonly d: unknown;
  /** Its number in the session. */
  readonly s?: number;
}

/** How a gateway is followed. */
export interface FollowOptions {
  /** Ends following; the last to leave closes the socket. */
  readonly signal: AbortSignal;
  /** What has to be told, as the bits of Discord's intents. All followers of one gateway need the same. */
  readonly intents: number;
}

/** A socket to Discord that several guilds of one bot share. */
export interface DiscordGateway {
  /** Follows what is dispatched to the bot, of all its guilds, in the order of arrival. Opens the socket for the first follower. */
  follow(options: FollowOptions): AsyncIterable<GatewayEvent>;
}

/** The intents that are used, by their bit. Of Discord's documentation of the gateway, read 2026-11. */
export const gatewayIntents: Readonly<
  Record<
    | "guilds"
    | "guildModeration"
    | "guildMessages"
    | "guildMessageReactions"
    | "directMessages"
    | "directMessageReactions"
    | "messageContent",
    number
  >
> = {
  guilds: 1 << 0,
  guildModeration: 1 << 2,
  guildMessages: 1 << 9,
  guildMessageReactions: 1 << 10,
  directMessages: 1 << 12,
  directMessageReactions: 1 << 13,
  messageContent: 1 << 15,
};

/**
 * Adds up the intents that an account needs.
 * @param messageContent - false where the app was not granted the privileged intent: asking for it would end the socket with 4014
 */
export function intentsFor(messageContent: boolean): number {
  const { messageContent: privileged, ...plain } = gatewayIntents;
  const needed = Object.values(plain).reduce((sum, bit) => sum | bit, 0);
  return messageContent ? needed | privileged : needed;
}
