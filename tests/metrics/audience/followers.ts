import { expect } from "vitest";
import type { ObservedValue } from "../../../src/metrics/index.js";

const start = Date.parse("2026-03-01T00:00:00.000Z");

/** A day in milliseconds. */
export const day = 86_400_000;

/** An hour in milliseconds. */
export const hour = 3_600_000;

/** An account of ours. */
export const account = "bluesky:did%3Aplc%3Abrandx";

/** The instant so many days after the first of March. */
export const at = (days: number): string => new Date(start + days * day).toISOString();

/** Followers by days since the first of March. */
export const series = (values: Readonly<Record<number, number>>, subject: string = account): readonly ObservedValue[] =>
  Object.entries(values).map(([days, value]) => ({ subject, metric: "followers", value, at: at(Number(days)) }));

/** Followers on each day from the first of March on. */
export const daily = (values: readonly number[], subject: string = account): readonly ObservedValue[] =>
  series(Object.fromEntries(values.entries()), subject);

/** The period of so many days from the first of March on. */
export const over = (days: number): { readonly from: string; readonly to: string } => ({ from: at(0), to: at(days) });

/** What a refusal looks like that names something. */
export const refusal = (words: string): unknown =>
  expect.objectContaining({ name: "FolkmootError", code: "invalid-request", message: expect.stringContaining(words) as string });
