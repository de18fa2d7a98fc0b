import type { Message } from "../../src/model/message.js";

/** Makes a comment by an invented member. */
export function inbound(fields: Partial<Message> = {}): Message {
  return {
    key: "bluesky:did%3Aplc%3Abrandx:message:3kabc",
    network: "bluesky",
    accountId: "did:plc:brandx",
    id: "3kabc",
    kind: "comment",
    direction: "inbound",
    conversation: "bluesky:did%3Aplc%3Abrandx:conversation:3kpost",
    text: "Er jeres støvler vandtætte?",
    language: "da",
    entities: [],
    attachments: [],
    counts: {},
    createdAt: "2026-01-01T10:00:00.000Z",
    visibility: "public",
    via: "poll",
    ...fields,
  };
}
