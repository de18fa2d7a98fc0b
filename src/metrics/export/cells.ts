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
    const cell = read(of, row, name);
    if (cell !== undefined) line[name] = cell;
  }
  return JSON.stringify(line);
}

/** Writes a row as a line of CSV (RFC 4180). Unknown cells are empty; an empty text is `""`. */
export function csvLine<T>(columns: readonly ReadableColumn<T>[], row: T, guard: boolean): string {
  return columns
    .map(({ name, type, of }) => {
      const cell = read(of, row, name);
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
const guarded = (text: string): string => (/^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/u.test(text) ? `'${text}` : text);

/** Reads a cell. A row that is half of what it should be, such as a measure without `missing`, is refused by the name of the column. */
function read<T>(of: (row: T) => unknown, row: T, name: string): Cell {
  try {
    return finite(of(row), name);
  } catch (error) {
    if (error instanceof TypeError) refuse(`${name} of a row cannot be read`, "give rows as they were read or made");
    throw error;
  }
}

// JSON would make null of such a number and CSV a word: both read as something else. A database says null of what is unknown.
function finite(cell: unknown, name: string): Cell {
  if (cell === null || cell === undefined) return undefined;
  if (!["string", "number", "boolean", "object"].includes(typeof cell))
    refuse(`${name} of a row is a ${typeof cell}`, "give texts, numbers and objects as they were read");
  if (typeof cell === "number" && !Number.isFinite(cell)) refuse(`${name} of a row is ${String(cell)}`, "leave out what is unknown");
  return cell;
}
