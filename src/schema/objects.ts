/**
 * Schemas of what networks show: accounts, authors, posts, messages, conversations.
 * @module
 */
import * as z from "zod/mini";
import type {
  Account,
  Actor,
  Annotation,
  Annotations,
  Attachment,
  Author,
  Content,
  Conversation,
  Counts,
  Direction,
  Entity,
  Insights,
  Message,
  MessageKind,
  Post,
  ReplyWindow,
  Shell,
  ShellTrait,
  Tip,
  Visibility,
} from "../model/index.js";
import { keyOf, maybe, number, oneOf, text, time, type Shape } from "./parts.js";

/** Checks an {@link Actor}. */
export const ActorSchema: z.ZodMiniType<Actor> = z.object({
  type: oneOf<Actor["type"]>({ human: true, automation: true, system: true }),
  id: text,
} satisfies Shape<Actor>);

const annotation = z.object({ label: text, score: number, value: maybe.number, by: text, at: time } satisfies Shape<Annotation>);

/** Checks {@link Annotations}. */
export const AnnotationsSchema: z.ZodMiniType<Annotations> = z.record(text, annotation);

const counts = {
  likes: maybe.number,
  replies: maybe.number,
  shares: maybe.number,
  quotes: maybe.number,
  saves: maybe.number,
  views: maybe.number,
  dislikes: maybe.number,
  reactions: z.exactOptional(z.record(text, number)),
} satisfies Shape<Counts>;

/** Checks {@link Counts}. */
export const CountsSchema: z.ZodMiniType<Counts> = z.object(counts);

/** Checks {@link Insights}. */
export const InsightsSchema: z.ZodMiniType<Insights> = z.object({
  ...counts,
  impressions: maybe.number,
  reach: maybe.number,
  clicks: maybe.number,
  engagements: maybe.number,
  follows: maybe.number,
  asOf: time,
  bucketTimeZone: maybe.text,
} satisfies Shape<Insights>);

/** Checks an {@link Account}. */
export const AccountSchema: z.ZodMiniType<Account> = z.object({
  key: keyOf("account"),
  refs: maybe.refs,
  network: text,
  id: text,
  actors: z.array(text),
  handle: maybe.text,
  name: maybe.text,
  url: maybe.text,
  avatarUrl: maybe.text,
  followers: maybe.number,
  scopes: maybe.texts,
  raw: maybe.raw,
} satisfies Shape<Account>);

/** Checks an {@link Author}. */
export const AuthorSchema: z.ZodMiniType<Author> = z.object({
  key: keyOf("author"),
  refs: maybe.refs,
  id: maybe.text,
  handle: maybe.text,
  name: maybe.text,
  url: maybe.text,
  avatarUrl: maybe.text,
  isOwn: z.boolean(),
  isBot: maybe.flag,
  isVerified: maybe.flag,
  roles: maybe.texts,
  followers: maybe.number,
  followsUs: maybe.flag,
  weFollow: maybe.flag,
  retainUntil: maybe.time,
} satisfies Shape<Author>);

/** Words for {@link Attachment} and for media to send. */
export const attachmentType: z.ZodMiniType<Attachment["type"]> = oneOf<Attachment["type"]>({
  image: true,
  video: true,
  audio: true,
  gif: true,
  sticker: true,
  file: true,
  link: true,
  share: true,
  other: true,
});

/** Checks an {@link Attachment}. */
export const AttachmentSchema: z.ZodMiniType<Attachment> = z.object({
  type: attachmentType,
  url: maybe.text,
  previewUrl: maybe.text,
  alt: maybe.text,
  mimeType: maybe.text,
  width: maybe.number,
  height: maybe.number,
  durationMs: maybe.number,
  expiresAt: maybe.time,
} satisfies Shape<Attachment>);

/** Checks an {@link Entity}. */
export const EntitySchema: z.ZodMiniType<Entity> = z.object({
  type: oneOf<Entity["type"]>({ mention: true, hashtag: true, link: true, emoji: true, cashtag: true }),
  start: number,
  end: number,
  value: text,
  targetId: maybe.text,
} satisfies Shape<Entity>);

const content = {
  network: text,
  accountId: text,
  id: text,
  author: z.exactOptional(AuthorSchema),
  text,
  language: maybe.text,
  entities: z.array(EntitySchema),
  attachments: z.array(AttachmentSchema),
  counts: CountsSchema,
  createdAt: time,
  editedAt: maybe.time,
  deletedAt: maybe.time,
  url: maybe.text,
  visibility: oneOf<Visibility>({ public: true, hidden: true, held: true, removed: true, private: true, internal: true, unknown: true }),
  audience: maybe.text,
  sensitive: maybe.flag,
  contentWarning: maybe.text,
  ownReactions: maybe.texts,
  quoted: z.exactOptional(keyOf("post", "message")),
  commentsOpen: maybe.flag,
  isAd: maybe.flag,
  expiresAt: maybe.time,
  retainUntil: maybe.time,
  allows: maybe.allows,
  annotations: z.exactOptional(AnnotationsSchema),
  raw: maybe.raw,
} satisfies Shape<Content>;

/** Checks a {@link Post}. */
export const PostSchema: z.ZodMiniType<Post> = z.object({
  ...content,
  key: keyOf("post"),
  refs: maybe.refs,
  title: maybe.text,
  isOwn: z.boolean(),
} satisfies Shape<Post>);

const shell = z.object({
  why: oneOf<Shell["why"]>({ expired: true, deleted: true, forgotten: true }),
  was: z.array(
    oneOf<ShellTrait>({
      own: true,
      bot: true,
      spam: true,
      hidden: true,
      held: true,
      removed: true,
      internal: true,
      "mentions-us": true,
    }),
  ),
} satisfies Shape<Shell>);

/** Checks a {@link Message}. */
export const MessageSchema: z.ZodMiniType<Message> = z.object({
  ...content,
  key: keyOf("message"),
  refs: maybe.refs,
  kind: oneOf<MessageKind>({ direct: true, chat: true, review: true, comment: true, quote: true, mention: true, other: true }),
  surface: maybe.text,
  mentionsUs: maybe.flag,
  direction: oneOf<Direction>({ inbound: true, outbound: true }),
  conversation: keyOf("conversation"),
  post: z.exactOptional(keyOf("post")),
  parent: z.exactOptional(keyOf("message")),
  root: z.exactOptional(keyOf("message")),
  subject: maybe.text,
  rating: maybe.number,
  tip: z.exactOptional(z.object({ amountMicros: number, currency: text } satisfies Shape<Tip>)),
  shell: z.exactOptional(shell),
  via: oneOf<Message["via"]>({ poll: true, webhook: true, stream: true, send: true }),
} satisfies Shape<Message>);

const replyWindow = z.object({
  closesAt: time,
  mode: oneOf<ReplyWindow["mode"]>({ standard: true, human: true }),
  remaining: maybe.number,
} satisfies Shape<ReplyWindow>);

/** Checks a {@link Conversation}. */
export const ConversationSchema: z.ZodMiniType<Conversation> = z.object({
  key: keyOf("conversation"),
  refs: maybe.refs,
  network: text,
  accountId: text,
  id: text,
  kind: oneOf<Conversation["kind"]>({ direct: true, chat: true, review: true, comment: true }),
  title: maybe.text,
  post: z.exactOptional(keyOf("post")),
  participants: z.array(AuthorSchema),
  isGroup: maybe.flag,
  state: z.exactOptional(oneOf<NonNullable<Conversation["state"]>>({ open: true, request: true, archived: true, closed: true })),
  unread: maybe.number,
  lastActivityAt: maybe.time,
  lastInboundAt: maybe.time,
  lastOutboundAt: maybe.time,
  waitingSince: maybe.time,
  replyWindow: z.exactOptional(replyWindow),
  retainUntil: maybe.time,
  allows: maybe.allows,
  annotations: z.exactOptional(AnnotationsSchema),
  raw: maybe.raw,
} satisfies Shape<Conversation>);
