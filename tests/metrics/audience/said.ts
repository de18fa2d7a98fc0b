import type { Annotation } from "../../../src/model/annotation.js";
import type { Author } from "../../../src/model/author.js";
import type { Message } from "../../../src/model/message.js";
import type { Post } from "../../../src/model/post.js";
import { inbound } from "../../reply/message.js";

let made = 0;

/** Makes a message of an invented member. */
export const said = (fields: Partial<Message> = {}): Message => inbound({ key: `bluesky:1:message:m${++made}`, ...fields });

/** Makes so many of them. */
export const times = (many: number, fields: Partial<Message> = {}): readonly Message[] => Array.from({ length: many }, () => said(fields));

/** Makes what somebody thought of a message's tone. */
export const toned = (label: string, at = "2026-01-01T00:00:00.000Z"): Pick<Message, "annotations"> => ({
  annotations: { sentiment: { label, score: 1, by: "test@1", at } satisfies Annotation },
});

/** Makes an author. */
export const by = (id: string, fields: Partial<Author> = {}): Pick<Message, "author"> => ({
  author: { key: `bluesky:1:author:${id}`, isOwn: false, ...fields },
});

/** Makes a post of ours. */
export const ownPost = (fields: Partial<Post> = {}): Post => ({
  key: `bluesky:1:post:p${++made}`,
  network: "bluesky",
  accountId: "1",
  id: `p${made}`,
  isOwn: true,
  author: { key: "bluesky:1:author:us", isOwn: true },
  text: "Vi har nye støvler!",
  entities: [],
  attachments: [],
  counts: {},
  createdAt: "2026-01-01T10:00:00.000Z",
  visibility: "public",
  ...fields,
});
