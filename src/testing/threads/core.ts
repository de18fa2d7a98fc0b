/**
 * What the network holds.
 * @module
 */
import type { Clock } from "../../clock.js";
import { makeIds } from "./ids.js";
import type { IdMaker } from "./ids.js";
import type { GraphTokens } from "../graph/tokens.js";
import type { Quotas } from "./quotas.js";

/** Who may answer a post. */
export type ReplyControl = "everyone" | "accounts_you_follow" | "mentioned_only" | "parent_post_author_only" | "followers_only";

/** What a post is made of. */
export type MediaType = "TEXT_POST" | "IMAGE" | "VIDEO" | "CAROUSEL_ALBUM" | "REPOST_FACADE";

/** One person. */
export interface PersonData {
  readonly id: string;
  readonly username: string;
  name: string;
  biography: string;
  readonly verified: boolean;
  /** True when only followers see what they say. */
  readonly isPrivate: boolean;
  /** Ids of those who follow them. */
  readonly followers: Set<string>;
  /** How many follow them where more do than are held here. */
  followerCount?: number;
  readonly blocks: Set<string>;
  /** Views of the profile by day, `2026-01-31`. */
  readonly views: Map<string, number>;
  /** Clicks by link. */
  readonly clicks: Map<string, number>;
  /** Followers by what they are, by breakdown. */
  readonly demographics: Map<string, Readonly<Record<string, number>>>;
  /** What their apps have searched for, newest last. */
  readonly searched: { readonly query: string; readonly at: number }[];
}

/** A poll of a post. */
export interface PollData {
  readonly options: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A post, an answer, a quote or a repost. */
export interface MediaData {
  readonly id: string;
  readonly shortcode: string;
  readonly authorId: string;
  readonly type: MediaType;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly replyTo?: string;
  /** What its thread begins with; absent when it begins one. */
  readonly rootId?: string;
  readonly quotes?: string;
  readonly reposts?: string;
  /** Ids of the people whom it names. */
  readonly mentions: readonly string[];
  readonly topicTag?: string;
  readonly link?: string;
  readonly altText?: string;
  readonly mediaUrl?: string;
  readonly children?: readonly string[];
  readonly poll?: PollData;
  readonly plaintext?: string;
  readonly isSpoiler: boolean;
  readonly replyControl: ReplyControl;
  /** True when answers wait until its author lets them in. */
  readonly approvesReplies: boolean;
  /** Absent for what never had to wait. */
  approval?: "pending" | "approved" | "ignored";
  /** What its thread's owner did with it: nothing, hidden, or hidden and shown again. */
  hide: "never" | "hidden" | "shown";
  /** Ids of the people who like it. */
  readonly likes: Set<string>;
  views: number;
  shares: number;
}

/** What becomes of a container. */
export type ContainerError =
  | "FAILED_DOWNLOADING_VIDEO"
  | "FAILED_PROCESSING_AUDIO"
  | "FAILED_PROCESSING_VIDEO"
  | "INVALID_ASPEC_RATIO"
  | "INVALID_BIT_RATE"
  | "INVALID_DURATION"
  | "INVALID_FRAME_RATE"
  | "INVALID_AUDIO_CHANNELS"
  | "INVALID_AUDIO_CHANNEL_LAYOUT"
  | "UNKNOWN";

/** What somebody wants to say. */
export interface Saying {
  readonly type: Exclude<MediaType, "REPOST_FACADE">;
  readonly text: string;
  readonly replyTo?: string;
  readonly quotes?: string;
  readonly replyControl?: ReplyControl;
  readonly topicTag?: string;
  readonly link?: string;
  readonly altText?: string;
  readonly mediaUrl?: string;
  readonly children?: readonly string[];
  readonly poll?: PollData;
  readonly plaintext?: string;
  readonly isSpoiler?: boolean;
  readonly approvesReplies?: boolean;
}

/** Something that was made and is not published yet. */
export interface ContainerData {
  readonly id: string;
  readonly ownerId: string;
  readonly saying: Saying;
  /** True for a part of a carousel. */
  readonly isItem: boolean;
  /** When it is ready. Milliseconds since 1970. */
  readonly readyAt: number;
  /** After this it can no longer be published. Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly error?: ContainerError;
  /** What it has become. */
  mediaId?: string;
}

/** What the network holds. */
export interface Core {
  readonly clock: Clock;
  readonly seed: string | number;
  readonly ids: IdMaker;
  readonly tokens: GraphTokens;
  readonly people: Map<string, PersonData>;
  /** People by name in lower case. */
  readonly names: Map<string, PersonData>;
  /** In the order in which they were said. */
  readonly media: Map<string, MediaData>;
  /** What was taken back, and when (milliseconds since 1970). */
  readonly removed: Map<string, { readonly media: MediaData; readonly at: number }>;
  readonly containers: Map<string, ContainerData>;
  /** What goes wrong with files, by their address. */
  readonly spoilt: Map<string, ContainerError>;
  /** How long a picture or film is worked on. Milliseconds. */
  readonly processingMs: number;
  /** Words that a search finds nothing for, in lower case. */
  readonly sensitive: ReadonlySet<string>;
  readonly quotas: Quotas;
}

/** What a network is made with. */
export type CoreParts = Pick<Core, "clock" | "seed" | "tokens" | "processingMs" | "sensitive" | "quotas">;

/** Makes a network without anybody. */
export const makeCore = (parts: CoreParts): Core => ({
  ...parts,
  ids: makeIds(parts.seed),
  people: new Map(),
  names: new Map(),
  media: new Map(),
  removed: new Map(),
  containers: new Map(),
  spoilt: new Map(),
});

/** Finds a person by id, who has to be there. */
export function personAt(core: Core, id: string): PersonData {
  const found = core.people.get(id);
  if (found === undefined) throw new TypeError("The fake refers to a person that it does not hold.");
  return found;
}

/** Gives what answers something, oldest first: only what answers it itself, or everything below it. */
export function answersTo(core: Core, id: string, depth: "direct" | "all"): readonly MediaData[] {
  const below = new Set([id]);
  return [...core.media.values()].filter((one) => {
    if (one.replyTo === undefined || !below.has(one.replyTo)) return false;
    if (depth === "all") below.add(one.id);
    return true;
  });
}

/** Gives everything above something, nearest first, as far as it is still there. */
export function ancestorsOf(core: Core, media: MediaData): readonly MediaData[] {
  const found: MediaData[] = [];
  for (let at = media.replyTo; at !== undefined;) {
    const one = core.media.get(at);
    if (one === undefined) break;
    found.push(one);
    at = one.replyTo;
  }
  return found;
}

/** Says whether somebody sees something: not behind a block, not what only followers see, not what waits for somebody else. */
export function canSee(core: Core, viewer: PersonData, media: MediaData): boolean {
  if (media.authorId === viewer.id) return true;
  const author = personAt(core, media.authorId);
  if (author.blocks.has(viewer.id) || viewer.blocks.has(author.id)) return false;
  if (author.isPrivate && !author.followers.has(viewer.id)) return false;
  const waits = [media, ...ancestorsOf(core, media)].filter(({ approval }) => approval === "pending" || approval === "ignored");
  return waits.every(({ rootId }) => core.media.get(rootId ?? "")?.authorId === viewer.id);
}
