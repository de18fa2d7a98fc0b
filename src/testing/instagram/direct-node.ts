/**
 * Conversations and direct messages as nodes.
 * @see https://developers.facebook.com/docs/messenger-platform/conversations/, read 2026-05
 * @module
 */
import { acting, need } from "./access.js";
import type { Call } from "./access.js";
import type { AccountData, AttachmentData, Core, DirectData, ThreadData } from "./core.js";
import { countConversations } from "./access.js";
import { detailed, windowMs } from "./directs.js";
import { edge, graphTime } from "../graph/node.js";
import type { FieldReader, NodeType } from "../graph/node.js";
import type { Json } from "../json.js";
import { notThere, refusal } from "../graph/errors.js";

const party = (core: Core, id: string): Json => ({ id, username: core.accounts.get(id)?.username ?? "instagram_user" });

/** What is told of a thread, newest first: what was unsent is gone. */
const shownOf = (core: Core, { mids }: ThreadData): readonly DirectData[] =>
  mids
    .map((mid) => core.directs.get(mid))
    .filter((one) => one?.unsent === false)
    .toReversed() as readonly DirectData[];

/** Says whether a message is one of those that are told with more than their id. */
function isDetailed(core: Core, direct: DirectData): boolean {
  const thread = core.threads.get(direct.thread);
  return thread !== undefined && shownOf(core, thread).slice(0, detailed).includes(direct);
}

const attachmentView = (mid: string, { type, url }: AttachmentData, at: number): Json => {
  const place = { url: url ?? `https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=${at}`, width: 1080, height: 1080 };
  const id = `${mid.slice(-12)}_${at}`;
  if (type === "image") return { id, image_data: place };
  if (type === "video") return { id, video_data: place };
  return { id, name: type, file_url: place.url };
};

const shared = new Set(["share", "ig_post", "ig_reel", "reel", "post", "MEDIA_SHARE"]);

const field =
  (read: FieldReader<DirectData, Core>): FieldReader<DirectData, Core> =>
  (direct, ask) =>
    isDetailed(ask.call.core, direct) ? read(direct, ask) : undefined;

/** One direct message. Only the newest of a thread are told with more than id and time. */
export const directNode: NodeType<DirectData, Core> = {
  name: "UnifiedMessage",
  slot: "message-id",
  idOf: ({ mid }) => mid,
  usual: ["created_time"],
  admit: (direct, call) => {
    admitThread(call, direct.thread);
    if (direct.unsent || !isDetailed(call.core, direct))
      throw refusal(100, "(#100) The message is deleted and cannot be queried.", { subcode: 33, type: "GraphMethodException" });
  },
  fields: {
    created_time: ({ at }) => graphTime(at),
    from: field(({ by }, { call }) => party(call.core, by)),
    to: field(({ to }, { call }) => ({ data: [party(call.core, to)] })),
    message: field(({ text }) => text),
    attachments: field(({ attachments, mid }) => {
      const files = attachments.filter(({ type }) => !shared.has(type) && type !== "story_mention" && type !== "like_heart");
      return files.length === 0 ? undefined : { data: files.map((one, at) => attachmentView(mid, one, at)) };
    }),
    shares: field(({ attachments }) => {
      const links = attachments.filter(({ type }) => shared.has(type));
      return links.length === 0 ? undefined : { data: links.map(({ url }) => ({ link: url ?? "" })) };
    }),
    sticker: field(({ attachments }) =>
      attachments.some(({ type }) => type === "like_heart") ? "https://scontent.cdn.test/heart.png" : undefined,
    ),
    reactions: field(({ reactions }, { call }) =>
      reactions.size === 0
        ? undefined
        : {
            data: [...reactions].map(([by, emoji]) => ({
              reaction: emoji === "❤" ? "love" : "other",
              emoji,
              users: [party(call.core, by)],
            })),
          },
    ),
    story: field(({ story, storyMention }) =>
      story !== undefined
        ? { reply_to: { link: story.url, id: story.id } }
        : storyMention !== undefined
          ? { mention: { link: storyMention.url, id: storyMention.id } }
          : undefined,
    ),
    is_unsupported: field(({ attachments }) => (attachments.some(({ type }) => type === "unsupported_type") ? true : undefined)),
    tags: field(({ by }, { call }) => {
      const isOwn = call.core.accounts.get(by)?.brand !== undefined;
      return { data: [{ name: "inbox" }, { name: "read" }, ...(isOwn ? [{ name: "sent" }] : [])] };
    }),
  },
};

function admitThread(call: Call, id: string): ThreadData {
  need(call, "messages");
  const thread = call.core.threads.get(id);
  if (thread?.brand !== acting(call).id) throw notThere(call.method, id);
  return thread;
}

const messages: FieldReader<ThreadData, Core> = edge<ThreadData, DirectData, Core>({
  name: "messages",
  node: () => directNode,
  idOf: ({ id }) => id,
  list: (thread, { call }) => shownOf(call.core, thread),
});

/** Everything between the account and one person. */
export const threadNode: NodeType<ThreadData, Core> = {
  name: "UnifiedThread",
  slot: "conversation-id",
  idOf: ({ id }) => id,
  usual: ["updated_time"],
  admit: (thread, call) => {
    admitThread(call, thread.id);
    countConversations(call.core, thread.brand);
  },
  fields: {
    updated_time: ({ updatedAt }) => graphTime(updatedAt),
    participants: (thread, { call }) => ({ data: [party(call.core, thread.brand), party(call.core, thread.person)] }),
    senders: (thread, { call }) => ({ data: [party(call.core, thread.person), party(call.core, thread.brand)] }),
    messages: (thread, ask) => messages(thread, ask),
    snippet: (thread, { call }) => shownOf(call.core, thread)[0]?.text,
    unread_count: ({ unread }) => unread,
    message_count: (thread, { call }) => shownOf(call.core, thread).length,
    can_reply: ({ lastInboundAt }, { call }) => lastInboundAt !== undefined && call.core.clock.now() - lastInboundAt <= windowMs,
    folder: () => "inbox",
    name: () => undefined,
    link: () => undefined,
    is_owner: () => true,
    is_subscribed: () => true,
    former_participants: () => undefined,
    scoped_thread_key: ({ id }) => id,
    wallpaper: () => undefined,
    linked_group: () => undefined,
  },
  edges: { messages: (thread, ask) => messages(thread, ask) },
};

/** The conversations of an account, the newest first; those of one person with `user_id`. */
export const conversations = <T>(
  name: string,
  idOf: (thing: T) => string,
  of: (thing: T, core: Core) => AccountData | undefined,
): FieldReader<T, Core> => {
  const read = edge<T, ThreadData, Core>({
    name,
    node: () => threadNode,
    idOf,
    list: (thing, { call, params }) =>
      [...call.core.threads.values()]
        .filter(({ brand, person }) => brand === of(thing, call.core)?.id && (params.user_id === undefined || params.user_id === person))
        .filter((thread) => shownOf(call.core, thread).length > 0)
        .sort((a, b) => b.updatedAt - a.updatedAt),
  });
  return (thing, ask) => {
    need(ask.call, "messages");
    countConversations(ask.call.core, of(thing, ask.call.core)?.id ?? "");
    // Messenger's conversations of the Page are played by another fake.
    const platform = ask.params.platform?.toLowerCase() ?? (ask.call.core.login === "facebook" ? "messenger" : "instagram");
    return platform === "instagram" ? read(thing, ask) : { data: [] };
  };
};

/** What is told of a person who has written to the account. */
export const personNode: NodeType<AccountData, Core> = {
  name: "InstagramUser",
  slot: "igsid",
  idOf: ({ id }) => id,
  usual: ["name", "username"],
  admit: (person, call) => {
    need(call, "messages");
    const account = acting(call).id;
    const thread = [...call.core.threads.values()].find((one) => one.brand === account && one.person === person.id);
    if (thread?.lastInboundAt === undefined) throw refusal(230, "(#230) User consent is required to access user profile");
  },
  fields: {
    name: ({ name }) => name,
    username: ({ username }) => username,
    profile_pic: ({ id }) => `https://scontent.cdn.test/${id}.jpg`,
    follower_count: ({ followers }) => followers,
    is_user_follow_business: () => false,
    is_business_follow_user: () => false,
    is_verified_user: () => false,
  },
};
