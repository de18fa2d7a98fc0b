/**
 * Rows as text, a piece at a time, so that a year of messages needs no more memory than an hour.
 * @module
 */
import { isObject, refuse } from "../measure.js";
import { csvLine, csvText, jsonLine } from "./cells.js";
import { exportColumns, readableColumns, type ExportRows } from "./columns.js";
import type { ReadableColumn } from "./column.js";

/** How far an export is. */
export interface ExportProgress {
  /** Rows written so far. */
  readonly rows: number;
  /** Characters written so far. */
  readonly characters: number;
  /** True the last time. */
  readonly done: boolean;
}

/** How a file is written. */
export interface ExportOptions {
  /** `jsonl`: one JSON object a line. `csv`: RFC 4180, with the names of the columns in the first line. @defaultValue "jsonl" */
  readonly format?: "jsonl" | "csv";
  /** Names of the columns to write, in this order; leave out what the reader need not see. @defaultValue all */
  readonly columns?: readonly string[];
  /** Told with each piece that was written, and at the end. */
  readonly onProgress?: (progress: ExportProgress) => void;
  /**
   * Of CSV. `guard` puts an apostrophe before a text that a spreadsheet would run as a formula; `keep` writes what was said, for programs.
   * @defaultValue "guard"
   */
  readonly formulas?: "guard" | "keep";
  /** Of CSV: begins the file so that Excel takes it for UTF-8. @defaultValue false */
  readonly byteOrderMark?: boolean;
  /** Ends it between two rows, by throwing the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Rows to write: a list, or a source that gives them one after the other, such as `inbox.series(...)`. */
export type RowSource<T> = Iterable<T> | AsyncIterable<T>;

/** Characters of a piece: enough that a file is not written in drops. */
const pieceLength = 65_536;

/** Checks how a file is to be written, and gives its pieces. */
export function writeRows<K extends keyof ExportRows>(
  what: K,
  rows: RowSource<ExportRows[K]>,
  options: ExportOptions = {},
): AsyncIterable<string> {
  const columns = chooseColumns(what, options);
  checkSource(what, rows);
  return pieces(what, rows, columns, options);
}

async function* pieces<K extends keyof ExportRows>(
  what: K,
  rows: RowSource<ExportRows[K]>,
  columns: readonly ReadableColumn<ExportRows[K]>[],
  { format = "jsonl", onProgress, formulas = "guard", byteOrderMark = false, signal }: ExportOptions,
): AsyncGenerator<string, void, undefined> {
  const csv = format === "csv";
  const head = csv ? `${byteOrderMark ? "\ufeff" : ""}${columns.map(({ name }) => csvText(name)).join(",")}\r\n` : "";
  let piece = head;
  let written = 0;
  let count = 0;
  for await (const row of rows) {
    signal?.throwIfAborted();
    if (!isObject(row)) refuse(`\`rows\` has nothing at position ${String(count)}`, `give ${what} only`);
    checkRow(what, row, count);
    piece += csv ? `${csvLine(columns, row, formulas === "guard")}\r\n` : `${jsonLine(columns, row)}\n`;
    count++;
    if (piece.length < pieceLength) continue;
    yield piece;
    written += piece.length;
    piece = "";
    onProgress?.({ rows: count, characters: written, done: false });
  }
  signal?.throwIfAborted();
  if (piece !== "") yield piece;
  onProgress?.({ rows: count, characters: written + piece.length, done: true });
}

/** What each row must have: of something else every line would be empty, without a word. */
const needed = {
  messages: { key: "string", entities: "object", attachments: "object", counts: "object" },
  posts: { key: "string", entities: "object", attachments: "object", counts: "object" },
  conversations: { key: "string", participants: "object" },
  observations: { subject: "string", metric: "string" },
  measures: { metric: "string", measure: "object" },
} as const satisfies Record<keyof ExportRows, Readonly<Record<string, "string" | "object">>>;

/** Refuses a row that is something else, saying which. */
function checkRow(what: keyof ExportRows, row: object, position: number): void {
  const fields = row as Readonly<Record<string, unknown>>;
  for (const [name, type] of Object.entries(needed[what]))
    if (typeof fields[name] !== type || fields[name] === null)
      refuse(`The row at position ${String(position)} has no \`${name}\``, `give ${what} as they were read or made`);
}

/** Refuses what cannot be gone through, before anything is written. */
export function checkSource(what: keyof ExportRows, rows: unknown): void {
  if (!isObject(rows) || !(Symbol.iterator in rows || Symbol.asyncIterator in rows))
    refuse("`rows` is nothing to go through", `give ${what} in a list, or a source of them`);
}

function chooseColumns<K extends keyof ExportRows>(what: K, options: ExportOptions): readonly ReadableColumn<ExportRows[K]>[] {
  if (!isObject(options)) refuse("`options` is no object", 'leave it out, or give for example { format: "csv" }');
  const { format, formulas, columns: wanted, onProgress, byteOrderMark, signal } = options;
  if (format !== undefined && !["jsonl", "csv"].includes(format)) refuse("format is none that we write", "use jsonl or csv");
  if (formulas !== undefined && !["guard", "keep"].includes(formulas)) refuse("formulas is no way that we know", "use guard or keep");
  if (onProgress !== undefined && typeof onProgress !== "function") refuse("onProgress is no function", "give one, or leave it out");
  if (byteOrderMark !== undefined && typeof byteOrderMark !== "boolean")
    refuse("byteOrderMark is neither true nor false", "give one of them");
  if (signal !== undefined && typeof (signal as Partial<AbortSignal> | null)?.throwIfAborted !== "function")
    refuse("signal is no signal", "give that of an AbortController, or leave it out");
  const all: readonly ReadableColumn<ExportRows[K]>[] = readableColumns[what];
  if (wanted === undefined) return all;
  if (!Array.isArray(wanted) || wanted.length === 0) refuse("`columns` names none", "name some, or leave it out for all");
  return wanted.map((name) => {
    const found = all.find((column) => column.name === name);
    return (
      found ??
      refuse(
        `\`columns\` names ${typeof name === "string" ? JSON.stringify(name) : typeof name}, which ${what} do not have`,
        `use some of ${namesOf(what)}`,
      )
    );
  });
}

const namesOf = (what: keyof ExportRows): string => exportColumns[what].map(({ name }) => name).join(", ");
