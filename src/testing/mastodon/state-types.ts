/**
 * What a test may ask of the inside of a fake Mastodon, and what it is told.
 * @module
 */
import type { QuotePolicy, Visibility } from "./core.js";

/** A person on a Mastodon server, by id, name or account. */
export type MastodonWho = string | Pick<FakeMastodonAccount, "id">;

/** What a new account may say about itself. */
export interface NewMastodonAccount {
  /** @defaultValue the name */
  readonly displayName?: string;
  /** @defaultValue none */
  readonly note?: string;
  /** True for what is no person. @defaultValue false */
  readonly bot?: boolean;
  /** True when its public statuses may be searched. @defaultValue false */
  readonly indexable?: boolean;
  /**
   * True when private mentions of strangers are kept aside: their notifications come only to who asks with `include_filtered`.
   * Conversations show them all the same. @defaultValue true, as on the real server since 4.3
   */
  readonly filtersPrivateMentions?: boolean;
}

/** An account on the server, or on another one that this server knows. */
export interface FakeMastodonAccount {
  /** Id on this server. */
  readonly id: string;
  /** Name as others write it, without a sign in front; with its server where that is another one. */
  readonly handle: string;
  /** Where it is shown. */
  readonly url: string;
  /** May do everything that a person may. Empty for an account of another server. */
  readonly token: string;
  /** May only read. Empty for an account of another server. */
  readonly readToken: string;
}

/** A status before it is said. */
export interface MastodonSaying {
  /** What it says. Only those whose names stand in it are told. */
  readonly text: string;
  /** @defaultValue "public" */
  readonly visibility?: Visibility;
  /** Warning in front of it. */
  readonly spoiler?: string;
  /** Who may quote it. @defaultValue "public" */
  readonly quotePolicy?: QuotePolicy;
  /** ISO 639-1. @defaultValue "en" */
  readonly language?: string;
}

/** What the server really holds about a status. */
export interface HeldStatus {
  /** Id on this server. */
  readonly id: string;
  /** Where it is shown. */
  readonly url: string;
  /** Id of its author. */
  readonly author: string;
  /** What it says, as written. */
  readonly text: string;
  /** Warning in front of it; empty without one. */
  readonly spoiler: string;
  /** Who may see it. */
  readonly visibility: Visibility;
  /** Ids of those whom it names. */
  readonly mentions: readonly string[];
  /** Id of the status that it answers. */
  readonly parent?: string;
  /** Id of the status that its thread begins with; absent when it begins one. */
  readonly root?: string;
  /** Id of the status that it quotes. */
  readonly quotes?: string;
  /** Id of the status that it boosts. */
  readonly boosts?: string;
  /** Ids of the people who like it. */
  readonly likedBy: readonly string[];
  /** Ids of those who have boosted it. */
  readonly boostedBy: readonly string[];
  /** Ids of direct answers, oldest first. */
  readonly answers: readonly string[];
  /** What its attachments show, in order; empty for one without words. */
  readonly alts: readonly string[];
  /** True when it stands on top of its author's profile. */
  readonly pinned: boolean;
  /** True when it was changed. */
  readonly edited: boolean;
}

/** A notification of an account. */
export interface HeldMastodonNotification {
  /** Id of the notification. */
  readonly id: string;
  /** What happened, in the network's word. */
  readonly type: string;
  /** Id of who did it. */
  readonly from: string;
  /** Id of the status that it is about. */
  readonly status?: string;
  /** True when it is kept aside. */
  readonly filtered: boolean;
}

/** A status that waits for its time. */
export interface HeldMastodonScheduled {
  /** Its id while it waits; the status gets another one. */
  readonly id: string;
  /** What it will say. */
  readonly text: string;
  /** When. ISO 8601. */
  readonly at: string;
}

/** How one account stands to another. */
export interface MastodonRelation {
  /** True when one has shut the other out. */
  readonly blocks: boolean;
  /** True when one does not hear the other. */
  readonly mutes: boolean;
  /** True when one follows the other. */
  readonly follows: boolean;
}

/**
 * The server from the inside. Everything that is done here is checked as if it came over HTTP, but costs no limits.
 * What the server would refuse, and who or what is not there, throws FolkmootError `invalid-request`.
 */
export interface MastodonState {
  /** Adds an account: `mira` here, `mira@elsewhere.example` on another server. */
  addAccount(handle: string, about?: NewMastodonAccount): FakeMastodonAccount;
  /** Makes another token of an account with these scopes. */
  addToken(who: MastodonWho, scopes: readonly string[]): string;
  /** Registers an app and lets an account grant it these scopes. */
  authorize(who: MastodonWho, app: MastodonGrant): MastodonAuthorization;
  /** Says something. Gives its id. */
  post(by: MastodonWho, what: string | MastodonSaying): string;
  /** Answers a status, in its audience unless told otherwise. Its author hears of it only when the text names them. */
  reply(by: MastodonWho, to: string, what: string | MastodonSaying): string;
  /** Says something about a quoted status. */
  quote(by: MastodonWho, quoted: string, what: string | MastodonSaying): string;
  /** Boosts a status. Gives the id of the boost. */
  boost(by: MastodonWho, id: string): string;
  /** Likes a status. */
  favourite(by: MastodonWho, id: string): void;
  /** Takes a like back. */
  unfavourite(by: MastodonWho, id: string): void;
  /** Follows somebody; `notify` = is told of each of their statuses. */
  follow(by: MastodonWho, whom: MastodonWho, notify?: boolean): void;
  /** Ends a follow. */
  unfollow(by: MastodonWho, whom: MastodonWho): void;
  /** Shuts somebody out. */
  block(by: MastodonWho, whom: MastodonWho): void;
  /** Stops hearing somebody, for seconds or for good. */
  mute(by: MastodonWho, whom: MastodonWho, seconds?: number): void;
  /** Changes the text of a status. */
  edit(id: string, text: string): void;
  /** Takes a status back. */
  remove(id: string): void;
  /** Writes to somebody in private: a direct status that names them in front. Gives its id. */
  directMessage(by: MastodonWho, to: MastodonWho, text: string, inReplyTo?: string): string;
  /** Changes what an account says about itself. */
  editProfile(who: MastodonWho, about: { readonly displayName?: string; readonly note?: string }): void;
  /** Suspends an account: still shown, but without anything, or gone for good (410). */
  suspend(who: MastodonWho, how?: "shown" | "gone"): void;
  /** Takes every token of an account away. */
  revokeTokens(who: MastodonWho): void;
  /** Shows what the server holds about a status; `undefined` when it is gone. */
  held(id: string): HeldStatus | undefined;
  /** Everything that an account has said, boosts left out, oldest first. */
  statusesOf(who: MastodonWho): readonly HeldStatus[];
  /** Direct statuses of one of two people that name the other, oldest first. */
  directsBetween(one: MastodonWho, other: MastodonWho): readonly HeldStatus[];
  /** How one person stands to another. */
  relation(from: MastodonWho, to: MastodonWho): MastodonRelation;
  /** How far an account has read a timeline: the id that its marker names. */
  readUpTo(who: MastodonWho, timeline?: "home" | "notifications"): string | undefined;
  /** How many direct conversations of an account are unread. */
  unreadConversations(who: MastodonWho): number;
  /** Notifications of an account, oldest first, with those that are kept aside. */
  notificationsOf(who: MastodonWho): readonly HeldMastodonNotification[];
  /** Statuses of an account that wait for their time, oldest first. */
  scheduledOf(who: MastodonWho): readonly HeldMastodonScheduled[];
}

/** An app that asks an account for scopes. */
export interface MastodonGrant {
  /** @defaultValue "A made-up app" */
  readonly name?: string;
  /** What it may do. */
  readonly scopes: readonly string[];
  /** @defaultValue "urn:ietf:wg:oauth:2.0:oob" */
  readonly redirectUri?: string;
  /** `code_challenge` of PKCE, S256. */
  readonly challenge?: string;
}

/** What the app gets: with it, `POST /oauth/token` gives a token once. */
export interface MastodonAuthorization {
  /** `client_id` of the app. */
  readonly clientId: string;
  /** `client_secret` of the app. */
  readonly clientSecret: string;
  /** `code` that the person was sent back with. */
  readonly code: string;
}
