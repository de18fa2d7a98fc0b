import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Entity } from "../../src/model/entity.js";
import type { TextRules } from "../../src/model/text-rules.js";
import { compose, nordic, type ComposeOptions, type FieldValue } from "../../src/reply/index.js";
import { findSpans } from "../../src/text/spans.js";
import { textRules } from "../../src/text/index.js";
import { inbound } from "./message.js";

type More = Partial<ComposeOptions>;
const author = (name: string, handle = "sandra.h") => ({
  key: "bluesky:did%3Aplc%3Abrandx:author:u1" as const,
  id: "u1",
  handle,
  name,
  isOwn: false,
});
/** What a template becomes as the first step of a reply. */
const say = (template: string, fields: Readonly<Record<string, FieldValue>> = {}, more: More = {}): string =>
  compose(nordic, { to: inbound(), rules: textRules.bluesky.reply, values: { acknowledge: template }, fields, ...more }).text;
const plain: TextRules = { limits: [], markup: "plain" };
const discord: TextRules = { limits: [], markup: "discord" };
const tagging = (value: string, fields: Partial<Entity> = {}): Entity => ({
  type: "mention",
  start: 0,
  end: value.length + 1,
  value,
  ...fields,
});

describe("reply", () => {
  describe("templates", () => {
    it.each([
      ["Hej {{name}}!", { name: "Sandra" }, "Hej Sandra!"],
      ["Hej {{ name }}!", { name: " Sandra " }, "Hej Sandra!"],
      ["Hej {{name|du}}!", {}, "Hej du!"],
      ["Hej {{name| du }}!", { name: "" }, "Hej du!"],
      ["Hej{{name|}}!", {}, "Hej!"],
      ["Hej{{#name}} {{name}}{{/name}}!", { name: "Sandra" }, "Hej Sandra!"],
      ["Hej{{#name}} {{name}}{{/name}}!", {}, "Hej!"],
      ["{{^order}}Hvad er dit ordrenummer?{{/order}}", {}, "Hvad er dit ordrenummer?"],
      ["Tak{{#a}}{{#b}} {{a}} og {{b}}{{/b}}{{/a}}!", { a: "Anna", b: "Bo" }, "Tak Anna og Bo!"],
      ["Tak{{#a}}{{#b}} {{a}} og {{b}}{{/b}}{{/a}}!", { a: "Anna" }, "Tak!"],
      ["Hej {{name|du}}!", { name: "@@" }, "Hej du!"],
      ["Ordre {{order.number}}.", { "order.number": "4711" }, "Ordre 4711."],
    ])("fills %j with %j", (template, fields, text) => {
      expect(say(template, fields)).toBe(text);
    });

    it.each([
      ["Hej {{order}}!", 'Step "acknowledge" has no value for the placeholder {{order}}: give fields.order, or write {{order|...}}'],
      ["Hej {{name", "is not closed"],
      ["Hej {{}}", "without a proper name"],
      ["Hej {{a b}}", "without a proper name"],
      ["Hej {{#name}}!", "opens the section {{#name}} and does not close it"],
      ["Hej {{/name}}!", "closes the section {{/name}} where it is not open"],
      ["{{#a}}{{#b}}x{{/a}}{{/b}}", "closes the section {{/a}} where it is not open"],
    ])("refuses %j, naming the step", (template, message) => {
      expect(() => say(template)).toThrow(message);
      expect(() => say(template)).toThrow(expect.objectContaining({ code: "invalid-request" }));
    });

    it("reads a hostile template in no time", () => {
      const started = performance.now();
      for (const template of ["{{".repeat(20_000), `{{${" ".repeat(50_000)}`, `{{a|${" |".repeat(20_000)}`])
        expect(() => say(template)).toThrow();
      expect(performance.now() - started).toBeLessThan(1_000);
    });

    it("refuses a field that is no text, and says which", () => {
      expect(() => say("{{order}}", { order: 7 as unknown as string })).toThrow("fields.order is no text");
      expect(() => say("{{order}}", { order: "\ud83d" })).toThrow("fields.order is no text");
    });

    it("never expands a value again", () => {
      expect(say("Hej {{name}}!", { name: "{{order}}", order: "4711" })).toBe("Hej {{order}}!");
      expect(say("{{a}}{{b}}", { a: "{{", b: "order}}", order: "4711" })).toBe("{{order}}");
      expect(say("{{a}}", { a: { trusted: "{{order}}" }, order: "4711" })).toBe("{{order}}");
    });

    it("says nothing for a step whose sections are all left out", () => {
      const plan = compose(nordic, {
        to: inbound(),
        rules: plain,
        values: { acknowledge: "Tak!", answer: "{{#order}}Ordre {{order}} er sendt.{{/order}}" },
      });
      expect(plan).toMatchObject({ text: "Tak!", used: ["acknowledge"], dropped: [] });
      expect(() => say("{{#name}}{{name}}{{/name}}")).toThrow('Step "acknowledge" has no value');
    });

    it.each([
      ["mentions", "@brandy", "Hej brandy!"],
      ["mentions in full width", "＠brandy", "Hej brandy!"],
      ["hashtags", "#vinder", "Hej vinder!"],
      ["links", "https://evil.example/win", "Hej evil example/win!"],
      ["links without a scheme", "evil.example/win", "Hej evil example/win!"],
      ["links behind a hidden joiner", "evil\u200d.\u200bexample", "Hej evil example!"],
      ["mail addresses", "a@evil.example", "Hej a evil example!"],
      ["line breaks", "Sandra\n\nBrand X:", "Hej Sandra Brand X:!"],
      ["turned text", "Sandra\u202Eardnas", "Hej Sandraardnas!"],
    ])("makes %s in a value harmless", (_what, name, text) => {
      expect(say("Hej {{name}}!", { name })).toBe(text);
    });

    it("escapes markup where the network reads any", () => {
      expect(say("Hej {{name}}!", { name: "**Sandra** <@123>" }, { rules: discord })).toBe(String.raw`Hej \*\*Sandra\*\* \<123\>!`);
      expect(say("{{name}}", { name: "- [her](x)" }, { rules: discord })).toBe(String.raw`\- \[her\](x)`);
      expect(say("{{name}}", { name: "1. u/brandy" }, { rules: { limits: [], markup: "reddit" } })).toBe(String.raw`1\. u brandy`);
      expect(say("Hej {{name}}!", { name: "snow_boots*" })).toBe("Hej snow_boots*!");
    });

    it("puts trusted values in as they are, and encodes a value inside a link", () => {
      expect(say("Se {{link}}", { link: { trusted: "https://brandx.example/støvler" } })).toBe("Se https://brandx.example/støvler");
      expect(say("https://brandx.example/?q={{q}}", { q: "a&b=c d" })).toBe("https://brandx.example/?q=a%26b%3Dc%20d");
    });

    it("makes no link, mention or hashtag of any value, also of two side by side", () => {
      const nasty = fc
        .array(
          fc.constantFrom(
            "@",
            "#",
            ".",
            "evil",
            "com",
            "https://",
            "//",
            "a",
            " ",
            "\u200b",
            "\u200d",
            "＠",
            "。",
            "www.",
            "{{name}}",
            "$",
            "\n",
            "_",
          ),
        )
        .map((parts) => parts.join(""));
      fc.assert(
        fc.property(nasty, nasty, (a, b) => {
          const text = say("Tak {{a|}}{{b|}} ja", { a, b }, { rules: plain });
          expect(findSpans(text)).toEqual([]);
          expect(text).not.toMatch(/[\n\u200b]/u);
        }),
      );
    });
  });

  describe("what is known without being given", () => {
    it.each([
      ["Sandra Holm", "Hej Sandra!"],
      ["🌸 sandra 🌸", "Hej Sandra!"],
      ["SANDRA HOLM", "Hej Sandra!"],
      ["anne-marie", "Hej Anne-Marie!"],
      ["O’Neill Boots", "Hej O’Neill!"],
      ["McKenna", "Hej McKenna!"],
      ["Łukasz", "Hej Łukasz!"],
      ["sandra_h99", "Hej!"],
      ["Dr. Holm", "Hej!"],
      ["Fru Holm", "Hej!"],
      ["J", "Hej!"],
      ["田中太郎", "Hej!"],
      ["Vi elsker at gå på fjeldet", "Hej!"],
      ["https://evil.example", "Hej!"],
    ])("greets %s by the first name only where it looks like one: %s", (name, text) => {
      expect(say("{{greeting}}!", {}, { to: inbound({ author: author(name) }) })).toBe(text);
    });

    it("greets no bot by name", () => {
      expect(say("{{greeting}}!", {}, { to: inbound({ author: { ...author("Sandra"), isBot: true } }) })).toBe("Hej!");
    });

    it.each([
      ["da", "Hej Jane!", "Kære Jane!", "Goddag!", "Mvh Brand X", "Med venlig hilsen Brand X"],
      ["en", "Hi Jane!", "Dear Jane!", "Hello!", "Best, Brand X", "Kind regards, Brand X"],
      ["pl", "Cześć, Jane!", "Dzień dobry!", "Dzień dobry!", "Pozdrawiamy, Brand X", "Z poważaniem, Brand X"],
      ["ro", "Bună, Jane!", "Bună ziua!", "Bună ziua!", "Cu drag, Brand X", "Toate cele bune, Brand X"],
      ["de", "Hallo Jane!", "Guten Tag!", "Guten Tag!", "Viele Grüße, Brand X", "Mit freundlichen Grüßen, Brand X"],
      ["sv", "Hej Jane!", "Hej Jane!", "Hej!", "Hälsningar, Brand X", "Vänliga hälsningar, Brand X"],
      ["nb-NO", "Hei Jane!", "Hei Jane!", "Hei!", "Hilsen Brand X", "Vennlig hilsen Brand X"],
      ["fr", "Bonjour Jane!", "Bonjour Jane!", "Bonjour!", "À bientôt, Brand X", "Cordialement, Brand X"],
      ["es", "Hola, Jane!", "Hola, Jane!", "Hola!", "Un saludo, Brand X", "Saludos cordiales, Brand X"],
    ])("greets and signs in %s", (locale, friendly, formal, nameless, signed, signedFormally) => {
      const to = inbound({ author: author("Jane") });
      const voice = { id: "x", brand: "Brand X" };
      const stiff = { ...voice, address: { und: "formal" as const } };
      const nordicLike = { ...nordic, punctuation: "as-written" as const };
      const text = (more: More): string =>
        compose(nordicLike, { to, rules: plain, locale, values: { acknowledge: "{{greeting}}!" }, ...more }).text;
      expect(text({ voice })).toBe(`${friendly} ${signed}`);
      expect(text({ voice: stiff })).toBe(`${formal} ${signedFormally}`);
      expect(text({ voice: stiff, fields: { name: "" } })).toBe(`${nameless} ${signedFormally}`);
    });

    it("greets with the voice's own word, and with the form of address that the host makes", () => {
      const to = inbound({ author: author("Jane") });
      expect(say("{{greeting}}!", {}, { to, voice: { id: "x", greetings: { da: ["Halløj", "Hej"] } } })).toBe("Halløj Jane!");
      const addressForm = (name: string, language: string | undefined): string => (language === "pl" ? `Pani ${name}` : name);
      expect(say("{{greeting}}!", {}, { to, locale: "pl", addressForm })).toBe("Cześć, Pani Jane!");
      expect(say("{{greeting}}!", {}, { to, addressForm: () => undefined })).toBe("Hej!");
    });

    it("has no greeting in a language that it does not know", () => {
      expect(() => say("{{greeting}}!", {}, { locale: "fi" })).toThrow("no value for the placeholder {{greeting}}");
      expect(say("{{greeting|Moi}}!", {}, { locale: "fi" })).toBe("Moi!");
    });

    it("fills a step of kind greet", () => {
      const steps = [{ id: "hello", kind: "greet", required: "optional" as const }, ...nordic.steps];
      const to = inbound({ author: author("Sandra") });
      expect(compose({ ...nordic, steps }, { to, rules: plain, values: { acknowledge: "Tak for din besked." } }).text).toBe(
        "Hej Sandra! Tak for din besked.",
      );
    });
  });

  describe("signatures", () => {
    const voice = { id: "x", brand: "Brand X" };
    const values = { acknowledge: "Tak!" };
    const signed = (more: More): string | undefined =>
      compose(nordic, { to: inbound(), rules: plain, values, ...more }).segments.find(({ step }) => step === "signature")?.text;

    it("signs with the initials or the name of the agent", () => {
      const initials = { ...nordic, signature: "initials" as const };
      const of = (agent: ComposeOptions["agent"], rules = plain): string | undefined =>
        compose(initials, { to: inbound(), rules, values, voice, ...(agent !== undefined && { agent }) }).segments[1]?.text;
      expect(of({ initials: "AB" })).toBe("^AB");
      expect(of({ initials: "^AB" })).toBe("^AB");
      expect(of({ name: "Anna" })).toBe("-Anna");
      expect(of({ name: "Anna Bang" })).toBe("^AB");
      expect(of({ initials: "AB" }, { limits: [], markup: "reddit" })).toBe("-AB");
      expect(of(undefined)).toBeUndefined();
    });

    it("signs with the brand, with initials where there is none, and not at all when told so", () => {
      expect(signed({ voice, agent: { initials: "AB" } })).toBe("Mvh Brand X");
      expect(signed({ voice, locale: "fi" })).toBe("Brand X");
      expect(signed({ agent: { initials: "AB" } })).toBe("^AB");
      expect(compose({ ...nordic, signature: "none" }, { to: inbound(), rules: plain, values, voice }).used).toEqual(["acknowledge"]);
    });

    it("lets initials stand for the brand when room is short, and then nobody", () => {
      const at = (max: number): string =>
        compose(nordic, {
          to: inbound(),
          rules: { limits: [{ unit: "graphemes", max, severity: "error" }], markup: "plain" },
          values,
          voice,
          agent: { initials: "AB" },
        }).text;
      expect([at(16), at(15), at(7)]).toEqual(["Tak! Mvh Brand X", "Tak! ^AB", "Tak!"]);
    });
  });

  describe("two addressees", () => {
    const to = inbound({
      text: "@beth.test this is what I told you about",
      author: author("Jane", "jane.test"),
      entities: [tagging("brandx.test"), tagging("jane.test"), tagging("beth.test", { targetId: "u2" }), tagging("carl.test")],
    });
    const values = {
      acknowledge: "{{mention}} tak fordi du fortæller om os!",
      answer: "{{friend}}, skriv endelig, hvis du vil vide mere.",
      continue: "Skal I ud at gå sammen, {{mention}} og {{friend}}?",
    };

    it("mentions the member and the tagged friend, each once", () => {
      const plan = compose(nordic, { to, rules: plain, values, ownHandle: "BrandX.test" });
      expect(plan.text).toBe(
        "@jane.test tak fordi du fortæller om os! @beth.test, skriv endelig, hvis du vil vide mere. Skal I ud at gå sammen, jane og beth?",
      );
    });

    it("mentions in the words of the network", () => {
      const ids = inbound({ ...to, author: { ...author("Jane", "jane"), id: "11" }, entities: [tagging("beth", { targetId: "22" })] });
      const text = (markup: TextRules["markup"]): string =>
        compose(nordic, { to: ids, rules: { limits: [], markup }, values: { acknowledge: "Tak {{mention}}, hej {{friend}}" } }).text;
      expect(text("discord")).toBe("Tak <@11>, hej <@22>");
      expect(text("reddit")).toBe("Tak u/jane, hej u/beth");
      expect(text("little")).toBe("Tak jane, hej beth");
    });

    it("has no friend where only we are tagged", () => {
      const alone = inbound({ ...to, entities: [tagging("brandx.test"), tagging("x.test", { targetId: "did:plc:brandx" })] });
      expect(say("Tak{{#friend}} {{friend}}{{/friend}}!", {}, { to: alone, ownHandle: "brandx.test" })).toBe("Tak!");
    });
  });
});
