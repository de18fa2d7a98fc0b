/**
 * What a plan warns of.
 * @module
 */
import type { LintWarning } from "../model/draft.js";
import type { TextRules } from "../model/text-rules.js";
import type { Message } from "../model/message.js";
import { measure } from "../text/measure.js";
import type { FrameworkStep, ReplyFramework } from "./framework.js";
import type { Voice } from "./voice.js";

/** What a text is held against. */
export interface WarningOptions {
  /** The message that is answered. */
  readonly to: Message;
  /** Whose policies hold. */
  readonly framework: ReplyFramework;
  /** The steps that speak. */
  readonly steps: readonly FrameworkStep[];
  /** How many public replies of ours the conversation holds already. */
  readonly publicReplies?: number | undefined;
  /** The text rules of the place, limits of severity `warn` included. */
  readonly rules: TextRules;
  /** Whose phrases to avoid. */
  readonly voice?: Voice | undefined;
  /** Our latest texts. */
  readonly recent?: readonly string[] | undefined;
}

/** Finds what a person should look at before the text leaves. */
export function findWarnings(text: string, options: WarningOptions): readonly LintWarning[] {
  const { rules, voice, recent = [] } = options;
  const soft = rules.limits.filter(({ severity }) => severity === "warn");
  const tooLong = measure(text, { ...rules, limits: soft })
    .filter(({ value, max = value }) => value > max)
    .map(({ unit, value, max }): LintWarning => ({
      code: "too-long",
      severity: "warn",
      message: `The text has ${value} ${unit}; the network may refuse more than ${max ?? value}.`,
      suggestion: "Shorten it.",
    }));
  const repeated: LintWarning = {
    code: "duplicate-reply",
    severity: "warn",
    message: "The text was sent before, word for word.",
    suggestion: "Say it in other words.",
  };
  const isRepeated = recent.some((one) => one.normalize("NFC").trim() === text);
  return [...tooLong, ...findStaying(options), ...(isRepeated ? [repeated] : []), ...(voice === undefined ? [] : findAvoided(text, voice))];
}

/** Finds a public reply that should have named another channel. */
function findStaying({ to, framework, steps, publicReplies }: WarningOptions): readonly LintWarning[] {
  const after = framework.policies?.switchChannelAfter;
  if (after === undefined || publicReplies === undefined || to.visibility === "private" || publicReplies + 1 < after) return [];
  if (steps.some(({ kind }) => kind === "handoff")) return [];
  return [
    {
      code: "switch-channel",
      severity: "warn",
      message: `The framework "${framework.id}" goes on elsewhere from public reply ${after} on; this is number ${publicReplies + 1}.`,
      suggestion: "Name the channel in a step of kind handoff, or use escalate.",
    },
  ];
}

function findAvoided(text: string, { id, avoid = [] }: Voice): readonly LintWarning[] {
  return avoid
    .map((phrase) => phrase.normalize("NFC").trim())
    .filter((phrase) => phrase !== "")
    .flatMap((phrase) => {
      const words = phrase.replace(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`).replace(/\s+/gu, String.raw`\s+`);
      // By whole words: who avoids "cure" may write "secure".
      const pattern = new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}_])${words}(?![\p{L}\p{M}\p{N}_])`, "giu");
      return [...text.matchAll(pattern)];
    })
    .map(({ 0: found, index }): LintWarning => ({
      code: "banned-phrase",
      severity: "error",
      range: [index, index + found.length],
      message: `The voice "${id}" avoids this phrase.`,
      suggestion: "Say it in other words.",
    }));
}
