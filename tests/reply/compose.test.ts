import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FolkmootError } from "../../src/errors.js";
import { draftHash, messageHash } from "../../src/model/hash.js";
import type { Message } from "../../src/model/message.js";
import type { TextRules } from "../../src/model/text-rules.js";
import { compose, nordic, type ComposeOptions, type ReplyFramework, type StepValues } from "../../src/reply/index.js";
import { measure, textRules } from "../../src/text/index.js";
import { inbound } from "./message.js";

const sandra: StepValues = {
  acknowledge: "Hej Sandra, tusind tak for din besked.",
  answer: "Det er helt rigtigt forstået, vores støvler er vandtætte!",
  continue: "Kunne du tænke dig at prøve dem på?",
  signature: "Mvh Brand X",
};
const whole =
  "Hej Sandra, tusind tak for din besked. Det er helt rigtigt forstået, vores støvler er vandtætte! Kunne du tænke dig at prøve dem på? Mvh Brand X";
const options = (fields: Partial<ComposeOptions> = {}): ComposeOptions => ({
  to: inbound(),
  rules: textRules.bluesky.reply,
  values: sandra,
  ...fields,
});
const atMost = (max: number, severity: "error" | "warn" = "error"): TextRules => ({
  limits: [{ unit: "graphemes", max, severity }],
  markup: "plain",
});
const without = (message: Message, field: keyof Message): Message =>
  Object.fromEntries(Object.entries(message).filter(([name]) => name !== field)) as unknown as Message;
const code = (expected: string): unknown => expect.objectContaining({ code: expected });

describe("reply", () => {
  describe("compose", () => {
    it.each([
      ["without options", undefined, "`options`"],
      ["without a target", { rules: textRules.bluesky.reply, values: sandra }, "`to`"],
      ["with a target that is no message", { to: { key: "x" }, rules: textRules.bluesky.reply, values: sandra }, "`to`"],
      ["without rules", { to: inbound(), values: sandra }, "`rules`"],
      ["with rules without limits", { to: inbound(), rules: {}, values: sandra }, "`rules.limits`"],
      ["without values", { to: inbound(), rules: textRules.bluesky.reply }, "`values`"],
      ["with no values at all", { to: inbound(), rules: textRules.bluesky.reply, values: null }, "`values`"],
    ])("refuses to compose %s, naming what is missing", (_what, given, field) => {
      expect(() => compose(nordic, given as ComposeOptions)).toThrow(
        expect.objectContaining({
          name: "FolkmootError",
          code: "invalid-request",
          message: expect.stringContaining(field) as string,
        }),
      );
    });
    it.each([undefined, null, "nordic", { id: "a", version: 1, joiner: " ", steps: [null] }])(
      "refuses what is no framework: %j",
      (framework) => {
        expect(() => compose(framework as unknown as ReplyFramework, options())).toThrow(code("misconfigured"));
      },
    );

    it("lays out the guide's example byte for byte, with one like", () => {
      const plan = compose(nordic, options());
      expect(plan).toEqual({
        text: whole,
        language: "da",
        parts: [whole],
        segments: [
          { step: "acknowledge", text: sandra["acknowledge"] },
          { step: "answer", text: sandra["answer"] },
          { step: "continue", text: sandra["continue"] },
          { step: "signature", text: sandra["signature"] },
        ],
        actions: [{ type: "like", onUnsupported: "skip" }],
        used: ["acknowledge", "answer", "continue", "signature"],
        dropped: [],
        lengths: [
          { unit: "graphemes", value: 144, max: 300 },
          { unit: "utf8-bytes", value: 150, max: 3_000 },
        ],
        warnings: [],
        provenance: {
          framework: { id: "nordic", version: 1 },
          target: { key: inbound().key, hash: messageHash(inbound()) },
          linted: draftHash({ text: whole }, "public"),
        },
      });
      expect(new TextEncoder().encode(plan.text)).toHaveLength(150);
    });

    it("punctuates the guide's stand-alone sentences as its worked example does", () => {
      const values = { ...sandra, acknowledge: "Hej Sandra, tusind tak for din besked!" };
      expect(compose(nordic, options({ values })).text).toBe(whole);
      const entries = Object.entries({ ...values, close: "Hav en fantastisk dag!" });
      const closing = Object.fromEntries(entries.filter(([id]) => id !== "continue"));
      expect(compose(nordic, options({ values: closing })).text).toBe(
        "Hej Sandra, tusind tak for din besked. Det er helt rigtigt forstået, vores støvler er vandtætte. Hav en fantastisk dag! Mvh Brand X",
      );
    });

    it("gives a plan that is plain JSON, the same each time", () => {
      const plan = compose(nordic, options());
      expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
      expect(JSON.stringify(plan)).not.toContain("null");
      expect(compose(nordic, options())).toEqual(plan);
    });

    it("changes its hash of the target when the member edits the message", () => {
      const { provenance } = compose(nordic, options({ to: inbound({ text: "Er de varme?" }) }));
      expect(provenance.target?.hash).not.toBe(messageHash(inbound()));
    });

    it("answers a shell", () => {
      expect(compose(nordic, options({ to: without(inbound({ text: "" }), "language") }))).not.toHaveProperty("language");
    });

    it("brings texts to NFC and takes the space around them away", () => {
      const plan = compose(nordic, options({ values: { acknowledge: " Tak for pa\u030amindelsen!\n", answer: "Ja." } }));
      expect(plan.text).toBe("Tak for påmindelsen! Ja.");
    });

    it("stays on one line where the network wants that", () => {
      const lines: ReplyFramework = { ...nordic, joiner: "\n\n" };
      const values = { acknowledge: "Tak!\nDet glæder os.", answer: "Ja." };
      expect(compose(lines, options({ values })).text).toBe("Tak!\nDet glæder os.\n\nJa.");
      expect(compose(lines, options({ values, rules: { ...textRules.bluesky.reply, newlines: false } })).text).toBe(
        "Tak! Det glæder os. Ja.",
      );
    });

    it("does not read a missing value as text", () => {
      const values = { acknowledge: "Tak!", answer: undefined } as unknown as StepValues;
      expect(compose(nordic, options({ values })).used).toEqual(["acknowledge"]);
    });

    describe("groups", () => {
      it("lets the first step of a group speak and drops the others", () => {
        const plan = compose(
          nordic,
          options({ values: { acknowledge: "Tak!", close: "Hav en fantastisk dag!", continue: "Har du selv nogle?" } }),
        );
        expect(plan).toMatchObject({ text: "Tak! Har du selv nogle?", used: ["acknowledge", "continue"], dropped: ["close"] });
      });

      it("closes when there is nothing to continue with", () => {
        const plan = compose(nordic, options({ values: { acknowledge: "Tak!", close: "Hav en fantastisk dag!" } }));
        expect(plan).toMatchObject({ text: "Tak. Hav en fantastisk dag!", dropped: [] });
      });

      it("is content with one step of a group whose steps are all required", () => {
        const steps = nordic.steps.map((step) => (step.group === undefined ? step : { ...step, required: "always" as const }));
        const strict: ReplyFramework = { ...nordic, steps };
        expect(compose(strict, options({ values: { acknowledge: "Tak!", close: "Hej hej!" } })).text).toBe("Tak. Hej hej!");
        expect(() => compose(strict, options({ values: { acknowledge: "Tak!" } }))).toThrow('Step "continue" has no value');
      });
    });

    describe("signature", () => {
      const voice = { id: "brand-x", signatures: { da: "Mvh Brand X", "pt-BR": "Abraços", en: "Best, Brand X", und: "Brand X" } };
      const values = { acknowledge: "Tak!" };
      it.each([
        ["da", "Mvh Brand X"],
        ["da-DK", "Mvh Brand X"],
        ["DA-dk", "Mvh Brand X"],
        ["en-x-test", "Best, Brand X"],
        ["pt-BR", "Abraços"],
        ["pt-PT", "Brand X"],
        ["ro", "Brand X"],
      ])("takes the voice's for %s", (locale, expected) => {
        expect(compose(nordic, options({ values, voice, locale })).segments.at(-1)).toEqual({ step: "signature", text: expected });
      });

      it("follows the language of the message when no locale is given", () => {
        expect(compose(nordic, options({ values, voice })).text).toBe("Tak! Mvh Brand X");
        expect(compose(nordic, options({ values, voice, to: inbound({ language: "not a language" }) })).text).toBe("Tak! Brand X");
      });

      it("takes the host's own before the voice's", () => {
        expect(compose(nordic, options({ values: { ...values, signature: "/Anna" }, voice })).text).toBe("Tak! /Anna");
      });

      it("is left out when the voice has none for the language", () => {
        const danish = { id: "brand-x", signatures: { da: "Mvh Brand X" } };
        expect(compose(nordic, options({ values, voice: danish, locale: "en" })).used).toEqual(["acknowledge"]);
      });
    });

    describe("overflow", () => {
      it("drops the signature first, then the continuation, and never the answer", () => {
        expect(compose(nordic, options({ rules: atMost(143) }))).toMatchObject({ dropped: ["signature"], warnings: [] });
        expect(compose(nordic, options({ rules: atMost(131) }))).toMatchObject({
          text: "Hej Sandra, tusind tak for din besked. Det er helt rigtigt forstået, vores støvler er vandtætte!",
          used: ["acknowledge", "answer"],
          dropped: ["continue", "signature"],
        });
      });

      it("closes instead when the continuation had to go", () => {
        const plan = compose(nordic, options({ values: { ...sandra, close: "Hav en god dag!" }, rules: atMost(120) }));
        expect(plan).toMatchObject({ used: ["acknowledge", "answer", "close"], dropped: ["continue", "signature"] });
      });

      it("then shortens the last text, and says so", () => {
        const plan = compose(nordic, options({ rules: atMost(80) }));
        expect(plan.text).toBe("Hej Sandra, tusind tak for din besked. Det er helt rigtigt forstået, vores…");
        expect(plan.segments.map(({ text }) => text).join(" ")).toBe(plan.text);
        expect(plan.warnings[0]).toMatchObject({ code: "shortened", severity: "warn" });
      });

      it("shortens the text before a signature that must stay", () => {
        const steps = nordic.steps.map((step) => ({ ...step, dropRank: 0 }));
        const plan = compose({ ...nordic, steps }, options({ rules: atMost(130) }));
        expect(plan.text).toMatch(/vandtætte! Kunne du tænke dig… Mvh Brand X$/u);
      });

      it("keeps graphemes and bytes together", () => {
        const rules: TextRules = { ...atMost(144), limits: [...atMost(144).limits, { unit: "utf8-bytes", max: 149, severity: "error" }] };
        expect(compose(nordic, options({ rules })).dropped).toEqual(["signature"]);
      });

      it("refuses what cannot fit, with how much it is over in each unit and none of its words", () => {
        const rules: TextRules = { ...atMost(20), limits: [...atMost(20).limits, { unit: "utf8-bytes", max: 30, severity: "error" }] };
        expect(() => compose(nordic, options({ rules }))).toThrow(code("invalid-request"));
        expect(() => compose(nordic, options({ rules }))).toThrow(
          "too long for bluesky by 124 graphemes (144 of 20) and 120 utf8-bytes (150 of 30)",
        );
        expect(() => compose(nordic, options({ rules }))).not.toThrow("Sandra");
      });

      it("refuses at once when asked to", () => {
        const answer = "a".repeat(301);
        expect(() => compose(nordic, options({ values: { acknowledge: "Tak!", answer }, onOverflow: "error" }))).toThrow(
          "The reply is too long for bluesky by 6 graphemes (306 of 300): shorten a step or leave one out.",
        );
        expect(compose(nordic, options({ onOverflow: "error" })).text).toBe(whole);
        expect(() => compose(nordic, options({ onOverflow: "cut" as "error" }))).toThrow("onOverflow");
      });

      it("warns of a limit that the network may not hold, and shortens nothing", () => {
        const plan = compose(nordic, options({ rules: atMost(100, "warn") }));
        expect(plan.text).toBe(whole);
        expect(plan.warnings).toEqual([
          expect.objectContaining({ code: "too-long", message: expect.stringContaining("144 graphemes") as unknown }),
        ]);
      });

      it("keeps every limit or refuses, keeps the answer, and tells of every step", () => {
        const value = fc.option(fc.lorem({ maxCount: 30 }), { nil: undefined });
        const values = fc.record({ acknowledge: fc.lorem(), answer: value, continue: value, close: value, signature: value });
        fc.assert(
          fc.property(values, fc.integer({ min: 1, max: 300 }), (said, max) => {
            const given = Object.fromEntries(Object.entries(said).filter(([, text]) => text !== undefined)) as StepValues;
            try {
              const plan = compose(nordic, options({ values: given, rules: atMost(max) }));
              expect(measure(plan.text, atMost(max))[0]?.value).toBeLessThanOrEqual(max);
              expect([...plan.used, ...plan.dropped].sort()).toEqual(Object.keys(given).sort());
              expect(plan.segments.map(({ text }) => text).join(" ")).toBe(plan.text);
              if (given["answer"] !== undefined) expect(plan.used).toContain("answer");
            } catch (error) {
              if (!(error instanceof FolkmootError)) throw error;
              expect(error.code).toBe("invalid-request");
            }
          }),
        );
      });
    });

    describe("actions", () => {
      const refused = { ok: false, reason: "missing-scope", detail: "Add the scope that likes need." } as const;
      const liking = (onUnsupported: "skip" | "warn" | "fail"): ReplyFramework => ({
        ...nordic,
        steps: nordic.steps.map((step) => ({ ...step, actions: [{ type: "like", onUnsupported }] })),
      });

      it("likes once, however many steps want it", () => {
        expect(compose(liking("warn"), options()).actions).toEqual([{ type: "like", onUnsupported: "warn" }]);
      });

      it("leaves a like out that the network would refuse", () => {
        expect(compose(nordic, options({ can: { like: refused } }))).toMatchObject({ actions: [], warnings: [] });
        expect(compose(nordic, options({ can: { like: { ok: true } } })).actions).toHaveLength(1);
      });

      it("warns, or refuses the plan, when the framework says so", () => {
        expect(compose(liking("warn"), options({ can: { like: refused } })).warnings).toContainEqual(
          expect.objectContaining({ code: "action-left-out", suggestion: refused.detail }),
        );
        expect(() => compose(liking("fail"), options({ can: { like: refused } }))).toThrow(code("unsupported"));
      });

      it("is content with a like that is there already", () => {
        const can = { like: { ok: false, reason: "already", detail: "It is liked." } } as const;
        expect(compose(liking("fail"), options({ can }))).toMatchObject({ actions: [], warnings: [] });
      });
    });

    describe("warnings", () => {
      it("finds a reply that was sent before word for word", () => {
        expect(compose(nordic, options({ recent: ["Tak!", whole.normalize("NFD")] })).warnings).toEqual([
          expect.objectContaining({ code: "duplicate-reply" }),
        ]);
      });

      it("finds phrases that the voice avoids, by whole words", () => {
        const voice = { id: "brand-x", avoid: ["helt rigtigt", "støvle", "C++", ""] };
        const warnings = compose(nordic, options({ voice })).warnings;
        expect(warnings.map(({ code: found, range = [0, 0] }) => [found, whole.slice(...range)])).toEqual([
          ["banned-phrase", "helt rigtigt"],
        ]);
        expect(JSON.stringify(warnings)).not.toContain("rigtigt");
      });
    });

    describe("bad input", () => {
      it.each([
        [
          "an unknown step",
          { acknowledge: "Tak!", greeting: "Hej!" },
          'Step "greeting" is not in the framework "nordic": use one of acknowledge, answer',
        ],
        ["a required step without a value", { answer: "Ja." }, 'Step "acknowledge" has no value'],
        ["an empty text", { acknowledge: "Tak!", answer: "" }, 'Step "answer" is empty'],
        ["a text of spaces", { acknowledge: "Tak!", answer: " \n" }, 'Step "answer" is empty'],
        ["half a character", { acknowledge: "Tak \ud83d" }, 'Step "acknowledge" holds half a character'],
        ["what is no text", { acknowledge: 7 as unknown as string }, 'Step "acknowledge" is no text'],
      ])("refuses %s, naming the step", (_, values, message) => {
        expect(() => compose(nordic, options({ values }))).toThrow(message);
        expect(() => compose(nordic, options({ values }))).toThrow(code("invalid-request"));
      });

      it("refuses a reply that says nothing", () => {
        const lax: ReplyFramework = { ...nordic, steps: nordic.steps.map((step) => ({ ...step, required: "optional" })) };
        expect(() => compose(lax, options({ values: {} }))).toThrow("The reply says nothing");
      });

      it("refuses a locale that is no language tag", () => {
        expect(() => compose(nordic, options({ locale: "dansk sprog" }))).toThrow("locale is no BCP 47 language tag");
      });
    });
  });
});
