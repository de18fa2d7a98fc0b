/**
 * Drafts to posts and replies: checks, containers, and the one door by which something is published.
 * @module
 */
import { asSent } from "../../adapter/as-sent.js";
import { audiences, carousel, countLinks, mostAlt, mostLinks, threadsTextRules } from "./text.js";
import { checkDraft } from "../../adapter/check-draft.js";
import { countCodePoints } from "../../text/count.js";
import { createContainer, publishContainer, untilReady, type ContainerSteps, type Published } from "../_graph/container.js";
import { createdId } from "../_graph/task.js";
import { publishing } from "./meter.js";
import { toMessage, toPost, type Viewer } from "./normalize.js";
import type { Draft, DraftAttachment } from "../../model/draft.js";
import type { Place } from "./places.js";
import type { Receipt } from "../../adapter/operations.js";
import type { ThreadsTask } from "./task.js";
import type { WireMedia } from "./wire.js";

/** How Threads publishes. Nobody asks for the state at once: the documentation recommends thirty seconds before publishing (posts, read 2026-04). */
const steps: ContainerSteps = {
  createPath: "/me/threads",
  publishPath: "/me/threads_publish",
  statusField: "status",
  reasonField: "error_message",
  firstWaitMs: 5_000,
};

const media = new Set<DraftAttachment["type"]>(["image", "video"]);

/** Checks what can be checked before anything is asked. Throws `invalid-request`, naming the field and the remedy. */
export function checkSayable(task: ThreadsTask, draft: Draft, operation: "publishPost" | "reply"): void {
  checkDraft(draft, threadsTextRules(operation), task);
  const { audience, attachments = [], text } = draft;
  if (audience !== undefined && !audiences.includes(audience))
    task.refuse("invalid-request", `\`audience\` must be one of the network's words for who may reply: ${audiences.join(", ")}.`);
  checkAttachments(task, attachments);
  const links = countLinks(text, linkOf(attachments));
  if (links > mostLinks)
    task.refuse("invalid-request", `\`text\` holds ${links} different links and ${mostLinks} are allowed; leave some out.`);
}

function linkOf(attachments: readonly DraftAttachment[]): string | undefined {
  return attachments.find(({ type }) => type === "link")?.url;
}

function checkAttachments(task: ThreadsTask, attachments: readonly DraftAttachment[]): void {
  const bad = (index: number, why: string): never => task.refuse("invalid-request", `\`attachments[${index}]\` ${why}`);
  attachments.forEach(({ type, url, alt = "" }, index) => {
    if (type === "link") {
      if (attachments.length > 1) bad(index, "is a link, which must be the only attachment; write it into the text instead.");
    } else if (!media.has(type)) bad(index, "is neither image, video nor link, and the network takes nothing else.");
    // The network fetches media itself, from where everybody can.
    if (!/^https:/i.test(url))
      bad(index, "must have an address with https: that opens for everybody, because the network fetches it itself.");
    if (countCodePoints(alt) > mostAlt) bad(index, `has an \`alt\` of more than ${mostAlt} characters; shorten it.`);
  });
  if (attachments.length > carousel.most)
    task.refuse("invalid-request", `\`attachments\` has ${attachments.length} entries and ${carousel.most} are allowed; leave some out.`);
}

/** What a post or reply is besides its draft. */
export interface Placed {
  /** Id of what it answers. */
  readonly replyTo?: string;
}

/**
 * Publishes a draft. Words alone go out in one call, which nothing can be lost between; media is prepared, waited for and published.
 * @throws FolkmootError `outcome-unknown` when nobody knows whether it is out; with `refs.containerId` where there is one to ask
 */
export async function publish(task: ThreadsTask, draft: Draft, { replyTo }: Placed): Promise<Published | { readonly id: string }> {
  const { attachments = [], text, audience, sensitive } = draft;
  const link = linkOf(attachments);
  const whole = { text, reply_control: audience, reply_to_id: replyTo };
  const [first, ...more] = attachments;
  if (first === undefined || link !== undefined)
    return task.post(
      "/me/threads",
      createdId,
      { ...whole, media_type: "TEXT", link_attachment: link, auto_publish_text: true },
      { subject: publishing },
    );
  const spoiler = sensitive === true ? { is_spoiler_media: true } : {};
  if (more.length === 0) return finish(task, await createContainer(task, steps.createPath, { ...whole, ...spoiler, ...itemOf(first) }));
  const children: string[] = [];
  for (const one of attachments) children.push(await createContainer(task, steps.createPath, { ...itemOf(one), is_carousel_item: true }));
  // A carousel whose parts are not ready is refused.
  for (const child of children) await untilReady(task, child, steps);
  const body = { ...whole, ...spoiler, media_type: "CAROUSEL", children: children.join(",") };
  return finish(task, await createContainer(task, steps.createPath, body));
}

function itemOf({ type, url, alt }: DraftAttachment): Readonly<Record<string, unknown>> {
  const isVideo = type === "video";
  return {
    media_type: isVideo ? "VIDEO" : "IMAGE",
    ...(isVideo ? { video_url: url } : { image_url: url }),
    ...(alt !== undefined && alt !== "" && { alt_text: alt }),
  };
}

/** Waits for a container and publishes it. */
async function finish(task: ThreadsTask, containerId: string): Promise<Published> {
  await untilReady(task, containerId, steps);
  return publishContainer(task, steps.publishPath, containerId);
}

/** The network answers with an id and nothing else: what was sent is written as it would be listed. */
function asWire(task: ThreadsTask, id: string, { text, audience, attachments = [], sensitive }: Draft, place: Place): WireMedia {
  const files = attachments.filter(({ type }) => media.has(type));
  const parts = files.map(({ type, url, alt }) => ({ media_type: type === "video" ? "VIDEO" : "IMAGE", media_url: url, alt_text: alt }));
  const link = linkOf(attachments);
  return {
    id,
    text,
    timestamp: task.now(),
    owner: { id: task.us.id },
    ...(parts.length > 0 && { children: { data: parts } }),
    ...(link !== undefined && { link_attachment_url: link }),
    ...(audience !== undefined && { reply_audience: audience }),
    ...(sensitive === true && files.length > 0 && { is_spoiler_media: true }),
    ...(place.parentId !== undefined && { replied_to: { id: place.parentId }, root_post: { id: place.rootId } }),
  };
}

function refsOf(sent: Published | { readonly id: string }): Readonly<Record<string, string>> {
  return "containerId" in sent ? { containerId: sent.containerId } : {};
}

/** Makes the receipt of a post. */
export function postReceipt(task: ThreadsTask, viewer: Viewer, sent: Published | { readonly id: string }, draft: Draft): Receipt {
  const post = asSent(toPost(viewer, asWire(task, sent.id, draft, { rootId: sent.id, ownRoot: true })));
  task.places.learnOwn(sent.id);
  return { post, visibility: post.visibility, refs: { ...post.refs, ...refsOf(sent) } };
}

/** Makes the receipt of a reply. @param to - where what was answered stands */
export function replyReceipt(
  task: ThreadsTask,
  viewer: Viewer,
  sent: Published | { readonly id: string },
  draft: Draft,
  to: { readonly id: string; readonly place: Place },
): Receipt {
  const { rootId, ownRoot, topId } = to.place;
  const place: Place = { rootId, ownRoot, parentId: to.id, topId: topId ?? sent.id };
  task.places.learnPlace(sent.id, { rootId, parentId: to.id });
  const message = asSent(toMessage(viewer, asWire(task, sent.id, draft, place), place, { via: "send" }));
  return { message, visibility: message.visibility, refs: { ...message.refs, ...refsOf(sent) } };
}
