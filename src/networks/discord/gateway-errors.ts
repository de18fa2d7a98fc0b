/**
 * Why Discord closes a socket for good, and what to do about it. Of its list of close codes of the gateway, read 2026-11.
 * @module
 */
import { FolkmootError } from "../../errors.js";

/** The codes after which connecting again would end the same way. */
const final: Readonly<Record<number, () => FolkmootError>> = {
  4004: () =>
    new FolkmootError(
      "unauthenticated",
      "discord: the gateway refused the bot's token (4004); it was reset or copied wrong. Copy it anew from the developer portal, page Bot.",
      { reauthorize: "revoked" },
    ),
  4010: () => misconfigured(4010, "the number of a shard is wrong", "update `@discordjs/ws`, which chooses it"),
  4011: () =>
    misconfigured(
      4011,
      "the bot is in too many guilds for the sockets that were opened",
      "follow the gateway again: how many are needed is asked anew",
    ),
  4012: () => misconfigured(4012, "the version of the gateway is no longer served", "update `@discordjs/ws` and this package"),
  4013: () => misconfigured(4013, "the intents are no intents", "report it as a mistake of this package"),
  4014: () =>
    new FolkmootError(
      "forbidden",
      "discord: the app is not granted an intent that was asked for (4014). Enable the Message Content Intent in the developer portal, page Bot; or make the adapter with `messageContent: false`.",
    ),
};

function misconfigured(code: number, what: string, remedy: string): FolkmootError {
  return new FolkmootError("misconfigured", `discord: ${what} (${code}); ${remedy}.`);
}

/** Gives the error of a close code that ends a line for good; `undefined` for every code after which it is opened again. */
export function closedForGood(code: number): FolkmootError | undefined {
  return final[code]?.();
}
