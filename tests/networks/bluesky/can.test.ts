import { describe, expect, it } from "vitest";
import { accountKey, makeKey } from "../../../src/model/keys.js";
import { can } from "../../../src/adapter/can.js";
import { createBlueskyAdapter } from "../../../src/networks/bluesky/index.js";
import { freja, malik, postUri, us } from "./support.js";
import type { CanFacts } from "../../../src/model/can.js";

const account = accountKey("bluesky", us);
const adapter = createBlueskyAdapter({ accountId: us, password: "p" });
const ownRoot = postUri(us, "3kownpost22aa");
const reply = postUri(freja, "3kreply222aaa");
const scoped = (scope: string): CanFacts => ({
  now: 0,
  account: { key: account, network: "bluesky", id: us, actors: [us], scopes: [scope] },
});
const bare: CanFacts = { now: 0 };
const privileged = scoped("com.atproto.appPassPrivileged");
const plain = scoped("com.atproto.appPass");

const message = (id: string, more: object = {}): { key: string } => ({ key: makeKey(account, "message", id), ...more });
const inOurThread = message(reply, { refs: { rootUri: ownRoot } });
const direct = message("3kdirect", { refs: { convoId: "c" } });
const author = { key: makeKey(account, "author", freja) };
const convo = { key: makeKey(account, "conversation", "c") };

type Operation = Parameters<typeof can>[1];
const ask = (operation: Operation, target: { key: string }, facts: CanFacts = bare): string => {
  const answer = can(adapter, operation, target, facts);
  if (!answer.ok) return answer.reason;
  return answer.unsure === undefined ? "ok" : "unsure";
};

describe("bluesky can", () => {
  it.each<[Operation, string, { key: string }, CanFacts, string]>([
    ["reply", "a post", message(reply), bare, "ok"],
    ["reply", "a closed thread", message(reply, { allows: { reply: false } }), bare, "closed"],
    ["reply", "a person behind a block", message(reply, { allows: { reply: false, like: false } }), bare, "refused"],
    ["reply", "what is deleted", message(reply, { deletedAt: "2026-01-01T00:00:00.000Z" }), bare, "gone"],
    ["reply", "a direct message", direct, bare, "unsupported"],
    ["replyPrivately", "a post, with a privileged password", message(reply), privileged, "unsure"],
    ["replyPrivately", "a post, with a plain password", message(reply), plain, "missing-scope"],
    ["replyPrivately", "our own post", message(ownRoot), privileged, "own"],
    ["replyPrivately", "a person behind a block", message(reply, { allows: { like: false } }), privileged, "refused"],
    ["sendMessage", "a conversation, before anything is known", convo, bare, "unsure"],
    ["sendMessage", "a conversation", convo, privileged, "ok"],
    ["sendMessage", "a conversation, with the main password", convo, scoped("com.atproto.access"), "ok"],
    ["sendMessage", "a conversation, with a plain password", convo, plain, "missing-scope"],
    ["sendMessage", "a locked conversation", { ...convo, state: "closed" } as { key: string }, privileged, "closed"],
    ["sendMessage", "somebody who refuses", { ...convo, allows: { sendMessage: false } } as { key: string }, privileged, "refused"],
    ["sendMessage", "somebody new", author, privileged, "unsure"],
    ["like", "a post", message(reply), bare, "ok"],
    ["like", "what we like", message(reply, { ownReactions: ["like"] }), bare, "already"],
    ["like", "a direct message", direct, bare, "unsupported"],
    ["unlike", "what we like", message(reply, { ownReactions: ["like"] }), bare, "ok"],
    ["unlike", "what we do not like", message(reply, { ownReactions: [] }), bare, "already"],
    ["react", "a post", message(reply), bare, "unsupported"],
    ["react", "a direct message", direct, privileged, "ok"],
    ["delete", "our own post", message(ownRoot), bare, "ok"],
    ["delete", "somebody's reply", message(reply), bare, "not-owner"],
    ["delete", "a direct message", direct, privileged, "ok"],
    ["hide", "a reply in our thread", inOurThread, bare, "ok"],
    ["hide", "a reply in somebody's thread", message(reply, { refs: { rootUri: postUri(malik, "3kx") } }), bare, "not-owner"],
    ["hide", "a reply whose thread is not known", message(reply), bare, "unsure"],
    ["hide", "what is hidden", { ...inOurThread, visibility: "hidden" } as { key: string }, bare, "already"],
    ["hide", "the first post", message(ownRoot, { refs: { rootUri: ownRoot } }), bare, "unsupported"],
    ["hide", "a reply, when nothing may be written", inOurThread, { now: 0, budget: { remaining: 0 } }, "budget"],
    ["hide", "a direct message", direct, bare, "unsupported"],
    ["unhide", "what is hidden", { ...inOurThread, visibility: "hidden" } as { key: string }, bare, "ok"],
    ["unhide", "what is not", { ...inOurThread, visibility: "public" } as { key: string }, bare, "already"],
    ["ban", "a person", author, bare, "ok"],
    ["ban", "somebody who is blocked", { ...author, refs: { blockUri: "at://x" } } as { key: string }, bare, "already"],
    ["ban", "ourselves", { key: makeKey(account, "author", us) }, bare, "own"],
    ["mute", "ourselves", { key: makeKey(account, "author", us) }, bare, "own"],
    ["getPost", "anything", message(reply), bare, "ok"],
    ["pin", "a post", message(reply), bare, "unsupported"],
  ])("answers %s on %s", (operation, _, target, facts, wanted) => expect(ask(operation, target, facts)).toBe(wanted));

  it("takes no key for that of a direct message only because it names no post", () => {
    const answer = can(adapter, "reply", message("nonsense"), bare);
    expect(answer).toMatchObject({ ok: false, detail: expect.stringMatching(/^The key is not that of a post/) as string });
  });

  it("names the remedy in a sentence", () => {
    const answer = can(adapter, "sendMessage", convo, plain);
    expect(answer).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/create an app password with direct message access/) as string,
    });
  });
});
