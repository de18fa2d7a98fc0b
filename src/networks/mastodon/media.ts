/**
 * Attachments of a draft: read where the host keeps them, uploaded, and waited for.
 * @module
 */
import { anything } from "../../adapter/compiled.js";
import { mediaAnswer } from "./wire.js";
import { countCodePoints } from "../../text/count.js";
import { FolkmootError } from "../../errors.js";
import { inPath } from "./ids.js";
import { readAttachment, type AttachmentBytes } from "../../adapter/attachment-bytes.js";
import type { DraftAttachment } from "../../model/draft.js";
import type { MastodonServer } from "./server.js";
import type { MastodonTask } from "./task.js";

const mib = 1024 * 1024;
/** What the software comes with (source, app/models/media_attachment.rb, read 2026-11). */
const defaults = { imageBytes: 16 * mib, videoBytes: 99 * mib, altCharacters: 1500 } as const;

/** How often and how long a file is asked for that is still being processed: videos take minutes. */
const firstWaitMs = 1_000;
const longestWaitMs = 10_000;
const patienceMs = 5 * 60_000;

const sendable = new Set<DraftAttachment["type"]>(["image", "video", "audio", "gif"]);

/** Checks attachments before anything is asked. Throws `invalid-request`, naming which and the remedy. */
export function checkAttachments(task: MastodonTask, attachments: readonly DraftAttachment[], server: MastodonServer | undefined): void {
  const other = attachments.findIndex(({ type }) => !sendable.has(type));
  if (other >= 0) task.refuse("invalid-request", `\`attachments[${other}]\` is no picture, video or sound; links go as text.`);
  // Mastodon takes pictures together, everything else alone; most forks take any mix.
  const alone = attachments.findIndex(({ type }) => type === "video" || type === "audio");
  if ((server === undefined || server.software === "mastodon") && alone >= 0 && attachments.length > 1)
    task.refuse("invalid-request", `\`attachments[${alone}]\` is a video or sound, which must be the only attachment.`);
  const most = server?.maxAltCharacters ?? defaults.altCharacters;
  const wordy = attachments.findIndex(({ alt = "" }) => countCodePoints(alt) > most);
  if (wordy >= 0) task.refuse("invalid-request", `\`attachments[${wordy}].alt\` is longer than ${most} characters; shorten it.`);
}

/** Reads, uploads and waits for all attachments. Nothing is published yet. @returns their ids, in order */
export async function uploadAll(
  task: MastodonTask,
  attachments: readonly DraftAttachment[],
  server: MastodonServer | undefined,
): Promise<readonly string[]> {
  // All are read before the first is uploaded: one that is refused leaves nothing behind.
  const files: AttachmentBytes[] = [];
  for (const [index, attachment] of attachments.entries()) files.push(await readFile(task, attachment, index, server));
  const ids: string[] = [];
  for (const [index, file] of files.entries()) ids.push(await upload(task, file, attachments[index]?.alt ?? ""));
  return ids;
}

async function readFile(
  task: MastodonTask,
  attachment: DraftAttachment,
  index: number,
  server: MastodonServer | undefined,
): Promise<AttachmentBytes> {
  const bad = (why: string): never => task.refuse("invalid-request", `\`attachments[${index}]\` ${why}`);
  const maxBytes =
    attachment.type === "image" ? (server?.maxImageBytes ?? defaults.imageBytes) : (server?.maxVideoBytes ?? defaults.videoBytes);
  const file = await readAttachment(attachment, { fetch: task.runtime.fetch, maxBytes, signal: task.options.signal, refuse: bad });
  if (file.mimeType !== "" && server?.mimeTypes !== undefined && !server.mimeTypes.includes(file.mimeType))
    return bad(`is of the type ${file.mimeType}, which this server does not take; convert it, or name its \`mimeType\`.`);
  return file;
}

/** Uploads a file. A repeated upload does no harm: what no status holds is thrown away by the server. */
async function upload(task: MastodonTask, { bytes, mimeType }: AttachmentBytes, alt: string): Promise<string> {
  const body = new FormData();
  const extension = /^[a-z]+\/([a-z\d]+)/.exec(mimeType)?.[1] ?? "bin";
  body.append("file", new Blob([bytes], mimeType === "" ? {} : { type: mimeType }), `attachment.${extension}`);
  if (alt !== "") body.append("description", alt);
  const { id, ready } = await task.write("POST", "/api/v2/media", mediaAnswer, { body, whole: true, safeToRepeat: true });
  if (!ready) await untilReady(task, id);
  return id;
}

async function untilReady(task: MastodonTask, id: string): Promise<void> {
  const { clock } = task.runtime;
  const { signal } = task.options;
  const end = clock.now() + patienceMs;
  for (let wait = firstWaitMs; clock.now() < end; wait = Math.min(wait * 2, longestWaitMs)) {
    await clock.sleep(wait, signal === undefined ? {} : { signal });
    const path = `/api/v1/media/${inPath(id)}`;
    const { ready } = await task.request("GET", path, { schema: mediaAnswer, whole: true });
    if (ready) return;
  }
  await task.write("DELETE", `/api/v1/media/${inPath(id)}`, anything, { safeToRepeat: true }).catch(() => undefined);
  throw new FolkmootError(
    "timeout",
    `mastodon ${task.operation} failed for ${task.account}: the server did not finish an attachment within ${patienceMs / 60_000} minutes, and nothing was published; try again later, or make it smaller.`,
    { retryable: true },
  );
}
