/** Ours and the peers, beside each other. */
import type { Asked } from "./arguments.js";
import { ms, percent, print, rate, times } from "./format.js";
import type { Row } from "./format.js";
import { folkmoot, folkmootSync } from "./ours.js";
import { discordRest, octokit } from "./peers-owning.js";
import { bottleneck, bottleneckEven, pQueue, pThrottle, rateLimiterFlexible } from "./peers.js";
import { burst, lightly, saturate, unlimited } from "./run.js";
import type { Contender, Family } from "./types.js";

export const peers: readonly Contender[] = [bottleneck, bottleneckEven, pThrottle, rateLimiterFlexible, pQueue, octokit, discordRest];

/** Against the server of the book, and against one that somebody else uses too. */
export async function beside(family: Family, { seeds, alone, variation, progress }: Asked): Promise<void> {
  if (variation !== "") return;
  const [seed] = seeds;
  const usual = { family, variation: family.usual, seed };
  const shared = { family, variation: { ...family.usual, foreign: 0.2 }, seed };
  // A burst fits into the budgets of these; elsewhere it would wait for them.
  const bursts = family.id === "window" || family.id === "bucket";
  const fresh = { ...usual, variation: { ...family.usual, phase: 0, spent: 0 } };
  const bare = bursts ? ((await burst(unlimited, fresh, 500, 20)) ?? 0) : 0;
  const rows: Row[] = [];
  for (const contender of [folkmoot, folkmootSync, ...(alone ? [] : peers)]) {
    if (progress) console.error(`  ${family.id}: ${contender.name}`);
    const share = await saturate(contender, usual);
    if (share === undefined) continue;
    const other = await saturate(contender, shared);
    const delay = await lightly(contender, fresh, 500);
    const last = bursts ? await burst(contender, fresh, 500, 20) : undefined;
    rows.push({
      client: contender.name,
      "budget used": percent(share.used),
      "429 per 100": rate(share.per100),
      "other 20 %: used": percent(other?.used ?? 0),
      "other 20 %: 429": rate(other?.per100 ?? 0),
      "delay, mean": ms(delay?.mean ?? 0),
      "delay, p99": ms(delay?.p99 ?? 0),
      ...(last !== undefined && { "burst of 500": ms(last), "x no limiter": times(last / bare) }),
    });
  }
  print(`${family.title}, seed ${seed}`, rows);
}
