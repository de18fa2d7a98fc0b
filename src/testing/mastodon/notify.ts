/**
 * Whom the server tells of what: notifications, direct conversations, streams.
 * @see https://docs.joinmastodon.org/methods/notifications/ and https://docs.joinmastodon.org/methods/streaming/, read 2026-11
 * @module
 */
import { accountAt } from "./core.js";
import type { AccountData, Core, StatusData } from "./core.js";
import { mutes } from "./relations.js";
import { newestFirst } from "./ids.js";

/** Says whether a private mention answers one that the recipient began. */
function isAnswer(core: Core, status: StatusData, recipient: AccountData): boolean {
  let at = status.inReplyTo === undefined ? undefined : core.statuses.get(status.inReplyTo);
  while (at !== undefined) {
    if (at.authorId === recipient.id && at.visibility === "direct" && at.mentions.includes(status.authorId)) return true;
    at = at.inReplyTo === undefined ? undefined : core.statuses.get(at.inReplyTo);
  }
  return false;
}

/** Notifies somebody on this server, unless they do not want to hear of it. */
export function notify(core: Core, to: string, from: string, type: string, status?: StatusData): void {
  const recipient = accountAt(core, to);
  if (to === from || recipient.domain !== undefined || recipient.suspended !== undefined) return;
  if (recipient.blocks.has(from)) return;
  if (mutes(core, recipient, from) && recipient.mutes.get(from)?.notifications === true) return;
  const isPrivate = type === "mention" && status?.visibility === "direct" && recipient.filtersPrivateMentions;
  const filtered = isPrivate && !recipient.follows.has(from) && !isAnswer(core, status, recipient);
  const id = core.ids.row("notifications");
  const about = status === undefined ? {} : { statusId: status.id };
  core.notifications.set(id, { id, to, from, type, at: core.clock.now(), filtered, ...about });
  if (!filtered) core.tell({ to, stream: "user", event: "notification", id });
}

/** Takes notifications away that are about something that has gone. */
export function forgetNotifications(
  core: Core,
  isGone: (one: { statusId?: string; from: string; to: string; type: string }) => boolean,
): void {
  for (const one of [...core.notifications.values()]) if (isGone(one)) core.notifications.delete(one.id);
}

/** Puts a direct status into the lists of those who are in it. Each set of people has a conversation of its own, even in one thread. */
export function converse(core: Core, status: StatusData): void {
  const people = [...new Set([status.authorId, ...status.mentions])];
  for (const owner of people) {
    const account = accountAt(core, owner);
    if (account.domain !== undefined) continue;
    const participants = people.filter((id) => id !== owner).sort(newestFirst);
    const known = [...core.conversations.values()].find(
      (one) => one.owner === owner && one.conversationId === status.conversationId && String(one.participants) === String(participants),
    );
    const conversation = known ?? {
      id: core.ids.row("conversations"),
      owner,
      conversationId: status.conversationId,
      participants,
      statusIds: [],
      unread: false,
    };
    conversation.statusIds = [...conversation.statusIds, status.id];
    conversation.unread = status.authorId !== owner;
    core.conversations.set(conversation.id, conversation);
    core.tell({ to: owner, stream: "direct", event: "conversation", id: conversation.id });
  }
}

/** Takes a status out of every direct conversation; one without any goes. */
export function leaveConversations(core: Core, id: string): void {
  for (const conversation of [...core.conversations.values()]) {
    if (!conversation.statusIds.includes(id)) continue;
    conversation.statusIds = conversation.statusIds.filter((one) => one !== id);
    if (conversation.statusIds.length === 0) core.conversations.delete(conversation.id);
  }
}

/** Whose home timeline shows a status: its author's, and that of followers. Answers to people they do not follow are left out. */
export function homesOf(core: Core, status: StatusData): readonly string[] {
  if (status.visibility === "direct") return [];
  const followers = [...core.accounts.values()].filter(({ domain, follows, id, blocks }) => {
    if (domain !== undefined || !follows.has(status.authorId) || blocks.has(status.authorId)) return false;
    const to = status.inReplyToAccount;
    return to === undefined || to === id || to === status.authorId || follows.has(to);
  });
  const author = accountAt(core, status.authorId);
  const heard = followers.filter((follower) => !mutes(core, follower, author.id)).map(({ id }) => id);
  return author.domain === undefined ? [author.id, ...heard] : heard;
}
