import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountKey, makeKey, parseKey, type KeyKind } from "../../src/model/index.js";

/** Ids in the form of each network: accounts, posts, messages, conversations. Invented. */
const forms: Readonly<Record<string, { account: string; ids: readonly string[] }>> = {
  facebook: { account: "104200000000001", ids: ["104200000000001_58", "58_61", "m_AbC+dE/f9==", "t_1234"] },
  instagram: { account: "17841400000000001", ids: ["17900000000000002", "aWdfZAG1faXRlbToxOk=", "@ada.example"] },
  threads: { account: "25000000001", ids: ["18000000000000003"] },
  x: { account: "44196300", ids: ["1800000000000000001", "44196300-55", "1750000000000000009"] },
  linkedin: {
    account: "urn:li:organization:7",
    ids: ["urn:li:comment:(urn:li:activity:70000,71000)", "urn:li:ugcPost:70001", "urn:li:person:aB_c-9"],
  },
  tiktok: { account: "_000abc-DEF", ids: ["7300000000000000001", "0:1:a+b/c=="] },
  youtube: { account: "UCabc_def-ghi", ids: ["UgzAbc.9xYz", "yt:video:dQabcdefghi", "Cg0KC2-%3D"] },
  twitch: { account: "12826", ids: ["885196de-cb67-427a-baa8-82f9b0fcd05f"] },
  discord: { account: "41771983423143937", ids: ["175928847299117063", "party:41771983429993937", "🎉"] },
  bluesky: {
    account: "did:plc:abcdefghijklmnopqrstuvwx",
    ids: [
      "at://did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/3kabc",
      "at://did:web:localhost%3A3000/app.bsky.feed.post/3kdef",
      "did:web:localhost%3A3000%2Fpath",
      "3lconvo",
    ],
  },
  mastodon: { account: "mastodon.example/109000000000000001", ids: ["109", "2026-11-22T10:00:00.000Z/mention/0190b5c8", "9nXaBcDeFg"] },
  reddit: { account: "t5_2abcd", ids: ["t1_kabc", "t3_1abc", "modmail:1a"] },
};

const kinds = ["author", "post", "message", "conversation"] as const satisfies KeyKind[];
const tricky = [
  "%",
  "%%",
  "%25",
  "%2F",
  "%2f",
  "%252F",
  "%25252F",
  "%3A",
  "%3a",
  "%253A",
  "%2",
  "25",
  "/",
  ":",
  "%/:",
  "a%2Fb:c/d",
  " ",
  "æøå",
  "👩‍👩‍👧",
  "\n",
  "\ud800",
];
const id = fc.oneof(
  fc.string({ minLength: 1, unit: "grapheme" }),
  fc.string({ minLength: 1, unit: "binary" }),
  fc.array(fc.constantFrom("%", ":", "/", "2", "5", "F", "f", "3", "A", "a"), { minLength: 1 }).map((parts) => parts.join("")),
  fc.constantFrom(...tricky),
);
const network = fc.stringMatching(/^[a-z][a-z0-9-]*$/);

describe("model", () => {
  describe("keys", () => {
    for (const [name, { account, ids }] of Object.entries(forms))
      it(`takes the ids of ${name} there and back`, () => {
        const owner = accountKey(name, account);
        expect(parseKey(owner)).toEqual({ network: name, accountId: account, account: owner, kind: "account", id: account });
        for (const kind of kinds)
          for (const one of ids)
            expect(parseKey(makeKey(owner, kind, one))).toEqual({ network: name, accountId: account, account: owner, kind, id: one });
      });

    it.each(tricky)("takes %j there and back", (part) => {
      const owner = accountKey("x", part);
      expect(parseKey(owner)?.accountId).toBe(part);
      expect(parseKey(makeKey(owner, "message", part))?.id).toBe(part);
    });

    it("takes any id there and back", () => {
      fc.assert(
        fc.property(network, id, fc.constantFrom(...kinds), id, (net, account, kind, one) => {
          const owner = accountKey(net, account);
          expect(parseKey(makeKey(owner, kind, one))).toEqual({ network: net, accountId: account, account: owner, kind, id: one });
        }),
        { numRuns: 2000 },
      );
    });

    it("gives different objects different keys", () => {
      fc.assert(
        fc.property(id, id, fc.constantFrom(...kinds), fc.constantFrom(...kinds), (one, other, kind, otherKind) => {
          const same = one === other && kind === otherKind;
          expect(makeKey("x:1", kind, one) === makeKey("x:1", otherKind, other)).toBe(same);
        }),
      );
    });

    it("holds no slash, and exactly the colons that take it apart", () => {
      fc.assert(
        fc.property(id, id, (account, one) => {
          const key = makeKey(accountKey("x", account), "message", one);
          expect(key).not.toContain("/");
          expect(key.split(":")).toHaveLength(4);
        }),
      );
    });

    it("begins every key below an account with the account's key and a colon", () => {
      fc.assert(
        fc.property(id, id, fc.constantFrom(...kinds), (account, one, kind) => {
          const owner = accountKey("x", account);
          expect(makeKey(owner, kind, one).startsWith(`${owner}:`)).toBe(true);
        }),
      );
    });

    it("makes one key only for what it reads as a key", () => {
      fc.assert(
        fc.property(
          fc.array(fc.constantFrom("x", "1", ":", "/", "%", "%25", "%2F", "%2f", "%3A", "message", "post")).map((parts) => parts.join("")),
          (text) => {
            const parts = parseKey(text);
            if (parts === undefined) return;
            expect(parts.kind === "account" ? parts.account : makeKey(parts.account, parts.kind, parts.id)).toBe(text);
          },
        ),
        { numRuns: 2000 },
      );
    });

    it.each([
      "",
      "x",
      "x:",
      ":1",
      "X:1",
      "1x:1",
      "x:1:",
      "x:1:message",
      "x:1:message:",
      "x:1:comment:2",
      "x:1:account:2",
      "x:1:message:2:3",
    ])("reads no key in %j", (text) => expect(parseKey(text)).toBeUndefined());

    it.each([undefined, null, 7, {}])("reads no key in %j, which is no text", (nothing) =>
      expect(parseKey(nothing as string)).toBeUndefined(),
    );

    it.each(["acme/x:1", "x:a/b", "x:1:message:a/b", "x:%", "x:%2f", "x:1:message:%3a", "x:1:message:%41"])(
      "reads no key in %j, which is not escaped as keys are",
      (text) => expect(parseKey(text)).toBeUndefined(),
    );

    it("refuses to make a key of nothing, and says what to give", () => {
      expect(() => accountKey("x", "")).toThrow(/`accountId`.*network's own id/);
      expect(() => makeKey("x:1", "message", "")).toThrow(/`id`.*network's own id/);
    });

    it.each(["", "X", "Bluesky", "1x", "x:y", "x/y", "bluesky "])("refuses %j as a network", (name) =>
      expect(() => accountKey(name, "1")).toThrow(/`network`/),
    );

    it.each(["", "x", "x:", ":1", "x:1:message:2"])("refuses %j as an account", (account) =>
      expect(() => makeKey(account, "message", "1")).toThrow(/`account`.*accountKey/),
    );

    it("refuses numbers and kinds that plain JavaScript hands in", () => {
      expect(() => accountKey("x", 1 as never)).toThrow(/`accountId`.*string/);
      expect(() => makeKey("x:1", "message", 7300000000000000 as never)).toThrow(/`id`.*string/);
      expect(() => makeKey("x:1", "comment" as never, "1")).toThrow(/`kind`/);
    });
  });
});
