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
