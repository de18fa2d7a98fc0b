/**
 * Likes and other reactions: everybody's are read, the Page's own like is set and taken back.
 * @module
 */
import { actAs, needs } from "./access.js";
import type { CommentData, Core, PostData, ReactionType } from "./core.js";
import { edge } from "../graph/node.js";
import type { FieldReader, GraphAction } from "../graph/node.js";
import { feel } from "./say.js";
import { invalidParameter } from "../graph/errors.js";
import { profileNode } from "./people.js";

/** What has reactions. */
export type Felt = PostData | CommentData;

/** Types that can be asked for. */
const types: readonly string[] = ["NONE", "LIKE", "LOVE", "WOW", "HAHA", "SAD", "ANGRY", "CARE", "THANKFUL", "PRIDE", "FIRE", "HUNDRED"];

const typed = (params: Readonly<Record<string, string>>): string | undefined => {
  const type = params.type?.toUpperCase();
  if (type !== undefined && !types.includes(type)) throw invalidParameter(`Param type must be one of {${types.join(", ")}}`);
  return type === "NONE" ? undefined : type;
};

const viewed = (what: Felt, subject: string): ReactionType | "NONE" => what.reactions.get(subject) ?? "NONE";

/** Reads the reactions of everybody. */
export const reactionsEdge: FieldReader<Felt, Core> = edge<Felt, string, Core>({
  name: "reactions",
  node: () => profileNode,
  idOf: ({ id }) => id,
  list: (what, { call, params }) => {
    needs(call, "pages_read_user_content");
    const type = typed(params);
    return [...what.reactions].filter(([, felt]) => type === undefined || felt === type).map(([who]) => who);
  },
  summary: (what, all, { call }) => ({ total_count: all.length, viewer_reaction: viewed(what, call.token.subject) }),
});

/** Reads the likes of everybody. Other reactions count as likes here, as they do there. */
export const likesEdge: FieldReader<Felt, Core> = edge<Felt, string, Core>({
  name: "likes",
  node: () => profileNode,
  idOf: ({ id }) => id,
  list: (what, { call }) => {
    needs(call, "pages_read_user_content");
    return [...what.reactions.keys()];
  },
  summary: (what, all, { call }) => ({
    total_count: all.length,
    can_like: true,
    has_liked: what.reactions.has(call.token.subject),
  }),
});

/** Likes as the Page; what it likes already stays so. */
export const like: GraphAction<Felt, Core> = (what, call) => {
  actAs(call, what.pageId, "pages_manage_engagement");
  feel(call.core, what, what.pageId, "LIKE");
  return { success: true };
};

/** Takes the Page's like back. */
export const unlike: GraphAction<Felt, Core> = (what, call) => {
  actAs(call, what.pageId, "pages_manage_engagement");
  feel(call.core, what, what.pageId, undefined);
  return { success: true };
};
