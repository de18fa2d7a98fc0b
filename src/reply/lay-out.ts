/**
 * Which steps speak, and how they are made to fit.
 * @module
 */
import type { PlanSegment } from "../model/draft.js";
import type { TextRules } from "../model/text-rules.js";
import { fits } from "../text/fit.js";
import { shorten } from "../text/shorten.js";
import type { FrameworkStep, ReplyFramework } from "./framework.js";
import { calm } from "./punctuate.js";
import type { Words } from "./values.js";

/** A reply laid out. */
export interface Layout {
  /** The whole text. */
  readonly text: string;
  /** Which step said what. */
  readonly segments: readonly PlanSegment[];
  /** The steps that speak, in order. */
  readonly steps: readonly FrameworkStep[];
  /** The step that was shortened. */
  readonly shortened?: string;
}

/** What gave way already. */
interface Given {
  /** Steps that do not speak any more. */
  readonly gone: ReadonlySet<string>;
  /** Steps that say it in fewer words. */
  readonly short: ReadonlySet<string>;
}

const whole: Given = { gone: new Set(), short: new Set() };

/** Takes the steps that have a value, of each group the first, without those that gave way. */
function speaking(framework: ReplyFramework, words: ReadonlyMap<string, Words>, gone: ReadonlySet<string>): readonly FrameworkStep[] {
  const groups = new Set<string>();
  return framework.steps.filter(({ id, group }) => {
    if (!words.has(id) || gone.has(id) || (group !== undefined && groups.has(group))) return false;
    if (group !== undefined) groups.add(group);
    return true;
  });
}

/** Lets the steps speak in their order. A person is mentioned once, by the first step that does. */
function speak(steps: readonly FrameworkStep[], words: ReadonlyMap<string, Words>, short: ReadonlySet<string>): readonly PlanSegment[] {
  const mentioned = new Set<string>();
  return steps.map(({ id }) => {
    const said = words.get(id);
    const say = short.has(id) ? (said?.short ?? said?.full) : said?.full;
    return { step: id, text: say?.(mentioned) ?? "" };
  });
}

/** Lays the values out in the order of the framework, whatever the length. */
export function layOut(framework: ReplyFramework, words: ReadonlyMap<string, Words>, rules: TextRules, given: Given = whole): Layout {
  const steps = speaking(framework, words, given.gone);
  return assemble(framework, steps, speak(steps, words, given.short), rules);
}

/** Puts the texts of the steps together, with the punctuation between them that the framework wants. */
function assemble(framework: ReplyFramework, steps: readonly FrameworkStep[], said: readonly PlanSegment[], rules: TextRules): Layout {
  const joiner = rules.newlines === false ? " " : framework.joiner;
  const sentences = said.map(({ text }, index) => ({ text, signs: steps[index]?.kind === "sign" }));
  const texts = framework.punctuation === "calm" ? calm(sentences, joiner === " ") : sentences.map(({ text }) => text);
  return { text: texts.join(joiner), segments: said.map(({ step }, index) => ({ step, text: texts[index] ?? "" })), steps };
}

/** Of some steps the one that gives way first: the highest rank, and of equals the later. */
function first(steps: readonly FrameworkStep[]): FrameworkStep | undefined {
  return steps.reduce<FrameworkStep | undefined>(
    (found, step) => ((step.dropRank ?? 0) >= (found?.dropRank ?? 0) ? step : found),
    undefined,
  );
}

/**
 * Lays the values out so that they keep the rules, as far as steps can give way: first in fewer words, then altogether, each time the highest rank
 * first and of equals the later. A step that goes makes room for the next of its group.
 *
 * @returns the last try, which may still be too long.
 */
export function layOutToFit(framework: ReplyFramework, words: ReadonlyMap<string, Words>, rules: TextRules): Layout {
  const gone = new Set<string>();
  const short = new Set<string>();
  for (;;) {
    const layout = layOut(framework, words, rules, { gone, short });
    if (fits(layout.text, rules)) return layout;
    const briefer = first(layout.steps.filter(({ id }) => !short.has(id) && words.get(id)?.short !== undefined));
    if (briefer !== undefined) {
      short.add(briefer.id);
      continue;
    }
    const next = first(layout.steps.filter(({ dropRank = 0 }) => dropRank > 0 && layout.steps.length > 1));
    if (next === undefined) return layout;
    gone.add(next.id);
  }
}

/**
 * Shortens the last text that is no signature until the whole keeps the rules.
 *
 * @returns nothing when that is not enough.
 */
export function shortenLast(framework: ReplyFramework, { steps, segments }: Layout, rules: TextRules): Layout | undefined {
  const index = Math.max(
    0,
    steps.findLastIndex(({ kind }) => kind !== "sign"),
  );
  const last = segments[index];
  if (last === undefined) return undefined;
  const withText = (text: string): Layout => assemble(framework, steps, segments.with(index, { step: last.step, text }), rules);
  const text = shorten(last.text, (candidate) => fits(withText(candidate).text, rules), rules);
  return text === "" ? undefined : { ...withText(text), shortened: last.step };
}
