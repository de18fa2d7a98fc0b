/**
 * Content that people talk under.
 * @module
 */
import type { Content } from "./content.js";
import type { PostRef } from "./ref.js";

/** Content that people talk under. */
export interface Post extends Content, PostRef {
  /** Where the network has one. */
  readonly title?: string;
  /** True when it is the account's own. */
  readonly isOwn: boolean;
}
