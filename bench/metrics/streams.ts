/** What keeps quantiles and authors, alone and at speed. */
import { Authors } from "../../src/metrics/rollup/authors.js";
import { readHash } from "../../src/metrics/rollup/hash.js";
import { Quantiles } from "../../src/metrics/rollup/quantiles.js";
import { percentile, sortNumbers } from "../../src/metrics/percentile.js";
import { randomBy, skewed, type Random } from "./random.js";

const micros = ({ user, system }: NodeJS.CpuUsage): number => user + system;
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const rounds = 9;

/** Nanoseconds for each of so many things, median of some rounds. */
function timed(count: number, work: () => void): number {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    work();
    times.push((micros(process.cpuUsage(before)) * 1000) / count);
  }
  return median(times.slice(2));
}

const spreads: Readonly<Record<string, (random: Random) => number>> = {
  "waits, skewed": (random) => Math.floor(skewed(random, 2_400_000, 1.5)),
  "waits, two kinds": (random) => Math.floor(random() < 0.7 ? skewed(random, 90_000, 0.5) : skewed(random, 50_000_000, 0.4)),
  "all alike, 0 to 3 days": (random) => Math.floor(random() * 259_200_000),
  "rates, very skewed": (random) => skewed(random, 0.01, 3),
};

/** How fast and how exact quantiles are. */
export function quantilesTable(count = 2_000_000): readonly object[] {
  return Object.entries(spreads).map(([name, draw], index) => {
    const random = randomBy(index + 11);
    const values = Float64Array.from({ length: count }, () => draw(random));
    let whole = new Quantiles();
    const added = timed(count, () => {
      whole = new Quantiles();
      for (const value of values) whole.add(value);
    });
    const sorting = timed(count, () => void Float64Array.from(values).sort());
    const sorted = sortNumbers([...values]);
    const worst = Math.max(
      ...[0.5, 0.9, 0.95, 0.99].map((p) => Math.abs((whole.at(p)?.value ?? Number.NaN) / (percentile(sorted, p) ?? Number.NaN) - 1)),
    );
    const parts = Array.from({ length: 4 }, () => new Quantiles());
    values.forEach((value, at) => parts[at % 4]?.add(value));
    const merged = new Quantiles();
    for (const part of parts.toReversed()) merged.merge(part);
    if (JSON.stringify(merged) !== JSON.stringify(whole)) throw new Error(`${name}: parts are not the whole`);
    return {
      [`${count.toLocaleString("en")} values`]: name,
      "ns a value": added.toFixed(1),
      "sorting, ns": sorting.toFixed(0),
      "worst of p50 to p99": `${(worst * 100).toFixed(3)} %`,
      kB: Math.round(whole.byteLength / 1024),
      "JSON kB": Math.round(JSON.stringify(whole).length / 1024),
      "merged = whole": "yes",
      "goal <= 10 ns, <= 1 %": added <= 10 && worst <= 0.01 ? "met" : "MISSED",
    };
  });
}

/** How many of those who write most are found. */
export function authorsTable(sizes: readonly (readonly [messages: number, authors: number])[]): readonly object[] {
  return sizes.flatMap(([messages, count]) =>
    [
      [21, 1.5],
      [22, 2],
      [23, 3],
      [24, 3],
      [25, 6],
    ].map(([seed = 0, lean = 1]) => {
      const random = randomBy(seed);
      const keys = Array.from(
        { length: count },
        (_, index) =>
          `bluesky:did%3Aplc%3Afjeldboots:author:did%3Aplc%3A${(Math.imul(index + 1, 0x9e37_79b1) >>> 0).toString(36)}${index.toString(36)}`,
      );
      const who = Int32Array.from({ length: messages }, () => Math.floor(count * random() ** lean));
      const truth = new Float64Array(count);
      for (const one of who) truth[one] = (truth[one] ?? 0) + 1;
      const fill = (authors: Authors, of: (index: number) => boolean): Authors => {
        for (let index = 0; index < messages; index++) {
          if (!of(index)) continue;
          const key = keys[who[index] ?? 0] ?? "";
          const hash = readHash(key);
          authors.add(hash[0] ?? 0, hash[1] ?? 0, 1.77e12 + index * 2600, key);
        }
        return authors;
      };
      const before = process.cpuUsage();
      const whole = fill(new Authors(65_536), () => true);
      const added = (micros(process.cpuUsage(before)) * 1000) / messages;
      const top = whole.top(50);
      const place = new Map(keys.map((key, index) => [key, index]));
      const least = truth.toSorted().at(-50) ?? 0;
      const recall = top.filter(({ author }) => (truth[place.get(author) ?? -1] ?? 0) >= least).length;
      const parts = [0, 1, 2, 3].map((part) => fill(new Authors(65_536), (index) => index % 4 === part));
      const merged = new Authors(65_536);
      for (const part of parts.toReversed()) merged.merge(part);
      if (JSON.stringify(merged) !== JSON.stringify(whole)) throw new Error("parts are not the whole");
      const distinct = truth.filter((written) => written > 0).length;
      return {
        "messages, people": `${messages.toLocaleString("en")}, ${distinct.toLocaleString("en")}`,
        "seed, lean": `${seed}, ${lean}`,
        "the 50th wrote": least,
        "top 50": `${recall}/50`,
        "people off": `${((whole.unique().value / distinct - 1) * 100).toFixed(2)} %`,
        "ns a message": added.toFixed(0),
        "MB beside keys": (whole.byteLength / 2 ** 20).toFixed(1),
        "JSON MB": (JSON.stringify(whole).length / 2 ** 20).toFixed(1),
        "goal >= 45": recall >= 45 ? "met" : "MISSED",
      };
    }),
  );
}
