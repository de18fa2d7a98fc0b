/**
 * What a write points at.
 * @module
 */
import type { Message } from "./message.js";
import type { MessageRef, PostRef } from "./ref.js";
import type { Post } from "./post.js";

/** A message, or just its key and refs. */
export type MessageTarget = Message | MessageRef;

/** A post, or just its key and refs. */
export type PostTarget = Post | PostRef;

/** What a write points at: a message, a post, or just their key and refs. `parseKey(target.key)` tells which. */
export type Target = MessageTarget | PostTarget;
