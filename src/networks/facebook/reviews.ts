/**
 * Recommendations.
 * @module
 */
import { ratingFields } from "./fields.js";
import { toReview } from "./normalize.js";
import { wireRating } from "./wire.js";
import type { BeginFacebook } from "./task.js";
import type { Operations } from "../../adapter/operations.js";

/** Lists recommendations of the Page. Empty for a Page that has them switched off. */
export function reviews(begin: BeginFacebook): Pick<Operations, "listReviews"> {
  return {
    listReviews: (query) => {
      const task = begin("listReviews", query);
      return task.edge(
        `/${task.us.id}/ratings`,
        // No order is documented: `since` is kept one by one.
        { fields: ratingFields, ordered: false, item: wireRating, read: (wire) => toReview(task.us, wire) },
        query,
        ({ createdAt }) => createdAt,
      );
    },
  };
}
