/**
 * Which steps speak, and how they are made to fit.
 * @module
 */
import type { PlanSegment } from "../model/draft.js";
import type { TextRules } from "../model/text-rules.js";
import { fits } from "../text/fit.js";
import { shorten } from "../text/shorten.js";
import type { FrameworkStep, ReplyFramework } from "./framework.js";

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

/** Takes the steps that have a value, of each group the first, without those that gave way. */
function speaking(framework: ReplyFramework, values: ReadonlyMap<string, string>, gone: ReadonlySet<string>): readonly FrameworkStep[] {
  const groups = new Set<string>();
  return framework.steps.filter(({ id, group }) => {
    if (!values.has(id) || gone.has(id) || (group !== undefined && groups.has(group))) return false;
    if (group !== undefined) groups.add(group);
    return true;
  });
}

/** Lays the values out in the order of the framework, whatever the length. */
export function layOut(
  framework: ReplyFramework,
  values: ReadonlyMap<string, string>,
  rules: TextRules,
  gone: ReadonlySet<string> = new Set(),
): Layout {
  const steps = speaking(framework, values, gone);
  const segments = steps.map(({ id }) => ({ step: id, text: values.get(id) ?? "" }));
  return { text: join(framework, segments, rules), segments, steps };
}

/**
 * Lays the values out so that they keep the rules: steps give way by rank, the highest first and of equals the later; a step that gives way
 * makes room for the next of its group. When all that may go is gone, the last text that is no signature is shortened.
 *
 * @returns nothing when that is not enough.
 */
export function layOutToFit(framework: ReplyFramework, values: ReadonlyMap<string, string>, rules: TextRules): Layout | undefined {
  const gone = new Set<string>();
  for (;;) {
    const layout = layOut(framework, values, rules, gone);
    if (fits(layout.text, rules)) return layout;
    const next = layout.steps
      .filter(({ dropRank = 0 }) => dropRank > 0 && layout.steps.length > 1)
      .reduce<FrameworkStep | undefined>((first, step) => ((step.dropRank ?? 0) >= (first?.dropRank ?? 0) ? step : first), undefined);
    if (next === undefined) return shortenLast(framework, layout, rules);
    gone.add(next.id);
  }
}

function shortenLast(framework: ReplyFramework, layout: Layout, rules: TextRules): Layout | undefined {
  const index = Math.max(
    0,
    layout.steps.findLastIndex(({ kind }) => kind !== "sign"),
  );
  const last = layout.segments[index];
  if (last === undefined) return undefined;
  const withText = (text: string): readonly PlanSegment[] => layout.segments.with(index, { step: last.step, text });
  const text = shorten(last.text, (candidate) => fits(join(framework, withText(candidate), rules), rules));
  if (text === "") return undefined;
  const segments = withText(text);
  return { text: join(framework, segments, rules), segments, steps: layout.steps, shortened: last.step };
}

function join({ joiner }: ReplyFramework, segments: readonly PlanSegment[], rules: TextRules): string {
  return segments.map(({ text }) => text).join(rules.newlines === false ? " " : joiner);
}
