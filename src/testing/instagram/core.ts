/**
 * What the fake Instagram holds.
 * @module
 */
import type { Clock } from "../../clock.js";
import { bytesFrom } from "../seed.js";
import type { Json } from "../json.js";
import type { GraphTokens } from "../graph/tokens.js";

/** How the app's people log in: with Facebook (`graph.facebook.com`) or with Instagram (`graph.instagram.com`). */
export type InstagramLogin = "facebook" | "instagram";

/** Where a medium is shown, in the network's word. */
export type InstagramProduct = "FEED" | "REELS" | "STORY" | "AD";

/** What a medium is, in the network's word. */
export type InstagramMediaType = "IMAGE" | "VIDEO" | "CAROUSEL_ALBUM";

/** Somebody on Instagram: a professional account that the app speaks for, or anybody else. */
export interface AccountData {
  /** Id on edges and in webhooks: of the account, or scoped to the app for anybody else. */
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly biography: string;
  readonly followers: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** True when nobody but followers sees what it shares. */
  readonly isPrivate: boolean;
  /** Absent for who is no professional account of the app. */
  readonly brand?: BrandData;
  /** Ids of those whom it has shut out. */
  readonly blocks: Set<string>;
  /** Ids of those whose comments wait for approval. */
  readonly restricts: Set<string>;
}

/** What only a professional account of the app has. */
export interface BrandData {
  /** What `/me?fields=id` says with Instagram log-in: good for nothing else. */
  readonly appScopedId: string;
  /** The linked Page, with Facebook log-in. */
  readonly pageId: string;
  readonly pageName: string;
  /** The person who runs the Page, with Facebook log-in. */
  readonly userId: string;
  /** Figures of the account that a test has given, by metric. */
  readonly measured: Map<string, number>;
  /** Fields that webhooks come for. */
  readonly subscribed: Set<string>;
  /** False where the product is not approved to answer as a person after a day. */
  humanAgent: boolean;
  /** False where the app may not look for media of others by hashtag. */
  searchesHashtags: boolean;
}

/** One medium. */
export interface MediaData {
  readonly id: string;
  readonly owner: string;
  readonly shortcode: string;
  caption: string;
  readonly type: InstagramMediaType;
  readonly product: InstagramProduct;
  readonly altText?: string;
  /** Ids of the media of an album. */
  readonly children: readonly string[];
  /** True when it is shown as a part of an album only. */
  readonly isItem: boolean;
  /** Where it is fetched. Absent where rights of others forbid to show it. */
  readonly url?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  commentEnabled: boolean;
  readonly likedBy: Set<string>;
  /** Ids of the accounts that are tagged in the picture. */
  readonly tagged: ReadonlySet<string>;
  /** False while a broadcast runs. */
  isLive: boolean;
  /** Figures that a test has given. */
  readonly measured: Map<string, number>;
}

/** One comment. */
export interface CommentData {
  readonly id: string;
  readonly media: string;
  readonly by: string;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The top-level comment that it stands under. */
  readonly parent?: string;
  hidden: boolean;
  /** True when its author is restricted and nobody has approved it. */
  pending: boolean;
  readonly likedBy: Set<string>;
  /** True when its author was written to in private about it. */
  answeredPrivately: boolean;
}

/** One attachment of a direct message, as webhooks name its type. */
export interface AttachmentData {
  readonly type: string;
  readonly url?: string;
  readonly id?: string;
}

/** One direct message. */
export interface DirectData {
  readonly mid: string;
  readonly thread: string;
  readonly by: string;
  readonly to: string;
  text: string;
  readonly attachments: readonly AttachmentData[];
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly replyTo?: string;
  /** The story that it answers. */
  readonly story?: StoryPlace;
  /** The story that mentions the account. */
  readonly storyMention?: StoryPlace;
  readonly reactions: Map<string, string>;
  edits: number;
  unsent: boolean;
  readonly metadata?: string;
}

/** A story as direct messages name it. */
export interface StoryPlace {
  readonly id: string;
  readonly url: string;
}

/** Everything between an account and one person. */
export interface ThreadData {
  readonly id: string;
  readonly brand: string;
  readonly person: string;
  readonly mids: string[];
  /** How many of them the account has not read. */
  unread: number;
  /** Until when an answer may be sent, counted from. Milliseconds since 1970; absent = the person has not written. */
  lastInboundAt?: number;
  updatedAt: number;
}

/** Something to be published. */
export interface ContainerData {
  readonly id: string;
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** When it is ready. Milliseconds since 1970. */
  readonly readyAt: number;
  readonly caption: string;
  readonly altText?: string;
  readonly type: InstagramMediaType;
  readonly product: InstagramProduct;
  readonly url?: string;
  readonly isItem: boolean;
  readonly children: readonly string[];
  readonly tagged: readonly string[];
  /** Why it will never be ready. */
  readonly failure?: string;
  /** The medium that it has become. */
  published?: string;
}

/** A change of a field, as webhooks tell it. */
export interface InstagramChange {
  /** Names the sort. */
  readonly kind: "change";
  /** The field, e.g. `comments`. */
  readonly field: string;
  /** What happened in it. */
  readonly value: Json;
}

/** An item of `messaging`, as webhooks tell it. */
export interface InstagramMessaging {
  /** Names the sort. */
  readonly kind: "messaging";
  /** The item. */
  readonly item: Json;
}

/** What a webhook says of something that happened. */
export type InstagramEvent = InstagramChange | InstagramMessaging;

/** Something that happened and that a webhook may tell. */
export interface InstagramHappening {
  /** Whose account it is about. */
  readonly account: string;
  /** What it is about: a comment, a medium or a message. */
  readonly id: string;
  /** When. Milliseconds since 1970. */
  readonly at: number;
  /** As it is told, however things stand by then. */
  readonly event: InstagramEvent;
}

/** What the fake holds, and where it takes ids and time from. */
export interface Core {
  readonly clock: Clock;
  readonly seed: string | number;
  readonly login: InstagramLogin;
  readonly tokens: GraphTokens;
  /** How long a picture is worked on. Milliseconds. */
  readonly processingMs: number;
  /** How many media may be published in 24 hours. */
  readonly publishingLimit: number;
  /** False where lists of comments end after their first page. */
  readonly commentCursors: boolean;
  /** How often a second an account may ask for its conversations. */
  readonly conversationCalls: number;
  /** Codes that become tokens once, with the account that gave them. */
  readonly codes: Map<string, string>;
  /** When an account asked for conversations and likes: instants that still count. Milliseconds since 1970. */
  readonly asked: Map<string, number[]>;
  /** Until when an account may like nothing. Milliseconds since 1970. */
  readonly likeLocks: Map<string, number>;
  readonly accounts: Map<string, AccountData>;
  readonly media: Map<string, MediaData>;
  readonly comments: Map<string, CommentData>;
  readonly threads: Map<string, ThreadData>;
  readonly directs: Map<string, DirectData>;
  readonly containers: Map<string, ContainerData>;
  /** Addresses that hold nothing good: nothing can be fetched there, or nothing be made of it. */
  readonly badUrls: Map<string, "unfetchable" | "unplayable">;
  /** Ids of hashtags by their words. */
  readonly hashtags: Map<string, string>;
  /** What happened, oldest first. */
  readonly happenings: InstagramHappening[];
  /** Makes an id of digits: later ones are greater. */
  id(kind: keyof typeof families): string;
  /** Makes an id of a message or thread. */
  opaque(kind: "message" | "thread"): string;
  /** Makes letters and digits that are the same on every run. */
  letters(use: string, count: number): string;
  /** Notes something that webhooks may tell, at this instant. */
  tell(account: string, id: string, event: InstagramEvent): void;
}

/** How ids begin, by what they name: as long as those of the network, too great for a JavaScript number to hold. */
const families = {
  account: "17841",
  scoped: "24",
  person: "56",
  page: "1099",
  media: "179",
  comment: "178",
  container: "176",
  hashtag: "175",
} as const;

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Makes an empty network. */
export function makeCore(
  parts: Pick<Core, "clock" | "seed" | "login" | "tokens" | "processingMs" | "publishingLimit" | "commentCursors" | "conversationCalls">,
): Core {
  const { seed } = parts;
  const [offset = 0] = bytesFrom(seed, "ids");
  let made = 0;
  const letters = (use: string, count: number): string => {
    made += 1;
    let text = "";
    for (let part = 0; text.length < count; part += 1)
      text += [...bytesFrom(seed, use, made, part)].map((byte) => alphabet[byte % alphabet.length] ?? "").join("");
    return text.slice(0, count);
  };
  const happenings: InstagramHappening[] = [];
  return {
    ...parts,
    codes: new Map(),
    asked: new Map(),
    likeLocks: new Map(),
    accounts: new Map(),
    media: new Map(),
    comments: new Map(),
    threads: new Map(),
    directs: new Map(),
    containers: new Map(),
    badUrls: new Map(),
    hashtags: new Map(),
    happenings,
    id: (kind) => {
      made += 1;
      const begin = families[kind];
      return begin + String(made * 1000 + offset).padStart(17 - begin.length, "0");
    },
    opaque: (kind) => `aWdf${kind === "message" ? "ZAG1faXRlbTox" : "ZAG06MTpJR01lc3NhZA2VUaHJlYWQ6"}${letters(kind, 48)}ZD`,
    letters,
    tell: (account, id, event) => {
      happenings.push({ account, id, at: parts.clock.now(), event });
    },
  };
}

/** Finds somebody by their name in addresses. */
export const byUsername = (core: Core, username: string): AccountData | undefined =>
  [...core.accounts.values()].find((one) => one.username === username.toLowerCase());

/** Finds the accounts that a text names with `@`. */
export function namedIn(core: Core, text: string): readonly AccountData[] {
  const names = [...text.matchAll(/(?<![\w.])@([\w.]*\w)/g)].map(([, name = ""]) => name);
  return [...new Set(names)].map((name) => byUsername(core, name)).filter((one) => one !== undefined);
}

/** Comments under a medium that are there, oldest first. */
export const commentsOf = (core: Core, media: string): readonly CommentData[] =>
  [...core.comments.values()].filter((one) => one.media === media);
