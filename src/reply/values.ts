/**
 * What a host wants to say, checked.
 * @module
 */
import { FolkmootError } from "../errors.js";
import { isWellFormed } from "../text/well-formed.js";
import { holds, type Circumstances } from "./condition.js";
import { findFillings, type FieldOptions } from "./fields.js";
import type { FrameworkStep, ReplyFramework, StepValue, StepWords } from "./framework.js";
import { greet } from "./greetings.js";
import { neutralise } from "./neutralise.js";
import { sign } from "./sign.js";
import { fillTemplate, parseTemplate, type Fill } from "./template.js";
import { chooseVariant } from "./variants.js";

/** How values are read. */
export interface ValueOptions extends Omit<FieldOptions, "language">, Circumstances {
  /** What the host says, by step id. */
  readonly values: Readonly<Record<string, StepValue>>;
  /** Which tone of a step's own wordings. */
  readonly tone?: string | undefined;
}

/** Says a step's text. `mentioned` holds who was mentioned before in this reply. */
export type Say = (mentioned: Set<string>) => string;

/** What a step says. */
export interface Words {
  readonly full: Say;
  readonly short?: Say;
}

/** What all steps say. */
export interface Reading {
  /** By step id. */
  readonly words: ReadonlyMap<string, Words>;
  /** Steps that have a value, and may not speak now. */
  readonly withheld: readonly string[];
}

/**
 * Reads the values of a framework's steps: templates filled, NFC, without space around them, on one line where the network wants that.
 *
 * @throws FolkmootError `invalid-request`, naming the step, for an unknown step, an empty or broken text, a placeholder without a value, a
 * required step without a value.
 */
export function readValues(framework: ReplyFramework, options: ValueOptions): Reading {
  const given = new Map<string, unknown>(Object.entries(options.values).filter(([, value]: [string, unknown]) => value !== undefined));
  const known = framework.steps.filter(({ internal }) => internal !== true).map(({ id }) => id);
  for (const id of given.keys()) {
    if (known.includes(id)) continue;
    if (framework.steps.some((step) => step.id === id)) fail(id, "is done and not said", "leave its value out");
    fail(id, `is not in the framework "${framework.id}"`, `use one of ${known.join(", ")}`);
  }
  const find = findFillings(options);
  const words = new Map<string, Words>();
  const withheld: string[] = [];
  const mayBe = new Set<string>();
  for (const step of framework.steps) {
    const { id } = step;
    if (step.internal === true) continue;
    const may = holds(step.when, options);
    if (may) mayBe.add(id);
    const asked = given.get(id);
    const texts = asked === undefined ? unasked(framework, step, options) : checkValue(framework, step, asked, options);
    const said = texts && readWords(id, texts, options, find);
    if (said !== undefined && may) words.set(id, said);
    else if (said !== undefined && asked !== undefined) withheld.push(id);
  }
  for (const { id, required, group } of framework.steps) {
    const said = framework.steps.some((step) => words.has(step.id) && (step.id === id || (group !== undefined && step.group === group)));
    if (required === "always" && mayBe.has(id) && !said)
      fail(id, "has no value", `the framework "${framework.id}" requires it: say something or use another`);
  }
  if (words.size === 0) throw new FolkmootError("invalid-request", `The reply says nothing: give a value for one of ${known.join(", ")}.`);
  return { words, withheld };
}

/** What a step says without being told: a signature, a greeting, a wording of its own when the framework itself wants it said. */
function unasked(framework: ReplyFramework, step: FrameworkStep, options: ValueOptions): StepWords | undefined {
  return ownWords(framework, step, options, step.required === "always" || step.when !== undefined);
}

function ownWords(framework: ReplyFramework, step: FrameworkStep, options: ValueOptions, variants: boolean): StepWords | undefined {
  const filled = step.kind === "sign" ? sign(framework, options) : step.kind === "greet" ? greeting(options) : undefined;
  return filled ?? (variants ? chooseVariant(step, options.language, options.tone) : undefined);
}

function greeting({ language, voice }: ValueOptions): StepWords | undefined {
  return greet(language, undefined, voice) === undefined ? undefined : { text: "{{greeting}}!" };
}

function checkValue(framework: ReplyFramework, step: FrameworkStep, value: unknown, options: ValueOptions): StepWords {
  const { id } = step;
  if (value === true)
    return (
      ownWords(framework, step, options, true) ??
      fail(id, `has no wording of its own${options.language === undefined ? "" : ` in ${options.language}`}`, "give a text")
    );
  const { text, short }: { readonly text?: unknown; readonly short?: unknown } =
    typeof value === "object" && value !== null ? value : { text: value };
  if (short === undefined) return { text: checkText(id, text) };
  return { text: checkText(id, text), short: checkText(id, short) };
}

function checkText(id: string, value: unknown): string {
  if (typeof value !== "string") return fail(id, "is no text", "give a string");
  if (!isWellFormed(value)) fail(id, "holds half a character (a lone surrogate)", "cut texts between characters, or use toWellFormed()");
  if (value.trim() === "") fail(id, "is empty", "leave the step out or say something");
  return value;
}

/** Reads the templates of a step. Nothing when every optional section is left out and nothing stays. */
function readWords(id: string, { text, short }: StepWords, { rules }: ValueOptions, find: Fill["find"]): Words | undefined {
  const refuse: Fill["refuse"] = (what, remedy) => fail(id, what, remedy);
  const fill: Fill = { find, refuse, neutralise: (value) => neutralise(value, rules) };
  const read = (template: string): Say | undefined => {
    const pieces = parseTemplate(template, refuse);
    const say: Say = (mentioned) => tidy(fillTemplate(pieces, fill, mentioned), rules.newlines !== false);
    return say(new Set()) === "" ? undefined : say;
  };
  const full = read(text);
  const brief = short === undefined ? undefined : read(short);
  return full === undefined ? undefined : { full, ...(brief !== undefined && { short: brief }) };
}

function tidy(said: string, newlines: boolean): string {
  const text = said.normalize("NFC").trim();
  return newlines ? text : text.replace(/\s*[\r\n\u2028\u2029]\s*/gu, " ");
}

function fail(step: string, what: string, remedy: string): never {
  throw new FolkmootError("invalid-request", `Step "${step}" ${what}: ${remedy}.`);
}
