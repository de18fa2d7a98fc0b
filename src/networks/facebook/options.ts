/**
 * Options of the Facebook adapter, checked before anything is asked.
 * @module
 */
import { accountKey } from "../../model/keys.js";
import { FolkmootError } from "../../errors.js";
import { isGivenToken } from "../_graph/token.js";
import { serverOrigin } from "../../http/server-origin.js";
import type { App } from "../../adapter/app.js";
import type { GraphUs } from "../_graph/task.js";
import type { Runtime } from "../../adapter/runtime.js";
import type { Token } from "../../store/tokens.js";

/** What `createFacebookAdapter` takes. */
export interface FacebookAdapterOptions {
  /** Id of the Page, e.g. `1029384756`. `listAccounts` finds it for a person's token. */
  readonly accountId: string;
  /**
   * The Page's own access token, not that of the person who manages it: to a person's token Facebook gives empty lists instead of an error.
   * `pageToken` finds it. One that was made from a long-lived token of a person has no end.
   */
  readonly token: Token;
  /** The app that the token belongs to, as `createGraphApp` makes it; with its secret every call proves the token. @defaultValue a private app of this account */
  readonly app?: App;
  /** Permissions that were granted, e.g. `["pages_read_engagement"]`. @defaultValue not known, so `can` is `unsure` where it would say yes */
  readonly scopes?: readonly string[];
  /**
   * True when Meta has approved the feature Human Agent for the app: then a person may answer in Messenger for 7 days instead of 24 hours.
   * @defaultValue false
   */
  readonly humanAgent?: boolean;
  /** Where the Graph API is. @defaultValue "https://graph.facebook.com" */
  readonly baseUrl?: string;
  /** Parts of the runtime, for use without an inbox. @defaultValue what the inbox attaches, else this process's own */
  readonly runtime?: Runtime;
  /** How often is asked, where nothing is pushed. Milliseconds, at least 1,000. @defaultValue 120,000: comments are asked for post by post */
  readonly pollEveryMs?: number;
}

/** Options with every default filled in. */
export interface CheckedOptions extends Required<Pick<FacebookAdapterOptions, "token" | "humanAgent" | "baseUrl" | "pollEveryMs">> {
  /** The Page. */
  readonly us: GraphUs;
  /** Permissions, where the host told. */
  readonly scopes?: readonly string[];
}

/** Where the Graph API is. */
export const defaultOrigin = "https://graph.facebook.com";

const defaultPollEveryMs = 120_000;

function refuse(option: string, why: string): never {
  throw new FolkmootError("misconfigured", `createFacebookAdapter: \`${option}\` ${why}`);
}

/**
 * Checks the options and fills in the defaults. Asks nothing.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy; never what was given.
 */
export function checkOptions(options: FacebookAdapterOptions): CheckedOptions {
  const { token, scopes, humanAgent = false, pollEveryMs = defaultPollEveryMs, baseUrl = defaultOrigin } = options;
  const id: unknown = options.accountId;
  if (typeof id !== "string" || !/^\d+$/.test(id))
    return refuse("accountId", "must be the id of the Page as a text of digits, which `listAccounts` finds; a Page's name may change.");
  if (!isGivenToken(token))
    refuse("token", "must be the Page's access token without blanks or line breaks, a function that gives one, or where it is kept.");
  const given: unknown = scopes;
  if (given !== undefined && !(Array.isArray(given) && given.every((one) => typeof one === "string")))
    refuse("scopes", 'must be a list of permissions, e.g. ["pages_read_engagement", "pages_messaging"].');
  if (typeof humanAgent !== "boolean") refuse("humanAgent", "must be true or false.");
  if (!Number.isSafeInteger(pollEveryMs) || pollEveryMs < 1000)
    refuse("pollEveryMs", "must be a whole number of milliseconds of at least 1,000.");
  const origin = serverOrigin(baseUrl) ?? refuse("baseUrl", "must be an address with https: (or http: on this machine).");
  const us: GraphUs = { network: "facebook", account: accountKey("facebook", id), id };
  return { us, token, humanAgent, pollEveryMs, baseUrl: origin, ...(scopes !== undefined && { scopes }) };
}
