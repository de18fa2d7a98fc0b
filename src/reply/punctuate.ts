/**
 * How one step meets the next.
 * @module
 */
import { findSpans } from "../text/spans.js";

/** What one step says, and whether it is the signature, which keeps its own punctuation. */
export interface StepText {
  readonly text: string;
  readonly signs: boolean;
}

const exclaims = /(?<![?？])[!！]+$/u;
/** Scripts that end a sentence with a full stop. */
const endsOpen = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Nd}]\p{M}*$/u;

/**
 * Calms the punctuation between steps. Of those that end with an exclamation mark only the last keeps it, in the others it becomes a full stop, as
 * in the worked example of Nordic Social's guide; where the next step follows on the same line, one that ends with a letter or digit gets a full stop.
 */
export function calm(sentences: readonly StepText[], sameLine: boolean): readonly string[] {
  const lastCry = sentences.findLastIndex(({ text, signs }) => !signs && exclaims.test(text));
  return sentences.map(({ text, signs }, index) => {
    if (signs) return text;
    if (index < lastCry && exclaims.test(text)) return soften(text);
    const isOpen = sameLine && index < sentences.length - 1 && endsOpen.test(text) && findSpans(text).at(-1)?.end !== text.length;
    return isOpen ? `${text}.` : text;
  });
}

/** Takes the opening mark of Spanish away together with the closing one. */
function soften(text: string): string {
  const calmed = text.replace(exclaims, (marks) => (marks.startsWith("！") ? "。" : "."));
  const opening = calmed.lastIndexOf("¡");
  return opening === -1 || /[!！]/u.test(calmed.slice(opening)) ? calmed : calmed.slice(0, opening) + calmed.slice(opening + 1);
}
