/**
 * Facebook's own JSON, as thin as what we read of it: a field is checked only where nothing could be made of an item without it, because
 * what a token may not see is left out. Everything else is read field by field.
 * @module
 */
import { shape, type Shape } from "../../adapter/shape.js";

type Fields = Readonly<Record<string, unknown>>;

/** A Page. */
export interface WirePage extends Fields {
  /** Id of the Page. */
  readonly id: string;
}

/** A post: of the Page, or of somebody who named it or wrote on its timeline. */
export interface WirePost extends Fields {
  /** `{owner id}_{post id}`. */
  readonly id: string;
}

/** A comment, at any depth. */
export interface WireComment extends Fields {
  /** `{post id}_{comment id}`. */
  readonly id: string;
}

/** A recommendation, which has no id but that of its story. */
export interface WireRating extends Fields {
  /** When it was given. */
  readonly created_time: string;
}

/** An app that hears of the Page. */
export interface WireSubscribedApp extends Fields {
  /** Id of the app. */
  readonly id: string;
}

/** A Page. */
export const wirePage: Shape<WirePage> = shape({ id: "string" });
/** A post. */
export const wirePost: Shape<WirePost> = shape({ id: "string" });
/** A comment. */
export const wireComment: Shape<WireComment> = shape({ id: "string" });
/** A recommendation. */
export const wireRating: Shape<WireRating> = shape({ created_time: "string" });
/** An app that hears of the Page. */
export const wireSubscribedApp: Shape<WireSubscribedApp> = shape({ id: "string" });
