/**
 * Saying, changing and taking back statuses, under the server's rules.
 * @see https://docs.joinmastodon.org/methods/statuses/, read 2026-11
 * @module
 */
import { accountAt, dropStatus, keepStatus } from "./core.js";
import type { AccountData, Core, MediaData, Saying, StatusData, Visibility } from "./core.js";
import { boostsOf, canSee, quotesOf } from "./relations.js";
import { converse, forgetNotifications, homesOf, leaveConversations, notify } from "./notify.js";
import { lengthOf, resolveMentions, tagsOf } from "./text.js";
import { MastodonError, notAllowed, notFound, unprocessable } from "./wire.js";
import { wordsOf } from "./words.js";

/** Takes what surrounds a text away, as the server does, and puts a warning that stands alone in its place. */
function bare({ text, spoiler = "" }: Pick<Saying, "text" | "spoiler">): { readonly text: string; readonly spoiler: string } {
  const [said, warned] = [text.trim(), spoiler.trim()];
  return said === "" && warned !== "" ? { text: warned, spoiler: "" } : { text: said, spoiler: warned };
}

/** Refuses a text that is missing or too long. The warning counts. */
function checkText({ server }: Core, text: string, spoiler: string, mayBeEmpty: boolean): void {
  const words = wordsOf(server.language);
  if (text === "" && !mayBeEmpty) throw unprocessable(words.invalid(words.blank));
  if (lengthOf(spoiler + text, server.urlWeight) > server.maxCharacters)
    throw unprocessable(words.invalid(words.tooLong(server.maxCharacters)));
}

/** Gives the attachments of a status, and refuses what cannot be attached. `on` is the status that may have them already. */
function attachable(core: Core, by: AccountData, ids: readonly string[], hasPoll: boolean, on?: string): readonly MediaData[] {
  const words = wordsOf(core.server.language);
  const { maxMedia } = core.server;
  if (ids.length > maxMedia || (hasPoll && ids.length > 0)) throw unprocessable(words.tooManyFiles(maxMedia));
  const found = ids.map((id) => core.media.get(id));
  const missing = ids.filter((_id, at) => {
    const one = found[at];
    return one?.owner !== by.id || (one.statusId !== undefined && one.statusId !== on);
  });
  if (missing.length > 0) throw unprocessable(words.missingFiles(missing.join(", ")));
  const media = found.filter((one) => one !== undefined);
  if (media.length > 1 && media.some(({ type }) => type !== "image")) throw unprocessable(words.mixedFiles);
  if (media.some(({ readyAt }) => readyAt > core.clock.now())) throw unprocessable(words.unreadyFiles);
  return media;
}

function parentOf(core: Core, by: AccountData, id: string): StatusData {
  const found = core.statuses.get(id);
  const status = found?.reblogOf === undefined ? found : core.statuses.get(found.reblogOf);
  if (status === undefined || !canSee(core, status, by)) throw new MastodonError(404, wordsOf(core.server.language).noParent);
  return status;
}

/** Says whether somebody may quote a status at once. */
export function mayQuote(core: Core, status: StatusData, by: AccountData): boolean {
  if (!canSee(core, status, by) || status.reblogOf !== undefined) return false;
  if (status.authorId === by.id) return status.visibility !== "direct";
  if (status.visibility === "private" || status.visibility === "direct") return false;
  return status.quotePolicy === "public" || (status.quotePolicy === "followers" && by.follows.has(status.authorId));
}

function quotedOf(core: Core, by: AccountData, id: string, visibility: Visibility, named: readonly AccountData[]): StatusData {
  const words = wordsOf(core.server.language);
  const status = core.statuses.get(id);
  if (status === undefined || !mayQuote(core, status, by)) throw new MastodonError(404, words.noQuoted);
  const isNamed = status.authorId === by.id || named.some((account) => account.id === status.authorId);
  if (visibility === "direct" && !isNamed) throw unprocessable(words.quotedNotNamed);
  return status;
}

/** Checks what somebody wants to say as it is checked when it is said. */
export function checkSaying(core: Core, by: AccountData, saying: Saying): void {
  const { text, spoiler } = bare(saying);
  if (saying.inReplyTo !== undefined) parentOf(core, by, saying.inReplyTo);
  attachable(core, by, saying.media ?? [], saying.poll !== undefined);
  const { named } = resolveMentions(core, text);
  const quotes = core.server.features.quotes ? saying.quotes : undefined;
  if (quotes !== undefined) quotedOf(core, by, quotes, saying.visibility ?? "public", named);
  checkText(core, text, spoiler, (saying.media ?? []).length > 0 || quotes !== undefined);
}

/** Says something. Who is named is told, and nobody else: an answer alone tells nobody. */
export function say(core: Core, by: AccountData, saying: Saying): StatusData {
  checkSaying(core, by, saying);
  const { text: said, spoiler } = bare(saying);
  const { text, named } = resolveMentions(core, said);
  const parent = saying.inReplyTo === undefined ? undefined : parentOf(core, by, saying.inReplyTo);
  const visibility = saying.visibility ?? "public";
  const quotes = core.server.features.quotes ? saying.quotes : undefined;
  const status: StatusData = {
    id: core.ids.timed(),
    authorId: by.id,
    text,
    spoiler,
    sensitive: (saying.sensitive ?? false) || spoiler !== "",
    language: saying.language ?? "en",
    visibility,
    createdAt: core.clock.now(),
    conversationId: parent?.conversationId ?? core.ids.row("threads"),
    mentions: named.map(({ id }) => id),
    tags: tagsOf(text),
    media: saying.media ?? [],
    quotePolicy: saying.quotePolicy ?? "public",
    favourites: new Map(),
    bookmarks: new Set(),
    versions: [],
    ...(parent !== undefined && { inReplyTo: parent.id, inReplyToAccount: parent.authorId }),
    ...(saying.poll !== undefined && { poll: { id: core.ids.row("polls"), ...saying.poll } }),
    ...(quotes !== undefined && { quotes }),
    ...(saying.application !== undefined && { application: saying.application }),
  };
  keepStatus(core, status);
  for (const id of status.media) Object.assign(core.media.get(id) ?? {}, { statusId: status.id });
  spread(core, status);
  return status;
}

function spread(core: Core, status: StatusData): void {
  for (const to of homesOf(core, status)) core.tell({ to, stream: "user", event: "update", id: status.id });
  for (const to of status.mentions) notify(core, to, status.authorId, "mention", status);
  if (status.visibility === "direct") converse(core, status);
  const quoted = status.quotes === undefined ? undefined : core.statuses.get(status.quotes);
  if (quoted !== undefined) notify(core, quoted.authorId, status.authorId, "quote", status);
  if (status.visibility === "direct" || status.inReplyTo !== undefined) return;
  for (const { id, follows } of core.accounts.values())
    if (follows.get(status.authorId)?.notify === true && !status.mentions.includes(id)) notify(core, id, status.authorId, "status", status);
}

/** Changes an own status. Audience and parent stay; without a change nothing happens. */
export function change(core: Core, status: StatusData, to: Pick<Saying, "text" | "spoiler" | "sensitive" | "media" | "language">): void {
  const { text: said, spoiler } = bare({ text: to.text, spoiler: to.spoiler ?? "" });
  const media = to.media ?? status.media;
  const by = accountAt(core, status.authorId);
  attachable(core, by, media, status.poll !== undefined, status.id);
  checkText(core, said, spoiler, media.length > 0 || status.quotes !== undefined);
  const { text, named } = resolveMentions(core, said);
  const sensitive = (to.sensitive ?? status.sensitive) || spoiler !== "";
  const language = to.language ?? status.language;
  const before = [status.text, status.spoiler, status.sensitive, status.language, ...status.media];
  if (JSON.stringify(before) === JSON.stringify([text, spoiler, sensitive, language, ...media])) return;
  const at = status.editedAt ?? status.createdAt;
  status.versions.push({ text: status.text, spoiler: status.spoiler, sensitive: status.sensitive, media: status.media, at });
  const added = named.filter(({ id }) => !status.mentions.includes(id));
  const mentions = named.map(({ id }) => id);
  Object.assign(status, { text, spoiler, sensitive, language, media, mentions, tags: tagsOf(text), editedAt: core.clock.now() });
  for (const id of media) Object.assign(core.media.get(id) ?? {}, { statusId: status.id });
  for (const account of added) notify(core, account.id, by.id, "mention", status);
  for (const boost of boostsOf(core, status.id)) notify(core, boost.authorId, by.id, "update", status);
  for (const one of quotesOf(core, status.id)) notify(core, one.authorId, by.id, "quoted_update", one);
  for (const home of homesOf(core, status)) core.tell({ to: home, stream: "user", event: "status.update", id: status.id });
}

/** Takes a status back: its boosts and notifications go with it, its answers stay and answer nothing any more. */
export function remove(core: Core, status: StatusData): void {
  for (const boost of boostsOf(core, status.id)) remove(core, boost);
  dropStatus(core, status);
  forgetNotifications(core, ({ statusId }) => statusId === status.id);
  leaveConversations(core, status.id);
  for (const to of new Set([...homesOf(core, status), ...status.mentions]))
    core.tell({ to, stream: "user", event: "delete", id: status.id });
}

/** Likes a status; again changes nothing. */
export function favourite(core: Core, by: AccountData, status: StatusData): void {
  if (by.blocks.has(status.authorId)) throw notAllowed();
  if (status.favourites.has(by.id)) return;
  status.favourites.set(by.id, core.ids.row("favourites"));
  notify(core, status.authorId, by.id, "favourite", status);
}

/** Takes a like back; again changes nothing. */
export function unfavourite(core: Core, by: AccountData, status: StatusData): void {
  if (!status.favourites.delete(by.id)) return;
  forgetNotifications(core, ({ statusId, from, type }) => statusId === status.id && from === by.id && type === "favourite");
}

/** Boosts a status; again gives the same boost. */
export function boost(core: Core, by: AccountData, status: StatusData, visibility: Visibility = "public"): StatusData {
  const known = boostsOf(core, status.id).find(({ authorId }) => authorId === by.id);
  if (known !== undefined) return known;
  // What only some may see is not boosted, except by its author before followers.
  const isOpen = status.visibility === "public" || status.visibility === "unlisted";
  if (status.visibility === "direct") throw notFound();
  if ((!isOpen && status.authorId !== by.id) || by.blocks.has(status.authorId)) throw notAllowed();
  const wrapper: StatusData = {
    id: core.ids.timed(),
    authorId: by.id,
    text: "",
    spoiler: "",
    sensitive: false,
    language: undefined,
    visibility: isOpen ? visibility : status.visibility,
    createdAt: core.clock.now(),
    conversationId: core.ids.row("threads"),
    mentions: [],
    tags: [],
    media: [],
    quotePolicy: "nobody",
    favourites: new Map(),
    bookmarks: new Set(),
    versions: [],
    reblogOf: status.id,
  };
  keepStatus(core, wrapper);
  for (const to of homesOf(core, wrapper)) core.tell({ to, stream: "user", event: "update", id: wrapper.id });
  notify(core, status.authorId, by.id, "reblog", status);
  return wrapper;
}
