import { describe, expect, it } from "vitest";
import { columnTables, groups, metricChapters, withMarked } from "../../scripts/metrics-page.mjs";
import * as advanced from "../../src/metrics/advanced/index.js";
import { metricCatalog, metricInputs } from "../../src/metrics/catalog/index.js";
import { exportColumns } from "../../src/metrics/export/index.js";
import * as metrics from "../../src/metrics/index.js";
import { limitRules } from "../../src/networks/catalog.js";
import { fileText } from "./source.js";

const page = fileText("docs/guide/metrics.md");
const ids = metricCatalog.map(({ id }) => id);

/** What a dotted name leads to. */
const resolve = (room: object, id: string): unknown =>
  id.split(".").reduce<unknown>((at, name) => (at === undefined ? undefined : Reflect.get(Object(at), name)), room);

/** The names under which a room's functions are called: `responseRate`, `engagementRate.byReach`. */
const callable = (room: object): readonly string[] =>
  Object.entries(room).flatMap(([name, value]: [string, unknown]) => {
    const inner = Object.entries(Object(value) as object).filter(([, below]) => typeof below === "function");
    if (typeof value === "object") return inner.map(([below]) => `${name}.${below}`);
    return typeof value === "function" ? [name] : [];
  });

/** Functions that measure nothing: they prepare what is measured, or gather it. */
const helpers = new Set(["businessHours", "rollup", "acknowledgements", "statusChanges", "foldHashtag", "shardOf"]);

describe("the page of metrics", () => {
  it("is what the table says; else run `npm run readme`", () => {
    expect(page).toBe(withMarked(page, "metrics", metricChapters({ metricCatalog, metricInputs })));
  });

  it("has a row for every calculator, and a calculator for every row", () => {
    expect(new Set(ids).size).toBe(ids.length);
    const built = [...callable(metrics), ...callable(advanced)].filter((name) => !helpers.has(name));
    expect(ids.toSorted()).toEqual(built.toSorted());
    for (const { id, group } of metricCatalog) expect(typeof resolve(group === "advanced" ? advanced : metrics, id), id).toBe("function");
  });

  it("says of each what it is, how it is computed, and what to beware of, in whole sentences", () => {
    for (const { id, says, formula, unit, inputs, pitfalls, group } of metricCatalog) {
      expect(says, id).toMatch(/^[A-Z0-9].+\.$/u);
      expect(
        [formula, unit].every((text) => text.length > 1),
        id,
      ).toBe(true);
      expect(inputs.every((input) => input in metricInputs) && inputs.length > 0, id).toBe(true);
      expect(pitfalls.length, id).toBeGreaterThan(0);
      for (const pitfall of pitfalls) expect(pitfall, id).toMatch(/^[A-Z0-9"`].+\.$/su);
      expect(groups, id).toHaveProperty(group);
    }
  });

  it("tells of networks that exist", () => {
    const named = Object.values(metricInputs).flatMap(({ networks }) => Object.keys(networks));
    expect(Object.keys(limitRules)).toEqual(expect.arrayContaining([...new Set(named)]));
  });

  it("needs its markers", () => {
    expect(() => withMarked("# Metrics\n", "metrics", "")).toThrow("<!-- /metrics -->");
  });
});

describe("the page of exports", () => {
  it("has the columns that are written; else run `npm run readme`", () => {
    const text = fileText("docs/guide/export.md");
    expect(text).toBe(withMarked(text, "columns", columnTables({ exportColumns })));
  });
});
