// node scripts/tlds.mjs < tlds-alpha-by-domain.txt > src/text/tlds.ts: packs IANA's list of top-level domains (one a line).
import { readFileSync } from "node:fs";
import { domainToUnicode } from "node:url";

const names = readFileSync(0, "utf8")
  .split("\n")
  .map((line) => domainToUnicode(line.trim().toLowerCase()))
  .filter((name) => name !== "" && !name.startsWith("#"));
const plain = (name) => /^[a-z]+$/.test(name);
const sorted = (list) => [...new Set(list)].sort();
const countries = sorted(names.filter((name) => plain(name) && name.length === 2));
const generic = sorted(names.filter((name) => plain(name) && name.length > 2));
const others = sorted(names.filter((name) => !plain(name)));
let last = "";
const packed = generic.map((name) => {
  let same = 0;
  while (same < last.length && last[same] === name[same]) same++;
  last = name;
  return String.fromCharCode(65 + same) + name.slice(same);
});
const lines = (text, at = 120) =>
  text
    .match(new RegExp(`.{1,${at}}`, "gu"))
    .map((line) => `  "${line}"`)
    .join(" +\n");
console.log(`/**
 * The top-level domains, packed. Made by scripts/tlds.mjs of the list of IANA's root zone (2026-11).
 * @module
 */

/** Two letters each. */
const countries: string =
${lines(countries.join(""))};

/** In order; a capital says how many letters (A: none) each shares with the one before. */
const generic: string =
${lines(packed.join(""))};

const others: string =
${lines(others.join(" "), 80)};

/** Unpacks them: lower case, those of other scripts as they are read. */
export function readTlds(): ReadonlySet<string> {
  const known = new Set([...(countries.match(/../g) ?? []), ...others.split(" ")]);
  let name = "";
  for (const [piece] of generic.matchAll(/[A-Z][a-z]*/g)) {
    name = name.slice(0, piece.charCodeAt(0) - 65) + piece.slice(1);
    known.add(name);
  }
  return known;
}`);
