import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codeOf, fileText, filesBelow, root } from "./source.js";

interface Law {
  readonly number: number;
  readonly tests: readonly { readonly path: string; readonly name: string }[];
}

/** The laws of CONTRIBUTING.md, with the tests that each names. */
const laws: readonly Law[] = fileText("CONTRIBUTING.md")
  .split(/^(?=\*\*\d+\. )/m)
  .slice(1)
  .map((part) => ({
    number: Number(/^\*\*(\d+)/.exec(part)?.[1]),
    tests: [...part.matchAll(/^- `([^`]+)` "(.*)"$/gm)].map(([, path = "", name = ""]) => ({ path, name })),
  }));

/** Says whether a file has a test, or a behaviour of a contract, of this very name. */
const has = (text: string, name: string): boolean => {
  const literal = JSON.stringify(name);
  return text.includes(`(${literal},`) || text.includes(`(\n    ${literal},`) || text.includes(`\n  ${literal}: {`);
};

describe("laws", () => {
  it("are fifteen, in order", () => {
    expect(laws.map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
  });

  it("are held by tests that exist under the names that CONTRIBUTING.md gives", () => {
    const named = laws.flatMap(({ tests }) => tests);
    expect(named.length).toBeGreaterThan(75);
    expect(named.filter(({ path, name }) => !existsSync(join(root, path)) || !has(fileText(path), name))).toEqual([]);
  });

  it("are held by two tests each at least", () => {
    expect(laws.filter(({ tests }) => tests.length < 2).map(({ number }) => number)).toEqual([]);
  });

  it("are held by tests that run: none is skipped, alone, or to be written", () => {
    const idle = /\b(?:it|test|describe)\.(?:skip|only|todo)\b/;
    expect(filesBelow("tests", ".ts").flatMap((file) => (idle.test(codeOf(file)) ? [file.path] : []))).toEqual([]);
  });

  it("name every line of a list as a test", () => {
    const [, table = ""] = fileText("CONTRIBUTING.md").split("## The laws");
    expect(table.match(/^- /gm)?.length).toBe(laws.flatMap(({ tests }) => tests).length);
  });
});
