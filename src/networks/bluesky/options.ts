/**
 * Options of the Bluesky adapter, checked before anything is asked.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import { isDid } from "./ids.js";
import { serverOrigin } from "../../http/server-origin.js";
import type { App } from "../../adapter/app.js";
import type { Runtime } from "../../adapter/runtime.js";
import type { Token, TokenSource } from "../../store/tokens.js";

/** What `createBlueskyAdapter` takes. One of `password` and `token` is needed. */
export interface BlueskyAdapterOptions {
  /** DID of the account, e.g. `did:plc:ewvi7nxzyoun6zhxrhs64oiz`. `resolveAccount` finds it for a handle. */
  readonly accountId: string;
  /**
   * App password (`xxxx-xxxx-xxxx-xxxx`), made in the app under Settings, Privacy and security. With direct message access, where those are
   * wanted. The adapter logs in once, keeps the session in the runtime's token store and renews it there.
   */
  readonly password?: string;
  /**
   * Instead of a password: the access token of a session (ends after two hours), a function that gives a valid one, or a source in your
   * vault that the adapter renews. Tokens of OAuth are bound to a key of their client and are not taken.
   */
  readonly token?: Token;
  /**
   * Where to log in. The account's own server is learnt from the answer and asked from then on; with `token` name that server here.
   * `https:`, or `http:` on this machine. @defaultValue "https://bsky.social"
   */
  readonly service?: string;
  /**
   * The service behind direct messages, as a DID and the id of its entry. `null` = without direct messages: their surface is not polled and
   * their operations are refused. @defaultValue "did:web:api.bsky.chat#bsky_chat"
   */
  readonly chatProxy?: string | null;
  /** Shares budgets and runtime with other accounts. @defaultValue a private app of this account */
  readonly app?: App;
  /** Parts of the runtime, for use without an inbox. @defaultValue what the inbox attaches, else this process's own */
  readonly runtime?: Runtime;
  /** How often `listen` asks. Milliseconds, at least 1,000. The network has no push. @defaultValue 30,000 */
  readonly pollEveryMs?: number;
}

/** Options with every default filled in. */
export interface CheckedOptions {
  /** DID of the account. */
  readonly did: string;
  /** How it logs in. */
  readonly login: { readonly password: string } | { readonly token: Exclude<Token, TokenSource> } | { readonly source: TokenSource };
  /** Origin of the server to log in at. */
  readonly service: string;
  /** The chat service; `undefined` = none. */
  readonly chatProxy: string | undefined;
  /** Milliseconds. */
  readonly pollEveryMs: number;
}

const defaultService = "https://bsky.social";
const defaultChatProxy = "did:web:api.bsky.chat#bsky_chat";
const defaultPollEveryMs = 30_000;

function refuse(option: string, why: string): never {
  throw new FolkmootError("misconfigured", `createBlueskyAdapter: \`${option}\` ${why}`);
}

/** True when the text has the form of an access token: three parts, joined by dots. */
export function isAccessToken(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}

function checkAccountId(accountId: unknown): string {
  if (typeof accountId !== "string" || accountId === "") return refuse("accountId", "is missing; give the DID of the account.");
  if (isDid(accountId)) return accountId;
  return refuse(
    "accountId",
    /^@?[\w-]+(?:\.[\w-]+)+$/.test(accountId)
      ? "is a handle, which may change hands; give the DID that `resolveAccount` finds for it."
      : "is no DID; give one like did:plc:ewvi7nxzyoun6zhxrhs64oiz.",
  );
}

function checkLogin({ password, token }: BlueskyAdapterOptions): CheckedOptions["login"] {
  if (password !== undefined && token !== undefined) return refuse("password", "and `token` are both given; leave one out.");
  if (password !== undefined) {
    if (typeof password !== "string" || password === "") return refuse("password", "is empty; create an app password in the app.");
    if (/^\s|\s$|[\r\n]/.test(password)) return refuse("password", "begins or ends with a space or holds a line break; copy it without.");
    return { password };
  }
  if (token === undefined) return refuse("password", "is missing, and `token` too; create an app password in the app.");
  if (typeof token === "string" && !isAccessToken(token))
    return refuse("token", "is no access token (three parts joined by dots); an app password belongs into `password`.");
  if (typeof token === "string" || typeof token === "function") return { token };
  const source: unknown = token;
  if (typeof source === "object" && source !== null && "read" in source && "write" in source) return { source: token };
  return refuse("token", "must be a text, a function that gives one, or an object with `read` and `write`.");
}

/**
 * Checks the options and fills in the defaults. Asks nothing.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy; never what was given.
 */
export function checkOptions(options: BlueskyAdapterOptions): CheckedOptions {
  const { service = defaultService, chatProxy = defaultChatProxy, pollEveryMs = defaultPollEveryMs } = options;
  const did = checkAccountId(options.accountId);
  const login = checkLogin(options);
  const origin = serverOrigin(service);
  if (origin === undefined)
    return refuse("service", "must be an address with https: (or http: on this machine), without a password in it.");
  if (chatProxy !== null) {
    const [chat = "", entry = "", ...rest] = chatProxy.split("#");
    if (!isDid(chat) || !/^[\w-]+$/.test(entry) || rest.length > 0)
      return refuse("chatProxy", "must be a DID with the id of a service, e.g. did:web:api.bsky.chat#bsky_chat; or null.");
  }
  if (!Number.isSafeInteger(pollEveryMs) || pollEveryMs < 1000)
    return refuse("pollEveryMs", "must be a whole number of milliseconds of at least 1,000.");
  return { did, login, service: origin, chatProxy: chatProxy ?? undefined, pollEveryMs };
}
