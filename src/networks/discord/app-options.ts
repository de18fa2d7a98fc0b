/**
 * Options of the Discord app, checked before anything is delivered.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import { isSnowflake } from "./ids.js";
import type { AppOptions } from "../../adapter/app.js";

/**
 * An interaction, as Discord sends it and after its signature was checked. `token` answers in the app's name for 15 minutes: keep it out of
 * logs and stores.
 */
export interface DiscordInteraction extends Readonly<Record<string, unknown>> {
  /** Snowflake. */
  readonly id: string;
  /** 2 = command, 3 = component, 4 = autocomplete, 5 = modal. */
  readonly type: number;
  /** For follow-ups: `/webhooks/{application_id}/{token}`. */
  readonly token: string;
}

/** What `createDiscordApp` takes. */
export interface DiscordAppOptions extends Pick<AppOptions, "id" | "tier"> {
  /** Application id, from the developer portal, page General Information. */
  readonly id: string;
  /** Public key of the same page: 64 hex digits. Several while one is exchanged; any of them verifies. */
  readonly publicKey: string | readonly string[];
  /** Ids of the guilds that have an account here. What speaks of no guild goes to the first. @defaultValue none: it goes to the app's own key */
  readonly guilds?: readonly string[];
  /** Id of the bot's user, where it is not that of the application (bots made before 2016). @defaultValue the application id */
  readonly botId?: string;
  /** What people see, and nobody else, after a command or form. At most 2,000 characters. @defaultValue "Sent to the inbox." */
  readonly acknowledgement?: string;
  /** Name of the message command that sends a message to the inbox. @defaultValue every message command does */
  readonly inboxCommand?: string;
  /**
   * Answers an interaction instead of us: gives the JSON of Discord's interaction response, within two seconds; a deferred one is finished
   * with the interaction's `token`. `undefined` = as without: commands and forms are acknowledged, buttons silently, typing is offered
   * nothing.
   */
  readonly answer?: (interaction: DiscordInteraction) => object | undefined | Promise<object | undefined>;
}

/** Options with every default filled in. */
export interface CheckedApp {
  /** Application id. */
  readonly id: string;
  /** In hex. */
  readonly publicKeys: readonly string[];
  /** Guilds with an account here. */
  readonly guilds: readonly string[];
  /** Id of the bot's user. */
  readonly botId: string;
  /** What people see after a command. */
  readonly acknowledgement: string;
  /** Name of the message command; absent = every one. */
  readonly inboxCommand?: string;
  /** The host's own answers. */
  readonly answer?: NonNullable<DiscordAppOptions["answer"]>;
}

/** Headers that every delivery carries (reference, interactions, security and authorization; read 2026-11). */
export const signatureHeaders = { signature: "x-signature-ed25519", timestamp: "x-signature-timestamp" } as const;

const longest = 2000;

function refuse(option: string, why: string): never {
  throw new FolkmootError("misconfigured", `createDiscordApp: \`${option}\` ${why}`);
}

/**
 * Checks the options and fills in the defaults.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy.
 */
export function checkAppOptions(options: DiscordAppOptions): CheckedApp {
  const { id, publicKey, guilds = [], botId = id, acknowledgement = "Sent to the inbox.", inboxCommand, answer } = options;
  if (!isSnowflake(id)) return refuse("id", "is no application id; copy the digits from the developer portal, page General Information.");
  const publicKeys: readonly unknown[] = Array.isArray(publicKey) ? publicKey : [publicKey];
  if (publicKeys.length === 0 || !publicKeys.every(isPublicKey))
    return refuse("publicKey", "is no public key (64 hex digits); copy it from the developer portal, page General Information.");
  if (!Array.isArray(guilds) || !guilds.every(isSnowflake)) return refuse("guilds", "must be a list of ids of guilds.");
  if (!isSnowflake(botId)) return refuse("botId", "is no id of a user.");
  if (typeof acknowledgement !== "string" || acknowledgement.trim() === "" || acknowledgement.length > longest)
    return refuse("acknowledgement", `must be a text of 1 to ${longest} characters.`);
  if (inboxCommand !== undefined && (typeof inboxCommand !== "string" || inboxCommand === ""))
    return refuse("inboxCommand", "must be the name of a message command; leave it out to take every one.");
  if (answer !== undefined && typeof answer !== "function") return refuse("answer", "must be a function.");
  return {
    id,
    publicKeys: publicKeys.filter(isPublicKey),
    guilds,
    botId,
    acknowledgement,
    ...(inboxCommand !== undefined && { inboxCommand }),
    ...(answer !== undefined && { answer }),
  };
}

const isPublicKey = (key: unknown): key is string => typeof key === "string" && /^[0-9a-f]{64}$/i.test(key);
