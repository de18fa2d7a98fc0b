/**
 * Answers of insights: `values` or `total_value`; one metric that is none fails the whole request.
 * @module
 */
import { invalidMetric, invalidParameter, refusal } from "./errors.js";
import { graphTime } from "./node.js";
import type { Json } from "../json.js";

/** A value of a metric: a number, or numbers by key. */
export type InsightNumber = number | Readonly<Record<string, number>>;

/** One value in time. */
export interface InsightValue {
  readonly value: InsightNumber;
  /** Milliseconds; absent for what has no end, e.g. a lifetime. */
  readonly endTime?: number;
}

/** What is known of a metric. */
export interface InsightMetric {
  /** Periods it can be asked for; the first one is used where none was named. */
  readonly periods: readonly string[];
  /** Breakdowns it can be asked for. @defaultValue none */
  readonly breakdowns?: readonly string[];
  /** How its numbers are told. @defaultValue "values" */
  readonly shape?: "values" | "total_value";
  /** As the answer's `name` has it. @defaultValue what was asked for */
  readonly named?: string;
  /** As the answer's `id` has it. @defaultValue its name */
  readonly inId?: string;
}

/** What is measured: `undefined` where there are no data, then the metric is left out. */
export type Measure = (metric: string, period: string) => readonly InsightValue[] | undefined;

/** How insights are asked. */
export interface InsightsAsk {
  /** Id of what is measured. */
  readonly nodeId: string;
  /** Query. */
  readonly params: Readonly<Record<string, string>>;
  /** The metrics that live, by name. */
  readonly metrics: Readonly<Record<string, InsightMetric>>;
  readonly measure: Measure;
  /** By breakdown, what `results` says. */
  readonly broken?: (
    metric: string,
    dimensions: readonly string[],
  ) => readonly { readonly keys: readonly string[]; readonly value: number }[];
  /** True where a metric that the period does not fit refuses the request; elsewhere it is left out. @defaultValue true */
  readonly strictPeriods?: boolean;
}

const listOf = (text: string | undefined): readonly string[] =>
  (text ?? "")
    .replace(/^\[|\]$/g, "")
    .split(",")
    .map((one) => one.trim().replace(/^"|"$/g, ""))
    .filter((one) => one !== "");

/** Reads the metrics that were asked for, or refuses: none at all, or one that is none. */
export function metricsAsked(params: Readonly<Record<string, string>>, metrics: InsightsAsk["metrics"]): readonly string[] {
  const asked = listOf(params.metric);
  if (asked.length === 0)
    throw refusal(3001, "Invalid query: (#3001) Invalid query, the metric parameter is missing", { subcode: 1504028 });
  if (asked.some((name) => !Object.hasOwn(metrics, name))) throw invalidMetric();
  return asked;
}

/** Answers a request for insights. */
export function insightsOf({ nodeId, params, metrics, measure, broken, strictPeriods = true }: InsightsAsk): readonly Json[] {
  const names = metricsAsked(params, metrics);
  const dimensions = listOf(params.breakdown);
  const found: Json[] = [];
  for (const name of names) {
    const known = metrics[name];
    if (known === undefined) throw invalidMetric();
    const period = params.period ?? known.periods[0] ?? "lifetime";
    if (!known.periods.includes(period)) {
      if (strictPeriods) throw invalidParameter(`The metric ${name} does not support the period ${period}`);
      continue;
    }
    if (dimensions.some((one) => known.breakdowns?.includes(one) !== true))
      throw invalidParameter(`Incompatible breakdowns (${dimensions.join(", ")}) for the metric ${name}`);
    const values = measure(name, period);
    if (values === undefined) continue;
    const total = params.metric_type === "total_value" || known.shape === "total_value";
    const head = { name: known.named ?? name, period, title: name.replaceAll("_", " "), description: `Measures ${name}.` };
    const results = dimensions.length > 0 ? (broken?.(name, dimensions) ?? []) : [];
    const id = `${nodeId}/insights/${known.inId ?? known.named ?? name}/${period}`;
    if (total) {
      const sum = values.reduce((all, { value }) => all + (typeof value === "number" ? value : 0), 0);
      const breakdowns = [{ dimension_keys: dimensions, results: results.map(({ keys, value }) => ({ dimension_values: keys, value })) }];
      found.push({ ...head, total_value: { value: sum, ...(dimensions.length > 0 && { breakdowns }) }, id });
    } else
      found.push({
        ...head,
        values: values.map(({ value, endTime }) => ({ value, ...(endTime !== undefined && { end_time: graphTime(endTime) }) })),
        id,
      });
  }
  return found;
}
