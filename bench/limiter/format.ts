/** Numbers and tables as they are printed: `docs/benchmarks.md` takes them as they are. */
export const percent = (share: number): string =>
  Number.isFinite(share) ? `${(Math.floor(Math.min(1, share) * 1000) / 10).toFixed(1)} %` : "-";
export const rate = (per100: number): string => (per100 === 0 ? "0" : per100 < 0.1 ? per100.toFixed(3) : per100.toFixed(2));
export const ms = (value: number): string => (value < 10_000 ? `${Math.round(value)} ms` : `${Math.round(value / 1000)} s`);
export const times = (factor: number): string => factor.toFixed(2);

export type Row = Readonly<Record<string, string | number>>;

/** Prints a table in Markdown, with a title above it. Columns are those of all rows, in the order in which they first come. */
export function print(title: string, rows: readonly Row[]): void {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => `${row[column] ?? ""}`))];
  const widths = columns.map((_, at) => Math.max(3, ...lines.map((cells) => cells[at]?.length ?? 0)));
  const lineOf = (cells: readonly string[]): string => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = lines;
  console.log(`\n### ${title}\n`);
  console.log([lineOf(head), lineOf(widths.map((width) => "-".repeat(width))), ...body.map(lineOf)].join("\n"));
}
