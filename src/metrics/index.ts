/** Metrics: pure calculators over what was read. Each gives a `Measure`, never a bare number. @module */
export type { KnownMeasure, Measure, MeasureBase, MeasureInterval, MeasureUnit, NoValueReason, UnknownMeasure } from "../model/measure.js";
export type { SampleOptions } from "./proportion.js";
export type { ObservedValue } from "./observed.js";
export * from "./engagement/index.js";
export * from "./audience/index.js";
export * from "./responsiveness/index.js";
export * from "./time/index.js";
export * from "./health/index.js";
export * from "./rollup/index.js";
