import { messageShell, postShell } from "../../../src/inbox/shell.js";
import { inbound } from "../../reply/message.js";
import type { Insights } from "../../../src/model/counts.js";
import type { Message } from "../../../src/model/message.js";
import type { Post } from "../../../src/model/post.js";

/** A post as the inbox stores it, with what its insights add. */
export interface CountedPost extends Omit<Post, "counts"> {
  readonly counts: Partial<Insights>;
}

/** Makes a post of an invented brand. */
export function post(id: string, fields: Partial<CountedPost> = {}, account = "instagram:1"): CountedPost {
  const [network = "", accountId = ""] = account.split(":");
  return {
    key: `${account}:post:${id}`,
    network,
    accountId,
    id,
    isOwn: true,
    text: "Nye støvler!",
    entities: [],
    attachments: [],
    counts: {},
    createdAt: "2026-03-10T12:00:00.000Z",
    visibility: "public",
    ...fields,
  };
}

/** Makes a comment of ours below a post. */
export function ours(id: string, below: CountedPost, fields: Partial<Message> = {}): Message {
  const account = `${below.network}:${below.accountId}`;
  return inbound({
    key: `${account}:message:${id}`,
    network: below.network,
    accountId: below.accountId,
    id,
    direction: "outbound",
    conversation: `${account}:conversation:${below.id}`,
    post: below.key,
    createdAt: "2026-03-10T13:00:00.000Z",
    ...fields,
  });
}

export { messageShell, postShell };
