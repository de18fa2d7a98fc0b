import { describe, expect, it } from "vitest";
import { catalog } from "../../../src/networks/catalog.js";
import { createBlueskyAdapter, type BlueskyAdapterOptions } from "../../../src/networks/bluesky/index.js";
import { jwt, postUri, us } from "./support.js";

const good: BlueskyAdapterOptions = { accountId: us, password: "abcd-efgh-ijkl-mnop" };
const refusal = (options: Record<string, unknown>): { code: string; message: string } => {
  try {
    createBlueskyAdapter({ ...good, ...options });
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error("It was expected to be refused.");
};

describe("bluesky options", () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ["no account", { accountId: "" }, /`accountId` is missing/],
    ["a handle", { accountId: "brand.bsky.social" }, /is a handle.*resolveAccount/],
    ["a handle with its sign", { accountId: "@brand.bsky.social" }, /is a handle/],
    ["an account that is neither", { accountId: "brand" }, /is no DID/],
    ["no way to log in", { password: undefined }, /`password` is missing, and `token` too/],
    ["two ways to log in", { token: jwt() }, /both given/],
    ["an empty password", { password: "" }, /empty/],
    ["a password with a line break", { password: "abcd-efgh\n" }, /line break/],
    ["an app password as token", { password: undefined, token: "abcd-efgh-ijkl-mnop" }, /belongs into `password`/],
    ["a token of two parts", { password: undefined, token: "abc.def" }, /is no access token/],
    ["a token with a space", { password: undefined, token: `Bearer ${jwt()}` }, /is no access token/],
    ["a token that is a number", { password: undefined, token: 7 }, /must be a text, a function/],
    ["a source that cannot write", { password: undefined, token: { read: () => undefined } }, /`read` and `write`/],
    ["a service without https", { service: "http://pds.example" }, /https:/],
    ["a service with a password", { service: "https://a:b@pds.example" }, /without a password/],
    ["a service that is no address", { service: "pds.example" }, /address/],
    ["a chat service that is no DID", { chatProxy: "https://api.bsky.chat" }, /chatProxy.*DID/],
    ["a chat service without its entry", { chatProxy: "did:web:api.bsky.chat" }, /chatProxy/],
    ["polling without pause", { pollEveryMs: 0 }, /pollEveryMs/],
  ])("refuses %s", (_, options, message) => {
    const error = refusal(options);
    expect(error.code).toBe("misconfigured");
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^createBlueskyAdapter: /);
  });

  it("does not repeat a secret", () => {
    for (const options of [
      { password: "geheim \n" },
      { password: undefined, token: "geheim" },
      { service: "https://x:geheim@pds.example" },
    ])
      expect(refusal(options).message).not.toContain("geheim");
  });

  it("takes servers on this machine without https", () => {
    for (const service of ["http://localhost:2583", "http://127.0.0.1:2583", "http://[::1]:2583", "http://pds.localhost"])
      expect(createBlueskyAdapter({ ...good, service }).account).toBe("bluesky:did%3Aplc%3Abrandshop000000000000000");
  });

  it("polls every 30 seconds, and says for how long an absence may not be believed", () => {
    const adapter = createBlueskyAdapter(good);
    expect(adapter.pollEveryMs).toBe(30_000);
    expect([adapter.settlingMs("reply"), adapter.settlingMs("hide"), adapter.settlingMs("sendMessage")]).toEqual([0, 0, 10_000]);
  });

  it("polls direct messages only where there are some", () => {
    const names = (options: Partial<BlueskyAdapterOptions>): unknown =>
      createBlueskyAdapter({ ...good, ...options }).surfaces?.map(({ name }) => name);
    expect(names({})).toEqual(["posts", "comments", "mentions", "threads", "messages"]);
    expect(names({ chatProxy: null })).toEqual(["posts", "comments", "mentions", "threads"]);
  });

  it("is in the catalog as it is", () => {
    const adapter = createBlueskyAdapter(good);
    const entry = catalog.find(({ id }) => id === "bluesky");
    expect(new Set(entry?.operations)).toEqual(adapter.operations);
    expect(entry?.limits).toEqual(adapter.limits.map(({ id }) => id));
  });
});

describe("bluesky addresses", () => {
  const adapter = createBlueskyAdapter(good);
  const uri = postUri(us, "3kownpost22aa");
  it.each([
    ["an address by DID", `https://bsky.app/profile/${us}/post/3kownpost22aa`],
    ["one with its colons escaped", `https://bsky.app/profile/${encodeURIComponent(us)}/post/3kownpost22aa`],
    ["one with a slash, a query and a fragment", `https://www.bsky.app/profile/${us}/post/3kownpost22aa/?ref=x#y`],
    ["an AT-URI", uri],
  ])("makes a target of %s", (_, url) => {
    expect(adapter.refFromUrl(url)).toEqual({
      key: "bluesky:did%3Aplc%3Abrandshop000000000000000:post:" + uri.replaceAll(":", "%3A").replaceAll("/", "%2F"),
    });
  });
  it.each([
    "https://bsky.app/profile/brand.bsky.social/post/3kownpost22aa",
    `https://bsky.app/profile/${us}`,
    `https://example.com/profile/${us}/post/3kownpost22aa`,
    `http://bsky.app/profile/${us}/post/3kownpost22aa`,
    `https://bsky.app/profile/${us}/post/`,
    `https://bsky.app/profile/%E0%A4%A/post/3k`,
    `at://${us}/app.bsky.feed.like/3k`,
    "",
    "nonsense",
  ])("names none in %j", (url) => expect(adapter.refFromUrl(url)).toBeUndefined());
});
