// npm run readme: writes the table of metrics into docs/guide/metrics.md and the columns of files into docs/guide/export.md, each between
// its two markers, from the data that the package ships. A repository test fails when a page and the data differ.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { load } from "./load-catalog.mjs";
import { names } from "./readme-table-limits.mjs";

/** The chapters, in the order of the page. */
export const groups = {
  engagement: "Engagement",
  visibility: "Visibility and spread",
  audience: "Audience",
  responsiveness: "Responsiveness",
  health: "Community health",
  advanced: "Advanced (`folkmoot/metrics/advanced`)",
};

const cell = (text) => text.replaceAll("|", "\\|");
const tableOf = (heads, rows) =>
  [`| ${heads.join(" | ")} |`, `|${heads.map(() => "---|").join("")}`, ...rows.map((row) => `| ${row.map(cell).join(" | ")} |`)].join("\n");

/** What a network tells is of use only where all that a metric reads is told; what the host brings is told everywhere. */
function networksOf({ inputs }, metricInputs) {
  const told = inputs.map((input) => metricInputs[input].networks).filter((networks) => Object.keys(networks).length > 0);
  const all = Object.keys(names).filter((network) => told.every((networks) => network in networks));
  if (all.length === Object.keys(names).length) return "all";
  return all.length === 0 ? "none by itself" : all.map((network) => names[network]).join(", ");
}

function metric(entry, metricInputs) {
  const { id, says, formula, unit, inputs, also = [], pitfalls, source } = entry;
  const facts = [
    ["formula", `\`${formula}\``],
    ["unit", unit],
    ["reads", inputs.join(", ")],
    ["networks", networksOf(entry, metricInputs)],
    ...(also.length > 0 ? [["also called", also.join(", ")]] : []),
    ...(source === undefined ? [] : [["after", source]]),
  ];
  return [`#### \`${id}\``, says, facts.map(([name, text]) => `- ${name}: ${text}`).join("\n"), ["Beware:", ...pitfalls].join(" ")].join(
    "\n\n",
  );
}

const marked = (name, text) => `<!-- ${name}: written by \`npm run readme\` -->\n\n${text}\n\n<!-- /${name} -->`;

/** The chapters of metrics, and who tells what they read; markers included. */
export function metricChapters({ metricCatalog, metricInputs }) {
  const chapters = Object.entries(groups).map(([group, title]) => {
    const entries = metricCatalog.filter((entry) => entry.group === group);
    const overview = tableOf(
      ["metric", "tells", "formula", "unit"],
      entries.map(({ id, says, formula, unit }) => [`\`${id}\``, says, `\`${formula}\``, unit]),
    );
    return [`### ${title}`, overview, ...entries.map((entry) => metric(entry, metricInputs))].join("\n\n");
  });
  const inputs = Object.entries(metricInputs).map(([input, { says, networks }]) => {
    const told = Object.entries(networks).map(([network, limit]) => names[network] + (limit === "" ? "" : ` (${limit})`));
    return [input, says, told.length === 0 ? "none; you bring it" : told.join("; ")];
  });
  return marked("metrics", [...chapters, "### Who tells what", tableOf(["input", "is", "told by"], inputs)].join("\n\n"));
}

/** The columns of files, markers included. */
export function columnTables({ exportColumns }) {
  const tables = Object.entries(exportColumns).map(
    ([what, columns]) =>
      `### ${what}\n\n${tableOf(
        ["column", "type", "is"],
        columns.map(({ name, type, says }) => [`\`${name}\``, type, says]),
      )}`,
  );
  return marked("columns", tables.join("\n\n"));
}

/** A page with what stands between the markers put right. */
export function withMarked(page, name, text) {
  const [start, end] = [`<!-- ${name}: written by \`npm run readme\` -->`, `<!-- /${name} -->`];
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The page needs the lines ${start} and ${end}; what is written goes between them.`);
  return page.slice(0, from) + text + page.slice(to + end.length);
}

if (import.meta.filename === resolve(process.argv[1] ?? "")) {
  const page = (name) => join(import.meta.dirname, `../docs/guide/${name}.md`);
  const put = (path, name, text) => writeFileSync(path, withMarked(readFileSync(path, "utf8"), name, text));
  put(page("metrics"), "metrics", metricChapters(await load("src/metrics/catalog/index.ts")));
  put(page("export"), "columns", columnTables(await load("src/metrics/export/index.ts")));
}
