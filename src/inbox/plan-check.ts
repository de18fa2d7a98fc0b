/**
 * Checks plans that hosts hand in: what policies read must be what the network gets.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { PlanAction } from "../model/draft.js";

const types: ReadonlySet<unknown> = new Set<PlanAction["type"]>(["like", "tag", "notify", "assign", "hide"]);
const wishes: ReadonlySet<unknown> = new Set<PlanAction["onUnsupported"]>(["skip", "warn", "fail"]);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;
const isText = (value: unknown): value is string => typeof value === "string";
const isAction = (value: unknown): boolean =>
  isRecord(value) &&
  types.has(value["type"]) &&
  wishes.has(value["onUnsupported"]) &&
  (value["value"] === undefined || isText(value["value"]));

const folded = (text: string): string => text.normalize("NFC").replace(/\s+/gu, " ").trim();

/** Says whether the parts make up the text: in order, nothing left out and nothing added but the white space between them. */
function makeUp(parts: readonly string[], text: string): boolean {
  const whole = folded(text);
  let at = 0;
  for (const part of parts.map(folded)) {
    if (whole[at] === " ") at += 1;
    if (!whole.startsWith(part, at)) return false;
    at += part.length;
  }
  return at === whole.length;
}

/**
 * Checks a plan as far as its form goes; the length of its parts is for the network's text rules.
 * @param where - what errors begin with, e.g. `reply on bluesky`
 * @throws FolkmootError `invalid-request` when parts are missing, when they do not make up the text, and for an unknown action
 */
export function checkPlan(plan: Readonly<Record<string, unknown>>, where: string): void {
  const { text, parts, actions, warnings, provenance } = plan;
  const refuse = (message: string): never => {
    throw new FolkmootError("invalid-request", `${where}: ${message}`);
  };
  if (!Array.isArray(parts) || parts.length === 0 || !parts.every(isText))
    return refuse("the plan's `parts` must be texts, at least one; take them as `compose` made them.");
  if (!isText(text) || !makeUp(parts, text))
    return refuse("the plan's `parts` do not make up its `text`, so policies would read another text than is sent; change both alike.");
  if (!Array.isArray(actions) || !Array.isArray(warnings) || !isRecord(provenance))
    return refuse("the plan lacks `actions`, `warnings` or `provenance`; take it as `compose` made it, or give a draft.");
  if (!actions.every(isAction))
    refuse(
      'the plan\'s `actions` hold one that is unknown; each is { type: "like", onUnsupported: "skip" | "warn" | "fail" }, or of type "tag", "notify", "assign", "hide".',
    );
}
