import type { ExportColumn } from "../src/metrics/export/index.js";
import type { MetricEntry, MetricGroup, MetricInput, MetricInputEntry } from "../src/metrics/catalog/index.js";

/** What the page of metrics is written from. */
export interface MetricTable {
  readonly metricCatalog: readonly MetricEntry[];
  readonly metricInputs: Readonly<Record<MetricInput, MetricInputEntry>>;
}
/** The chapters, in the order of the page. */
export declare const groups: Readonly<Record<MetricGroup, string>>;
/** The chapters of metrics, and who tells what they read; markers included. */
export declare const metricChapters: (table: MetricTable) => string;
/** The columns of files, markers included. */
export declare const columnTables: (table: { readonly exportColumns: Readonly<Record<string, readonly ExportColumn[]>> }) => string;
/** A page with what stands between the markers put right. */
export declare const withMarked: (page: string, name: string, text: string) => string;
