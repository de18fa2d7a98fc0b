import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../repository/source.js";

describe("the example of a team", () => {
  let folder = "";
  let output = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "folkmoot-example-"));
    const outfile = join(folder, "example.mjs");
    await build({
      entryPoints: [join(root, "examples/team.ts")],
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

  it("gives it to Sandra, and lets nobody decide on an old state", () => {
    expect(part(1)).toContain("open, taken by sandra, parcel, 1 note");
    expect(part(1)).toContain("too late: ConflictError");
  });

  it("sends what a program wrote once a person approved it", () => {
    expect(part(2)).toMatch(/program: pending\n.*Sandra: sent/);
  });

  it("sends neither half before somebody else has approved, then both", () => {
    expect(part(3)).toContain("asked for by Sandra: pending, steps 0");
    expect(part(3)).toContain("approved by Mikkel: sent, part sent, private sent");
  });

  it("opens what was pending when she writes", () => {
    expect(part(4)).toMatch(/pending\nafter her answer: open\nresolved/);
  });

  it("sends nothing while paused, and nothing by itself afterwards", () => {
    expect(part(5)).toContain("while paused: pending, Paused: The wrong price was published.");
    expect(part(5)).toContain("nothing has left by itself: 1 waits");
    expect(part(5)).toContain("asked for again: sent");
  });

  it("tells who did what", () => {
    for (const line of ["mikkel       pause", "sandra       escalate  sent", "mikkel       approveReply", "sandra       markPending"])
      expect(part(6)).toContain(line);
  });
});
