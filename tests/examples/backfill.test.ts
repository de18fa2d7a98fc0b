import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../repository/source.js";

describe("the example of a backfill", () => {
  let folder = "";
  let output = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "folkmoot-example-"));
    const outfile = join(folder, "example.mjs");
    await build({
      entryPoints: [join(root, "examples/backfill.ts")],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      tsconfig: join(root, "tsconfig.json"),
      logLevel: "silent",
    });
    output = execFileSync(process.execPath, [outfile], { encoding: "utf8", cwd: folder });
  }, 60_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  /** What it says below a heading. */
  const part = (number: number): string => output.split(/^(?=\d {2}\w)/m)[number] ?? "";

  it("says beforehand what it takes, and stops when it is told to", () => {
    expect(part(2)).toMatch(/^it takes about \d+ calls/m);
    expect(part(2)).toContain("stopped by more");
  });

  it("goes on in another process, and has nothing left to do the third time", () => {
    const [running = "", again = ""] = part(3).split("the same job once more:");
    expect(running.match(/stopped by end/g)).toHaveLength(2);
    expect(again.match(/^\w+ +0 read, stopped by end/gm)).toHaveLength(2);
  });

  it("hands history to nobody who did not ask, and what was asked meanwhile to the handler, once", () => {
    expect(part(4)).toContain("241 messages are stored; handlers were called for 1:");
    expect(part(4)).toMatch(/^ {2}@fjeldboots.* Do you repair old boots, too\?$/m);
    expect(part(4)).toContain("whoever asks for history got 240");
    expect(part(4)).toMatch(/^followers on 2026-11-\d\d: \d+$/m);
  });
});
