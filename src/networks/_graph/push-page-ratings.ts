/**
 * Recommendations of a Page, and what is said and felt about them (field `ratings`).
 * @module
 */
import {
  authorOf,
  contentOf,
  messageCreated,
  messageDeleted,
  messageUpdated,
  networkEvent,
  reactionChange,
  timeOf,
  withoutSecrets,
} from "./push-parts.js";
import { deedOf, doerOf, doneAt, reactionOf } from "./push-page-feed.js";
import { idOf } from "./wire.js";
import { makeKey } from "../../model/keys.js";
import { present, textOf } from "../../adapter/fields.js";
import type { Change } from "../../model/change.js";
import type { Fields, Pushed, Read } from "./push-parts.js";
import type { Message } from "../../model/message.js";

/** Reads a change of the field `ratings`. */
export function readRatings(pushed: Pushed): Read {
  const { value } = pushed;
  const item = textOf(value["item"]);
  const change =
    item === "rating"
      ? readReview(pushed)
      : item === "comment"
        ? readAnswer(pushed)
        : item === "like" || item === "reaction"
          ? readFeeling(pushed)
          : undefined;
  return {
    changes: [
      change ??
        networkEvent(pushed, present({ name: `ratings.${item ?? "unknown"}`, at: doneAt(value), author: doerOf(pushed.us, value) })),
    ],
  };
}

/** The story that a recommendation is; where it is not told, the second half of the post's id. */
function storyOf(value: Fields): string | undefined {
  const post = idOf(value["post_id"]);
  return idOf(value["open_graph_story_id"]) ?? post?.slice(post.indexOf("_") + 1);
}

function readReview(pushed: Pushed): Change | undefined {
  const { us, value, sentAt } = pushed;
  const story = idOf(value["open_graph_story_id"]);
  const deed = deedOf(value["verb"]);
  if (story === undefined || deed === undefined) return undefined;
  const conversation = makeKey(us.account, "conversation", story);
  if (deed === "gone") return messageDeleted(pushed, story, sentAt, conversation);
  const { rating } = value;
  const recommendation = textOf(value["recommendation_type"])?.toLowerCase();
  const editedAt = timeOf(value["edited_time"]);
  const author = authorOf(us, idOf(value["reviewer_id"]), { name: value["reviewer_name"] }) ?? doerOf(us, value);
  const message: Message = present({
    ...contentOf(us, story, value["review_text"], [], doneAt(value) ?? sentAt),
    key: makeKey(us.account, "message", story),
    refs: present({
      node: "review" as const,
      authorId: author?.id,
      recommendation: recommendation === "positive" || recommendation === "negative" ? recommendation : undefined,
    }),
    kind: "review" as const,
    direction: "inbound" as const,
    conversation,
    author,
    // Since 2018 people say yes or no, and some deliveries still hold a 0 for it.
    rating: typeof rating === "number" && rating > 0 ? rating : undefined,
    editedAt,
    visibility: "public" as const,
    via: "webhook" as const,
    raw: withoutSecrets(value),
  });
  return deed === "made" ? messageCreated(pushed, message) : messageUpdated(pushed, message, ["text"], editedAt ?? sentAt);
}

/** A comment below a recommendation answers it. */
function readAnswer(pushed: Pushed): Change | undefined {
  const { us, value, sentAt } = pushed;
  const [id, story] = [idOf(value["comment_id"]), storyOf(value)];
  const deed = deedOf(value["verb"]);
  if (id === undefined || story === undefined || deed === undefined) return undefined;
  const conversation = makeKey(us.account, "conversation", story);
  if (deed === "gone") return messageDeleted(pushed, id, sentAt, conversation);
  const review = makeKey(us.account, "message", story);
  const author = doerOf(us, value);
  const editedAt = timeOf(value["edited_time"]);
  const message: Message = present({
    ...contentOf(us, id, value["message"] ?? value["review_text"], [], doneAt(value) ?? sentAt),
    key: makeKey(us.account, "message", id),
    refs: present({ node: "comment" as const, authorId: author?.id, parentId: story, rootId: story }),
    kind: "comment" as const,
    direction: author?.isOwn === true ? ("outbound" as const) : ("inbound" as const),
    conversation,
    parent: review,
    root: review,
    author,
    editedAt,
    visibility: deed === "made" ? ("public" as const) : ("unknown" as const),
    via: "webhook" as const,
    raw: withoutSecrets(value),
  });
  return deed === "made" ? messageCreated(pushed, message) : messageUpdated(pushed, message, ["text"], editedAt ?? sentAt);
}

function readFeeling(pushed: Pushed): Change | undefined {
  const { us, value } = pushed;
  const [comment, story] = [idOf(value["comment_id"]), storyOf(value)];
  const deed = deedOf(value["verb"]);
  if (story === undefined || deed === undefined) return undefined;
  return reactionChange(pushed, {
    type: deed === "gone" ? "reaction.removed" : "reaction.added",
    target: makeKey(us.account, "message", comment ?? story),
    reaction: reactionOf(value),
    author: doerOf(us, value),
    at: doneAt(value),
    conversation: makeKey(us.account, "conversation", story),
  });
}
