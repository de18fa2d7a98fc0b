/**
 * The account itself, and what its server is.
 * @module
 */
import { accountAnswer } from "./wire.js";
import { askServer } from "./detect.js";
import { FolkmootError } from "../../errors.js";
import { toAccount } from "./normalize-author.js";
import type { BeginMastodon } from "./task.js";
import type { CallOptions } from "../../http/request.js";
import type { MastodonServer } from "./server.js";
import type { Operations } from "../../adapter/operations.js";

/** Reads the account, and asks the server what it is. */
export function account(begin: BeginMastodon): Pick<Operations, "getAccount"> {
  return {
    getAccount: async (options) => {
      const task = begin("getAccount", options);
      const wire = await task.get("/api/v1/accounts/verify_credentials", accountAnswer);
      if (wire.id !== task.us.id)
        throw new FolkmootError(
          "misconfigured",
          `The token given for ${task.account} is that of another account; check \`accountId\` and \`token\`.`,
        );
      await task.server();
      return toAccount(task.us, wire, task.scopes);
    },
  };
}

/** Asks the server what it is, again each time. */
export function detector(begin: BeginMastodon): (options?: CallOptions) => Promise<MastodonServer> {
  return async (options) => askServer(begin("detect", options));
}
