import { afterEach, describe, expect, it, vi } from "vitest";
import { ed25519Verifier, isEd25519Key } from "../../src/webhooks/ed25519.js";
import { joinBytes } from "../../src/webhooks/bytes.js";
import { makeSigner } from "./support.js";

const message = joinBytes("1790000000", '{"type":1}');

describe("ed25519Verifier", () => {
  afterEach(() => vi.restoreAllMocks());

  it("verifies what was signed by any of its keys", async () => {
    const [old, fresh, stranger] = await Promise.all([makeSigner(), makeSigner(), makeSigner()]);
    const verify = ed25519Verifier([fresh.publicKey, old.publicKey.toUpperCase()]);
    expect(await verify(await fresh.sign(message), message)).toBe(true);
    expect(await verify(await old.sign(message), message)).toBe(true);
    expect(await verify(await stranger.sign(message), message)).toBe(false);
  });

  it("refuses a message that was changed by one bit", async () => {
    const signer = await makeSigner();
    const verify = ed25519Verifier([signer.publicKey]);
    const signature = await signer.sign(message);
    const changed = message.slice();
    changed[3] = (changed[3] ?? 0) ^ 1;
    expect(await verify(signature, changed)).toBe(false);
    expect(await verify(signature, message.slice(0, -1))).toBe(false);
  });

  it("refuses every signature that is none", async () => {
    const signer = await makeSigner();
    const verify = ed25519Verifier([signer.publicKey]);
    const signature = await signer.sign(message);
    for (const wrong of ["", "00", signature.slice(2), `${signature}00`, "g".repeat(128), "0".repeat(128)])
      expect(await verify(wrong, message)).toBe(false);
  });

  it("fails closed with keys that cannot be read, and with none", async () => {
    const signer = await makeSigner();
    const signature = await signer.sign(message);
    expect(await ed25519Verifier([])(signature, message)).toBe(false);
    expect(await ed25519Verifier(["", "zz", signer.publicKey.slice(2)])(signature, message)).toBe(false);
  });

  it("says so where the platform has no Ed25519, instead of refusing everything", async () => {
    vi.spyOn(crypto.subtle, "importKey").mockRejectedValue(new DOMException("Unrecognized name", "NotSupportedError"));
    const signer = await makeSigner();
    await expect(ed25519Verifier([signer.publicKey])(await signer.sign(message), message)).rejects.toMatchObject({
      code: "misconfigured",
      message: expect.stringContaining("Ed25519") as string,
    });
  });

  it("takes a key that the platform refuses as one that verifies nothing", async () => {
    vi.spyOn(crypto.subtle, "importKey").mockRejectedValue(new DOMException("Not a point", "DataError"));
    const signer = await makeSigner();
    expect(await ed25519Verifier([signer.publicKey])(await signer.sign(message), message)).toBe(false);
  });

  it("reads its keys once", async () => {
    const signer = await makeSigner();
    const read = vi.spyOn(crypto.subtle, "importKey");
    const verify = ed25519Verifier([signer.publicKey]);
    const signature = await signer.sign(message);
    await verify(signature, message);
    await verify(signature, message);
    expect(read).toHaveBeenCalledTimes(1);
  });
});

describe("isEd25519Key", () => {
  it("knows 64 hex digits from everything else", () => {
    expect(isEd25519Key("Ab".repeat(32))).toBe(true);
    for (const wrong of [undefined, 7, "", "ab".repeat(31), "ab".repeat(33), `0x${"ab".repeat(31)}`])
      expect(isEd25519Key(wrong)).toBe(false);
  });
});
