/**
 * The tokens of an account, and those that the host renews by itself.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { AccountKey } from "../model/keys.js";
import type { Authorization, Credentials } from "../http/credentials.js";
import type { TokenSet } from "../store/tokens.js";

/** The tokens of an account, and what requests carry of them. */
export interface TokenSession {
  /** What requests carry. */
  readonly credentials: Credentials;
  /** The tokens that were used last; `undefined` before the first request. */
  current(): TokenSet | undefined;
}

/** Whose tokens they are, and how they are told from other texts. */
export interface TokenOwner {
  /** Key of the account. */
  readonly account: AccountKey;
  /** The server to ask, where the tokens name none. */
  readonly baseUrl: string;
  /** Tells whether a text has the form of an access token. What is none is never sent: it may be another secret. */
  isToken(text: string): boolean;
}

const bearer = (token: string): string => `Bearer ${token}`;

/** Makes what a request carries of tokens, and the server that it goes to. */
export function carried({ baseUrl }: TokenOwner, { accessToken, server }: TokenSet): Authorization {
  return { headers: { authorization: bearer(accessToken) }, baseUrl: server ?? baseUrl };
}

/** Uses a token that the host renews by itself: as it is, or asked for before each use. */
export function givenToken(owner: TokenOwner, token: string | (() => Promise<string>)): TokenSession {
  let last: TokenSet | undefined;
  const give = async (): Promise<Authorization> => {
    const accessToken: unknown = typeof token === "string" ? token : await token();
    if (typeof accessToken !== "string" || !owner.isToken(accessToken))
      throw new FolkmootError("misconfigured", `\`token\` of ${owner.account} gave something that is no access token.`);
    last = { accessToken };
    return carried(owner, last);
  };
  return {
    current: () => last,
    credentials: {
      authorize: give,
      renew: async (used) => (await give()).headers["authorization"] !== used.headers["authorization"],
    },
  };
}
