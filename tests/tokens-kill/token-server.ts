/** A network that takes a refresh token once: shown again, it takes back everything that came of that login. @module */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TokenSet } from "../../src/store/tokens.js";

export interface TokenServer {
  readonly url: string;
  /** How often tokens were renewed. */
  readonly renewed: number;
  /** How often a refresh token was shown that had been used. */
  readonly shownAgain: number;
  /** Makes the tokens of a new login. */
  logIn(): TokenSet;
  /** Lets renewals wait for an answer until the returned function is called. Resolves when one has arrived and tokens are changed. */
  hold(): { readonly arrived: Promise<void>; readonly letGo: () => void };
  close(): Promise<void>;
}

/** How long an access token lives. Milliseconds. */
export const lifeMs = 3_600_000;

export async function tokenServer(now: () => number): Promise<TokenServer> {
  let number = 0;
  let renewed = 0;
  let shownAgain = 0;
  /** What is alive: one login at a time, nothing after it was taken back. */
  let alive: (TokenSet & { readonly endsAt: number }) | undefined;
  let gate: Promise<void> = Promise.resolve();
  let arrive: () => void = () => undefined;

  const issue = (): TokenSet => {
    number += 1;
    const endsAt = now() + lifeMs;
    const tokens = { accessToken: `access-${number}`, refreshToken: `refresh-${number}`, expiresAt: new Date(endsAt).toISOString() };
    alive = { ...tokens, endsAt };
    return tokens;
  };
  const renew = (shown: string): TokenSet | undefined => {
    if (shown === alive?.refreshToken) {
      renewed += 1;
      return issue();
    }
    shownAgain += 1;
    alive = undefined;
    return undefined;
  };

  const server = createServer((incoming, outgoing) => {
    const say = (status: number, body: unknown = {}): void => {
      outgoing.writeHead(status, { "content-type": "application/json" });
      outgoing.end(JSON.stringify(body));
    };
    const shown = incoming.headers.authorization?.replace("Bearer ", "") ?? "";
    if (incoming.url === "/renew") {
      const tokens = renew(shown);
      arrive();
      void gate.then(() => {
        say(tokens === undefined ? 400 : 200, tokens);
      });
      return;
    }
    say(alive !== undefined && shown === alive.accessToken && now() < alive.endsAt ? 200 : 401);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get renewed() {
      return renewed;
    },
    get shownAgain() {
      return shownAgain;
    },
    logIn: issue,
    hold: () => {
      const arrived = new Promise<void>((resolve) => (arrive = resolve));
      let letGo: () => void = () => undefined;
      gate = new Promise((resolve) => (letGo = resolve));
      return { arrived, letGo };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
