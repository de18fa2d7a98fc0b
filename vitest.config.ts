import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const src = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

const config: ViteUserConfig = defineConfig({
  resolve: {
    alias: [
      { find: /^folkmoot$/, replacement: src("index.ts") },
      { find: "folkmoot/discord/gateway", replacement: src("networks/discord/gateway-node.ts") },
      { find: "folkmoot/testing/msw", replacement: src("testing/msw.ts") },
      { find: /^folkmoot\/store\/(postgres|redis|sqlite)$/, replacement: src("store/$1/index.ts") },
      { find: /^folkmoot\/metrics\/(advanced|catalog|export)$/, replacement: src("metrics/$1/index.ts") },
      { find: "folkmoot/catalog", replacement: src("networks/catalog.ts") },
      { find: /^folkmoot\/(bluesky|discord|facebook|instagram|mastodon|threads)$/, replacement: src("networks/$1/index.ts") },
      { find: /^folkmoot\/([a-z]+)$/, replacement: src("$1/index.ts") },
    ],
  },
  test: {
    include: ["tests/**/*.test.ts"],
    // Nothing is measured in seconds here: a busy machine may take its time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    setupFiles: ["tests/property-seed.ts"],
    exclude: ["tests/servers/**", "**/node_modules/**"],
    typecheck: { enabled: true, include: ["tests/**/*.test-d.ts"], tsconfig: "tsconfig.json" },
    coverage: { provider: "v8", include: ["src/**/*.ts"], thresholds: { lines: 90 } },
  },
});

export default config;
