/**
 * Which accounts a call is about.
 * @module
 */
import { checkAccounts } from "./check.js";
import { FolkmootError } from "../errors.js";
import type { AccountKey } from "../model/keys.js";
import type { InboxContext } from "./context.js";

/** Finds the accounts that a call is about. */
export function accountsOf(
  context: Pick<InboxContext, "accounts">,
  call: string,
  asked: readonly AccountKey[] | undefined,
): readonly AccountKey[] {
  if (asked !== undefined) {
    checkAccounts(call, asked);
    const strange = asked.find((account) => context.accounts?.includes(account) === false);
    if (strange !== undefined)
      throw new FolkmootError(
        "misconfigured",
        `${call}: this inbox has no account ${strange}; hand its adapter to createInbox, or leave it out.`,
      );
    return [...new Set(asked)];
  }
  if (context.accounts === undefined)
    throw new FolkmootError(
      "misconfigured",
      `${call}: createInbox got a function, so it cannot know all accounts; name them in \`accounts\`.`,
    );
  return context.accounts;
}
