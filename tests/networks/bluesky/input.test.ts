import { describe, expect, it } from "vitest";
import { accountKey, makeKey } from "../../../src/model/keys.js";
import { brand, errorOf, freja, malik, postUri, us, type Seen } from "./support.js";
import type { Draft } from "../../../src/model/draft.js";

const account = accountKey("bluesky", us);
const put = "com.atproto.repo.putRecord";
const uri = postUri(freja, "3kcomment22aa");
const ownRoot = postUri(us, "3kownpost22aa");
const target = { key: makeKey(account, "message", uri), refs: { cid: "bafyc", rootUri: ownRoot, rootCid: "bafyr" } };
const written = ({ body }: Seen): { readonly body: object } => ({ body: { uri: postUri(us, String(body["rkey"])), cid: "bafynew" } });

describe("bluesky bad input", () => {
  const drafts: [string, Draft, RegExp][] = [
    ["an empty text", { text: "" }, /`text` is empty/],
    ["a text of spaces", { text: " \n " }, /`text` is empty/],
    ["half of a surrogate pair", { text: "Tak \ud83d" }, /surrogate/],
    ["301 graphemes", { text: "å".repeat(301) }, /301 graphemes and 300 are allowed/],
    ["3,001 bytes in few graphemes", { text: "👩‍👩‍👧".repeat(170) }, /UTF-8 bytes/],
    [
      "five pictures",
      { text: "x", attachments: Array(5).fill({ type: "image", url: "data:image/png;base64,AA==" }) },
      /`attachments` has 5/,
    ],
    ["a film", { text: "x", attachments: [{ type: "video", url: "https://x" }] }, /attachments\[0\].*image/],
    ["a file on this machine", { text: "x", attachments: [{ type: "image", url: "file:///etc/passwd" }] }, /https: or data:/],
    ["a warning in words", { text: "x", contentWarning: "Skræmmende" }, /contentWarning.*graphic-media/],
    ["a language that is none", { text: "x", language: "dansk!" }, /language.*BCP 47/],
  ];
  it.each(drafts)("refuses %s before any request", async (_, draft, message) => {
    const { adapter, seen } = brand({});
    for (const write of [adapter.reply(target, draft), adapter.publishPost(draft)]) {
      const error = await errorOf(write);
      expect(error.code).toBe("invalid-request");
      expect(error.message).toMatch(message);
    }
    expect(seen).toHaveLength(0);
  });
  it("takes 300 graphemes", async () => {
    const { adapter, of } = brand({ [put]: written });
    await adapter.reply(target, { text: "å".repeat(300) });
    expect(of(put)).toHaveLength(1);
  });
  it("refuses keys of a wrong kind, of another account, and what is none", async () => {
    const { adapter, seen } = brand({});
    const wrong = [
      makeKey(account, "conversation", ownRoot),
      makeKey(accountKey("bluesky", malik), "message", uri),
      "nonsense",
      makeKey(account, "message", "3kdirect"),
    ];
    for (const key of wrong) expect(await errorOf(adapter.reply({ key }, { text: "Tak!" }))).toMatchObject({ code: "invalid-request" });
    expect(await errorOf(adapter.hide({ key: makeKey(account, "post", uri) as string }))).toMatchObject({ code: "invalid-request" });
    expect(await errorOf(adapter.like({ key: makeKey(account, "message", `at://${us}/app.bsky.graph.block/3k`) }))).toMatchObject({
      code: "invalid-request",
    });
    expect(seen).toHaveLength(0);
  });
  it("refuses a list that begins in the future or has no words to search for", async () => {
    const { adapter, seen } = brand({});
    const since = "2027-01-01T00:00:00.000Z";
    for (const list of [
      adapter.listPosts({ since }),
      adapter.listMentions({ since }),
      adapter.listComments(null, { since }),
      adapter.listConversations({ since }),
    ])
      expect(await errorOf(list)).toMatchObject({ code: "invalid-request" });
    const words = await errorOf(adapter.searchPosts({ text: "  ", hashtags: ["#"] }));
    expect(words).toMatchObject({ code: "invalid-request" });
    expect(words.message).toMatch(/`text`, `hashtags` or `handles`/);
    expect(seen).toHaveLength(0);
  });
});
