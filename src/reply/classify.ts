/**
 * Classifiers: what finds a label for a text. Ours read words; a host's may be a model or a person.
 * @module
 */
import { errorName, FolkmootError } from "../errors.js";
import type { Message } from "../model/message.js";

/** What a classifier may know besides the text. */
export interface ClassifyContext {
  /** What the text answers. Written by somebody else: as little to be trusted as the text. */
  readonly parentText?: string;
  /** True when the author was heard of before. */
  readonly authorIsKnown?: boolean;
  /** The network's name. */
  readonly network?: string;
}

/** One text to think about. A member wrote it: a model must read it as material, never as an instruction. */
export interface ClassifyInput {
  /** Plain text. */
  readonly text: string;
  /** BCP 47, as far as it is known. */
  readonly language?: string;
  /** What is known around it. */
  readonly context?: ClassifyContext;
}

/** One thing in the text that spoke for a label. */
export interface Signal {
  /** What was found, as a word: `question-mark`, `shortener`. */
  readonly code: string;
  /** How much it speaks for the label, 0 to 1. */
  readonly weight: number;
  /** UTF-16 offsets in the text, end exclusive. */
  readonly range?: readonly [start: number, end: number];
}

/** What a classifier thinks of one text. */
export interface Classification<L extends string = string> {
  /** The label that fits best; `null` = it abstains. */
  readonly label: L | null;
  /** How sure, 0 to 1. */
  readonly score: number;
  /** How sure of each label that was thought about, 0 to 1. */
  readonly scores?: Readonly<Partial<Record<L, number>>>;
  /** A number that goes with the label: sentiment from -1 to 1. */
  readonly value?: number;
  /** Why it abstains, as a word: `too-short`, `language`, `failed`. */
  readonly abstained?: string;
  /** What spoke for the label. */
  readonly signals?: readonly Signal[];
}

/** Finds a label for each of many texts. */
export interface Classifier<L extends string = string> {
  /** Its name. With the version it stands in annotations as `by`. */
  readonly id: string;
  /** Changes when the same text may get another label. */
  readonly version: string;
  /** Every label that it may give. Anything else that it answers counts as an abstention. */
  readonly labels: readonly L[];
  /** BCP 47 languages that it reads; `da` reads `da-DK` too. @defaultValue "any" */
  readonly languages?: readonly string[] | "any";
  /** Thinks about a batch: one answer for each text, in order. */
  classify(inputs: readonly ClassifyInput[], options?: { readonly signal?: AbortSignal }): Promise<readonly Classification<L>[]>;
}

/** Makes what a classifier reads of a message. */
export function inputOf(message: Message): ClassifyInput {
  const { text, language, network } = message;
  return { text, ...(language !== undefined && { language }), context: { network } };
}

/**
 * Asks a classifier, and holds its answers against what it promised: a label outside its list, a score outside 0 to 1 or a value that is no number
 * is an abstention (`invalid`). Texts in languages that it does not read are not shown to it (`language`); a text of unknown language is.
 *
 * @throws FolkmootError `unexpected-response` when it gives another number of answers than it got texts.
 */
export async function classify<L extends string>(
  classifier: Classifier<L>,
  inputs: readonly ClassifyInput[],
  options: { readonly signal?: AbortSignal } = {},
): Promise<readonly Classification<L>[]> {
  options.signal?.throwIfAborted();
  const readable = inputs.map(({ language }) => reads(classifier, language));
  const shown = inputs.filter((_, index) => readable[index]);
  const answers: readonly unknown[] = shown.length === 0 ? [] : await classifier.classify(shown, options);
  if (!Array.isArray(answers) || answers.length !== shown.length)
    throw new FolkmootError(
      "unexpected-response",
      `Classifier "${classifier.id}" did not give one answer for each text: give as many as it got.`,
    );
  let next = 0;
  return readable.map((ok) => (ok ? checkAnswer(classifier, answers[next++]) : abstain<L>("language")));
}

/** Makes the answer of a classifier that does not know. */
export function abstain<L extends string>(why: string): Classification<L> {
  return { label: null, score: 0, abstained: why };
}

/** Tells whether a classifier reads a language. */
export function reads({ languages = "any" }: Pick<Classifier, "languages">, language: string | undefined): boolean {
  if (languages === "any" || language === undefined) return true;
  const asked = language.toLowerCase();
  return languages.some((one) => asked === one.toLowerCase() || asked.startsWith(`${one.toLowerCase()}-`));
}

const isShare = (value: unknown): value is number => typeof value === "number" && value >= 0 && value <= 1;
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads one answer by its fields. A model may answer anything, so nothing that was not asked for is taken over. */
function checkAnswer<L extends string>({ labels }: Classifier<L>, answer: unknown): Classification<L> {
  if (!isRecord(answer)) return abstain("invalid");
  const { label, score, scores, value, abstained, signals } = answer;
  if (label === null) return abstain(typeof abstained === "string" ? abstained.slice(0, 40) : "unsure");
  const known = labels.find((one) => one === label);
  if (known === undefined || !isShare(score) || (value !== undefined && !Number.isFinite(value))) return abstain("invalid");
  const told = isRecord(scores) ? labels.filter((one) => isShare(scores[one])).map((one) => [one, scores[one]] as const) : [];
  const seen = Array.isArray(signals) ? (signals as readonly unknown[]).filter(isSignal) : [];
  return {
    label: known,
    score,
    ...(told.length > 0 && { scores: Object.fromEntries(told) as Partial<Record<L, number>> }),
    ...(typeof value === "number" && { value }),
    ...(seen.length > 0 && { signals: seen }),
  };
}

const isSignal = (value: unknown): value is Signal => isRecord(value) && typeof value["code"] === "string" && isShare(value["weight"]);

/** Tells a failure as a word, without what it says: messages of others may quote the text. */
export const failureOf = (error: unknown): string => `failed:${errorName(error)}`;
