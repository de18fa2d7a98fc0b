/**
 * The network's own JSON, as thin as what we read of it: a field is checked only where nothing could be made of an item without it.
 * Everything else is read field by field.
 * @module
 */
import { shape, type Shape, type Shaped } from "../../adapter/shape.js";

/** A post, reel or story. */
export type WireMedia = Shaped<{ id: "string" }>;

/** A comment, or an answer to one. */
export type WireComment = Shaped<{ id: "string" }>;

/** A professional account. */
export type WireAccount = Shaped<{ id: "string" }>;

/** A post, reel or story. Its other fields are left out where they are hidden or not for us. */
export const wireMedia: Shape<WireMedia> = shape({ id: "string" });

/** A comment, or an answer to one. */
export const wireComment: Shape<WireComment> = shape({ id: "string" });

/** The account about itself. */
export const wireAccount: Shape<WireAccount> = shape({ id: "string" });

/** The account with one comment that mentions it. */
export const wireMentionedComment: Shape<Shaped<{ mentioned_comment: "object" }>> = shape({ mentioned_comment: "object" });

/** The account with one post that mentions it. */
export const wireMentionedMedia: Shape<Shaped<{ mentioned_media: "object" }>> = shape({ mentioned_media: "object" });
