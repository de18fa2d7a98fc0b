/**
 * Schemas of what is said, and of what became of it: drafts, plans, outcomes.
 * @module
 */
import * as z from "zod/mini";
import type {
  Draft,
  DraftAttachment,
  ErrorCode,
  ErrorInfo,
  Length,
  LengthUnit,
  LintWarning,
  Outcome,
  OutcomeStatus,
  OutcomeStep,
  Pending,
  PlanAction,
  PlanSegment,
  Provenance,
  ReauthorizeCause,
  Rejected,
  ReplyPlan,
  Sent,
  Unknown,
} from "../model/index.js";
import { attachmentType, MessageSchema, PostSchema } from "./objects.js";
import { keyOf, maybe, number, oneOf, text, type Shape } from "./parts.js";

const draftAttachment = z.object({
  type: attachmentType,
  alt: maybe.text,
  mimeType: maybe.text,
  url: text,
} satisfies Shape<DraftAttachment>);

const draft = {
  text,
  language: maybe.text,
  attachments: z.exactOptional(z.array(draftAttachment)),
  title: maybe.text,
  subject: maybe.text,
  audience: maybe.text,
  sensitive: maybe.flag,
  contentWarning: maybe.text,
} satisfies Shape<Draft>;

/** Checks a {@link Draft}. Whether it fits its network is asked later, by `measure` and by the inbox. */
export const DraftSchema: z.ZodMiniType<Draft> = z.object(draft);

const action = z.object({
  type: oneOf<PlanAction["type"]>({ like: true, tag: true, notify: true, assign: true, hide: true }),
  value: maybe.text,
  onUnsupported: oneOf<PlanAction["onUnsupported"]>({ skip: true, warn: true, fail: true }),
} satisfies Shape<PlanAction>);

const length = z.object({
  unit: oneOf<LengthUnit>({ utf16: true, "code-points": true, graphemes: true, "utf8-bytes": true, "emoji-bytes": true, weighted: true }),
  value: number,
  max: maybe.number,
} satisfies Shape<Length>);

const warning = z.object({
  code: text,
  severity: oneOf<LintWarning["severity"]>({ info: true, warn: true, error: true }),
  range: z.exactOptional(z.tuple([number, number])),
  message: text,
  suggestion: maybe.text,
} satisfies Shape<LintWarning>);

const provenance = z.object({
  framework: z.exactOptional(z.object({ id: text, version: number })),
  writer: maybe.text,
  target: z.exactOptional(z.object({ key: keyOf("message"), hash: text })),
  linted: maybe.text,
} satisfies Shape<Provenance>);

/** Checks a {@link ReplyPlan}. */
export const ReplyPlanSchema: z.ZodMiniType<ReplyPlan> = z.object({
  ...draft,
  parts: z.array(text),
  segments: z.array(z.object({ step: text, text } satisfies Shape<PlanSegment>)),
  actions: z.array(action),
  used: z.array(text),
  dropped: z.array(text),
  lengths: z.array(length),
  warnings: z.array(warning),
  provenance,
} satisfies Shape<ReplyPlan>);

/** Checks an {@link ErrorInfo}. */
export const ErrorInfoSchema: z.ZodMiniType<ErrorInfo> = z.object({
  code: oneOf<ErrorCode>({
    "rate-limited": true,
    unauthenticated: true,
    forbidden: true,
    "not-found": true,
    "invalid-request": true,
    "window-closed": true,
    duplicate: true,
    unsupported: true,
    "unexpected-response": true,
    "bad-signature": true,
    "connection-failed": true,
    timeout: true,
    "server-error": true,
    "outcome-unknown": true,
    conflict: true,
    declined: true,
    misconfigured: true,
    "unexpected-error": true,
  }),
  message: text,
  retryable: z.boolean(),
  retryAt: maybe.time,
  reauthorize: z.exactOptional(oneOf<ReauthorizeCause>({ revoked: true, expired: true, "wrong-token-kind": true, "missing-scope": true })),
} satisfies Shape<ErrorInfo>);

const step = z.object({
  step: oneOf<OutcomeStep["step"]>({ part: true, like: true, private: true, act: true }),
  index: number,
  status: oneOf<OutcomeStatus>({ sent: true, rejected: true, unknown: true, pending: true }),
  message: z.exactOptional(MessageSchema),
  post: z.exactOptional(PostSchema),
  error: z.exactOptional(ErrorInfoSchema),
  refs: maybe.refs,
} satisfies Shape<OutcomeStep>);

const outcome = { id: text, steps: z.array(step) } as const;

/** Checks an {@link Outcome}. */
export const OutcomeSchema: z.ZodMiniType<Outcome> = z.discriminatedUnion("status", [
  z.object({ ...outcome, status: z.literal("sent") } satisfies Shape<Sent>),
  z.object({ ...outcome, status: z.literal("rejected"), error: ErrorInfoSchema } satisfies Shape<Rejected>),
  z.object({ ...outcome, status: z.literal("unknown"), error: ErrorInfoSchema, checkAt: maybe.time } satisfies Shape<Unknown>),
  z.object({
    ...outcome,
    status: z.literal("pending"),
    waitsFor: oneOf<Pending["waitsFor"]>({ approval: true, budget: true, resume: true }),
    reason: maybe.text,
    until: maybe.time,
  } satisfies Shape<Pending>),
]);
