/**
 * Recommendations: told without an id, and their stories, under which the Page can answer.
 * @see https://developers.facebook.com/docs/graph-api/reference/recommendation/, read 2026-08
 * @module
 */
import { admitTo, needs } from "./access.js";
import { commentsEdge, saidUnder } from "./comments.js";
import type { Core, PageData, ReviewData } from "./core.js";
import { edge, graphTime, nodeField, structure } from "../graph/node.js";
import type { FieldReader, NodeType } from "../graph/node.js";
import { fromField } from "./people.js";
import { partyOf } from "./core.js";

/** The story of a recommendation. */
export const storyNode: NodeType<ReviewData, Core> = {
  name: "OpenGraphStory",
  slot: "open-graph-story-id",
  idOf: ({ id }) => id,
  usual: ["message"],
  admit: ({ pageId, id }, call) => {
    admitTo(call, pageId, id);
  },
  fields: {
    message: ({ text }) => (text === "" ? undefined : text),
    created_time: ({ createdAt }) => graphTime(createdAt),
    start_time: ({ createdAt }) => graphTime(createdAt),
    from: fromField(
      ({ authorId }) => authorId,
      (_review, call) => call.token.scopes.includes("pages_read_user_content"),
    ),
    type: () => "og.follows",
    comments: commentsEdge,
  },
  edges: { comments: commentsEdge },
  actions: { "POST comments": saidUnder },
};

/** A recommendation as the list shows it. */
export const reviewNode: NodeType<ReviewData, Core> = {
  name: "Recommendation",
  slot: "recommendation",
  idOf: ({ id }) => id,
  hasId: false,
  usual: ["created_time", "recommendation_type", "review_text", "reviewer"],
  fields: {
    created_time: ({ createdAt }) => graphTime(createdAt),
    has_rating: ({ rating }) => rating !== undefined,
    has_review: ({ text }) => text !== "",
    rating: ({ rating }) => rating,
    recommendation_type: ({ positive }) => (positive ? "positive" : "negative"),
    review_text: ({ text }) => (text === "" ? undefined : text),
    reviewer: structure("User", ["id", "name", "picture"], ({ authorId }, { call }) => partyOf(call.core, authorId)),
    open_graph_story: nodeField(
      () => storyNode,
      (review) => review,
      ["message", "start_time", "type"],
    ),
  },
};

/** Reads the recommendations of a Page, newest first. */
export const ratingsEdge: FieldReader<PageData, Core> = edge<PageData, ReviewData, Core>({
  name: "ratings",
  node: () => reviewNode,
  idOf: ({ id }) => id,
  list: (page, { call }) => {
    needs(call, "pages_read_engagement", "pages_read_user_content");
    return [...call.core.reviews.values()].filter(({ pageId }) => pageId === page.id).reverse();
  },
});
