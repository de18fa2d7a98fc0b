import { describe, expect, it } from "vitest";
import { accountKey } from "../../src/model/keys.js";
import { defineAdapter, requiredScopes } from "../../src/adapter/index.js";
import { requiredScopes as atTheFrontDoor } from "../../src/index.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import type { AdapterOf, AnyAdapter, ScopesOf } from "../../src/adapter/index.js";

type Offered = "like" | "reply" | "delete";
const forum = (scopes?: ScopesOf<Offered>): AdapterOf<"acme", Offered> =>
  defineAdapter<"acme", Offered>({
    network: "acme",
    account: accountKey("acme", "7"),
    baseUrl: "https://acme.example",
    limits: [],
    meter: { cost: () => ({}), read: () => [] },
    textRules: () => ({ markup: "plain", limits: [] }),
    ...(scopes !== undefined && { scopes }),
    operations: () => ({ like: async () => ({}), reply: async () => ({}), delete: async () => ({}) }),
  });

describe("adapter", () => {
  describe("required scopes", () => {
    const known = forum({ reply: ["write:posts", "read"], delete: ["write:posts"] });

    it("are each named once, in one order however the operations are named", () => {
      expect(requiredScopes(known, ["reply", "delete"])).toEqual(["read", "write:posts"]);
      expect(requiredScopes(known, ["delete", "reply"])).toEqual(["read", "write:posts"]);
    });

    it("are none for operations that need none, and for no operation", () => {
      expect(requiredScopes(known, ["like"])).toEqual([]);
      expect(requiredScopes(known, [])).toEqual([]);
    });

    it("are not known, rather than none, where the adapter does not know them", () => {
      expect(requiredScopes(forum(), ["reply"])).toBeUndefined();
    });

    it("are refused for operations that the adapter lacks, whether it knows its scopes or not", () => {
      const message = "acme has no such operation: ban, mute; name those in `adapter.operations`.";
      const refused = expect.objectContaining({ code: "unsupported", message }) as Error;
      for (const adapter of [known, forum()]) {
        expect(() => requiredScopes(adapter as AnyAdapter, ["like", "ban", "mute"])).toThrow(refused);
        // @ts-expect-error the adapter's type lacks the operation
        expect(() => requiredScopes(adapter, ["ban", "mute"])).toThrow(refused);
      }
    });

    it("of Bluesky are those of direct messages, and the front door knows them too", () => {
      const bluesky = createBlueskyAdapter({ accountId: "did:plc:ewvi7nxzyoun6zhxrhs64oiz", password: "p" });
      expect(atTheFrontDoor(bluesky, ["reply", "hide", "listMentions"])).toEqual([]);
      expect(atTheFrontDoor(bluesky, ["reply", "sendMessage", "react"])).toEqual(["com.atproto.appPassPrivileged"]);
      expect(atTheFrontDoor(bluesky, [...bluesky.operations])).toEqual(["com.atproto.appPassPrivileged"]);
    });
  });
});
