import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../repository/source.js";

describe("the example of rate limits", () => {
  let folder = "";
  let output = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "folkmoot-example-"));
    const outfile = join(folder, "example.mjs");
    await build({
      entryPoints: [join(root, "examples/rate-limits.ts")],
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

  it("says beforehand what history takes", () => {
    expect(part(1)).toMatch(/^comments +about \d+ calls/m);
    expect(part(1)).toMatch(/^together +\d+ calls, no money, done in \d+ min/m);
  });

  it("tells that reading waits, and sends the answer meanwhile in one trip", () => {
    const lines = part(3).split("\n");
    const waits = lines.findIndex((line) => line.includes("ma.token holds reading back until 09:05"));
    const sent = lines.findIndex((line) => line.includes("the answer is sent, 120 ms after it was written"));
    expect(waits).toBeGreaterThan(0);
    expect(sent).toBeGreaterThan(waits);
    expect(lines[sent]).toMatch(/^09:00/);
    expect(lines.findIndex((line) => line.includes("all is read"))).toBeGreaterThan(sent);
  });

  it("leaves what the host keeps for others", () => {
    const [, busiest] = /saw (\d+) calls in the busiest five minutes, and refused 0\./.exec(part(3)) ?? [];
    expect(Number(busiest)).toBeGreaterThanOrEqual(120);
    expect(Number(busiest)).toBeLessThanOrEqual(150);
  });

  it("shows both processes one budget, of which they leave replies their fifth", () => {
    const [, one = "", other = ""] = part(5).split(/What the (?:one|other) sees:\n/);
    expect(one).toContain("ma.token");
    expect(other.trim()).toBe(one.trim());
    expect(part(5)).toContain("saw 240 calls in the busiest five minutes, and refused 0.");
  });
});
