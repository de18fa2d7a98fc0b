/**
 * The schema of changes: what stands in the journal, and in the queues behind it.
 * @module
 */
import * as z from "zod/mini";
import type {
  AuthorBanned,
  Change,
  ConversationRead,
  MessageCreated,
  MessageDeleted,
  MessagesCleared,
  MessageUpdated,
  NetworkEvent,
  Origin,
  PostCreated,
  PostDeleted,
  PostUpdated,
  ReactionAdded,
  ReactionRemoved,
  SubscriptionRevoked,
} from "../model/index.js";
import { AuthorSchema, MessageSchema, PostSchema } from "./objects.js";
import { keyOf, maybe, oneOf, text, time, type Shape } from "./parts.js";

const base = {
  id: text,
  origin: oneOf<Origin>({ live: true, backfill: true }),
  at: time,
  account: keyOf("account"),
  conversation: z.exactOptional(keyOf("conversation")),
} as const;
const reaction = { ...base, target: keyOf("post", "message"), reaction: text, author: z.exactOptional(AuthorSchema) } as const;

/** Checks a {@link Change}. One of a type that this version does not know is refused: keep it for a newer one. */
export const ChangeSchema: z.ZodMiniType<Change> = z.discriminatedUnion("type", [
  z.object({ ...base, type: z.literal("message.created"), message: MessageSchema } satisfies Shape<MessageCreated>),
  z.object({
    ...base,
    type: z.literal("message.updated"),
    message: MessageSchema,
    changed: z.array(text),
  } satisfies Shape<MessageUpdated>),
  z.object({ ...base, type: z.literal("message.deleted"), message: keyOf("message") } satisfies Shape<MessageDeleted>),
  z.object({ ...reaction, type: z.literal("reaction.added") } satisfies Shape<ReactionAdded>),
  z.object({ ...reaction, type: z.literal("reaction.removed") } satisfies Shape<ReactionRemoved>),
  z.object({ ...base, type: z.literal("post.created"), post: PostSchema } satisfies Shape<PostCreated>),
  z.object({ ...base, type: z.literal("post.updated"), post: PostSchema, changed: z.array(text) } satisfies Shape<PostUpdated>),
  z.object({ ...base, type: z.literal("post.deleted"), post: keyOf("post") } satisfies Shape<PostDeleted>),
  z.object({ ...base, type: z.literal("conversation.read"), upTo: time } satisfies Shape<ConversationRead>),
  z.object({ ...base, type: z.literal("author.banned"), author: AuthorSchema, until: maybe.time } satisfies Shape<AuthorBanned>),
  z.object({
    ...base,
    type: z.literal("messages.cleared"),
    messages: z.exactOptional(z.array(keyOf("message"))),
    author: z.exactOptional(AuthorSchema),
  } satisfies Shape<MessagesCleared>),
  z.object({
    ...base,
    type: z.literal("subscription.revoked"),
    subscription: text,
    reason: text,
  } satisfies Shape<SubscriptionRevoked>),
  z.object({
    ...base,
    type: z.literal("network.event"),
    name: text,
    author: z.exactOptional(AuthorSchema),
    raw: maybe.raw,
  } satisfies Shape<NetworkEvent>),
]);
