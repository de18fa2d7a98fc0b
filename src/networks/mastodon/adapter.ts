/**
 * The Mastodon adapter.
 * @module
 */
import { mastodonOperations, type MastodonOperation } from "../catalog-operations.js";
import { checkOptions, isToken, type MastodonAdapterOptions } from "./options.js";
import { defineAdapter } from "../../adapter/define-adapter.js";
import { givenToken, type TokenSession } from "../../adapter/token-session.js";
import { keyOf, statusIdFromUrl } from "./ids.js";
import { loadOperations } from "../../adapter/load-operations.js";
import { mastodonCan } from "./can.js";
import { mastodonLimits, mostOfPage } from "./limits.js";
import { mastodonCosts, mastodonMeter } from "./meter.js";
import { mastodonFailure } from "./errors.js";
import { mastodonScopes } from "./scopes.js";
import { mastodonTextRules } from "./text.js";
import type { AdapterOf } from "../../adapter/adapter.js";
import type { AuthorRef } from "../../model/ref.js";
import type { CallOptions } from "../../http/request.js";
import type { Clock } from "../../clock.js";
import type { MastodonOperations } from "./operations.js";
import type { MastodonServer, ServerMemory } from "./server.js";
import type { MuteOptions } from "./moderation.js";
import type { Receipt } from "../../adapter/operations.js";
import type { Schedules } from "./posts.js";
import type { SurfaceName } from "../../adapter/surface.js";
import type { WriteName } from "../../model/write.js";

export type { MastodonOperation } from "../catalog-operations.js";

/** One Mastodon account. */
export interface MastodonAdapter extends AdapterOf<"mastodon", MastodonOperation>, Schedules {
  /**
   * Asks the server what it is and what it takes; runs by itself before the first write and with `getAccount`. From then on text rules and
   * `can` follow it. Keep the answer and give it as the option `detected`, and nobody asks again.
   */
  detect(options?: CallOptions): Promise<MastodonServer>;
  /** Stops hearing an author, who is not told: for a time or without end. */
  mute(author: AuthorRef, options?: MuteOptions): Promise<Receipt>;
}

/** Servers write in the background and read from copies of their database: an absence is believed after this long. Milliseconds. */
const settleMs: Partial<Record<WriteName, number>> = {
  publishPost: 10_000,
  reply: 10_000,
  replyPrivately: 10_000,
  sendMessage: 10_000,
  edit: 10_000,
};

// Answers that do not name us are not told of: `threads` looks below recent posts for those.
const surfaces: readonly SurfaceName[] = ["posts", "comments", "mentions", "messages", "threads"];

/**
 * Makes the adapter of one Mastodon account, or of one on software that speaks the same API. Asks nothing.
 *
 * Statuses carry an idempotency key. Mastodon keeps it for an hour, in which the same key gives the first status again.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy.
 *
 * @example
 * const mastodon = createMastodonAdapter({ server: "https://social.example", accountId: "109348712345678901", token: process.env.MASTODON_TOKEN ?? "" });
 * for await (const message of mastodon.listMentions({ limit: 20 })) console.log(message.text);
 */
export function createMastodonAdapter(options: MastodonAdapterOptions): MastodonAdapter {
  const { us, token, scopes, detected, pollEveryMs } = checkOptions(options);
  const memory: ServerMemory = { server: detected, quietUntil: 0, noConversations: false };
  const server = (): MastodonServer | undefined => memory.server;
  let session: TokenSession | undefined;
  let clock: Pick<Clock, "now"> | undefined;
  let load: (() => Promise<MastodonOperations>) | undefined;
  const adapter = defineAdapter<"mastodon", MastodonOperation>({
    network: "mastodon",
    account: us.account,
    ...(options.app !== undefined && { app: options.app }),
    ...(options.runtime !== undefined && { runtime: options.runtime }),
    baseUrl: us.origin,
    limits: mastodonLimits,
    meter: mastodonMeter,
    costs: mastodonCosts,
    scopes: mastodonScopes,
    textRules: mastodonTextRules(server),
    canRules: mastodonCan(server, scopes),
    readFailure: mastodonFailure(() => clock?.now() ?? 0),
    settlingMs: (operation) => settleMs[operation] ?? 0,
    pollEveryMs,
    surfaces: surfaces.map((name) => ({ name, ...(name === "posts" && { perPage: mostOfPage.statuses }) })),
    refFromUrl: (url) => {
      const id = statusIdFromUrl(us, url);
      // An address does not tell a post from a reply. As a post it can be read, answered and liked.
      return id === undefined ? undefined : { key: keyOf(us, "post", id) };
    },
    credentials: (_request, runtime) => {
      clock = runtime.clock;
      session = givenToken({ account: us.account, baseUrl: us.origin, isToken }, token);
      return session.credentials;
    },
    operations: (request, runtime) => {
      const setup = { us, memory, scopes, pollEveryMs, credentials: () => session?.credentials };
      let made: Promise<MastodonOperations> | undefined;
      load = () =>
        (made ??= import("./operations.js")
          .then(({ mastodonOperations }) => mastodonOperations(setup, request, runtime))
          .catch((error: unknown) => {
            made = undefined;
            throw error;
          }));
      return loadOperations(mastodonOperations, load);
    },
  });
  const loaded = async (): Promise<MastodonOperations> => {
    if (load === undefined) throw new TypeError("The adapter was not made.");
    return load();
  };
  return Object.assign(adapter, {
    detect: async (call?: CallOptions) => (await loaded()).detect(call),
    schedulePost: async (...input: Parameters<Schedules["schedulePost"]>) => (await loaded()).schedulePost(...input),
    cancelScheduled: async (...input: Parameters<Schedules["cancelScheduled"]>) => (await loaded()).cancelScheduled(...input),
  });
}
