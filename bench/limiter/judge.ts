/** Ours over every server and every seed, against the goals. */
import type { Asked } from "./arguments.js";
import { reachable } from "./bound.js";
import { print, percent, rate, times } from "./format.js";
import type { Row } from "./format.js";
import { folkmoot, folkmootTraced } from "./ours.js";
import { burst, saturate, unlimited } from "./run.js";
import type { Share } from "./run.js";
import type { Family, Goal, GoalRow, Variation } from "./types.js";

/** One server, by all seeds: the least share and the most refusals are judged, wherever they were. */
async function judged(family: Family, variation: Variation, { seeds, trace }: Asked): Promise<readonly Share[]> {
  const shares: Share[] = [];
  for (const seed of seeds) {
    const share = await saturate(trace ? folkmootTraced : folkmoot, { family, variation, seed });
    if (share !== undefined) shares.push(share);
  }
  return shares;
}

const most = (values: readonly number[]): number => Math.max(...values);
const least = (values: readonly number[]): number => Math.min(...values);

const wordsOf = ({ atLeast, atMost }: Goal): string =>
  [
    ...(atLeast === undefined ? [] : [`>= ${percent(atLeast)} used`]),
    ...(atMost === undefined ? [] : [atMost === 0 ? "no 429" : `<= ${atMost} 429 per 100`]),
  ].join(", ");

/** G7 to G10. */
export async function worst(family: Family, asked: Asked): Promise<GoalRow> {
  const { goal, wanted, beside } = family;
  const rows: Row[] = [];
  const missed: string[] = [];
  const all: Share[] = [];
  const variations = family.variations.filter(({ name }) => name.includes(asked.variation));
  for (const variation of asked.fast ? variations.slice(0, 4) : variations) {
    const shares = await judged(family, variation, asked);
    const target = variation.foreign === undefined ? wanted : beside;
    const [used, per100] = [least(shares.map((one) => one.used)), most(shares.map((one) => one.per100))];
    const misses = [
      ...(target.atLeast !== undefined && used < target.atLeast ? [`${percent(used)} used`] : []),
      ...(target.atMost !== undefined && per100 > target.atMost ? [`${rate(per100)} 429 per 100`] : []),
    ];
    // Where not even sight into the server is enough, the verdict says so.
    const sight =
      misses.length > 0 && family.id === "discord" && variation.foreign === undefined ? reachable(variation, asked.seeds[0]) : undefined;
    const out = sight !== undefined && target.atLeast !== undefined && sight.used < target.atLeast;
    const verdict = misses.length === 0 ? "met" : out ? `missed; sight into the server gives ${percent(sight.used)}` : "missed";
    const free = target.atLeast === undefined && target.atMost === undefined;
    rows.push({
      [`${goal}, ${family.id}`]: variation.name,
      "least used": percent(used),
      "most 429": most(shares.map(({ refused }) => refused)),
      "per 100": rate(per100),
      wanted: wordsOf(target),
      verdict: free ? "no goal" : verdict,
    });
    if (misses.length > 0) missed.push(`${variation.name} (${misses.join(", ")})`);
    if (!free) all.push(...shares);
  }
  print(`${family.title}: ours on every server, seeds ${asked.seeds.join(", ")}`, rows);
  return {
    goal,
    of: family.id,
    wanted: wordsOf(wanted),
    worst: `${percent(least(all.map(({ used }) => used)))} used, ${rate(most(all.map(({ per100 }) => per100)))} 429 per 100`,
    missed,
  };
}

/** Calls of one burst. */
const calls = 500;
/** As slow as this a burst may be, in multiples of the time without a limiter. */
const slowest = 1.3;

/** G11: so many calls at once on a budget that nobody has touched, as many under way at once as without a limiter. */
export async function bursts(families: readonly Family[], { seeds, fast, variation: only }: Asked): Promise<GoalRow> {
  const rows: Row[] = [];
  const missed: string[] = [];
  let worstFactor = 0;
  for (const family of families) {
    const fits = family.variations.filter(
      ({ foreign, capacity = calls, name }) => foreign === undefined && capacity >= calls && name.includes(only),
    );
    for (const variation of fast ? fits.slice(0, 2) : fits) {
      let factor = 0;
      for (const seed of seeds) {
        const scene = { family, variation: { ...variation, phase: 0, spent: 0 }, seed };
        const [ours = Infinity, bare = 0] = [await burst(folkmoot, scene, calls, 20), await burst(unlimited, scene, calls, 20)];
        factor = Math.max(factor, ours / bare);
      }
      worstFactor = Math.max(worstFactor, factor);
      rows.push({
        server: family.id,
        variation: variation.name,
        "x no limiter": times(factor),
        verdict: factor <= slowest ? "met" : "missed",
      });
      if (factor > slowest) missed.push(`${family.id}, ${variation.name} (${times(factor)})`);
    }
  }
  print(`G11: a burst of ${calls} on a fresh budget, seeds ${seeds.join(", ")}`, rows);
  return {
    goal: "G11",
    of: families.map(({ id }) => id).join(", "),
    wanted: `<= ${slowest} x no limiter`,
    worst: times(worstFactor),
    missed,
  };
}
