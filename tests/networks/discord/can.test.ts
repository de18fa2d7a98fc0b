import { describe, expect, it } from "vitest";
import { accountKey, makeKey } from "../../../src/model/keys.js";
import { can } from "../../../src/adapter/can.js";
import { createDiscordAdapter } from "../../../src/networks/discord/index.js";
import { requiredScopes } from "../../../src/adapter/required-scopes.js";
import { toMessage } from "../../../src/networks/discord/normalize.js";
import { toAccount } from "../../../src/networks/discord/normalize-author.js";
import { permissionsOf } from "../../../src/networks/discord/permissions.js";
import { toConversation, toPlace } from "../../../src/networks/discord/places.js";
import { botId, freja, guildId, key, us, user, wireMessage } from "./support.js";
import type { CanAnswer, CanFacts } from "../../../src/model/can.js";
import type { Message } from "../../../src/model/message.js";
import type { OperationName, TargetOf } from "../../../src/adapter/operations.js";

const adapter = createDiscordAdapter({ accountId: guildId, token: "token.of.brand", publishTo: "50" });
const blind = createDiscordAdapter({ accountId: guildId, token: "token.of.brand", messageContent: false });
const facts = (scopes?: readonly string[], more: Partial<CanFacts> = {}): CanFacts => ({
  now: 0,
  account: toAccount(us, { name: "The Brand" }, user(botId), scopes),
  ...more,
});
const text = toPlace({ id: "10", type: 0 });
const message = (more: Record<string, unknown> = {}): Message => toMessage(us, wireMessage({ channel_id: "10", ...more }), text);
const ask = <O extends OperationName>(operation: O, target: TargetOf<O>, known = facts(), of = adapter): string => {
  const answer: CanAnswer = can(of, operation, target, known);
  if (!answer.ok) return answer.reason;
  return answer.unsure === undefined ? "yes" : "unsure";
};
const ourselves = { key: makeKey(key, "author", botId), isOwn: true };
const author = { key: makeKey(key, "author", freja) };
const thread = (more: Record<string, unknown>) => toConversation(us, toPlace({ id: "30", type: 11, thread_metadata: more }));

describe("discord can", () => {
  it("answers where the thread is open", () => {
    expect(ask("reply", message())).toBe("yes");
    expect(ask("reply", message(), facts(undefined, { conversation: thread({ locked: true }) }))).toBe("closed");
    expect(ask("reply", message(), facts(undefined, { conversation: thread({ archived: true }) }))).toBe("unsure");
    expect(ask("sendMessage", thread({ locked: true }))).toBe("closed");
    const inLocked = toMessage(us, wireMessage({ channel_id: "30" }), toPlace({ id: "30", type: 11, thread_metadata: { locked: true } }));
    expect(inLocked.allows).toEqual({ reply: false });
    expect(ask("reply", inLocked)).toBe("closed");
    expect(ask("reply", inLocked, facts(["SEND_MESSAGES"]))).toBe("closed");
    // Moderators write in it too, unless it is archived.
    expect(ask("reply", inLocked, facts(["SEND_MESSAGES", "MANAGE_THREADS"]))).toBe("unsure");
    expect(ask("sendMessage", thread({ locked: true }), facts(["SEND_MESSAGES", "MANAGE_THREADS"]))).toBe("unsure");
    expect(message().allows).toBeUndefined();
    expect(ask("reply", { ...message(), deletedAt: "2026-01-01T00:00:00.000Z" })).toBe("gone");
    expect(ask("reply", { key: makeKey(key, "message", "5") })).toBe("unsupported");
  });
  it("is not sure about direct messages", () => {
    expect(ask("sendMessage", author)).toBe("unsure");
    expect(ask("replyPrivately", message())).toBe("unsure");
    expect(ask("replyPrivately", message({ author: user(botId) }))).toBe("own");
  });
  it("edits our own only, and deletes what permissions allow", () => {
    expect(ask("edit", message())).toBe("not-owner");
    expect(ask("edit", message({ author: user(botId) }))).toBe("yes");
    expect(ask("delete", message({ author: user(botId) }))).toBe("yes");
    expect(ask("delete", message())).toBe("unsure");
    expect(ask("delete", message(), facts(["MANAGE_MESSAGES"]))).toBe("yes");
    expect(ask("delete", message(), facts(["VIEW_CHANNEL"]))).toBe("unsure");
  });
  it("bans where the role may, and gives time-outs where it may only that", () => {
    expect(ask("ban", author)).toBe("unsure");
    expect(ask("ban", author, facts(["BAN_MEMBERS"]))).toBe("yes");
    expect(ask("ban", author, facts(["MODERATE_MEMBERS"]))).toBe("unsure");
    expect(ask("ban", author, facts(["VIEW_CHANNEL"]))).toBe("missing-scope");
    expect(ask("ban", ourselves, facts(["BAN_MEMBERS"]))).toBe("own");
  });
  it("likes once", () => {
    const reactions = [{ count: 1, me: true, emoji: { id: null, name: "👍" } }];
    expect([ask("like", message({ reactions })), ask("unlike", message({ reactions }))]).toEqual(["already", "yes"]);
    expect([ask("like", message()), ask("unlike", message())]).toEqual(["yes", "already"]);
    expect(ask("react", message(), facts(["VIEW_CHANNEL"]))).toBe("unsure");
  });
  it("calls the privileged intent a tier", () => {
    expect(ask("listMentions", { key })).toBe("yes");
    expect(ask("listMentions", { key }, facts(), blind)).toBe("tier");
    expect(ask("searchPosts", { key }, facts(["VIEW_CHANNEL"]))).toBe("tier");
    expect(ask("publishPost", { key }, facts(), blind)).toBe("unsupported");
  });
  it("reads permissions beyond what numbers hold exactly", () => {
    expect(permissionsOf(String((1n << 51n) | (1n << 10n)))).toEqual(["VIEW_CHANNEL", "PIN_MESSAGES"]);
    expect(permissionsOf("8")).toContain("BAN_MEMBERS");
    expect(permissionsOf(8)).toBeUndefined();
  });
  it("tells what operations need", () => {
    expect(requiredScopes(adapter, ["pin"])).toContain("PIN_MESSAGES");
    expect(requiredScopes(adapter, ["listMessages"])).toContain("intent:MESSAGE_CONTENT");
  });
});

describe("discord options", () => {
  const make =
    (more: Record<string, unknown>): (() => unknown) =>
    () =>
      createDiscordAdapter({ accountId: guildId, token: "token.of.brand", ...more });
  it.each([
    [{ accountId: 1100 }, "accountId"],
    [{ accountId: "brand" }, "accountId"],
    [{ token: "Bot token.of.brand" }, "Bot"],
    [{ token: "" }, "developer portal"],
    [{ publishTo: "#news" }, "publishTo"],
    [{ publishTags: ["1", "2", "3", "4", "5", "6"] }, "five"],
    [{ channels: ["general"] }, "channels"],
    [{ directChannels: [7] }, "directChannels"],
    [{ likeEmoji: "like" }, "likeEmoji"],
    [{ service: "http://discord.example" }, "service"],
    [{ pollEveryMs: 10 }, "pollEveryMs"],
  ])("refuses %j, naming the option and nothing that was given", (more, words) => {
    expect(make(more)).toThrow(words);
    expect(make({ token: "Bot secret-token" })).not.toThrow("secret");
  });
  it("knows its account, and reads addresses of its own guild and of direct messages", () => {
    expect(adapter.account).toBe(accountKey("discord", guildId));
    expect(adapter.refFromUrl(`https://canary.discord.com/channels/${guildId}/5/6`)).toEqual({
      key: makeKey(key, "message", "6"),
      refs: { channelId: "5" },
    });
    expect(adapter.refFromUrl("https://discord.com/channels/@me/5/6")).toMatchObject({ refs: { channelId: "5" } });
    expect(adapter.refFromUrl("https://discord.com/channels/1/5/6")).toBeUndefined();
    expect(adapter.settlingMs("reply")).toBe(2_000);
  });
});
