/**
 * Drafts to post records: checks, facets, pictures, language, labels.
 * @module
 */
import { blueskyTextRules } from "./text.js";
import { checkDraft } from "../../adapter/check-draft.js";
import { findFacets, toFacets, type WireFacet } from "./facets.js";
import { present } from "../../adapter/fields.js";
import { isFolkmootError } from "../../errors.js";
import { maxPictureBytes } from "./limits.js";
import { postCollection } from "./ids.js";
import { readAttachment, type AttachmentBytes } from "../../adapter/attachment-bytes.js";
import { sizeOfPicture } from "../../adapter/picture-size.js";
import type { BlueskyTask } from "./task.js";
import type { Draft, DraftAttachment } from "../../model/draft.js";
import type { ReplyRefs } from "./posts.js";
import type { WireRecordBody } from "./records.js";

/** Labels that authors may put on their own posts (com.atproto.label.defs, read 2026-08). */
const selfLabels = ["graphic-media", "nudity", "porn", "sexual"];

/** Checks a draft before anything is asked. Throws `invalid-request`, naming the field and the remedy. */
export function checkSayable(task: BlueskyTask, draft: Draft, way: Parameters<typeof blueskyTextRules>[0]): void {
  checkDraft(draft, blueskyTextRules(way), task);
  const { contentWarning, language, attachments = [] } = draft;
  const bad = (why: string): never => task.refuse("invalid-request", why);
  if (contentWarning !== undefined && !selfLabels.includes(contentWarning))
    bad(`\`contentWarning\` must be one of the network's labels: ${selfLabels.join(", ")}.`);
  if (language !== undefined && !/^[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/.test(language))
    bad("`language` must be a BCP 47 tag, e.g. da or pt-BR.");
  const other = attachments.findIndex(({ type }) => type !== "image");
  if (other >= 0) bad(`\`attachments[${other}]\` is no image; this adapter sends images only, and links as text.`);
}

/** Makes the record of a draft: reads and uploads its pictures, finds its facets. Nothing is published yet. */
export async function toRecord(task: BlueskyTask, draft: Draft, reply?: ReplyRefs): Promise<WireRecordBody> {
  const { text, language, sensitive, contentWarning, attachments = [] } = draft;
  // All are read before the first is uploaded: one that is refused leaves nothing behind.
  const pictures: AttachmentBytes[] = [];
  for (const [index, attachment] of attachments.entries()) pictures.push(await readPicture(task, attachment, index));
  const facets = await facetsOf(task, text);
  const images: unknown[] = [];
  for (const [index, picture] of pictures.entries()) images.push(await upload(task, picture, attachments[index]?.alt ?? ""));
  const label = contentWarning ?? (sensitive === true ? selfLabels[0] : undefined);
  return present({
    $type: postCollection,
    text,
    createdAt: task.now(),
    facets: facets.length > 0 ? facets : undefined,
    langs: language === undefined ? undefined : [language],
    reply,
    embed: images.length > 0 ? { $type: "app.bsky.embed.images", images } : undefined,
    labels: label === undefined ? undefined : { $type: "com.atproto.label.defs#selfLabels", values: [{ val: label }] },
  });
}

/** Makes the facets of a text. Handles that lead nowhere stay plain text. One request for each handle. */
export async function facetsOf(task: BlueskyTask, text: string): Promise<readonly WireFacet[]> {
  const found = findFacets(text);
  const handles = new Set(found.filter(({ type }) => type === "mention").map(({ value }) => value.toLowerCase()));
  const dids = new Map<string, string>();
  for (const handle of handles) {
    try {
      dids.set(handle, (await task.get("com.atproto.identity.resolveHandle", { handle })).did);
    } catch (error) {
      if (!isFolkmootError(error, "not-found") && !isFolkmootError(error, "invalid-request")) throw error;
    }
  }
  return toFacets(text, found, (handle) => dids.get(handle.toLowerCase()));
}

async function readPicture(task: BlueskyTask, attachment: DraftAttachment, index: number): Promise<AttachmentBytes> {
  const bad = (why: string): never => task.refuse("invalid-request", `\`attachments[${index}]\` ${why}`);
  const { fetch } = task.runtime;
  const picture = await readAttachment(attachment, { fetch, maxBytes: maxPictureBytes, signal: task.options.signal, refuse: bad });
  return /^image\/[\w.+-]+$/.test(picture.mimeType) ? picture : bad("is no image; give one, or name its `mimeType`.");
}

/** Uploads a picture, and makes its entry of an embed. Repeating does no harm: a file is known by its hash. */
async function upload(task: BlueskyTask, { bytes, mimeType }: AttachmentBytes, alt: string): Promise<unknown> {
  const headers = { "content-type": mimeType };
  const { blob } = await task.post("com.atproto.repo.uploadBlob", bytes, { headers, safeToRepeat: true });
  const aspectRatio = sizeOfPicture(bytes);
  return present({ image: blob, alt, aspectRatio });
}
