import { describe, expect, it } from "vitest";
import { FolkmootError } from "../../src/errors.js";
import { account, comment, plan, put, rowsOf, sandra, setUp } from "./act-harness.js";

const by = sandra;

describe("act, given what no network takes", () => {
  const long = "a".repeat(301);
  const refused: readonly (readonly [
    name: string,
    says: RegExp,
    call: (desk: Awaited<ReturnType<typeof setUp>>["desk"]) => Promise<unknown>,
  ])[] = [
    ["an empty text", /`text` is empty/, (desk) => desk.respond(comment, "  ", { by })],
    ["a text that nobody can see", /nothing of it is visible/, (desk) => desk.respond(comment, "\u200b\u200d\u0000", { by })],
    ["a language that is none", /`language`/, (desk) => desk.respond(comment, { text: "a", language: "not a language!" }, { by })],
    ["parts that say another thing than the text", /make up/, (desk) => desk.respond(comment, plan(["evil"], { text: "nice" }), { by })],
    ["parts that leave words out", /make up/, (desk) => desk.respond(comment, plan(["One"], { text: "One two" }), { by })],
    ["parts in another order", /make up/, (desk) => desk.respond(comment, plan(["Two", "One"], { text: "One Two" }), { by })],
    ["parts that take words apart", /make up/, (desk) => desk.respond(comment, plan(["now here"], { text: "nowhere" }), { by })],
    [
      "an action that nobody knows",
      /`actions`/,
      (desk) => desk.respond(comment, plan(["a"], { actions: [{ type: "explode", onUnsupported: "skip" } as never] }), { by }),
    ],
    [
      "an action with an unknown wish",
      /`actions`/,
      (desk) => desk.respond(comment, plan(["a"], { actions: [{ type: "like", onUnsupported: "maybe" } as never] }), { by }),
    ],
    ["nothing to answer", /target must be a message/, (desk) => desk.respond(null as never, "a", { by })],
    [
      "the key of a message where an author is meant",
      /that of a message; give the key of an author\./,
      (desk) => desk.act("ban", comment as never, {}, { by }),
    ],
    [
      "a word that every object knows as operation",
      /no such write/,
      (desk) => desk.act("toString" as never, comment as never, null as never, { by }),
    ],
    ["half of a surrogate pair", /surrogate/, (desk) => desk.respond(comment, "boot \ud83e", { by })],
    ["301 graphemes", /301 graphemes and 300/, (desk) => desk.respond(comment, long, { by })],
    ["a part that is too long", /301/, (desk) => desk.respond(comment, plan(["One", long]), { by })],
    ["an empty part", /empty/, (desk) => desk.respond(comment, plan(["One", ""]), { by })],
    ["a plan without parts", /parts/, (desk) => desk.respond(comment, plan([]), { by })],
    ["several parts where one fits", /one part/, (desk) => desk.act("publishPost", { key: account }, plan(["One", "Two"]), { by })],
    [
      "too many attachments",
      /attachments/,
      (desk) =>
        desk.respond(
          comment,
          { text: "a", attachments: Array.from({ length: 3 }, () => ({ type: "image" as const, url: "https://a.example/1" })) },
          { by },
        ),
    ],
    [
      "an attachment without an address",
      /attachments/,
      (desk) => desk.respond(comment, { text: "a", attachments: [{ type: "image", url: "file:///etc/passwd" }] }, { by }),
    ],
    ["a text that is none", /text/, (desk) => desk.respond(comment, 7 as never, { by })],
    ["a draft without text", /text/, (desk) => desk.respond(comment, {} as never, { by })],
    ["nobody who acts", /`by`/, (desk) => desk.respond(comment, "a", {} as never)],
    ["no options", /by/, (desk) => desk.respond(comment, "a", undefined as never)],
    ["an actor of no kind", /`by`/, (desk) => desk.respond(comment, "a", { by: { type: "robot", id: "1" } as never })],
    ["an actor without id", /`by`/, (desk) => desk.respond(comment, "a", { by: { type: "human", id: " " } })],
    ["an empty key", /idempotencyKey/, (desk) => desk.respond(comment, "a", { by, idempotencyKey: "" })],
    ["meta that is no record of strings", /meta/, (desk) => desk.respond(comment, "a", { by, meta: { a: 1 } as never })],
    ["the key of a conversation", /message/, (desk) => desk.respond({ key: comment.conversation } as never, "a", { by })],
    ["the key of an author", /key of a message or a post/, (desk) => desk.act("reply", { key: "forum:1:author:u1" }, "a", { by })],
    ["a string that is no key", /no key/, (desk) => desk.act("reply", { key: "c1" }, "a", { by })],
    ["no target", /target/, (desk) => desk.act("reply", null as never, "a", { by })],
    ["refs that are no strings", /refs/, (desk) => desk.act("reply", { key: comment.key, refs: { cid: 1 } as never }, "a", { by })],
    ["an account that nobody knows", /does not know/, (desk) => desk.act("reply", { key: "forum:2:message:c1" }, "a", { by })],
    ["an operation that the network lacks", /no such operation/, (desk) => desk.act("pin", comment, null, { by })],
    ["an operation that nobody knows", /no such write/, (desk) => desk.act("dance" as never, comment as never, null as never, { by })],
    ["a reaction that is none", /reaction/, (desk) => desk.act("react", comment, "", { by })],
    ["an input where none is taken", /nothing but its target/, (desk) => desk.act("hide", comment, "why" as never, { by })],
    ["a ban of no time", /durationMs/, (desk) => desk.act("ban", { key: "forum:1:author:u1" }, { durationMs: -1 }, { by })],
  ];

  it.each(refused)("refuses %s before anything is stored or sent", async (_name, says, call) => {
    const { desk, network, store } = await setUp();
    const refusal = await call(desk).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(FolkmootError);
    expect((refusal as FolkmootError).message).toMatch(says);
    expect(network.told).toHaveLength(0);
    expect(await rowsOf(store, "outbox")).toHaveLength(0);
  });

  it("refuses to answer what is known to be deleted", async () => {
    const { desk, network, store } = await setUp();
    await put(store, "message", { ...comment, text: "", deletedAt: "2026-01-01T11:00:00.000Z" });
    await expect(desk.respond(comment, "Yes.", { by })).rejects.toMatchObject({ code: "not-found" });
    expect(network.told).toHaveLength(0);
    expect(await rowsOf(store, "outbox")).toHaveLength(0);
  });
});
