import { describe, expect, it } from "vitest";
import { findPersonalData } from "../../src/reply/index.js";
import { isOwnContact } from "../../src/reply/personal-data.js";
import { isCard, isCnp, isCpr, isIban, isPesel, passesLuhn } from "../../src/reply/personal-data-numbers.js";

const found = (text: string): readonly (readonly [string, string])[] =>
  findPersonalData(text).map(({ type, range }) => [type, text.slice(...range)]);

describe("findPersonalData", () => {
  it.each([
    ["Write to ada.lund+fan@post.example.", [["email", "ada.lund+fan@post.example"]]],
    ["ada.lund (at) post.example", [["email", "ada.lund (at) post.example"]]],
    ["Ring til Ida på +45 20 12 34 56!", [["phone", "+45 20 12 34 56"]]],
    ["Ring til Ida på 20 12 34 56.", [["phone", "20 12 34 56"]]],
    ["tlf. 20123456", [["phone", "20123456"]]],
    ["Zadzwoń: 600 700 800", [["phone", "600 700 800"]]],
    ["Sunați la 0721 234 567", [["phone", "0721 234 567"]]],
    ["(555) 123-4567", [["phone", "(555) 123-4567"]]],
    ["0048 600 700 800", [["phone", "0048 600 700 800"]]],
    ["DK50 0040 0440 1162 43 SEE YOU", [["iban", "DK50 0040 0440 1162 43"]]],
    ["konto pl61109010140000071219812874", [["iban", "pl61109010140000071219812874"]]],
    ["card 4111 1111 1111 1111", [["card", "4111 1111 1111 1111"]]],
    ["5500-0000-0000-0004", [["card", "5500-0000-0000-0004"]]],
    ["010190-1234", [["cpr", "010190-1234"]]],
    ["cpr 0101901234", [["cpr", "0101901234"]]],
    ["44051401458", [["pesel", "44051401458"]]],
    ["1800101221144", [["cnp", "1800101221144"]]],
    [
      "a@b.example, 600 700 800",
      [
        ["email", "a@b.example"],
        ["phone", "600 700 800"],
      ],
    ],
  ])("finds %s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    "@ada@social.example says hi",
    "We open on 22.11.2026 at 10:30, until 2026-12-24.",
    "The years 2014-2026 were good.",
    "Order 12345678 is on its way.",
    "ordre 12 34 56 78",
    "It costs 100 000 000 zł.",
    "1,234,567 steps",
    "https://shop.example/p/4111111111111111 and www.shop.example/20123456",
    "990190-1234",
    "311190-1234 is no day of November",
    "0101901235",
    "44051401457",
    "1800101221145",
    "4111 1111 1111 1112",
    "DK5000400440116244",
    "Boots 900 g, size 47, 5 stars, 2 of 3.",
    "",
  ])("lets %s be", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("knows our own contacts, with and without the country", () => {
    const own = ["@brandx.example", "+45 70 10 20 30", "GB33BUKB20201555555555"];
    for (const one of ["help@brandx.example", "70 10 20 30", "0045 70102030", "GB33 BUKB 2020 1555 5555 55"])
      expect(isOwnContact(one, own)).toBe(true);
    for (const one of ["help@brandy.example", "help@brandx.example.org", "70 10 20 31", "10 20 30"])
      expect(isOwnContact(one, own)).toBe(false);
  });

  // Would run into the time limit of the test if a pattern went back and forth.
  it("comes to an end with long runs of digits and letters", () => {
    for (const one of ["1 ", "a1", "(1", "a@", "DK50 "])
      expect(findPersonalData(one.repeat(5_000)).every(({ type }) => type !== "email")).toBe(true);
  });
});

describe("checks of numbers", () => {
  it("follows Luhn", () => {
    expect(["79927398713", "4242424242424242"].every(passesLuhn)).toBe(true);
    expect(["79927398710", "0"].some(passesLuhn)).toBe(false);
    expect(isCard("378282246310005")).toBe(true);
    expect(isCard("1234567812345670")).toBe(false);
  });

  it("reads IBANs modulo 97, in the length of their country", () => {
    expect(["GB82 WEST 1234 5698 7654 32", "RO49AAAA1B31007593840000", "de89370400440532013000"].every(isIban)).toBe(true);
    expect(["GB82 WEST 1234 5698 7654 33", "RO49AAAA1B3100759384000", "ZZ89370400440532013000"].some(isIban)).toBe(false);
  });

  it("reads CPR numbers by date, and modulo 11 where asked", () => {
    expect(isCpr("2902004000", false)).toBe(true);
    expect(isCpr("2902014000", false)).toBe(false);
    expect(isCpr("0707614285", true)).toBe(true);
    expect(isCpr("0707614286", true)).toBe(false);
  });

  it("reads PESEL in every century", () => {
    expect(isPesel("02070803628")).toBe(true);
    expect(isPesel("02270803624")).toBe(true);
    expect(isPesel("02270803625")).toBe(false);
    expect(isPesel("02130803624")).toBe(false);
  });

  it("reads CNP with its county and its check digit", () => {
    expect(isCnp("1800101221144")).toBe(true);
    expect(isCnp("1800101991144")).toBe(false);
    expect(isCnp("0800101221144")).toBe(false);
  });
});
