import { describe, expect, it } from "vitest";
import { fieldsOf, listOf, present, textOf, timestampOf, wholeOf } from "../../src/adapter/fields.js";

describe("times of a network", () => {
  it.each([
    ["2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"],
    ["2026-01-01T02:00:00+02:00", "2026-01-01T00:00:00.000Z"],
    ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z"],
    ["2026-01-01T00:00:00.123456Z", "2026-01-01T00:00:00.123Z"],
    ["2026-01-01T00:00:00.123000+00:00", "2026-01-01T00:00:00.123Z"],
    ["2026-01-01T02:00:00.123456+02:00", "2026-01-01T00:00:00.123Z"],
    ["2026-13-45T99:99:99.999999+00:00", undefined],
    ["2026-13-45T99:99:99.999Z", undefined],
    ["", undefined],
    [1_700_000_000, undefined],
    [null, undefined],
  ])("reads %j", (given, wanted) => expect(timestampOf(given)).toBe(wanted));
});

describe("fields of a network", () => {
  const odd = [null, undefined, 0, -1, 1.5, Number.NaN, "", "7", true, [], {}, () => 1];
  it("gives fields of objects only", () => {
    expect(fieldsOf({ a: 1 })).toEqual({ a: 1 });
    for (const value of [null, undefined, 7, "text", true]) expect(fieldsOf(value)).toEqual({});
  });
  it("leaves out what is unknown, and nothing else", () => {
    const made: { readonly id: string; readonly name?: string } = present({ id: "1", name: textOf("") });
    expect(Object.keys(made)).toEqual(["id"]);
    expect(present({ a: null, b: 0, c: "", d: false, e: undefined })).toStrictEqual({ a: null, b: 0, c: "", d: false });
  });
  it("gives lists only", () => {
    expect(listOf([1, 2])).toEqual([1, 2]);
    for (const value of odd) expect(listOf(value)).toEqual([]);
    expect(listOf({ length: 3 })).toEqual([]);
  });
  it("gives texts that say something", () => {
    expect(textOf(" ")).toBe(" ");
    expect(odd.map(textOf).filter((text) => text !== undefined)).toEqual(["7"]);
  });
  it("gives whole numbers that are not negative", () => {
    expect(wholeOf(Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
    expect(odd.map(wholeOf).filter((number) => number !== undefined)).toEqual([0]);
    expect(wholeOf(2 ** 53)).toBeUndefined();
  });
});
