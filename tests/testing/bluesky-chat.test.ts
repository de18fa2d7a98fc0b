import { describe, expect, it } from "vitest";
import { as, chatHeader, list, text, town, type Client, type Loose, type Town } from "./network.js";

interface Line {
  get(name: string, params?: Parameters<Client["get"]>[1]): Promise<Loose | undefined>;
  post(name: string, body: object): Promise<Loose | undefined>;
}

async function line({ fake }: Town, who: Town["mira"]): Promise<Line> {
  const me = await as(fake, who);
  return {
    get: async (name, params) => (await me.get(`chat.bsky.convo.${name}`, params, chatHeader)).body,
    post: async (name, body) => (await me.post(`chat.bsky.convo.${name}`, body, chatHeader)).body,
  };
}

describe("testing", () => {
  describe("fake bluesky", () => {
    describe("direct messages", () => {
      it("carries a conversation both ways", async () => {
        const here = town();
        const [shop, mira] = [await line(here, here.shop), await line(here, here.mira)];
        const convoId = text((await mira.get("getConvoForMembers", { members: [here.shop.did] }))?.convo?.id);
        await mira.post("sendMessage", { convoId, message: { text: "Are you there?" } });
        expect((await shop.get("listConvos"))?.convos?.[0]).toMatchObject({ id: convoId, unreadCount: 1, status: "request" });
        const sent = await shop.post("sendMessage", { convoId, message: { text: "We are" } });
        expect(sent?.sender?.did).toBe(here.shop.did);
        expect(list((await mira.get("getMessages", { convoId }))?.messages).map((message) => message.text)).toEqual([
          "We are",
          "Are you there?",
        ]);
        expect((await shop.get("getConvo", { convoId }))?.convo?.status).toBe("accepted");
      });
      it("marks as read, up to a message or to the end", async () => {
        const here = town();
        const shop = await line(here, here.shop);
        const { id, convoId } = here.fake.state.directMessage(here.mira, here.shop, "one");
        here.fake.state.directMessage(here.mira, here.shop, "two");
        expect((await shop.post("updateRead", { convoId, messageId: id }))?.convo?.unreadCount).toBe(1);
        expect((await shop.post("updateRead", { convoId }))?.convo?.unreadCount).toBe(0);
        expect(list((await shop.get("listConvos", { readState: "unread" }))?.convos)).toEqual([]);
      });
      it("says who may begin, and refuses who may not", async () => {
        const here = town();
        const { state } = here.fake;
        const [shy, deaf] = [
          state.addAccount("shy.test", { allowsChat: "following" }),
          state.addAccount("deaf.test", { allowsChat: "none" }),
        ];
        const shop = await line(here, here.shop);
        const may = async (who: { did: string }): Promise<unknown> =>
          (await shop.get("getConvoAvailability", { members: [who.did] }))?.canChat;
        const begin = async (who: { did: string }): Promise<unknown> =>
          (await shop.get("getConvoForMembers", { members: [who.did] }))?.error;
        expect([await may(here.mira), await may(shy), await may(deaf)]).toEqual([true, false, false]);
        expect([await begin(shy), await begin(deaf)]).toEqual(["NotFollowedBySender", "MessagesDisabled"]);
        state.follow(shy, here.shop);
        expect(await may(shy)).toBe(true);
        state.block(here.mira, here.shop);
        expect(await begin(here.mira)).toBe("BlockedSubject");
        expect(await begin({ did: "did:plc:nobody" })).toBe("RecipientNotFound");
      });
      it("refuses 1,001 graphemes and conversations of others", async () => {
        const here = town();
        const otto = here.fake.state.addAccount("otto.test");
        const { convoId } = here.fake.state.directMessage(here.mira, here.shop, "hello");
        const shop = await line(here, here.shop);
        expect((await shop.post("sendMessage", { convoId, message: { text: "a".repeat(1000) } }))?.error).toBeUndefined();
        expect((await shop.post("sendMessage", { convoId, message: { text: "a".repeat(1001) } }))?.message).toBe(
          "Input/message/text must not be longer than 1000 graphemes",
        );
        expect((await (await line(here, otto)).get("getMessages", { convoId }))?.error).toBe("InvalidConvo");
      });
      it("sets a reaction once, and takes it back", async () => {
        const here = town();
        const { id, convoId } = here.fake.state.directMessage(here.mira, here.shop, "hello");
        const shop = await line(here, here.shop);
        const react = { convoId, messageId: id, value: "👍" };
        await shop.post("addReaction", react);
        expect(list((await shop.post("addReaction", react))?.message?.reactions)).toHaveLength(1);
        expect((await shop.post("removeReaction", react))?.message).not.toHaveProperty("reactions");
        expect((await shop.post("addReaction", { ...react, value: "!" }))?.error).toBe("ReactionInvalidValue");
      });
      it("logs what happened, from a cursor on", async () => {
        const here = town();
        const shop = await line(here, here.shop);
        const { id, convoId } = here.fake.state.directMessage(here.mira, here.shop, "hello");
        const log = await shop.get("getLog");
        expect(list(log?.logs).map(({ $type }) => $type)).toEqual(["chat.bsky.convo.defs#logCreateMessage"]);
        await shop.post("addReaction", { convoId, messageId: id, value: "👍" });
        await shop.post("updateRead", { convoId });
        const more = await shop.get("getLog", { cursor: text(log?.cursor) });
        expect(list(more?.logs).map(({ $type }) => text($type).split("#")[1])).toEqual(["logAddReaction", "logReadMessage"]);
        expect(list((await shop.get("getLog", { cursor: text(more?.cursor) }))?.logs)).toEqual([]);
      });
      it("is nowhere without the proxy header, and nowhere under another name", async () => {
        const { fake, shop } = town();
        const me = await as(fake, shop);
        expect(await me.get("chat.bsky.convo.listConvos")).toMatchObject({ status: 501, body: { error: "MethodNotImplemented" } });
        expect((await me.get("chat.bsky.convo.listConvos", {}, { "atproto-proxy": "did:web:chat.example#bsky_chat" })).status).toBe(400);
      });
    });
  });
});
