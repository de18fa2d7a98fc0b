/**
 * Cursors. Addresses of next pages hold the token, so only what points at the page is taken out of them.
 * @module
 */
import { fieldsOf, textOf } from "../../adapter/fields.js";
import type { GivenQuery } from "../../adapter/task.js";

/** Where a page with an address but without a cursor continues (time-based and counting edges). The names end up in our own cursor. */
const pointers = ["after", "until", "since", "offset", "__paging_token", "pagination_key"];

/** Our own cursors of several parts begin so; those of the network are base64 and never do. */
const mark = "?";

/**
 * Gives the cursor of the next page.
 * @param paging - as the page told it
 * @param follow - `next`: there is a page where an address of it is told, as most edges do; `cursor`: where a cursor is told
 * @returns `undefined` at the end
 */
export function nextCursor(paging: Readonly<Record<string, unknown>>, follow: "next" | "cursor"): string | undefined {
  const after = textOf(fieldsOf(paging["cursors"])["after"]);
  const next = textOf(paging["next"]);
  if (follow === "cursor") return after ?? pointerOf(next);
  return next === undefined ? undefined : (after ?? pointerOf(next));
}

function pointerOf(next: string | undefined): string | undefined {
  if (next === undefined || !URL.canParse(next)) return undefined;
  const { searchParams } = new URL(next);
  const after = searchParams.get("after");
  if (after !== null && after !== "") return after;
  const found = pointers.flatMap((name) => {
    const value = searchParams.get(name);
    return value === null || value === "" ? [] : [[name, value]];
  });
  return found.length === 0 ? undefined : `${mark}${new URLSearchParams(found).toString()}`;
}

/** Makes parameters of a cursor. Of one in several parts only those are taken that a cursor of ours can have. */
export function cursorQuery(cursor: string | undefined): GivenQuery {
  if (cursor === undefined) return {};
  if (!cursor.startsWith(mark)) return { after: cursor };
  const given = new URLSearchParams(cursor.slice(1));
  return Object.fromEntries(
    pointers.flatMap((name) => {
      const value = given.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}
