import { describe, expect, it } from "vitest";
import { readAttachment, type AttachmentBytes, type AttachmentRules } from "../../src/adapter/attachment-bytes.js";
import type { DraftAttachment } from "../../src/model/draft.js";

const picture = new Uint8Array([1, 2, 3]);
const answer =
  (status: number, body: Uint8Array<ArrayBuffer> | null, headers: Record<string, string> = {}): typeof globalThis.fetch =>
  async () =>
    new Response(body, { status, headers });

async function read(attachment: Partial<DraftAttachment>, rules: Partial<AttachmentRules> = {}): Promise<AttachmentBytes> {
  const refuse = (why: string): never => {
    throw new Error(why);
  };
  return readAttachment(
    { type: "image", url: "https://shop.example/secret.png?token=1", ...attachment },
    { maxBytes: 3, fetch: answer(200, picture, { "content-type": "image/png" }), refuse, ...rules },
  );
}

describe("adapter", () => {
  describe("bytes of attachments", () => {
    it("are fetched, with the type that the answer tells", async () => {
      expect(await read({})).toEqual({ bytes: picture, mimeType: "image/png" });
    });
    it("have the type that the host tells, before that of the address", async () => {
      expect((await read({ mimeType: "IMAGE/JPEG; q=1" })).mimeType).toBe("image/jpeg");
    });
    it("have an empty type where nobody tells one", async () => {
      expect((await read({}, { fetch: answer(200, picture) })).mimeType).toBe("");
    });
    it.each([
      ["base64", "data:image/png;base64,AQID", { bytes: picture, mimeType: "image/png" }],
      ["base64, written wide", "DATA:image/PNG; base64 ,AQID", { bytes: picture, mimeType: "image/png" }],
      ["text", "data:text/plain,%C3%A6", { bytes: new TextEncoder().encode("æ"), mimeType: "text/plain" }],
    ])("are read off a data address: %s", async (_, url, wanted) => {
      expect(await read({ url })).toEqual(wanted);
    });
    it.each<[string, Partial<DraftAttachment>, Partial<AttachmentRules>, RegExp]>([
      ["an empty file", {}, { fetch: answer(200, new Uint8Array()) }, /^is empty\.$/],
      ["a file that is too large", {}, { fetch: answer(200, new Uint8Array(4)) }, /^has 4 bytes and 3 are allowed; make it smaller\.$/],
      ["a data address that is too large", { url: "data:,abcd" }, {}, /^has 4 bytes and 3 are allowed/],
      ["a missing file", {}, { fetch: answer(404, null) }, /^could not be fetched \(status 404\)/],
      ["broken base64", { url: "data:image/png;base64,%%%" }, {}, /cannot be read/],
      ["a data address without data", { url: "data:image/png;base64" }, {}, /cannot be read/],
    ])("are refused: %s", async (_, attachment, rules, message) => {
      await expect(read(attachment, rules)).rejects.toThrow(message);
    });
    it("are not read where the answer says that they are too many", async () => {
      let cancelled = false;
      const body = new ReadableStream({ cancel: () => void (cancelled = true) });
      const fetch = async (): Promise<Response> => new Response(body, { headers: { "content-length": "4" } });
      await expect(read({}, { fetch })).rejects.toThrow(/has 4 bytes/);
      expect(cancelled).toBe(true);
    });
    it("name neither address nor host when they cannot be had", async () => {
      const error = await read({}, { fetch: () => Promise.reject(new TypeError("connect shop.example secret")) }).catch(
        (thrown: unknown) => thrown as Error,
      );
      expect((error as Error).message).toBe("could not be fetched (TypeError); check its address.");
    });
    it("end with the signal's own reason", async () => {
      const stop = new AbortController();
      const fetch: typeof globalThis.fetch = async (_, init) => {
        stop.abort(new Error("enough"));
        init?.signal?.throwIfAborted();
        return new Response();
      };
      await expect(read({}, { fetch, signal: stop.signal })).rejects.toThrow("enough");
    });
  });
});
