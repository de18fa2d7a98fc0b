/** Odd deliveries of messages, of Instagram, of Threads and of nobody. Nobody and nothing of these exists. @module */
import { change, entry, long, page, pageOddities, type Oddity } from "./push-zoo-page.js";
import { comment, direct, feed, ids, instagram, seconds, threads, type Fields } from "./push-support.js";

const said = (message: unknown): Fields => ({
  sender: { id: ids.maren },
  recipient: { id: ids.page },
  timestamp: seconds * 1000,
  message,
});
const reply = (more: Fields = {}): Fields => ({
  id: "18050000000000701",
  username: "freja",
  text: "Warm?",
  media_type: "TEXT_POST",
  permalink: "https://www.threads.net/@freja/post/a",
  replied_to: { id: "18050000000000700" },
  root_post: { id: "18050000000000700", owner_id: ids.threads, username: "nordlys" },
  timestamp: "2026-10-01T07:59:00+0000",
  ...more,
});

/** All of them. */
export const oddities: readonly Oddity[] = [
  ...pageOddities,
  {
    name: "messaging, standby and changes in one entry",
    payload: page([
      entry({
        messaging: [said({ mid: "m_a", text: "one" })],
        standby: [said({ mid: "m_b", text: "two" })],
        changes: [change(comment({ comment_id: "501_622" }))],
      }),
    ]),
    gives: ["message.created:FB:message:501_622", "message.created:FB:message:m_a", "message.created:FB:message:m_b"],
  },
  {
    name: "the same message in messaging and standby",
    payload: page([entry({ messaging: [said({ mid: "m_c", text: "one" })], standby: [said({ mid: "m_c", text: "one" })] })]),
    gives: ["message.created:FB:message:m_c"],
  },
  {
    name: "an echo of another app",
    payload: page([
      entry({
        messaging: [
          {
            sender: { id: ids.page },
            recipient: { id: ids.maren },
            timestamp: seconds * 1000,
            message: { mid: "m_e", is_echo: true, app_id: 999, metadata: "x", text: "Vi ringer" },
          },
        ],
      }),
    ]),
    gives: ["message.created:FB:message:m_e"],
  },
  {
    name: "a message of a sticker alone",
    payload: direct({
      message: {
        mid: "m_st",
        sticker_id: 369239263222822,
        attachments: [{ type: "image", payload: { url: "https://cdn.test/s", sticker_id: 369239263222822 } }],
      },
    }),
    gives: ["message.created:FB:message:m_st"],
  },
  { name: "a message of nothing", payload: direct({ message: { mid: "m_no" } }), gives: ["message.created:FB:message:m_no"] },
  { name: "a message without an id", payload: direct({ message: { text: "?" } }), gives: ["network.event:FB:message"] },
  {
    name: "a message that was taken back, twice",
    payload: page([entry({ messaging: [said({ mid: "m_a", is_deleted: true }), said({ mid: "m_a", is_deleted: true })] })]),
    gives: ["message.deleted:FB:message:m_a"],
  },
  {
    name: "a reaction with an odd emoji",
    payload: direct({ reaction: { mid: "m_b", action: "react", reaction: "other", emoji: "🏴‍☠️" } }),
    gives: ["reaction.added:FB:message:m_b"],
  },
  {
    name: "a reaction that says nothing",
    payload: direct({ reaction: { mid: "m_b", action: "react" } }),
    gives: ["reaction.added:FB:message:m_b"],
  },
  {
    name: "a tap without an id, and one with",
    payload: page([
      entry({
        messaging: [
          { ...said(undefined), postback: { title: "Start", payload: "GO" } },
          { ...said(undefined), postback: { mid: "m_p", title: "Start", payload: "GO" } },
        ],
      }),
    ]),
    gives: ["message.created:FB:message:m_p", "network.event:FB:postback"],
  },
  {
    name: "a referral in seconds",
    payload: direct({ timestamp: seconds, referral: { ref: "shop", source: "SHORTLINK", type: "OPEN_THREAD" } }),
    gives: ["network.event:FB:referral"],
  },
  {
    name: "an event of nobody",
    payload: page([entry({ messaging: [{ optin: { ref: "x" } }, {}] })]),
    gives: ["network.event:FB:messaging", "network.event:FB:optin"],
  },
  {
    name: "an event without any time",
    payload: {
      object: "page",
      entry: [
        {
          id: ids.page,
          messaging: [
            { sender: { id: ids.maren }, recipient: { id: ids.page }, reaction: { mid: "m_b", action: "react", reaction: "love" } },
          ],
        },
      ],
    },
    gives: ["reaction.added:FB:message:m_b"],
  },
  {
    name: "an Instagram comment by the other name of its id",
    payload: instagram("comments", {
      comment_id: "17900000000000001",
      text: "fin",
      from: { id: "7100", username: "asta" },
      media: { id: "17800000000000001" },
    }),
    gives: ["message.created:IG:message:17900000000000001"],
  },
  {
    name: "a flat Instagram change",
    payload: {
      object: "instagram",
      entry: [
        {
          id: ids.instagram,
          time: seconds,
          field: "comments",
          value: {
            id: "17900000000000002",
            text: "ok",
            from: { id: "7100", username: "asta" },
            parent_id: "17900000000000001",
            media: { id: "17800000000000001" },
          },
        },
      ],
    },
    gives: ["message.created:IG:message:17900000000000002"],
  },
  {
    name: "our own Instagram comment",
    payload: instagram("comments", {
      id: "17900000000000003",
      text: "tak",
      from: { id: ids.instagram, username: "nordlys" },
      media: { id: "17800000000000001" },
    }),
    gives: ["message.created:IG:message:17900000000000003"],
  },
  {
    name: "an Instagram comment without its media",
    payload: instagram("comments", { id: "17900000000000004", text: "?" }),
    gives: ["network.event:IG:comments"],
  },
  {
    name: "a mention of something that is gone, and one without ids",
    payload: {
      object: "instagram",
      entry: [
        {
          id: ids.instagram,
          time: seconds,
          changes: [change({ media_id: "17800000000000009", comment_id: "17900000000000009" }, "mentions"), change({}, "mentions")],
        },
      ],
    },
    gives: ["network.event:IG:mentions"],
  },
  {
    name: "an Instagram message that was seen, of a share, and unsent",
    payload: {
      object: "instagram",
      entry: [
        {
          id: ids.instagram,
          time: seconds * 1000,
          messaging: [
            {
              sender: { id: "7100" },
              recipient: { id: ids.instagram },
              timestamp: seconds * 1000,
              message: { mid: "aWdf1", attachments: [{ type: "ig_post", payload: "BLOB" }] },
            },
            { sender: { id: "7100" }, recipient: { id: ids.instagram }, timestamp: seconds * 1000 + 1, read: { mid: "aWdf0" } },
            {
              sender: { id: "7100" },
              recipient: { id: ids.instagram },
              timestamp: seconds * 1000 + 2,
              message: { mid: "aWdf1", is_deleted: true },
            },
          ],
        },
      ],
    },
    gives: [
      "conversation.read:IG:conversation:7100:2026-10-01T08:00:00.001Z",
      "message.created:IG:message:aWdf1",
      "message.deleted:IG:message:aWdf1",
    ],
  },
  {
    name: "story insights with counts that are hidden",
    payload: instagram("story_insights", { media_id: "17800000000000002", impressions: -1, reach: 12 }),
    gives: ["network.event:IG:story_insights"],
  },
  { name: "Threads with one value", payload: threads("replies", reply()), gives: ["message.created:TH:message:18050000000000701"] },
  {
    name: "Threads with a list of values, one of them twice",
    payload: {
      ...threads("replies", {}),
      values: [
        { field: "replies", value: reply({ id: "18050000000000702" }) },
        { field: "replies", value: reply({ id: "18050000000000702" }) },
        { field: "replies" },
      ],
    },
    gives: ["message.created:TH:message:18050000000000702", "network.event:TH:replies"],
  },
  {
    name: "Threads without values",
    payload: { app_id: ids.app, topic: "moderate", target_id: ids.threads, time: seconds, values: [] },
    gives: [],
  },
  {
    name: "Threads with nothing but a topic",
    payload: { app_id: ids.app, topic: "interaction", target_id: ids.threads, time: seconds },
    gives: ["network.event:TH:interaction"],
  },
  {
    name: "Threads, numbers for ids and nobody named",
    payload: `{"app_id":1,"topic":"moderate","target_id":${ids.threads},"time":${seconds},"values":{"field":"replies","value":{"id":${long},"text":"\\u2764\\ufe0f","root_post":{"id":18050000000000700,"owner_id":${ids.threads}},"replied_to":{"id":18050000000000701},"timestamp":"2026-10-01T07:59:00+0000"}}}`,
    gives: ["message.created:TH:message:90071992547409931234"],
  },
  {
    name: "a Threads deletion",
    payload: threads("delete", {
      id: "18050000000000702",
      owner: { owner_id: ids.threads },
      deleted_at: "2026-10-01T08:10:00+0000",
      timestamp: "2026-10-01T07:59:00+0000",
      username: "nordlys",
    }),
    gives: ["message.deleted:TH:message:18050000000000702"],
  },
  {
    name: "objects that nobody knows",
    payload: { object: "whatsapp_business_account", entry: [{ id: "1", time: seconds, changes: [change({ messages: [] }, "messages")] }] },
    gives: ["unrouted:facebook:1"],
  },
  {
    name: "a person's own changes",
    payload: { object: "user", entry: [{ uid: 5, id: 5, time: seconds, changed_fields: ["photos"] }] },
    gives: ["unrouted:facebook:5"],
  },
  {
    name: "no object at all",
    payload: { entry: [entry({ changes: [change(comment({ comment_id: "501_623" }))] })] },
    gives: ["network.event:FB:unknown.feed"],
  },
  {
    name: "a list of envelopes",
    payload: [
      feed(comment({ comment_id: "501_624" })),
      instagram("comments", { id: "17900000000000005", text: "2", media: { id: "17800000000000001" } }),
    ],
    gives: ["message.created:FB:message:501_624", "message.created:IG:message:17900000000000005"],
  },
  { name: "null", payload: "null", gives: [] },
  { name: "what is no JSON", payload: "{", gives: [] },
];
