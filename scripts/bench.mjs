// npm run bench [name ...]: runs bench/*.ts, each in a process of its own. Ratios against a peer in one run; nothing here fails on a slow machine.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { build } from "esbuild";

const given = process.argv.slice(2);
// From the first option on, everything is for the bench itself.
const options = given.findIndex((word) => word.startsWith("--"));
const names = options < 0 ? given : given.slice(0, options);
const rest = options < 0 ? [] : given.slice(options);
const files = readdirSync("bench").filter((file) => file.endsWith(".ts") && (names.length === 0 || names.includes(file.slice(0, -3))));
mkdirSync("node_modules/.cache/bench", { recursive: true });
for (const file of files) {
  const outfile = `node_modules/.cache/bench/${file.slice(0, -3)}.mjs`;
  await build({
    entryPoints: [`bench/${file}`],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    packages: "external",
    tsconfig: "tsconfig.json",
  });
  console.log(`\n# ${file.slice(0, -3)}`);
  const { status } = spawnSync(process.execPath, [outfile, ...rest], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
