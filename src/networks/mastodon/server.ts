/**
 * What is known of the account's server: its software, what it takes, what it lacks. Loaded with the adapter, so it reads nothing itself.
 * @module
 */
import type { MastodonOperation } from "./adapter.js";

/** What a server told of itself. Plain JSON: keep it and give it back as `detected`. What is absent was not told. */
export interface MastodonServer {
  /** `mastodon`, `gotosocial`, `pleroma`, `akkoma`, `hollo`; another word for others, as far as the server names itself. */
  readonly software: string;
  /** Of the software, e.g. `4.5.2`. */
  readonly version: string;
  /** Level of Mastodon's own API, from 4.3 on: 7 can quote. */
  readonly apiVersion?: number;
  /** Longest status, content warning included. Graphemes. */
  readonly maxCharacters?: number;
  /** What a link counts, however long it is. */
  readonly urlWeight?: number;
  /** Most attachments of one status. */
  readonly maxAttachments?: number;
  /** Longest alternative text. Characters. */
  readonly maxAltCharacters?: number;
  /** Largest picture. Bytes. */
  readonly maxImageBytes?: number;
  /** Largest video or sound. Bytes. */
  readonly maxVideoBytes?: number;
  /** Media types that it takes. */
  readonly mimeTypes?: readonly string[];
  /** Where it pushes, e.g. `wss://streaming.social.example`. Absent = it does not. */
  readonly streamingUrl?: string;
  /** Operations of the adapter that this server has. */
  readonly operations: readonly MastodonOperation[];
}

/** What an adapter remembers of its server while it lives. */
export interface ServerMemory {
  /** What `detect` gave last. */
  server: MastodonServer | undefined;
  /** Before this instant nobody asks again after a failure. Milliseconds since 1970. */
  quietUntil: number;
  /** True once the server said that it keeps no list of direct conversations. */
  noConversations: boolean;
}

/** True where a repeated `Idempotency-Key` gives the first status again: tried out or documented, 2026-11. Others may send twice. */
export function removesDuplicates(server: MastodonServer | undefined): boolean {
  return server?.software === "mastodon" || server?.software === "hollo";
}
