/**
 * Answers spoilt by a fault, in the shapes of this network.
 * @module
 */
import { isJson, textAt } from "../json.js";
import type { Json } from "../json.js";
import type { SpoilingFault, Understood } from "../fake-server.js";
import { sameCursor } from "./paging.js";

/** Where a page keeps its items. */
const lists = ["notifications", "feed", "posts", "likes", "repostedBy", "convos", "messages", "logs", "records", "thread", "profiles"];

const futureField = "futureField";

/** Adds a field that nobody knows to every object, and words and variants that are in no list yet. */
function enrich(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(enrich);
  if (!isJson(value)) return value;
  const all = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, key === "$link" ? part : enrich(part)]));
  // Links and blobs have an exact form; the rest is open.
  return "$link" in all || all.$type === "blob" ? all : { ...all, [futureField]: { since: "2099" } };
}

function withNews(list: string, items: readonly unknown[]): readonly unknown[] {
  const first = items.find(isJson);
  if (list === "notifications" && first !== undefined) {
    const uri = (textAt(first, "uri") ?? "").replace(/[^/]+$/, "3zzzzzzzzzz22");
    return [...items, { ...first, uri, reason: "future-reason" }];
  }
  if (list === "messages" || list === "logs")
    return [...items, { $type: "chat.bsky.convo.defs#futureView", id: "future", rev: "3zzzzzzzzzz22", sentAt: "2099-01-01T00:00:00.000Z" }];
  if (list === "posts" || list === "feed")
    return items.map((item, at) => {
      if (at > 0 || !isJson(item)) return item;
      const embed = { $type: "app.bsky.embed.future#view", future: true };
      return list === "posts" ? { ...item, embed } : { ...item, post: { ...(isJson(item.post) ? item.post : {}), embed } };
    });
  return items;
}

/** Spoils a page; `undefined` when the answer has nothing that this fault could hit. */
export function spoilPage(action: SpoilingFault, call: Understood, body: unknown): Json | undefined {
  if (!isJson(body)) return undefined;
  if (action.type === "repeat-cursor") {
    const { cursor } = call.params;
    return typeof cursor === "string" ? { ...body, cursor } : undefined;
  }
  const list = lists.find((name) => Array.isArray(body[name]));
  const items = list === undefined ? [] : (body[list] as readonly unknown[]);
  if (action.type === "unknown-fields") {
    if (call.effect === "session") return undefined;
    const richer = list === undefined ? body : { ...body, [list]: withNews(list, items) };
    return enrich(richer) as Json;
  }
  if (list === undefined || items.length === 0) return undefined;
  if (action.type === "broken-item") {
    const broken = Math.min(action.index ?? 0, items.length - 1);
    return { ...body, [list]: items.map((item, at) => (at === broken ? { broken: true } : item)) };
  }
  // An empty page that goes on: its cursor leads to the items that it did not give.
  const asked = call.params.cursor;
  return { ...body, [list]: [], cursor: sameCursor(typeof asked === "string" ? asked : undefined) };
}
