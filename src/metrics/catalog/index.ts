/** The table of metrics: what each is, what it takes, and what to beware of. Data for help texts and documentation. @module */
export type { Network } from "../../model/keys.js";
export type { MetricEntry, MetricGroup, MetricInput, MetricInputEntry } from "./entry.js";
export { metricCatalog } from "./all.js";
export { metricInputs } from "./inputs.js";
