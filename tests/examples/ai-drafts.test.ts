import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../repository/source.js";

describe("the example of a model that drafts", () => {
  let folder = "";
  let output = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "folkmoot-example-"));
    const outfile = join(folder, "example.mjs");
    await build({
      entryPoints: [join(root, "examples/ai-drafts.ts")],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      tsconfig: join(root, "tsconfig.json"),
      logLevel: "silent",
    });
    output = execFileSync(process.execPath, [outfile], { encoding: "utf8", cwd: folder });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  /** What it says below a heading. */
  const part = (number: number): string => output.split(/^(?=\d {2}\w)/m)[number] ?? "";

  it("finds who waits, and why", () => {
    expect(part(1)).toMatch(/asta@bjerg\.example +respond +question/);
    expect(part(1)).toMatch(/malou@bjerg\.example +like +emoji-only/);
    expect(part(2)).not.toContain("malou");
    expect(part(1)).toMatch(/niels@bjerg\.example +restore +unhappy-customer/);
  });

  it("says approved facts, their link too, and nothing that a comment ordered", () => {
    const drafts = part(2).replace(/\s+/g, " ");
    expect(drafts.match(/Our boots are waterproof\. More at https:\/\/fjeld\.test\/care\./g)).toHaveLength(2);
    for (const ordered of ["win.example", "BOOTS99", "You draft", "part of"]) expect(drafts).not.toContain(ordered);
    expect(drafts).toMatch(/writer-link.*writer-code/);
    expect(drafts).toContain("writer-leak");
  });

  it("holds every draft until a person approves it", () => {
    expect(part(2).match(/^ {2}pending;/gm)).toHaveLength(4);
    expect(part(3)).toContain("4 drafts wait; nothing has left: 0 writes");
    expect(part(3)).toContain("approved by Sandra: sent");
  });
});
