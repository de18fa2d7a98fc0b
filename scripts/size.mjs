// npm run size: what a host's bundle gains by each entry, minified and gzipped, dependencies included.
// "start" is read when the entry is imported; "all" adds what is loaded at first use. Fails over a limit (in kB).
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const limits = {
  index: { start: 21, all: 113 },
  bluesky: { start: 19, all: 97 },
  discord: { start: 19, all: 104 },
  facebook: { start: 21, all: 106 },
  instagram: { start: 22, all: 106 },
  mastodon: { start: 16, all: 98 },
  threads: { start: 21, all: 98 },
  adapter: { start: 23, all: 58 },
  catalog: { start: 6, all: 6 },
  limits: { start: 16, all: 16 },
  // Of metrics a host bundles what it calls: net sentiment is 2, response times 8, engagement rates 9, the accumulator 33.
  metrics: { start: 60, all: 60 },
  "metrics/advanced": { start: 12, all: 12 },
  "metrics/catalog": { start: 16, all: 16 },
  "metrics/export": { start: 5, all: 5 },
  reply: { start: 64, all: 64 },
  store: { start: 7, all: 7 },
  text: { start: 17, all: 17 },
};

async function sizeOf(entry) {
  const { metafile, outputFiles } = await build({
    entryPoints: [`dist/${entry}.js`],
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    platform: "node",
    outdir: "size",
    write: false,
    metafile: true,
    logLevel: "error",
    logOverride: { "ignored-bare-import": "silent" },
  });
  const gzip = Object.fromEntries(outputFiles.map(({ path, contents }) => [path.split("/").at(-1), gzipSync(contents).length / 1000]));
  const size = (path) => gzip[path.split("/").at(-1)];
  const { outputs } = metafile;
  const [first] = Object.keys(outputs).filter((path) => outputs[path].entryPoint === `dist/${entry}.js`);
  const start = new Set();
  const walk = (path) => {
    if (start.has(path)) return;
    start.add(path);
    for (const { kind, path: next } of outputs[path].imports) if (kind === "import-statement" && next in outputs) walk(next);
  };
  walk(first);
  const sum = (paths) => [...paths].reduce((total, path) => total + size(path), 0);
  return { start: sum(start), all: sum(Object.keys(outputs)) };
}

let failed = false;
for (const [entry, limit] of Object.entries(limits)) {
  const size = await sizeOf(entry);
  const line = ["start", "all"].map((part) => `${part} ${size[part].toFixed(1).padStart(5)} of ${limit[part]} kB`).join("   ");
  const over = size.start > limit.start || size.all > limit.all;
  failed ||= over;
  console.log(`${entry.padEnd(16)} ${line}${over ? "   OVER" : ""}`);
}
process.exit(failed ? 1 : 0);
