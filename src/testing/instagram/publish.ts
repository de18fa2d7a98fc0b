/**
 * Publishing in three steps: a container, its state, and the medium that it becomes.
 * @see https://developers.facebook.com/docs/instagram-platform/content-publishing/ and .../instagram-graph-api/reference/error-codes/,
 * read 2026-09
 * @module
 */
import type { AccountData, ContainerData, Core, InstagramMediaType, InstagramProduct, MediaData } from "./core.js";
import { byUsername } from "./core.js";
import type { GraphParams } from "../graph/params.js";
import { invalidParameter, refusal } from "../graph/errors.js";
import { isJson, textAt } from "../json.js";
import { mostCharacters, shareMedia } from "./say.js";

const day = 86_400_000;
const mostContainers = 400;
const mostAlt = 1000;

/** What has become of a container. */
export type ContainerStatus = "EXPIRED" | "ERROR" | "FINISHED" | "IN_PROGRESS" | "PUBLISHED";

/** Says what has become of a container: it is worked on, ready, published, broken, or a day old. */
export function statusOf({ clock }: Core, container: ContainerData): ContainerStatus {
  if (container.published !== undefined) return "PUBLISHED";
  if (clock.now() - container.at >= day) return "EXPIRED";
  if (clock.now() < container.readyAt) return "IN_PROGRESS";
  return container.failure === undefined ? "FINISHED" : "ERROR";
}

/** The words that go with a state. */
export function statusWords(core: Core, container: ContainerData): string {
  const status = statusOf(core, container);
  if (status === "ERROR") return `Error: ${container.failure ?? ""}`;
  return {
    EXPIRED: "Expired: Media was not published within 24 hours.",
    FINISHED: "Finished: Media has been uploaded and it is ready to be published.",
    IN_PROGRESS: "In Progress: Media is still being processed.",
    PUBLISHED: "Published: Media has been published.",
  }[status];
}

/** How many media an account has published by container in the last day. */
export const quotaUsed = ({ containers, media, clock }: Core, account: string): number =>
  [...containers.values()].filter(
    ({ owner, isItem, published = "" }) => owner === account && !isItem && clock.now() - (media.get(published)?.at ?? 0) < day,
  ).length;

function checkCaption(caption: string): void {
  if (caption.length > mostCharacters)
    throw refusal(36004, "(#36004) The caption was too long.", { subcode: 2207010, userTitle: "Caption too long" });
  if ((caption.match(/(?<!\w)@\w/g)?.length ?? 0) > 20) throw invalidParameter("Cannot use more than 20 tags", 2207040);
  if ((caption.match(/(?<!\w)#\w/g)?.length ?? 0) > 30) throw invalidParameter("Cannot use more than 30 hashtags");
}

function checkUrl(core: Core, url: string, isPicture: boolean): string | undefined {
  const isPublic = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  const bad = core.badUrls.get(url);
  if (!isPublic || bad === "unfetchable")
    throw refusal(9004, "Only photo or video can be accepted as media type.", {
      subcode: 2207052,
      userMessage: "The media could not be fetched from this URI.",
    });
  if (isPicture && /\.(?:png|gif|webp|heic|bmp|tiff?)$/i.test(new URL(url).pathname))
    throw refusal(36001, "(#36001) The image format is not supported.", { subcode: 2207005 });
  return bad === "unplayable" ? "Media upload has failed with error code 2207026" : undefined;
}

/** Ids that came as a list or as words with commas between. */
function idsIn(params: GraphParams, name: string): readonly string[] {
  const value = params.all[name];
  if (Array.isArray(value)) return value.map(String);
  const text = params.text(name) ?? "";
  const parsed: unknown = text.startsWith("[") ? params.json(name) : undefined;
  if (Array.isArray(parsed)) return parsed.map(String);
  return text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

function taggedIn(core: Core, params: GraphParams): readonly string[] {
  const value = params.json("user_tags");
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    const found = byUsername(core, textAt(one, "username") ?? "");
    if (!isJson(one) || found === undefined) throw invalidParameter("Invalid user tag", 2207018);
    return [found.id];
  });
}

interface Kind {
  readonly type: InstagramMediaType;
  readonly product: InstagramProduct;
}

const kinds: Readonly<Record<string, Kind>> = {
  REELS: { type: "VIDEO", product: "REELS" },
  STORIES: { type: "IMAGE", product: "STORY" },
  VIDEO: { type: "VIDEO", product: "FEED" },
  IMAGE: { type: "IMAGE", product: "FEED" },
  CAROUSEL: { type: "CAROUSEL_ALBUM", product: "FEED" },
};

function kindOf(params: GraphParams, isItem: boolean): Kind {
  const named = params.text("media_type");
  const isVideo = params.text("video_url") !== undefined;
  const kind = kinds[named ?? "IMAGE"];
  if (kind === undefined || (named === "VIDEO" && !isItem)) throw invalidParameter("The media type is not known", 2207023);
  if (named === undefined && isVideo) throw invalidParameter("The parameter media_type is required for videos", 2207023);
  return named === "STORIES" && isVideo ? { ...kind, type: "VIDEO" } : kind;
}

function childrenOf(core: Core, owner: AccountData, params: GraphParams): readonly string[] {
  const children = idsIn(params, "children");
  if (children.length < 2 || children.length > 10) throw invalidParameter("A carousel has at least 2 and at most 10 children", 2207028);
  for (const id of children) {
    const child = core.containers.get(id);
    if (child?.owner !== owner.id || !child.isItem || child.published !== undefined)
      throw invalidParameter(`The child ${id} is no carousel item of this account`, 2207006);
  }
  return children;
}

/** Makes a container. */
export function createContainer(core: Core, owner: AccountData, params: GraphParams): ContainerData {
  const now = core.clock.now();
  const young = [...core.containers.values()].filter((one) => one.owner === owner.id && now - one.at < day);
  if (young.length >= mostContainers)
    throw refusal(9, "(#9) The maximum number of containers for this account is reached.", { subcode: 2207042 });
  const isItem = params.flag("is_carousel_item") ?? false;
  const { type, product } = kindOf(params, isItem);
  const caption = params.text("caption") ?? "";
  const altText = params.text("alt_text");
  checkCaption(caption);
  if (altText !== undefined && type !== "IMAGE") throw invalidParameter("alt_text is supported for images only");
  if ((altText ?? "").length > mostAlt) throw invalidParameter(`Param alt_text must be at most ${mostAlt} characters`);
  const url = params.text(type === "VIDEO" ? "video_url" : "image_url");
  const children = type === "CAROUSEL_ALBUM" ? childrenOf(core, owner, params) : [];
  if (url === undefined && type !== "CAROUSEL_ALBUM")
    throw invalidParameter(`The parameter ${type === "VIDEO" ? "video_url" : "image_url"} is required.`);
  const failure = url === undefined ? undefined : checkUrl(core, url, type === "IMAGE");
  const ready = Math.max(now, ...children.map((id) => core.containers.get(id)?.readyAt ?? 0));
  const container: ContainerData = {
    id: core.id("container"),
    owner: owner.id,
    at: now,
    // Films take ten times as long as pictures.
    readyAt: ready + core.processingMs * (type === "VIDEO" ? 10 : 1),
    caption,
    ...(altText !== undefined && { altText }),
    type,
    product,
    ...(url !== undefined && { url }),
    isItem,
    children,
    tagged: taggedIn(core, params),
    ...(failure !== undefined && { failure }),
  };
  core.containers.set(container.id, container);
  return container;
}

function share(core: Core, owner: AccountData, container: ContainerData): MediaData {
  const children = container.children.flatMap((id) => {
    const child = core.containers.get(id);
    if (child === undefined) return [];
    const media = share(core, owner, child);
    child.published = media.id;
    return [media.id];
  });
  return shareMedia(core, owner, { ...container, children });
}

/** Publishes what a container holds. */
export function publishContainer(core: Core, owner: AccountData, id: string): MediaData {
  const container = core.containers.get(id);
  if (container?.owner !== owner.id || container.isItem)
    throw refusal(24, "(#24) The requested resource does not exist", {
      subcode: 2207006,
      userMessage: "The media to publish was not found.",
    });
  const status = statusOf(core, container);
  if (status === "PUBLISHED") throw refusal(24, "(#24) The media was published already.", { subcode: 2207006 });
  if (status === "EXPIRED") throw refusal(24, "(#24) The media builder has expired.", { subcode: 2207008 });
  if (status === "ERROR") throw refusal(352, "(#352) The video format is not supported.", { subcode: 2207026 });
  if (status === "IN_PROGRESS")
    throw refusal(9007, "Media ID is not available", { subcode: 2207027, userMessage: "The media is not ready to be published." });
  if (quotaUsed(core, owner.id) >= core.publishingLimit)
    throw refusal(9, "(#9) The user has reached the maximum number of posts that may be published by API.", { subcode: 2207042 });
  const media = share(core, owner, container);
  container.published = media.id;
  return media;
}
