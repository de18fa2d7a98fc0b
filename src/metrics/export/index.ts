/** Files of what was read and measured: JSON lines and CSV, streamed, with documented columns. @module */
export type { ExportColumn, ColumnType } from "./column.js";
export { exportColumns, type ExportRows, type NamedMeasure } from "./columns.js";
export {
  exportConversations,
  exportMeasures,
  exportMessages,
  exportObservations,
  exportPosts,
  type MessageItem,
  type MessageRow,
} from "./export.js";
export type { ExportOptions, ExportProgress, RowSource } from "./write.js";
