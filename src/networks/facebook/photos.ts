/**
 * Pictures: uploaded without being shown, so that a post or comment can hold them with their alternative texts.
 * @module
 */
import { createdId } from "../_graph/task.js";
import { present } from "../../adapter/fields.js";
import { readAttachment } from "../../adapter/attachment-bytes.js";
import type { DraftAttachment } from "../../model/draft.js";
import type { FacebookTask } from "./task.js";

/** Largest picture (Pages API, photos; 4 MB is advised; read 2026-08 (?)). Bytes. */
const maxBytes = 10_000_000;

/**
 * Uploads a picture that nobody sees. One that no post takes is never shown, so a lost answer does no harm and the upload may be repeated.
 * @param index - its place in the draft, for errors
 * @returns its id
 */
export async function uploadPhoto(task: FacebookTask, attachment: DraftAttachment, index: number): Promise<string> {
  const path = `/${task.us.id}/photos`;
  const { url, alt } = attachment;
  const shown = { published: false, alt_text_custom: alt === "" ? undefined : alt };
  if (/^https:/i.test(url)) return (await task.post(path, createdId, { url, ...shown }, { safeToRepeat: true })).id;
  const { bytes, mimeType } = await readAttachment(attachment, {
    maxBytes,
    fetch: task.runtime.fetch,
    signal: task.options.signal,
    refuse: (why) => task.refuse("invalid-request", `\`attachments[${index}]\` ${why}`),
  });
  const form = new FormData();
  for (const [name, value] of Object.entries(present(shown))) form.set(name, String(value));
  form.set("source", new Blob([bytes], { type: mimeType === "" ? "image/jpeg" : mimeType }), "picture");
  return (await task.request("POST", path, { schema: createdId, body: form, safeToRepeat: true })).id;
}
