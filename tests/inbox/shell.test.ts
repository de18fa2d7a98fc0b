import { describe, expect, it } from "vitest";
import { at, plaza } from "./plaza.js";
import { createInbox } from "../../src/inbox/index.js";
import { inbound } from "../reply/message.js";
import { memoryStore } from "../../src/store/memory/memory-store.js";
import { messageShell } from "../../src/inbox/shell.js";
import { MessageSchema } from "../../src/schema/index.js";
import { responseRate, responseTimes } from "../../src/metrics/index.js";
import { rowsOf, sandra } from "./forget-town.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { Message, ShellTrait } from "../../src/model/message.js";

const author = { key: "bluesky:1:author:anna", id: "anna", name: "Anna", isOwn: false };
const labelled = (label: string, score: number): Partial<Message> => ({
  annotations: { intent: { label, score, by: "words@1", at: at(0) } },
});
const wasOf = (fields: Partial<Message>): readonly ShellTrait[] | undefined => messageShell(inbound(fields), at(9)).shell?.was;

describe("the shell of a message", () => {
  it.each<readonly [what: string, fields: Partial<Message>, was: readonly ShellTrait[]]>([
    ["an ordinary message", { author, visibility: "public" }, []],
    ["a bot", { author: { ...author, isBot: true } }, ["bot"]],
    ["one of us who wrote to us", { author: { ...author, isOwn: true } }, ["own"]],
    ["one of us, in what we wrote", { direction: "outbound", author: { ...author, isOwn: true } }, []],
    ["spam", labelled("spam", 0.5), ["spam"]],
    ["what is hardly spam", labelled("spam", 0.49), []],
    ["what is no spam", labelled("question", 1), []],
    ["what we hid", { visibility: "hidden" }, ["hidden"]],
    ["what waits for approval", { visibility: "held" }, ["held"]],
    ["what a moderator removed", { visibility: "removed" }, ["removed"]],
    ["a note", { visibility: "internal" }, ["internal"]],
    ["what nobody else saw", { visibility: "private" }, []],
    ["what mentions us", { mentionsUs: true }, ["mentions-us"]],
    ["all at once", { author: { ...author, isBot: true }, visibility: "hidden", ...labelled("spam", 1) }, ["bot", "spam", "hidden"]],
  ])("knows %s", (_, fields, was) => {
    expect(wasOf(fields)).toEqual(was);
  });

  it("says nothing of who wrote it, and passes the schema", () => {
    const shell = messageShell(inbound({ author, ...labelled("spam", 1) }), at(9), "forgotten");
    expect(JSON.stringify(shell)).not.toMatch(/anna/iu);
    expect(MessageSchema.parse(shell)).toEqual(shell);
    expect(shell.shell).toEqual({ why: "forgotten", was: ["spam"] });
    expect(MessageSchema.safeParse({ ...shell, shell: { why: "bored", was: [] } }).success).toBe(false);
    expect(MessageSchema.safeParse({ ...shell, shell: { why: "expired", was: ["rude"] } }).success).toBe(false);
  });

  it("stays as it is when it is shrunk again, and takes a deletion of before for a deletion", () => {
    const shell = messageShell(inbound({ visibility: "hidden" }), at(9), "expired");
    expect(messageShell(shell, at(20), "forgotten")).toEqual(shell);
    expect(messageShell(inbound({ deletedAt: at(3) }), at(9), "expired")).toMatchObject({ deletedAt: at(3), shell: { why: "deleted" } });
    // A shell of before the field: that it is removed says nothing.
    const old = inbound({ text: "", visibility: "removed", deletedAt: at(9) });
    expect(messageShell(old, at(20)).shell).toEqual({ why: "deleted", was: [] });
  });

  it("says why: what may be kept no longer, what was deleted, what was forgotten", async () => {
    const net = plaza({ surfaces: [{ name: "mentions" }] });
    const bot = (id: string): Partial<Message> => ({
      author: { key: `plaza:1:author:${id}`, id, handle: "forgotten", name: "bot", isOwn: false, isBot: true },
    });
    const expired = net.say({ id: "expired", minutes: 101, more: { retainUntil: at(300), ...bot("1") } });
    const deleted = net.say({ id: "deleted", minutes: 102, more: bot("2") });
    const forgotten = net.say({ id: "forgotten", minutes: 103, more: bot("3") });
    const clock = virtualClock({ start: at(200) });
    const store = memoryStore();
    const inbox = createInbox({ accounts: [net.adapter], clock, store });
    await inbox.sync();
    net.mentions.splice(0, net.mentions.length, { ...deleted, deletedAt: at(210) });
    await inbox.sync();
    await inbox.forget({ author: "plaza:1:author:3" }, { by: sandra });
    await clock.advance(Date.parse(at(301)) - clock.now());
    const reasons = async (): Promise<unknown> =>
      Object.fromEntries(
        (await rowsOf(store, "message")).map(({ deletedAt, shell, id }) => [deletedAt === undefined ? id : shell?.why, shell?.was]),
      );
    expect((await inbox.tree(expired.key))?.message.shell).toEqual({ why: "expired", was: ["bot"] });
    await inbox.sync();
    expect(await reasons()).toEqual({ expired: ["bot"], deleted: ["bot"], forgotten: ["bot"] });
    expect(forgotten.id).toBe("forgotten");
    await inbox.close();
  });

  it("keeps response times as they were, through the end of keeping and through forgetting", async () => {
    const net = plaza({ surfaces: [{ name: "mentions" }] });
    const until = { retainUntil: at(300) };
    const bot = { ...net.author("helper"), isBot: true };
    const ask = net.say({ id: "ask", minutes: 101, more: until });
    net.say({ id: "bot", minutes: 102, by: "helper", conversation: "c2", more: { ...until, author: bot } });
    net.say({ id: "hidden", minutes: 103, by: "cleo", conversation: "c3", more: { ...until, visibility: "hidden" } });
    net.say({ id: "waits", minutes: 104, by: "dora", conversation: "c4", more: until });
    net.say({
      id: "quick",
      minutes: 105,
      by: "1",
      more: { parent: ask.key, root: ask.key, ...until, author: { ...net.author("1"), isBot: true } },
    });
    net.say({ id: "reply", minutes: 111, by: "1", more: { parent: ask.key, root: ask.key } });
    net.say({ id: "other", minutes: 150, by: "emil", conversation: "c5" });
    const clock = virtualClock({ start: at(200) });
    const store = memoryStore();
    const inbox = createInbox({ accounts: [net.adapter], clock, store });
    await inbox.sync();
    const figures = async (): Promise<unknown> => {
      const messages = await rowsOf(store, "message");
      const { episodes, ...times } = responseTimes(messages, { now: at(1000) });
      return { times, waits: episodes.map(({ waitedMs }) => waitedMs), rate: responseRate(messages, { now: at(1000) }) };
    };
    const before = await figures();
    expect(before).toMatchObject({
      times: { n: { value: 1 }, unanswered: { value: 2 }, max: { value: 600_000, excluded: { bot: 1, hidden: 1, automatic: 1 } } },
    });
    await clock.advance(Date.parse(at(301)) - clock.now());
    await inbox.sync();
    expect((await rowsOf(store, "message")).filter(({ shell }) => shell?.why === "expired")).toHaveLength(5);
    expect(await figures()).toEqual(before);
    await inbox.forget({ author: net.author("emil").key }, { by: sandra });
    expect((await rowsOf(store, "message")).filter(({ shell }) => shell?.why === "forgotten")).toHaveLength(1);
    expect(await figures()).toEqual(before);
    await inbox.close();
  });
});
