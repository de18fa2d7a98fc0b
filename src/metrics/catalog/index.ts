/** The table of metrics: what each is, what it takes, and what to beware of. Data for help texts and documentation. @module */
export type { MetricEntry, MetricGroup, MetricInput, MetricInputEntry } from "./entry.js";
