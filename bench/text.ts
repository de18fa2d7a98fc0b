/**
 * Lengths and fitting beside what others use, as ratios in one run. `docs/benchmarks.md` explains the table.
 *
 * G20: the graphemes of a reply, against `Intl.Segmenter`. G21: making one reply fit X, against twitter-text's `parseTweet` on the same texts,
 * which only counts; and the weight alone. Missed goals are printed; nothing here fails but unequal results.
 */
import twitter from "twitter-text";
import { countGraphemes } from "../src/text/count.js";
import { fit, measure, split, textRules } from "../src/text/index.js";

const replies: readonly string[] = [
  "Tusind tak for din besked, Sandra! Vores vandtætte støvler er tilbage i butikken fra på mandag. Kunne du tænke dig at prøve dem?",
  "Hej Anna 👋 Det er vi kede af at høre. Vil du sende os dit ordrenummer i en privat besked, så ser vi på det med det samme? 🙏",
  "Dziękujemy za wiadomość! Zwroty są bezpłatne przez 30 dni, szczegóły: https://sklep.pl/zwroty?zamowienie=1 Daj znać, czy pomogło.",
  "Mulțumim! Ghetele sunt disponibile în mărimile 36–42, vezi butik.dk/ghete și spune-ne ce culoare îți place. #ghete @ana",
  "👨‍👩‍👧‍👧 Thanks for sharing your family walk! 🇩🇰❤️ Which trail was it? We would love to try it ourselves.",
  "Danke für den Hinweis. Wir haben den Fehler gefunden und behoben. Das Team in Aarhus prüft gerade jede einzelne Bestellung. ".repeat(3),
  "ブーツは防水です。サイズは22から27までございます。詳しくは https://example.com/boots をご覧ください。",
  `${"Der er mange måder at passe godt på sine støvler: børst dem, tør dem langsomt, og giv dem voks. ".repeat(4)}Se https://example.com/pleje`,
];

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
function countBySegmenter(text: string): number {
  let count = 0;
  for (const { segment } of segmenter.segment(text)) if (segment !== "") count++;
  return count;
}

/** Nanoseconds for each text: the median of rounds that take turns, so that a busy machine slows all of them alike. */
function compare(work: Readonly<Record<string, (text: string) => unknown>>): Readonly<Record<string, number>> {
  const times = new Map<string, number[]>(Object.keys(work).map((name) => [name, []]));
  for (let round = 0; round < 25; round++)
    for (const [name, run] of Object.entries(work)) {
      const loops = 60;
      const started = performance.now();
      for (let loop = 0; loop < loops; loop++) for (const text of replies) run(text);
      // The first rounds warm up.
      if (round >= 5) times.get(name)?.push(((performance.now() - started) * 1e6) / (loops * replies.length));
    }
  return Object.fromEntries([...times].map(([name, all]) => [name, all.sort((a, b) => a - b)[all.length >> 1] ?? Number.NaN]));
}

const weigh = (text: string): number => measure(text, textRules.x.post)[0]?.value ?? Number.NaN;
for (const text of replies) {
  if (countGraphemes(text) !== countBySegmenter(text)) throw new Error(`graphemes differ: ${text}`);
  if (weigh(text) !== twitter.parseTweet(text).weightedLength) throw new Error(`weights differ: ${text}`);
}

const print = (goal: string, name: string, nanoseconds: number, peer: number, wanted?: number): void => {
  const ratio = nanoseconds / peer;
  const verdict = wanted === undefined ? "" : ratio <= wanted ? `  <= ${wanted}: met` : `  <= ${wanted}: MISSED`;
  console.log(goal.padEnd(4), name.padEnd(52), (nanoseconds / 1_000).toFixed(2).padStart(9), "us ", ratio.toFixed(3).padStart(7), verdict);
};

const graphemes = compare({ peer: countBySegmenter, ours: countGraphemes });
const segmented = graphemes["peer"] ?? Number.NaN;
console.log(
  `a reply (${replies.length} replies, ${replies.map((text) => text.length).join(", ")} UTF-16 units), median; ratio to the peer\n`,
);
print("", "Intl.Segmenter", segmented, segmented);
print("G20", "countGraphemes", graphemes["ours"] ?? Number.NaN, segmented, 0.06);

const weights = compare({
  peer: (text) => twitter.parseTweet(text),
  measure: weigh,
  fit: (text) => fit(text, textRules.x.post),
  split: (text) => split(text, textRules.x.post, { counter: true }),
});
const parsed = weights["peer"] ?? Number.NaN;
print("", "twitter-text parseTweet", parsed, parsed);
print("", "measure, X", weights["measure"] ?? Number.NaN, parsed);
print("G21", "fit, X (count, cut, links)", weights["fit"] ?? Number.NaN, parsed, 0.5);
print("", "split, X, with counters", weights["split"] ?? Number.NaN, parsed);
