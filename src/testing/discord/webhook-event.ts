/**
 * What Discord can tell an app over HTTP, as a test asks for it.
 * @module
 */

/** Discord tries an endpoint: an interaction, or an event of the app, without anything in it. */
export interface WebhookPing {
  /** Names the event. */
  readonly type: "ping" | "event-ping";
}

/** Somebody chose a command in the menu of a message. The message comes whole, whatever the app may read. */
export interface MessageCommand {
  /** Names the event. */
  readonly type: "message-command";
  /** Id of who chose it. */
  readonly by: string;
  /** Id of the message. */
  readonly messageId: string;
  /** Name of the command. @defaultValue "Send to inbox" */
  readonly name?: string;
}

/** Somebody wrote a command. */
export interface SlashCommand {
  /** Names the event. */
  readonly type: "slash-command";
  /** Id of who wrote it. */
  readonly by: string;
  /** Id of the channel. */
  readonly channelId: string;
  /** Name of the command. */
  readonly name: string;
  /** Texts that were given along, by the name of the option. */
  readonly options?: Readonly<Record<string, string>>;
}

/** Somebody pressed a button under a message. */
export interface ButtonPress {
  /** Names the event. */
  readonly type: "component";
  /** Id of who pressed it. */
  readonly by: string;
  /** Id of the message. */
  readonly messageId: string;
  /** The button's own id. */
  readonly customId: string;
}

/** An interaction, or an event of the app, of a kind that nobody knows yet. */
export interface UnknownWebhook {
  /** Names the event. */
  readonly type: "unknown" | "event-unknown";
}

/** Somebody let the app in. */
export interface AppAuthorized {
  /** Names the event. */
  readonly type: "authorized";
  /** Id of who did. */
  readonly by: string;
  /** Guild that they let it into; absent where it was for themselves. */
  readonly guildId?: string;
}

/** Somebody took the app's rights back. */
export interface AppDeauthorized {
  /** Names the event. */
  readonly type: "deauthorized";
  /** Id of who did. */
  readonly by: string;
}

/** Something of which the network tells the app. */
export type WebhookEvent = WebhookPing | MessageCommand | SlashCommand | ButtonPress | UnknownWebhook | AppAuthorized | AppDeauthorized;
