import { describe, expect, it } from "vitest";
import {
  lint,
  nordic,
  proofread,
  type Draft,
  type LintCheck,
  type LintOptions,
  type LintWarning,
  type ReplyPlan,
} from "../../src/reply/index.js";
import { compose, defineFramework } from "../../src/reply/index.js";
import { draftHash } from "../../src/model/hash.js";
import { textRules, type TextRules } from "../../src/text/index.js";
import { inbound } from "./message.js";

const rules = textRules.mastodon.reply;
const read = (text: string, more: Partial<LintOptions> = {}, draft: Partial<Draft> = {}): readonly LintWarning[] =>
  lint({ text, ...draft }, { rules, to: inbound({ text: "Fine boots.", language: "en" }), ...more });
const codes = (text: string, more: Partial<LintOptions> = {}, draft: Partial<Draft> = {}): readonly string[] =>
  read(text, more, draft).map(({ code }) => code);
/** A reply that nobody would say a word against, with something in it. */
const fine = (words: string): string => `Hi Ada, thank you! ${words} Have a lovely day!`;
const marked = (text: string, code: string, more: Partial<LintOptions> = {}): readonly (string | undefined)[] =>
  read(text, more)
    .filter((one) => one.code === code)
    .map(({ range }) => (range === undefined ? undefined : text.slice(...range)));

describe("lint", () => {
  it("says nothing of a good reply, and nothing of emoji alone", () => {
    expect(codes(fine("They are made in Odense."))).toEqual([]);
    expect(codes("👍🏽❤️")).toEqual([]);
    expect(codes("")).toEqual([]);
  });

  it("is pure, plain JSON, errors first, and quotes nothing", () => {
    const text = "Buy now!! Write your phone number here, {name}, or call 600 700 800. WE ARE ALWAYS AWAKE HERE";
    const found = read(text);
    expect(read(text)).toEqual(found);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    const order = ["error", "warn", "info"];
    expect(found.map(({ severity }) => severity)).toEqual(
      found.map(({ severity }) => severity).toSorted((a, b) => order.indexOf(a) - order.indexOf(b)),
    );
    expect(JSON.stringify(found)).not.toMatch(/600|AWAKE|\{name\}/u);
    expect(found.every(({ message, suggestion }) => message.endsWith(".") && suggestion !== undefined)).toBe(true);
  });

  it("refuses what is no draft and no rules", () => {
    expect(() => lint({} as Draft, { rules })).toThrow("`text` is no string");
    expect(() => lint({ text: "a" }, {} as LintOptions)).toThrow("`rules.limits` is no list");
  });

  describe("room", () => {
    const tight: TextRules = {
      limits: [{ unit: "graphemes", max: 10, severity: "warn" }],
      most: { hashtags: 1, links: 0, attachments: 0 },
      markup: "plain",
    };
    it("counts lengths and ceilings, with the severity of each", () => {
      const found = read(
        "#one #two https://brandx.example",
        { rules: tight },
        { attachments: [{ type: "file", url: "https://brandx.example/a" }] },
      );
      expect(found.map(({ code, severity }) => [code, severity])).toEqual(
        expect.arrayContaining([
          ["too-long", "warn"],
          ["too-many-hashtags", "error"],
          ["too-many-links", "error"],
          ["too-many-attachments", "error"],
        ]),
      );
      expect(codes("Hi Ada!", { rules: { ...tight, limits: [{ unit: "graphemes", max: 3, severity: "error" }] } })).toContain("too-long");
    });

    it("knows what a network refuses besides", () => {
      expect(codes("THANKS ADA", { rules: { ...tight, shoutingRefused: true } })).toContain("all-caps");
      expect(codes("Thanks <3", { rules: { ...tight, forbid: "<>" } })).toContain("forbidden-characters");
    });
  });

  it.each(["{{name}}", "{name}", "${name}", "[name]", "[produkt tutaj]", "<name>", "____", "XXX", "%s", "%name%", "TODO", "Lorem ipsum"])(
    "finds the placeholder %s",
    (gap) => {
      expect(marked(fine(`Yours is ${gap}.`), "unfilled-placeholder")).toEqual([gap]);
    },
  );

  it.each(["xxx", "[the shop](https://brandx.example)", "<3", "<@123>", "XXXL", "100 %", "a_b_c", "{ }", "hacer todo"])(
    "takes %s for no placeholder",
    (text) => {
      expect(marked(fine(`Yours is ${text}.`), "unfilled-placeholder", { rules: { ...rules, markup: "reddit" } })).toEqual([]);
    },
  );

  it("hears shouting by sentence, but no acronyms and no names", () => {
    expect(marked("Hi Ada. THIS IS VERY IMPORTANT NEWS! Have a nice day.", "shouting")).toEqual(["THIS IS VERY IMPORTANT NEWS!"]);
    expect(codes(fine("Made in the EU, by NATO and USB."))).not.toContain("shouting");
    expect(codes("MAMMUTO MAMMUTO!", { voice: { id: "v", names: ["Mammuto"] } })).not.toContain("shouting");
  });

  it("bans by whole words, and says what is said instead", () => {
    const voice = { id: "brand-x", avoid: ["cure", "as per"], prefer: { shoe: "boot" } };
    expect(marked(fine("It is secure, a cure as  per plan."), "banned-phrase", { voice })).toEqual(["cure", "as  per"]);
    expect(read(fine("This shoe, no shoes."), { voice })).toEqual([
      expect.objectContaining({ code: "voice-word", range: [24, 28], suggestion: 'Say "boot".' }),
    ]);
  });

  describe("personal data", () => {
    it("is an error in public, and none in private or of our own", () => {
      const text = fine("Call 600 700 800 or mail ada@post.example.");
      expect(marked(text, "pii-phone")).toEqual(["600 700 800"]);
      expect(codes(text)).toEqual(["pii-phone", "pii-email"]);
      for (const to of [inbound({ kind: "direct" }), inbound({ visibility: "private" })])
        expect(codes(text, { to, locale: "en" })).toEqual([]);
      expect(codes(text, { place: "private" })).toEqual([]);
      expect(codes(text, { voice: { id: "v", contacts: ["+48 600 700 800", "@post.example"] } })).toEqual([]);
    });

    it("is found outside the text too", () => {
      const attachments = [{ type: "image", url: "https://brandx.example/a.png", alt: "A card that says ada@post.example" }] as const;
      expect(read(fine("Look."), {}, { attachments, title: "Call +45 20 12 34 56" }).map(({ code, range }) => [code, range])).toEqual([
        ["pii-phone", undefined],
        ["pii-email", undefined],
      ]);
    });

    it.each([
      ["What's your phone number?", true],
      ["Please send us your order number.", true],
      ["Please send us a DM with your order number.", false],
      ["Never post your phone number here.", false],
      ["We will send it to your address.", false],
      ["You can write to us: hello@brandx.example, any e-mail is welcome.", false],
    ])("asks for it: %s %s", (text, expected) => {
      const voice = { id: "v", contacts: ["hello@brandx.example"] };
      expect(codes(fine(text), { voice }).includes("asks-for-private-data")).toBe(expected);
    });
  });

  it("wants descriptions that say something", () => {
    const image = (alt?: string) => ({ type: "image", url: "https://brandx.example/a.png", ...(alt !== undefined && { alt }) }) as const;
    const attachments = [image(), image("IMG_2041.jpg"), image("Billede"), { type: "file", url: "https://brandx.example/a.pdf" }] as const;
    expect(read(fine("Look."), {}, { attachments }).map(({ code, severity }) => [code, severity])).toEqual([
      ["missing-alt", "warn"],
      ["poor-alt", "warn"],
      ["poor-alt", "warn"],
    ]);
    expect(codes(fine("Look."), {}, { attachments: [image("Two boots on a wet rock")] })).toEqual([]);
    expect(read(fine("Look."), { policies: { requireAlt: true } }, { attachments: [image()] })[0]).toMatchObject({
      code: "missing-alt",
      severity: "error",
    });
  });

  it("counts public replies against the policies", () => {
    const policies = { maxPublicReplies: 2, switchChannelAfter: 2 };
    expect(codes(fine("Yes."), { policies, publicReplies: 0 })).toEqual([]);
    expect(codes(fine("Yes."), { policies, publicReplies: 1 })).toEqual(["switch-channel"]);
    expect(codes(fine("Yes."), { policies, publicReplies: 2 })).toEqual(["too-many-public-replies"]);
    expect(codes(fine("Yes."), { policies, publicReplies: 2, place: "private" })).toEqual([]);
    expect(codes(fine("Yes."), { policies })).toEqual([]);
  });

  it("knows copies and comments that could stand anywhere", () => {
    const recent = ["Hi Tom, thank you! They are made in Odense. Have a lovely day!"];
    expect(codes(fine("They are made in Odense."), { recent })).toEqual(["duplicate-reply"]);
    const about = { text: "Three days on the Kungsleden with wet feet" };
    expect(lint({ text: "So cool, love it!" }, { rules, about }).map(({ code }) => code)).toEqual(["generic-outreach"]);
    expect(lint({ text: "Three days with wet feet, well done!" }, { rules, about })).toEqual([]);
  });

  it("looks at links", () => {
    const link = (url: string): readonly string[] => codes(fine(`See ${url}.`), { voice: { id: "v", internal: ["intra.brandx.example"] } });
    expect(link("https://brandx.example/boots")).toEqual([]);
    expect(link("http://brandx.example")).toEqual(["http-link"]);
    for (const url of ["bit.ly/boots", "https://203.0.113.7/a", "https://brandx.example@evil.example", "https://brаndx.example"])
      expect(link(url)).toEqual(["suspicious-link"]);
    for (const url of ["http://localhost:3000/a", "https://wiki.intra.brandx.example/faq", "https://shop.corp/a"])
      expect(link(url)).toEqual(["internal-link"]);
  });

  it("notes promises, doubled marks and many emoji", () => {
    expect(codes(fine("We guarantee that, 100 %. It is 100 % wool."))).toEqual(["overpromise", "overpromise"]);
    expect(codes(fine("Really?! Yes..."))).toEqual(["double-punctuation"]);
    expect(codes(fine("😀😀😀😀😀😀"))).toEqual(["emoji-excess"]);
  });

  it("abstains in languages that it does not know", () => {
    expect(
      codes("Kiitos kysymyksestä, ne ovat vedenpitäviä", { to: inbound({ text: "Ovatko saappaat vedenpitäviä?", language: "fi" }) }),
    ).toEqual([]);
  });

  it("does not trust the network on the language where the member's words tell more", () => {
    const to = inbound({ text: "Czy te buty są wodoodporne i czy macie je w sklepie?", language: "en" });
    expect(codes("Cześć, dziękujemy! Tak, są wodoodporne i mamy je w sklepie. Miłego dnia!", { to })).toEqual([]);
    expect(codes("Cześć, dziękujemy! Tak, są wodoodporne i mamy je w sklepie. Miłego dnia!", { to, locale: "en" })).toEqual([
      "language-mismatch",
    ]);
  });

  it("lets a host's checks look too", () => {
    const check: LintCheck = ({ draft, place, sentences }) =>
      /\d+ kr/u.test(draft.text) ? [{ code: "price", severity: "error", message: `${place}, ${sentences.length} sentences.` }] : [];
    expect(read("Hej Ada, tak! De koster 900 kr. Hav en god dag!", { checks: [check], locale: "da" })).toEqual([
      { code: "price", severity: "error", message: "public, 3 sentences." },
    ]);
  });

  it("does not ask for what the steps of a plan have said", () => {
    const to = inbound({ text: "Is it warm?", language: "en" });
    const framework = defineFramework({ ...nordic, id: "own", steps: nordic.steps.map((step) => ({ ...step, actions: [] })) });
    const values = { acknowledge: "Ada!", answer: "Very much so, up to minus ten.", close: "Bye." };
    expect(compose(framework, { to, rules, values }).warnings).toEqual([]);
  });
});

describe("proofread", () => {
  const to = inbound({ text: "Fine boots.", language: "en" });
  it("makes a plan of a draft, marked as read", () => {
    const draft = { text: "Hi Ada, {name}!", attachments: [] };
    const plan = proofread(draft, { to, rules });
    expect(plan).toMatchObject({ parts: [draft.text], provenance: { target: { key: to.key }, linted: draftHash(draft, "public") } });
    expect(plan.warnings.map(({ code }) => code)).toContain("unfilled-placeholder");
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it("reads a changed plan anew and keeps what it does", () => {
    const plan = compose(nordic, { to, rules, values: { acknowledge: "Thank you, Ada!", close: "Have a lovely day!" } });
    const changed: ReplyPlan = { ...plan, text: "Thank you!", parts: ["Thank you!"] };
    expect(changed.provenance.linted).not.toBe(draftHash(changed, "public"));
    const again = proofread(changed, { to, rules });
    expect(again).toMatchObject({
      parts: ["Thank you!"],
      actions: plan.actions,
      provenance: { ...plan.provenance, linted: draftHash(changed, "public") },
    });
    expect(proofread({ ...plan, text: "Thanks!" }, { to, rules }).parts).toEqual(["Thanks!"]);
    expect(proofread({ text: "a" }, { to, rules, place: "private" }).provenance.linted).toBe(draftHash({ text: "a" }, "private"));
  });
});
