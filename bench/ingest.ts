/**
 * What reading costs: a page of 100 from text to messages, checked and normalised, against `JSON.parse` alone, on every network.
 * Rounds alternate; the fastest round of each counts, because other programs only ever slow a round down. Target: at most 1.35.
 * The people and texts are invented; several mixes, because plain texts, links and pictures do not cost the same.
 * Run with `npm run bench ingest`.
 */
import { bluesky } from "./pages/bluesky.js";
import { discord } from "./pages/discord.js";
import { mastodon } from "./pages/mastodon.js";

const rounds = 200;
const pages = 5;

function timed(work: () => unknown): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

let worst = 0;
for (const { name, page, read } of [...bluesky, ...mastodon, ...discord]) {
  const texts = Array.from({ length: pages }, (_, index) => page(index * 100));
  if (texts.some((text) => read(text) !== 100)) throw new Error(`The bench's own page of ${name} cannot be read.`);
  let bare = Number.POSITIVE_INFINITY;
  let full = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    bare = Math.min(
      bare,
      timed(() => texts.map((text) => JSON.parse(text) as unknown)),
    );
    full = Math.min(
      full,
      timed(() => texts.map(read)),
    );
  }
  const ratio = full / bare;
  worst = Math.max(worst, ratio);
  console.log(`${name.padEnd(18)} ${ratio.toFixed(2)} x JSON.parse, ${(full / pages).toFixed(2)} ms a page of 100`);
}
console.log(`worst              ${worst.toFixed(2)} (target: at most 1.35)`);
