// Bundles the long form of the chaos run and runs it: TypeScript of the tests, without a test runner around it.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const outfile = `${root}node_modules/.cache/folkmoot-soak.mjs`;
await build({
  entryPoints: [`${root}tests/chaos/soak.ts`],
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  sourcemap: "inline",
  logLevel: "warning",
  outfile,
});
const { status } = spawnSync(process.execPath, ["--enable-source-maps", outfile], { stdio: "inherit", cwd: root });
process.exit(status ?? 1);
