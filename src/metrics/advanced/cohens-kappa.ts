/**
 * How far two who label the same things agree beyond chance.
 * @module
 */
import type { Measure, MeasureInterval } from "../../model/measure.js";
import { known, refuse, unknown, type MeasureDetails } from "../measure.js";
import { atLeast, type SampleOptions } from "../proportion.js";
import { checkWord, isList, isNumber, readOptions } from "./check.js";
import { readConfidence, type LevelOptions } from "./confidence.js";

/** What somebody or something called a message: `positive`, `spam`, `3`. */
export type Label = string | number | boolean;

/** A table of how often each pair of labels came together: a row for each label of the first, a column for each of the second. */
export type ConfusionTable = readonly (readonly number[])[];

/** How agreement is weighed. */
export interface KappaOptions extends SampleOptions, LevelOptions {
  /**
   * What a disagreement is worth. `none`: nothing. `linear` and `quadratic`: the more the nearer, for labels that have an order (Cohen 1968;
   * the weights of Cicchetti and Allison, and of Fleiss and Cohen). @defaultValue "none"
   */
  readonly weights?: "none" | "linear" | "quadratic";
  /** All labels in their order, for weights on lists of labels. @defaultValue those that occur */
  readonly labels?: readonly Label[];
}

/**
 * Computes Cohen's kappa: how far two agree beyond what chance would give them, such as a classifier and a person. 1 is agreement in all, 0 as
 * good as chance, below 0 worse than chance. Takes a table of counts, or both lists of labels in the same order of things.
 *
 * `numerator` is the agreement beyond chance, `denominator` what was to gain, `components` the agreement observed and that by chance. The
 * interval is κ ± z standard errors (Fleiss, Cohen and Everitt, Psychological Bulletin 72 (1969), 323), good for large samples; it is left out
 * where all agree, since its width of nothing would claim certainty. Where both use one and the same label only, there is no value. A label
 * that is rare makes kappa small though agreement is high: look at `components` too.
 *
 * @throws FolkmootError `invalid-request` for a table that is not square or has no whole numbers, for lists of different length, for a label
 * that is not in `labels`, and for weights on lists without `labels`.
 *
 * @example
 * cohensKappa([[20, 5], [10, 15]]).value; // 0.4
 * cohensKappa(["spam", "fine", "fine"], ["spam", "fine", "spam"]).value; // 0.4
 */
export function cohensKappa(table: ConfusionTable, options?: KappaOptions): Measure;
export function cohensKappa(first: readonly Label[], second: readonly Label[], options?: KappaOptions): Measure;
export function cohensKappa(
  first: ConfusionTable | readonly Label[],
  second?: readonly Label[] | KappaOptions,
  options: KappaOptions = {},
): Measure {
  const chosen = readOptions(isList(second) ? options : second === undefined ? {} : second);
  const { weights = "none" } = chosen;
  checkWord(weights, "weights", ["none", "linear", "quadratic"]);
  const confidence = readConfidence(chosen);
  const table = isList(second) ? tabulate(first as readonly Label[], second, chosen) : checkTable(first as ConfusionTable);
  const n = sum(table.flat());
  if (n === 0) return atLeast(unknown("no-data", "fraction", {}), chosen);

  const { agreed, byChance, spread } = weigh(table, n, weights);
  const toGain = n ** 2 - byChance;
  const details: MeasureDetails = {
    n,
    numerator: (agreed * n - byChance) / n ** 2,
    denominator: toGain / n ** 2,
    components: { agreement: agreed / n, byChance: byChance / n ** 2 },
  };
  if (toGain === 0) return unknown("zero-denominator", "fraction", details);
  const kappa = (agreed * n - byChance) / toGain;
  const half = confidence.z * Math.sqrt(spread(kappa) / n) * (n ** 2 / toGain);
  const interval: MeasureInterval = { low: kappa - half, high: kappa + half, level: confidence.level, method: "fleiss-cohen-everitt" };
  return atLeast({ ...known(kappa, "fraction", details), ...(spread(kappa) > noise && { interval }) }, chosen);
}

/** What is less than this is nothing, but for the last digits of a sum of shares. */
const noise = 1e-12;

// Counts rather than shares, so that 0.4 comes out as 0.4.
interface Weighed {
  /** How many agree. */
  readonly agreed: number;
  /** How many would agree by chance, times n. */
  readonly byChance: number;
  /** The variance of a kappa, times n and the square of the share that was to gain. */
  readonly spread: (kappa: number) => number;
}

function weigh(table: ConfusionTable, n: number, weights: "none" | "linear" | "quadratic"): Weighed {
  const last = table.length - 1;
  const weight = (row: number, column: number): number => {
    if (row === column) return 1;
    const distance = Math.abs(row - column) / last;
    return weights === "none" ? 0 : 1 - (weights === "linear" ? distance : distance ** 2);
  };
  const rows = table.map(sum);
  const columns = table.map((_, column) => sum(table.map((row) => row[column] ?? 0)));
  const ofRow = rows.map((_, row) => sum(columns.map((count, column) => count * weight(row, column))));
  const ofColumn = columns.map((_, column) => sum(rows.map((count, row) => count * weight(row, column))));
  const overCells = (of: (count: number, row: number, column: number) => number): number =>
    sum(table.map((cells, row) => sum(cells.map((count, column) => of(count, row, column)))));

  const byChance = sum(rows.map((count, row) => count * (ofRow[row] ?? 0)));
  const spread = (kappa: number): number => {
    const left = 1 - kappa;
    const squares = overCells((count, row, column) => {
      const expected = ((ofRow[row] ?? 0) + (ofColumn[column] ?? 0)) / n;
      return (count / n) * (weight(row, column) - expected * left) ** 2;
    });
    return squares - (kappa - (byChance / n ** 2) * left) ** 2;
  };
  return { agreed: overCells((count, row, column) => count * weight(row, column)), byChance, spread };
}

function checkTable(table: ConfusionTable): ConfusionTable {
  const isSquare = isList(table) && table.every((row) => isList(row) && row.length === table.length);
  if (!isSquare) refuse("The table is not square", "give a row and a column for every label, zeros included, or two lists of labels");
  if (!table.flat().every((count) => isNumber(count) && Number.isInteger(count) && count >= 0))
    refuse("The table has a cell that is no whole number from 0", "count how often each pair of labels came together");
  return table;
}

function tabulate(first: readonly Label[], second: readonly Label[], { labels, weights = "none" }: KappaOptions): ConfusionTable {
  if (!isList(first) || first.length !== second.length)
    refuse("The lists of labels are not equally long", "give for each thing what both called it, in the same order");
  if (weights !== "none" && labels === undefined)
    refuse("`weights` takes an order of labels", "give all `labels` from one end to the other");
  if (labels !== undefined && !isList(labels)) refuse("`labels` is no list", "give all labels in their order");
  const order = labels ?? [...new Set([...first, ...second])].toSorted(byName);
  if (order.length > maxLabels) refuse(`There are ${order.length} labels`, `give classes, ${maxLabels} at most, rather than texts`);
  const places = new Map(order.map((label, place) => [label, place]));
  if (places.size < order.length) refuse("`labels` has a label twice", "give each once");

  const table = order.map(() => new Array<number>(order.length).fill(0));
  first.forEach((label, at) => {
    const row = table[placeOf(label, at, places)] ?? [];
    const column = placeOf(second[at], at, places);
    row[column] = (row[column] ?? 0) + 1;
  });
  return table;
}

/** A table of all pairs of more labels would not fit into memory. */
const maxLabels = 1000;

function placeOf(label: Label | undefined, at: number, places: ReadonlyMap<Label, number>): number {
  const isLabel = typeof label === "string" || typeof label === "boolean" || isNumber(label);
  if (!isLabel) refuse(`There is no label at position ${at}`, "leave out of both lists what only one labelled");
  return places.get(label) ?? refuse(`A label at position ${at} is not in \`labels\``, "give all labels that occur");
}

// A number and its digits as a word are two labels; the order only keeps the last digit of the sums from hanging on that of the things.
const byName = (a: Label, b: Label): number => {
  const [x, y] = [`${typeof a} ${String(a)}`, `${typeof b} ${String(b)}`];
  return x < y ? -1 : x > y ? 1 : 0;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
