import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeBlocks, pages } from "./code-blocks.js";
import { root } from "./source.js";

describe("the code that a newcomer copies first", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "folkmoot-readme-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a block as it stands, against the sources. */
  const output = async (code: string): Promise<string> => {
    const entry = join(folder, "block.ts");
    const outfile = join(folder, "block.mjs");
    writeFileSync(entry, code);
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      tsconfig: join(root, "tsconfig.json"),
      logLevel: "silent",
    });
    return execFileSync(process.execPath, [outfile], { encoding: "utf8", cwd: root });
  };
  const blocksOf = (path: string): readonly string[] =>
    pages()
      .filter((page) => page.path === path)
      .flatMap(codeBlocks)
      .map(({ code }) => code);

  it("runs from the README as it stands and sends a reply", { timeout: 60_000 }, async () => {
    const [first = ""] = blocksOf("README.md");
    expect(await output(first)).toBe("Are they waterproof? -> Thank you for asking, Asta! Yes, they are. Brand X (sent)\n");
  });

  it("runs from the guide to testing as it stands", { timeout: 60_000 }, async () => {
    const blocks = blocksOf("docs/guide/testing.md");
    expect(await output(blocks[0] ?? "")).toBe("1\n");
    const contract = blocks.find((block) => block.includes("storeContract("));
    expect((await output(contract ?? "")).split("\n").filter((line) => line.startsWith("ok ")).length).toBeGreaterThan(30);
  });
});
