/**
 * Options of the Mastodon adapter, checked before anything is asked.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import { serverOrigin } from "../../http/server-origin.js";
import { usOf, type Us } from "./ids.js";
import type { App } from "../../adapter/app.js";
import type { MastodonServer } from "./server.js";
import type { Runtime } from "../../adapter/runtime.js";

/** What `createMastodonAdapter` takes. */
export interface MastodonAdapterOptions {
  /** The account's own server, e.g. `https://social.example`. `https:`, or `http:` on this machine. */
  readonly server: string;
  /** The server's own id of the account, e.g. `109348712345678901`. `resolveAccount` finds it for a token. */
  readonly accountId: string;
  /** Access token of the account, or a function that gives a valid one before each use. Tokens of Mastodon have no end. */
  readonly token: string | (() => Promise<string>);
  /** What the token was granted, as the server's token answer says in `scope`. @defaultValue not known, so `can` is `unsure` where it would say yes */
  readonly scopes?: readonly string[];
  /** What `detect` gave before, so that it is not asked again. @defaultValue asked when first needed */
  readonly detected?: MastodonServer;
  /** Shares budgets and runtime with other accounts. @defaultValue a private app of this account */
  readonly app?: App;
  /** Parts of the runtime, for use without an inbox. @defaultValue what the inbox attaches, else this process's own */
  readonly runtime?: Runtime;
  /** How often is asked, where nothing is pushed. Milliseconds, at least 1,000. @defaultValue 60,000 */
  readonly pollEveryMs?: number;
}

/** Options with every default filled in. */
export interface CheckedOptions extends Pick<MastodonAdapterOptions, "token" | "scopes" | "detected"> {
  /** The account. */
  readonly us: Us;
  /** Milliseconds. */
  readonly pollEveryMs: number;
}

const defaultPollEveryMs = 60_000;

function refuse(option: string, why: string): never {
  throw new FolkmootError("misconfigured", `createMastodonAdapter: \`${option}\` ${why}`);
}

/** True when the text has the form of a bearer token (RFC 6750): what is none is never sent. */
export function isToken(text: string): boolean {
  return /^[\w.~+/-]+=*$/.test(text);
}

function checkAccountId(accountId: unknown): string {
  if (typeof accountId !== "string" || accountId === "")
    return refuse("accountId", "is missing; give the server's own id of the account, which `resolveAccount` finds for the token.");
  if (accountId.includes("@"))
    return refuse("accountId", "is a handle, which may change; give the id that `resolveAccount` finds for the token.");
  if (accountId.includes("/")) return refuse("accountId", "holds a server, which `server` names already; give the bare id.");
  return /^[\w.:-]+$/.test(accountId) ? accountId : refuse("accountId", "is no id; give one like 109348712345678901.");
}

/**
 * Checks the options and fills in the defaults. Asks nothing.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy; never what was given.
 */
export function checkOptions(options: MastodonAdapterOptions): CheckedOptions {
  const { token, scopes, detected, pollEveryMs = defaultPollEveryMs } = options;
  const server: unknown = options.server;
  const origin =
    (typeof server === "string" ? serverOrigin(server) : undefined) ??
    refuse("server", "must be an address with https: (or http: on this machine), e.g. https://social.example, without a password in it.");
  const id = checkAccountId(options.accountId);
  if (typeof token === "string" ? !isToken(token) : typeof token !== "function")
    refuse("token", "must be an access token without blanks or line breaks, or a function that gives one.");
  if (!Number.isSafeInteger(pollEveryMs) || pollEveryMs < 1000)
    refuse("pollEveryMs", "must be a whole number of milliseconds of at least 1,000.");
  const given: unknown = scopes;
  if (given !== undefined && !(Array.isArray(given) && given.every((one) => typeof one === "string")))
    refuse("scopes", 'must be a list of words, e.g. ["read", "write:statuses"].');
  return { us: usOf(origin, id), token, pollEveryMs, ...(scopes !== undefined && { scopes }), ...(detected !== undefined && { detected }) };
}
