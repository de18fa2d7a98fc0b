import { describe, expect, it } from "vitest";
import { isFresh } from "../../src/webhooks/fresh.js";
import { rawBody } from "../../src/webhooks/raw-body.js";

const post = (body?: BodyInit): Request =>
  new Request("https://host.example/hook", { method: "POST", ...(body !== undefined && { body }) });

describe("rawBody", () => {
  it("gives the bytes as they came, also those that are no text", async () => {
    const bytes = new Uint8Array([0, 255, 195, 40]);
    expect(await rawBody(post(bytes))).toEqual(bytes);
    expect(await rawBody(post())).toEqual(new Uint8Array());
  });

  it("joins what comes in pieces", async () => {
    const pieces = new ReadableStream<Uint8Array>({
      start: (stream) => {
        for (const value of [1, 2, 3]) stream.enqueue(new Uint8Array([value]));
        stream.close();
      },
    });
    const request = new Request("https://host.example/hook", { method: "POST", body: pieces, duplex: "half" } as RequestInit);
    expect(await rawBody(request)).toEqual(new Uint8Array([1, 2, 3]));
  });

  it("does not begin to read what says that it is too large", async () => {
    const request = new Request("https://host.example/hook", { method: "POST", headers: { "content-length": "251" }, body: "{}" });
    expect(await rawBody(request, 250)).toBe("too-large");
    expect(request.bodyUsed).toBe(false);
  });

  it("stops reading at the limit", async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (stream) => {
        given += 1;
        stream.enqueue(new Uint8Array(100));
      },
    });
    const request = new Request("https://host.example/hook", { method: "POST", body: endless, duplex: "half" } as RequestInit);
    expect(await rawBody(request, 250)).toBe("too-large");
    expect(given).toBeLessThan(10);
  });
});

describe("isFresh", () => {
  const now = 1_790_000_000_000;

  it("takes what is younger than the window, up to the millisecond", () => {
    expect(isFresh(now, now, 1000)).toBe(true);
    expect(isFresh(now - 1000, now, 1000)).toBe(true);
    expect(isFresh(now - 1001, now, 1000)).toBe(false);
  });

  it("takes a clock that is a minute ahead, and no more", () => {
    expect(isFresh(now + 60_000, now, 1000)).toBe(true);
    expect(isFresh(now + 60_001, now, 1000)).toBe(false);
  });

  it("fails closed for what is no number", () => {
    expect(isFresh(Number.NaN, now, 1000)).toBe(false);
  });
});
