/**
 * Checking one step of a framework.
 * @module
 */
import type { PlanAction } from "../model/draft.js";
import type { StepCondition } from "./condition.js";
import type { FrameworkStep, StepVariant } from "./framework.js";
import { readLocale } from "./locale.js";
import { parseTemplate } from "./template.js";

/** Refuses a framework: what is wrong, and what to do. */
export type Fail = (what: string, remedy: string) => never;

/** A type of which nothing is known but the names of its fields. */
export type Loose<T> = { readonly [K in keyof T]?: unknown };

/** Says whether something is an object. */
export const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
/** Says whether something is a name: a text that says something. */
export const isName = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";
/** Says whether something is one of some words. */
export const isOneOf = (value: unknown, allowed: readonly string[]): boolean => allowed.some((one) => one === value);

const isNames = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isName);
const isLocale = (value: unknown): boolean => typeof value === "string" && readLocale(value) !== undefined;

/** Refuses a step that cannot be composed with. Its id is checked already. */
export function checkStep(step: Loose<FrameworkStep>, fail: Fail): void {
  const { kind, required, internal = false, label, when, group, dropRank, actions, variants } = step;
  if (!isName(kind)) fail("has no kind", "say what it does, such as answer");
  if (!isOneOf(required, ["always", "when-applicable", "optional"]))
    fail("does not say whether it is required", "use always, when-applicable or optional");
  if (typeof internal !== "boolean") fail("does not say whether it is internal", "use true or false");
  if (internal && (variants !== undefined || group !== undefined))
    fail("is internal and has variants or a group", "what is not said needs neither: leave them out");
  if (group !== undefined && !isName(group)) fail("has a group without a name", "name the group or leave it out");
  if (dropRank !== undefined && !(Number.isInteger(dropRank) && Number(dropRank) >= 0))
    fail("has a dropRank that is no whole number from 0", "use 0 for never, and more for what goes earlier");
  if (label !== undefined && !(isObject(label) && Object.entries(label).every(([tag, text]) => isLocale(tag) && isName(text))))
    fail("has a label that is no text by language", 'write it like { en: "Answer" }');
  checkCondition(when, fail);
  checkActions(actions, fail);
  checkVariants(variants, fail);
}

function checkActions(actions: unknown, fail: Fail): void {
  if (actions === undefined) return;
  if (!Array.isArray(actions)) return fail("has actions that are no list", "give a list of actions");
  for (const action of actions as readonly unknown[]) {
    const { type, onUnsupported, value }: Loose<PlanAction> = isObject(action) ? action : {};
    if (!isOneOf(type, ["like", "tag", "notify", "assign", "hide"]))
      fail("has an action of an unknown type", "use like, tag, notify, assign or hide");
    if (!isOneOf(onUnsupported, ["skip", "warn", "fail"]))
      fail("does not say what becomes of an action that the network refuses", "set onUnsupported to skip, warn or fail");
    const wantsValue = isOneOf(type, ["tag", "notify", "assign"]);
    if (wantsValue && !isName(value)) fail(`has an action ${String(type)} without a value`, "name the label, or who is told or gets it");
    if (!wantsValue && value !== undefined) fail(`has an action ${String(type)} with a value`, "leave the value out");
  }
}

function checkVariants(variants: unknown, fail: Fail): void {
  if (variants === undefined) return;
  if (!Array.isArray(variants) || variants.length === 0)
    return fail("has variants that are no list", "give a list of wordings, or leave it out");
  const seen = new Set<string>();
  for (const [index, variant] of (variants as readonly unknown[]).entries()) {
    const which = `has a variant ${index + 1}`;
    const { locale, tone, length = "full", text }: Loose<StepVariant> = isObject(variant) ? variant : {};
    if (!isName(text)) fail(`${which} without a text`, "write what it says");
    if (locale !== undefined && !isLocale(locale))
      fail(`${which} with a locale that is no BCP 47 language tag`, "write it like da or pt-BR");
    if (tone !== undefined && !isName(tone)) fail(`${which} with a tone without a name`, "name the tone or leave it out");
    if (!isOneOf(length, ["full", "short"])) fail(`${which} with an unknown length`, "use full or short");
    parseTemplate(String(text), (what, remedy) => fail(`${which} that ${what}`, remedy));
    const place = JSON.stringify([locale, tone, length]);
    if (seen.has(place)) fail(`${which} that is like one before in language, tone and length`, "keep one of the two");
    seen.add(place);
  }
}

const conditions: Readonly<Record<keyof StepCondition, (value: unknown) => boolean>> = {
  kinds: isNames,
  networks: isNames,
  surfaces: isNames,
  visibility: isNames,
  languages: (value) => isNames(value) && (value as readonly unknown[]).every(isLocale),
  annotations: (value) => isObject(value) && Object.values(value).every(isNames),
  can: isNames,
  cannot: isNames,
  publicReplies: (value) => Number.isInteger(value) && Number(value) >= 0,
};

function checkCondition(when: unknown, fail: Fail): void {
  if (when === undefined) return;
  if (!isObject(when)) return fail("has a when that is no object", 'write it like { kinds: ["comment"] }');
  for (const [name, value] of Object.entries(when)) {
    if (!Object.hasOwn(conditions, name))
      fail(`has an unknown condition ${name} in when`, `use one of ${Object.keys(conditions).join(", ")}`);
    if (value !== undefined && !conditions[name as keyof StepCondition](value))
      fail(`has a condition ${name} in when that cannot be`, "see StepCondition for what it takes");
  }
}
