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
export type { StepCondition } from "./condition.js";
export type { FieldValue, TrustedField } from "./fields.js";
export type { FrameworkPolicies, FrameworkStep, ReplyFramework, StepValue, StepValues, StepVariant, StepWords } from "./framework.js";
export { nordic } from "./nordic.js";
export { carp } from "./presets/carp.js";
export { fears } from "./presets/fears.js";
export { heard } from "./presets/heard.js";
export { heart } from "./presets/heart.js";
export { lara } from "./presets/lara.js";
export { last } from "./presets/last.js";
export { learn } from "./presets/learn.js";
export type { Agent } from "./sign.js";
export type { EmojiHabit, Voice } from "./voice.js";
export { annotateWith, type AnnotateOptions } from "./classify-annotate.js";
export { blocklist, type BlocklistOptions } from "./classify-blocklist.js";
export { byLanguage, ensemble, firstConfident } from "./classify-combine.js";
export { intents, readIntent, type Intent, type IntentInput } from "./classify-intent.js";
export { findCopies } from "./classify-spam.js";
export { classify, type Classification, type Classifier, type ClassifyContext, type ClassifyInput, type Signal } from "./classify.js";
export { copied, likeness, namesSomethingOf } from "./likeness.js";
export type { LintCheck, LintFacts, LintOptions, Sentence } from "./lint-options.js";
export { lint } from "./lint.js";
export { findPersonalData, type PersonalData, type PersonalDataType } from "./personal-data.js";
export { proofread } from "./proofread.js";
export { checkOutdated, type OutdatedOptions } from "./answers-check.js";
export {
  defineAnswers,
  findAnswers,
  outdatedFacts,
  type AnswerLibrary,
  type AnswerMatch,
  type AnswerQuestion,
  type AnswerTopic,
  type ApprovedFact,
  type FindAnswersOptions,
  type FoundFact,
} from "./answers.js";
export type { WriterBrief, WriterMaterial, WriterStep } from "./writer-brief.js";
export type { WriterAllow } from "./writer-check.js";
export { composeWith, type ComposeWithOptions, type Writer } from "./writer.js";
export {
  planModeration,
  runModeration,
  type AuthorDecision,
  type MessageDecision,
  type ModerationDecision,
  type ModerationOperation,
  type ModerationOptions,
  type ModerationReason,
  type ModerationResult,
  type ModerationRule,
  type RunModerationOptions,
} from "./moderation-rules.js";
export type { TriageCondition, TriageFacts, TriageKnowledge, TriageWhen } from "./triage-facts.js";
export { airForce, communityRules, escalationTiers } from "./triage-presets.js";
export { priorityWeights, type Priority, type PriorityPart, type PriorityTerm, type PriorityWeights } from "./triage-priority.js";
export {
  triage,
  triageAnnotations,
  type EscalationRule,
  type Triage,
  type TriageAction,
  type TriageOptions,
  type TriageRule,
} from "./triage.js";
