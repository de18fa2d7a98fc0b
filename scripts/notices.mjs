import { readFile, readdir } from "node:fs/promises";

/** Gathers the licence texts of the packages whose code is bundled into dist. */
export async function notices(packages) {
  const texts = await Promise.all(
    packages.map(async (name) => {
      const folder = new URL(`../node_modules/${name}/`, import.meta.url);
      const licence = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file));
      if (licence === undefined) throw new Error(`${name} ships no licence file; it cannot be bundled.`);
      return `${name}\n\n${await readFile(new URL(licence, folder), "utf8")}`;
    }),
  );
  return `folkmoot contains code of these packages.\n\n${texts.join("\n--------\n\n")}`;
}
