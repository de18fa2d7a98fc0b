// npm run test:package: packs the tarball, installs it into an empty folder and imports every subpath, as a user would.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { entries, peers } from "./entries.mjs";

const root = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "folkmoot-package-"));
const npm = (args, cwd) => execFileSync("npm", args, { cwd, stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });
try {
  npm(["pack", "--ignore-scripts", "--pack-destination", folder, "--loglevel=error"], root);
  const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz"));
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  npm(["install", "--no-audit", "--no-fund", "--loglevel=error", `./${tarball}`], folder);
  const subpaths = Object.keys(entries).map((name) => (name === "index" ? "folkmoot" : `folkmoot/${name}`));
  const node = (code, file) => {
    writeFileSync(join(folder, file), code);
    return execFileSync(process.execPath, [file], { cwd: folder, encoding: "utf8" });
  };
  // The checkout's own copies stand in for what a user installs beside; without it the entry says by name what it misses.
  for (const [name, peer] of Object.entries(peers)) {
    const missing = node(`await import("folkmoot/${name}").catch((error) => console.log(error.message));\n`, "missing.mjs");
    if (!missing.includes(`'${peer}'`)) throw new Error(`folkmoot/${name} does not say that it misses ${peer}`);
    symlinkSync(join(root, "node_modules", peer), join(folder, "node_modules", peer), "dir");
  }
  const imported = node(
    `const names = ${JSON.stringify(subpaths)};\nfor (const name of names) { const exports = Object.keys(await import(name)); if (exports.length === 0) throw new Error(name + " exports nothing"); console.log(name, exports.length); }\n`,
    "import.mjs",
  );
  process.stdout.write(imported);
  node(
    `for (const name of ${JSON.stringify(subpaths)}) if (Object.keys(require(name)).length === 0) throw new Error(name);\n`,
    "require.cjs",
  );
  console.log(`${subpaths.length} passed, 0 failed`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
