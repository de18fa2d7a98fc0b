/**
 * What lint is told, and the hook for checks of one's own.
 * @module
 */
import type { Draft, LintWarning } from "../model/draft.js";
import type { Message } from "../model/message.js";
import type { Post } from "../model/post.js";
import type { TextRules } from "../model/text-rules.js";
import type { FrameworkPolicies, ReplyFramework } from "./framework.js";
import type { Voice } from "./voice.js";

/** What a text is held against. `inbox.replyContext(key)` gathers most of it: spread it in. */
export interface LintOptions {
  /** The message that is answered. Absent for a post of our own and for a comment that nobody asked for. */
  readonly to?: Message;
  /** How long the text may be there, and what else the place wants. */
  readonly rules: TextRules;
  /** BCP 47: the language that the text should be in. @defaultValue that of the message, as it reads, else as the network tells it */
  readonly locale?: string;
  /** How the brand sounds. */
  readonly voice?: Voice;
  /** Our latest texts: one that is too like (0.75) is a warning. */
  readonly recent?: readonly string[];
  /** The framework that laid the text out: its steps say what is in a plan, its policies what must be. */
  readonly framework?: ReplyFramework;
  /** Who may read it. @defaultValue private when the message is a direct or private one, else public */
  readonly place?: "public" | "private";
  /** The post that we comment on unasked: the text should name something of it. */
  readonly about?: Pick<Post, "text">;
  /** How many public replies of ours the conversation holds already. */
  readonly publicReplies?: number;
  /** What is wanted of the conversation around the reply. @defaultValue the policies of `framework` */
  readonly policies?: FrameworkPolicies;
  /** Checks of your own, after ours. */
  readonly checks?: readonly LintCheck[];
}

/** What a check may look at: the draft, and what was found out about it once for all checks. Plain data. */
export interface LintFacts {
  /** The draft or plan, its text in NFC. */
  readonly draft: Draft;
  /** What lint was told. */
  readonly options: LintOptions;
  /** Who may read it. */
  readonly place: "public" | "private";
  /** The language that the text should be in, without region (`da`). Absent = not known. */
  readonly language?: string;
  /** The language that the text reads as; absent when it is too short to tell, or none that lint knows. */
  readonly reads?: string;
  /** The sentences of the text, in order. */
  readonly sentences: readonly Sentence[];
  /** Kinds of the steps that speak, for a plan of a framework that was given. */
  readonly kinds: ReadonlySet<string>;
}

/** One sentence of a text, without the space around it. */
export interface Sentence {
  /** As it stands. */
  readonly text: string;
  /** In lower case, without marks on letters: Romanians and many others leave them out. */
  readonly folded: string;
  /** UTF-16 offset of its first character. */
  readonly start: number;
  /** UTF-16 offset behind its last character. */
  readonly end: number;
}

/**
 * One more thing to look for. Pure and quick: it runs for each draft. A message says what was found and quotes nothing of the text.
 *
 * @example
 * const noPrices: LintCheck = ({ draft, place }) =>
 *   place === "public" && /\d+ kr/u.test(draft.text) ? [{ code: "price", severity: "warn", message: "A price stands in public." }] : [];
 */
export type LintCheck = (facts: LintFacts) => readonly LintWarning[];
