/** The wait of a reply behind a backfill: ours with one and four processes on every kind of server, then the peers. */
import type { Asked } from "./arguments.js";
import { alone, backfill, oursShared } from "./backfill.js";
import type { Makers } from "./backfill.js";
import { peers } from "./beside.js";
import { alignments, buckets, discord, percents, silents, windows } from "./families.js";
import { ms, percent, print, rate, times } from "./format.js";
import type { Row } from "./format.js";
import type { Family, GoalRow, Variation } from "./types.js";

const far = { name: "20 to 400 ms", minMs: 20, maxMs: 400 };
const ahead: Variation = { ...far, name: "20 to 400 ms, 2 s ahead, rounds up", skewMs: 2_000, rounding: "ceil" };
const scenes: readonly { readonly family: Family; readonly variation: Variation }[] = [
  { family: windows, variation: { ...windows.usual, spent: 0, phase: 0 } },
  { family: windows, variation: ahead },
  { family: alignments, variation: alignments.usual },
  { family: alignments, variation: ahead },
  { family: buckets, variation: buckets.usual },
  { family: buckets, variation: { ...far, name: "20 to 400 ms, somebody else uses a fifth", foreign: 0.2 } },
  { family: discord, variation: discord.usual },
  { family: discord, variation: { ...discord.usual, ...far } },
  { family: percents, variation: percents.usual },
  { family: percents, variation: far },
  { family: silents, variation: silents.usual },
  { family: silents, variation: far },
];

/** Judged by the slowest trip there and back that the server has, which is one request time. */
export async function replies({ seeds, fast, progress, only, variation: named, alone: oursOnly }: Asked): Promise<readonly GoalRow[]> {
  const calls = fast ? 10_000 : 100_000;
  const rows: Row[] = [];
  const missed: string[] = [];
  const dear: string[] = [];
  let dearest = 0;
  let longest = "0 ms";
  let worst = 0;
  const add = async (name: string, makers: Makers, scene: (typeof scenes)[number], seed: number, ours: boolean): Promise<void> => {
    const { family, variation } = scene;
    if (progress) console.error(`  replies: ${name}, ${family.id}, ${variation.name}`);
    const waits = await backfill(makers, { ...scene, seed }, { calls, replies: ours ? 200 : 40 });
    if (waits === undefined) return;
    const { count, median, p99, max, unanswered, longerThanOwn, refused, used, commands, sent } = waits;
    const met = max <= variation.maxMs;
    rows.push({
      client: name,
      server: `${family.id}, ${variation.name}`,
      seed,
      replies: count,
      "wait, median": ms(median),
      p99: ms(p99),
      max: `${unanswered > 0 ? "> " : ""}${ms(max)}`,
      "one request": ms(variation.maxMs),
      "longer than its own trip": longerThanOwn,
      "budget used": percent(used),
      "429 per 100": rate((100 * refused) / sent),
      "commands a call": commands > 0 ? times(commands / sent) : "",
      verdict: met ? "met" : "missed",
    });
    if (!ours) return;
    if (max / variation.maxMs >= worst) [worst, longest] = [max / variation.maxMs, `${ms(max)} (one request: ${ms(variation.maxMs)})`];
    const each = commands / sent;
    dearest = Math.max(dearest, each);
    if (each > 1) dear.push(`${family.id}, ${variation.name}, seed ${seed} (${times(each)})`);
    if (!met) missed.push(`${name}, ${family.id}, ${variation.name}, seed ${seed} (${ms(max)})`);
  };
  const chosen = scenes.filter(({ family, variation }) => variation.name.includes(named) && (only.length < 2 || only.includes(family.id)));
  for (const scene of chosen)
    for (const seed of seeds)
      for (const processes of [1, 4])
        await add(processes === 1 ? "one process" : "four processes", oursShared(processes), scene, seed, true);
  print(`A reply during a backfill of ${calls.toLocaleString("en")} calls: ours`, rows.splice(0));
  const [scene] = scenes.filter(({ family }) => family === buckets);
  if (!oursOnly && scene !== undefined) {
    for (const peer of peers) await add(peer.name, alone(peer), scene, seeds[0], false);
    print(`A reply during a backfill of ${calls.toLocaleString("en")} calls: the peers`, rows);
  }
  return [
    { goal: "reply", of: "every kind", wanted: "<= one request time", worst: longest, missed },
    {
      goal: "G12",
      of: "every kind, four processes behind a backfill",
      wanted: "<= 1 command a call",
      worst: `${times(dearest)} commands a call`,
      missed: dear,
    },
  ];
}
