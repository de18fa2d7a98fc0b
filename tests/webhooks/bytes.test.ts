import { describe, expect, it } from "vitest";
import { bytesOfHex, equalBytes, joinBytes } from "../../src/webhooks/bytes.js";

describe("bytesOfHex", () => {
  it("reads hex of either case", () => {
    expect(bytesOfHex("00fFa1", 3)).toEqual(new Uint8Array([0, 255, 161]));
  });

  it.each(["", "00f", "00ffa1b2", "00fg", "0x00", " 00ff", "００ff"])("reads nothing of %j", (text) => {
    expect(bytesOfHex(text, 2)).toBeUndefined();
  });
});

describe("equalBytes", () => {
  const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);

  it("tells equal from different, wherever they differ", () => {
    expect(equalBytes(bytes(1, 2, 3), bytes(1, 2, 3))).toBe(true);
    expect(equalBytes(bytes(1, 2, 3), bytes(0, 2, 3))).toBe(false);
    expect(equalBytes(bytes(1, 2, 3), bytes(1, 2, 4))).toBe(false);
    expect(equalBytes(bytes(), bytes())).toBe(true);
  });

  it("tells a beginning from the whole, also where the rest is zero", () => {
    expect(equalBytes(bytes(1, 2), bytes(1, 2, 0))).toBe(false);
    expect(equalBytes(bytes(1, 2, 0), bytes(1, 2))).toBe(false);
    expect(equalBytes(bytes(), bytes(0))).toBe(false);
  });
});

describe("joinBytes", () => {
  it("writes texts as UTF-8 and keeps bytes as they are", () => {
    expect(joinBytes("aé", new Uint8Array([0, 255]))).toEqual(new Uint8Array([97, 195, 169, 0, 255]));
  });
});
