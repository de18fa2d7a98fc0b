/**
 * Columns: what a file says of each row.
 * @module
 */

/** What a column holds. `instant` is ISO 8601 in UTC; `json` is an object or list, in CSV as JSON text. */
export type ColumnType = "string" | "number" | "boolean" | "instant" | "json";

/** What one cell holds. Absent = unknown: no field in JSON lines, nothing between the commas in CSV. */
export type Cell = string | number | boolean | object | undefined;

/** One column, for documentation and for who writes a table definition. */
export interface ExportColumn {
  /** Its name, in the first line of CSV and in each line of JSON. */
  readonly name: string;
  /** What it holds. */
  readonly type: ColumnType;
  /** What it means. */
  readonly says: string;
}

/** A column and how to read it. */
export interface ReadableColumn<T> extends ExportColumn {
  /** Reads the cell. */
  readonly of: (row: T) => Cell;
}

/** Makes a column. */
export const column = <T>(name: string, type: ColumnType, says: string, of: (row: T) => Cell): ReadableColumn<T> => ({
  name,
  type,
  says,
  of,
});
