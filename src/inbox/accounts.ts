/**
 * Finds adapters: those that were listed, or those that the host's function finds, kept within bounds.
 * @module
 */
import { checkKey } from "./check.js";
import { FolkmootError } from "../errors.js";
import { isAdapter } from "./check-options.js";
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
}

/** An adapter of a function, and what lets it go. */
interface Found<A> {
  readonly adapter: A;
  readonly leave: () => void;
}

/** Most adapters of a function that are kept; the one used longest ago goes first. */
const mostKept = 1_000;

/** Joins an adapter to the inbox; gives the function that lets it go. */
export type Join = (adapter: AnyAdapter) => () => void;

/** Makes the book of accounts, attaches listed adapters to the runtime, and joins each that is kept. */
export function bookAccounts<A extends AnyAdapter>(
  accounts: readonly A[] | AccountResolver<A>,
  runtime: Runtime,
  join: Join = () => () => undefined,
): AccountBook<A> {
  return typeof accounts === "function" ? bookFound(accounts, runtime, join) : bookListed(accounts, runtime, join);
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
  };
}

function bookFound<A extends AnyAdapter>(resolve: AccountResolver<A>, runtime: Runtime, join: Join): AccountBook<A> {
  const kept = new Map<string, Promise<Found<A>>>();
  const find = async (account: AccountKey): Promise<Found<A>> => {
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
    return { adapter: found, leave: join(found) };
  };
  return {
    listed: undefined,
    find: async (account) => {
      checkKey("adapter", "account", account, "account");
      const old = kept.get(account);
      kept.delete(account);
      const entry = old ?? find(account);
      kept.set(account, entry);
      const [first] = kept;
      if (kept.size > mostKept && first !== undefined) {
        kept.delete(first[0]);
        // Whoever failed had not joined.
        first[1].then(
          ({ leave }) => leave(),
          () => undefined,
        );
      }
      try {
        return (await entry).adapter;
      } catch (error) {
        // A host that failed once may know the account the next time.
        kept.delete(account);
        throw error;
      }
    },
  };
}

const unknown = (account: AccountKey): FolkmootError =>
  new FolkmootError("misconfigured", `This inbox has no account ${account}; hand its adapter to createInbox.`);
