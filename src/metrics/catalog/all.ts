/**
 * Every metric of the package.
 * @module
 */
import { advancedEntries } from "./advanced.js";
import { audienceEntries } from "./audience.js";
import { engagementEntries, visibilityEntries } from "./engagement.js";
import { healthEntries } from "./health.js";
import { responsivenessEntries } from "./responsiveness.js";
import type { MetricEntry } from "./entry.js";

/**
 * Lists every metric: how it is called, what it tells, its formula and unit, what it reads, and what to beware of. The page "Metrics" of the
 * guide is written from it.
 */
export const metricCatalog: readonly MetricEntry[] = [
  ...engagementEntries,
  ...visibilityEntries,
  ...audienceEntries,
  ...responsivenessEntries,
  ...healthEntries,
  ...advancedEntries,
];
