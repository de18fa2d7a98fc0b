import { describe, expect, it } from "vitest";
import { account, comment, freja, graphTime, now, page, us, type Fields } from "./support.js";
import { can } from "../../../src/adapter/can.js";
import { createFacebookAdapter } from "../../../src/networks/facebook/index.js";
import { facebookScopes } from "../../../src/networks/facebook/scopes.js";
import { toComment } from "../../../src/networks/facebook/normalize.js";
import { wireComment } from "../../../src/networks/facebook/wire.js";
import type { CanAnswer } from "../../../src/model/can.js";
import type { Conversation } from "../../../src/model/conversation.js";
import type { Message } from "../../../src/model/message.js";

const everything = [...new Set(Object.values(facebookScopes).flat())];
const make = (more: { readonly scopes?: readonly string[]; readonly humanAgent?: boolean } = {}) =>
  createFacebookAdapter({ accountId: page, token: "EAAx", scopes: everything, ...more });
const adapter = make();
const said = (more: Fields = {}, by: string = freja): Message => toComment(us, wireComment.parse(comment("5_71", more, by)));
const word = (answer: CanAnswer): string => (answer.ok ? (answer.unsure === undefined ? "yes" : "unsure") : answer.reason);
const facts = { now };

describe("what facebook allows", () => {
  it.each([
    ["reply", {}, "yes"],
    ["reply", { can_comment: false }, "closed"],
    ["like", { can_like: false }, "refused"],
    ["like", { user_likes: true }, "already"],
    ["unlike", {}, "already"],
    ["hide", {}, "yes"],
    ["hide", { can_hide: false }, "not-owner"],
    ["hide", { is_hidden: true }, "already"],
    ["unhide", { is_hidden: true }, "yes"],
    ["delete", {}, "yes"],
    ["delete", { can_remove: false }, "not-owner"],
    ["edit", {}, "not-owner"],
    ["replyPrivately", {}, "yes"],
    ["replyPrivately", { can_reply_privately: false }, "refused"],
    ["replyPrivately", { can_reply_privately: undefined }, "unsure"],
    ["replyPrivately", { created_time: graphTime(8 * 24 * 60) }, "window-closed"],
  ] as const)("says of %s on a comment with %o: %s", (operation, more, answer) => {
    expect(word(can(adapter, operation, said(more), facts))).toBe(answer);
  });
  it.each([
    ["hide", "own"],
    ["edit", "yes"],
    ["delete", "yes"],
    ["replyPrivately", "own"],
  ] as const)("says of %s on our own: %s", (operation, answer) => {
    expect(word(can(adapter, operation, said({}, page), facts))).toBe(answer);
  });
  it("says until when a private answer may come", () => {
    const answer = can(adapter, "replyPrivately", said(), facts);
    expect(answer.ok && answer.until).toBe("2026-11-29T09:30:00.000Z");
  });
  it("refuses on what is gone, and on direct messages", () => {
    expect(word(can(adapter, "like", { ...said(), deletedAt: graphTime(0) }, facts))).toBe("gone");
    expect(word(can(adapter, "hide", { key: `${account}:message:m_1` }, facts))).toBe("unsupported");
  });
  it("says which permission is missing, and is unsure where none were told", () => {
    expect(word(can(make({ scopes: ["pages_read_engagement"] }), "reply", said(), facts))).toBe("missing-scope");
    const silent = createFacebookAdapter({ accountId: page, token: "EAAx" });
    expect(word(can(silent, "reply", said(), facts))).toBe("unsure");
  });
  it("knows that comments of all posts are no list", () => {
    expect(word(can(adapter, "listComments", { key: account }, facts))).toBe("unsupported");
  });

  const talk = (hoursAgo: number | undefined, more: Partial<Conversation> = {}): Conversation => ({
    ...{ key: `${account}:conversation:${freja}`, network: "facebook", accountId: page, id: freja, kind: "direct", participants: [] },
    ...(hoursAgo !== undefined && { lastInboundAt: new Date(now - hoursAgo * 3_600_000).toISOString() }),
    ...more,
  });
  const human = { type: "human", id: "anna" } as const;
  it.each([
    [1, false, undefined, "yes"],
    [30, false, human, "tier"],
    [30, true, undefined, "human-only"],
    [30, true, { type: "automation", id: "bot" } as const, "human-only"],
    [30, true, human, "yes"],
    [24 * 8, true, human, "window-closed"],
    [undefined, true, human, "unsure"],
  ])("says of writing %s hours after the person: human agent %s, by %o: %s", (hours, humanAgent, by, answer) => {
    const given = can(make({ humanAgent }), "sendMessage", talk(hours), { now, ...(by !== undefined && { by }) });
    expect(word(given)).toBe(answer);
    if (given.ok && hours === 30) expect(given.mode).toBe("human");
  });
  it("believes the network where it says that a person cannot be written to", () => {
    const told = { allows: { sendMessage: false } };
    const at = (hoursAgo: number): string => new Date(now - hoursAgo * 3_600_000).toISOString();
    expect(word(can(adapter, "sendMessage", talk(1, told), facts))).toBe("refused");
    expect(word(can(adapter, "sendMessage", talk(1, { ...told, lastActivityAt: at(1) }), facts))).toBe("refused");
    // They wrote after that was told.
    expect(word(can(adapter, "sendMessage", talk(1, { ...told, lastActivityAt: at(30) }), facts))).toBe("yes");
  });
});
