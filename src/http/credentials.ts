/**
 * Who calls: what a request carries so that the network knows us.
 * @module
 */

/** What one request carries. */
export interface Authorization {
  /** Headers to add, e.g. `authorization`. Never logged. */
  readonly headers: Readonly<Record<string, string>>;
  /** Query parameters to add: what proves a token and changes with it (Graph `appsecret_proof`). Never logged. @defaultValue none */
  readonly query?: Readonly<Record<string, string>>;
  /** The server to ask, where it is known only after logging in. @defaultValue the definition's `baseUrl` */
  readonly baseUrl?: string;
}

/** The credentials of one adapter. Refresh is single-flight, and written before use. */
export interface Credentials {
  /** Gives what the next request carries; logs in or refreshes first where it has to. */
  authorize(options: { readonly signal?: AbortSignal }): Promise<Authorization>;
  /** Called when an answer said that `used` is stale. True = there is something newer, send again. */
  renew?(used: Authorization, options: { readonly signal?: AbortSignal }): Promise<boolean>;
}
