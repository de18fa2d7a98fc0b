import type { limitPrices, limitRules, routeCapacities } from "../src/networks/catalog.js";

/** What of the catalog the page prints. */
export interface Limits {
  readonly limitRules: typeof limitRules;
  readonly limitPrices: typeof limitPrices;
  readonly routeCapacities: typeof routeCapacities;
}
/** The names of networks as people write them, in the order of the page. */
export declare const names: Readonly<Record<string, string>>;
/** "15 minutes" of 900,000. */
export declare const length: (ms: number) => string;
/** The tables, markers included. */
export declare const limitTables: (catalog: Limits) => string;
/** A page with its tables put right. */
export declare const withLimits: (page: string, catalog: Limits) => string;
