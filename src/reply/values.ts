/**
 * What a host wants to say, checked.
 * @module
 */
import { FolkmootError } from "../errors.js";
import { isWellFormed } from "../text/well-formed.js";
import type { ReplyFramework, StepValues } from "./framework.js";
import { lookUp } from "./locale.js";
import type { Voice } from "./voice.js";

/** How values are read. */
export interface ValueOptions {
  /** What the host says, by step id. */
  readonly values: StepValues;
  /** Whose signature stands in where the host gave none. */
  readonly voice?: Voice | undefined;
  /** The language of the reply. */
  readonly language?: string | undefined;
  /** False when the reply must stay on one line. */
  readonly newlines?: boolean | undefined;
}

/**
 * Reads the values of a framework's steps: NFC, without space around them, on one line where the network wants that.
 *
 * @throws FolkmootError `invalid-request`, naming the step, for an unknown step, an empty or broken text, a required step without a value.
 */
export function readValues(framework: ReplyFramework, options: ValueOptions): ReadonlyMap<string, string> {
  const given = new Map<string, unknown>(Object.entries(options.values).filter(([, value]: [string, unknown]) => value !== undefined));
  const known = framework.steps.map(({ id }) => id);
  for (const id of given.keys())
    if (!known.includes(id)) fail(id, `is not in the framework "${framework.id}"`, `use one of ${known.join(", ")}`);

  const values = new Map<string, string>();
  for (const { id, kind } of framework.steps) {
    const value = given.get(id) ?? (kind === "sign" ? lookUp(options.voice?.signatures ?? {}, options.language) : undefined);
    if (value !== undefined) values.set(id, readValue(id, value, options.newlines !== false));
  }
  for (const { id, required, group } of framework.steps) {
    const said = framework.steps.some((step) => values.has(step.id) && (step.id === id || (group !== undefined && step.group === group)));
    if (required === "always" && !said)
      fail(id, "has no value", `the framework "${framework.id}" requires it: say something or use another`);
  }
  if (values.size === 0) throw new FolkmootError("invalid-request", `The reply says nothing: give a value for one of ${known.join(", ")}.`);
  return values;
}

function readValue(id: string, value: unknown, newlines: boolean): string {
  if (typeof value !== "string") return fail(id, "is no text", "give a string");
  if (!isWellFormed(value)) fail(id, "holds half a character (a lone surrogate)", "cut texts between characters, or use toWellFormed()");
  const text = value.normalize("NFC").trim();
  if (text === "") fail(id, "is empty", "leave the step out or say something");
  return newlines ? text : text.replace(/\s*[\r\n\u2028\u2029]\s*/gu, " ");
}

function fail(step: string, what: string, remedy: string): never {
  throw new FolkmootError("invalid-request", `Step "${step}" ${what}: ${remedy}.`);
}
