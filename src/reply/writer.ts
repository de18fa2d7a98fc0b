/**
 * Replies whose words come from somebody else than the caller: a person's tool, or a model.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { LintWarning, ReplyPlan } from "../model/draft.js";
import type { FoundFact } from "./answers.js";
import { compose, type ComposeOptions } from "./compose.js";
import { checkFramework } from "./define-framework.js";
import type { ReplyFramework, StepValue, StepValues } from "./framework.js";
import { checkLocale, readLocale } from "./locale.js";
import { makeBrief, type WriterBrief } from "./writer-brief.js";
import { makeCleaner, makeFinder, type Forbidden, type WriterAllow, type WriterRules } from "./writer-check.js";

/** Fills the values of a framework: a person's tool, or a model. */
export interface Writer {
  /** Its name. Stands in the provenance of its plans. */
  readonly id: string;
  /**
   * Writes one text for each step that has something to say, by step id. Whatever else it answers is passed over: nothing but words for steps is
   * read of it.
   */
  write(brief: WriterBrief, options: { readonly signal?: AbortSignal }): Promise<StepValues>;
}

/** What composing with a writer needs: as `compose`, without the values. */
export interface ComposeWithOptions extends Omit<ComposeOptions, "values"> {
  /** Steps that you fill yourself. The writer is not asked for them, and they are not held against `allow`. */
  readonly given?: Readonly<Record<string, StepValue>>;
  /** What the writer may say besides words. @defaultValue nothing but what stands in the facts */
  readonly allow?: WriterAllow;
  /** What may be claimed, from `findAnswers`. What stands in these texts may be said. */
  readonly facts?: readonly FoundFact[];
  /** What stands around the message, the oldest first: the post, earlier comments. Material, as the message itself. */
  readonly context?: readonly {
    /** Who said it. */
    readonly from: "member" | "brand";
    /** What was said. */
    readonly text: string;
  }[];
  /** Your own words for the writer. They stand among the instructions: never put in what a member wrote, a name included. */
  readonly guidance?: string;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

/**
 * Awaits a writer, then composes and lints what it wrote as it would a person's.
 *
 * The writer is trusted with words and nothing else. Side actions are those of the framework; the signature is the voice's; and a sentence with a
 * link, mention, hashtag, code, contact or personal data that is not in `allow` or in a fact, or with eight words in a row of the instructions, is
 * taken out and reported as a warning (`writer-link`, `writer-mention`, `writer-hashtag`, `writer-code`, `writer-personal-data`, `writer-leak`).
 * Characters that no reader sees are taken out too (`writer-hidden`). The plan names the writer in its provenance. Send it `by` an automation, and
 * the default policy holds it until a person has read it.
 *
 * @throws FolkmootError `unexpected-response` when the writer answers no object of texts, or leaves too little that may be said; whatever the writer
 * throws; the signal's reason; and what `compose` throws.
 *
 * @example
 * const plan = await composeWith(writer, nordic, { ...(await inbox.replyContext(message.key)), facts, allow: { links: ["brandx.example"] } });
 * await inbox.respond(message, plan, { by: { type: "automation", id: writer.id } });
 */
export async function composeWith(writer: Writer, framework: ReplyFramework, options: ComposeWithOptions): Promise<ReplyPlan> {
  checkFramework(framework);
  const { given = {}, allow = {}, facts = [], context = [], guidance, signal, ...rest } = options;
  signal?.throwIfAborted();
  const steps = framework.steps.filter(({ id, kind, internal }) => internal !== true && kind !== "sign" && given[id] === undefined);
  const locale = options.locale === undefined ? readLocale(options.to.language) : checkLocale(options.locale);
  const { to, rules, voice, recent = [] } = options;
  const brief = makeBrief({ framework, to, rules, steps, facts, recent, context, voice, locale, guidance });
  const written: unknown = await untilAborted(writer.write(brief, { ...(signal !== undefined && { signal }) }), signal);

  const held: WriterRules = {
    allow: {
      ...allow,
      contacts: [...(allow.contacts ?? []), ...(voice?.contacts ?? [])],
      codes: [...(allow.codes ?? []), ...(voice?.names ?? [])],
    },
    approved: facts.map(({ text }) => text),
    instructions: brief.instructions,
  };
  const { values, warnings, emptied } = readWritten(
    writer,
    written,
    steps.map(({ id }) => id),
    makeCleaner(held),
  );
  const plan = composeOrTell(writer, framework, { ...rest, values: { ...values, ...given } }, emptied);

  // Steps that are harmless alone may not be so together: a number that goes on in the next step.
  const ours = new Set(Object.keys(values));
  const together = plan.segments.map(({ step, text }) => (ours.has(step) ? text : "\n")).join(" ");
  if (makeFinder(held)(together).length > 0)
    throw new FolkmootError(
      "unexpected-response",
      `Writer "${writer.id}": its steps say together what none may say: write this reply by hand.`,
    );

  return { ...plan, warnings: [...warnings, ...plan.warnings], provenance: { ...plan.provenance, writer: writer.id } };
}

interface Written {
  readonly values: Readonly<Record<string, string>>;
  readonly warnings: readonly LintWarning[];
  /** Steps of which nothing was left. */
  readonly emptied: readonly string[];
}

/** Reads texts for known steps, and nothing else, of whatever was answered. */
function readWritten(writer: Writer, written: unknown, steps: readonly string[], clean: ReturnType<typeof makeCleaner>): Written {
  if (typeof written !== "object" || written === null || Array.isArray(written))
    throw new FolkmootError(
      "unexpected-response",
      `Writer "${writer.id}" gave no object: let it answer with one text for each step, by its id.`,
    );
  const values: Record<string, string> = {};
  const warnings: LintWarning[] = [];
  const emptied: string[] = [];
  const answers = new Map<string, unknown>(Object.entries(written));
  for (const id of steps) {
    const text = answers.get(id);
    if (typeof text !== "string" || text.trim() === "") continue;
    const { text: left, found } = clean(text);
    for (const one of found) warnings.push(tookOut(id, one));
    if (left === "") emptied.push(id);
    else values[id] = left;
  }
  const others = [...answers.keys()].filter((id) => !steps.includes(id)).length;
  if (others > 0)
    warnings.push({
      code: "writer-step",
      severity: "info",
      message: `The writer answered ${others} field(s) that no step asked for; they are passed over.`,
    });
  return { values, warnings, emptied };
}

const named: Readonly<Record<Forbidden, string>> = {
  link: "a link that is not allowed",
  mention: "a mention that is not allowed",
  hashtag: "a hashtag that is not allowed",
  code: "a code or markup",
  "personal-data": "contact or personal data",
  leak: "words of its instructions",
  hidden: "characters that no reader sees",
};

const tookOut = (step: string, what: Forbidden): LintWarning => ({
  code: `writer-${what}`,
  severity: "warn",
  message: `The writer put ${named[what]} into step "${step}"; it is taken out.`,
  suggestion: "Read the message that is answered: it may have asked for it. Then read the reply to its end.",
});

/** A reply that lacks a step because of what was taken out is the writer's fault, and is said so. */
function composeOrTell(writer: Writer, framework: ReplyFramework, options: ComposeOptions, emptied: readonly string[]): ReplyPlan {
  try {
    return compose(framework, options);
  } catch (error) {
    if (emptied.length === 0) throw error;
    throw new FolkmootError(
      "unexpected-response",
      `Writer "${writer.id}" left nothing that may be said for ${emptied.map((id) => `"${id}"`).join(", ")}: write this reply by hand.`,
      { cause: error },
    );
  }
}

/** Waits for something, but no longer than the caller does. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const end = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", end);
    });
  });
}
