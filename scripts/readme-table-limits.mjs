// npm run readme: writes the tables of docs/guide/rate-limits.md from the catalog, between their two markers.
// A repository test fails when the page and the catalog differ.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadCatalog } from "./load-catalog.mjs";

/** The names of networks as people write them, in the order of the page. */
export const names = {
  facebook: "Facebook",
  instagram: "Instagram",
  threads: "Threads",
  x: "X",
  linkedin: "LinkedIn",
  tiktok: "TikTok",
  youtube: "YouTube",
  twitch: "Twitch",
  discord: "Discord",
  bluesky: "Bluesky",
  mastodon: "Mastodon",
  reddit: "Reddit",
};

const start = "<!-- limits: written by `npm run readme` -->";
const end = "<!-- /limits -->";

const units = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1_000, "second"],
];

/** "15 minutes" of 900,000. */
export function length(ms) {
  const [size, word] = units.find(([size]) => ms % size === 0) ?? [1, "millisecond"];
  return ms === size ? `1 ${word}` : `${ms / size} ${word}s`;
}

const number = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 3 });

function back({ refill, penaltyMs, pauses }) {
  const ways = {
    window: () => {
      if (refill.rolling) return `${length(refill.windowMs)} after each use`;
      return `all ${refill.aligned ? "at multiples" : "at the end"} of ${length(refill.windowMs)}`;
    },
    bucket: () => `little by little, all in ${length(refill.perMs)}`,
    calendar: () => `${refill.every === "day" ? "at midnight" : "on the first of the month"}, ${refill.timeZone}`,
    release: () => "when the call ends",
  };
  const more = [
    ...(refill.restartsOn === "inbound" ? ["anew with each message of the other side"] : []),
    ...(penaltyMs === undefined ? [] : [`a breach costs ${length(penaltyMs)}`]),
    ...(pauses === "partition" ? ["a breach stops everything there"] : []),
  ];
  return [ways[refill.kind](), ...more].join("; ");
}

function amount({ id, capacity, unit }, capacities) {
  if (unit === "percent") return "100";
  if (capacity !== undefined) return number(capacity);
  return capacities.some(({ rule }) => rule === id) ? "by route, below" : "not known before";
}

const tableOf = (heads, rows) =>
  [`| ${heads.join(" | ")} |`, `|${heads.map(() => "---|").join("")}`, ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");

function chapter(network, { limitRules, limitPrices, routeCapacities }) {
  const capacities = routeCapacities[network] ?? [];
  const rules = limitRules[network].map((rule) => [
    `\`${rule.id}\``,
    rule.unit,
    amount(rule, capacities),
    back(rule),
    rule.told ? "told" : "counted",
    rule.partition.join(" and "),
    rule.source,
  ]);
  const prices = (limitPrices[network] ?? []).map(({ rules: ids, unit, prices: list, source }) => {
    const rows = Object.entries(list).map(([item, price]) => [`\`${item}\``, number(price)]);
    return `What ${ids.map((id) => `\`${id}\``).join(" and ")} ${ids.length > 1 ? "count" : "counts"} (${source}):\n\n${tableOf(["for", unit], rows)}`;
  });
  const routes = capacities.map(({ rule, capacities: list, source }) => {
    const rows = Object.entries(list).map(([route, capacity]) => [`\`${route}\``, number(capacity)]);
    return `What \`${rule}\` holds (${source}):\n\n${tableOf(["route", "how much"], rows)}`;
  });
  return [
    `## ${names[network]}`,
    tableOf(["rule", "counts", "how much", "comes back", "what is left is", "one for each", "read in"], rules),
    ...prices,
    ...routes,
  ].join("\n\n");
}

/** The tables, markers included. */
export function limitTables(catalog) {
  return [start, ...Object.keys(names).map((network) => chapter(network, catalog)), end].join("\n\n");
}

/** A page with its tables put right. */
export function withLimits(page, catalog) {
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The page needs the lines ${start} and ${end}; the tables go between them.`);
  return page.slice(0, from) + limitTables(catalog) + page.slice(to + end.length);
}

if (import.meta.filename === resolve(process.argv[1] ?? "")) {
  const path = join(import.meta.dirname, "../docs/guide/rate-limits.md");
  writeFileSync(path, withLimits(readFileSync(path, "utf8"), await loadCatalog()));
}
