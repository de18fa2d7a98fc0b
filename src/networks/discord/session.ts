/**
 * What every request carries: the bot's token, and who we are.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import { isBotToken, type CheckedOptions } from "./options.js";
import { userAgent } from "./user-agent.js";
import type { AccountKey } from "../../model/keys.js";
import type { Clock } from "../../clock.js";
import type { Credentials } from "../../http/credentials.js";

/** After a 401 nothing is asked with the same token for this long: each would count towards the ban of the address. */
const refusalMs = 60_000;

/** The bot's token on its way. */
export interface BotSession {
  /** What requests carry. */
  readonly credentials: Credentials;
  /** Called when the network did not know the token. */
  refused(): void;
}

/** Makes the session of a bot. A token that the network refused is not sent again for a minute. */
export function createSession(
  account: AccountKey,
  { token, contactUrl }: Pick<CheckedOptions, "token" | "contactUrl">,
  clock: Clock,
): BotSession {
  let last = "";
  let bad: { readonly token: string; readonly until: number } | undefined;
  const give = async (): Promise<string> => {
    const given: unknown = typeof token === "string" ? token : await token();
    if (!isBotToken(given))
      throw new FolkmootError("misconfigured", `\`token\` of ${account} gave something that is no bot token; give it without \`Bot \`.`);
    return (last = given);
  };
  const headersOf = (given: string): { readonly headers: Readonly<Record<string, string>> } => ({
    headers: { authorization: `Bot ${given}`, "user-agent": userAgent(contactUrl) },
  });
  return {
    refused: () => (bad = { token: last, until: clock.now() + refusalMs }),
    credentials: {
      authorize: async () => {
        const given = await give();
        if (bad !== undefined && bad.token === given && clock.now() < bad.until)
          throw new FolkmootError(
            "unauthenticated",
            `The bot token of ${account} was refused a moment ago, and is not sent again for a minute; reset it in the developer portal and give the new one.`,
            { reauthorize: "revoked" },
          );
        return headersOf(given);
      },
      renew: async (used) =>
        typeof token === "function" && headersOf(await give()).headers["authorization"] !== used.headers["authorization"],
    },
  };
}
