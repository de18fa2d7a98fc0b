/** Runs what a table needs, and prints it. */
import type { Asked } from "./arguments.js";
import { folkmoot, folkmootSync, folkmootTraced } from "./ours.js";
import { discordRest, octokit } from "./peers-owning.js";
import { bottleneck, bottleneckEven, pQueue, pThrottle, rateLimiterFlexible } from "./peers.js";
import { ms, percent, rate } from "./format.js";
import { alone, backfill, oursShared } from "./backfill.js";
import type { Makers } from "./backfill.js";
import { buckets, discord, windows } from "./families.js";
import { burst, lightly, saturate, unlimited } from "./run.js";
import type { Share } from "./run.js";
import type { Contender, Family } from "./types.js";

const peers: readonly Contender[] = [bottleneck, bottleneckEven, pThrottle, rateLimiterFlexible, pQueue, octokit, discordRest];

/** Ours and the peers against the server of the book, and against one that somebody else uses too. */
export async function beside(family: Family, { seed, alone, variation }: Asked): Promise<void> {
  if (variation !== "") return;
  const usual = { family, variation: family.usual, seed };
  const shared = { family, variation: { ...family.usual, foreign: 0.2 }, seed };
  // A burst fits into the budgets of these; elsewhere it would wait for them.
  const bursts = family.id === "window" || family.id === "bucket";
  const fresh = { ...usual, variation: { ...family.usual, phase: 0, spent: 0 } };
  const bare = bursts ? ((await burst(unlimited, fresh, 500, 20)) ?? 0) : 0;
  const rows = [];
  for (const contender of [folkmoot, folkmootSync, ...(alone ? [] : peers)]) {
    const share = await saturate(contender, usual);
    if (share === undefined) continue;
    const other = await saturate(contender, shared);
    const delay = await lightly(contender, { ...fresh }, 500);
    const last = bursts ? await burst(contender, fresh, 500, 20) : undefined;
    rows.push({
      client: contender.name,
      "budget used": percent(share.used),
      "429 per 100": rate(share.per100),
      "other 20 %: used": percent(other?.used ?? 0),
      "other 20 %: 429": rate(other?.per100 ?? 0),
      "delay, mean": ms(delay?.mean ?? 0),
      "delay, p99": ms(delay?.p99 ?? 0),
      ...(last !== undefined && { "burst of 500": ms(last), "x no limiter": (last / bare).toFixed(2) }),
    });
  }
  console.log(family.title);
  console.table(rows);
}

/** Ours over all variations. */
export async function worst(family: Family, { seed, fast, trace, variation: only }: Asked): Promise<object> {
  const { goal, atLeast, atMost, atMostWithForeign } = family;
  const rows = [];
  const judged: Share[] = [];
  const missed: string[] = [];
  const variations = (fast ? family.variations.slice(0, 4) : family.variations).filter(({ name }) => name.includes(only));
  for (const variation of variations) {
    const share = await saturate(trace ? folkmootTraced : folkmoot, { family, variation, seed });
    if (share === undefined) continue;
    const word = verdict(
      share,
      variation.beyond === true,
      variation.foreign ? atMostWithForeign : atMost,
      variation.foreign ? undefined : atLeast,
    );
    rows.push({
      [`${goal} ${family.id}, every server`]: variation.name,
      used: percent(share.used),
      refused: share.refused,
      "per 100": rate(share.per100),
      verdict: word,
    });
    if (word.startsWith("(")) continue;
    judged.push(share);
    if (word !== "met") missed.push(variation.name);
  }
  console.table(rows);
  return {
    goal,
    server: family.id,
    "worst share": percent(Math.min(...judged.map(({ used }) => used))),
    "worst 429 per 100": rate(Math.max(...judged.map(({ per100 }) => per100))),
    missed: missed.length === 0 ? "met" : missed.join("; "),
  };
}

function verdict(share: Share, beyond: boolean, atMost: number | undefined, atLeast: number | undefined): string {
  const few = atMost === undefined || share.per100 <= atMost;
  const much = atLeast === undefined || share.used >= atLeast;
  const word = few && much ? "met" : `missed${few ? "" : ", refusals"}${much ? "" : ", share"}`;
  return beyond || (atMost === undefined && atLeast === undefined) ? `(${word})` : word;
}

/** The wait of a reply, ours with one and four processes, then the peers. */
export async function replies({ seed, fast, progress, alone: oursOnly }: Asked): Promise<void> {
  const calls = fast ? 10_000 : 100_000;
  const far = { name: "20 to 400 ms", minMs: 20, maxMs: 400 };
  const scenes = [
    { family: windows, variation: { ...windows.usual, spent: 0, phase: 0 }, seed },
    { family: windows, variation: { ...far, skewMs: 2_000, rounding: "ceil" }, seed: seed + 1 },
    { family: buckets, variation: buckets.usual, seed },
    { family: buckets, variation: { ...far, foreign: 0.2 }, seed: seed + 1 },
    { family: discord, variation: discord.usual, seed },
  ] as const;
  const rows: object[] = [];
  const add = async (name: string, makers: Makers, scene: (typeof scenes)[number], drain = false): Promise<void> => {
    if (progress) console.error(`  ${name}, ${scene.family.id}, ${scene.variation.name}`);
    const waits = await backfill(makers, scene, { calls: scene.family === discord ? calls / 20 : calls, replies: 400, drain });
    if (waits === undefined) return;
    const { replies: count, median, p99, max, request, left, refused, commands, calls: sent } = waits;
    rows.push({
      client: name,
      server: `${scene.family.id}, ${scene.variation.name}`,
      replies: count,
      "wait, median": ms(median),
      p99: ms(p99),
      max: ms(max),
      "one request": ms(request),
      "still waiting": left,
      "429": refused,
      ...(commands > 0 && { "commands a call": (commands / sent).toFixed(2) }),
      verdict: max <= request ? "met" : "missed",
    });
  };
  for (const scene of scenes)
    for (const processes of [1, 4])
      await add(`folkmoot, ${processes === 1 ? "one process" : "four processes"}`, oursShared(processes), scene);
  await add("folkmoot, to the end", oursShared(1), scenes[2], true);
  if (!oursOnly) for (const peer of peers) await add(peer.name, alone(peer), scenes[2], true);
  console.log(`A reply during a backfill of ${calls.toLocaleString("en")} calls`);
  console.table(rows);
}
