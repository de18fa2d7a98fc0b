import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { mayEnter, roomOf, rooms } from "../../scripts/walls.mjs";
import { codeOf, filesBelow, importsOf } from "./source.js";

const sources = filesBelow("src", ".ts");

/** Every relative import of src, resolved: who goes where. */
const steps = sources.flatMap((file) =>
  importsOf(file)
    .filter((from) => from.startsWith("."))
    .map((from) => ({ path: file.path, to: posix.join(posix.dirname(file.path), from).replace(/\.js$/, ".ts") })),
);

/** What is loaded with a file, by file: what each of them imports that is more than a type. */
function loadedBy(start: string): ReadonlyMap<string, readonly string[]> {
  const loaded = new Map<string, readonly string[]>();
  const walk = (path: string): void => {
    if (loaded.has(path)) return;
    const file = sources.find((one) => one.path === path);
    if (file === undefined) throw new Error(`${path} is imported and does not exist.`);
    const values = codeOf(file).matchAll(/(?:^|\n)\s*(?:import|export)(?!\s+type\b)[^;]*?\bfrom\s+"([^"]+)"/g);
    const from = [...values].map(([, one = ""]) => one);
    loaded.set(path, from);
    for (const one of from) if (one.startsWith(".")) walk(posix.join(posix.dirname(path), one).replace(/\.js$/, ".ts"));
  };
  walk(start);
  return loaded;
}

describe("rooms", () => {
  it("has no room that the list of walls does not know", () => {
    expect([...new Set(sources.map(({ path }) => roomOf(path)))].filter((room) => !rooms.includes(room))).toEqual([]);
  });

  it("lets imports go one way only", () => {
    const wrong = steps.filter(({ path, to }) => {
      const [from, into] = [roomOf(path), roomOf(to)];
      return from !== into && from !== "testing" && !(mayEnter[from] ?? []).includes(into);
    });
    expect(wrong).toEqual([]);
  });

  it("has no circle among the rooms", () => {
    const reaches = (from: string, to: string, seen: ReadonlySet<string> = new Set()): boolean =>
      (mayEnter[from] ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, new Set([...seen, next]))));
    expect(Object.keys(mayEnter).filter((room) => reaches(room, room))).toEqual([]);
  });

  it("lets no network import another", () => {
    const networkOf = (path: string): string | undefined => /^src\/networks\/([^/_]+)\//.exec(path)?.[1];
    expect(
      steps.filter(({ path, to }) => networkOf(path) !== undefined && networkOf(to) !== undefined && networkOf(path) !== networkOf(to)),
    ).toEqual([]);
  });

  it("loads no code of a network with the catalog: it and the limits are data, which need only what rules are written with", () => {
    const data = /^src\/(?:networks\/(?:catalog|catalog-operations|\w+\/limits)|limits\/rules)\.ts$/;
    const loaded = [...loadedBy("src/networks/catalog.ts").keys()];
    expect(loaded.length).toBeGreaterThan(12);
    expect(loaded.filter((path) => !data.test(path))).toEqual([]);
  });

  it("lets nothing import testing", () => {
    expect(steps.filter(({ path, to }) => roomOf(to) === "testing" && roomOf(path) !== "testing")).toEqual([]);
  });

  it("keeps every file under 400 lines", () => {
    const all = ["src", "tests", "examples", "bench"].flatMap((folder) => filesBelow(folder, ".ts"));
    expect(all.map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 })).filter(({ lines }) => lines > 400)).toEqual([]);
  });

  it("gives time one door: only the clocks ask the system for an instant or wait", () => {
    const clocks = ["src/clock.ts", "src/testing/clock.ts"];
    const time = /\b(?:setTimeout|setInterval|setImmediate|Date\.now|performance\.now)\b|\bnew Date\(\)|AbortSignal\.timeout/;
    expect(sources.filter((file) => !clocks.includes(file.path) && time.test(codeOf(file))).map(({ path }) => path)).toEqual([]);
  });

  it("keeps node: modules to the store and to files that say so", () => {
    const wrong = sources.filter(
      (file) => !/^src\/store\/|-node\.ts$/.test(file.path) && importsOf(file).some((from) => from.startsWith("node:")),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("reads no environment and prints nothing", () => {
    expect(
      sources.filter((file) => /\bprocess\.|\bconsole\./.test(codeOf(file)) && !file.path.endsWith("-node.ts")).map(({ path }) => path),
    ).toEqual([]);
  });

  it("keeps zod, ky, p-retry and p-queue out of what the front door loads", () => {
    const heavy = ["zod", "zod/mini", "ky", "p-retry", "p-queue"];
    const found = [...loadedBy("src/index.ts")].flatMap(([path, from]) =>
      from.filter((one) => heavy.includes(one)).map((one) => `${path} imports ${one}`),
    );
    expect(found).toEqual([]);
  });
});
