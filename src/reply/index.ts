/** Composing replies: a framework, what it is to say, and the rules of the place make a plan. Pure and synchronous. @module */
export type {
  Draft,
  DraftAttachment,
  FrameworkStamp,
  LintWarning,
  PlanAction,
  PlanSegment,
  Provenance,
  ReplyPlan,
  TargetStamp,
} from "../model/draft.js";
export type { ReplyContext } from "../model/reply-context.js";
export { compose, type ComposeOptions } from "./compose.js";
export { defineFramework } from "./define-framework.js";
export type { FrameworkStep, ReplyFramework, StepValues } from "./framework.js";
export { nordic } from "./nordic.js";
export type { EmojiHabit, Voice } from "./voice.js";
export { annotateWith, type AnnotateOptions } from "./classify-annotate.js";
export { blocklist, type BlocklistOptions } from "./classify-blocklist.js";
export { byLanguage, ensemble, firstConfident } from "./classify-combine.js";
export { intents, readIntent, type Intent, type IntentInput } from "./classify-intent.js";
export { findCopies } from "./classify-spam.js";
export { classify, type Classification, type Classifier, type ClassifyContext, type ClassifyInput, type Signal } from "./classify.js";
