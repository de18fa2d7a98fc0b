import { describe, expect, it } from "vitest";
import { jpeg, png } from "../support/pictures.js";
import { sizeOfPicture } from "../../src/adapter/picture-size.js";

describe("picture sizes", () => {
  it.each([
    ["a PNG", png(3, 2), { width: 3, height: 2 }],
    ["a JPEG with fill bytes", jpeg(300, 200), { width: 300, height: 200 }],
    ["an empty PNG", png(0, 2), undefined],
    ["something else", new TextEncoder().encode("GIF89a and more than thirty bytes"), undefined],
    ["nothing", new Uint8Array(), undefined],
    ["a JPEG that is cut off", jpeg(3, 2).slice(0, 9), undefined],
    ["a JPEG with a broken marker", new Uint8Array([0xff, 0xd8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), undefined],
    ["a JPEG whose marker has no length", new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), undefined],
  ])("reads %s", (_, bytes, wanted) => expect(sizeOfPicture(bytes)).toEqual(wanted));
  it("reads bytes that lie inside others", () => {
    const inside = new Uint8Array(50);
    inside.set(png(8, 9), 10);
    expect(sizeOfPicture(inside.subarray(10, 43))).toEqual({ width: 8, height: 9 });
  });
});
