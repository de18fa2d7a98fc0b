/**
 * How long lint takes: replies of every length, in four languages, with a voice, twenty recent texts and a plan's framework. The goal is under a
 * millisecond for a normal reply. Prints the median and the slowest hundredth; nothing here fails on a slow machine.
 *
 * Run with `npm run bench lint`.
 */
import { lint, nordic, type LintOptions, type Voice } from "../src/reply/index.js";
import { textRules } from "../src/text/index.js";
import type { Message } from "../src/model/index.js";

const member = (text: string, language: string): Message => ({
  key: "mastodon:brandx:message:1",
  network: "mastodon",
  accountId: "brandx",
  id: "1",
  kind: "comment",
  direction: "inbound",
  conversation: "mastodon:brandx:conversation:1",
  text,
  language,
  entities: [],
  attachments: [],
  counts: {},
  createdAt: "2026-11-22T10:00:00.000Z",
  visibility: "public",
  via: "poll",
});

const voice: Voice = {
  id: "brand-x",
  signatures: { da: "Mvh Brand X", und: "Brand X" },
  signed: "always",
  avoid: Array.from({ length: 40 }, (_, index) => `phrase number ${index}`),
  prefer: { shoe: "boot", sko: "støvler" },
  address: { da: "informal", pl: "informal", ro: "formal" },
  emoji: { most: 2 },
  exclamations: 3,
  sentenceWords: 25,
  contacts: ["@brandx.example"],
};

const replies: readonly (readonly [name: string, to: Message, text: string])[] = [
  [
    "danish, 144 letters",
    member("Er jeres støvler vandtætte?", "da"),
    "Hej Sandra, tusind tak for din besked. Det er helt rigtigt forstået, vores støvler er vandtætte! Kunne du tænke dig at prøve dem på? Mvh Brand X",
  ],
  [
    "polish, with numbers",
    member("Ile kosztuje wysyłka do Krakowa?", "pl"),
    "Dzień dobry, dziękujemy za wiadomość. Wysyłka kosztuje 15 zł, a od 300 zł jest darmowa. Zadzwoń: 600 700 800. Miłego dnia! Brand X",
  ],
  [
    "english, 500 letters",
    member("Are they warm? Do they come in 47? Where can I try them on?", "en"),
    "Hi Tom, thank you for asking. Yes, they are warm down to minus ten, and they come up to size 50. ".repeat(5) +
      "See https://brandx.example/shops.",
  ],
  [
    "romanian, 3,000 letters",
    member("cat costa livrarea la cluj", "ro"),
    "Buna, Andrei! Multumim pentru mesaj. Livrarea la Cluj costa 20 de lei, iar coletul ajunge in doua zile. ".repeat(29),
  ],
];
const recent = Array.from(
  { length: 20 },
  (_, index) => `Hej Malou, tak for din besked nummer ${index}. Vi har dem på lager i alle farver og sender dem i dag. Mvh Brand X`,
);

console.log("| reply | letters | median | slowest 1 % |");
console.log("|---|---|---|---|");
for (const [name, to, text] of replies) {
  const options: LintOptions = { to, rules: textRules.mastodon.reply, voice, recent, framework: nordic, publicReplies: 1 };
  for (let warm = 0; warm < 300; warm++) lint({ text }, options);
  const times = Array.from({ length: 2_000 }, () => {
    const from = performance.now();
    lint({ text }, options);
    return performance.now() - from;
  }).toSorted((one, other) => one - other);
  const at = (share: number): string => `${((times[Math.floor(times.length * share)] ?? 0) * 1_000).toFixed(0)} µs`;
  console.log(`| ${name} | ${text.length} | ${at(0.5)} | ${at(0.99)} |`);
}
