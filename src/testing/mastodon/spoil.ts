/**
 * Answers spoilt by a fault, in the shapes of this network: pages are lists, and their cursors stand in the `Link` header.
 * @module
 */
import type { FakeAnswer } from "../exchange.js";
import { isJson } from "../json.js";
import type { SpoilingFault, Understood } from "../fake-server.js";

const futureField = "future_field";

/** Adds a field that nobody knows to every object. */
function enrich(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(enrich);
  if (!isJson(value)) return value;
  return { ...Object.fromEntries(Object.entries(value).map(([key, part]) => [key, enrich(part)])), [futureField]: { since: "2099" } };
}

/** Puts words that are in no list yet behind the items of a page. */
function withNews(operation: string, items: readonly unknown[]): readonly unknown[] {
  const first = items.find(isJson);
  if (first === undefined) return items;
  if (operation === "/api/v1/notifications") return [...items, { ...first, id: "1", type: "future_type" }];
  if ("visibility" in first) return [...items, { ...first, id: "1", visibility: "future_visibility" }];
  return items;
}

function richer(operation: string, body: unknown): unknown {
  if (Array.isArray(body)) return enrich(withNews(operation, body));
  if (!isJson(body)) return undefined;
  const { descendants, media_attachments: media } = body;
  if (Array.isArray(descendants)) return enrich({ ...body, descendants: withNews(operation, descendants) });
  if (Array.isArray(media))
    return enrich({ ...body, media_attachments: [...(media as unknown[]), { id: "1", type: "future_type", url: null }] });
  return enrich(body);
}

/** The list of a page, and how it is put back. */
function listOf(body: unknown): { readonly items: readonly unknown[]; readonly put: (items: readonly unknown[]) => unknown } | undefined {
  if (Array.isArray(body)) return { items: body as readonly unknown[], put: (items) => items };
  if (!isJson(body)) return undefined;
  for (const name of ["descendants", "statuses"]) {
    const found = body[name];
    if (Array.isArray(found)) return { items: found as readonly unknown[], put: (items) => ({ ...body, [name]: items }) };
  }
  return undefined;
}

/** The address that was asked, as a link; read differently where `since_id` begins before everything, or with one more zero. */
function linkTo(address: URL, differently: boolean): string {
  const url = new URL(address);
  if (differently) url.searchParams.set("since_id", `0${url.searchParams.get("since_id") ?? ""}`);
  return `<${url.href}>; rel="next"`;
}

/** Spoils an answer; `undefined` when it has nothing that this fault could hit. `asked` is the address of the call. */
export function spoilAnswer(action: SpoilingFault, call: Understood, answer: FakeAnswer, asked: URL): FakeAnswer | undefined {
  if (action.type === "unknown-fields") {
    if (call.effect === "session") return undefined;
    const body = richer(call.operation, answer.body);
    return body === undefined ? undefined : { ...answer, body };
  }
  const page = listOf(answer.body);
  if (page === undefined || call.effect !== "read") return undefined;
  if (action.type === "repeat-cursor") {
    const hasCursor = ["max_id", "min_id", "since_id"].some((name) => asked.searchParams.has(name));
    return hasCursor ? { ...answer, headers: { ...answer.headers, link: linkTo(asked, false) } } : undefined;
  }
  if (page.items.length === 0) return undefined;
  if (action.type === "broken-item") {
    const broken = Math.min(action.index ?? 0, page.items.length - 1);
    return { ...answer, body: page.put(page.items.map((item, at) => (at === broken ? { broken: true } : item))) };
  }
  // An empty page that goes on: its link leads to the items that it did not give. Only pages with links have one.
  if (answer.headers.link === undefined) return undefined;
  return { ...answer, body: page.put([]), headers: { ...answer.headers, link: linkTo(asked, true) } };
}
