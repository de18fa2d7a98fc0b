/**
 * One row as a line of text.
 * @module
 */
import { refuse } from "../measure.js";
import type { Cell, ReadableColumn } from "./column.js";

/** Writes a row as a line of JSON. Unknown cells have no field. */
export function jsonLine<T>(columns: readonly ReadableColumn<T>[], row: T): string {
  const line: Record<string, Cell> = {};
  for (const { name, of } of columns) {
    const cell = finite(of(row), name);
    if (cell !== undefined) line[name] = cell;
  }
  return JSON.stringify(line);
}

/** Writes a row as a line of CSV (RFC 4180). Unknown cells are empty; an empty text is `""`. */
export function csvLine<T>(columns: readonly ReadableColumn<T>[], row: T, guard: boolean): string {
  return columns
    .map(({ name, type, of }) => {
      const cell = finite(of(row), name);
      if (cell === undefined) return "";
      if (typeof cell === "object") return quoted(JSON.stringify(cell));
      if (typeof cell !== "string") return String(cell);
      return csvText(guard && type === "string" ? guarded(cell) : cell);
    })
    .join(",");
}

/** Writes one text of CSV. */
export const csvText = (text: string): string => (text === "" || /[",\r\n]|^\s|\s$/u.test(text) ? quoted(text) : text);

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

// Spreadsheets run what begins like a formula, and messages are written by strangers (OWASP, "CSV Injection").
const guarded = (text: string): string => (/^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u.test(text) ? `'${text}` : text);

// JSON would make null of it and CSV a word: both read as something else.
function finite(cell: Cell, name: string): Cell {
  if (typeof cell === "number" && !Number.isFinite(cell)) refuse(`${name} of a row is ${String(cell)}`, "leave out what is unknown");
  return cell;
}
