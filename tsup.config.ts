import { writeFile } from "node:fs/promises";
import type { Options } from "tsup";
import { entries } from "./scripts/entries.mjs";
import { notices } from "./scripts/notices.mjs";

const config: Options = {
  entry: entries,
  format: ["esm"],
  dts: true,
  clean: true,
  splitting: true,
  target: "node22",
  treeshake: true,
  // `node:http` and not `http`, which a bundler for browsers may replace by a package of that name.
  removeNodeProtocol: false,
  // Read from one file instead of dozens: unbundled, zod alone takes 60 ms to import. Their licences travel along.
  noExternal: [/^zod/, /^@noble\/hashes/, "unicode-segmenter", "eventemitter3"],
  onSuccess: async () =>
    writeFile("dist/THIRD-PARTY-NOTICES.txt", await notices(["zod", "@noble/hashes", "unicode-segmenter", "eventemitter3"])),
};

export default config;
