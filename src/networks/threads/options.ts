/**
 * Options of the Threads adapter, checked before anything is asked.
 * @module
 */
import { isGivenToken } from "../_graph/token.js";
import { FolkmootError } from "../../errors.js";
import { serverOrigin } from "../../http/server-origin.js";
import { usOf, type Us } from "./ids.js";
import type { App } from "../../adapter/app.js";
import type { Runtime } from "../../adapter/runtime.js";
import type { Token } from "../../store/tokens.js";

/** What `createThreadsAdapter` takes. */
export interface ThreadsAdapterOptions {
  /** Id of the profile: `user_id` of the log-in, or `id` of `GET /me`. Digits, as a text. */
  readonly accountId: string;
  /**
   * A long-lived token, a function that gives a valid one before each use, or a source in your vault: then the adapter extends the token
   * ten days before its end. A token lives for 60 days, and one that has ended cannot be extended.
   */
  readonly token: Token;
  /** What the token was granted, as the log-in told. @defaultValue not known, so `can` is `unsure` where it would say yes */
  readonly scopes?: readonly string[];
  /** The Meta app, made with `createGraphApp`: shares budgets and webhook. @defaultValue a private app of this account */
  readonly app?: App;
  /** Where the Threads API is: an origin, without version. @defaultValue "https://graph.threads.net" */
  readonly baseUrl?: string;
  /** Parts of the runtime, for use without an inbox. @defaultValue what the inbox attaches, else this process's own */
  readonly runtime?: Runtime;
  /** How often `listen` asks for what no webhook told. Milliseconds, at least 1,000. @defaultValue 120,000 */
  readonly pollEveryMs?: number;
  /** In how many of the newest posts `listHeld` looks for replies that wait: one call for each. 1 to 100. @defaultValue 10 */
  readonly heldPosts?: number;
}

/** Options with every default filled in. */
export interface CheckedOptions {
  /** The account. */
  readonly us: Us;
  /** The token. */
  readonly token: Token;
  /** What the token may do; `undefined` = not known. */
  readonly scopes: readonly string[] | undefined;
  /** Where the API is, without version. */
  readonly origin: string;
  /** Milliseconds. */
  readonly pollEveryMs: number;
  /** How many posts are looked through for what waits. */
  readonly heldPosts: number;
}

/** The only version there is; it is not that of the Graph API (overview, read 2026-11). */
export const threadsVersion = "v1.0";

/** Where the Threads API is. `https://graph.threads.com` is the same (overview, read 2025-12). */
export const defaultOrigin = "https://graph.threads.net";

/** News come by webhook; polling finds what no webhook tells, and costs a call for each recent post. */
const defaultPollEveryMs = 120_000;
const defaultHeldPosts = 10;
const mostHeldPosts = 100;

function refuse(option: string, why: string): never {
  throw new FolkmootError("misconfigured", `createThreadsAdapter: \`${option}\` ${why}`);
}

/**
 * Checks the options and fills in the defaults. Asks nothing.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy; never what was given.
 */
export function checkOptions(options: ThreadsAdapterOptions): CheckedOptions {
  const { accountId, token, scopes, pollEveryMs = defaultPollEveryMs, heldPosts = defaultHeldPosts } = options;
  const id: unknown = accountId;
  if (typeof id !== "string" || !/^\d{1,20}$/.test(id))
    return refuse("accountId", "must be the id of the profile as a text of digits, never its name; `user_id` of the log-in is one.");
  if (!isGivenToken(token))
    return refuse(
      "token",
      "must be an access token without blanks or line breaks, a function that gives one, or an object with `read` and `write`.",
    );
  const given: unknown = scopes;
  if (given !== undefined && !(Array.isArray(given) && given.every((one) => typeof one === "string")))
    return refuse("scopes", 'must be a list of words, e.g. ["threads_basic"].');
  const origin = serverOrigin(options.baseUrl ?? defaultOrigin);
  if (origin === undefined)
    return refuse("baseUrl", "must be an address with https: (or http: on this machine), without a password in it.");
  if (!Number.isSafeInteger(pollEveryMs) || pollEveryMs < 1000)
    return refuse("pollEveryMs", "must be a whole number of milliseconds of at least 1,000.");
  if (!Number.isSafeInteger(heldPosts) || heldPosts < 1 || heldPosts > mostHeldPosts)
    return refuse("heldPosts", `must be a whole number from 1 to ${mostHeldPosts}.`);
  return { us: usOf(id), token, scopes, origin, pollEveryMs, heldPosts };
}
