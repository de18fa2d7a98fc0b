/**
 * Reads an answer with the caller's schema, and says shortly why it does not fit.
 * @module
 */
import type { Schema } from "./request.js";

/** Reading an answer: what it gave, or why not. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** Reads a body with a schema. The reason of a misfit names paths, never values: what a schema throws may quote the payload. */
export function checkAnswer<T>(schema: Schema<T>, body: unknown): Checked<T> {
  try {
    return { ok: true, value: schema.parse(body) };
  } catch (error) {
    return { ok: false, reason: misfit(error) };
  }
}

const longest = 160;

/** Says where an answer did not fit, in at most 200 characters. */
function misfit(error: unknown): string {
  const issues = typeof error === "object" && error !== null && "issues" in error ? error.issues : undefined;
  if (!Array.isArray(issues) || issues.length === 0) return "it does not have the expected form";
  const paths = new Set<string>();
  for (const issue of issues.slice(0, 5) as unknown[]) {
    const path = typeof issue === "object" && issue !== null && "path" in issue ? issue.path : undefined;
    paths.add(Array.isArray(path) && path.length > 0 ? (path as unknown[]).map(part).join(".") : "the whole body");
  }
  const list = [...paths].join(", ");
  const more = issues.length > 5 ? ` and ${issues.length - 5} more` : "";
  return `it does not fit at ${list.length > longest ? `${list.slice(0, longest)}…` : list}${more}`;
}

/** Keys of a record come from the payload: only what looks like a field name is repeated. */
function part(key: unknown): string {
  if (typeof key === "number") return String(key);
  return typeof key === "string" && /^[A-Za-z_$][\w$-]{0,39}$/.test(key) ? key : "*";
}
