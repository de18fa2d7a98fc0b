import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { codeOf, filesBelow } from "../repository/source.js";
import { entries, networks } from "../../scripts/entries.mjs";

const sources = new Map(filesBelow("src", ".ts").map((file) => [file.path, codeOf(file)]));

/** What is loaded when a file is imported: static imports that are more than types, and theirs. */
function loadedBy(path: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  seen.add(path);
  const code = sources.get(path) ?? "";
  for (const [, from = ""] of code.matchAll(/(?:^|\n)\s*(?:import|export)(?!\s+type\b)[^;]*?\bfrom\s+"([^"]+)"/g)) {
    const next = from.startsWith(".") ? posix.join(posix.dirname(path), from).replace(/\.js$/, ".ts") : from;
    if (!seen.has(next)) loadedBy(next, seen);
  }
  return seen;
}

describe("networks", () => {
  it.each(networks)("load neither schemas, graphemes, hashes nor a client by being imported: %s", (network) => {
    const loaded = [...loadedBy(`src/networks/${network}/index.ts`)];
    expect(loaded).toContain("src/adapter/define-adapter.ts");
    expect(loaded.filter((path) => /^(?:zod|unicode-segmenter|@noble|ky|p-retry|p-queue|ws|@discordjs|msw)/.test(path))).toEqual([]);
  });

  it("load no package for sockets by the import of a gateway: only its first follower does", () => {
    const loaded = [...loadedBy(entries["discord/gateway"] ?? "")];
    expect(loaded).toContain("src/errors.ts");
    expect(loaded.filter((path) => !path.startsWith("src/"))).toEqual([]);
  });
});
