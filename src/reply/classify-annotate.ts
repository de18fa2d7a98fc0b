/**
 * Turning what classifiers say into annotations.
 * @module
 */
import { systemClock, type Clock } from "../clock.js";
import { FolkmootError } from "../errors.js";
import type { Logger } from "../logger.js";
import type { Annotation, Annotations } from "../model/annotation.js";
import type { Message } from "../model/message.js";
import { classify, failureOf, inputOf, type Classification, type Classifier } from "./classify.js";

/** How annotations are made. */
export interface AnnotateOptions {
  /** When something was thought. @defaultValue the system's time */
  readonly clock?: Clock;
  /** Hears of a classifier that failed while others answered. */
  readonly logger?: Logger;
  /** Answers less sure than this are left out. @defaultValue 0 */
  readonly minScore?: number;
}

/**
 * Makes the function that `createInbox({ enrich })` takes: each classifier thinks about each inbound message, and what it found becomes the
 * annotation of that subject. Who abstains leaves none. A classifier that fails does not take the others with it.
 *
 * @param classifiers - by subject: `{ intent: intents, sentiment: mine }`
 *
 * @example
 * const inbox = createInbox({ accounts, enrich: annotateWith({ intent: intents }) });
 */
export function annotateWith(
  classifiers: Readonly<Record<string, Classifier>>,
  options: AnnotateOptions = {},
): (messages: readonly Message[], call?: { readonly signal?: AbortSignal }) => Promise<readonly (Annotations | undefined)[]> {
  const { clock = systemClock, logger, minScore = 0 } = options;
  const subjects = Object.entries(classifiers);
  if (subjects.length === 0)
    throw new FolkmootError("misconfigured", "annotateWith has no classifiers: give at least one, by its subject.");
  return async (messages, call = {}) => {
    const inbound = messages.filter(({ direction }) => direction === "inbound");
    const inputs = inbound.map(inputOf);
    const settled = await Promise.allSettled(subjects.map(([, one]) => classify(one, inputs, call)));
    const failed = settled.flatMap((one): unknown[] => (one.status === "rejected" ? [one.reason] : []));
    if (failed.length === subjects.length) throw failed[0];
    for (const [index, one] of settled.entries())
      if (one.status === "rejected")
        logger?.warn?.("A classifier failed; its subject is left out.", {
          subject: subjects[index]?.[0] ?? "",
          error: failureOf(one.reason),
        });
    const at = new Date(clock.now()).toISOString();
    const told = new Map<Message, Annotations>();
    for (const [index, message] of inbound.entries()) {
      const found = subjects.flatMap(([subject, one], which) => {
        const answers = settled[which];
        const answer = answers?.status === "fulfilled" ? answers.value[index] : undefined;
        const annotation = answer === undefined || answer.score < minScore ? undefined : annotationOf(one, answer, at);
        return annotation === undefined ? [] : [[subject, annotation] as const];
      });
      if (found.length > 0) told.set(message, Object.fromEntries(found));
    }
    return messages.map((message) => told.get(message));
  };
}

/** Makes the annotation of an answer; an abstention makes none. */
export function annotationOf({ id, version }: Classifier, answer: Classification, at: string): Annotation | undefined {
  const { label, score, value } = answer;
  return label === null ? undefined : { label, score, ...(value !== undefined && { value }), by: `${id}@${version}`, at };
}
