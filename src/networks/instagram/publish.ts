/**
 * Publishing: pictures, reels and albums, by way of containers.
 * @module
 */
import { asSent } from "../../adapter/as-sent.js";
import { captionRules } from "./text.js";
import { checkDraft } from "../../adapter/check-draft.js";
import { createContainer, publishContainer, untilReady, type ContainerSteps } from "../_graph/container.js";
import { FolkmootError, isFolkmootError } from "../../errors.js";
import { findSpans } from "../../text/spans.js";
import { pageAnswer } from "../_graph/wire.js";
import { publishableOf } from "./meter.js";
import { publishingLimitFields } from "./fields.js";
import { readPost } from "./posts.js";
import { toPost } from "./normalize.js";
import type { BeginInstagram, InstagramTask } from "./task.js";
import type { Draft, DraftAttachment } from "../../model/draft.js";
import type { Operations, Receipt } from "../../adapter/operations.js";
import type { Post } from "../../model/post.js";

/** Most characters of a description of a picture (content publishing, read 2026-09). */
const mostAlt = 1_000;

/** Publishes. */
export function publishing(begin: BeginInstagram): Pick<Operations, "publishPost"> {
  return {
    publishPost: async (draft, options) => {
      const task = begin("publishPost", options);
      check(task, draft);
      await checkQuota(task);
      return publish(task, draft);
    },
  };
}

function check(task: InstagramTask, draft: Draft): void {
  checkDraft(draft, captionRules, task);
  const { attachments = [], text } = draft;
  if (attachments.length === 0)
    task.refuse("invalid-request", "`attachments` is empty, and Instagram has no posts without a picture or film; attach one.");
  attachments.forEach(({ type, url, alt }, index) => {
    const name = `\`attachments[${index}]`;
    if (type !== "image" && type !== "video") task.refuse("invalid-request", `${name}.type\` must be image or video.`);
    if (!/^https:/i.test(url))
      task.refuse("invalid-request", `${name}.url\` must be an https: address that is open to everybody: Instagram fetches it itself.`);
    if (alt !== undefined && type !== "image") task.refuse("invalid-request", `${name}.alt\` is taken for pictures only; leave it out.`);
    if ((alt ?? "").length > mostAlt)
      task.refuse("invalid-request", `${name}.alt\` has ${(alt ?? "").length} characters and ${mostAlt} are allowed; shorten it.`);
  });
  const { hashtags = Infinity, mentions = Infinity } = captionRules.most ?? {};
  const spans = findSpans(text);
  const tags = spans.filter(({ type, start }) => type === "hashtag" && text[start] !== "$").length;
  const people = spans.filter(({ type }) => type === "mention").length;
  if (tags > hashtags) task.refuse("invalid-request", `\`text\` has ${tags} hashtags and ${hashtags} are allowed; leave some out.`);
  if (people > mentions)
    task.refuse("invalid-request", `\`text\` mentions ${people} accounts and ${mentions} are allowed; leave some out.`);
}

/** What was published comes back little by little over a day, so there may be room an hour later. Milliseconds. */
const againMs = 3_600_000;

/**
 * Asks what may still be published: the documents name 50 and 100, and accounts were seen with 25. The answer feeds the budget. Where nothing
 * is left no container is made, because it would not live until there is room.
 */
async function checkQuota(task: InstagramTask): Promise<void> {
  const { data } = await task.get(task.own("content_publishing_limit"), pageAnswer, { fields: publishingLimitFields.join(",") });
  const left = publishableOf(data[0]);
  if (left === undefined || left.used < left.limit) return;
  throw new FolkmootError(
    "rate-limited",
    `instagram publishPost failed for ${task.account}: ${left.used} of ${left.limit} posts were published by API in the last 24 hours; try again later.`,
    { retryable: true, retryAt: new Date(task.runtime.clock.now() + againMs).toISOString() },
  );
}

const steps = (task: InstagramTask): ContainerSteps => ({
  createPath: task.own("media"),
  publishPath: task.own("media_publish"),
  statusField: "status_code",
  reasonField: "status",
});

function bodyOf({ type, url, alt }: DraftAttachment, isItem: boolean): Readonly<Record<string, unknown>> {
  // A film alone is a reel; in an album it is one of its parts.
  if (type === "video") return { video_url: url, media_type: isItem ? "VIDEO" : "REELS" };
  return { image_url: url, alt_text: alt };
}

async function publish(task: InstagramTask, { text, attachments = [] }: Draft): Promise<Receipt> {
  const [first] = attachments;
  if (first === undefined) return task.refuse("invalid-request", "`attachments` is empty.");
  const caption = text === "" ? {} : { caption: text };
  const how = steps(task);
  let body: Readonly<Record<string, unknown>> = { ...bodyOf(first, false), ...caption };
  if (attachments.length > 1) {
    const children: string[] = [];
    for (const one of attachments)
      children.push(await createContainer(task, how.createPath, { ...bodyOf(one, true), is_carousel_item: true }));
    for (const child of children) await untilReady(task, child, how);
    body = { media_type: "CAROUSEL", children: children.join(","), ...caption };
  }
  const containerId = await createContainer(task, how.createPath, body);
  await untilReady(task, containerId, how);
  const { id } = await publishContainer(task, how.publishPath, containerId);
  const post = await published(task, id, text);
  return { post, visibility: post.visibility, refs: { ...post.refs, containerId } };
}

/** Reads what was published, for its address. It is out whatever becomes of this call. */
async function published(task: InstagramTask, id: string, text: string): Promise<Post> {
  try {
    return await readPost(task, id);
  } catch (error) {
    if (!isFolkmootError(error)) throw error;
    task.runtime.logger.warn?.("A post is out and could not be read again; its address is not known.", {
      account: task.account,
      error: error instanceof FolkmootError ? error.code : "",
    });
    return asSent(toPost(task, { id, caption: text, timestamp: task.now() }, { own: true }));
  }
}
