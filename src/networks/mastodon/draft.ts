/**
 * Drafts to statuses: checks, who is named, attachments, and the one door by which a status leaves.
 * @module
 */
import { audienceOf } from "./normalize.js";
import { checkAttachments, uploadAll } from "./media.js";
import { checkDraft } from "../../adapter/check-draft.js";
import { findSpans } from "../../text/spans.js";
import { hashOf } from "../../model/hash.js";
import { measure } from "../../text/measure.js";
import { present } from "../../adapter/fields.js";
import { removesDuplicates, type MastodonServer } from "./server.js";
import { rulesOf } from "./text.js";
import { statusAnswer, type WireStatus } from "./wire.js";
import type { Draft } from "../../model/draft.js";
import type { MastodonTask } from "./task.js";
import type { Refs } from "../../model/ref.js";
import type { Schema } from "../../http/request.js";
import type { Target } from "../../model/target.js";
import type { Thread } from "./threads.js";
import type { Us } from "./ids.js";
import type { WriteOptions } from "../../adapter/operations.js";

/** What a status is besides its draft. */
export interface Placed {
  /** Id of what it answers. */
  readonly inReplyTo?: string;
  /** Who may read it, unless the draft says; what is direct stays so, whatever the draft says. @defaultValue the account's own setting */
  readonly audience?: string | undefined;
  /** Who has to be named in it, as their server calls them. @defaultValue nobody */
  readonly names?: readonly string[];
  /** When it is to be published. ISO 8601. */
  readonly at?: string;
}

/** Checks what can be checked before anything is asked. Throws `invalid-request`, naming the field and the remedy. */
export function checkSayable(task: MastodonTask, draft: Draft): void {
  const { server } = task.memory;
  // How much a server takes is known only once it was asked; until then a longer text than usual may be right.
  const rules = rulesOf(server);
  checkDraft(draft, server === undefined ? { ...rules, limits: [] } : rules, task);
  const { audience, contentWarning = "", attachments = [] } = draft;
  if (audience !== undefined && !/^[a-z][a-z_]*$/.test(audience))
    task.refuse("invalid-request", "`audience` must be one of the network's words: public, unlisted, private, direct.");
  checkAttachments(task, attachments, server);
  if (server !== undefined) checkLength(task, draft.text, contentWarning, server);
}

/** Text, content warning and who is named count together. */
function checkLength(task: MastodonTask, text: string, warning: string, server: MastodonServer | undefined): void {
  const rules = rulesOf(server);
  const beside = warning === "" ? [] : measure(warning, rules);
  measure(text, rules).forEach(({ value, max }, index) => {
    const whole = value + (beside[index]?.value ?? 0);
    if (max !== undefined && whole > max)
      task.refuse(
        "invalid-request",
        `\`text\` with what counts beside it (\`contentWarning\`, who is named) has ${whole} graphemes and ${max} are allowed; shorten it (\`fit\`).`,
      );
  });
}

/** Names those whom a text does not name yet, in front of it. Empty when it names everybody. */
export function namesBefore({ host }: Us, text: string, names: readonly string[]): string {
  const named = new Set(
    findSpans(text)
      .filter(({ type }) => type === "mention")
      .map(({ start, end }) => text.slice(start + 1, end).toLowerCase()),
  );
  const isNamed = (acct: string): boolean => {
    const name = acct.toLowerCase();
    return named.has(name) || (!name.includes("@") && named.has(`${name}@${host}`));
  };
  return [...new Set(names)]
    .filter((acct) => acct !== "" && !isNamed(acct))
    .map((acct) => `@${acct} `)
    .join("");
}

/** Publishes a draft, once for each idempotency key where the server removes duplicates. */
export async function publish(task: MastodonTask, draft: Draft, placed: Placed, options: WriteOptions | undefined): Promise<WireStatus> {
  return publishAs(task, statusAnswer, draft, placed, options);
}

/** The same, for answers of another form: a status that waits for its time. */
export async function publishAs<T>(
  task: MastodonTask,
  schema: Schema<T>,
  draft: Draft,
  placed: Placed,
  options: WriteOptions | undefined,
): Promise<T> {
  const { runtime } = task;
  const server = await task.server();
  const body = await statusBody(task, draft, placed, server);
  // Hashed, because a header takes no letters beyond Latin; without one of the host's own, one that this call alone has.
  const key = options?.idempotencyKey ?? `${runtime.clock.now()} ${runtime.random()} ${runtime.random()}`;
  return task.write("POST", "/api/v1/statuses", schema, {
    body,
    headers: { "idempotency-key": hashOf(key) },
    safeToRepeat: removesDuplicates(server),
  });
}

/** Checks a draft as it leaves, those named in front included, by what the server told. */
export function checkWhole(task: MastodonTask, draft: Draft, server: MastodonServer | undefined): void {
  checkDraft(draft, { ...rulesOf(server), limits: [] }, task);
  checkLength(task, draft.text, draft.contentWarning ?? "", server);
  checkAttachments(task, draft.attachments ?? [], server);
}

/** Makes the body of a status: checks what the server's word is needed for, and uploads attachments. */
async function statusBody(task: MastodonTask, draft: Draft, placed: Placed, server: MastodonServer | undefined): Promise<object> {
  const { contentWarning = "", language, sensitive, attachments = [] } = draft;
  const text = namesBefore(task.us, draft.text, placed.names ?? []) + draft.text;
  checkWhole(task, { ...draft, text }, server);
  const media = await uploadAll(task, attachments, server);
  return present({
    status: text,
    in_reply_to_id: placed.inReplyTo,
    media_ids: media.length > 0 ? media : undefined,
    visibility: placed.audience === "direct" ? "direct" : (draft.audience ?? placed.audience),
    language,
    sensitive,
    spoiler_text: contentWarning === "" ? undefined : contentWarning,
    scheduled_at: placed.at,
  });
}

/** What is answered: who wrote it, for whom, and where it belongs. */
export interface Answered {
  /** Id of the status. */
  readonly id: string;
  /** Id of who wrote it. */
  readonly authorId: string;
  /** How a text names that person. */
  readonly acct: string;
  /** Who may read it; `undefined` where the server does not tell. */
  readonly audience: string | undefined;
  /** Where it belongs. */
  readonly thread: Thread;
}

/** Reads off a target what an answer needs, and asks only for what its refs do not tell. Throws `not-found` when it is gone. */
export async function answered(task: MastodonTask, target: Target): Promise<Answered> {
  const { id } = task.target(target, ["message", "post"]);
  const known = fromRefs(id, target.refs);
  if (known !== undefined) return known;
  const wire = await task.status(id);
  const audience = audienceOf(wire);
  return {
    id,
    authorId: wire.account.id,
    acct: wire.account.acct,
    audience: audience === "" ? undefined : audience,
    thread: await task.threadOf(wire),
  };
}

function fromRefs(id: string, refs: Refs = {}): Answered | undefined {
  const { authorId, acct, audience, rootId, rootAuthorId } = refs;
  if (authorId === undefined || acct === undefined || audience === undefined || rootId === undefined) return undefined;
  return { id, authorId, acct, audience, thread: present({ rootId, rootAuthor: rootAuthorId }) };
}
