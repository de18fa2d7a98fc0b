/**
 * Making one classifier of several.
 * @module
 */
import { FolkmootError } from "../errors.js";
import { abstain, classify, failureOf, reads, type Classification, type Classifier, type ClassifyInput } from "./classify.js";

/** A classifier that fails is passed over by the combinators, unless the caller's own signal ended the work. */
async function ask<L extends string>(
  classifier: Classifier<L>,
  inputs: readonly ClassifyInput[],
  options: { readonly signal?: AbortSignal } = {},
): Promise<readonly Classification<L>[]> {
  try {
    return await classify(classifier, inputs, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    return inputs.map(() => abstain<L>(failureOf(error)));
  }
}

const labelsOf = <L extends string>(classifiers: readonly Classifier<L>[]): readonly L[] => [
  ...new Set(classifiers.flatMap(({ labels }) => labels)),
];
const stamp = (classifiers: readonly Classifier[]): string => classifiers.map(({ id, version }) => `${id}@${version}`).join("+");

function checkList(name: string, classifiers: readonly Classifier[]): void {
  if (classifiers.length === 0) throw new FolkmootError("misconfigured", `${name} has no classifiers: give at least one.`);
}

function checkScore(name: string, minScore: number): void {
  if (!(minScore >= 0 && minScore <= 1)) throw new FolkmootError("misconfigured", `${name}: minScore is not between 0 and 1.`);
}

/**
 * Asks one classifier after the other, each only about the texts that no earlier one was sure of. The cheap one goes first.
 * One that fails is passed over.
 *
 * @throws FolkmootError `misconfigured` without classifiers, or when `minScore` is not between 0 and 1.
 *
 * @example
 * const intent = firstConfident([intents, myModel], 0.7);
 */
export function firstConfident<L extends string>(classifiers: readonly Classifier<L>[], minScore: number): Classifier<L> {
  checkList("firstConfident", classifiers);
  checkScore("firstConfident", minScore);
  return {
    id: `first-confident(${stamp(classifiers)})`,
    version: String(minScore),
    labels: labelsOf(classifiers),
    async classify(inputs, options) {
      const answers = inputs.map(() => abstain<L>("unsure"));
      let open = inputs.map((_, index) => index);
      for (const classifier of classifiers) {
        if (open.length === 0) break;
        const found = await ask(
          classifier,
          open.flatMap((index) => inputs[index] ?? []),
          options,
        );
        const left: number[] = [];
        for (const [place, index] of open.entries()) {
          const answer = found[place];
          if (answer !== undefined && answer.label !== null && answer.score >= minScore) answers[index] = answer;
          else left.push(index);
        }
        open = left;
      }
      return answers;
    },
  };
}

/**
 * Sends each text to the classifier of its language: `da` reads `da-DK` too, `und` reads what has none of its own and what is of unknown language.
 * Without `und` those are abstained from (`language`).
 *
 * @throws FolkmootError `misconfigured` without classifiers.
 */
export function byLanguage<L extends string>(classifiers: Readonly<Record<string, Classifier<L>>>): Classifier<L> {
  const all = Object.entries(classifiers);
  checkList(
    "byLanguage",
    all.map(([, one]) => one),
  );
  // The longest tag first, so that pt-BR is not taken by pt.
  const tags = all.filter(([tag]) => tag !== "und").toSorted(([a], [b]) => b.length - a.length);
  const pick = (language: string | undefined): Classifier<L> | undefined =>
    (language === undefined ? undefined : tags.find(([tag]) => reads({ languages: [tag] }, language))?.[1]) ?? classifiers["und"];
  return {
    id: `by-language(${all.map(([tag, { id, version }]) => `${tag}:${id}@${version}`).join("+")})`,
    version: "1",
    labels: labelsOf(all.map(([, one]) => one)),
    async classify(inputs, options) {
      const answers = inputs.map(() => abstain<L>("language"));
      const groups = new Map<Classifier<L>, number[]>();
      for (const [index, { language }] of inputs.entries()) {
        const one = pick(language);
        if (one !== undefined) groups.set(one, [...(groups.get(one) ?? []), index]);
      }
      await Promise.all(
        [...groups].map(async ([one, places]) => {
          const found = await ask(
            one,
            places.flatMap((index) => inputs[index] ?? []),
            options,
          );
          for (const [place, index] of places.entries()) answers[index] = found[place] ?? abstain("unsure");
        }),
      );
      return answers;
    },
  };
}

/**
 * Asks all and takes the label with most weight among those that did not abstain. The score is its share of that weight, so that voices that
 * disagree make it unsure; `minShare` lets it abstain (`disagree`).
 *
 * @throws FolkmootError `misconfigured` without classifiers, or when `minShare` is not between 0 and 1.
 */
export function ensemble<L extends string>(
  classifiers: readonly Classifier<L>[],
  options: { readonly minShare?: number } = {},
): Classifier<L> {
  const { minShare = 0 } = options;
  checkList("ensemble", classifiers);
  checkScore("ensemble", minShare);
  return {
    id: `ensemble(${stamp(classifiers)})`,
    version: String(minShare),
    labels: labelsOf(classifiers),
    async classify(inputs, more) {
      const all = await Promise.all(classifiers.map((one) => ask(one, inputs, more)));
      return inputs.map((_, index) =>
        vote(
          all.flatMap((answers) => answers[index] ?? []),
          minShare,
        ),
      );
    },
  };
}

function vote<L extends string>(answers: readonly Classification<L>[], minShare: number): Classification<L> {
  const weights = new Map<L, number>();
  for (const { label, score } of answers) if (label !== null) weights.set(label, (weights.get(label) ?? 0) + score);
  const whole = [...weights.values()].reduce((sum, one) => sum + one, 0);
  // Two that weigh the same: the one that was named first.
  const [best] = [...weights].toSorted(([, a], [, b]) => b - a);
  if (best === undefined || whole === 0) return abstain("unsure");
  const [label, weight] = best;
  const score = weight / whole;
  if (score < minShare) return abstain("disagree");
  const values = answers.flatMap((one) => (one.label === label && one.value !== undefined ? [one.value] : []));
  const signals = answers.flatMap((one) => (one.label === label ? (one.signals ?? []) : []));
  return {
    label,
    score,
    scores: Object.fromEntries([...weights].map(([one, sum]) => [one, sum / whole])) as Partial<Record<L, number>>,
    ...(values.length > 0 && { value: values.reduce((sum, one) => sum + one, 0) / values.length }),
    ...(signals.length > 0 && { signals }),
  };
}
