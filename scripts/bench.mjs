// npm run bench [name ...]: runs bench/*.ts, each in a process of its own. Ratios against a peer in one run; nothing here fails on a slow machine.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { build } from "esbuild";

const names = process.argv.slice(2);
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
  const { status } = spawnSync(process.execPath, [outfile], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
