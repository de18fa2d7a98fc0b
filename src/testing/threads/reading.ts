/**
 * Profile, posts, answers and mentions.
 * @see https://developers.facebook.com/docs/threads/threads-media and .../threads/reply-management, read 2026-01
 * @module
 */
import { answersTo, canSee } from "./core.js";
import { caller } from "./call.js";
import type { Call, Calls, Run } from "./call.js";
import { fieldsOf, isBelow, ordered, page, readable, requireSelf, shownAnswers, within } from "./pages.js";
import { foundNode, listedNode, meNode, ownReplyNode, pendingNode, postNode, replyNode } from "./views.js";
import { invalidParameter, notThere } from "../graph/errors.js";
import type { MediaData } from "./core.js";
import { quotaSeconds } from "./quotas.js";
import { dataList, readNode } from "../graph/node.js";
import type { Json } from "../json.js";

const me: Run = (call, id) => {
  const person = caller(call);
  requireSelf(call, id);
  return readNode(meNode, person, fieldsOf(call), call);
};

const one: Run = (call, id) => {
  caller(call);
  return readNode(postNode, readable(call, id), fieldsOf(call), call);
};

const posts: Run = (call, id) => {
  const person = caller(call);
  requireSelf(call, id);
  const own = [...call.core.media.values()].filter(({ authorId, replyTo }) => authorId === person.id && replyTo === undefined);
  return page(call, "me/threads", listedNode, within(call, own).toReversed());
};

const ownReplies: Run = (call, id) => {
  const person = caller(call, "threads_read_replies");
  requireSelf(call, id);
  const own = [...call.core.media.values()].filter(({ authorId, replyTo }) => authorId === person.id && replyTo !== undefined);
  return page(call, "me/replies", ownReplyNode, within(call, own).toReversed());
};

/** A post of one's own, or an answer below one. */
function inOwnThread(call: Call, id: string): MediaData {
  const media = readable(call, id);
  if (media.authorId !== call.token.subject && !isBelow(call.core, media, call.token.subject)) throw notThere(call.method, id);
  return media;
}

/** A post of one's own that begins a thread. */
function ownRoot(call: Call, id: string): MediaData {
  const media = readable(call, id);
  if (media.authorId !== call.token.subject || media.replyTo !== undefined) throw notThere(call.method, id);
  return media;
}

const replies: Run = (call, id) => {
  caller(call, "threads_read_replies");
  const media = inOwnThread(call, id);
  return page(call, `${id}/replies`, replyNode, ordered(call, shownAnswers(call, media.id, "direct")));
};

const conversation: Run = (call, id) => {
  caller(call, "threads_read_replies");
  const root = ownRoot(call, id);
  return page(call, `${id}/conversation`, replyNode, ordered(call, shownAnswers(call, root.id, "all")));
};

const pending: Run = (call, id) => {
  caller(call, "threads_read_replies");
  const root = ownRoot(call, id);
  const status = call.params.text("approval_status");
  if (status !== undefined && status !== "pending" && status !== "ignored")
    throw invalidParameter("Param approval_status must be one of {PENDING, IGNORED}");
  const wanted = status === undefined ? ["pending", "ignored"] : [status];
  const waiting = answersTo(call.core, root.id, "all").filter(({ approval }) => approval !== undefined && wanted.includes(approval));
  return page(call, `${id}/pending_replies`, pendingNode, ordered(call, waiting));
};

const mentions: Run = (call, id) => {
  const person = caller(call, "threads_manage_mentions");
  requireSelf(call, id);
  const naming = [...call.core.media.values()].filter(
    (media) =>
      media.mentions.includes(person.id) &&
      media.authorId !== person.id &&
      call.core.people.get(media.authorId)?.isPrivate === false &&
      media.approval !== "pending" &&
      media.approval !== "ignored" &&
      canSee(call.core, person, media),
  );
  return page(call, "me/mentions", foundNode, within(call, naming).toReversed());
};

const limit: Run = (call, id) => {
  const person = caller(call, "threads_content_publish");
  requireSelf(call, id);
  const { quotas } = call.core;
  const config = (name: keyof typeof quotas.total): Json => ({ quota_total: quotas.total[name], quota_duration: quotaSeconds });
  const usage = (name: keyof typeof quotas.total): number => quotas.used(person.id, name);
  const all: Json = {
    quota_usage: usage("posts"),
    config: config("posts"),
    reply_quota_usage: usage("replies"),
    reply_config: config("replies"),
    delete_quota_usage: usage("deletes"),
    delete_config: config("deletes"),
    location_search_quota_usage: usage("locations"),
    location_search_config: config("locations"),
  };
  const fields = fieldsOf(call) ?? [{ name: "quota_usage", as: "quota_usage", params: {} }];
  for (const { name } of fields) if (!(name in all)) throw invalidParameter(`Tried accessing nonexisting field (${name})`);
  return dataList<undefined, Call["core"]>(() => [all])(undefined, { call, params: {}, fields }) as Json;
};

/** Profile, posts, own answers and mentions of who calls. */
export const ownReads: Calls = {
  GET: me,
  "GET threads": posts,
  "GET replies": ownReplies,
  "GET mentions": mentions,
  "GET threads_publishing_limit": limit,
};

/** One post, and what answers it. */
export const mediaReads: Calls = { GET: one, "GET replies": replies, "GET conversation": conversation, "GET pending_replies": pending };
