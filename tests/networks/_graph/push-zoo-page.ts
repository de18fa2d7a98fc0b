/** Odd deliveries of a Page in documented shapes. Nobody and nothing of these exists. @module */
import { comment, feed, ids, seconds, type Fields } from "./push-support.js";

/** One delivery, and what it changes. */
export interface Oddity {
  readonly name: string;
  /** What is sent; a text is sent as it is. */
  readonly payload: unknown;
  /** What an inbox makes of it: ids of changes, without hashes, and the accounts of strangers. */
  readonly gives: readonly string[];
}

/** 2^53 is 9007199254740992: a number of JavaScript cannot tell these apart. */
export const long = "90071992547409931234";
const late = "90071992547409931235";

export const page = (entries: readonly Fields[]): Fields => ({ object: "page", entry: entries });
export const entry = (more: Fields): Fields => ({ id: ids.page, time: seconds + 5, ...more });
export const change = (value: unknown, field = "feed"): Fields => ({ field, value });

/** What happens on a Page. */
export const pageOddities: readonly Oddity[] = [
  {
    name: "ids written as numbers beyond 2^53",
    payload: `{"object":"page","entry":[{"id":${ids.page},"time":${seconds},"changes":[{"field":"feed","value":{"item":"comment","verb":"add","post_id":"${ids.page}_${long}","parent_id":"${ids.page}_${long}","comment_id":${long},"from":{"id":${late},"name":"Maren Skov"},"message":"12345678901234567890","created_time":${seconds}}}]}]}`,
    gives: ["message.created:FB:message:90071992547409931234"],
  },
  {
    name: "a comment told in milliseconds",
    payload: feed(comment({ comment_id: "501_602", created_time: seconds * 1000 })),
    gives: ["message.created:FB:message:501_602"],
  },
  {
    name: "a comment told in ISO 8601",
    payload: feed(comment({ comment_id: "501_603", created_time: "2026-10-01T08:00:00+0000" })),
    gives: ["message.created:FB:message:501_603"],
  },
  {
    name: "a message told in seconds",
    payload: page([
      entry({
        messaging: [{ sender: { id: ids.maren }, recipient: { id: ids.page }, timestamp: seconds, message: { mid: "m_s", text: "Hej" } }],
      }),
    ]),
    gives: ["message.created:FB:message:m_s"],
  },
  {
    name: "a change without a value",
    payload: page([entry({ changes: [{ field: "feed" }, { field: "parking" }] })]),
    gives: ["network.event:FB:feed.unknown", "network.event:FB:parking"],
  },
  {
    name: "a value that is null, a text, a list",
    payload: page([entry({ changes: [change(null), change("x"), change([1])] })]),
    gives: ["network.event:FB:feed.unknown", "network.event:FB:feed.unknown"],
  },
  {
    name: "a comment of nobody",
    payload: feed({ ...comment({ comment_id: "501_604" }), from: undefined }),
    gives: ["message.created:FB:message:501_604"],
  },
  {
    name: "a comment of a name without id",
    payload: feed(comment({ comment_id: "501_605", from: { name: "Maren Skov" } })),
    gives: ["message.created:FB:message:501_605"],
  },
  {
    name: "a comment in the old form of its sender",
    payload: feed({ ...comment({ comment_id: "501_606", sender_id: 6100000000000001, sender_name: "Maren Skov" }), from: undefined }),
    gives: ["message.created:FB:message:501_606"],
  },
  { name: "empty lists", payload: page([entry({ changes: [], messaging: [], standby: [] }), entry({})]), gives: [] },
  { name: "no entries", payload: page([]), gives: [] },
  { name: "entries that are none", payload: { object: "page", entry: [null, 1, "x", [], {}] }, gives: [] },
  {
    name: "a verb that nobody knows",
    payload: feed(comment({ comment_id: "501_607", verb: "pinned" })),
    gives: ["network.event:FB:feed.comment"],
  },
  {
    name: "an item that nobody knows",
    payload: feed({ item: "hologram", verb: "add", post_id: `${ids.page}_777`, from: { id: ids.maren }, created_time: seconds }),
    gives: ["network.event:FB:feed.hologram"],
  },
  {
    name: "a like of the Page itself",
    payload: feed({ item: "like", verb: "add", from: { id: ids.maren }, created_time: seconds }),
    gives: ["network.event:FB:feed.like"],
  },
  {
    name: "an answer to an answer to an answer",
    payload: page([
      entry({
        changes: [
          change(comment({ comment_id: "501_610" })),
          change(comment({ comment_id: "501_611", parent_id: "501_610" })),
          change(comment({ comment_id: "501_612", parent_id: "501_611" })),
        ],
      }),
    ]),
    gives: ["message.created:FB:message:501_610", "message.created:FB:message:501_611", "message.created:FB:message:501_612"],
  },
  {
    name: "a comment that names itself, and one that names the bare post, as what it answers",
    payload: page([
      entry({
        changes: [
          change(comment({ comment_id: "501_613", parent_id: "501_613" })),
          change(comment({ comment_id: "501_614", parent_id: "501" })),
        ],
      }),
    ]),
    gives: ["message.created:FB:message:501_613", "message.created:FB:message:501_614"],
  },
  {
    name: "emoji, escapes and signs of other scripts",
    payload: feed(comment({ comment_id: "501_615", message: '👩‍👩‍👧‍👦 «Ü» "quoted" \\ / \u2028 \u0000 مرحبا #støvler' })),
    gives: ["message.created:FB:message:501_615"],
  },
  {
    name: "half an emoji",
    payload: feed(comment({ comment_id: "501_616", message: "cut \ud83d" })),
    gives: ["message.created:FB:message:501_616"],
  },
  {
    name: "the same entry twice",
    payload: page([
      entry({ changes: [change(comment({ comment_id: "501_617" }))] }),
      entry({ changes: [change(comment({ comment_id: "501_617" }))] }),
    ]),
    gives: ["message.created:FB:message:501_617"],
  },
  {
    name: "a comment that comes by two fields",
    payload: page([
      entry({
        changes: [
          change(comment({ comment_id: "501_618" })),
          change(
            {
              item: "comment",
              verb: "add",
              post_id: `${ids.page}_501`,
              comment_id: "501_618",
              sender_id: ids.maren,
              sender_name: "Maren Skov",
              message: "Har I den i grøn?",
              created_time: seconds,
            },
            "mention",
          ),
        ],
      }),
    ]),
    gives: ["message.created:FB:message:501_618"],
  },
  {
    name: "a removal of what nobody heard of",
    payload: feed(comment({ comment_id: "501_699", verb: "remove", message: undefined })),
    gives: [],
  },
  {
    name: "an edit before the comment",
    payload: feed(comment({ comment_id: "501_619", verb: "edited", edited_time: seconds + 60, message: "Blå?" })),
    gives: ["message.created:FB:message:501_619"],
  },
  {
    name: "a post that waits for its time",
    payload: feed({
      item: "status",
      verb: "add",
      post_id: `${ids.page}_801`,
      from: { id: ids.page, name: "Nordlys" },
      published: 0,
      message: "Soon",
      created_time: seconds,
    }),
    gives: ["network.event:FB:feed.status"],
  },
  {
    name: "a reaction with a new word",
    payload: feed({
      item: "reaction",
      verb: "add",
      reaction_type: "CARE",
      post_id: `${ids.page}_501`,
      comment_id: "501_618",
      from: { id: ids.maren, name: "Maren Skov" },
      created_time: seconds,
    }),
    gives: ["reaction.added:FB:message:501_618"],
  },
  {
    name: "two accounts and a stranger's in one delivery",
    payload: page([
      entry({ changes: [change(comment({ comment_id: "501_620" }))] }),
      { ...entry({ changes: [change(comment({ comment_id: "501_621" }))] }), id: "104000000000009" },
    ]),
    gives: ["message.created:FB:message:501_620", "unrouted:facebook:104000000000009"],
  },
];
