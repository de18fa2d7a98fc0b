/**
 * Makes an inbox of its parts.
 * @module
 */
import { accountsOf } from "./accounts-of.js";
import { bookAccounts } from "./accounts.js";
import { bookApps } from "./receive-apps.js";
import { createBell } from "./bell.js";
import { createEnricher } from "./enrich.js";
import { createEvents } from "./events.js";
import { createLook } from "./create-look.js";
import { checkInboxOptions } from "./check-options.js";
import { holdAutomation } from "./policies.js";
import { limitEar } from "./hear-limits.js";
import { listAudit } from "./audit-list.js";
import { listFailed } from "./failed.js";
import { listOutbox } from "./outbox-list.js";
import { lazyStore } from "../store/lazy.js";
import { planOf } from "./handle-options.js";
import { refuseClosed } from "./closed.js";
import { resolveRuntime } from "../adapter/defaults.js";
import type { Change } from "../model/change.js";
import type { HandleOptions } from "./work.js";
import type * as readingModule from "./reading.js";
import type { Writing } from "./writing.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { Arrivals } from "./deliver.js";
import type { Inbox, InboxOptions } from "./inbox.js";
import type { InboxContext } from "./context.js";
import type { ResolvedRuntime, Runtime } from "../adapter/runtime.js";
import type { Store } from "../store/store.js";

/**
 * Makes an inbox: many accounts, one place. Asks nothing of any network by itself.
 *
 * Without a store everything is kept in the memory of this process. Adapters of a list are attached to the inbox's runtime at once,
 * those that a function finds when they are found.
 *
 * @throws FolkmootError `misconfigured` for an account that is listed twice or an adapter that is attached elsewhere,
 * `invalid-request` for an option that cannot be, or that does not exist. After `close` every call rejects with `misconfigured`.
 *
 * @example
 * const inbox = createInbox({ accounts: [createBlueskyAdapter({ accountId, password })] });
 * await inbox.sync();
 * for await (const { message } of inbox.items({ direction: "inbound" })) console.log(message.text);
 */
export function createInbox<A extends AnyAdapter>(options: InboxOptions<A>): Inbox<A> {
  checkInboxOptions(options);
  const { tenant, raw = "keep" } = options;
  const store = options.store ?? lazyStore(async () => (await import("../store/memory/memory-store.js")).memoryStore());
  const runtime = runtimeOf(options, store);
  const events = createEvents(runtime.logger);
  const closing = new AbortController();
  const work = new Set<Promise<unknown>>();
  const track = <T>(promise: Promise<T>): Promise<T> => {
    const ended: Promise<unknown> = promise.then(
      () => work.delete(ended),
      () => work.delete(ended),
    );
    work.add(ended);
    return promise;
  };
  const ear = limitEar({ emit: events.emit, track }, runtime.logger);
  const accounts = bookAccounts(options.accounts, runtime, ear.join, options.maxAdapters);
  const prefix = tenant === undefined ? "" : `${tenant}/`;
  const stored = (key: string): string => `${prefix}${key}`;
  const base = { store, runtime, stored, closing: closing.signal, track };
  const context: InboxContext<A> = {
    ...base,
    prefix,
    accounts: accounts.listed,
    adapter: (account) => accounts.find(account),
    emit: events.emit,
    bell: createBell(runtime.clock),
    policies: options.policies ?? [holdAutomation()],
    raw,
    arrived: ear.arrived,
    enrich: createEnricher(base, options.enrich),
  };
  const arrivals: Arrivals = {
    context,
    apps: bookApps(options.apps, options.accounts, runtime),
    knows: (account) => accounts.knows(account),
  };

  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    closing.abort(new DOMException("The inbox is closed.", "AbortError"));
    ear.close();
    // What ends may have begun something that has to end as well.
    while (work.size > 0) await Promise.all(work);
    await store.close();
  };
  let written: Promise<Writing> | undefined;
  /** Begins a call, which `close` waits for; a closed inbox begins none. */
  const begin = async <T>(call: keyof Inbox, run: () => Promise<T>): Promise<T> => {
    refuseClosed(context, call);
    return track(run());
  };
  const writing = (): Promise<Writing> => (written ??= import("./writing.js").then(({ createWriting }) => createWriting(context)));
  return {
    sync: (query) => begin("sync", async () => (await reading()).sync(context, query)),
    backfill: (job) => begin("backfill", async () => (await reading()).backfill(context, job)),
    estimate: (job) => begin("estimate", async () => (await reading()).estimate(context, job)),
    receive: (request, query) => begin("receive", async () => (await reading()).receive(arrivals, request, query)),
    ingest: (envelope) => begin("ingest", async () => (await reading()).ingest(arrivals, envelope)),
    subscribe: (account, query) => begin("subscribe", async () => (await reading()).subscribe(context, account, query)),
    listen: (query) => begin("listen", async () => (await reading()).listen(context, query)),
    handle: (handler, query) => begin("handle", async () => (await reading()).handle(context, handler, query)),
    stream: (query) => stream(context, query),
    on: (event, listener) => {
      refuseClosed(context, "on");
      return events.on(event, listener);
    },
    failed: (query) => listFailed(context, query),
    ...createLook(context),
    can: (...args) => begin("can", async () => (await writing()).can(...args)),
    replyContext: (...args) => begin("replyContext", async () => (await writing()).replyContext(...args)),
    respond: (...args) => begin("respond", async () => (await writing()).respond(...args)),
    escalate: (...args) => begin("escalate", async () => (await writing()).escalate(...args)),
    act: (...args) => begin("act", async () => (await writing()).act(...args)),
    approveReply: (...args) => begin("approveReply", async () => (await writing()).approveReply(...args)),
    declineReply: (...args) => begin("declineReply", async () => (await writing()).declineReply(...args)),
    pause: (...args) => begin("pause", async () => (await writing()).pause(...args)),
    resume: (...args) => begin("resume", async () => (await writing()).resume(...args)),
    audit: (query) => listAudit(context, query),
    assign: (...args) => begin("assign", async () => (await writing()).assign(...args)),
    label: (...args) => begin("label", async () => (await writing()).label(...args)),
    resolve: (...args) => begin("resolve", async () => (await writing()).resolve(...args)),
    snooze: (...args) => begin("snooze", async () => (await writing()).snooze(...args)),
    markPending: (...args) => begin("markPending", async () => (await writing()).markPending(...args)),
    reopen: (...args) => begin("reopen", async () => (await writing()).reopen(...args)),
    note: (...args) => begin("note", async () => (await writing()).note(...args)),
    outbox: (query) => listOutbox(context, query),
    recover: () => begin("recover", async () => (await writing()).recover()),
    reconcile: (...args) => begin("reconcile", async () => (await writing()).reconcile(...args)),
    forget: (...args) => begin("forget", async () => (await writing()).forget(...args)),
    budgets: (...args) => begin("budgets", async () => (await writing()).budgets(...args)),
    adapter: async (account) => {
      refuseClosed(context, "adapter");
      return context.adapter(account);
    },
    close: () => (closed ??= close()),
  };
}

type Reading = typeof readingModule;

/** What reads is loaded at the first use: a process that only answers never loads it, and importing the package stays cheap. */
const reading = (): Promise<Reading> => import("./reading.js");

/** Checks the options at once, as every list does; loads the rest when somebody asks for a change. */
function stream(context: InboxContext, options: HandleOptions = {}): AsyncIterable<Change> {
  const plan = planOf(context, "stream", options);
  // With `drain` the journal is worked off as it is; else somebody has to be listened to.
  if (!plan.drain) accountsOf(context, "stream", options.accounts);
  return {
    async *[Symbol.asyncIterator]() {
      refuseClosed(context, "stream");
      yield* (await reading()).changesOf(context, plan, options);
    },
  };
}

/** The store coordinates processes and keeps tokens where it can, unless the host names others. */
function runtimeOf(options: Runtime, store: Store): ResolvedRuntime {
  const { fetch, webSocket, clock, logger, random, limiter } = options;
  const coordinator = options.coordinator ?? store.coordinator;
  const tokens = options.tokens ?? store.tokens;
  return resolveRuntime({
    ...(fetch !== undefined && { fetch }),
    ...(webSocket !== undefined && { webSocket }),
    ...(clock !== undefined && { clock }),
    ...(logger !== undefined && { logger }),
    ...(random !== undefined && { random }),
    ...(limiter !== undefined && { limiter }),
    ...(coordinator !== undefined && { coordinator }),
    ...(tokens !== undefined && { tokens }),
  });
}
