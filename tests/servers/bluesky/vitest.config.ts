import { defineConfig, type ViteUserConfig } from "vitest/config";
import base from "../../../vitest.config.js";

// The tests against the real network: one file after the other, because they share it.
const config: ViteUserConfig = defineConfig({
  resolve: base.resolve ?? {},
  test: { include: ["tests/servers/bluesky/*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false },
});

export default config;
