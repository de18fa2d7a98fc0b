/**
 * Shutting people out, in comments and in Messenger, and handing conversations to other apps.
 * @module
 */
import { actAs } from "./access.js";
import type { Call } from "./access.js";
import type { Core, PageData } from "./core.js";
import { edge } from "../graph/node.js";
import type { FieldReader, GraphAction } from "../graph/node.js";
import { findConversation } from "./directs.js";
import { invalidParameter } from "../graph/errors.js";
import { profileNode } from "./people.js";
import { textAt } from "../json.js";
import type { Json } from "../json.js";

/** Reads who is meant: one of several names of the parameter, one id or a list. */
function usersOf({ core, params }: Call): readonly string[] {
  const ids = ["user", "uid", "psid", "asid"].flatMap((name) => params.list(name));
  if (ids.length === 0) throw invalidParameter("The parameter user is required");
  if (ids.some((id) => !core.people.has(id))) throw invalidParameter("Param user must be the id of a person");
  return ids;
}

/** Shuts people out. */
export const block: GraphAction<PageData, Core> = (page, call) => {
  actAs(call, page.id, "pages_manage_engagement");
  for (const id of usersOf(call)) page.banned.add(id);
  return { success: true };
};

/** Lets people in again. */
export const unblock: GraphAction<PageData, Core> = (page, call) => {
  actAs(call, page.id, "pages_manage_engagement");
  for (const id of usersOf(call)) page.banned.delete(id);
  return { success: true };
};

/** Reads who is shut out. */
export const blockedEdge: FieldReader<PageData, Core> = edge<PageData, string, Core>({
  name: "blocked",
  node: () => profileNode,
  idOf: ({ id }) => id,
  list: (page, { call, params }) => {
    actAs(call, page.id, "pages_manage_engagement");
    const asked = params.user ?? params.uid;
    return [...page.banned].filter((id) => asked === undefined || id === asked);
  },
});

const moderations: readonly string[] = ["BAN_USER", "BLOCK_USER", "MOVE_TO_SPAM", "UNBAN_USER", "UNBLOCK_USER"];

/** Moderates conversations: `BAN_USER` shuts out everywhere, `BLOCK_USER` in Messenger alone. */
export const moderateConversations: GraphAction<PageData, Core> = (page, call) => {
  actAs(call, page.id, "pages_messaging");
  const { core, params } = call;
  const [users, actions] = [params.json("user_ids"), params.json("actions")];
  if (!Array.isArray(users) || users.length === 0) throw invalidParameter("Param user_ids must be an array of objects with an id");
  if (!Array.isArray(actions) || actions.length === 0) throw invalidParameter("Param actions must be an array");
  const wanted = (actions as readonly unknown[]).map((one) => (typeof one === "string" ? one.toUpperCase() : ""));
  if (wanted.some((one) => !moderations.includes(one))) throw invalidParameter(`Param actions must be of {${moderations.join(", ")}}`);
  for (const user of users as readonly unknown[]) {
    const id = textAt(user, "id") ?? "";
    if (!core.people.has(id)) throw invalidParameter("Param user_ids names nobody who has written to this Page");
    if (wanted.includes("BAN_USER")) page.banned.add(id);
    if (wanted.includes("UNBAN_USER")) page.banned.delete(id);
    if (wanted.includes("BLOCK_USER")) page.muted.add(id);
    if (wanted.includes("UNBLOCK_USER")) page.muted.delete(id);
    const conversation = findConversation(core, page.id, id);
    if (conversation !== undefined && wanted.includes("MOVE_TO_SPAM")) conversation.folder = "spam";
  }
  return { success: true };
};

const handed =
  (to: (call: Call) => string): GraphAction<PageData, Core> =>
  (page, call) => {
    actAs(call, page.id, "pages_messaging");
    const conversation = findConversation(call.core, page.id, textAt(call.params.json("recipient"), "id") ?? "");
    if (conversation === undefined) throw invalidParameter("No matching user found", 2018001);
    conversation.ownerApp = to(call);
    return { success: true };
  };

/** Hands a conversation to another app. */
export const passControl: GraphAction<PageData, Core> = handed(({ params }) => {
  const target = params.text("target_app_id");
  if (target === undefined) throw invalidParameter("The parameter target_app_id is required");
  return target;
});

/** Takes a conversation back. */
export const takeControl: GraphAction<PageData, Core> = handed(({ core }) => core.app.id);

/** Reads which app answers in a conversation. */
export const ownerOf = (page: PageData, call: Call, personId: string): Json => {
  actAs(call, page.id, "pages_messaging");
  const conversation = findConversation(call.core, page.id, personId);
  if (conversation === undefined) throw invalidParameter("No matching user found", 2018001);
  return { thread_owner: { app_id: conversation.ownerApp } };
};
