/**
 * What the server holds.
 * @module
 */
import { makeIds } from "./ids.js";
import type { IdMaker } from "./ids.js";
import type { Clock } from "../../clock.js";
import type { MastodonLanguage } from "./words.js";

/** Who may see a status. */
export type Visibility = "public" | "unlisted" | "private" | "direct";

/** Who may quote a status without being asked. */
export type QuotePolicy = "public" | "followers" | "nobody";

/** One account that the server knows. */
export interface AccountData {
  /** Id on this server. */
  readonly id: string;
  /** Name without a server. */
  readonly username: string;
  /** Its server; absent = this one. */
  readonly domain?: string;
  displayName: string;
  note: string;
  readonly bot: boolean;
  /** True when statuses may be searched. */
  readonly indexable: boolean;
  /** True when private mentions of strangers are kept aside. */
  readonly filtersPrivateMentions: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Ids of those it follows, and whether it is told of each of their statuses. */
  readonly follows: Map<string, { readonly notify: boolean }>;
  readonly blocks: Set<string>;
  /** Whom it does not hear, until when (milliseconds since 1970), and whether that goes for notifications. */
  readonly mutes: Map<string, { readonly until?: number; readonly notifications: boolean }>;
  /** How far each timeline was read. */
  readonly markers: Map<string, { readonly lastReadId: string; readonly version: number; readonly updatedAt: number }>;
  /** Suspended: still shown without anything, or gone for good. */
  suspended?: "shown" | "gone";
}

/** What a status said before it was changed. */
export interface StatusVersion {
  readonly text: string;
  readonly spoiler: string;
  readonly sensitive: boolean;
  readonly media: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One status. */
export interface StatusData {
  readonly id: string;
  readonly authorId: string;
  text: string;
  spoiler: string;
  sensitive: boolean;
  language: string | undefined;
  readonly visibility: Visibility;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  editedAt?: number;
  /** Absent when it answers nothing, and once what it answers is gone. */
  inReplyTo?: string;
  readonly inReplyToAccount?: string;
  /** Thread on this server. */
  readonly conversationId: string;
  /** Ids of those it names. */
  mentions: readonly string[];
  /** Its hashtags as written. */
  tags: readonly string[];
  media: readonly string[];
  readonly poll?: PollData;
  /** The status that it boosts. */
  readonly reblogOf?: string;
  /** The status that it quotes. */
  readonly quotes?: string;
  readonly quotePolicy: QuotePolicy;
  /** Who likes it, with the id of each like. */
  readonly favourites: Map<string, string>;
  /** Who has bookmarked it. */
  readonly bookmarks: Set<string>;
  /** When its author pinned it. Milliseconds since 1970. */
  pinnedAt?: number;
  /** The app that it came from. */
  readonly application?: string;
  /** What it was, oldest first. */
  readonly versions: StatusVersion[];
}

/** A poll of a status. */
export interface PollData {
  readonly id: string;
  readonly options: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly multiple: boolean;
}

/** One notification. */
export interface NotificationData {
  readonly id: string;
  /** Whom it is for. */
  readonly to: string;
  readonly from: string;
  readonly type: string;
  readonly statusId?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** True when it is kept aside. */
  readonly filtered: boolean;
}

/** A direct conversation as one account sees it. */
export interface ConversationData {
  readonly id: string;
  /** Whose list it stands in. */
  readonly owner: string;
  /** Thread on this server. */
  readonly conversationId: string;
  /** The others, sorted. */
  readonly participants: readonly string[];
  /** Oldest first. */
  statusIds: readonly string[];
  unread: boolean;
}

/** One attachment. */
export interface MediaData {
  readonly id: string;
  readonly owner: string;
  readonly type: "image" | "video" | "gifv" | "audio";
  readonly size: number;
  /** When it is ready. Milliseconds since 1970. */
  readonly readyAt: number;
  description: string | undefined;
  focus: string | undefined;
  /** The status that has it. */
  statusId?: string;
}

/** What somebody wants to say. */
export interface Saying {
  readonly text: string;
  readonly spoiler?: string;
  readonly sensitive?: boolean;
  readonly visibility?: Visibility;
  readonly language?: string;
  readonly inReplyTo?: string;
  readonly quotes?: string;
  readonly quotePolicy?: QuotePolicy;
  readonly media?: readonly string[];
  readonly poll?: Omit<PollData, "id">;
  readonly application?: string;
}

/** A status that waits for its time. */
export interface ScheduledData {
  readonly id: string;
  readonly owner: string;
  readonly saying: Saying;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What the server is and can. */
export interface ServerFacts {
  readonly host: string;
  readonly baseUrl: string;
  readonly version: string;
  readonly apiVersion: number | undefined;
  readonly maxCharacters: number;
  readonly urlWeight: number;
  readonly maxMedia: number;
  readonly mediaProcessingMs: number;
  readonly language: MastodonLanguage;
  readonly features: Readonly<Record<MastodonFeature, boolean>>;
}

/** What a server may lack. */
export type MastodonFeature = "conversations" | "streaming" | "search" | "batchStatuses" | "quotes";

/** Something that streams tell. `stream` is `user` or `direct`. */
export interface StreamEvent {
  readonly to: string;
  readonly stream: "user" | "direct";
  readonly event: "update" | "status.update" | "delete" | "notification" | "conversation";
  /** What it is about: an id. */
  readonly id: string;
}

/** Statuses by the id of what they point at, in the order in which they were said. */
export type StatusIndex = Readonly<Record<"authors" | "answers" | "boosts" | "quotes", Map<string, Set<StatusData>>>>;

/** What the server holds. */
export interface Core {
  readonly clock: Clock;
  readonly seed: string | number;
  readonly server: ServerFacts;
  readonly ids: IdMaker;
  readonly accounts: Map<string, AccountData>;
  /** Accounts by name in lower case, with the server where that is another one. */
  readonly names: Map<string, AccountData>;
  readonly statuses: Map<string, StatusData>;
  /** Statuses by what they point at, so that nothing has to be searched for. */
  readonly index: StatusIndex;
  readonly notifications: Map<string, NotificationData>;
  readonly conversations: Map<string, ConversationData>;
  readonly media: Map<string, MediaData>;
  readonly scheduled: Map<string, ScheduledData>;
  /** What was posted under which idempotency key, and until when that is known (milliseconds since 1970). */
  readonly remembered: Map<string, { readonly until: number; readonly id: string; readonly scheduled: boolean }>;
  /** Tells those who listen; replaced by the streams. */
  tell: (event: StreamEvent) => void;
}

/** Makes an empty server. */
export const makeCore = (clock: Clock, seed: string | number, server: ServerFacts): Core => ({
  clock,
  seed,
  server,
  ids: makeIds(clock, seed),
  accounts: new Map(),
  names: new Map(),
  statuses: new Map(),
  index: { authors: new Map(), answers: new Map(), boosts: new Map(), quotes: new Map() },
  notifications: new Map(),
  conversations: new Map(),
  media: new Map(),
  scheduled: new Map(),
  remembered: new Map(),
  tell: () => undefined,
});

/** Gives the name under which others write an account: with its server where that is another one. */
export const acctOf = ({ username, domain }: Pick<AccountData, "username" | "domain">): string =>
  domain === undefined ? username : `${username}@${domain}`;

/** Finds an account by id. */
export function accountAt(core: Core, id: string): AccountData {
  const found = core.accounts.get(id);
  if (found === undefined) throw new TypeError(`The fake refers to an account that it does not hold: ${id}.`);
  return found;
}

/** Finds an account by `user`, `user@here` or `user@elsewhere`, upper or lower case. */
export function findAcct(core: Core, acct: string): AccountData | undefined {
  const [user = "", domain] = acct.replace(/^@/, "").toLowerCase().split("@");
  return core.names.get(acctOf({ username: user, ...(domain !== undefined && domain !== core.server.host && { domain }) }));
}

/** Takes an account in. */
export function keepAccount(core: Core, account: AccountData): void {
  core.accounts.set(account.id, account);
  core.names.set(acctOf(account).toLowerCase(), account);
}

const placesOf = ({ index }: Core, status: StatusData): readonly (readonly [Map<string, Set<StatusData>>, string | undefined])[] => [
  [index.authors, status.authorId],
  [index.answers, status.inReplyTo],
  [index.boosts, status.reblogOf],
  [index.quotes, status.quotes],
];

/** Takes a status in. */
export function keepStatus(core: Core, status: StatusData): void {
  core.statuses.set(status.id, status);
  for (const [index, id] of placesOf(core, status)) {
    if (id === undefined) continue;
    const known = index.get(id);
    if (known === undefined) index.set(id, new Set([status]));
    else known.add(status);
  }
}

/** Lets a status go; what answered it answers nothing any more. */
export function dropStatus(core: Core, status: StatusData): void {
  core.statuses.delete(status.id);
  for (const [index, id] of placesOf(core, status)) if (id !== undefined) index.get(id)?.delete(status);
  for (const answer of core.index.answers.get(status.id) ?? []) delete answer.inReplyTo;
  core.index.answers.delete(status.id);
}
