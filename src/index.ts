/**
 * The front door: the inbox, its policies, keys, errors, and what is allowed. Adapters, replies, metrics, stores and the testing kit
 * have doors of their own (`folkmoot/bluesky`, `folkmoot/reply`, `folkmoot/metrics`, `folkmoot/store`, `folkmoot/testing`).
 * @module folkmoot
 */
export { supports, can } from "./adapter/can.js";
export { requiredScopes } from "./adapter/required-scopes.js";
export { systemClock, type Clock } from "./clock.js";
export {
  ConflictError,
  errorInfo,
  FolkmootError,
  isConflictError,
  isFolkmootError,
  type Coded,
  type FolkmootErrorOptions,
} from "./errors.js";
export { createInbox } from "./inbox/create-inbox.js";
export { fourEyes, holdAll, holdAutomation, lintGate, requireAlt, type LintGateOptions } from "./inbox/policies.js";
export type { Logger } from "./logger.js";
export { accountKey, makeKey, parseKey } from "./model/keys.js";
export { createReceiver, type Receiver, type ReceiveOptions, type ReceiverOptions } from "./webhooks/receiver.js";
export { requestFromNode, type NodeRequest, type NodeRequestOptions } from "./webhooks/node-request.js";

export type { ActOptions, Answer, EscalatePlans } from "./inbox/answer.js";
export type { Care, OutboxQuery } from "./inbox/care.js";
export type { ForgetOptions, ForgetWhat } from "./inbox/forget.js";
export type { AccountResolver, Enrich, Inbox, InboxOptions } from "./inbox/inbox.js";
export type {
  BackfillJob,
  BackfillProgress,
  Estimate,
  EstimatedMoney,
  EstimatedUnits,
  Gap,
  Intake,
  SubscribeOptions,
  SurfaceEstimate,
  SurfaceReport,
  SyncOptions,
  SyncReport,
} from "./inbox/intake.js";
export type { Item, ItemQuery, Look, MessageTree, SeriesOptions } from "./inbox/look.js";
export type { Policy, PolicyContext, Verdict } from "./inbox/policy.js";
export type { AuditQuery, PauseOptions, ResumeOptions, Rule } from "./inbox/rule.js";
export type {
  BudgetLowNews,
  DeadChange,
  FailedQuery,
  HandleContext,
  HandleOptions,
  Handler,
  InboxEvents,
  OfSurface,
  ReauthorizeNews,
  ThrottledNews,
  UnroutedNews,
  WindowClosingNews,
  Work,
} from "./inbox/work.js";
export type { LabelChange, TeamWork, WorkflowOptions } from "./inbox/workflow-care.js";
export type * from "./model/index.js";
export type { Envelope } from "./webhooks/envelope.js";
