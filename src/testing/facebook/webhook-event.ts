/**
 * What the fake Facebook can send over HTTP.
 * @module
 */
import type { DirectVerb, PostVerb } from "./events.js";
import type { Json } from "../json.js";

/** The question whether we are there, as it comes when an address is entered. */
export interface FacebookChallenge {
  /** Names the event. */
  readonly type: "challenge";
}

/** A post on the timeline. */
export interface FacebookPostNews {
  /** Names the event. */
  readonly type: "post";
  /** Of the post. */
  readonly id: string;
  /** What became of it. @defaultValue "add" */
  readonly verb?: PostVerb;
}

/** A comment. */
export interface FacebookCommentNews {
  /** Names the event. */
  readonly type: "comment";
  /** Of the comment. */
  readonly id: string;
  /** What became of it. @defaultValue "add" */
  readonly verb?: PostVerb;
}

/** A post elsewhere that names the Page. */
export interface FacebookMentionNews {
  /** Names the event. */
  readonly type: "mention";
  /** Of the post. */
  readonly id: string;
}

/** A recommendation. */
export interface FacebookReviewNews {
  /** Names the event. */
  readonly type: "review";
  /** Of its story. */
  readonly id: string;
  /** What became of it. @defaultValue "add" */
  readonly verb?: "add" | "edited" | "remove";
}

/** A direct message. */
export interface FacebookDirectNews {
  /** Names the event. */
  readonly type: "message";
  /** Of the message. */
  readonly id: string;
  /** What became of it. @defaultValue "add" */
  readonly verb?: DirectVerb;
}

/** A change of any field. */
export interface FacebookAnyChange {
  /** Names the event. */
  readonly type: "change";
  /** The Page. */
  readonly pageId: string;
  /** Name of the field. */
  readonly field: string;
  /** Absent = the change comes without a value, as some do. */
  readonly value?: Json;
}

/** Any event of Messenger. */
export interface FacebookAnyMessaging {
  /** Names the event. */
  readonly type: "messaging";
  /** The Page. */
  readonly pageId: string;
  /** As it stands in `messaging`. */
  readonly event: Json;
}

/** Any payload. */
export interface FacebookAnyPayload {
  /** Names the event. */
  readonly type: "payload";
  /** The whole body, before it is escaped and signed. */
  readonly payload: unknown;
}

/** Something that nobody knows yet. */
export interface FacebookUnknownNews {
  /** Names the event. */
  readonly type: "unknown";
  /** The Page. */
  readonly pageId: string;
}

/** Somebody removed the app. */
export interface FacebookDeauthorized {
  /** Names the event. */
  readonly type: "deauthorize";
  /** As the app knows them. */
  readonly userId: string;
}

/** Somebody wants their data deleted. */
export interface FacebookDataDeletion {
  /** Names the event. */
  readonly type: "data-deletion";
  /** As the app knows them. */
  readonly userId: string;
}

/** What a webhook request is about. */
export type FacebookEvent =
  | FacebookChallenge
  | FacebookPostNews
  | FacebookCommentNews
  | FacebookMentionNews
  | FacebookReviewNews
  | FacebookDirectNews
  | FacebookAnyChange
  | FacebookAnyMessaging
  | FacebookAnyPayload
  | FacebookUnknownNews
  | FacebookDeauthorized
  | FacebookDataDeletion;
