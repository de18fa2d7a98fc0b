/**
 * The language of `fields=`: names, modifiers and nested selections, e.g. `id,comments.limit(5).summary(true){message}`.
 * @see https://developers.facebook.com/docs/graph-api/guides/field-expansion/, read 2026-08
 * @module
 */
import { refusal } from "./errors.js";
import type { GraphRefusal } from "./errors.js";

/** One thing that was asked for. */
export interface FieldSpec {
  /** Its name. */
  readonly name: string;
  /** What it is called in the answer: `as(…)`, else its name. */
  readonly as: string;
  /** Modifiers without `as`, e.g. `{ limit: "5" }`. */
  readonly params: Readonly<Record<string, string>>;
  /** What is wanted of it; absent where nothing is named. */
  readonly fields?: readonly FieldSpec[];
}

const syntaxError = (found: string | undefined, at: number): GraphRefusal =>
  refusal(2500, `Syntax error "Expected name." at character ${at}: ${found ?? "end of string"}`);

/**
 * Reads a selection; empty for a text without anything in it.
 *
 * @throws GraphRefusal 2500 where the text does not follow the grammar.
 */
export function parseFields(text: string): readonly FieldSpec[] {
  let at = 0;
  const peek = (): string | undefined => text[at];
  const skip = (): void => {
    while (/\s/.test(text[at] ?? "")) at += 1;
  };
  const name = (): string => {
    skip();
    const found = /^[A-Za-z_][\w-]*/.exec(text.slice(at))?.[0];
    if (found === undefined) throw syntaxError(text[at], at);
    at += found.length;
    skip();
    return found;
  };
  /** What stands between parentheses, which may hold some of their own. */
  const argument = (): string => {
    const start = at + 1;
    let depth = 0;
    for (; at < text.length; at += 1) {
      if (text[at] === "(") depth += 1;
      if (text[at] === ")") depth -= 1;
      if (depth === 0) break;
    }
    if (depth !== 0) throw syntaxError(undefined, at);
    at += 1;
    skip();
    return text.slice(start, at - 1).trim();
  };
  const one = (): FieldSpec => {
    const called = name();
    const params: Record<string, string> = {};
    let as = called;
    while (peek() === ".") {
      at += 1;
      const modifier = name();
      if (peek() !== "(") throw syntaxError(peek(), at);
      const value = argument();
      if (modifier === "as") as = value;
      else params[modifier] = value;
    }
    if (peek() !== "{") return { name: called, as, params };
    at += 1;
    const fields = list();
    if (peek() !== "}") throw syntaxError(peek(), at);
    at += 1;
    skip();
    return { name: called, as, params, fields };
  };
  function list(): readonly FieldSpec[] {
    const specs: FieldSpec[] = [one()];
    while (peek() === ",") {
      at += 1;
      skip();
      // A comma too many at the end is let through, as it is there.
      if (peek() === undefined || peek() === "}") break;
      specs.push(one());
    }
    return specs;
  }
  skip();
  if (peek() === undefined) return [];
  const specs = list();
  if (peek() !== undefined) throw syntaxError(peek(), at);
  return specs;
}
