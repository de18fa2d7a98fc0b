/**
 * The Threads adapter.
 * @module
 */
import { threadsOperations, type ThreadsOperation } from "../catalog-operations.js";
import { checkOptions, threadsVersion, type ThreadsAdapterOptions } from "./options.js";
import { defineAdapter } from "../../adapter/define-adapter.js";
import { lateFailures } from "../_graph/failures.js";
import { graphSession, isGraphToken } from "../_graph/token.js";
import { loadOperations } from "../../adapter/load-operations.js";
import { mostOfPage } from "./fields.js";
import { threadsCan } from "./can.js";
import { threadsCosts, threadsMeter } from "./meter.js";
import { threadsLimits } from "./limits.js";
import { threadsScopes } from "./scopes.js";
import { threadsTextRules } from "./text.js";
import type { AdapterOf } from "../../adapter/adapter.js";
import type { CallOptions } from "../../http/request.js";
import type { Clock } from "../../clock.js";
import type { PublishingLimit } from "./quotas.js";
import type { ThreadsOperations } from "./operations.js";
import type { WriteName } from "../../model/write.js";

export type { ThreadsOperation } from "../catalog-operations.js";

/** One Threads profile. */
export interface ThreadsAdapter extends AdapterOf<"threads", ThreadsOperation> {
  /**
   * Reads how many posts, replies and deletions are left of the day's, in all apps together. The limiter learns of them by the same answer,
   * so ask it when another app writes in the profile's name. Wants `threads_content_publish`, `threads_manage_replies` and `threads_delete`.
   */
  getPublishingLimit(options?: CallOptions): Promise<PublishingLimit>;
}

/** What was sent is processed for about thirty seconds (posts, read 2026-04): an absence is believed after this long. Milliseconds. */
const settleMs: Partial<Record<WriteName, number>> = { publishPost: 30_000, reply: 30_000 };
const otherSettleMs = 5_000;

/**
 * Makes the adapter of one Threads profile. Asks nothing.
 *
 * The network tells people by their names: an author has a `handle` and no `id`, and whoever takes another name is another author.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy.
 *
 * @example
 * const threads = createThreadsAdapter({ app, accountId: "17841400000000001", token: process.env.THREADS_TOKEN ?? "" });
 * for await (const message of threads.listMentions({ limit: 20 })) console.log(message.text);
 */
export function createThreadsAdapter(options: ThreadsAdapterOptions): ThreadsAdapter {
  const { us, token, scopes, origin, pollEveryMs, heldPosts } = checkOptions(options);
  const baseUrl = `${origin}/${threadsVersion}`;
  let clock: Pick<Clock, "now"> | undefined;
  const failures = lateFailures("threads", () => clock?.now() ?? 0);
  let load: (() => Promise<ThreadsOperations>) | undefined;
  const adapter = defineAdapter<"threads", ThreadsOperation>({
    network: "threads",
    account: us.account,
    ...(options.app !== undefined && { app: options.app }),
    ...(options.runtime !== undefined && { runtime: options.runtime }),
    baseUrl,
    limits: threadsLimits,
    meter: threadsMeter,
    costs: threadsCosts,
    scopes: threadsScopes,
    textRules: threadsTextRules,
    canRules: threadsCan(scopes),
    readFailure: failures.read,
    settlingMs: (operation) => settleMs[operation] ?? otherSettleMs,
    pollEveryMs,
    surfaces: [{ name: "posts", perPage: mostOfPage }, { name: "comments", under: "posts" }, { name: "mentions" }, { name: "held" }],
    // Addresses have a short code of their own, from which no id can be made.
    refFromUrl: () => undefined,
    credentials: (request, runtime) => {
      clock = runtime.clock;
      const owner = { account: us.account, baseUrl, isToken: isGraphToken };
      const extend = { path: `${origin}/refresh_access_token`, grant: "th_refresh_token" };
      return graphSession(owner, token, runtime, request, { extend, before: failures.load }).credentials;
    },
    operations: (request, runtime) => {
      const setup = { us, origin, version: threadsVersion, scopes, heldPosts };
      let made: Promise<ThreadsOperations> | undefined;
      load = () =>
        (made ??= import("./operations.js")
          .then(({ threadsOperations }) => threadsOperations(setup, request, runtime))
          .catch((error: unknown) => {
            made = undefined;
            throw error;
          }));
      return loadOperations(threadsOperations, load);
    },
  });
  return Object.assign(adapter, {
    getPublishingLimit: async (call?: CallOptions) => {
      if (load === undefined) throw new TypeError("The adapter was not made.");
      return (await load()).getPublishingLimit(call);
    },
  });
}
