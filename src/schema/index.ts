/**
 * Schemas of the model, for hosts that take its objects from a queue, a file or a request body.
 *
 * They stand in their own entry, `folkmoot/schema`, so that the front door carries no zod. Each is annotated with its interface and
 * checks that keys are keys of the right kind, that times are in the one form that sorts, and that unknown is absent, not `undefined`.
 * Fields that the model does not know are left out of what `parse` returns; only `raw` is passed on as it is.
 *
 * @example
 * const change = ChangeSchema.parse(JSON.parse(body));
 * @module
 */
export {
  AccountSchema,
  ActorSchema,
  AnnotationsSchema,
  AttachmentSchema,
  AuthorSchema,
  ConversationSchema,
  CountsSchema,
  EntitySchema,
  InsightsSchema,
  MessageSchema,
  PostSchema,
} from "./objects.js";
export { ChangeSchema } from "./change.js";
export { DraftSchema, ErrorInfoSchema, OutcomeSchema, ReplyPlanSchema } from "./writing.js";
