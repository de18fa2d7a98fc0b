import { describe, expect, it } from "vitest";
import { length, limitTables, names, withLimits } from "../../scripts/readme-table-limits.mjs";
import { catalog as shipped, limitPrices, limitRules, routeCapacities } from "../../src/networks/catalog.js";
import { fileText } from "./source.js";

const catalog = { limitRules, limitPrices, routeCapacities };
const page = fileText("docs/guide/rate-limits.md");

describe("the page of rate limits", () => {
  it("is what the catalog says; else run `npm run readme`", () => {
    expect(page).toBe(withLimits(page, catalog));
  });

  it("has a chapter for every network, under its name", () => {
    expect(Object.keys(names).sort()).toEqual(Object.keys(limitRules).sort());
    for (const { id, name } of shipped) expect(names[id]).toBe(name);
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, name]) => name)).toEqual(Object.values(names));
  });

  it("has a line for every rule, every price and every capacity", () => {
    const lines = page.split("\n").filter((line) => line.startsWith("| `"));
    const all = [
      ...Object.values(limitRules).flat(),
      ...Object.values(limitPrices)
        .flat()
        .flatMap(({ prices }) => Object.keys(prices)),
      ...routeCapacities.x.flatMap(({ capacities }) => Object.keys(capacities)),
    ];
    expect(lines.length).toBe(all.length);
  });

  it("says in words how a budget comes back", () => {
    const only = {
      ...Object.fromEntries(Object.keys(limitRules).map((network) => [network, []])),
      youtube: limitRules.youtube.slice(0, 1),
    };
    const tables = limitTables({ limitRules: { ...limitRules, ...only }, limitPrices, routeCapacities });
    expect(tables).toContain("| `yt.units` | units | 10,000 | at midnight, America/Los_Angeles | counted | app | YouTube Data API");
    expect([1_000, 300_000, 86_400_000, 172_800_000, 1_500].map(length)).toEqual([
      "1 second",
      "5 minutes",
      "1 day",
      "2 days",
      "1500 milliseconds",
    ]);
  });

  it("needs its markers", () => {
    expect(() => withLimits("# Rate limits\n", catalog)).toThrow("<!-- /limits -->");
  });
});
