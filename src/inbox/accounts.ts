/**
 * Finds adapters: those that were listed, or those that the host's function finds, kept within bounds.
 * @module
 */
import { checkKey } from "./check.js";
import { FolkmootError } from "../errors.js";
import { isAdapter } from "./check-options.js";
import { keepFound, type Join } from "./accounts-found.js";
import type { AccountKey } from "../model/keys.js";
import type { AccountResolver } from "./inbox.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { Runtime } from "../adapter/runtime.js";

/** Who is there. */
export interface AccountBook<A extends AnyAdapter> {
  /** The listed accounts; `undefined` when the host gave a function. */
  readonly listed: readonly AccountKey[] | undefined;
  /** Finds an adapter, attached to the runtime. */
  find(account: AccountKey): Promise<A>;
  /** Says whether the host knows an account. Rejects with what its function throws. */
  knows(account: AccountKey): Promise<boolean>;
}

/** Makes the book of accounts, attaches listed adapters to the runtime, and joins each that is kept: of a function's `most`, and those in use. */
export function bookAccounts<A extends AnyAdapter>(
  accounts: readonly A[] | AccountResolver<A>,
  runtime: Runtime,
  join: Join = () => () => undefined,
  most?: number,
): AccountBook<A> {
  return typeof accounts === "function" ? bookFound(accounts, runtime, join, most) : bookListed(accounts, runtime, join);
}

function bookListed<A extends AnyAdapter>(adapters: readonly A[], runtime: Runtime, join: Join): AccountBook<A> {
  const byKey = new Map<string, A>();
  for (const adapter of adapters) {
    if (byKey.has(adapter.account))
      throw new FolkmootError("misconfigured", `createInbox: \`accounts\` has ${adapter.account} twice; hand in one adapter an account.`);
    byKey.set(adapter.account, adapter);
  }
  for (const adapter of adapters) adapter.attach(runtime);
  for (const adapter of adapters) join(adapter);
  return {
    listed: [...byKey.keys()],
    find: (account) => {
      const found = byKey.get(account);
      return found === undefined ? Promise.reject(unknown(account)) : Promise.resolve(found);
    },
    knows: (account) => Promise.resolve(byKey.has(account)),
  };
}

function bookFound<A extends AnyAdapter>(resolve: AccountResolver<A>, runtime: Runtime, join: Join, most?: number): AccountBook<A> {
  const search = async (account: AccountKey): Promise<A> => {
    const found = await resolve(account);
    if (found === undefined) throw unknown(account);
    if (!isAdapter(found))
      throw new FolkmootError(
        "misconfigured",
        `createInbox: \`accounts\` was asked for ${account} and gave no adapter; return one, or undefined.`,
      );
    if (found.account !== account)
      throw new FolkmootError(
        "misconfigured",
        `createInbox: \`accounts\` was asked for ${account} and gave the adapter of ${found.account}.`,
      );
    found.attach(runtime);
    return found;
  };
  const found = keepFound(search, join, most);
  const find = async (account: AccountKey): Promise<A> => {
    checkKey("adapter", "account", account, "account");
    return found.find(account);
  };
  return {
    listed: undefined,
    find,
    knows: (account) =>
      find(account).then(
        () => true,
        (error: unknown) => {
          if (typeof error === "object" && error !== null && strangers.has(error)) return false;
          throw error;
        },
      ),
  };
}

/** Errors that say nothing but that the host knows no such account. */
const strangers = new WeakSet<object>();

function unknown(account: AccountKey): FolkmootError {
  const error = new FolkmootError("misconfigured", `This inbox has no account ${account}; hand its adapter to createInbox.`);
  strangers.add(error);
  return error;
}
