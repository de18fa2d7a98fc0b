/**
 * An app: our registration with a network. It owns what its accounts share: secrets, webhooks, app-wide budgets, sockets.
 * Without one a private app is made, so a solo developer never meets the word.
 * @module
 */
import type { Account } from "../model/account.js";
import type { AccountKey, Network } from "../model/keys.js";
import type { Attachable } from "./runtime.js";
import type { CallOptions } from "../http/request.js";
import type { AuthorRef, MessageRef } from "../model/ref.js";
import type { Change } from "../model/change.js";
import type { Paged } from "../model/page.js";
import type { Secret, Token } from "../store/tokens.js";

/** What every app factory takes. */
export interface AppOptions {
  /** Client id, or another stable word that is not secret: names the app's ledgers and leases. */
  readonly id: string;
  /** Newest first; several while one rotates. Any of them verifies. */
  readonly secrets: readonly Secret[];
  /** Answers the network's challenge. */
  readonly verifyToken?: Secret;
  /** The plan that was bought or granted, in the network's word. Feeds `can` and the budgets. */
  readonly tier?: string;
}

/** An app. Its accounts share its runtime, budgets and webhooks. */
export interface App extends Attachable {
  /** Names its ledgers and leases: the same in every process. Not secret. */
  readonly id: string;
  /** The networks that this app speaks for: one Meta app serves three. */
  readonly networks: readonly Network[];
  /** The plan that was bought or granted, in the network's word. */
  readonly tier?: string;
  /** Absent where the network does not push over HTTP. */
  readonly webhook?: WebhookSource;
}

/** Shows what a token reaches. Each network that has accounts to choose from exports one as `listAccounts`. */
export type ListAccounts = (app: App, token: Token, options?: CallOptions) => Paged<Account>;

/** Reads what a network delivers over HTTP. */
export interface WebhookSource {
  /** Cheap look at method, URL and header names; no secrets, no body. */
  matches(request: Request): boolean;
  /** Checks the raw bytes in constant time, then reads them. Throws `bad-signature`; never throws for an unknown event. */
  read(request: Request, body: Uint8Array): Promise<WebhookAnswer>;
}

/** What a webhook request turned into: an answer to give at once, or a delivery to take in. */
export type WebhookAnswer =
  | {
      /** The network wants to know whether we are there. */
      readonly type: "challenge";
      /** What to answer. */
      readonly response: Response;
    }
  | {
      /** Something happened. */
      readonly type: "delivery";
      /** What to take in. */
      readonly delivery: Delivery;
      /** What to answer once it is taken in, where the network wants more than an empty 200 (Discord interactions). */
      readonly response?: Response;
    };

/** What a verified webhook body turned into. Plain JSON. */
export interface Delivery {
  /** Of any account of the app: a host takes in those of the accounts that it knows, and acknowledges the delivery all the same. */
  readonly changes: readonly Change[];
  /** Asked again, because the event carries ids only. */
  readonly pull?: readonly Pull[];
  /** People whom the network wants forgotten wherever they stand: somebody asked it to have their data deleted (Meta). */
  readonly forget?: readonly AuthorRef[];
}

/** A list that has to be asked, because the network only said that something is new there. */
export interface Pull {
  /** Whose list. */
  readonly account: AccountKey;
  /** Which list. */
  readonly surface: string;
  /** Asked for by themselves (`getMessages`), where no list has them: mentions on Instagram. Absent = the list is asked. */
  readonly messages?: readonly MessageRef[];
}
