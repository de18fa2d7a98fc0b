/**
 * Care: the team's state, the outbox, budgets, and the end.
 * @module
 */
import { accountsOf } from "./accounts-of.js";
import { budgetsOf } from "../adapter/budgets.js";
import { createTeamWork } from "./workflow-verbs.js";
import { deskOf } from "./outbox-desk.js";
import { forget, type ForgetOptions, type ForgetWhat } from "./forget.js";
import { reconcileById } from "./reconcile.js";
import { recoverAll } from "./recover.js";
import type { AccountKey } from "../model/keys.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { Budget } from "../model/limit.js";
import type { InboxContext } from "./context.js";
import type { OutboxEntry, OutboxState } from "../store/collections.js";
import type { Outcome } from "../model/outcome.js";
import type { Paged } from "../model/page.js";
import type { TeamWork } from "./workflow-care.js";

/** Which writes to list. */
export interface OutboxQuery {
  /** @defaultValue all */
  readonly accounts?: readonly AccountKey[];
  /** @defaultValue all */
  readonly states?: readonly OutboxState[];
  /** Continues behind an earlier page of the same query: its `next`. @defaultValue the start */
  readonly after?: string;
  /** Ends the list between pages. */
  readonly signal?: AbortSignal;
}

/** Looks after the work of the team and what was written, and ends it. */
export interface Care extends TeamWork {
  /** Lists writes, newest first. */
  outbox(query?: OutboxQuery): Paged<OutboxEntry>;
  /**
   * Takes up what lies in the outbox, of this process or another: call it at the start and every few minutes.
   * Sends whose worker died are reconciled, never sent again unseen; what was queued and never left is sent; what waited for budget is
   * sent once `until` has passed; unknown ones are looked for once their settling time is over. A worker counts as dead when it has been
   * silent for 30 seconds; it says every 10 that it lives. The like of a reply whose text turns out to be there follows it.
   * @returns what became of each entry that was taken up
   */
  recover(): Promise<readonly Outcome[]>;
  /**
   * Looks for our own message: first among what is stored, then at the network. Sends nothing.
   * Found, it is `sent`, or `pending` when parts are left (the same key or `recover` goes on); not found, it stays `unknown` until the
   * network's settling time is over, then it is `rejected` and the same key may send again. Where a network cannot be asked, only the echo
   * of our own message settles it. A like that was to follow is not given.
   * @param id - of the outcome
   */
  reconcile(id: string): Promise<Outcome>;
  /**
   * Tells what is left, until when, and in money where a network charges. What accounts of one app share is listed once.
   * With a function for accounts, name them.
   * @throws FolkmootError `misconfigured` for an account that the inbox does not have, or when it has to be told which.
   */
  budgets(query?: { readonly accounts?: readonly AccountKey[] }): Promise<readonly Budget[]>;
  /**
   * Forgets a person or an object: what was said shrinks to shells (key, kind, direction, times), copies in journal, outbox and the team's
   * notes go, and tombstones that say nothing keep it from coming back. Response times survive.
   *
   * By author: everything of the person in every account of this network and tenant, our answers to them included; their name and handle are
   * struck from what others said. What they write afterwards is new contact. By key: that object and all below it (a post: its comments;
   * a conversation: its messages and notes; an account: everything of it, shells included). An author's key alone means the person.
   *
   * Walks through everything that is stored of the network; cut off anywhere, call it again to complete it.
   * @returns how many objects went; the audit trail (`forget`) has the numbers by kind
   * @throws FolkmootError `invalid-request` for what is no key, no actor, or the account itself as an author; `conflict` (retryable) where
   * others keep changing the same rows
   */
  forget(what: ForgetWhat, options: ForgetOptions): Promise<number>;
  /** Stops what runs, lets writes in flight end, closes the store. Whatever is called afterwards rejects with `misconfigured`; lists when used. */
  close(): Promise<void>;
}

/** Makes the part of the inbox that looks after what was written. */
export function createCare(context: InboxContext): Omit<Care, "close" | "outbox"> {
  const desk = deskOf(context);
  return {
    ...createTeamWork(context),
    recover: () => context.track(recoverAll(desk)),
    reconcile: (id) => reconcileById(desk, id),
    forget: (what, options) => forget(context, what, options),
    budgets: async (query = {}) => {
      const accounts = accountsOf(context, "budgets", query.accounts);
      const adapters = await Promise.all(accounts.map((account) => context.adapter(account)));
      const lines = await Promise.all(adapters.map((adapter) => budgetsOf(adapter)));
      // What no account owns belongs to the app, and each of its accounts reads it: it is listed with the first of them.
      const appOf = ({ network, app }: AnyAdapter): string => `${network}:${app.id}`;
      const first = new Map([...adapters].reverse().map((adapter) => [appOf(adapter), adapter.account]));
      return adapters.flatMap((adapter, index) =>
        (lines[index] ?? []).filter(({ account }) => account !== undefined || first.get(appOf(adapter)) === adapter.account),
      );
    },
  };
}
