/**
 * The network's own JSON, as thin as what we read of it: a field is checked only where nothing could be made of an item without it, because
 * every software that speaks this API leaves others out. Everything else is read field by field. Compiled on first use.
 * @module
 */
import { answerSchema, itemCheck, once } from "../../adapter/compiled.js";
import { array, boolean, looseObject, nullable, object, optional, string, unknown } from "zod/mini";
import type { ItemCheck } from "../../adapter/read-items.js";
import type { Schema } from "../../http/request.js";
import type { WireAnswer } from "../../http/answer.js";

type Fields = Readonly<Record<string, unknown>>;

/** Who wrote something. */
export interface WireAccount extends Fields {
  /** Unique in its server only. */
  readonly id: string;
  /** `name` on our own server, `name@server` elsewhere. */
  readonly acct: string;
}

/** A status: post, reply or direct message. */
export interface WireStatus extends Fields {
  /** Unique in its server only. */
  readonly id: string;
  /** HTML. */
  readonly content?: string | null;
  /** Who wrote it. */
  readonly account: WireAccount;
  /** When. */
  readonly created_at: string;
  /** What it answers. */
  readonly in_reply_to_id?: string | null;
  /** Who wrote what it answers. */
  readonly in_reply_to_account_id?: string | null;
}

/** What happened to the account. */
export interface WireNotification extends Fields {
  /** Unique in its server. Some hold `:` and `/`. */
  readonly id: string;
  /** `mention`, `quote`, `favourite`, and many others. */
  readonly type: string;
  /** What it is about, where it is about a status. */
  readonly status?: unknown;
}

/** A direct conversation. */
export interface WireConversation extends Fields {
  /** The server's own id, which is no id of a status. */
  readonly id: string;
  /** Who takes part, without us. */
  readonly accounts: readonly unknown[];
  /** The newest of it. Absent when that was deleted. */
  readonly last_status?: unknown;
}

const account = once(() => object({ id: string(), acct: string() }));
const status = once(() =>
  object({
    id: string(),
    content: optional(nullable(string())),
    account: account(),
    created_at: string(),
    in_reply_to_id: optional(nullable(string())),
    in_reply_to_account_id: optional(nullable(string())),
  }),
);

/** A person. */
export const wireAccount: ItemCheck<WireAccount> = itemCheck(account);
/** A status. */
export const wireStatus: ItemCheck<WireStatus> = itemCheck(status);
/** A notification. */
export const wireNotification: ItemCheck<WireNotification> = itemCheck(() => object({ id: string(), type: string() }));
/** A conversation. */
export const wireConversation: ItemCheck<WireConversation> = itemCheck(() => object({ id: string(), accounts: array(unknown()) }));

/** What is above and below a status, each in one flat list. */
export interface WireContext {
  /** From the first of the thread down. */
  readonly ancestors: readonly unknown[];
  /** Every answer, and what answers those. */
  readonly descendants: readonly unknown[];
}

/** One page of a list, with the address of the next. */
export interface WirePage {
  /** Unchecked. */
  readonly items: readonly unknown[];
  /** As the `Link` header has it. */
  readonly next: string | undefined;
}

/** Reads the address with `rel="next"` off a `Link` header (RFC 8288). */
export function nextLink(header: string | null): string | undefined {
  for (const [, url, parameters = ""] of (header ?? "").matchAll(/<([^<>]*)>([^<]*)/g))
    if (/;\s*rel\s*=\s*"?(?:[^"]*\s)?next(?:[\s"]|$|;|,)/i.test(parameters)) return url;
  return undefined;
}

/** One status. */
export const statusAnswer: Schema<WireStatus> = answerSchema(status);
/** One person. */
export const accountAnswer: Schema<WireAccount> = answerSchema(account);
/** The server about itself, in any version. */
export const instanceAnswer: Schema<Fields> = answerSchema(() => looseObject({}));
/** The thread around a status. */
export const contextAnswer: Schema<WireContext> = answerSchema(() =>
  object({ ancestors: array(unknown()), descendants: array(unknown()) }),
);
/** What was found. */
export const searchAnswer: Schema<{ readonly statuses: readonly unknown[] }> = answerSchema(() => object({ statuses: array(unknown()) }));
/** A list without pages. */
export const listAnswer: Schema<readonly unknown[]> = answerSchema(() => array(unknown()));
/** A status that waits for its time. */
export const scheduledAnswer: Schema<{ readonly id: string; readonly scheduled_at: string }> = answerSchema(() =>
  object({ id: string(), scheduled_at: string() }),
);
/** How the account stands to somebody. */
export const relationAnswer: Schema<{ readonly blocking?: boolean; readonly muting?: boolean }> = answerSchema(() =>
  object({ blocking: optional(boolean()), muting: optional(boolean()) }),
);

const mediaBody = answerSchema<{ readonly id: string; readonly url?: string | null }>(() =>
  object({ id: string(), url: optional(nullable(string())) }),
);

/** An uploaded file. `ready` is false while it is still being processed: 202 on upload, 206 on asking. */
export const mediaAnswer: Schema<{ readonly id: string; readonly ready: boolean }> = {
  parse: (value) => {
    const { status: code, body } = value as WireAnswer;
    const { id, url } = mediaBody.parse(body);
    return { id, ready: code === 200 && url !== null };
  },
};

/** A page with its `Link` header. */
export const pageAnswer: Schema<WirePage> = {
  parse: (value) => {
    const { headers, body } = value as WireAnswer;
    return { items: listAnswer.parse(body), next: nextLink(headers.get("link")) };
  },
};
