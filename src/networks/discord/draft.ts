/**
 * Drafts to message bodies: checks, files, and the nonce that keeps a message from being said twice.
 * @module
 */
import { checkDraft } from "../../adapter/check-draft.js";
import { discordTextRules } from "./text.js";
import { hashOf } from "../../model/hash.js";
import { maxAlt, maxFileBytes, maxTitle } from "./limits.js";
import { present } from "../../adapter/fields.js";
import { readAttachment, type AttachmentBytes } from "../../adapter/attachment-bytes.js";
import type { DiscordTask } from "./task.js";
import type { Draft } from "../../model/draft.js";

/** Checks a draft before anything is asked. Throws `invalid-request`, naming the field and the remedy. */
export function checkSayable(task: DiscordTask, draft: Draft): void {
  checkDraft(draft, discordTextRules("reply"), task);
  const { title, contentWarning, attachments = [] } = draft;
  if (title !== undefined && title.length > maxTitle)
    task.refuse("invalid-request", `\`title\` has ${title.length} UTF-16 units and ${maxTitle} are allowed; shorten it.`);
  if (contentWarning !== undefined)
    task.refuse(
      "invalid-request",
      "`contentWarning` does not exist on this network; set `sensitive`, which covers the files, or leave it out.",
    );
  attachments.forEach(({ alt = "" }, index) => {
    if (alt.length > maxAlt)
      task.refuse("invalid-request", `\`attachments[${index}].alt\` has ${alt.length} UTF-16 units and ${maxAlt} are allowed; shorten it.`);
  });
}

/** Makes the nonce of a write: 25 characters at most. The same key gives the same one, in every process. */
export function nonceOf(task: DiscordTask, idempotencyKey: string | undefined): string {
  const { random, clock } = task.runtime;
  return hashOf(idempotencyKey ?? [task.account, clock.now(), random()]).slice(0, 25);
}

/** What a message body holds beside text and files. */
export type BodyParts = Readonly<Record<string, unknown>>;

/**
 * Makes the body of a message: JSON, or a form where there are files. Nobody is pinged by it.
 * @param wrap - puts the message into a larger body (a forum post)
 */
export async function toBody(
  task: DiscordTask,
  draft: Draft,
  parts: BodyParts,
  wrap = (message: BodyParts): BodyParts => message,
): Promise<unknown> {
  const { text, attachments = [], sensitive } = draft;
  // All are read before anything is sent: one that is refused leaves nothing behind.
  const files: AttachmentBytes[] = [];
  for (const [index, attachment] of attachments.entries()) {
    const refuse = (why: string): never => task.refuse("invalid-request", `\`attachments[${index}]\` ${why}`);
    files.push(
      await readAttachment(attachment, { fetch: task.runtime.fetch, maxBytes: maxFileBytes, signal: task.options.signal, refuse }),
    );
  }
  const named = files.map(({ mimeType }, index) => `${sensitive === true ? "SPOILER_" : ""}file-${index}.${extensionOf(mimeType)}`);
  const message = {
    content: text,
    allowed_mentions: { parse: [], replied_user: task.set.pingOnReply },
    ...(files.length > 0 && {
      attachments: named.map((filename, id) => present({ id, filename, description: attachments[id]?.alt })),
    }),
    ...parts,
  };
  if (files.length === 0) return wrap(message);
  const form = new FormData();
  form.append("payload_json", JSON.stringify(wrap(message)));
  files.forEach(({ bytes, mimeType }, index) => {
    form.append(`files[${index}]`, new Blob([bytes], { type: mimeType }), named[index]);
  });
  return form;
}

/** Files are shown by their name's end, so it has to say what they are. */
function extensionOf(mimeType: string): string {
  const [, sub = ""] = /^[\w.+-]+\/(?:x-)?([a-z0-9]{1,10})(?:\+.*)?$/.exec(mimeType) ?? [];
  if (sub === "jpeg") return "jpg";
  if (sub === "plain") return "txt";
  if (sub === "mpeg") return mimeType.startsWith("audio/") ? "mp3" : "mpg";
  return sub === "" ? "bin" : sub;
}
