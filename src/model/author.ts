/**
 * Who wrote a post or message.
 * @module
 */
import type { AuthorRef, Timestamp } from "./ref.js";

/** The person, page or bot behind a message. */
export interface Author extends AuthorRef {
  /** Absent when the network told only a handle; the key is then made of `@handle`. */
  readonly id?: string;
  /** Name in addresses and mentions, without a leading `@`. */
  readonly handle?: string;
  /** Name as people see it. */
  readonly name?: string;
  /** Public address of the profile. */
  readonly url?: string;
  /** Address of the picture. May expire. */
  readonly avatarUrl?: string;
  /** True when the author is one of the account's `actors`. */
  readonly isOwn: boolean;
  /** True when the network marks it as automated. */
  readonly isBot?: boolean;
  /** True when the network vouches for it. */
  readonly isVerified?: boolean;
  /** In the network's words: `moderator`, `member`, `subscriber`, `vip`. */
  readonly roles?: readonly string[];
  /** How many follow them, as last told. */
  readonly followers?: number;
  /** True when they follow the account. */
  readonly followsUs?: boolean;
  /** True when the account follows them. */
  readonly weFollow?: boolean;
  /** After this instant the profile may no longer be kept. */
  readonly retainUntil?: Timestamp;
}
