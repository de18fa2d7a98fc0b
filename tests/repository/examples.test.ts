import { describe, expect, it } from "vitest";
import { fileText, filesBelow, importsOf } from "./source.js";

const manifest = JSON.parse(fileText("package.json")) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly files: readonly string[];
};

/** The examples that run: those directly in `examples`. What lies in folders is their parts. */
const runnable = filesBelow("examples", ".ts").filter(({ path }) => /^examples\/[^/]+\.ts$/.test(path));

/** The name of the script that runs a file. */
const scriptOf = (path: string): string | undefined =>
  Object.entries(manifest.scripts).find(([, command]) => command === `node ${path}`)?.[0];

describe("examples", () => {
  it("have a script each, which builds what they import", () => {
    expect(runnable.length).toBeGreaterThan(5);
    for (const { path } of runnable) {
      const script = scriptOf(path);
      expect(script, path).toBeDefined();
      expect(manifest.scripts[`pre${script ?? ""}`], path).toMatch(/tsup|npm run predemo/);
    }
  });

  it("are run before a merge, and listed for whoever contributes", () => {
    for (const { path } of runnable) {
      const command = `npm run ${scriptOf(path) ?? "nothing"}`;
      expect(fileText(".ci/run").split("\n"), path).toContain(command);
      expect(fileText("CONTRIBUTING.md"), path).toContain(`| \`${command}\` |`);
    }
  });

  it("name the script in their first lines", () => {
    for (const { path, text } of runnable) expect(text.split("*/")[0], path).toContain(`\`npm run ${scriptOf(path) ?? "nothing"}\``);
  });

  it("say what has to be installed beside folkmoot, in the file or in the example that it is a part of", () => {
    const files = filesBelow("examples", ".ts");
    for (const file of files) {
      const whole = files.find(({ path }) => path === `${file.path.split("/").slice(0, 2).join("/")}.ts`);
      const foreign = importsOf(file).filter((name) => !/^(?:\.|node:|folkmoot(?:\/|$))/.test(name));
      // Of an entry its package is installed.
      const packages = foreign.map((name) =>
        name
          .split("/")
          .slice(0, name.startsWith("@") ? 2 : 1)
          .join("/"),
      );
      for (const name of packages) expect(`${file.text} ${whole?.text ?? ""}`, file.path).toMatch(new RegExp(`npm install [^\`]*${name}`));
    }
  });

  it("travel in the package", () => {
    expect(manifest.files).toContain("examples");
  });
});
