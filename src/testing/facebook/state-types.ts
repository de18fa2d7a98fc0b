/**
 * What a test sees and does at the fake Facebook.
 * @module
 */
import type { InsightNumber } from "../graph/insights.js";
import type { MessageFile, ReactionType } from "./core.js";
import type { ThrottleCode } from "../graph/usage.js";

/** A Page, with tokens. */
export interface FakeFacebookPage {
  /** Names it in keys, paths and webhooks. */
  readonly id: string;
  /** As people see it. */
  readonly name: string;
  /** Its name in addresses. */
  readonly username: string;
  /** The Page's token, with every permission. */
  readonly token: string;
  /** A token of the person who runs it. */
  readonly userToken: string;
  /** Id of that person. */
  readonly ownerId: string;
}

/** A person. */
export interface FakeFacebookPerson {
  /** As Pages see it. */
  readonly id: string;
  /** First and last name. */
  readonly name: string;
}

/** Names a Page or person. */
export type FacebookWho = string | FacebookNamed;

/** Something with an id. */
export interface FacebookNamed {
  /** Of the Page or person. */
  readonly id: string;
}

/** What a new Page is like. */
export interface NewFacebookPage {
  /** @defaultValue from its name */
  readonly username?: string;
  /** @defaultValue "Shopping & retail" */
  readonly category?: string;
  /** People who like it; below 100 there are no insights. @defaultValue 250 */
  readonly fans?: number;
  /** What its runner may do. @defaultValue everything */
  readonly tasks?: readonly string[];
}

/** A comment with more than words. */
export interface FacebookSaying {
  /** Its words. */
  readonly text?: string;
  /** Address of a picture. */
  readonly photo?: string;
  /** Address of a sticker, which has no words. */
  readonly sticker?: string;
}

/** A direct message with more than words. */
export interface FacebookWriting {
  /** Its words. */
  readonly text?: string;
  /** What is sent along. */
  readonly files?: readonly Pick<MessageFile, "type" | "url">[];
  /** Id of the message that it answers. */
  readonly replyTo?: string;
}

/** What the network holds of something said in public. */
export interface HeldFacebookThing {
  /** As the network names it. */
  readonly id: string;
  /** What it is, and on whose timeline. */
  readonly kind: "post" | "visitor-post" | "tagged-post" | "comment" | "review";
  /** Id of who said it. */
  readonly author: string;
  /** What it says, names in place of `@[id]`. */
  readonly text: string;
  /** Of comments: the top-level comment that it hangs on, else the post. */
  readonly parent?: string;
  /** Of comments: the post. */
  readonly root?: string;
  /** Ids of those who like it. */
  readonly likedBy: readonly string[];
  /** True where only its author and their friends see it. */
  readonly hidden: boolean;
  /** False while a post waits for its time. */
  readonly published: boolean;
  /** Addresses of what is attached. */
  readonly attached: readonly string[];
  /** What the pictures show. */
  readonly alts: readonly string[];
  /** True once it was answered in private. */
  readonly answeredPrivately: boolean;
}

/** What the network holds of a direct message. */
export interface HeldFacebookDirect {
  /** As the network names it. */
  readonly id: string;
  /** Id of who wrote it. */
  readonly author: string;
  /** What it says. */
  readonly text: string;
  /** Addresses of what was sent along. */
  readonly files: readonly string[];
  /** Words of reactions, by who reacted. */
  readonly reactions: Readonly<Record<string, string>>;
}

/** How a Page stands to a person. */
export interface FacebookStanding {
  /** True where the person may not comment. */
  readonly banned: boolean;
  /** True where messages of the person do not come. */
  readonly muted: boolean;
}

/** People and what they do, without HTTP. */
export interface FacebookState {
  /** Makes a Page and somebody who runs it. */
  addPage(name: string, about?: NewFacebookPage): FakeFacebookPage;
  /** Makes a person. */
  addPerson(name: string): FakeFacebookPerson;
  /** Makes another token of a Page. @defaultValue every permission, without end by time */
  addToken(page: FacebookWho, about?: { readonly scopes?: readonly string[]; readonly livesMs?: number }): string;
  /** Makes a token of the app itself. */
  appToken(): string;
  /** Ends the tokens of a Page or person. `subcode` says why. @defaultValue 460, a new password */
  revokeTokens(who: FacebookWho, subcode?: number): void;
  /** The Page posts, by somebody's hand. Resolves to its id. */
  post(page: FacebookWho, text: string): string;
  /** Somebody writes on the timeline of a Page. */
  visitorPost(by: FacebookWho, page: FacebookWho, text: string): string;
  /** Somebody names a Page in a post elsewhere. */
  tag(by: FacebookWho, page: FacebookWho, text: string): string;
  /** Somebody comments on a post, a comment or a recommendation; the Page's people too. */
  comment(by: FacebookWho, to: string, what: string | FacebookSaying): string;
  /** Changes the text of a post or comment. */
  edit(id: string, text: string): void;
  /** Takes a post, comment or recommendation back. */
  remove(id: string): void;
  /** Somebody of the Page hides a comment or a visitor's post elsewhere than here. */
  hide(id: string, hidden?: boolean): void;
  /** Somebody feels something about a post or comment. @defaultValue a like */
  react(by: FacebookWho, what: string, type?: ReactionType): void;
  /** Somebody feels nothing any more. */
  unreact(by: FacebookWho, what: string): void;
  /** Somebody passes a post on. */
  share(by: FacebookWho, what: string): void;
  /** Somebody recommends a Page, or does not. Gives the id of its story. */
  review(
    by: FacebookWho,
    page: FacebookWho,
    what: { readonly text?: string; readonly positive: boolean; readonly rating?: number },
  ): string;
  /** Somebody writes to a Page in private. Gives the id of the message. */
  message(by: FacebookWho, page: FacebookWho, what: string | FacebookWriting): string;
  /** Somebody of the Page writes to a person elsewhere than here. */
  pageMessage(page: FacebookWho, to: FacebookWho, what: string | FacebookWriting): string;
  /** Somebody changes what they wrote in private. */
  editMessage(id: string, text: string): void;
  /** Somebody takes back what they wrote in private. */
  removeMessage(id: string): void;
  /** Somebody reacts to a direct message; that opens the window too. */
  reactToMessage(by: FacebookWho, id: string, emoji: string): void;
  /** Messages no longer reach somebody, or do again. */
  setUnavailable(who: FacebookWho, unavailable?: boolean): void;
  /** Hands a conversation to another app: its news then come as `standby`. */
  handOver(page: FacebookWho, person: FacebookWho, appId: string): void;
  /** Sets a number of insights. Its day ends at `at`. Milliseconds. @defaultValue now */
  measure(id: string, metric: string, value: InsightNumber, at?: number): void;
  /** Lets the network be out of patience for a while. Milliseconds. @defaultValue the code of what is asked */
  throttle(forMs: number, code?: ThrottleCode): void;
  /** Lets the next calls of bundles take too long: they are answered with `null`. */
  loseBundled(calls: number): void;
  /** Lets nothing be fetched from an address. */
  breakLink(url: string): void;
  /** Gives or takes the app's feature to answer as a human for 7 days. */
  allowHumanAgent(allowed: boolean): void;
  /** Shows what is there under an id; `undefined` where nothing is (any more). */
  held(id: string): HeldFacebookThing | undefined;
  /** Shows everything that somebody said in public, oldest first. */
  saidBy(who: FacebookWho): readonly HeldFacebookThing[];
  /** Shows what a Page and a person wrote to each other, oldest first. */
  directsBetween(page: FacebookWho, person: FacebookWho): readonly HeldFacebookDirect[];
  /** Says whether a Page has shut somebody out of its comments, or of its messages. */
  standing(page: FacebookWho, person: FacebookWho): FacebookStanding;
  /** Says how many messages of a person the Page has not seen. */
  unread(page: FacebookWho, person: FacebookWho): number;
  /** Fields that the app hears of for a Page; absent where it is not installed. */
  subscribedFields(page: FacebookWho): readonly string[] | undefined;
}
