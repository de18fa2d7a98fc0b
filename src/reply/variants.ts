/**
 * Which of a step's own wordings speaks.
 * @module
 */
import type { FrameworkStep, StepVariant, StepWords } from "./framework.js";
import { lookUp } from "./locale.js";

/** Takes the wording that fits best: the longest language tag that serves, then the tone asked for, then one of no tone. Nothing where none serves. */
export function chooseVariant(
  { variants = [] }: FrameworkStep,
  language: string | undefined,
  tone: string | undefined,
): StepWords | undefined {
  const rank = (variant: StepVariant): number => (variant.tone === tone ? 2 : variant.tone === undefined ? 1 : 0);
  const pick = (length: "full" | "short"): string | undefined => {
    const best = new Map<string, StepVariant>();
    for (const variant of variants) {
      if ((variant.length ?? "full") !== length) continue;
      const tag = (variant.locale ?? "und").toLowerCase();
      const kept = best.get(tag);
      if (kept === undefined || rank(variant) > rank(kept)) best.set(tag, variant);
    }
    return lookUp(Object.fromEntries(best), language)?.text;
  };
  const [text, short] = [pick("full"), pick("short")];
  if (text === undefined) return short === undefined ? undefined : { text: short };
  return { text, ...(short !== undefined && { short }) };
}
