import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownAccounts } from "../../examples/meta/own-accounts.js";
import { root } from "../repository/source.js";

describe("the example of Meta's three networks", () => {
  let folder = "";
  const outputs: Record<string, string> = {};
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "folkmoot-example-"));
    const outfile = join(folder, "example.mjs");
    await build({
      entryPoints: [join(root, "examples/meta.ts")],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      tsconfig: join(root, "tsconfig.json"),
      logLevel: "silent",
    });
    // Whoever runs this may have accounts of their own in the environment.
    const env = { PATH: process.env["PATH"], NO_COLOR: "1" };
    for (const login of ["facebook", "instagram"])
      outputs[login] = execFileSync(process.execPath, [outfile, "--login", login], { encoding: "utf8", cwd: folder, env });
  }, 60_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  describe.each(["facebook", "instagram"])("with the %s log-in", (login) => {
    /** What it says below a heading. */
    const part = (number: number): string => outputs[login]?.split(/^(?=\d {2}\w)/m)[number] ?? "";

    it("reads every list of the three networks", () => {
      for (const [network, surfaces] of Object.entries({
        facebook: ["posts", "comments", "mentions", "messages", "reviews"],
        instagram: ["posts", "comments", "threads", "messages"],
        threads: ["posts", "comments", "mentions", "held"],
      }))
        for (const surface of surfaces) expect(part(1)).toMatch(new RegExp(`^${network} +${surface} +\\d`, "m"));
    });

    it("hears by webhook what no list has told, each of it once", () => {
      // Of different conversations no order is promised.
      expect([...(part(2).match(/^new +\w+ +\w+/gm) ?? [])].sort()).toEqual([
        "new     facebook  direct",
        "new     instagram mention",
        "new     threads   comment",
      ]);
      expect(part(2)).toContain("delivered 200, 200, 200; once more 200, 200, 200");
    });

    it("answers comments, what stands below them, mentions, a review and direct messages", () => {
      const answered = part(3)
        .split(/^(?=\d\d:\d\d)/m)
        .filter((said) => /^ +sent part sent/m.test(said))
        .map((said) => /^\d\d:\d\d +(\w+ +(?:comment, below|\w+))/.exec(said)?.[1]?.replace(/ +/, " "));
      expect(answered.sort()).toEqual([
        "facebook comment",
        "facebook comment, below",
        "facebook direct",
        "facebook direct",
        "facebook mention",
        "facebook review",
        "instagram comment",
        "instagram comment, below",
        "instagram mention",
        "threads comment",
        "threads comment, below",
        "threads mention",
      ]);
    });

    it("likes where that is possible, and says where it is not", () => {
      expect(part(4)).toMatch(/^facebook +3 liked$/m);
      expect(part(4)).toMatch(/^threads +none: .+ The answers went out without$/m);
      expect(part(4)).toMatch(login === "facebook" ? /^instagram +3 liked$/m : /^instagram +none: .+ The answers went out without$/m);
    });

    it("answers in private once, hides, and lets in what waited", () => {
      expect(part(5)).toMatch(/^private sent/m);
      expect(part(5)).toMatch(/^again +rejected .+ there was one already/m);
      expect(part(5)).toMatch(/^hide +sent .*spam\.example$/m);
      expect(part(5)).toMatch(/^approve sent .*Til Rago!$/m);
    });

    it("lets only a person write once 24 hours are over", () => {
      expect(part(6)).toMatch(/^greeter +After 24 hours only a person may answer/m);
      expect(part(6)).toMatch(/^sandra +may until 2026-11-27T08:24:00\.000Z, as a human$/m);
      expect(part(6)).toMatch(/^program pending .+\napprove sent part sent$/m);
    });
  });

  it("makes adapters of the accounts that the environment names, and of no others", () => {
    expect(ownAccounts({})).toEqual([]);
    const env = {
      META_APP_ID: "1029384756",
      META_APP_SECRET: "a secret",
      FACEBOOK_PAGE: "1122334455",
      FACEBOOK_TOKEN: "EAApage",
      INSTAGRAM_ACCOUNT: "17841400000000001",
      INSTAGRAM_TOKEN: "IGAAtoken",
      THREADS_PROFILE: "24800000000000001",
      THREADS_TOKEN: "THAAtoken",
    };
    const accounts = ownAccounts(env);
    expect(accounts.map(({ account }) => account)).toEqual([
      "facebook:1122334455",
      "instagram:17841400000000001",
      "threads:24800000000000001",
    ]);
    expect(accounts.map(({ operations }) => operations.has("like"))).toEqual([true, false, false]);
    const withPage = ownAccounts({ ...env, INSTAGRAM_LOGIN: "facebook" });
    expect(withPage.map(({ operations }) => operations.has("like"))).toEqual([true, true, false]);
  });
});
