import { describe, expect, it } from "vitest";
import { lint, type Voice } from "../../src/reply/index.js";
import { textRules } from "../../src/text/index.js";
import { inbound } from "./message.js";

const codes = (text: string, voice: Partial<Voice>, language = "da"): readonly string[] =>
  lint({ text }, { rules: textRules.mastodon.reply, to: inbound({ text: "👍", language }), voice: { id: "brand-x", ...voice } })
    .map(({ code }) => code)
    .filter((code) => code.startsWith("voice-") || code === "missing-signature");

describe("voice", () => {
  it.each([
    ["da", "informal", "Hej Sandra, kunne De tænke Dem at prøve?", "Hej Sandra, kunne du tænke dig at prøve? De er varme."],
    ["da", "formal", "Hej Sandra, vil du prøve dem?", "Goddag, kunne De tænke Dem at prøve?"],
    ["pl", "informal", "Dzień dobry, czy chce Pan spróbować?", "Cześć, chcesz spróbować?"],
    ["pl", "formal", "Dzień dobry, czekamy na ciebie!", "Dzień dobry, czekamy na Panią!"],
    ["ro", "informal", "Bună, vă așteptăm!", "Bună, te așteptăm!"],
    ["ro", "formal", "Bună ziua, tu ce mărime porți?", "Bună ziua, vă așteptăm!"],
    ["de", "formal", "Hallo, wie können wir dir helfen?", "Guten Tag, wie können wir Ihnen helfen?"],
    ["fr", "formal", "Bonjour, tu peux venir.", "Bonjour, vous pouvez venir."],
    ["es", "informal", "Hola, ¿usted quiere probar?", "Hola, ¿quieres probar?"],
  ] as const)("speaks to members in %s in the %s form", (language, form, wrong, right) => {
    expect(codes(wrong, { address: { [language]: form } }, language)).toEqual(["voice-address"]);
    expect(codes(right, { address: { [language]: form } }, language)).toEqual([]);
  });

  it("begins and ends as the brand does", () => {
    const voice: Partial<Voice> = { greetings: { da: ["Hej", "Kære"], und: ["Hi"] }, signatures: { da: "Mvh Brand X" }, signed: "always" };
    expect(codes("Hej Sandra, tak! Mvh Brand X", voice)).toEqual([]);
    expect(codes("@sandra Kære Sandra, tak! ^AB", voice)).toEqual([]);
    expect(codes("Hejsa, tak!", voice)).toEqual(["missing-signature", "voice-greeting"]);
    expect(codes("Hello there! /Anna", voice, "en")).toEqual(["voice-greeting"]);
    expect(codes("❤️", voice)).toEqual([]);
  });

  it("counts emoji whatever their skin, and knows which", () => {
    const voice: Partial<Voice> = { emoji: { most: 2, only: ["👍", "❤️"] } };
    expect(codes("Tak 👍🏽❤", voice)).toEqual([]);
    expect(codes("Tak 👍👍👍", voice)).toEqual(["voice-emoji"]);
    expect(codes("Tak 👨‍👩‍👧‍👧", voice)).toEqual(["voice-emoji"]);
    expect(codes("Tak 🎉", { emoji: { most: 0 } })).toEqual(["voice-emoji"]);
  });

  it("counts exclamation marks and words in a sentence", () => {
    expect(codes("Tak! Hej! Hej!", { exclamations: 2 })).toEqual(["voice-exclamation"]);
    expect(codes("En to tre fire. En to tre fire fem.", { sentenceWords: 4 })).toEqual(["voice-sentence"]);
  });

  it("asks for nothing that it does not say", () => {
    expect(codes("Goddag!!! 🎉🎉🎉 Kunne De tænke Dem", {})).toEqual([]);
  });
});
