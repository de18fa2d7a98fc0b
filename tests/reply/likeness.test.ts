import { describe, expect, it } from "vitest";
import { copied, likeness, namesSomethingOf } from "../../src/reply/index.js";

const thanks = "Hi Anna, thank you so much for your message! The boots are back in stock on 12 May, see https://brandx.example/boots.";

describe("likeness", () => {
  it("takes copies for copies whatever name, link and number they carry", () => {
    const copy = "Hi Piotr, thank you so much for your message! The boots are back in stock on 3 June, see https://brandx.example/b?2.";
    expect(likeness(thanks, copy)).toBeGreaterThanOrEqual(0.9);
    expect(likeness("Hej Sandra, tak for din besked! De koster 900 kr.", "Hej Malou, tak for din besked! De koster 1.100 kr.")).toBe(1);
    expect(likeness("@ada Dziękujemy, Ado!", "@jan Dziękujemy, Janie!")).toBeGreaterThanOrEqual(copied);
  });

  it("lets another answer be another, also behind the same greeting", () => {
    const other = "Hi Piotr, thank you so much for your message! Yes, you can wash the lining by hand; let it dry in the shade.";
    expect(likeness(thanks, other)).toBeLessThan(0.6);
    expect(likeness("Ja, op til str. 50.", "Nej, desværre ikke.")).toBeLessThan(0.3);
  });

  it("is the same both ways, 1 with itself, 0 with nothing", () => {
    expect(likeness("One, two.", "Three, two.")).toBe(likeness("Three, two.", "One, two."));
    expect(likeness(thanks, thanks.normalize("NFD"))).toBe(1);
    expect(likeness(thanks, "")).toBe(0);
    expect(likeness("", "")).toBe(1);
    expect(likeness("❤️", "🎉")).toBe(0);
    expect(likeness("abc", [])).toBe(0);
  });

  it("tells the greatest of several", () => {
    expect(likeness(thanks, ["No.", thanks, "Yes."])).toBe(1);
  });
});

describe("namesSomethingOf", () => {
  const post = "Three days on the Kungsleden with wet feet and a broken stove. Worth it! #hiking";
  it.each([
    ["Wet feet for three days, that is what wool is for!", true],
    ["The stove looks like it has been through a lot.", true],
    ["What a great photo, we love it! Check out our shop.", false],
    ["So cool! 🔥", false],
  ])("%s: %s", (text, expected) => {
    expect(namesSomethingOf(text, post)).toBe(expected);
  });

  it("finds a word in another form, and lets a picture without words be", () => {
    expect(namesSomethingOf("Piękne szczyty!", "Wczoraj na szczytach Tatr")).toBe(true);
    expect(namesSomethingOf("Smukt!", "📸")).toBe(true);
  });
});
