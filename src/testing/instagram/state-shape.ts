/**
 * What a test may ask of the inside of a fake Instagram, and what it is told.
 * @module
 */
import type { InstagramMediaType, InstagramProduct } from "./core.js";

/** Somebody on Instagram, by id or as they were added. */
export type InstagramWho = string | Pick<FakeInstagramPerson, "id">;

/** What a new account may say about itself. */
export interface NewInstagramAccount {
  /** @defaultValue the username */
  readonly name?: string;
  /** @defaultValue none */
  readonly biography?: string;
  /** @defaultValue 1200 */
  readonly followers?: number;
  /** Permissions of its tokens. @defaultValue every one that the log-in knows */
  readonly scopes?: readonly string[];
  /** False where the app is not approved to answer as a person for seven days. @defaultValue true */
  readonly humanAgent?: boolean;
  /** False where the app may not look for media by hashtag. @defaultValue true */
  readonly searchesHashtags?: boolean;
}

/** A professional account that the app speaks for. */
export interface FakeInstagramAccount {
  /** Id on edges and in webhooks: `user_id` on the log-in with Instagram. */
  readonly id: string;
  /** Name in addresses. */
  readonly username: string;
  /** What `/me?fields=id` says on the log-in with Instagram, good for nothing else. */
  readonly appScopedId: string;
  /** The Page that it is linked to, with the log-in with Facebook. */
  readonly pageId: string;
  /** The token that adapters use: of the account, or of the linked Page. It ends after 60 days, that of the Page never. */
  readonly token: string;
  /** With the log-in with Facebook: the token of the person who runs the Page, which sends no messages. */
  readonly userToken?: string;
}

/** What somebody is like who is no account of the app. */
export interface NewInstagramPerson {
  /** @defaultValue the username */
  readonly name?: string;
  /** @defaultValue 80 */
  readonly followers?: number;
  /** True when only followers see what they share. @defaultValue false */
  readonly isPrivate?: boolean;
}

/** Anybody else. */
export interface FakeInstagramPerson {
  /** Id as the app sees it. */
  readonly id: string;
  /** Name in addresses. */
  readonly username: string;
}

/** A medium before it is shared. */
export interface InstagramSharing {
  /** Who is named in it with `@` is told, if they are an account of the app. @defaultValue none */
  readonly caption?: string;
  /** @defaultValue "IMAGE" */
  readonly type?: InstagramMediaType;
  /** @defaultValue "FEED" */
  readonly product?: InstagramProduct;
  /** What a picture shows, for who does not see it. */
  readonly altText?: string;
  /** Who is tagged in the picture. */
  readonly tags?: readonly InstagramWho[];
  /** Pictures and films of an album. */
  readonly children?: readonly InstagramMediaType[];
  /** True while a broadcast runs. @defaultValue false */
  readonly isLive?: boolean;
  /** False where nobody may comment. @defaultValue true */
  readonly commentEnabled?: boolean;
}

/** What a direct message brings beside its text. */
export interface InstagramAttachment {
  /** What it is, as webhooks name it. */
  readonly type: string;
  /** Where it is fetched. */
  readonly url?: string;
  /** Id of what is shared. */
  readonly id?: string;
}

/** A direct message before it is written. */
export interface InstagramWriting {
  /** What it says. @defaultValue nothing */
  readonly text?: string;
  /** E.g. `image`, `video`, `audio`, `share`, `ig_reel`, `like_heart`, `unsupported_type`. */
  readonly attachments?: readonly InstagramAttachment[];
  /** Id of the message that it answers. */
  readonly replyTo?: string;
}

/** What the network holds about a medium. */
export interface HeldInstagramMedia {
  /** Its id. */
  readonly id: string;
  /** Id of who shared it. */
  readonly author: string;
  /** What it says; empty where it says nothing. */
  readonly caption: string;
  /** What it is, in the network's word. */
  readonly type: InstagramMediaType;
  /** Where it is shown, in the network's word. */
  readonly product: InstagramProduct;
  /** What the picture shows, for who does not see it. */
  readonly altText?: string;
  /** Ids of the media of an album, in order. */
  readonly children: readonly string[];
  /** False where nobody may comment. */
  readonly commentEnabled: boolean;
  /** Ids of those who like it. */
  readonly likedBy: readonly string[];
  /** Ids of those who are tagged in the picture. */
  readonly tagged: readonly string[];
}

/** What the network holds about a comment. */
export interface HeldInstagramComment {
  /** Its id. */
  readonly id: string;
  /** Id of who said it. */
  readonly author: string;
  /** What it says. */
  readonly text: string;
  /** Id of the medium that it stands under. */
  readonly media: string;
  /** Id of the comment that it stands under. */
  readonly parent?: string;
  /** True when the owner of the medium has hidden it. */
  readonly hidden: boolean;
  /** Ids of those who like it. */
  readonly likedBy: readonly string[];
  /** True when its author was written to in private about it. */
  readonly answeredPrivately: boolean;
}

/** What the network holds about a direct message. */
export interface HeldInstagramDirect {
  /** Its id. */
  readonly mid: string;
  /** Id of who wrote it. */
  readonly author: string;
  /** What it says; empty where it only brings something. */
  readonly text: string;
  /** Types of what it brings, in order. */
  readonly attachments: readonly string[];
  /** Emoji by the id of who reacted. */
  readonly reactions: Readonly<Record<string, string>>;
  /** True when it was taken back. */
  readonly unsent: boolean;
  /** Id of the message that it answers. */
  readonly replyTo?: string;
  /** What the app has put beside it, for nobody to see. */
  readonly metadata?: string;
}

/**
 * The network from the inside: what other people do. Everything is checked as if they did it in the app; what the network would refuse, and
 * who or what is not there, throws FolkmootError `invalid-request`.
 */
export interface InstagramState {
  /** Adds a professional account that the app speaks for. */
  addAccount(username: string, about?: NewInstagramAccount): FakeInstagramAccount;
  /** Adds somebody else. */
  addPerson(username: string, about?: NewInstagramPerson): FakeInstagramPerson;
  /** Makes another token of an account with these permissions. */
  addToken(account: InstagramWho, scopes: readonly string[]): string;
  /** Lets an account grant the app everything: gives the code that becomes a token once. Log-in with Instagram only. */
  authorize(account: InstagramWho): string;
  /** Ends every token of an account, e.g. 460 = new password, 458 = the app was removed. */
  endTokens(account: InstagramWho, subcode?: number): void;
  /** Shares a medium. Gives its id. */
  share(by: InstagramWho, what?: string | InstagramSharing): string;
  /** Comments on a medium. Gives the id of the comment. */
  comment(by: InstagramWho, media: string, text: string): string;
  /** Answers a comment. Gives the id of the answer. */
  reply(by: InstagramWho, comment: string, text: string): string;
  /** Likes a medium or a comment. */
  like(by: InstagramWho, what: string): void;
  /** Takes a like back. */
  unlike(by: InstagramWho, what: string): void;
  /** Takes away a medium or a comment. Nothing is told of it. */
  remove(id: string): void;
  /** Hides a comment in the app, or shows it again. Nothing is told of it. */
  hide(comment: string, hidden?: boolean): void;
  /** Opens or closes a medium for comments. */
  setComments(media: string, enabled: boolean): void;
  /** Ends a broadcast: its comments are gone. */
  endLive(media: string): void;
  /** Writes to an account, or lets who runs one write to somebody in the app. Gives the message's id. */
  write(by: InstagramWho, to: InstagramWho, what: string | InstagramWriting): string;
  /** Answers a story of an account. Gives the message's id. */
  replyToStory(by: InstagramWho, story: string, text: string): string;
  /** Mentions an account in a story of their own. Gives the message's id. */
  mentionInStory(by: InstagramWho, whom: InstagramWho): string;
  /** Changes a message that somebody wrote. */
  editDirect(mid: string, text: string): void;
  /** Takes a message back. */
  unsend(mid: string): void;
  /** Reacts to a message with an emoji; without one, takes the reaction back. */
  react(by: InstagramWho, mid: string, emoji?: string): void;
  /** Reads what an account has written, up to a message. */
  see(by: InstagramWho, mid: string): void;
  /** Shuts somebody out, or lets them in again. */
  block(by: InstagramWho, whom: InstagramWho, blocked?: boolean): void;
  /** Restricts somebody: their comments wait until they are approved. */
  restrict(by: InstagramWho, whom: InstagramWho): void;
  /** Approves a comment of somebody restricted. */
  approve(comment: string): void;
  /** Sets figures of a medium or an account, by metric; `metric.dimension` for a breakdown, e.g. `navigation.tap_forward`. */
  measure(what: string, figures: Readonly<Record<string, number>>): void;
  /** Makes an address hold nothing that can be fetched, or something that no medium can be made of. */
  spoilUrl(url: string, how?: "unfetchable" | "unplayable"): void;
  /** What the network holds about a medium; `undefined` when it is gone. */
  media(id: string): HeldInstagramMedia | undefined;
  /** Media of somebody, oldest first. */
  mediaOf(by: InstagramWho): readonly HeldInstagramMedia[];
  /** What the network holds about a comment; `undefined` when it is gone. */
  held(comment: string): HeldInstagramComment | undefined;
  /** Everything that somebody has said in comments, oldest first. */
  saidBy(by: InstagramWho): readonly HeldInstagramComment[];
  /** What an account and somebody have written to each other, oldest first. */
  directsBetween(account: InstagramWho, person: InstagramWho): readonly HeldInstagramDirect[];
  /** Says whether somebody has shut somebody else out. */
  blocks(by: InstagramWho, whom: InstagramWho): boolean;
}
