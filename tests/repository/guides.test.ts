import { matchesGlob } from "node:path";
import { describe, expect, it } from "vitest";
import { fileText, filesBelow } from "./source.js";

const guides = filesBelow("docs/guide", ".md").map(({ path }) => path);

describe("guides", () => {
  it("stand in the documentation once each, in an order that somebody chose", () => {
    const { projectDocuments } = JSON.parse(fileText("typedoc.json")) as { readonly projectDocuments: readonly string[] };
    expect(guides.length).toBeGreaterThan(12);
    const often = guides.map((path) => [path, projectDocuments.filter((listed) => matchesGlob(path, listed)).length]);
    expect(often).toEqual(guides.map((path) => [path, 1]));
  });

  it("are reached from the first page", () => {
    const readme = fileText("README.md");
    expect(guides.filter((path) => !readme.includes(`](${path})`))).toEqual([]);
  });
});

describe("decisions", () => {
  it("are listed for whoever contributes, each by its title", () => {
    const list = fileText("CONTRIBUTING.md");
    for (const { path, text } of filesBelow("docs/decisions", ".md")) {
      const title = /^title: "?(.+?)"?$/m.exec(text)?.[1] ?? "a title";
      expect(list).toContain(`- [${title}](${path})`);
    }
  });
});
