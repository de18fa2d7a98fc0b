/**
 * Checks records as a repository does before it takes them, in the words of the real one.
 * @module
 */
import { graphemeSegments } from "unicode-segmenter/grapheme";
import { isCid } from "./cid.js";
import { isDid, isTid, partsOf } from "./ids.js";
import { isJson, listAt, objectAt, textAt } from "../json.js";
import type { Json } from "../json.js";
import { invalid } from "./xrpc.js";
import type { XrpcError } from "./xrpc.js";

/** Counts what a person sees as one character. */
export function graphemesOf(text: string): number {
  let count = 0;
  for (const segment of graphemeSegments(text)) count += segment.segment === "" ? 0 : 1;
  return count;
}

/** Counts UTF-8 bytes. */
export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

type Refuse = (what: string, path: string) => XrpcError;

interface TextBounds {
  readonly graphemes?: number;
  readonly bytes?: number;
}

/** What a check may look at beside the record. */
export interface CheckContext {
  /** Size and type of an uploaded blob; `undefined` when nobody uploaded it. */
  blob(cid: string): { readonly mimeType: string; readonly size: number } | undefined;
}

const needText = (refuse: Refuse, value: Json, key: string, path: string, { graphemes, bytes }: TextBounds = {}): string => {
  const text = value[key];
  if (text === undefined) throw refuse(`Missing required key "${key}"`, path);
  if (typeof text !== "string") throw refuse(`Expected string value type (got ${typeof text})`, `${path}.${key}`);
  if (bytes !== undefined && bytesOf(text) > bytes)
    throw refuse(`string too big (maximum ${bytes}, got ${bytesOf(text)})`, `${path}.${key}`);
  if (graphemes !== undefined && graphemesOf(text) > graphemes)
    throw refuse(`grapheme too big (maximum ${graphemes}, got ${graphemesOf(text)})`, `${path}.${key}`);
  return text;
};

const datetimeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,20})?(Z|[+-]\d\d:\d\d)$/;

const needDatetime = (refuse: Refuse, value: Json, key: string, path: string): void => {
  const text = needText(refuse, value, key, path);
  if (!datetimeForm.test(text) || Number.isNaN(Date.parse(text))) throw refuse(`Invalid datetime (got "${text}")`, `${path}.${key}`);
};

const needRef = (refuse: Refuse, value: Json, key: string, path: string): void => {
  const ref = objectAt(value, key);
  if (ref === undefined) throw refuse(`Missing required key "${key}"`, path);
  if (partsOf(needText(refuse, ref, "uri", `${path}.${key}`)) === undefined) throw refuse("Invalid AT-URI", `${path}.${key}.uri`);
  if (!isCid(needText(refuse, ref, "cid", `${path}.${key}`))) throw refuse("Invalid CID", `${path}.${key}.cid`);
};

const needUri = (refuse: Refuse, text: unknown, path: string): void => {
  if (typeof text !== "string" || partsOf(text) === undefined) throw refuse("Invalid AT-URI", path);
};

const atMost = (refuse: Refuse, list: readonly unknown[], most: number, path: string): void => {
  if (list.length > most) throw refuse(`array too big (maximum ${most}, got ${list.length})`, path);
};

const needBlob = (refuse: Refuse, context: CheckContext, value: Json, key: string, path: string, kind: string, maxBytes: number): void => {
  const blob = objectAt(value, key);
  const cid = textAt(objectAt(blob, "ref"), "$link");
  if (blob === undefined || blob.$type !== "blob" || cid === undefined) throw refuse("Expected blob value type", `${path}.${key}`);
  const stored = context.blob(cid);
  if (stored === undefined) throw invalid(`Could not find blob: ${cid}`);
  if (!stored.mimeType.startsWith(kind)) throw refuse(`Expected "${kind}*" (got "${stored.mimeType}")`, `${path}.${key}.mimeType`);
  if (stored.size > maxBytes) throw refuse(`blob too big (maximum ${maxBytes}, got ${stored.size})`, `${path}.${key}.size`);
  if (blob.mimeType !== stored.mimeType || blob.size !== stored.size) throw invalid("Referenced blob does not match the stored blob");
};

const checkMedia = (refuse: Refuse, context: CheckContext, embed: Json, path: string): void => {
  if (embed.$type === "app.bsky.embed.images" || embed.$type === "app.bsky.embed.gallery") {
    const gallery = embed.$type.endsWith("gallery");
    const key = gallery ? "items" : "images";
    const items = listAt(embed, key);
    atMost(refuse, items, gallery ? 20 : 4, `${path}.${key}`);
    for (const [at, item] of items.entries()) {
      const where = `${path}.${key}[${at}]`;
      if (!isJson(item)) throw refuse("Expected object value type", where);
      needBlob(refuse, context, item, "image", where, "image/", 2_000_000);
      needText(refuse, item, "alt", where);
      if (gallery && objectAt(item, "aspectRatio") === undefined) throw refuse('Missing required key "aspectRatio"', where);
    }
  } else if (embed.$type === "app.bsky.embed.video") needBlob(refuse, context, embed, "video", path, "video/mp4", 300_000_000);
  else if (embed.$type === "app.bsky.embed.external") {
    const external = objectAt(embed, "external");
    if (external === undefined) throw refuse('Missing required key "external"', path);
    for (const key of ["uri", "title", "description"]) needText(refuse, external, key, `${path}.external`);
    if (external.thumb !== undefined) needBlob(refuse, context, external, "thumb", `${path}.external`, "image/", 1_000_000);
  }
};

const checkEmbed = (refuse: Refuse, context: CheckContext, embed: Json, path: string): void => {
  if (textAt(embed, "$type") === undefined) throw refuse('Missing required key "$type"', path);
  if (embed.$type === "app.bsky.embed.record") needRef(refuse, embed, "record", path);
  else if (embed.$type === "app.bsky.embed.recordWithMedia") {
    const record = objectAt(embed, "record");
    const media = objectAt(embed, "media");
    if (record === undefined || media === undefined) throw refuse('Missing required key "media"', path);
    needRef(refuse, record, "record", `${path}.record`);
    checkMedia(refuse, context, media, `${path}.media`);
  } else checkMedia(refuse, context, embed, path);
};

/** Checks the facets of a text. Ranges are UTF-8 bytes, the end exclusive. */
export function checkFacets(refuse: (what: string, path: string) => XrpcError, value: Json, path: string): void {
  for (const [at, facet] of listAt(value, "facets").entries()) {
    const where = `${path}.facets[${at}]`;
    const index = objectAt(facet, "index");
    const [start, end] = [index?.byteStart, index?.byteEnd];
    if (!Number.isInteger(start) || !Number.isInteger(end) || Number(start) < 0)
      throw refuse("Expected integer value type", `${where}.index`);
    const features = isJson(facet) && Array.isArray(facet.features) ? listAt(facet, "features") : undefined;
    if (features === undefined) throw refuse('Missing required key "features"', where);
    for (const feature of features) {
      const type = textAt(feature, "$type");
      if (type === undefined) throw refuse('Missing required key "$type"', `${where}.features`);
      if (type.endsWith("#mention") && !isDid(textAt(feature, "did") ?? "")) throw refuse("Invalid DID", `${where}.features`);
      if (type.endsWith("#link") && textAt(feature, "uri") === undefined) throw refuse('Missing required key "uri"', `${where}.features`);
      if (type.endsWith("#tag") && isJson(feature)) needText(refuse, feature, "tag", `${where}.features`, { graphemes: 64, bytes: 640 });
    }
  }
}

type Check = (refuse: Refuse, record: Json, context: CheckContext) => void;

const needSubject: Check = (refuse, record) => {
  needRef(refuse, record, "subject", "$.record");
  needDatetime(refuse, record, "createdAt", "$.record");
};
const needPerson: Check = (refuse, record) => {
  if (!isDid(needText(refuse, record, "subject", "$.record"))) throw refuse("Invalid DID", "$.record.subject");
  needDatetime(refuse, record, "createdAt", "$.record");
};

const checks: Readonly<Record<string, Check>> = {
  "app.bsky.feed.post": (refuse, record, context) => {
    needText(refuse, record, "text", "$.record", { graphemes: 300, bytes: 3000 });
    needDatetime(refuse, record, "createdAt", "$.record");
    const reply = objectAt(record, "reply");
    if (reply !== undefined) for (const key of ["root", "parent"]) needRef(refuse, reply, key, "$.record.reply");
    checkFacets(refuse, record, "$.record");
    const embed = objectAt(record, "embed");
    if (embed !== undefined) checkEmbed(refuse, context, embed, "$.record.embed");
    atMost(refuse, listAt(record, "langs"), 3, "$.record.langs");
    atMost(refuse, listAt(record, "tags"), 8, "$.record.tags");
  },
  "app.bsky.feed.like": needSubject,
  "app.bsky.feed.repost": needSubject,
  "app.bsky.graph.follow": needPerson,
  "app.bsky.graph.block": needPerson,
  "app.bsky.feed.threadgate": (refuse, record) => {
    needUri(refuse, record.post, "$.record.post");
    needDatetime(refuse, record, "createdAt", "$.record");
    atMost(refuse, listAt(record, "allow"), 5, "$.record.allow");
    atMost(refuse, listAt(record, "hiddenReplies"), 300, "$.record.hiddenReplies");
    for (const uri of listAt(record, "hiddenReplies")) needUri(refuse, uri, "$.record.hiddenReplies");
  },
  "app.bsky.feed.postgate": (refuse, record) => {
    needUri(refuse, record.post, "$.record.post");
    needDatetime(refuse, record, "createdAt", "$.record");
    atMost(refuse, listAt(record, "detachedEmbeddingUris"), 50, "$.record.detachedEmbeddingUris");
  },
  "app.bsky.actor.profile": (refuse, record) => {
    if (record.displayName !== undefined) needText(refuse, record, "displayName", "$.record", { graphemes: 64, bytes: 640 });
    if (record.description !== undefined) needText(refuse, record, "description", "$.record", { graphemes: 256, bytes: 2560 });
  },
};

/** What a repository says of a record that it takes: checked against its lexicon, or of a type that it does not know. */
export type ValidationStatus = "valid" | "unknown";

/**
 * Checks a record before it is stored. Throws `InvalidRequest` with the path of the fault.
 * `validate`: true refuses types that are not known, false skips the check.
 */
export function checkRecord(
  collection: string,
  rkey: string,
  record: Json,
  context: CheckContext,
  validate: boolean | undefined,
): ValidationStatus {
  const refuse: Refuse = (what, path) => invalid(`Invalid ${collection} record: ${what} at ${path}`);
  if (record.$type !== collection) throw invalid(`Invalid $type: expected ${collection}, got ${String(record.$type)}`);
  const check = checks[collection];
  if (check === undefined) {
    if (validate === true) throw invalid(`Unknown lexicon type: ${collection}`);
    return "unknown";
  }
  if (validate === false) return "unknown";
  if (collection === "app.bsky.actor.profile" ? rkey !== "self" : !isTid(rkey))
    throw invalid(
      `Invalid record key for ${collection}: ${collection === "app.bsky.actor.profile" ? 'expected "self"' : "expected a TID"}`,
    );
  check(refuse, record, context);
  return "valid";
}
