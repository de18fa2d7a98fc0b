/**
 * What a fake Facebook holds: Pages, people, posts, comments, reviews, photos and conversations.
 * @module
 */
import type { Clock } from "../../clock.js";
import type { GraphIds } from "../graph/ids.js";
import type { GraphTokens } from "../graph/tokens.js";
import type { InsightValue } from "../graph/insights.js";
import type { Json } from "../json.js";

/** What somebody can feel about a post or comment. */
export type ReactionType = "LIKE" | "LOVE" | "WOW" | "HAHA" | "SAD" | "ANGRY" | "CARE";

/** A word in a text that names somebody. */
export interface TagData {
  readonly id: string;
  readonly name: string;
  readonly type: "user" | "page";
  /** In UTF-16 units. */
  readonly offset: number;
  readonly length: number;
}

/** A Page. */
export interface PageData {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly category: string;
  /** Whoever runs it. */
  readonly ownerId: string;
  readonly tasks: readonly string[];
  /** People who like it. */
  fans: number;
  followers: number;
  /** Fields that the app hears of; absent = the app is not installed. */
  subscribed?: readonly string[];
  /** People who may not comment (any more). */
  readonly banned: Set<string>;
  /** People whose messages do not come (any more). */
  readonly muted: Set<string>;
}

/** A person. One id for a person, as Pages see them. */
export interface PersonData {
  readonly id: string;
  readonly name: string;
  /** True where messages do not reach them. */
  unavailable: boolean;
}

/** Something attached. */
export interface AttachedData {
  readonly kind: "photo" | "link" | "sticker" | "video";
  readonly url: string;
  readonly targetId?: string;
  readonly title?: string;
  readonly alt?: string;
}

/** A post. */
export interface PostData {
  /** `{who}_{number}`. */
  readonly id: string;
  /** The Page that it is about: whose timeline it stands on, or that it names. */
  readonly pageId: string;
  readonly authorId: string;
  /** `own` = by the Page, `visitor` = by somebody on its timeline, `tagged` = elsewhere, naming it. */
  readonly kind: "own" | "visitor" | "tagged";
  message: string;
  tags: readonly TagData[];
  createdAt: number;
  updatedAt: number;
  /** False while it is scheduled, or only an advertisement. */
  published: boolean;
  scheduledAt?: number;
  hidden: boolean;
  readonly attached: readonly AttachedData[];
  readonly reactions: Map<string, ReactionType>;
  shares: number;
  /** True where the app published it: only those can be edited by it. */
  readonly byApp: boolean;
  /** When it was answered in private; can be once. */
  answeredAt?: number;
}

/** A comment. */
export interface CommentData {
  /** `{number of the post}_{number}`. */
  readonly id: string;
  readonly postId: string;
  readonly pageId: string;
  readonly authorId: string;
  /** The top-level comment that it hangs on. */
  readonly parentId?: string;
  message: string;
  tags: readonly TagData[];
  readonly createdAt: number;
  hidden: boolean;
  readonly attached?: AttachedData;
  readonly reactions: Map<string, ReactionType>;
  /** When it was answered in private; can be once. */
  answeredAt?: number;
  /** The conversation of the private answer. */
  conversationId?: string;
}

/** A recommendation. */
export interface ReviewData {
  /** Id of its story. */
  readonly id: string;
  readonly pageId: string;
  readonly authorId: string;
  readonly text: string;
  readonly positive: boolean;
  /** Stars, as old reviews have them. */
  readonly rating?: number;
  readonly createdAt: number;
}

/** A photo that was uploaded. */
export interface PhotoData {
  readonly id: string;
  readonly pageId: string;
  readonly url: string;
  readonly caption: string;
  readonly alt?: string;
  readonly createdAt: number;
  published: boolean;
  /** The post that it stands in. */
  postId?: string;
}

/** A conversation of a Page with a person. */
export interface ConversationData {
  readonly id: string;
  readonly pageId: string;
  readonly personId: string;
  readonly messageIds: string[];
  updatedAt: number;
  unread: number;
  folder: "inbox" | "spam";
  /** When the person last did what opens the window. Absent while they have done nothing. */
  openedAt?: number;
  /** The app that answers in it. */
  ownerApp: string;
}

/** A file of a message. */
export interface MessageFile {
  /** As the network names it. */
  readonly id: string;
  /** What it is. */
  readonly type: "image" | "video" | "audio" | "file";
  /** Where it is. */
  readonly url: string;
}

/** A direct message. */
export interface DirectData {
  readonly id: string;
  readonly conversationId: string;
  readonly authorId: string;
  text: string;
  readonly createdAt: number;
  readonly files: readonly MessageFile[];
  readonly replyTo?: string;
  readonly reactions: Map<string, string>;
  edits: number;
  /** True once its author took it back. */
  gone: boolean;
}

/** Something that happened, for those who listen: a change of a field, or an event of Messenger. */
export type Told =
  | { readonly form: "changes"; readonly pageId: string; readonly field: string; readonly value: Json }
  | { readonly form: "messaging" | "standby"; readonly pageId: string; readonly field: string; readonly event: Json };

/** The inside of a fake Facebook. */
export interface Core {
  readonly clock: Clock;
  readonly seed: string | number;
  readonly ids: GraphIds;
  readonly tokens: GraphTokens;
  readonly app: { readonly id: string; readonly name: string; readonly secret: string; readonly verifyToken: string };
  /** True where the app may write as a human for 7 days. */
  humanAgent: boolean;
  readonly pages: Map<string, PageData>;
  readonly people: Map<string, PersonData>;
  readonly posts: Map<string, PostData>;
  readonly comments: Map<string, CommentData>;
  readonly reviews: Map<string, ReviewData>;
  readonly photos: Map<string, PhotoData>;
  readonly conversations: Map<string, ConversationData>;
  readonly messages: Map<string, DirectData>;
  /** Uploads for messages. */
  readonly uploads: Map<string, MessageFile>;
  /** Numbers that a test has set, by what they are about and by metric. */
  readonly measured: Map<string, Map<string, InsightValue[]>>;
  /** Webhook subscriptions of the app, by object. */
  readonly subscriptions: Map<string, { readonly callbackUrl: string; readonly fields: readonly string[] }>;
  /** How many of the next bundled calls take too long: they are answered with `null`. */
  lostBundled: number;
  /** Addresses behind which there is nothing to fetch. */
  readonly deadLinks: Set<string>;
  /** Tells what happened, where anybody hears of it. */
  tell(told: Told | undefined): void;
}

/** What a core begins with. */
export type CoreParts = Pick<Core, "clock" | "seed" | "ids" | "tokens" | "app" | "humanAgent">;

/** Makes the inside of a fake Facebook. `hear` hears what happens. */
export const makeCore = (parts: CoreParts, hear: (told: Told) => void): Core => ({
  ...parts,
  pages: new Map(),
  people: new Map(),
  posts: new Map(),
  comments: new Map(),
  reviews: new Map(),
  photos: new Map(),
  conversations: new Map(),
  messages: new Map(),
  uploads: new Map(),
  measured: new Map(),
  subscriptions: new Map(),
  lostBundled: 0,
  deadLinks: new Set(),
  tell: (told) => {
    if (told !== undefined) hear(told);
  },
});

/** Gives the name of a Page or person. */
export const nameOf = (core: Core, id: string): string | undefined => core.pages.get(id)?.name ?? core.people.get(id)?.name;

/** Gives a Page or person as `from` shows them. */
export function partyOf(core: Core, id: string): Json {
  const name = nameOf(core, id);
  return { ...(name !== undefined && { name }), id };
}

/** The number of a post behind its owner's. */
export const numberIn = (postId: string): string => postId.split("_").at(-1) ?? postId;

/** Publishes what was scheduled and is due. */
export function publishDue(core: Core): void {
  for (const post of core.posts.values())
    if (post.scheduledAt !== undefined && post.scheduledAt <= core.clock.now()) {
      post.published = true;
      post.createdAt = post.scheduledAt;
      delete post.scheduledAt;
    }
}
