/**
 * What the server writes about accounts, statuses and attachments.
 * @see https://docs.joinmastodon.org/entities/Status/ and https://docs.joinmastodon.org/entities/Account/, read 2026-11
 * @module
 */
import { accountAt, acctOf } from "./core.js";
import type { AccountData, Core, MediaData, NotificationData, PollData, StatusData, StatusVersion } from "./core.js";
import { answersTo, boostsOf, canSee, mutes, quotesOf, statusesBy } from "./relations.js";
import { escaped, htmlOf, profileUrl } from "./text.js";
import type { Json } from "../json.js";
import { mayQuote } from "./publish.js";

const iso = (ms: number): string => new Date(ms).toISOString();

const originOf = (core: Core, { domain }: AccountData): string => (domain === undefined ? core.server.baseUrl : `https://${domain}`);

/** Writes an account. */
export function accountView(core: Core, account: AccountData): Json {
  const origin = originOf(core, account);
  const own = statusesBy(core, account.id).filter(({ visibility }) => visibility !== "direct");
  const last = own.at(-1);
  const isShown = account.suspended === undefined;
  const picture = (kind: string): string => `${core.server.baseUrl}/${kind}/original/missing.png`;
  const note = isShown && account.note !== "" ? htmlOf(core, account.note, new Set()) : "";
  return {
    id: account.id,
    username: account.username,
    acct: acctOf(account),
    display_name: isShown ? account.displayName : "",
    locked: false,
    bot: isShown && account.bot,
    discoverable: isShown,
    indexable: isShown && account.indexable,
    group: false,
    created_at: `${iso(account.createdAt).slice(0, 10)}T00:00:00.000Z`,
    note,
    url: profileUrl(core, account),
    uri: `${origin}/users/${account.username}`,
    avatar: picture("avatars"),
    avatar_static: picture("avatars"),
    header: picture("headers"),
    header_static: picture("headers"),
    followers_count: isShown ? [...core.accounts.values()].filter(({ follows }) => follows.has(account.id)).length : 0,
    following_count: isShown ? account.follows.size : 0,
    statuses_count: isShown ? own.length : 0,
    last_status_at: isShown && last !== undefined ? iso(last.createdAt).slice(0, 10) : null,
    hide_collections: null,
    ...(account.suspended === "shown" && { suspended: true }),
    emojis: [],
    ...(account.domain === undefined && { roles: [] }),
    fields: [],
  };
}

/** Writes the caller's own account. */
export const credentialView = (core: Core, account: AccountData): Json => ({
  ...accountView(core, account),
  source: {
    privacy: "public",
    sensitive: false,
    language: null,
    note: account.note,
    fields: [],
    follow_requests_count: 0,
    hide_collections: null,
    discoverable: true,
    indexable: account.indexable,
  },
  role: { id: "-99", name: "", permissions: "0", color: "", highlighted: false },
});

/** Writes an attachment. One that is not ready has no address. */
export function mediaView(core: Core, media: MediaData): Json {
  const ready = media.readyAt <= core.clock.now();
  const ending = { image: "png", video: "mp4", gifv: "mp4", audio: "mp3" }[media.type];
  const at = (size: string): string => `${core.server.baseUrl}/system/media_attachments/files/${media.id}/${size}/file.${ending}`;
  const [x, y] = media.focus?.split(",").map(Number) ?? [];
  return {
    id: media.id,
    type: media.type,
    url: ready ? at("original") : null,
    preview_url: media.type === "audio" ? null : at("small"),
    remote_url: null,
    preview_remote_url: null,
    text_url: null,
    meta: ready && x !== undefined && y !== undefined ? { focus: { x, y } } : {},
    description: media.description ?? null,
    blurhash: null,
  };
}

const pollView = (core: Core, poll: PollData, viewer: AccountData | undefined): Json => ({
  id: poll.id,
  expires_at: iso(poll.expiresAt),
  expired: poll.expiresAt <= core.clock.now(),
  multiple: poll.multiple,
  votes_count: 0,
  voters_count: 0,
  options: poll.options.map((title) => ({ title, votes_count: 0 })),
  emojis: [],
  ...(viewer !== undefined && { voted: false, own_votes: [] }),
});

/** Where a status is shown. */
export const statusUrl = (core: Core, status: StatusData): string => `${profileUrl(core, accountAt(core, status.authorId))}/${status.id}`;

function quoteView(core: Core, quotes: string, viewer: AccountData | undefined, deep: boolean): Json {
  const quoted = core.statuses.get(quotes);
  if (quoted === undefined) return { state: "deleted", quoted_status: null };
  if (!canSee(core, quoted, viewer)) return { state: "unauthorized", quoted_status: null };
  const hidden = viewer?.blocks.has(quoted.authorId) === true ? "blocked_account" : undefined;
  const state = hidden ?? (viewer !== undefined && mutes(core, viewer, quoted.authorId) ? "muted_account" : "accepted");
  // A quote within a quote is told by its id alone.
  return deep ? { state, quoted_status: statusView(core, quoted, viewer, false) } : { state, quoted_status_id: quoted.id };
}

function contentOf(core: Core, status: Pick<StatusData, "text" | "mentions" | "quotes">): string {
  const content = htmlOf(core, status.text, new Set(status.mentions));
  const quoted = status.quotes === undefined ? undefined : core.statuses.get(status.quotes);
  if (quoted === undefined) return content;
  // For software that knows no quotes, the quoted address stands in the text too.
  const url = escaped(statusUrl(core, quoted));
  return `<p class="quote-inline">RE: <a href="${url}" target="_blank" rel="nofollow noopener noreferrer" translate="no">${url}</a></p>${content}`;
}

const policyWords = { public: ["public"], followers: ["followers"], nobody: [] } as const;

function ownView(core: Core, status: StatusData, viewer: AccountData): Json {
  const boosted = boostsOf(core, status.id).some(({ authorId }) => authorId === viewer.id);
  return {
    favourited: status.favourites.has(viewer.id),
    reblogged: boosted,
    muted: false,
    bookmarked: status.bookmarks.has(viewer.id),
    ...(viewer.id === status.authorId && status.visibility !== "direct" && { pinned: status.pinnedAt !== undefined }),
    filtered: [],
  };
}

/** Writes a status as somebody sees it. */
export function statusView(core: Core, status: StatusData, viewer: AccountData | undefined, deep = true): Json {
  const author = accountAt(core, status.authorId);
  const original = status.reblogOf === undefined ? undefined : core.statuses.get(status.reblogOf);
  const shown = original ?? status;
  const isLocal = author.domain === undefined;
  const path = `${originOf(core, author)}/users/${author.username}/statuses/${status.id}`;
  const { quotes: hasQuotes } = core.server.features;
  return {
    id: status.id,
    created_at: iso(status.createdAt),
    in_reply_to_id: status.inReplyTo ?? null,
    in_reply_to_account_id: status.inReplyToAccount ?? null,
    sensitive: shown.sensitive,
    spoiler_text: shown.spoiler,
    visibility: status.visibility,
    language: shown.language ?? null,
    uri: original === undefined ? path : `${path}/activity`,
    url: original === undefined ? statusUrl(core, status) : `${path}/activity`,
    replies_count: answersTo(core, shown.id).filter(({ visibility }) => visibility !== "direct").length,
    reblogs_count: boostsOf(core, shown.id).length,
    favourites_count: shown.favourites.size,
    ...(hasQuotes && { quotes_count: quotesOf(core, shown.id).length }),
    edited_at: shown.editedAt === undefined ? null : iso(shown.editedAt),
    ...(viewer !== undefined && ownView(core, shown, viewer)),
    content: contentOf(core, shown),
    reblog: original === undefined ? null : statusView(core, original, viewer),
    ...(status.application !== undefined && isLocal && { application: { name: status.application, website: null } }),
    account: accountView(core, author),
    media_attachments: shown.media.map((id) => core.media.get(id)).flatMap((one) => (one === undefined ? [] : [mediaView(core, one)])),
    mentions: shown.mentions.map((id) => {
      const one = accountAt(core, id);
      return { id, username: one.username, url: profileUrl(core, one), acct: acctOf(one) };
    }),
    tags: shown.tags.map((name) => ({
      name: name.toLowerCase(),
      url: `${core.server.baseUrl}/tags/${encodeURIComponent(name.toLowerCase())}`,
    })),
    emojis: [],
    card: null,
    poll: shown.poll === undefined ? null : pollView(core, shown.poll, viewer),
    ...(hasQuotes && {
      quote: shown.quotes === undefined ? null : quoteView(core, shown.quotes, viewer, deep),
      quote_approval: {
        automatic: policyWords[shown.quotePolicy],
        manual: [],
        current_user: viewer === undefined ? "unknown" : mayQuote(core, shown, viewer) ? "automatic" : "denied",
      },
    }),
  };
}

/** Writes what a status was at one time. */
export const versionView = (core: Core, status: StatusData, version: StatusVersion): Json => ({
  content: contentOf(core, {
    text: version.text,
    mentions: status.mentions,
    ...(status.quotes !== undefined && { quotes: status.quotes }),
  }),
  spoiler_text: version.spoiler,
  sensitive: version.sensitive,
  created_at: iso(version.at),
  account: accountView(core, accountAt(core, status.authorId)),
  media_attachments: version.media.map((id) => core.media.get(id)).flatMap((one) => (one === undefined ? [] : [mediaView(core, one)])),
  emojis: [],
});

/** Writes a notification. */
export function notificationView(core: Core, one: NotificationData, viewer: AccountData): Json {
  const status = one.statusId === undefined ? undefined : core.statuses.get(one.statusId);
  return {
    id: one.id,
    type: one.type,
    created_at: iso(one.at),
    group_key: `ungrouped-${one.id}`,
    ...(one.filtered && { filtered: true }),
    account: accountView(core, accountAt(core, one.from)),
    ...(status !== undefined && { status: statusView(core, status, viewer) }),
  };
}

/** Writes how somebody stands to another. */
export function relationView(core: Core, viewer: AccountData, other: AccountData): Json {
  const muted = mutes(core, viewer, other.id);
  const mute = muted ? viewer.mutes.get(other.id) : undefined;
  const followed = viewer.follows.get(other.id);
  return {
    id: other.id,
    following: followed !== undefined,
    showing_reblogs: followed !== undefined,
    notifying: followed?.notify ?? false,
    languages: null,
    followed_by: other.follows.has(viewer.id),
    blocking: viewer.blocks.has(other.id),
    blocked_by: other.blocks.has(viewer.id),
    muting: muted,
    muting_notifications: mute?.notifications ?? false,
    muting_expires_at: mute?.until === undefined ? null : iso(mute.until),
    requested: false,
    requested_by: false,
    domain_blocking: false,
    endorsed: false,
    note: "",
  };
}
