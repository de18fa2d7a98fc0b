/** Reads the project's own files, for the tests that hold it to its rules. @module */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root: string = fileURLToPath(new URL("../../", import.meta.url));

/** One file of the project. */
export interface SourceFile {
  /** From the project's root, e.g. `src/model/keys.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Lists files below a folder of the project. */
export function filesBelow(folder: string, ending: string): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending) && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, "utf8") }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Reads one file of the project. */
export function fileText(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** What a file imports or re-exports from, dynamic imports included. */
export function importsOf({ text }: SourceFile): readonly string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map(([, from = ""]) => from);
}

/** The code without comments and strings, so that a word in a sentence is not taken for a call. */
export function codeOf({ text }: SourceFile): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/\/\/.*$/gm, "");
}
