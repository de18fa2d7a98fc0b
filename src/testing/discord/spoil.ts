/**
 * Answers spoilt by a fault, in the shapes of this network.
 * @module
 */
import type { FakeAnswer } from "../exchange.js";
import { isJson } from "../json.js";
import type { Json } from "../json.js";
import type { SearchGaps } from "./route.js";
import { searchWords } from "./search.js";
import type { SpoilingFault, Understood } from "../fake-server.js";

/** Where an answer that is no list keeps its items. */
const lists = ["messages", "items", "threads"];

/** Adds a field that nobody knows to every object. */
function enrich(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(enrich);
  if (!isJson(value)) return value;
  return { ...Object.fromEntries(Object.entries(value).map(([key, part]) => [key, enrich(part)])), future_field: { since: "2099" } };
}

/** Adds items of kinds that are in no list yet: a message of a new type, a channel of a new type. */
function withNews(items: readonly unknown[]): readonly unknown[] {
  const [first] = items;
  if (Array.isArray(first) || !isJson(first) || typeof first.type !== "number") return items;
  return [...items, { ...first, id: "1", type: 99 }];
}

const itemsOf = (
  body: unknown,
): { readonly items: readonly unknown[]; readonly with: (items: readonly unknown[]) => unknown } | undefined => {
  if (Array.isArray(body)) return { items: body, with: (items) => items };
  if (!isJson(body)) return undefined;
  const name = lists.find((one) => Array.isArray(body[one]));
  return name === undefined ? undefined : { items: body[name] as readonly unknown[], with: (items) => ({ ...body, [name]: items }) };
};

const breakItem = (item: unknown): unknown => (Array.isArray(item) ? [{ broken: true }] : { broken: true });

const firstOf = (value: string | readonly string[] | undefined): string => (typeof value === "string" ? value : (value?.[0] ?? ""));

/** A page that comes without its items, as results that are filtered out make it: they are counted, and what follows begins later. */
function emptied(body: Json, call: Understood, gaps: SearchGaps): Json | undefined {
  const items = Array.isArray(body.messages) ? body.messages : [];
  const isLater = (firstOf(call.params.offset) || "0") !== "0";
  if (items.length === 0 || typeof body.total_results !== "number" || isLater) return undefined;
  const limit = Number(firstOf(call.params.limit) || "25");
  gaps.set(searchWords(call.params), limit);
  return { doing_deep_historical_index: false, total_results: body.total_results + limit, messages: [] };
}

/**
 * A page that ends with the item that it was asked to begin after, so that whoever goes on from its last item goes in a circle. Only lists
 * that are asked for by the id of an item have such a place.
 */
function repeated(body: unknown, call: Understood): unknown {
  const place = firstOf(call.params.before) || firstOf(call.params.max_id);
  const found = itemsOf(body);
  const last = found?.items.at(-1);
  if (!/^\d+$/.test(place) || found === undefined || last === undefined) return undefined;
  const same = (item: unknown): unknown => (isJson(item) ? { ...item, id: place } : item);
  return found.with([...found.items, Array.isArray(last) ? last.map(same) : same(last)]);
}

/** Spoils an answer; `undefined` when it has nothing that this fault could hit. */
export function spoilAnswer(action: SpoilingFault, call: Understood, answer: FakeAnswer, gaps: SearchGaps): FakeAnswer | undefined {
  const { body } = answer;
  const whole = (next: unknown): FakeAnswer | undefined => (next === undefined ? undefined : { ...answer, body: next });
  if (action.type === "repeat-cursor") return whole(repeated(body, call));
  if (action.type === "empty-page") return isJson(body) ? whole(emptied(body, call, gaps)) : undefined;
  const found = itemsOf(body);
  if (action.type === "unknown-fields") {
    if (body === undefined) return undefined;
    return whole(enrich(found === undefined ? body : found.with(withNews(found.items))));
  }
  if (found === undefined || found.items.length === 0 || call.effect !== "read") return undefined;
  const at = Math.min(action.index ?? 0, found.items.length - 1);
  return whole(found.with(found.items.map((item, on) => (on === at ? breakItem(item) : item))));
}
