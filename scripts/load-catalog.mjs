// The catalog for scripts. Its sources import each other as the build names them, which Node alone does not find.
import { join } from "node:path";
import { build } from "esbuild";

/** Loads src/networks/catalog.ts as it stands now. */
export async function loadCatalog() {
  const entry = join(import.meta.dirname, "../src/networks/catalog.ts");
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
