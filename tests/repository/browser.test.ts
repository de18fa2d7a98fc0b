import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { entries, ofNode } from "../../scripts/entries.mjs";
import { root } from "./source.js";

// The store may touch node: by its own right, the testing kit listens on ports, and a gateway holds a socket.
const everywhere = Object.entries(entries).filter(([name]) => !ofNode.includes(name));

/** Fails on the first touch of what no import may touch: `typeof` counts as well. */
const guard = `
const forbidden = ["fetch", "Request", "Response", "Headers", "WebSocket", "EventSource", "XMLHttpRequest"];
const touched = [];
for (const name of forbidden)
  Object.defineProperty(globalThis, name, { configurable: true, get: () => { touched.push(name); throw new Error(name + " is touched at import"); } });
const ofNode = "WATCH_REPORT_DEPENDENCIES"; // read by Node's own loader for each module
const env = new Proxy({}, {
  get: (_env, name) => { if (name !== ofNode) touched.push("process.env." + String(name)); return undefined; },
  has: (_env, name) => { touched.push("process.env." + String(name)); return false; },
  ownKeys: () => { touched.push("process.env"); return []; },
});
Object.defineProperty(process, "env", { configurable: true, get: () => env });
const handlesBefore = process.getActiveResourcesInfo().length;
`;

describe("core", () => {
  let folder = "";
  const metafiles = new Map<string, Metafile>();
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "folkmoot-browser-"));
    for (const [name, path] of everywhere) {
      const { metafile } = await build({
        entryPoints: { [name]: join(root, path) },
        outdir: join(folder, name),
        outExtension: { ".js": ".mjs" },
        bundle: true,
        splitting: true,
        platform: "browser",
        format: "esm",
        conditions: ["worker", "browser"],
        tsconfig: join(root, "tsconfig.json"),
        // Kept whole, as who imports it unbundled reads it; what node has is left outside, so that the test below can name it.
        treeShaking: false,
        external: ["node:*"],
        metafile: true,
        logLevel: "silent",
      });
      metafiles.set(name, metafile);
    }
  }, 60_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("is every entry but the store's, the kit's and the gateway's", () => {
    expect(everywhere.map(([name]) => name)).toEqual(
      expect.arrayContaining(["index", "adapter", "bluesky", "discord", "mastodon", "reply", "metrics", "text", "schema"]),
    );
  });

  it.each(everywhere)("is bundled for browsers from %s, with nothing of node and nothing left outside", (name) => {
    const { inputs } = metafiles.get(name)!;
    const outside = Object.entries(inputs).flatMap(([from, { imports }]) =>
      imports.filter(({ external }) => external === true).map(({ path }) => `${from} imports ${path}`),
    );
    expect(outside).toEqual([]);
  });

  it.each(everywhere)("touches neither network, nor environment, nor timers when %s is imported", (name) => {
    const script = join(folder, `${name.replace("/", "-")}.mjs`);
    writeFileSync(
      script,
      `${guard}
const module = await import("./${name}/${name}.mjs");
if (touched.length > 0) throw new Error("touched at import: " + touched.join(", "));
if (process.getActiveResourcesInfo().length > handlesBefore) throw new Error("something runs on after the import");
process.stdout.write(String(Object.keys(module).length));
`,
    );
    expect(Number(execFileSync(process.execPath, [script], { encoding: "utf8", stdio: "pipe" }))).toBeGreaterThan(0);
  });
});
