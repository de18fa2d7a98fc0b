/**
 * Metrics. One name that the network no longer knows fails all that are asked with it, so they are asked in groups, and a group that fails
 * is asked one by one.
 * @module
 */
import { fieldsOf, listOf, present, textOf, timestampOf } from "../../adapter/fields.js";
import { isFolkmootError } from "../../errors.js";
import { pageAnswer } from "./wire.js";
import type { GivenQuery } from "../../adapter/task.js";
import type { GraphTask } from "./task.js";
import type { Timestamp } from "../../model/ref.js";

/** Metrics that are asked in one call. */
export interface MetricGroup {
  /** Names, as the network has them. */
  readonly metrics: readonly string[];
  /** What they are asked with, e.g. `{ period: "day", metric_type: "total_value" }`. */
  readonly query?: GivenQuery;
}

/** One value of a metric. */
export interface MetricValue {
  /** The number; absent where the value is told in parts. */
  readonly value?: number;
  /** The value in parts, e.g. by kind of reaction. */
  readonly parts?: Readonly<Record<string, number>>;
  /** When the time that it counts ends. */
  readonly endTime?: Timestamp;
}

/** One part of a total, e.g. of followers and others. */
export interface MetricShare {
  /** What the part is, in the network's words. Their case differs between answers. */
  readonly dimensions: readonly string[];
  /** How many. */
  readonly value: number;
}

/** What the network answered for one metric. */
export interface MetricAnswer {
  /** `day`, `lifetime` and so on. */
  readonly period?: string;
  /** Value by value, in the order of the network, oldest first. Empty where nothing is told. */
  readonly values: readonly MetricValue[];
  /** The total, where the network adds up. */
  readonly total?: number;
  /** Parts of the total. Empty where none are told. */
  readonly shares: readonly MetricShare[];
}

/** Counts of fewer than five come as -1 (story insights): that is unknown. */
function countOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function partsOf(value: unknown): Readonly<Record<string, number>> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const found = Object.entries(fieldsOf(value)).flatMap(([name, part]) => {
    const count = countOf(part);
    return count === undefined ? [] : [[name, count] as const];
  });
  return Object.fromEntries(found);
}

function valueOf(wire: unknown): MetricValue {
  const { value, end_time: end } = fieldsOf(wire);
  return present({ value: countOf(value), parts: partsOf(value), endTime: timestampOf(end) });
}

/** Reads one metric. */
export function readMetric(wire: unknown): MetricAnswer {
  const { period, values, total_value: total, link_total_values: links } = fieldsOf(wire);
  const { value, breakdowns } = fieldsOf(total);
  const shares = listOf(breakdowns).flatMap((breakdown) =>
    listOf(fieldsOf(breakdown)["results"]).flatMap((result) => {
      const { dimension_values: dimensions, value: part } = fieldsOf(result);
      const count = countOf(part);
      return count === undefined ? [] : [{ dimensions: listOf(dimensions).filter((one) => typeof one === "string"), value: count }];
    }),
  );
  // Threads tells clicks link by link and no sum.
  const clicks = listOf(links).flatMap((link) => countOf(fieldsOf(link)["value"]) ?? []);
  const sum = clicks.length === 0 ? undefined : clicks.reduce((all, one) => all + one, 0);
  return present({ period: textOf(period), values: listOf(values).map(valueOf), total: countOf(value) ?? sum, shares });
}

/** Adds a metric up: the network's own total, else the sum of its values. `undefined` where nothing is told: that is not 0. */
export function totalOf(answer: MetricAnswer | undefined): number | undefined {
  if (answer === undefined) return undefined;
  if (answer.total !== undefined) return answer.total;
  const known = answer.values.flatMap(({ value }) => value ?? []);
  return known.length === 0 ? undefined : known.reduce((all, one) => all + one, 0);
}

/** Gives the last value of a metric that counts how many there are (followers). */
export function latestOf(answer: MetricAnswer | undefined): number | undefined {
  return answer?.values.findLast(({ value }) => value !== undefined)?.value ?? answer?.total;
}

async function ask(
  task: GraphTask,
  path: string,
  metrics: readonly string[],
  query: GivenQuery,
): Promise<ReadonlyMap<string, MetricAnswer>> {
  const { data } = await task.get(path, pageAnswer, { ...query, metric: metrics.join(",") });
  const found = new Map<string, MetricAnswer>();
  for (const wire of data) {
    const { name, id } = fieldsOf(wire);
    const key = nameOf(metrics, name, id);
    if (key !== undefined && !found.has(key)) found.set(key, readMetric(wire));
  }
  return found;
}

/** Threads calls `replies` `thread_replies` in the id, and some names come back in another case. */
function nameOf(metrics: readonly string[], name: unknown, id: unknown): string | undefined {
  const told = textOf(name)?.toLowerCase();
  const exact = metrics.find((metric) => metric.toLowerCase() === told);
  if (exact !== undefined) return exact;
  const inId = textOf(id)?.split("/insights/")[1]?.split("/")[0]?.toLowerCase();
  return metrics.find((metric) => metric.toLowerCase() === inId);
}

async function askGroup(
  task: GraphTask,
  path: string,
  { metrics, query: own }: MetricGroup,
  query: GivenQuery,
): Promise<ReadonlyMap<string, MetricAnswer>> {
  const asked = { ...query, ...own };
  try {
    return await ask(task, path, metrics, asked);
  } catch (error) {
    // Too few viewers: there is nothing to tell of any of them.
    if (isFolkmootError(error, "unsupported")) return new Map();
    if (!isFolkmootError(error, "invalid-request")) throw error;
    if (metrics.length === 1) {
      gone(task, metrics[0] ?? "");
      return new Map();
    }
  }
  const found = new Map<string, MetricAnswer>();
  for (const metric of metrics) {
    const one = await askGroup(task, path, { metrics: [metric] }, asked);
    for (const [name, answer] of one) found.set(name, answer);
  }
  return found;
}

function gone(task: GraphTask, metric: string): void {
  task.runtime.logger.warn?.("The network refused a metric; it is left out.", { account: task.account, operation: task.operation, metric });
}

/**
 * Asks groups of metrics, each in one call. Where one invalid name fails a group (code 100), its metrics are asked one by one, and the dead
 * one is left out.
 * @returns by name, only those that were answered
 */
export async function readMetrics(
  task: GraphTask,
  path: string,
  groups: readonly MetricGroup[],
  query: GivenQuery = {},
): Promise<Readonly<Record<string, MetricAnswer>>> {
  const found: Record<string, MetricAnswer> = {};
  for (const group of groups)
    for (const [name, answer] of await askGroup(task, path, group, query)) if (!Object.hasOwn(found, name)) found[name] = answer;
  return found;
}
