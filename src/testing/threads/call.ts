/**
 * One call, and who makes it.
 * @module
 */
import { noPermission } from "../graph/errors.js";
import { personAt } from "./core.js";
import type { Core, PersonData } from "./core.js";
import type { GraphCall } from "../graph/node.js";
import type { Json } from "../json.js";

/** A call of this network. */
export type Call = GraphCall<Core>;

/** What a call may need a permission for. */
export type Scope =
  | "threads_basic"
  | "threads_content_publish"
  | "threads_read_replies"
  | "threads_manage_replies"
  | "threads_manage_insights"
  | "threads_manage_mentions"
  | "threads_keyword_search"
  | "threads_profile_discovery"
  | "threads_delete"
  | "threads_location_tagging";

/** Everything that an app may ask a person for. */
export const everyScope: readonly Scope[] = [
  "threads_basic",
  "threads_content_publish",
  "threads_read_replies",
  "threads_manage_replies",
  "threads_manage_insights",
  "threads_manage_mentions",
  "threads_keyword_search",
  "threads_profile_discovery",
  "threads_delete",
  "threads_location_tagging",
];

/** Says whether the token may. */
export const may = ({ token }: Call, scope: Scope): boolean => token.scopes.includes(scope);

/** Refuses a token that may not, and gives who calls. Every call needs the basic permission. */
export function caller(call: Call, ...scopes: readonly Scope[]): PersonData {
  for (const scope of ["threads_basic" as const, ...scopes])
    if (!may(call, scope)) throw noPermission(scope, call.method === "GET" ? 10 : 200);
  return personAt(call.core, call.token.subject);
}

/** Carries a call out. Throws `GraphRefusal`. `id` is what stands first in its path; `me` has become the id that it means. */
export type Run = (call: Call, id: string) => Json;

/** Calls of one kind of node by verb and edge, such as `GET`, `GET replies` or `POST manage_reply`. */
export type Calls = Readonly<Record<string, Run>>;
