/**
 * The account itself.
 * @module
 */
import { accountFields } from "./fields.js";
import { FolkmootError, isFolkmootError } from "../../errors.js";
import { idOf } from "../_graph/wire.js";
import { textOf } from "../../adapter/fields.js";
import { toAccount } from "./normalize-author.js";
import { wireAccount, type WireAccount } from "./wire.js";
import type { BeginInstagram, InstagramTask } from "./task.js";
import type { Operations } from "../../adapter/operations.js";

/** Reads the account, and checks that the token is its own. */
export function account(begin: BeginInstagram): Pick<Operations, "getAccount"> {
  return {
    getAccount: async (options) => {
      const task = begin("getAccount", options);
      const wire = await (task.us.login === "instagram" ? readMe(task) : readLinked(task));
      const handle = textOf(wire["username"]);
      if (handle !== undefined) task.memory.handle = handle;
      return toAccount(task, wire, task.set.scopes);
    },
  };
}

function mistaken(task: InstagramTask, why: string): never {
  throw new FolkmootError("misconfigured", `instagram getAccount failed for ${task.account}: ${why}`);
}

/** With the Instagram log-in the token's own account answers, whatever id is asked for by name. */
async function readMe(task: InstagramTask): Promise<WireAccount> {
  const wire = await task.get("/me", wireAccount, { fields: accountFields.instagram.join(",") });
  const told = idOf(wire["user_id"]);
  if (told !== undefined && told === task.us.id) return wire;
  return mistaken(
    task,
    wire.id === task.us.id
      ? "`accountId` is the field `id`, which only this app uses; give `user_id`, by which webhooks name the account."
      : "the token is that of another account; check `accountId` and `token`.",
  );
}

async function readLinked(task: InstagramTask): Promise<WireAccount> {
  try {
    const wire = await task.get(task.own(), wireAccount, { fields: accountFields.facebook.join(",") });
    return wire.id === task.us.id ? wire : mistaken(task, "the network answered for another account; check `accountId`.");
  } catch (error) {
    if (!isFolkmootError(error, "not-found")) throw error;
    return mistaken(
      task,
      "the token reaches no account with this id; give the token of the Page that the account is linked with, and its `instagram_business_account.id` as `accountId`.",
    );
  }
}
