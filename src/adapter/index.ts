/**
 * For authors of networks: `defineAdapter`, lists, checks, and the types of the door to a network (`folkmoot/adapter`).
 * @module
 */
export { defineAdapter } from "./define-adapter.js";
export { createApp } from "./create-app.js";
export { checkListQuery, onePage, paged } from "./paged.js";
export { can, supports } from "./can.js";
export { checkDraft } from "./check-draft.js";
export { checkTarget } from "./check-target.js";
export { requiredScopes } from "./required-scopes.js";
export { surfacesOf } from "./surface.js";
export { loadOperations } from "./load-operations.js";
export { taskMaker } from "./task.js";
export { readItems, Unreadable } from "./read-items.js";
export { shape } from "./shape.js";
export { fieldsOf, listOf, present, textOf, timestampOf, wholeOf } from "./fields.js";
export { accountOf, idOf, no, unsure, yes } from "./can-answers.js";
export { failureByStatus } from "../http/failure.js";
export { retryAfterMs } from "../http/retry-after.js";
export { wholeHeader } from "../http/headers.js";
export { readWindow } from "../limits/read-window.js";
export { readWait } from "../limits/read-refusal.js";
export { readGraphBusinessUsage, readGraphThrottle, readGraphUsage } from "../limits/read-graph.js";
export type { Begin, RequestDetails, Task } from "./task.js";
export type { ItemCheck, ReadItems } from "./read-items.js";
export type { FieldCheck, FieldTypes, Shape, Shaped } from "./shape.js";
export type { Present } from "./fields.js";
export type { RefusalCode } from "./refuse.js";
export type { Adapter, AdapterOf, AnyAdapter, CanRules, CostsOf, ListPage, ScopesOf, TextRulesOf } from "./adapter.js";
export type { AdapterDefinition } from "./definition.js";
export type { CheckedCall } from "./refuse.js";
export type { CheckedKey, Keyed } from "./check-target.js";
export type { App, AppOptions, Delivery, ListAccounts, Pull, WebhookAnswer, WebhookSource } from "./app.js";
export type { PagedOptions, PageRead, ReadPage } from "./paged.js";
export type { Attachable, ResolvedRuntime, Runtime } from "./runtime.js";
export type { Surface, SurfaceName } from "./surface.js";
export type * from "./operations.js";
export type { Authorization, Credentials } from "../http/credentials.js";
export type { CallOptions, Method, RequestFunction, RequestOptions, Schema } from "../http/request.js";
export type { Failure, ReadFailure, WireAnswer } from "../http/answer.js";
export type { CallShape, Meter } from "../limits/meter.js";
export type { ToldWindow } from "../limits/read-window.js";
export type { GraphBusinessUsage, GraphThrottle, GraphUsage } from "../limits/read-graph.js";
export type { LimiterOptions } from "../limits/options.js";
