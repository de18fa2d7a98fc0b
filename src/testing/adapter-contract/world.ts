/**
 * The network as the adapter contract sees it: other people, what they do, and what is really there.
 * A fake implements it, and so does a real server.
 * @module
 */
import type { Counts } from "../../model/counts.js";
import type { Draft } from "../../model/draft.js";
import type { Fault } from "../faults.js";
import type { App } from "../../adapter/app.js";
import type { MessageKind } from "../../model/message.js";
import type { Network } from "../../model/keys.js";
import type { Refs } from "../../model/ref.js";
import type { PushedEvent, ReceivedCall } from "../exchange.js";
import type { Runtime } from "../../adapter/runtime.js";
import type { WriteName } from "../../model/write.js";

/** Somebody on the network. */
export interface WorldPerson {
  /** The network's own id, as `Author.id` has it. */
  readonly id: string;
  /** Name as others write it, without a sign in front. */
  readonly handle: string;
}

/** What the network really holds about something said in public. */
export interface HeldMessage {
  /** The network's own id, as `Message.id` and `Post.id` have it. */
  readonly id: string;
  /** Id of who said it. */
  readonly author: string;
  /** What it says, to the last character. */
  readonly text: string;
  /** Id of what it answers; absent when it answers nothing. */
  readonly parent?: string;
  /** Id of what its thread begins with; absent when it begins one. */
  readonly root?: string;
  /** Ids of the people who like it; twice where somebody likes it twice. */
  readonly likedBy: readonly string[];
  /** True when the owner of its thread has hidden it. */
  readonly hidden: boolean;
}

/** What the network really holds about a direct message. */
export interface HeldDirect {
  /** Id of who said it. */
  readonly author: string;
  /** What it says, to the last character. */
  readonly text: string;
}

/** How the brand stands to somebody, as the network really holds it. */
export interface HeldRelation {
  /** True when the brand has shut them out. */
  readonly banned: boolean;
  /** True when the brand does not hear them. */
  readonly muted: boolean;
}

/** How a webhook request is spoilt, so that nobody may take it in. */
export interface WebhookSpoil {
  /** What is wrong with the signature. @defaultValue nothing */
  readonly signature?: "wrong" | "missing" | "malformed";
  /** True when the body was changed after signing. @defaultValue false */
  readonly tampered?: boolean;
  /** How long ago it was signed. Milliseconds. @defaultValue 0 */
  readonly ageMs?: number;
}

/** The webhooks of the brand's app, as its network sends them. */
export interface WorldWebhooks {
  /** The app as a host makes it. */
  readonly app: App;
  /**
   * Makes a request as the network sends it. `challenge` asks whether we are there, `message` tells of something said to the brand, `unknown`
   * is an event that nobody knows yet. The same `id` twice is a redelivery: signed anew, about the same thing.
   */
  request(what: "challenge" | "message" | "unknown", how?: WebhookSpoil & { readonly id?: string }): Promise<Request>;
  /** How old a signature may be. Milliseconds; absent = the network names no age and we choose none. */
  readonly windowMs?: number;
}

/** The network around the brand's account. Whoever is named by a function here acts without the adapter. */
export interface ContractWorld {
  /** Which network it is. */
  readonly network: Network;
  /** What every adapter is made with: at least `fetch` where the network is no server, and its clock. */
  readonly runtime: Runtime;
  /** The account that the adapter speaks for. */
  readonly brand: WorldPerson;
  /** Somebody else, from 0; the same number is the same person. */
  member(number: number): Promise<WorldPerson>;
  /** Says something that answers nothing. Resolves to its id. */
  publish(by: WorldPerson, text: string): Promise<string>;
  /** Answers something public. Resolves to its id. */
  reply(by: WorldPerson, to: string, text: string): Promise<string>;
  /** Says something that names somebody, so that the network tells that person. The text gets the name in front. Resolves to its id. */
  mention(by: WorldPerson, whom: WorldPerson, text: string): Promise<string>;
  /** Answers and names somebody at once, the name in front of the text. Resolves to its id. */
  replyMentioning(by: WorldPerson, to: string, whom: WorldPerson, text: string): Promise<string>;
  /** Says something about a quoted message. Absent where nobody can quote. */
  readonly quote?: (by: WorldPerson, quoted: string, text: string) => Promise<string>;
  /** Likes something public. */
  like(by: WorldPerson, what: string): Promise<void>;
  /** Takes back something said in public. */
  remove(id: string): Promise<void>;
  /** Writes to somebody in private. Absent where the suite cannot. */
  readonly directMessage?: (by: WorldPerson, to: WorldPerson, text: string) => Promise<void>;
  /** Waits until reads show everything that was written. */
  settle(): Promise<void>;
  /** Shows what the network holds under an id; `undefined` when it is gone. */
  inspect(id: string): Promise<HeldMessage | undefined>;
  /** Shows everything that somebody has said in public. */
  said(by: WorldPerson): Promise<readonly HeldMessage[]>;
  /** Shows what two people wrote to each other, oldest first. */
  readonly directs?: (one: WorldPerson, other: WorldPerson) => Promise<readonly HeldDirect[]>;
  /** Shows whether the brand has shut somebody out or muted them. */
  readonly relation?: (to: WorldPerson) => Promise<HeldRelation>;
  /** Changes the text of something said in public. Absent where nobody can. */
  readonly change?: (id: string, text: string) => Promise<void>;
  /**
   * Closes the thread that begins with a post, so that the brand can no longer answer in it: whoever began it lets nobody answer, or a
   * moderator locks it and the brand is none (any more). Absent where nothing is closed.
   */
  readonly lock?: (id: string) => Promise<void>;
  /** Lets somebody shut somebody else out, the brand too. Absent where nobody can. */
  readonly block?: (by: WorldPerson, whom: WorldPerson) => Promise<void>;
  /** Reacts to something public with one of the network's words. Absent where only likes exist. */
  readonly react?: (by: WorldPerson, what: string, reaction: string) => Promise<void>;
  /** What an adapter needs beside an id to point at something public (Discord: its channel). @defaultValue nothing */
  readonly refsOf?: (id: string) => Refs | undefined;
  /** What an adapter puts in front of an answer to somebody because the network wants it (Mastodon: `@name `). @defaultValue nothing */
  readonly addresses?: (whom: WorldPerson) => string;
  /** The account's id, where it is more than the brand's id as an author (Mastodon: with its server). @defaultValue that of `brand` */
  readonly accountId?: string;
  /** How the network calls a message that names the brand outside its own posts. @defaultValue "mention" */
  readonly mentionKind?: MessageKind;
  /** False where tokens have no end, so that there is nothing to log in to and nothing to renew. @defaultValue true */
  readonly renews?: boolean;
  /** The webhooks of the brand's app. Absent where the network pushes nothing over HTTP. */
  readonly webhooks?: WorldWebhooks;
  /** False where the adapter under test has an operation `stream` that cannot run here. @defaultValue true */
  readonly streams?: boolean;
  /** False where the network tells of people their names and no ids (Threads). @defaultValue true */
  readonly authorIds?: boolean;
  /** False where people have names and no handles (Facebook). @defaultValue true */
  readonly handles?: boolean;
  /** How many levels of answers the network keeps: what answers the last one hangs on the one above (Facebook: 2). @defaultValue as many as it has */
  readonly levels?: 2;
  /** False where no list holds comments elsewhere that name the account (Facebook: webhooks alone tell them). @defaultValue true */
  readonly listsCommentMentions?: boolean;
  /** How many lists the network keeps of what names the account (Facebook: tags, and visitors' posts). @defaultValue 1 */
  readonly mentionLists?: 2;
  /** False where nothing says that a message was edited when it is read again (Facebook). @defaultValue true */
  readonly tellsEdits?: boolean;
  /** False where a person has to write first, before the account may (Messenger). @defaultValue true */
  readonly writesFirst?: boolean;
  /** False where only own posts, and what names the account, can be answered (Instagram). @defaultValue true */
  readonly answersAnybody?: boolean;
  /** What an adapter puts in front of an answer to an answer, where both hang on the same one above (Instagram). @defaultValue `addresses` */
  readonly addressesBelow?: (whom: WorldPerson) => string;
  /** False where the network does not tell whether the account likes something (Instagram). @defaultValue true */
  readonly tellsOwnLikes?: boolean;
  /** Makes a post of a text, where a text alone is none (Instagram). @defaultValue the text alone */
  readonly draftOf?: (text: string) => Draft;
  /** What can be reacted to a direct message with. @defaultValue "🎉" */
  readonly directReaction?: string;
  /** False where no id can be made of a public address (Threads). @defaultValue true */
  readonly addressesHaveIds?: boolean;
  /** False where a refusal does not say how long it lasts (Threads): adapters guess then. @defaultValue true */
  readonly tellsWaits?: boolean;
  /** False where the network has no hashtags. @defaultValue true */
  readonly hashtags?: boolean;
  /** False where a search finds posts by their hashtags only, not by their words. @defaultValue true */
  readonly searchesWords?: boolean;
  /** The counts that this network tells: every other one has to be absent. */
  readonly tells: readonly (keyof Counts)[];
  /** Writes that the network itself keeps from happening twice when they come with the same idempotency key. */
  readonly sendsOnce: readonly WriteName[];
  /** Most items on a page. Behaviours about several pages need 10 or fewer. */
  readonly pageSize: number;
  /** What may appear in no error and no log: passwords, tokens. */
  secrets(): readonly string[];
  /** Makes something go wrong. Fakes only; behaviours about faults need it. */
  readonly inject?: (fault: Fault) => void;
  /** What the network received. Fakes only. */
  readonly calls?: () => readonly ReceivedCall[];
  /** What the network told by itself. Fakes that push only; behaviours about faults of a stream need it. */
  readonly pushes?: () => readonly PushedEvent[];
  /** Ends what a behaviour used. */
  readonly close?: () => Promise<void>;
}
