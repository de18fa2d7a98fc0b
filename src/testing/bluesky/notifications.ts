/**
 * What happened to an account, and muting: app.bsky.notification.* and app.bsky.graph.*
 * @module
 */
import { apart, gateOf, hiddenIn, isShown, mentionedBy, personOf, postType, quotedBy, replyOf, rootOf, subjectOf } from "./relations.js";
import { callerOf, limitOf } from "./endpoint.js";
import type { CallContext, Endpoint, Endpoints } from "./endpoint.js";
import { newestFirst } from "./core.js";
import type { AccountData, Core, IndexedRecord } from "./core.js";
import { invalid } from "./xrpc.js";
import { pageOf } from "./paging.js";
import { partsOf } from "./ids.js";
import { present, textAt } from "../json.js";
import { profile } from "./views.js";

interface Notice {
  readonly reason: string;
  readonly subject?: string;
}

const authorOf = (uri: string | undefined): string | undefined => (uri === undefined ? undefined : partsOf(uri)?.repo);

/** How many posts above an answer tell their authors of it. Seen in the AppView of @atproto/bsky, 2026-11. */
const ancestorsTold = 4;

/** The post above an answer that is this person's, the nearest first; nobody above a hidden answer is told. */
function ancestorOf(core: Core, did: string, record: IndexedRecord): string | undefined {
  let above = replyOf(record)?.parent;
  // Notices are made when a post is indexed: what is hidden later takes none of them back.
  const gate = gateOf(core, rootOf(record));
  const hidden = gate !== undefined && gate.order < record.order ? hiddenIn(core, rootOf(record)) : new Set<unknown>();
  for (let height = 1; above !== undefined && height <= ancestorsTold; height += 1) {
    if (authorOf(above) === did) return above;
    if (hidden.has(above)) return undefined;
    const post = core.index.get(above);
    above = post === undefined ? undefined : replyOf(post)?.parent;
  }
  return undefined;
}

/** Why a record concerns a person: a mention before a quote before an answer, as the AppView tells it; one notice a post. */
function noticeFor(core: Core, did: string, record: IndexedRecord): Notice | undefined {
  if (record.collection === postType) {
    if (mentionedBy(record).includes(did)) return { reason: "mention" };
    const quoted = quotedBy(record);
    if (quoted !== undefined && authorOf(quoted) === did) return { reason: "quote", subject: quoted };
    const ancestor = ancestorOf(core, did, record);
    return ancestor === undefined ? undefined : { reason: "reply", subject: ancestor };
  }
  if (record.collection === "app.bsky.graph.follow") return personOf(record) === did ? { reason: "follow" } : undefined;
  const subject = subjectOf(record);
  if (subject === undefined || authorOf(subject) !== did) return undefined;
  if (record.collection === "app.bsky.feed.like") return { reason: "like", subject };
  return record.collection === "app.bsky.feed.repost" ? { reason: "repost", subject } : undefined;
}

interface Noticed extends IndexedRecord {
  readonly notice: Notice;
}

/** What the records tell a person, whoever is muted: muting is in no record. */
function everyNotice(core: Core, did: string): readonly Noticed[] {
  const seenLikes = new Set<string>();
  return [...core.index.values()]
    .filter((record) => record.did !== did && !apart(core, did, record.did))
    .filter((record) => record.collection !== postType || isShown(core, record))
    .flatMap((record) => {
      const notice = noticeFor(core, did, record);
      return notice === undefined ? [] : [{ ...record, notice }];
    })
    .sort((a, b) => -newestFirst(a, b))
    .filter(({ did: by, notice: { reason, subject = "" }, uri }) => {
      // A second like of one post by one person is no second notice.
      const once = reason === "like" || reason === "repost" ? `${reason} ${by} ${subject}` : uri;
      return !seenLikes.has(once) && seenLikes.add(once);
    })
    .reverse();
}

function noticesOf(core: Core, { did, mutes, threadMutes }: AccountData): readonly Noticed[] {
  const all = core.derived(`notices of ${did}`, () => everyNotice(core, did));
  if (mutes.size === 0 && threadMutes.size === 0) return all;
  return all.filter((record) => !mutes.has(record.did) && (record.collection !== postType || !threadMutes.has(rootOf(record))));
}

const isoOf = (ms: number): string => new Date(ms).toISOString();

const seenUntil = ({ params }: CallContext, account: AccountData): number | undefined => {
  const named = params.maybe("seenAt");
  return named === undefined ? account.seenAt : Date.parse(named);
};

const listNotifications: Endpoint = {
  verb: "GET",
  auth: "needed",
  run: (context) => {
    const { core, params } = context;
    const { account } = callerOf(context);
    const reasons = params.list("reasons");
    const seen = seenUntil(context, account);
    const all = noticesOf(core, account).filter(({ notice }) => reasons.length === 0 || reasons.includes(notice.reason));
    const page = pageOf(all, limitOf(context), params.maybe("cursor"));
    const notifications = page.items.map((record) =>
      present({
        uri: record.uri,
        cid: record.cid,
        author: profile(core, record.did, account.did),
        reason: record.notice.reason,
        reasonSubject: record.notice.subject,
        record: record.value,
        isRead: seen !== undefined && record.sortAt <= seen,
        indexedAt: isoOf(record.sortAt),
        labels: [],
      }),
    );
    return present({ notifications, cursor: page.cursor, priority: false, seenAt: seen === undefined ? undefined : isoOf(seen) });
  },
};

const getUnreadCount: Endpoint = {
  verb: "GET",
  auth: "needed",
  run: (context) => {
    const { account } = callerOf(context);
    const seen = seenUntil(context, account) ?? 0;
    return { count: noticesOf(context.core, account).filter(({ sortAt }) => sortAt > seen).length };
  },
};

const updateSeen: Endpoint = {
  verb: "POST",
  auth: "needed",
  run: (context) => {
    const at = Date.parse(textAt(context.input, "seenAt") ?? "");
    if (Number.isNaN(at)) throw invalid('Input must have the property "seenAt"');
    callerOf(context).account.seenAt = at;
    return undefined;
  },
};

const muting = (change: (context: CallContext, account: AccountData) => void): Endpoint => ({
  verb: "POST",
  auth: "needed",
  run: (context) => {
    change(context, callerOf(context).account);
    return undefined;
  },
});
const actorOf = ({ core, input }: CallContext): string => {
  const account = core.find(textAt(input, "actor") ?? "");
  if (account === undefined) throw invalid("Actor not found");
  return account.did;
};
const threadOf = ({ input }: CallContext): string => {
  const root = textAt(input, "root");
  if (root === undefined || partsOf(root) === undefined) throw invalid('Input must have the property "root"');
  return root;
};

/** The methods of notifications and muting. */
export const notificationEndpoints: Endpoints = {
  "app.bsky.notification.listNotifications": listNotifications,
  "app.bsky.notification.getUnreadCount": getUnreadCount,
  "app.bsky.notification.updateSeen": updateSeen,
  "app.bsky.graph.muteActor": muting((context, { mutes }) => mutes.add(actorOf(context))),
  "app.bsky.graph.unmuteActor": muting((context, { mutes }) => mutes.delete(actorOf(context))),
  "app.bsky.graph.muteThread": muting((context, { threadMutes }) => threadMutes.add(threadOf(context))),
  "app.bsky.graph.unmuteThread": muting((context, { threadMutes }) => threadMutes.delete(threadOf(context))),
};
