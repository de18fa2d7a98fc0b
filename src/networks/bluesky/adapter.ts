/**
 * The Bluesky adapter.
 * @module
 */
import { blueskyOperations, type BlueskyOperation } from "../catalog-operations.js";
import { accountKey, makeKey } from "../../model/keys.js";
import { blueskyCan } from "./can.js";
import { blueskyFailure } from "./errors.js";
import { blueskyLimits } from "./limits.js";
import { blueskyCosts, blueskyMeter } from "./meter.js";
import { blueskyScopes } from "./scopes.js";
import { blueskyTextRules } from "./text.js";
import { checkOptions, type BlueskyAdapterOptions } from "./options.js";
import { createSession } from "./session.js";
import { defineAdapter } from "../../adapter/define-adapter.js";
import { loadOperations } from "../../adapter/load-operations.js";
import { uriFromUrl } from "./ids.js";
import type { AdapterOf } from "../../adapter/adapter.js";
import type { SurfaceName } from "../../adapter/surface.js";
import type { TokenSession } from "../../adapter/token-session.js";
import type { WriteName } from "../../model/write.js";

export type { BlueskyOperation } from "../catalog-operations.js";

/** One Bluesky account. */
export interface BlueskyAdapter extends AdapterOf<"bluesky", BlueskyOperation> {}

/** A record is read back from the server that took it, so its absence can be believed at once; the chat service may take a moment. */
const settling: Partial<Record<WriteName, number>> = { sendMessage: 10_000, replyPrivately: 10_000 };

// The network tells us of answers to our own words and a few posts below; `threads` finds what is further down, or was told to others only.
const surfaces: readonly SurfaceName[] = ["posts", "comments", "mentions", "threads"];

/**
 * Makes the adapter of one Bluesky account. Asks nothing; the first request logs in.
 *
 * Writes that say something go out at most once for each `idempotencyKey`, whichever process repeats them: the key decides the record's key.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy.
 *
 * @example
 * const bluesky = createBlueskyAdapter({ accountId: "did:plc:ewvi7nxzyoun6zhxrhs64oiz", password: process.env.BLUESKY_PASSWORD ?? "" });
 * for await (const message of bluesky.listMentions({ limit: 20 })) console.log(message.text);
 */
export function createBlueskyAdapter(options: BlueskyAdapterOptions): BlueskyAdapter {
  const checked = checkOptions(options);
  const us = { account: accountKey("bluesky", checked.did), did: checked.did };
  let session: TokenSession | undefined;
  return defineAdapter<"bluesky", BlueskyOperation>({
    network: "bluesky",
    account: us.account,
    ...(options.app !== undefined && { app: options.app }),
    ...(options.runtime !== undefined && { runtime: options.runtime }),
    baseUrl: checked.service,
    limits: blueskyLimits,
    meter: blueskyMeter,
    costs: blueskyCosts,
    scopes: blueskyScopes,
    textRules: blueskyTextRules,
    canRules: blueskyCan,
    readFailure: blueskyFailure,
    settlingMs: (operation) => settling[operation] ?? 0,
    pollEveryMs: checked.pollEveryMs,
    surfaces: [...surfaces, ...(checked.chatProxy === undefined ? [] : (["messages"] as const))].map((name) => ({ name })),
    refFromUrl: (url) => {
      const uri = uriFromUrl(url);
      // An address does not tell a post from a reply. As a post it can be read, answered and liked; hiding wants the message's own key.
      return uri === undefined ? undefined : { key: makeKey(us.account, "post", uri) };
    },
    credentials: (request, runtime) => (session = createSession(us.account, checked, request, runtime)).credentials,
    operations: (request, runtime) =>
      loadOperations(blueskyOperations, async () => {
        const { blueskyOperations } = await import("./operations.js");
        return blueskyOperations(() => session, us, request, runtime, checked.chatProxy);
      }),
  });
}
