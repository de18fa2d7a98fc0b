import { describe, expect, it } from "vitest";
import { connectFakes } from "../../src/testing/connect-fakes.js";
import { fakeNetwork } from "../../src/testing/fake-network.js";

const resolve = (base: string, handle: string): string => `${base}/xrpc/com.atproto.identity.resolveHandle?handle=${handle}`;

describe("connectFakes", () => {
  it("reaches each fake by its address", async () => {
    const [one, other] = [fakeNetwork("bluesky"), fakeNetwork("bluesky")];
    const mira = other.state.addAccount("mira.test");
    const { fetch } = connectFakes(one, other);
    expect((await fetch(resolve(one.baseUrl, "mira.test"))).status).toBe(400);
    const found = await fetch(new Request(resolve(other.baseUrl, "mira.test")));
    expect(await found.json()).toEqual({ did: mira.did });
  });

  it("reaches nothing else", async () => {
    const { fetch } = connectFakes(fakeNetwork("bluesky"));
    await expect(fetch("https://bsky.social/xrpc/nothing")).rejects.toThrow(TypeError);
  });

  it("refuses two fakes at one address", () => {
    const baseUrl = "https://same.test";
    expect(() => connectFakes(fakeNetwork("bluesky", { baseUrl }), fakeNetwork("bluesky", { baseUrl }))).toThrow(/same address/);
  });

  it("opens no socket at a fake that has none", () => {
    const fake = fakeNetwork("bluesky");
    expect(() => connectFakes(fake).webSocket(fake.baseUrl.replace("https", "wss"))).toThrow(/no sockets/);
  });
});
