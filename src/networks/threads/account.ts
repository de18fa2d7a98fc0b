/**
 * The profile itself, and what is left of its daily budgets.
 * @module
 */
import { anyObject, pageAnswer } from "../_graph/wire.js";
import { FolkmootError } from "../../errors.js";
import { idOf } from "../_graph/task.js";
import { profileFields, quotaFields } from "./fields.js";
import { textOf } from "../../adapter/fields.js";
import { quotasIn, type PublishingLimit } from "./quotas.js";
import { toAccount } from "./normalize.js";
import type { BeginThreads } from "./task.js";
import type { CallOptions } from "../../http/request.js";
import type { Operations } from "../../adapter/operations.js";

/** Reads the profile. */
export function account(begin: BeginThreads): Pick<Operations, "getAccount"> {
  return {
    getAccount: async (options) => {
      const task = begin("getAccount", options);
      const wire = await task.get("/me", anyObject, { fields: profileFields.join(",") });
      if (idOf(wire["id"]) !== task.us.id)
        throw new FolkmootError(
          "misconfigured",
          `The token given for ${task.account} is that of another profile; check \`accountId\` and \`token\`.`,
        );
      task.learnName(textOf(wire["username"]));
      return toAccount(task.us, wire, task.scopes);
    },
  };
}

/** Reads what the network says of the daily budgets; the limiter learns of it by the same answer. */
export function publishingLimit(begin: BeginThreads): (options?: CallOptions) => Promise<PublishingLimit> {
  return async (options) => {
    const task = begin("getPublishingLimit", options);
    const answer = await task.get("/me/threads_publishing_limit", pageAnswer, { fields: quotaFields.join(",") });
    return quotasIn(answer.data);
  };
}
