/**
 * What the network tells of a token: whose it is, what it may do, and how long.
 * @module
 */
import { fieldsOf, listOf, present, textOf } from "../../adapter/fields.js";
import { FolkmootError } from "../../errors.js";
import { anyObject, idOf } from "./wire.js";
import { newestSecret } from "./proof.js";
import { visitor, type AccountListing } from "./visitor.js";
import type { App } from "../../adapter/app.js";
import type { CallOptions } from "../../http/request.js";
import type { Timestamp } from "../../model/ref.js";

/** What is known of a token. */
export interface TokenFacts {
  /** False when it does not work any more, or is no token of this app. */
  readonly isValid: boolean;
  /** What kind it is, in the network's word: `USER`, `PAGE`, `SYSTEM_USER`. */
  readonly kind?: string;
  /** What it may do, in the network's words: the `scopes` of an adapter. */
  readonly scopes: readonly string[];
  /** When it stops working. Absent for one without an end, and where that is not told. */
  readonly expiresAt?: Timestamp;
  /** When it stops reading what people wrote, unless they log in again. */
  readonly dataEndsAt?: Timestamp;
  /** Whose it is: the person. */
  readonly userId?: string;
  /** The Page that it is for. */
  readonly pageId?: string;
}

/** Seconds since 1970; 0 stands for never. */
function instant(seconds: unknown): Timestamp | undefined {
  return typeof seconds === "number" && seconds > 0 && seconds < 1e11 ? new Date(seconds * 1000).toISOString() : undefined;
}

/**
 * Asks the network what a token is (`debug_token`), in the name of the app.
 * @throws FolkmootError `misconfigured` without an app that `createGraphApp` made; its secret is needed
 */
export async function tokenFacts(listing: AccountListing, app: App, token: string, options: CallOptions = {}): Promise<TokenFacts> {
  const secret = await newestSecret(app);
  if (secret === undefined)
    throw new FolkmootError(
      "misconfigured",
      `${listing.network} inspectToken: the app's secret is needed; give an app that createGraphApp made.`,
    );
  const task = visitor(listing, app, `${app.id}|${secret}`, "inspectToken", options);
  const answer = await task.get("/debug_token", anyObject, { input_token: token });
  const told = fieldsOf(answer["data"]);
  return present({
    isValid: told["is_valid"] === true,
    kind: textOf(told["type"]),
    scopes: listOf(told["scopes"]).filter((one) => typeof one === "string"),
    expiresAt: instant(told["expires_at"]),
    dataEndsAt: instant(told["data_access_expires_at"]),
    userId: idOf(told["user_id"]),
    pageId: idOf(told["profile_id"]),
  });
}
