/**
 * What a test may ask of the inside of a fake Threads, and what it is told.
 * @module
 */
import type { ContainerError, MediaType, ReplyControl } from "./core.js";
import type { Scope } from "./call.js";

export type {
  ContainerError as ThreadsContainerError,
  MediaType as ThreadsMediaType,
  ReplyControl as ThreadsReplyControl,
} from "./core.js";
export type { Scope as ThreadsScope } from "./call.js";

/** A person on Threads, by id, name or account. */
export type ThreadsWho = string | Pick<FakeThreadsAccount, "id">;

/** What a new account may say about itself. */
export interface NewThreadsAccount {
  /** @defaultValue the name in addresses */
  readonly name?: string;
  /** @defaultValue none */
  readonly biography?: string;
  /** @defaultValue false */
  readonly isVerified?: boolean;
  /** True when only followers see what they say: no mention and no search shows it. @defaultValue false */
  readonly isPrivate?: boolean;
}

/** An account on Threads. */
export interface FakeThreadsAccount {
  /** Id as the API has it. */
  readonly id: string;
  /** Name as others write it, without a sign in front. */
  readonly handle: string;
  /** A token of 60 days with every permission. */
  readonly token: string;
}

/** A token that may do less, or for less long. */
export interface NewThreadsToken {
  /** @defaultValue every permission */
  readonly scopes?: readonly Scope[];
  /** How long it lives. Milliseconds. @defaultValue 60 days */
  readonly livesMs?: number;
}

/** A picture or film of a post. */
export interface ThreadsFile {
  /** What it is. */
  readonly type: "IMAGE" | "VIDEO";
  /** Where the network fetches it. */
  readonly url: string;
  /** Description for people who do not see it. */
  readonly alt?: string;
}

/** Something before it is said in the app. */
export interface ThreadsSaying {
  /** What it says. Those whose names stand in it are told. */
  readonly text: string;
  /** Who may answer. @defaultValue "everyone" */
  readonly replyControl?: ReplyControl;
  /** Its topic. @defaultValue the first tag in the text */
  readonly topicTag?: string;
  /** True when answers wait until the author lets them in. @defaultValue false */
  readonly approvesReplies?: boolean;
  /** A picture or film. @defaultValue none */
  readonly media?: ThreadsFile;
}

/** What the network really holds about a post or an answer. */
export interface HeldThreadsPost {
  /** Id as the API has it. */
  readonly id: string;
  /** Where it is shown. */
  readonly url: string;
  /** Id of its author. */
  readonly author: string;
  /** What it is made of. */
  readonly type: MediaType;
  /** What it says, as written; empty for a repost. */
  readonly text: string;
  /** Id of what it answers. */
  readonly parent?: string;
  /** Id of what its thread begins with; absent when it begins one. */
  readonly root?: string;
  /** Id of what it quotes. */
  readonly quotes?: string;
  /** Id of what it shows again. */
  readonly reposts?: string;
  /** Ids of those whom it names. */
  readonly mentions: readonly string[];
  /** Its topic. */
  readonly topicTag?: string;
  /** The attached link. */
  readonly link?: string;
  /** Description of its picture or film. */
  readonly alt?: string;
  /** Descriptions of the parts of a carousel; empty where one has none. */
  readonly parts?: readonly string[];
  /** Ids of the people who like it. */
  readonly likedBy: readonly string[];
  /** True when it is hidden, by itself or below what is. */
  readonly hidden: boolean;
  /** Absent for what never had to wait. */
  readonly approval?: "pending" | "approved" | "ignored";
  /** Who may answer. */
  readonly replyControl: ReplyControl;
}

/** An app that asks an account for permissions. */
export interface ThreadsGrant {
  /** @defaultValue every permission */
  readonly scopes?: readonly Scope[];
  /** @defaultValue "https://host.test/threads" */
  readonly redirectUri?: string;
}

/** The inside of Threads: people, and what they do in the app. */
export interface ThreadsState {
  /** Adds a person. */
  addAccount(handle: string, about?: NewThreadsAccount): FakeThreadsAccount;
  /** Makes another token for an account. */
  addToken(who: ThreadsWho, about?: NewThreadsToken): string;
  /** Lets a person allow the app; gives the code that is exchanged for a short-lived token. */
  authorize(who: ThreadsWho, grant?: ThreadsGrant): string;
  /** Ends every token of an account. `why` is the subcode of error 190. @defaultValue 458, the app was removed */
  revokeTokens(who: ThreadsWho, why?: 458 | 459 | 460 | 463 | 467): void;
  /** Says something that answers nothing. Gives its id. */
  post(by: ThreadsWho, what: string | ThreadsSaying): string;
  /** Answers something. Gives its id. It waits where the thread's owner lets answers in. */
  reply(by: ThreadsWho, to: string, what: string | ThreadsSaying): string;
  /** Says something about a quoted post. Its author hears of it only when the text names them. */
  quote(by: ThreadsWho, quoted: string, what: string | ThreadsSaying): string;
  /** Shows a post again, without words. Gives the id of the repost. */
  repost(by: ThreadsWho, id: string): string;
  /** Likes something. */
  like(by: ThreadsWho, id: string): void;
  /** Takes a like back. */
  unlike(by: ThreadsWho, id: string): void;
  /** Takes something back. */
  remove(id: string): void;
  /** Hides an answer, or shows it again, as the thread's owner does in the app. */
  hide(id: string, hidden?: boolean): void;
  /** Lets an answer in that waits, or leaves it out, as the thread's owner does in the app. */
  decide(id: string, approve: boolean): void;
  /** Follows somebody. */
  follow(by: ThreadsWho, whom: ThreadsWho): void;
  /** Shuts somebody out: neither sees the other. */
  block(by: ThreadsWho, whom: ThreadsWho): void;
  /** Lets the file behind an address fail: containers made of it end in `ERROR`. */
  spoilFile(url: string, error: ContainerError): void;
  /** Adds views and shares to a post. */
  measure(id: string, counts: { readonly views?: number; readonly shares?: number }): void;
  /** Says how many follow somebody, beside those who do here, and who they are by breakdown (`country`, `city`, `age`, `gender`). */
  setFollowers(who: ThreadsWho, count: number, demographics?: Readonly<Record<string, Readonly<Record<string, number>>>>): void;
  /** Adds views of a profile on a day, `2026-01-31`. */
  addViews(who: ThreadsWho, day: string, count: number): void;
  /** Adds clicks on a link of a profile. */
  addClicks(who: ThreadsWho, link: string, count: number): void;
  /** Shows what the network holds under an id; `undefined` when it is gone. */
  held(id: string): HeldThreadsPost | undefined;
  /** Everything that somebody has said, reposts left out, oldest first. */
  saidBy(who: ThreadsWho): readonly HeldThreadsPost[];
}
