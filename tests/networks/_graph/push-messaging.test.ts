import { describe, expect, it } from "vitest";
import { deliver, direct, ids, only, start } from "./push-support.js";

const key = (kind: string, id: string): string => `facebook:${ids.page}:${kind}:${id}`;
const room = key("conversation", ids.maren);
const message = { mid: "m_1", text: "Hej, er I åbne i dag?" };
const echo = { sender: { id: ids.page }, recipient: { id: ids.maren }, message: { mid: "m_2", text: "Ja!", is_echo: true, app_id: 7 } };

describe("direct messages", () => {
  it("are told from the account's side, in the conversation with the person", async () => {
    const change = await only("message.created", direct({ message }));
    expect(change).toMatchObject({ id: `message.created:${key("message", "m_1")}`, at: start, conversation: room });
    expect(change.message).toMatchObject({
      kind: "direct",
      direction: "inbound",
      text: message.text,
      author: { key: key("author", ids.maren), isOwn: false },
      refs: { personId: ids.maren },
      visibility: "private",
      via: "webhook",
    });
  });

  it("of our own come back as outbound, also those of another app, and where somebody else owns the thread", async () => {
    for (const list of ["messaging", "standby"] as const) {
      const { message: own } = await only("message.created", direct(echo, "page", list));
      expect(own).toMatchObject({ direction: "outbound", conversation: room, author: { id: ids.page, isOwn: true } });
    }
    const swapped = await only("message.created", direct({ message: { ...message, is_echo: true } }));
    expect(swapped.message).toMatchObject({ direction: "outbound", conversation: room });
  });

  it("have what stands beside the text, whatever is new included", async () => {
    const url = "https://cdn.test/x?oe=6A000000&z=1";
    const attachments = [
      { type: "image", payload: { url } },
      { type: "image", payload: { url: "https://cdn.test/thumb", sticker_id: 3 } },
      { type: "video", payload: { url: "https://cdn.test/v" } },
      { type: "audio" },
      { type: "file", payload: null },
      { type: "fallback", url: "https://a.test/", payload: "BLOB" },
      { type: "ig_reel", payload: { url: "https://a.test/r", reel_video_id: 1 } },
      { type: "like_heart" },
      { type: "toString" },
      { type: 4 },
      null,
    ];
    const { message: made } = await only("message.created", direct({ message: { mid: "m_3", attachments } }));
    expect(made.text).toBe("");
    expect(made.attachments.map(({ type }) => type)).toEqual([
      "image",
      "sticker",
      "video",
      "audio",
      "file",
      "share",
      "share",
      "sticker",
      "other",
      "other",
      "other",
    ]);
    expect(made.attachments[0]).toEqual({ type: "image", url, expiresAt: new Date(0x6a000000 * 1000).toISOString() });
    expect((await only("message.created", direct({ message: { mid: "m_4", is_unsupported: true } }))).message.attachments).toEqual([
      { type: "other" },
    ]);
  });

  it("answer others, stories, and mention us in stories", async () => {
    const answer = await only(
      "message.created",
      direct({ message: { ...message, reply_to: { mid: "m_0" }, quick_reply: { payload: "YES" } } }),
    );
    expect(answer.message).toMatchObject({ parent: key("message", "m_0"), refs: { payload: "YES" } });
    const story = { url: "https://cdn.test/s", id: "1795" };
    const { message: reply } = await only("message.created", direct({ message: { ...message, reply_to: { story } } }, "instagram"));
    const tomorrow = "2026-10-02T08:00:00.000Z";
    expect(reply).toMatchObject({
      surface: "story-reply",
      refs: { storyId: "1795" },
      attachments: [{ type: "share", expiresAt: tomorrow }],
    });
    const mention = { mid: "aWdf2", attachments: [{ type: "story_mention", payload: { url: "https://cdn.test/s" } }] };
    const { message: named } = await only("message.created", direct({ message: mention }, "instagram"));
    expect(named).toMatchObject({ kind: "direct", surface: "story-mention", attachments: [{ type: "share", expiresAt: tomorrow }] });
  });

  it("are edited and unsent", async () => {
    const edited = await only("message.updated", direct({ message_edit: { mid: "m_1", text: "Er I åbne i morgen?", num_edit: "1" } }));
    expect(edited).toMatchObject({ changed: ["text", "editedAt"], message: { text: "Er I åbne i morgen?", editedAt: start } });
    const gone = await only("message.deleted", direct({ message: { mid: "m_1", is_deleted: true } }));
    expect(gone).toMatchObject({ message: key("message", "m_1"), conversation: room });
  });

  it("are asked for when an edit comes without its text", async () => {
    const { changes, pull } = await deliver(direct({ message_edit: { mid: "m_1", num_edit: 0 } }));
    expect(changes).toMatchObject([{ type: "network.event", name: "message_edit" }]);
    expect(pull).toEqual([{ account: `facebook:${ids.page}`, surface: "messages", messages: [{ key: key("message", "m_1") }] }]);
  });

  it("are reacted to, by them and by us", async () => {
    const reaction = { mid: "m_1", action: "react", reaction: "love", emoji: "❤" };
    expect(await only("reaction.added", direct({ reaction }))).toMatchObject({
      target: key("message", "m_1"),
      reaction: "love",
      conversation: room,
    });
    expect((await only("reaction.added", direct({ reaction: { ...reaction, reaction: "other" } }))).reaction).toBe("❤");
    const own = await only(
      "reaction.removed",
      direct({ sender: { id: ids.page }, recipient: { id: ids.maren }, reaction: { mid: "m_1", action: "unreact" } }),
    );
    expect(own).toMatchObject({ author: { isOwn: true }, conversation: room });
  });

  it("are read", async () => {
    const read = await only("conversation.read", direct({ read: { watermark: Date.parse(start) - 5_000 } }));
    expect(read).toMatchObject({ conversation: room, upTo: "2026-10-01T07:59:55.000Z", at: start });
    expect((await only("conversation.read", direct({ read: { mid: "aWdf1" } }, "instagram"))).upTo).toBe(start);
    // What we read ourselves tells nothing of the person.
    const own = { sender: { id: ids.page }, recipient: { id: ids.maren }, read: { watermark: Date.parse(start) } };
    expect((await only("network.event", direct(own))).name).toBe("read");
  });

  it("are said by tapping a button", async () => {
    const { message: tapped } = await only(
      "message.created",
      direct({ postback: { mid: "m_5", title: "Åbningstider", payload: "HOURS" } }),
    );
    expect(tapped).toMatchObject({ text: "Åbningstider", surface: "postback", refs: { payload: "HOURS" } });
    expect((await only("network.event", direct({ postback: { payload: "HOURS" } }))).name).toBe("postback");
  });

  it("and everything else in a conversation is told as an event, with who and where", async () => {
    for (const name of [
      "delivery",
      "referral",
      "optin",
      "account_linking",
      "pass_thread_control",
      "app_roles",
      "policy-enforcement",
      "novelty",
    ])
      expect(await only("network.event", direct({ [name]: { ref: "r", token: "t" } }))).toMatchObject({
        name,
        conversation: room,
        author: { id: ids.maren },
      });
    const guest = await only("network.event", direct({ sender: { user_ref: "g" }, optin: { ref: "r" } }));
    expect(guest).toMatchObject({ name: "optin" });
    expect(guest.conversation).toBeUndefined();
  });

  it("may tell their time in seconds", async () => {
    expect((await only("message.created", direct({ timestamp: Date.parse(start) / 1000, message }))).at).toBe(start);
  });
});
