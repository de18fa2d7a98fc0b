import type { CatalogEntry } from "../src/networks/catalog.js";

/** What a reader is told of an operation or a kind of message, by column; `null` where another word says it already. */
export declare const words: Readonly<Record<"read" | "answer" | "moderate", Readonly<Record<string, string | null>>>>;
/** The table, markers included. */
export declare const table: (catalog: readonly CatalogEntry[]) => string;
/** A page with its table put right. */
export declare const withTable: (page: string, catalog: readonly CatalogEntry[]) => string;
