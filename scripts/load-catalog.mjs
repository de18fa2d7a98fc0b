// Data of the package for scripts. Its sources import each other as the build names them, which Node alone does not find.
import { join } from "node:path";
import { build } from "esbuild";

/** Loads a file below src as it stands now. */
export async function load(path) {
  const { outputFiles } = await build({ entryPoints: [join(import.meta.dirname, "..", path)], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

/** Loads src/networks/catalog.ts as it stands now. */
export const loadCatalog = async () => load("src/networks/catalog.ts");
