/**
 * Tokens over HTTP: a code becomes a token of an hour, that one of 60 days, and that is refreshed.
 * @see https://developers.facebook.com/docs/threads/get-started/long-lived-tokens and the Threads Postman collection, read 2026-01
 * @module
 */
import { bytesFrom } from "../seed.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Core } from "./core.js";
import { invalidParameter, refusal } from "../graph/errors.js";
import type { GraphToken } from "../graph/tokens.js";
import type { RootCall, RootPath } from "../graph/site.js";

/** The app that everybody allows. */
export interface ThreadsApp {
  /** Threads app id. */
  readonly id: string;
  /** Threads app secret: signs webhooks too. */
  readonly secret: string;
  /** The word that a challenge has to carry. */
  readonly verifyToken: string;
}

/** What a person allowed. */
export interface OauthCode {
  readonly personId: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
}

/** Codes that are exchanged once. */
export interface OauthCodes {
  /** Makes one. */
  make(about: OauthCode): string;
  /** Gives what is behind one, which is used up then. */
  use(code: string | undefined): OauthCode | undefined;
}

const hourMs = 3_600_000;
const longSeconds = 60 * 86_400;

/** Makes the codes of a network. */
export function makeCodes(seed: string | number): OauthCodes {
  const all = new Map<string, OauthCode>();
  let made = 0;
  return {
    make: (about) => {
      made += 1;
      const code = `AQ${bytesToHex(bytesFrom(seed, "code", made)).slice(0, 40)}`;
      all.set(code, about);
      return code;
    },
    use: (code = "") => {
      const found = all.get(code);
      all.delete(code);
      return found;
    },
  };
}

type Call = RootCall<Core>;

function requireApp({ params }: Call, app: ThreadsApp): void {
  if (params.text("client_id") !== undefined && params.text("client_id") !== app.id)
    throw refusal(101, "Error validating application. Cannot get application info due to a system error.");
  if (params.text("client_secret") !== app.secret) throw refusal(1, "Error validating client secret.", { status: 400 });
}

function longToken({ core }: Call, from: GraphToken): unknown {
  const { token } = core.tokens.issue({ kind: "threads", subject: from.subject, scopes: from.scopes, livesMs: longSeconds * 1000 });
  return { access_token: token, token_type: "bearer", expires_in: longSeconds };
}

function requireGrant({ params }: Call, grant: string): void {
  if (params.text("grant_type") !== grant) throw invalidParameter(`Param grant_type must be one of {${grant}}`);
}

/** Makes the paths of tokens. */
export function oauthRoots(app: ThreadsApp, codes: OauthCodes): Readonly<Record<string, RootPath<Core>>> {
  return {
    "POST oauth/access_token": {
      effect: "session",
      run: (call) => {
        requireApp(call, app);
        requireGrant(call, "authorization_code");
        const found = codes.use(call.params.text("code"));
        if (found === undefined || found.redirectUri !== call.params.text("redirect_uri"))
          throw invalidParameter("This authorization code has been used, or the redirect_uri is another one.");
        const { personId, scopes } = found;
        const { token } = call.core.tokens.issue({ kind: "threads", subject: personId, scopes, livesMs: hourMs });
        return { access_token: token, user_id: personId };
      },
    },
    "GET oauth/access_token": {
      effect: "session",
      run: (call) => {
        requireApp(call, app);
        requireGrant(call, "client_credentials");
        return { access_token: `TH|${app.id}|${app.secret.slice(0, 12)}`, token_type: "bearer" };
      },
    },
    "GET access_token": {
      effect: "session",
      run: (call) => {
        requireApp(call, app);
        requireGrant(call, "th_exchange_token");
        return longToken(call, call.require());
      },
    },
    "GET refresh_access_token": {
      effect: "session",
      run: (call) => {
        requireGrant(call, "th_refresh_token");
        const token = call.require();
        if (call.core.clock.now() - token.issuedAt < 24 * hourMs)
          throw invalidParameter("Only tokens that are at least 24 hours old can be refreshed");
        return longToken(call, token);
      },
    },
    "GET debug_token": {
      run: (call) => {
        call.require();
        const asked = call.core.tokens.peek(call.params.text("input_token"));
        if (asked === undefined)
          return { data: { is_valid: false, scopes: [], error: { code: 190, message: "Invalid OAuth access token." } } };
        const { subject, scopes, issuedAt, expiresAt, dead } = asked;
        const isValid = dead === undefined && (expiresAt === undefined || call.core.clock.now() < expiresAt);
        return {
          data: {
            app_id: app.id,
            type: "USER",
            application: "A made-up app",
            data_access_expires_at: 0,
            issued_at: Math.floor(issuedAt / 1000),
            expires_at: expiresAt === undefined ? 0 : Math.floor(expiresAt / 1000),
            is_valid: isValid,
            scopes,
            user_id: subject,
          },
        };
      },
    },
  };
}
