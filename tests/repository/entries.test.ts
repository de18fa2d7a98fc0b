import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { entries, networks, ofNode, peers as peersOfEntries } from "../../scripts/entries.mjs";
import { catalog } from "../../src/networks/catalog.js";
import { codeOf, fileText, filesBelow, importsOf, root } from "./source.js";

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly types: string; readonly default: string } | string>>;
  readonly sideEffects: boolean;
  readonly type: string;
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
}
const manifest = JSON.parse(fileText("package.json")) as Manifest;
const readme = fileText("README.md");

describe("entries", () => {
  it("agree in the exports map and the build", () => {
    const expected = Object.keys(entries).map((name) => [
      name === "index" ? "." : `./${name}`,
      { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` },
    ]);
    expect(manifest.exports).toEqual({ ...Object.fromEntries(expected), "./package.json": "./package.json" });
  });

  it("are built from files that exist", () => {
    expect(Object.values(entries).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("are all documented", () => {
    const { entryPoints } = JSON.parse(fileText("typedoc.json")) as { readonly entryPoints: readonly string[] };
    expect([...entryPoints].sort()).toEqual(Object.values(entries).sort());
  });

  it("have a module comment, which the documentation prints", () => {
    expect(Object.values(entries).filter((path) => !/^\/\*\*[\s\S]*?@module/.test(fileText(path)))).toEqual([]);
  });

  it("of Node are among them", () => {
    expect(ofNode.filter((name) => entries[name] === undefined)).toEqual([]);
  });

  it("load nothing by being there", () => {
    expect(manifest).toMatchObject({ type: "module", sideEffects: false });
  });
});

describe("packages", () => {
  const { dependencies, devDependencies, peerDependencies, peerDependenciesMeta } = manifest;
  const peers = Object.keys(peerDependencies);
  const nameOf = (from: string): string => from.split("/", from.startsWith("@") ? 2 : 1).join("/");
  const outside = new Set(
    filesBelow("src", ".ts")
      .flatMap((file) => importsOf({ ...file, text: codeOf(file) }))
      .filter((from) => /^(?:@[\w-]+\/)?[a-z][\w./-]*$/.test(from))
      .map(nameOf),
  );

  it("that the sources import are dependencies or peers, and each of those is imported", () => {
    expect([...outside].sort()).toEqual([...Object.keys(dependencies), ...peers].sort());
  });

  it("that are peers are optional, and at hand for the tests", () => {
    expect(Object.keys(peerDependenciesMeta).sort()).toEqual(peers.sort());
    expect(Object.values(peerDependenciesMeta).filter(({ optional }) => !optional)).toEqual([]);
    expect(peers.filter((name) => devDependencies[name] === undefined)).toEqual([]);
  });

  it("that an entry cannot do without are peers, and the entry's own file imports them", () => {
    for (const [entry, peer] of Object.entries(peersOfEntries)) {
      expect(peers).toContain(peer);
      const path = entries[entry] ?? "";
      expect(importsOf({ path, text: fileText(path) })).toContain(peer);
    }
  });
});

describe("networks", () => {
  const folders = [
    ...new Set(
      filesBelow("src/networks", ".ts")
        // Of the others only the limits stand in the catalog.
        .flatMap(({ path }) => /^src\/networks\/([^/_]+)\/index\.ts$/.exec(path)?.[1] ?? [])
        .flat(),
    ),
  ];

  it("have a folder each", () => {
    expect(folders.sort()).toEqual([...networks].sort());
  });

  it("have a row in the catalog each", () => {
    expect(catalog.map(({ id }) => id).sort()).toEqual([...networks].sort());
  });

  it("have a page in the documentation each", () => {
    expect(filesBelow("docs/networks", ".md").map(({ path }) => path)).toEqual(networks.map((id) => `docs/networks/${id}.md`).sort());
  });

  it("have a row in the table of the README each", () => {
    expect([...readme.matchAll(/^\| \[([^\]]+)\]\(docs\/networks\/([a-z]+)\.md\)/gm)].map(([, , id = ""]) => id).sort()).toEqual(
      [...networks].sort(),
    );
  });
});
