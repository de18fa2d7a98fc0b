/**
 * Publishing in containers: made, worked on, published.
 * @see https://developers.facebook.com/docs/threads/posts and .../threads/troubleshooting, read 2026-01
 * @module
 */
import { caller, may } from "./call.js";
import type { Call, Calls, Run } from "./call.js";
import { checkSaying, say } from "./say.js";
import type { ContainerData, MediaData, PersonData, ReplyControl, Saying } from "./core.js";
import { fieldsOf, requireSelf } from "./pages.js";
import { invalidParameter, noPermission, noSuchField, notThere, refusal } from "../graph/errors.js";
import { isJson, present } from "../json.js";
import type { Json } from "../json.js";

const dayMs = 86_400_000;
const types = { TEXT: "TEXT_POST", IMAGE: "IMAGE", VIDEO: "VIDEO", CAROUSEL: "CAROUSEL_ALBUM" } as const;
const controls: readonly string[] = ["everyone", "accounts_you_follow", "mentioned_only", "parent_post_author_only", "followers_only"];
const mostChildren = 20;

const isControl = (value: string): value is ReplyControl => controls.includes(value);

function listParam(call: Call, name: string): readonly string[] | undefined {
  const value = call.params.all[name];
  if (Array.isArray(value)) return value.map(String);
  const text = call.params.text(name);
  if (text === undefined || text === "") return undefined;
  return text
    .replace(/^\[|\]$/g, "")
    .split(",")
    .map((one) => one.trim().replace(/^"|"$/g, ""));
}

function fileOf(call: Call, type: string): string | undefined {
  if (type !== "IMAGE" && type !== "VIDEO") return undefined;
  const name = type === "IMAGE" ? "image_url" : "video_url";
  const url = call.params.text(name);
  // The network fetches it: it has to be public.
  if (url === undefined || !/^https?:\/\//.test(url) || !URL.canParse(url))
    throw invalidParameter(`The parameter ${name} is required: a public URL`);
  return url;
}

function pollOf(call: Call, now: number): Saying["poll"] {
  const value = call.params.json("poll_attachment");
  if (!isJson(value)) return undefined;
  const options = [value.option_a, value.option_b, value.option_c, value.option_d].filter((one) => typeof one === "string");
  return { options, expiresAt: now + dayMs };
}

function childrenOf(call: Call, by: PersonData, type: string): readonly string[] | undefined {
  if (type !== "CAROUSEL") return undefined;
  const children = listParam(call, "children") ?? [];
  if (children.length < 2 || children.length > mostChildren)
    throw invalidParameter(`Param children must have from 2 to ${mostChildren} items`);
  for (const id of children) {
    const item = call.core.containers.get(id);
    if (item?.ownerId !== by.id || !item.isItem) throw notThere("post", id);
  }
  return children;
}

function sayingOf(call: Call, by: PersonData): Saying {
  const { params, core } = call;
  const type = params.text("media_type");
  if (type === undefined || !Object.hasOwn(types, type))
    throw invalidParameter("Param media_type must be one of {TEXT, IMAGE, VIDEO, CAROUSEL}");
  const kind = type as keyof typeof types;
  const replyControl = params.text("reply_control");
  if (replyControl !== undefined && !isControl(replyControl))
    throw invalidParameter(`Param reply_control must be one of {${controls.join(", ")}}`);
  if (params.text("allowlisted_country_codes") !== undefined)
    throw refusal(10, "(#10) THREADS_API__FEATURE_NOT_AVAILABLE: geo-gating is not available to this profile");
  const attachment = params.json("text_attachment");
  const plaintext = isJson(attachment) && typeof attachment.plaintext === "string" ? attachment.plaintext : undefined;
  return {
    type: types[kind],
    text: params.text("text") ?? "",
    ...present({
      mediaUrl: fileOf(call, kind),
      children: childrenOf(call, by, kind),
      poll: kind === "TEXT" ? pollOf(call, core.clock.now()) : undefined,
      plaintext,
      altText: params.text("alt_text"),
      replyTo: params.text("reply_to_id"),
      quotes: params.text("quote_post_id"),
      replyControl,
      topicTag: params.text("topic_tag"),
      link: params.text("link_attachment"),
      isSpoiler: params.flag("is_spoiler_media"),
      approvesReplies: params.flag("enable_reply_approvals"),
    }),
  };
}

/** Takes it from what may be said in a day, and says it. */
function published(call: Call, by: PersonData, saying: Saying): MediaData {
  checkSaying(call.core, by, saying);
  call.core.quotas.take(by.id, saying.replyTo === undefined ? "posts" : "replies");
  return say(call.core, by, saying);
}

const create: Run = (call, id) => {
  const by = caller(call);
  requireSelf(call, id);
  const { core, params } = call;
  // Who may manage answers may answer; everything else is publishing.
  const answers = params.text("reply_to_id") !== undefined;
  if (!may(call, "threads_content_publish")) throw noPermission("threads_content_publish", 200);
  if (answers && !may(call, "threads_manage_replies")) throw noPermission("threads_manage_replies", 200);
  const saying = sayingOf(call, by);
  const isItem = params.flag("is_carousel_item") === true;
  if (isItem && saying.type !== "IMAGE" && saying.type !== "VIDEO")
    throw invalidParameter("Param is_carousel_item is for images and videos only");
  const now = core.clock.now();
  checkSaying(core, by, saying);
  core.quotas.check(by.id, answers ? "replies" : "posts");
  if (params.flag("auto_publish_text") === true && saying.type === "TEXT_POST") return { id: published(call, by, saying).id };
  const error = core.spoilt.get(saying.mediaUrl ?? "");
  const made: ContainerData = {
    id: core.ids.next("container"),
    ownerId: by.id,
    saying,
    isItem,
    readyAt: now + (saying.type === "TEXT_POST" ? 0 : core.processingMs),
    expiresAt: now + dayMs,
    ...(error !== undefined && { error }),
  };
  core.containers.set(made.id, made);
  return { id: made.id };
};

type Status = "IN_PROGRESS" | "FINISHED" | "PUBLISHED" | "ERROR" | "EXPIRED";

function statusOf(call: Call, container: ContainerData): { readonly status: Status; readonly error?: string } {
  const now = call.core.clock.now();
  if (container.mediaId !== undefined) return { status: "PUBLISHED" };
  if (now >= container.expiresAt) return { status: "EXPIRED" };
  const parts = (container.saying.children ?? []).flatMap((id) => call.core.containers.get(id) ?? []);
  const all = [container, ...parts];
  if (all.some(({ readyAt }) => now < readyAt)) return { status: "IN_PROGRESS" };
  const error = all.find((one) => one.error !== undefined)?.error;
  return error === undefined ? { status: "FINISHED" } : { status: "ERROR", error };
}

function containerView(call: Call, container: ContainerData): Json {
  const { status, error } = statusOf(call, container);
  const all: Json = { id: container.id, status, error_message: error };
  const names = ["id", ...(fieldsOf(call) ?? []).map(({ name }) => name)];
  for (const name of names) if (!(name in all)) throw noSuchField(name, "ThreadsMediaContainer");
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => names.includes(name) && value !== undefined));
}

const publish: Run = (call, id) => {
  const by = caller(call, "threads_content_publish");
  requireSelf(call, id);
  const creationId = call.params.text("creation_id");
  if (creationId === undefined) throw invalidParameter("The parameter creation_id is required");
  const container = call.core.containers.get(creationId);
  if (container?.ownerId !== by.id || container.isItem) throw notThere("post", creationId);
  const { status } = statusOf(call, container);
  // Seen from developers since 2024: what is not ready is a medium that cannot be found.
  if (status !== "FINISHED")
    throw refusal(24, "The requested resource does not exist", {
      subcode: 4279009,
      transient: false,
      userTitle: "Media Not Found",
      userMessage: "The media cannot be found.",
    });
  const media = published(call, by, container.saying);
  container.mediaId = media.id;
  return { id: media.id };
};

/** Making and publishing containers. */
export const ownWrites: Calls = { "POST threads": create, "POST threads_publish": publish };

/** One container. */
export const containerReads: Calls = {
  GET: (call, id) => {
    const container = call.core.containers.get(id);
    if (container?.ownerId !== caller(call).id) throw notThere(call.method, id);
    return containerView(call, container);
  },
};
