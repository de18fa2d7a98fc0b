/**
 * Answers spoilt by a fault, in the shapes of the Graph API: lists stand in `data`, cursors in `paging`.
 * @module
 */
import type { FakeAnswer } from "../exchange.js";
import { isJson, objectAt, textAt } from "../json.js";
import type { Json } from "../json.js";
import { respelt } from "./paging.js";
import type { SpoilingFault, Understood } from "../fake-server.js";

/** Adds a field that nobody knows to every object. */
function enrich(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(enrich);
  if (!isJson(value)) return value;
  return { ...Object.fromEntries(Object.entries(value).map(([key, part]) => [key, enrich(part)])), future_field: { since: "2099" } };
}

/** Words that are in no list yet, in the fields that hold words. */
const wordFields = ["status_type", "media_type", "media_product_type", "recommendation_type", "hide_status", "reply_audience"];

function withNews(items: readonly unknown[]): readonly unknown[] {
  const first = items.find(isJson);
  const words = wordFields.filter((name) => first !== undefined && name in first);
  if (first === undefined || words.length === 0) return items;
  return [...items, { ...first, id: "1", ...Object.fromEntries(words.map((name) => [name, "FUTURE_WORD"])) }];
}

/** Finds the first list in a body, at the top or below a field, and changes its object. */
function inPage(body: unknown, change: (page: Json, items: readonly unknown[]) => Json | undefined): unknown {
  if (!isJson(body)) return undefined;
  if (Array.isArray(body.data)) return change(body, body.data as readonly unknown[]);
  for (const [key, part] of Object.entries(body)) {
    const changed = isJson(part) ? inPage(part, change) : undefined;
    if (changed !== undefined) return { ...body, [key]: changed };
  }
  return undefined;
}

function nextAs(page: Json, cursor: string, asked: URL): Json {
  const url = new URL(textAt(objectAt(page, "paging"), "next") ?? asked.href);
  url.searchParams.set("after", cursor);
  return { ...objectAt(page, "paging"), cursors: { ...objectAt(objectAt(page, "paging"), "cursors"), after: cursor }, next: url.href };
}

function spoilBody(action: SpoilingFault, body: unknown, asked: URL): unknown {
  if (action.type === "unknown-fields") {
    const more = inPage(body, (page, items) => ({ ...page, data: withNews(items) }));
    return enrich(more ?? body);
  }
  return inPage(body, (page, items) => {
    const paging = objectAt(page, "paging");
    if (action.type === "repeat-cursor") {
      const after = asked.searchParams.get("after");
      return after === null || paging === undefined ? undefined : { ...page, paging: nextAs(page, after, asked) };
    }
    if (items.length === 0) return undefined;
    if (action.type === "broken-item") {
      const broken = Math.min(action.index ?? 0, items.length - 1);
      return { ...page, data: items.map((item, at) => (at === broken ? { broken: true } : item)) };
    }
    // An empty page that goes on: its cursor leads to the items that it did not give. Only what pages has one.
    if (paging === undefined) return undefined;
    return { ...page, data: [], paging: nextAs(page, respelt(asked.searchParams.get("after") ?? undefined), asked) };
  });
}

/** Spoils an answer; `undefined` when it has nothing that this fault could hit. `asked` is the address of the call. */
export function spoilGraph(action: SpoilingFault, call: Understood, answer: FakeAnswer, asked: URL): FakeAnswer | undefined {
  if (call.effect === "session" || (call.effect === "write" && action.type !== "unknown-fields")) return undefined;
  const { body } = answer;
  // Answers to a batch hold JSON as text.
  if (Array.isArray(body)) {
    const hit = new Set<unknown>();
    const parts = body.map((part: unknown): unknown => {
      const text = textAt(part, "body");
      const changed =
        text === undefined || (hit.size > 0 && action.type !== "unknown-fields") ? undefined : spoilBody(action, JSON.parse(text), asked);
      if (changed === undefined) return part;
      hit.add(part);
      return { ...(isJson(part) && part), body: JSON.stringify(changed) };
    });
    return hit.size > 0 ? { ...answer, body: parts } : undefined;
  }
  const changed = spoilBody(action, body, asked);
  return changed === undefined ? undefined : { ...answer, body: changed };
}
