import { describe, expect, it } from "vitest";
import {
  actDirect,
  getDirectMessage,
  inboundBefore,
  listDirectConversations,
  listDirectMessages,
  ownSince,
  sendDirect,
  type DirectSending,
} from "../../../src/networks/_graph/direct.js";
import { directUs, freja, graphError, now, pageId, rejection, scene, type Given, type Scene } from "./support.js";

const us = directUs();
const human = { type: "human", id: "sara" } as const;
const hours = (count: number): string => new Date(now - count * 3_600_000).toISOString();
const to = { id: freja };
const text = { text: "Hej Freja" };
const sent: Given = { body: { recipient_id: freja, message_id: "m_new" } };
const from = { id: freja };
const thread = (...times: string[]): object => ({
  id: "t_9",
  participants: { data: [from, { id: pageId }] },
  messages: { data: times.map((at, index) => ({ id: `m_${index}`, created_time: at, from })) },
});

async function send(sending: Partial<DirectSending>, of = us, answer: Given = sent): Promise<{ body: unknown; scene: Scene }> {
  const made = scene({ answer: () => answer });
  await sendDirect(made.begin("sendMessage"), of, { to, draft: text, ...sending });
  return { body: made.asked[0]?.body, scene: made };
}

describe("sending direct messages", () => {
  it("answers within a day as anybody, and gives what was sent", async () => {
    const { asked, begin } = scene({ answer: () => sent });
    const receipt = await sendDirect(begin("sendMessage"), us, { to, draft: text, since: hours(23), replyTo: "m_7", threadId: "t_9" });
    expect(asked[0]).toMatchObject({
      method: "POST",
      path: "/v26.0/1001/messages",
      body: { recipient: to, messaging_type: "RESPONSE", message: text, reply_to: { mid: "m_7" } },
    });
    expect(receipt).toMatchObject({
      visibility: "private",
      refs: { messageId: "m_new", personId: freja, threadId: "t_9" },
      message: {
        key: "facebook:1001:message:m_new",
        conversation: `facebook:1001:conversation:${freja}`,
        parent: "facebook:1001:message:m_7",
        direction: "outbound",
        via: "send",
        text: "Hej Freja",
        author: { isOwn: true },
      },
    });
  });

  it("answers within seven days as a human, where the app has the feature", async () => {
    const { body } = await send({ since: hours(25), by: human }, directUs({ humanAgent: true }));
    expect(body).toMatchObject({ messaging_type: "MESSAGE_TAG", tag: "HUMAN_AGENT" });
  });

  it.each([
    [hours(25), human, false, /Human Agent/],
    [hours(25), undefined, true, /only a human/],
    [hours(25), { type: "automation", id: "bot" } as const, true, /only a human/],
    [hours(24 * 7 + 1), human, true, /seven days/],
  ])("refuses what the window does not allow, before anything leaves (%#)", async (since, by, humanAgent, words) => {
    const { asked, begin } = scene({ answer: () => sent });
    const error = await rejection(sendDirect(begin("sendMessage"), directUs({ humanAgent }), { to, draft: text, since, by }));
    expect(error.code).toBe("window-closed");
    expect(error.message).toMatch(words);
    expect(asked).toEqual([]);
  });

  it("leaves the decision to the network where nobody knows when the person wrote", async () => {
    expect((await send({})).body).toMatchObject({ messaging_type: "RESPONSE" });
    expect(await rejection(send({}, us, graphError(10, 2018278)))).toMatchObject({ code: "window-closed" });
  });

  it("answers a comment in private for seven days, without saying what kind of answer it is", async () => {
    const comment = { comment_id: "5_6" };
    expect((await send({ to: comment, since: hours(100) })).body).toEqual({ recipient: comment, message: text });
    const { asked, begin } = scene({ answer: () => sent });
    const late = sendDirect(begin("replyPrivately"), us, { to: comment, draft: text, since: hours(24 * 7 + 1) });
    expect(await rejection(late)).toMatchObject({ code: "window-closed" });
    expect(asked).toEqual([]);
    const stranger = scene({ answer: () => ({ body: { message_id: "m_new" } }) });
    expect(await sendDirect(stranger.begin("replyPrivately"), us, { to: comment, draft: text })).toEqual({
      visibility: "private",
      refs: { messageId: "m_new" },
      allows: { replyPrivately: false },
    });
  });

  it("sends files by their address, several pictures together where the network takes them", async () => {
    const image = { type: "image", url: "https://host.example/a.jpg", alt: "A cup" } as const;
    const { body } = await send({ draft: { text: "", attachments: [{ ...image, type: "gif" }] } });
    expect(body).toMatchObject({ message: { attachment: { type: "image", payload: { url: image.url } } } });
    const two = await send({ draft: { text: " ", attachments: [image, image] }, mostImages: 10 });
    expect(two.body).toMatchObject({ message: { attachments: [{ type: "image" }, { type: "image" }] } });
    const refused = async (draft: DirectSending["draft"], mostImages?: number): Promise<string> =>
      (await rejection(send({ draft, ...(mostImages !== undefined && { mostImages }) }))).message;
    expect(await refused({ text: "Hej", attachments: [image] })).toContain("not both");
    expect(await refused({ text: "", attachments: [image, image] })).toContain("at most 1 picture;");
    expect(await refused({ text: "", attachments: [image, { type: "video", url: "https://host.example/v" }] }, 10)).toContain("one file");
    expect(await refused({ text: "", attachments: [{ type: "image", url: "data:image/png;base64,AA" }] })).toContain("https:");
    expect(await refused({ text: "", attachments: [{ type: "link", url: "https://host.example" }] })).toContain("links go as text");
  });

  it("sends once, and says to whom when the answer is lost", async () => {
    const { asked, begin } = scene({ answer: () => ({ lost: true }) });
    expect(await rejection(sendDirect(begin("sendMessage"), us, { to, draft: text }))).toMatchObject({
      code: "outcome-unknown",
      refs: { personId: freja },
    });
    const comment = { comment_id: "5_6" };
    expect(await rejection(sendDirect(begin("replyPrivately"), us, { to: comment, draft: text }))).toMatchObject({
      refs: { commentId: "5_6" },
    });
    expect(asked).toHaveLength(2);
  });

  it("marks as seen and reacts, again where the answer was lost", async () => {
    const { asked, begin } = scene({ answer: (_, count) => (count === 1 ? { lost: true } : { body: { recipient_id: freja } }) });
    await actDirect(begin("markRead"), us, freja, { action: "mark_seen" });
    await actDirect(begin("react"), us, freja, { action: "react", messageId: "m_1", reaction: "love" });
    await actDirect(begin("unreact"), us, freja, { action: "unreact", messageId: "m_1" });
    expect(asked.slice(1).map(({ body }) => body)).toEqual([
      { recipient: to, sender_action: "mark_seen" },
      { recipient: to, sender_action: "react", payload: { message_id: "m_1", reaction: "love" } },
      { recipient: to, sender_action: "unreact", payload: { message_id: "m_1" } },
    ]);
  });
});

describe("when a person last wrote", () => {
  const ask = async (target: object, of = us, by?: typeof human, ...times: string[]): Promise<[string | undefined, number]> => {
    const { asked, begin } = scene({ answer: () => ({ body: { data: times.length === 0 ? [] : [thread(...times)] } }) });
    return [await inboundBefore(begin("sendMessage"), of, freja, target, by), asked.length];
  };
  const withFeature = directUs({ humanAgent: true });

  it("is believed while the window is open by it", async () => {
    expect(await ask({ lastInboundAt: hours(2) })).toEqual([hours(2), 0]);
    expect(await ask({ direction: "inbound", createdAt: hours(3) })).toEqual([hours(3), 0]);
    expect(await ask({ direction: "outbound", createdAt: hours(3) })).toEqual([undefined, 0]);
  });

  it("is asked before a message is refused or sent as a human's", async () => {
    expect(await ask({ lastInboundAt: hours(30) }, us, undefined, hours(1))).toEqual([hours(1), 1]);
    expect(await ask({ lastInboundAt: hours(30) }, us, undefined)).toEqual([hours(30), 1]);
    expect(await ask({ lastInboundAt: hours(30) }, us, undefined, hours(50))).toEqual([hours(30), 1]);
    expect(await ask({}, withFeature, human, hours(40))).toEqual([hours(40), 1]);
    expect(await ask({}, withFeature)).toEqual([undefined, 0]);
  });
});

describe("reading direct messages", () => {
  const wire = (id: string, at: string, by: string = freja): object => ({ id, created_time: at, from: { id: by }, message: id });

  it("lists conversations of the platform", async () => {
    const { asked, begin } = scene({ answer: () => ({ body: { data: [thread(hours(1)), { id: "t_1", participants: { data: [] } }] } }) });
    const page = await listDirectConversations(begin("listConversations"), us, { limit: 5 });
    expect(asked[0]).toMatchObject({ path: "/v26.0/1001/conversations", query: { platform: "messenger", limit: "5" } });
    expect(page.items.map(({ id }) => id)).toEqual([freja]);
    expect(page.quarantined).toHaveLength(1);
  });

  it("lists messages by the network's own conversation, which is asked for where it is not known", async () => {
    const { asked, begin } = scene({
      answer: ({ path }) =>
        path.endsWith("/conversations")
          ? { body: { data: [thread()] } }
          : { body: { data: [wire("m_2", hours(1)), wire("m_1", hours(50))] } },
    });
    const found = await listDirectMessages(begin("listMessages"), us, freja, {}, { since: hours(10) });
    expect(found).toMatchObject({ items: [{ id: "m_2", refs: { threadId: "t_9" } }], stoppedBy: "since" });
    expect(asked.map(({ path }) => path)).toEqual(["/v26.0/1001/conversations", "/v26.0/t_9/messages"]);
    expect(asked[0]?.query).toMatchObject({ user_id: freja, platform: "messenger" });
    await listDirectMessages(begin("listMessages"), us, freja, { threadId: "t_9" });
    expect(asked).toHaveLength(3);
  });

  it("says that there is no conversation", async () => {
    const { begin } = scene({ answer: () => ({ body: { data: [] } }) });
    expect(await rejection(Promise.resolve(listDirectMessages(begin("listMessages"), us, freja)))).toMatchObject({ code: "not-found" });
  });

  it("pages through a conversation", async () => {
    const next = "https://graph.facebook.com/v26.0/t_9/messages?access_token=x&after=A";
    const { asked, begin } = scene({
      answer: (_, count) => ({
        body: { data: [wire(`m_${count}`, hours(count))], ...(count < 3 && { paging: { cursors: { after: `A${count}` }, next } }) },
      }),
    });
    const found: string[] = [];
    for await (const { id } of listDirectMessages(begin("listMessages"), us, freja, { threadId: "t_9" })) found.push(id);
    expect(found).toEqual(["m_1", "m_2", "m_3"]);
    expect(asked.map(({ query }) => query["after"])).toEqual([undefined, "A1", "A2"]);
  });

  it("reads one again, and finds what we wrote since a moment, oldest first", async () => {
    const { begin } = scene({ answer: () => ({ body: wire("m_1", hours(1)) }) });
    expect(await getDirectMessage(begin("getMessages"), us, "m_1")).toMatchObject({
      id: "m_1",
      conversation: `facebook:1001:conversation:${freja}`,
    });
    const own = scene({
      answer: () => ({
        body: {
          data: [wire("m_4", hours(1), pageId), wire("m_3", hours(2)), wire("m_2", hours(3), pageId), wire("m_1", hours(9), pageId)],
        },
      }),
    });
    const found = await ownSince(own.begin("findOwn"), us, freja, { threadId: "t_9" }, hours(4));
    expect(found.quarantined).toEqual([]);
    expect(found.items.map(({ id }) => id)).toEqual(["m_2", "m_4"]);
  });

  it("are said to be read in part where one of them is broken: it may be the one that is looked for", async () => {
    const own = scene({ answer: () => ({ body: { data: [{ id: 7, created_time: "soon" }, wire("m_4", hours(1), pageId)] } }) });
    const found = await ownSince(own.begin("findOwn"), us, freja, { threadId: "t_9" }, hours(4));
    expect([found.items.length, found.quarantined?.length]).toEqual([1, 1]);
  });
});
