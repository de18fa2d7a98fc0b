/**
 * Options of the Instagram adapter, checked before anything is asked.
 * @module
 */
import { isGivenToken } from "../_graph/token.js";
import { FolkmootError } from "../../errors.js";
import { serverOrigin } from "../../http/server-origin.js";
import type { App } from "../../adapter/app.js";
import type { InstagramLogin } from "./fields.js";
import type { Runtime } from "../../adapter/runtime.js";
import type { Token } from "../../store/tokens.js";

/** What both log-ins take. */
export interface InstagramOptions {
  /** Id of the professional account, as webhooks name it: `17841400000000000`. With the Instagram log-in the field `user_id`, never `id`. */
  readonly accountId: string;
  /** A token, a function that gives a valid one before each use, or a source in your vault that the adapter renews where it can. */
  readonly token: Token;
  /** What the token was granted, as the log-in told. @defaultValue not known, so `can` is `unsure` where it would say yes */
  readonly scopes?: readonly string[];
  /** True when Meta has approved the app's feature Human Agent: a person may then write for seven days. @defaultValue false */
  readonly humanAgent?: boolean;
  /** The Meta app, made with `createGraphApp`: shares budgets, secrets, webhook and version. @defaultValue a private app of this account */
  readonly app?: App;
  /** Where the Graph API is: an origin, without version. @defaultValue that of the log-in, e.g. "https://graph.facebook.com" */
  readonly baseUrl?: string;
  /** Parts of the runtime, for use without an inbox. @defaultValue what the inbox attaches, else this process's own */
  readonly runtime?: Runtime;
  /** How often `listen` asks for what no webhook told. Milliseconds, at least 1,000. @defaultValue 120,000 */
  readonly pollEveryMs?: number;
}

/** What `createInstagramAdapter` takes with the Facebook log-in: the account is linked with a Page, whose token is used. */
export interface InstagramFacebookOptions extends InstagramOptions {
  /** Says how the token was given. */
  readonly login: "facebook";
  /** Id of the linked Page, through which direct messages go. @defaultValue the Page whose token is used (`me`) */
  readonly pageId?: string;
}

/** What `createInstagramAdapter` takes with the Instagram log-in: no Page is needed. */
export interface InstagramLoginOptions extends InstagramOptions {
  /** Says how the token was given. */
  readonly login: "instagram";
}

/** Options with every default filled in. */
export interface CheckedOptions {
  /** Id of the account. */
  readonly id: string;
  /** How the token was given. */
  readonly login: InstagramLogin;
  /** Node that direct messages go through: a Page, or the account itself. */
  readonly inbox: string;
  /** The token. */
  readonly token: Token;
  /** What the token may do; `undefined` = not known. */
  readonly scopes: readonly string[] | undefined;
  /** Whether people may write for seven days. */
  readonly humanAgent: boolean;
  /** Where the Graph API is, without version. */
  readonly origin: string;
  /** Milliseconds. */
  readonly pollEveryMs: number;
}

const origins: Readonly<Record<InstagramLogin, string>> = {
  facebook: "https://graph.facebook.com",
  instagram: "https://graph.instagram.com",
};

/** Gives the origin of the Graph API; `undefined` for an address that is none. */
export function originOf(login: InstagramLogin, baseUrl?: string): string | undefined {
  return serverOrigin(baseUrl ?? origins[login]);
}

/** News come by webhook; polling finds what no webhook tells, and costs a call for each recent post. */
const defaultPollEveryMs = 120_000;

function refuse(option: string, why: string): never {
  throw new FolkmootError("misconfigured", `createInstagramAdapter: \`${option}\` ${why}`);
}

/** True for an id of the Graph API, given as a text: as a number it would not be exact. */
export function isGraphId(value: unknown): value is string {
  return typeof value === "string" && /^\d{1,20}$/.test(value);
}

/**
 * Checks the options and fills in the defaults. Asks nothing.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy; never what was given.
 */
export function checkOptions(options: InstagramFacebookOptions | InstagramLoginOptions): CheckedOptions {
  const { accountId, token, scopes, humanAgent = false, pollEveryMs = defaultPollEveryMs } = options;
  const login: unknown = options.login;
  if (login !== "facebook" && login !== "instagram")
    return refuse("login", 'must be "facebook" (a token of the linked Page) or "instagram" (a token of Instagram\'s own log-in).');
  if (!isGraphId(accountId))
    return refuse(
      "accountId",
      "must be the id of the professional account as a text of digits, never a name; `listAccounts` finds it for a token.",
    );
  if (!isGivenToken(token))
    refuse(
      "token",
      "must be an access token without blanks or line breaks, a function that gives one, or an object with `read` and `write`.",
    );
  const given: unknown = scopes;
  if (given !== undefined && !(Array.isArray(given) && given.every((one) => typeof one === "string")))
    return refuse("scopes", 'must be a list of words, e.g. ["instagram_basic"].');
  if (typeof humanAgent !== "boolean") return refuse("humanAgent", "must be true or false.");
  const page: unknown = "pageId" in options ? options.pageId : undefined;
  if (page !== undefined && login === "instagram") return refuse("pageId", "belongs to the Facebook log-in; leave it out.");
  if (page !== undefined && !isGraphId(page)) return refuse("pageId", "must be the id of the linked Page, a text of digits.");
  const origin = originOf(login, options.baseUrl);
  if (origin === undefined)
    return refuse("baseUrl", "must be an address with https: (or http: on this machine), without a password in it.");
  if (!Number.isSafeInteger(pollEveryMs) || pollEveryMs < 1000)
    return refuse("pollEveryMs", "must be a whole number of milliseconds of at least 1,000.");
  // `me` is the Page where its own token asks.
  return { id: accountId, login, inbox: login === "facebook" ? (page ?? "me") : accountId, token, scopes, humanAgent, origin, pollEveryMs };
}
