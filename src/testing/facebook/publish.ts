/**
 * Publishing as the Page: texts, links, photos with a description, albums, and what waits for its time.
 * @see https://developers.facebook.com/docs/pages-api/posts/, read 2026-08
 * @module
 */
import { actAs, admitTo } from "./access.js";
import type { AttachedData, Core, PageData, PhotoData, PostData } from "./core.js";
import { graphTime, nodeField, structure } from "../graph/node.js";
import type { GraphAction, NodeType } from "../graph/node.js";
import { invalidParameter, refusal } from "../graph/errors.js";
import { isJson, textAt } from "../json.js";
import type { Call } from "./access.js";
import { makePost } from "./say.js";
import { postNode } from "./posts.js";
import { scheduleOf } from "./schedule.js";

/** Most characters of a post. */
const longest = 63_206;

/** Most bytes of a photo. */
const heaviest = 10 * 1024 * 1024;

const minute = 60_000;

/** How long after a post the same words again count as a double. Milliseconds; no document says how long. */
const doubleFor = 10 * minute;

function isUrl(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** Reads the photos that a post is made of: as a list, or as `attached_media[0]`. */
function photosOf(page: PageData, { core, params }: Call): readonly PhotoData[] {
  const whole = params.json("attached_media");
  const single = Object.keys(params.all)
    .filter((name) => /^attached_media\[\d+\]$/.test(name))
    .sort()
    .map((name) => params.json(name));
  const listed = Array.isArray(whole) ? (whole as readonly unknown[]) : [];
  if (whole !== undefined && !Array.isArray(whole)) throw invalidParameter("Param attached_media must be an array.");
  return [...listed, ...single].map((one) => {
    const given: unknown = typeof one === "string" ? parsed(one) : one;
    const id = textAt(given, "media_fbid") ?? (isJson(given) && typeof given.media_fbid === "number" ? String(given.media_fbid) : "");
    const photo = core.photos.get(id);
    if (photo?.pageId !== page.id) throw invalidParameter("Invalid parameter: media_fbid is no photo of this Page");
    if (photo.published || photo.postId !== undefined) throw invalidParameter("Photos that stand in a post already cannot be attached");
    return photo;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const asAttached = ({ id, url, alt }: PhotoData): AttachedData => ({
  kind: "photo",
  url,
  targetId: id,
  ...(alt !== undefined && { alt }),
});

/** Refuses what says again what was said just before. */
function noDouble(core: Core, page: PageData, text: string, attached: readonly AttachedData[]): void {
  const last = [...core.posts.values()].filter(({ pageId, kind }) => pageId === page.id && kind === "own").at(-1);
  if (last === undefined || attached.length > 0 || last.attached.length > 0 || text === "") return;
  if (last.message === text && core.clock.now() - last.createdAt < doubleFor) throw refusal(506, "(#506) Duplicate status message");
}

function publish(core: Core, page: PageData, call: Call, text: string, attached: readonly AttachedData[]): PostData {
  if (text.length > longest) throw invalidParameter(`The message is longer than ${longest} characters`);
  const scheduledAt = scheduleOf(call);
  noDouble(core, page, text, attached);
  return makePost(core, {
    pageId: page.id,
    authorId: page.id,
    kind: "own",
    text,
    attached,
    byApp: true,
    published: call.params.flag("published") !== false,
    ...(scheduledAt !== undefined && { scheduledAt }),
  });
}

/** Publishes a text, a link or an album. */
export const publishFeed: GraphAction<PageData, Core> = (page, call) => {
  actAs(call, page.id, "pages_manage_posts");
  const { core, params } = call;
  const [text = "", link] = [params.text("message"), params.text("link")];
  const photos = photosOf(page, call);
  if (text.trim() === "" && link === undefined && photos.length === 0) throw invalidParameter("Missing message or attachment");
  if (link !== undefined) {
    if (!isUrl(link)) throw invalidParameter("link URL is not properly formatted");
    if (core.deadLinks.has(link)) throw refusal(1609005, "(#1609005) Link post failed: the link could not be fetched");
    if (photos.length > 0) throw invalidParameter("A post has a link or photos, not both");
  }
  const attached: readonly AttachedData[] = link === undefined ? photos.map(asAttached) : [{ kind: "link", url: link, title: link }];
  const post = publish(core, page, call, text, attached);
  for (const photo of photos) photo.postId = post.id;
  return { id: post.id };
};

/** Uploads a photo: published with a post of its own, or kept for an album. */
export const publishPhoto: GraphAction<PageData, Core> = (page, call) => {
  actAs(call, page.id, "pages_manage_posts");
  const { core, params } = call;
  const [given, file] = [params.text("url"), params.file("source")];
  if ((given === undefined) === (file === undefined)) throw refusal(324, "(#324) Requires upload file");
  if (given !== undefined && !isUrl(given)) throw invalidParameter("url should represent a valid URL");
  if (given !== undefined && core.deadLinks.has(given)) throw refusal(324, "(#324) Missing or invalid image file");
  if (file !== undefined && (file.bytes.length > heaviest || !/^image\/(?:jpeg|png|gif|bmp|tiff|webp|heif)$/.test(file.mimeType)))
    throw refusal(100, "(#100) Photos should be smaller than 10 MB and saved as JPG, PNG, GIF, TIFF, HEIF or WebP files.", {
      subcode: 1366046,
    });
  const isPublished = params.flag("published") !== false;
  const alt = params.text("alt_text_custom");
  const text = params.text("caption") ?? params.text("message") ?? "";
  const id = core.ids.id("5");
  const photo: PhotoData = {
    id,
    pageId: page.id,
    url: given ?? `https://scontent.example/${id}.jpg`,
    caption: text,
    ...(alt !== undefined && { alt }),
    createdAt: core.clock.now(),
    published: isPublished,
  };
  const isPost = isPublished || params.text("scheduled_publish_time") !== undefined;
  const post = isPost ? publish(core, page, call, text, [asAttached(photo)]) : undefined;
  if (post !== undefined) photo.postId = post.id;
  core.photos.set(id, photo);
  return { id, ...(post !== undefined && { post_id: post.id }) };
};

/** A photo. */
export const photoNode: NodeType<PhotoData, Core> = {
  name: "Photo",
  slot: "photo-id",
  idOf: ({ id }) => id,
  usual: ["created_time", "name"],
  admit: ({ pageId, id }, call) => {
    admitTo(call, pageId, id);
  },
  fields: {
    created_time: ({ createdAt }) => graphTime(createdAt),
    name: ({ caption }) => (caption === "" ? undefined : caption),
    alt_text_custom: ({ alt }) => alt,
    alt_text: ({ alt }) => alt ?? "May be an image of something.",
    link: ({ id }) => `https://www.facebook.com/photo.php?fbid=${id}`,
    page_story_id: ({ postId }) => postId,
    from: structure("User", ["id", "name"], ({ pageId }, { call }) => ({
      name: call.core.pages.get(pageId)?.name,
      id: pageId,
    })),
    images: structure("PlatformImageSource", ["height", "source", "width"], ({ url }) => [{ height: 480, source: url, width: 640 }]),
    post: nodeField(
      () => postNode,
      ({ postId }, { call }) => (postId === undefined ? undefined : call.core.posts.get(postId)),
    ),
  },
  actions: {
    DELETE: (photo, call) => {
      actAs(call, photo.pageId, "pages_manage_posts");
      call.core.photos.delete(photo.id);
      return { success: true };
    },
  },
};
