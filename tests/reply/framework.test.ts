import { describe, expect, it } from "vitest";
import { compose, defineFramework, nordic, type ComposeOptions, type FrameworkStep, type ReplyFramework } from "../../src/reply/index.js";
import type { TextRules } from "../../src/model/text-rules.js";
import { inbound } from "./message.js";

const plain: TextRules = { limits: [], markup: "plain" };
const atMost = (max: number): TextRules => ({ limits: [{ unit: "graphemes", max, severity: "error" }], markup: "plain" });
const thanks: FrameworkStep = { id: "thanks", kind: "acknowledge", required: "always" };
const of = (...steps: readonly FrameworkStep[]): ReplyFramework => ({ id: "mine", version: 1, joiner: " ", steps: [thanks, ...steps] });
const step = (fields: Partial<FrameworkStep>): FrameworkStep => ({ id: "more", kind: "add", required: "optional", ...fields });
const options = (fields: Partial<ComposeOptions> = {}): ComposeOptions => ({
  to: inbound(),
  rules: plain,
  values: { thanks: "Tak!" },
  ...fields,
});

describe("reply", () => {
  describe("steps that are done and not said", () => {
    const listen = step({
      id: "listen",
      internal: true,
      required: "always",
      actions: [{ type: "assign", value: "sandra", onUnsupported: "skip" }],
    });

    it("stand in no text, and what they do stands in the plan", () => {
      const plan = compose(of(listen), options());
      expect(plan).toMatchObject({ text: "Tak!", used: ["thanks"], dropped: [], actions: [{ type: "assign", value: "sandra" }] });
    });

    it("take no value", () => {
      expect(() => compose(of(listen), options({ values: { thanks: "Tak!", listen: "Ja." } }))).toThrow(
        'Step "listen" is done and not said',
      );
    });

    it("act only when their condition holds", () => {
      const framework = of({ ...listen, when: { kinds: ["direct"] } });
      expect(compose(framework, options()).actions).toEqual([]);
      expect(compose(framework, options({ to: inbound({ kind: "direct" }) })).actions).toHaveLength(1);
    });
  });

  describe("conditions", () => {
    const values = { thanks: "Tak!", more: "Skriv til os privat." };
    const by = "test@1";
    const complaint = { triage: { label: "complaint", score: 1, by, at: "2026-01-01T10:00:00.000Z" } };
    const yes = { ok: true } as const;
    const no = { ok: false, reason: "unsupported", detail: "Not here." } as const;
    it.each<[string, FrameworkStep["when"], Partial<ComposeOptions>, boolean]>([
      ["a kind", { kinds: ["comment"] }, {}, true],
      ["another kind", { kinds: ["direct", "review"] }, {}, false],
      ["a network", { networks: ["bluesky"] }, {}, true],
      ["a surface that is not told", { surfaces: ["forum"] }, {}, false],
      ["a surface", { surfaces: ["forum"] }, { to: inbound({ surface: "forum" }) }, true],
      ["who can see it", { visibility: ["private"] }, {}, false],
      ["a language", { languages: ["da"] }, { locale: "da-DK" }, true],
      ["another language", { languages: ["da-DK"] }, {}, false],
      ["a finding", { annotations: { triage: ["complaint"] } }, { to: inbound({ annotations: complaint }) }, true],
      ["a finding that nobody made", { annotations: { triage: ["complaint"] } }, {}, false],
      ["an operation", { can: ["replyPrivately", "sendMessage"] }, { can: { replyPrivately: no, sendMessage: yes } }, true],
      ["an operation that is not told", { can: ["sendMessage"] }, {}, false],
      ["operations that are refused", { cannot: ["sendMessage"] }, { can: { sendMessage: no } }, true],
      ["operations that are not", { cannot: ["sendMessage"] }, { can: { sendMessage: yes } }, false],
      ["enough public replies", { publicReplies: 1 }, { publicReplies: 1 }, true],
      ["too few public replies", { publicReplies: 1 }, { publicReplies: 0 }, false],
      ["public replies that nobody counted", { publicReplies: 0 }, {}, false],
      ["two things of which one does not hold", { kinds: ["comment"], languages: ["en"] }, {}, false],
    ])("let a step speak by %s", (_what, when = {}, more, speaks) => {
      const plan = compose(of(step({ when })), options({ values, ...more }));
      expect(plan.used.includes("more")).toBe(speaks);
      expect(plan.dropped).toEqual(speaks ? [] : ["more"]);
    });

    it("require nothing where they do not hold", () => {
      const framework = of(step({ required: "always", when: { kinds: ["direct"] } }));
      expect(compose(framework, options()).text).toBe("Tak!");
      expect(() => compose(framework, options({ to: inbound({ kind: "direct" }) }))).toThrow('Step "more" has no value');
    });

    it("make room for the next of the group", () => {
      const framework = of(
        step({ id: "private", group: "channel", when: { can: ["sendMessage"] } }),
        step({ id: "mail", group: "channel" }),
      );
      const given = { thanks: "Tak!", private: "Skriv her.", mail: "Skriv en mail." };
      expect(compose(framework, options({ values: given })).text).toBe("Tak! Skriv en mail.");
      expect(compose(framework, options({ values: given, can: { sendMessage: { ok: true } } })).text).toBe("Tak! Skriv her.");
    });
  });

  describe("wordings of their own", () => {
    const variants = [
      { text: "Have a nice day!" },
      { locale: "da", text: "Hav en god dag{{#name}}, {{name}}{{/name}}!" },
      { locale: "da", tone: "warm", text: "Hav en helt fantastisk dag!" },
      { locale: "da", length: "short" as const, text: "God dag!" },
    ];
    const closing = step({ id: "close", kind: "close", variants, dropRank: 1 });
    const close = (more: Partial<ComposeOptions> = {}): string =>
      compose(of(closing), options({ values: { thanks: "Tak.", close: true }, ...more })).text;

    it("are said when asked for, in the language and tone that fit best", () => {
      expect(close()).toBe("Tak. Hav en god dag!");
      expect(close({ locale: "da-DK", tone: "warm" })).toBe("Tak. Hav en helt fantastisk dag!");
      expect(close({ tone: "dry" })).toBe("Tak. Hav en god dag!");
      expect(close({ locale: "pl", tone: "warm" })).toBe("Tak. Have a nice day!");
      expect(close({ fields: { name: "Sandra" } })).toBe("Tak. Hav en god dag, Sandra!");
    });

    it("are not said unasked, unless the step is required or has a condition that holds", () => {
      expect(compose(of(closing), options()).text).toBe("Tak!");
      expect(compose(of({ ...closing, required: "always" }), options()).text).toBe("Tak! Hav en god dag!");
      expect(compose(of({ ...closing, when: { kinds: ["comment"] } }), options()).text).toBe("Tak! Hav en god dag!");
      expect(compose(of({ ...closing, when: { kinds: ["direct"] } }), options())).toMatchObject({ text: "Tak!", dropped: [] });
    });

    it("are refused where there is none", () => {
      const danish = of({ ...closing, variants: [{ locale: "da", text: "God dag!" }] });
      expect(() => compose(danish, options({ locale: "pl", values: { thanks: "Tak.", close: true } }))).toThrow(
        'Step "close" has no wording of its own in pl: give a text',
      );
    });

    it("say it in fewer words when room is short, and then give way", () => {
      expect(close({ rules: atMost(20) })).toBe("Tak. Hav en god dag!");
      expect(close({ rules: atMost(19) })).toBe("Tak. God dag!");
      expect(close({ rules: atMost(12) })).toBe("Tak.");
    });
  });

  describe("shorter words", () => {
    const values = {
      acknowledge: { text: "Hej Sandra, tusind tak for din besked.", short: "Tak, Sandra." },
      answer: { text: "Det er helt rigtigt forstået, vores støvler er vandtætte.", short: "Ja, de er vandtætte." },
      continue: { text: "Kunne du tænke dig at prøve dem på?", short: "Vil du prøve dem?" },
      signature: "Mvh Brand X",
    };
    const at = (max: number): string => compose(nordic, options({ values, rules: atMost(max) })).text;

    it("are taken by rank, of equals the later first, before any step goes", () => {
      expect(at(144)).toMatch(/^Hej Sandra.*på\? Mvh Brand X$/u);
      expect(at(143)).toMatch(/^Hej Sandra.*forstået.*Vil du prøve dem\? Mvh Brand X$/u);
      expect(at(100)).toBe("Hej Sandra, tusind tak for din besked. Ja, de er vandtætte. Vil du prøve dem? Mvh Brand X");
      expect(at(70)).toBe("Tak, Sandra. Ja, de er vandtætte. Vil du prøve dem? Mvh Brand X");
    });

    it("let steps go when they are not enough, and never the answer", () => {
      expect(at(60)).toBe("Tak, Sandra. Ja, de er vandtætte. Vil du prøve dem?");
      expect(at(40)).toBe("Tak, Sandra. Ja, de er vandtætte.");
    });
  });

  describe("splitting", () => {
    const values = { acknowledge: "Hej Sandra, tusind tak for din besked.", answer: "Vores støvler er vandtætte. De tåler sne og salt." };
    const thread: TextRules = { ...atMost(50), continues: "thread" };

    it("makes parts of what is too long where the text may go on, and loses nothing", () => {
      const plan = compose(nordic, options({ values, rules: thread, onOverflow: "split" }));
      expect(plan.parts).toEqual(["Hej Sandra, tusind tak for din besked.", "Vores støvler er vandtætte. De tåler sne og salt."]);
      expect(plan.parts.join(" ")).toBe(plan.text);
      expect(plan.lengths).toEqual([{ unit: "graphemes", value: 49, max: 50 }]);
      expect(plan.warnings.map(({ code }) => code)).not.toContain("shortened");
    });

    it("lets optional steps go first, and shortens where a text may not go on", () => {
      const signed = { ...values, signature: "Mvh Brand X" };
      expect(compose(nordic, options({ values: signed, rules: thread, onOverflow: "split" })).dropped).toEqual(["signature"]);
      expect(compose(nordic, options({ values, rules: atMost(60), onOverflow: "split" })).parts).toHaveLength(1);
    });
  });

  describe("punctuation between steps", () => {
    const calm = (acknowledge: string, answer: string, more: Partial<ReplyFramework> = {}): string =>
      compose({ ...nordic, ...more }, options({ values: { acknowledge, answer } })).text;

    it.each([
      ["Tak!", "Ja!", "Tak. Ja!"],
      ["Tak!", "Ja.", "Tak! Ja."],
      ["Tak!!", "Ja!!", "Tak. Ja!!"],
      ["Virkelig?!", "Ja!", "Virkelig?! Ja!"],
      ["Tak", "Ja.", "Tak. Ja."],
      ["Vi ses kl. 9", "Ja", "Vi ses kl. 9. Ja"],
      ["Tak 🙌", "Ja!", "Tak 🙌 Ja!"],
      ["Se brandx.example/støvler", "Ja.", "Se brandx.example/støvler Ja."],
      ["Tak, @anna", "Ja.", "Tak, @anna Ja."],
      ["¡Hola, Ana!", "¡Sí!", "Hola, Ana. ¡Sí!"],
      ["ありがとう！", "はい！", "ありがとう。 はい！"],
    ])("is calm: %j and %j", (first, second, text) => {
      expect(calm(first, second)).toBe(text);
    });

    it("stays as it is written where the framework wants that, and adds nothing before a line break", () => {
      expect(calm("Tak!", "Ja!", { punctuation: "as-written" })).toBe("Tak! Ja!");
      expect(calm("Tak", "Ja!", { joiner: "\n" })).toBe("Tak\nJa!");
    });

    it("leaves the signature alone", () => {
      expect(compose(nordic, options({ values: { acknowledge: "Tak!", signature: "Team Wow!" } })).text).toBe("Tak! Team Wow!");
    });
  });

  describe("emoji", () => {
    it("may be the whole reply", () => {
      const plan = compose(nordic, options({ values: { acknowledge: "🏳️‍🌈👋" }, rules: { ...atMost(2) } }));
      expect(plan).toMatchObject({ text: "🏳️‍🌈👋", lengths: [{ value: 2 }], actions: [{ type: "like" }] });
      expect(plan.warnings.filter(({ severity }) => severity !== "info")).toEqual([]);
    });
  });

  describe("side actions", () => {
    const framework = of(
      step({
        actions: [
          { type: "hide", onUnsupported: "warn" },
          { type: "tag", value: "quality", onUnsupported: "skip" },
          { type: "tag", value: "shop", onUnsupported: "skip" },
          { type: "notify", value: "sandra", onUnsupported: "skip" },
        ],
      }),
    );
    const values = { thanks: "Tak!", more: "Ja." };

    it("are in the plan when the step speaks, each once", () => {
      expect(compose(framework, options({ values })).actions.map(({ type, value }) => [type, value])).toEqual([
        ["hide", undefined],
        ["tag", "quality"],
        ["tag", "shop"],
        ["notify", "sandra"],
      ]);
      expect(compose(framework, options()).actions).toEqual([]);
    });

    it("leave out a hide that the network would refuse", () => {
      const can = { hide: { ok: false, reason: "unsupported", detail: "There is no hide here." } } as const;
      const plan = compose(framework, options({ values, can }));
      expect(plan.actions.map(({ type }) => type)).toEqual(["tag", "tag", "notify"]);
      expect(plan.warnings).toContainEqual(expect.objectContaining({ code: "action-left-out" }));
    });
  });

  describe("policies", () => {
    const policies = { maxPublicReplies: 2, switchChannelAfter: 2, requireAlt: true };
    const framework = { ...of(step({ id: "switch", kind: "handoff" })), policies };
    const codes = (more: Partial<ComposeOptions>): readonly string[] =>
      compose(framework, options(more)).warnings.map(({ code, severity }) => `${severity} ${code}`);

    it("warn of a public reply that should name another channel, and of one too many", () => {
      const ours = (more: Partial<ComposeOptions>): readonly string[] => codes(more).filter((one) => /switch|public/u.test(one));
      expect(ours({ publicReplies: 0 })).toEqual([]);
      expect(ours({ publicReplies: 1 })).toEqual(["warn switch-channel"]);
      expect(ours({ publicReplies: 1, values: { thanks: "Tak!", switch: "Skriv til os." } })).toEqual([]);
      expect(ours({ publicReplies: 2 })).toEqual(["warn too-many-public-replies"]);
      expect(ours({ publicReplies: 2, to: inbound({ visibility: "private" }) })).toEqual([]);
      expect(ours({})).toEqual([]);
    });

    it("refuse to let a picture without a description pass", () => {
      const picture = { type: "image", url: "https://brandx.example/a.jpg" } as const;
      const plan = compose(framework, options({ attachments: [picture] }));
      expect(plan.attachments).toEqual([picture]);
      expect(plan.warnings).toContainEqual(expect.objectContaining({ severity: "error", code: "missing-alt" }));
      expect(codes({ attachments: [{ ...picture, alt: "En brun støvle i sneen" }] })).not.toContain("error missing-alt");
    });
  });

  describe("defineFramework", () => {
    it.each([
      ["an unknown punctuation", { ...of(), punctuation: "loud" }, 'Framework "mine" has an unknown punctuation'],
      ["an unknown signature", { ...of(), signature: "team" }, 'Framework "mine" has an unknown signature'],
      ["policies that are none", { ...of(), policies: 2 }, "has policies that are no object"],
      ["a policy of no replies", { ...of(), policies: { maxPublicReplies: 0 } }, "maxPublicReplies that is no whole number from 1"],
      ["a policy that is neither", { ...of(), policies: { requireAlt: "yes" } }, "requireAlt that is neither true nor false"],
      ["nothing to say", { ...of(), steps: [{ ...thanks, internal: true }] }, "has no step that says something"],
      ["internal that is neither", of(step({ internal: 1 as never })), 'step "more" does not say whether it is internal'],
      ["an internal step in a group", of(step({ internal: true, group: "a" })), 'step "more" is internal and has variants or a group'],
      ["a label that is no text", of(step({ label: { "no language": "x" } })), 'step "more" has a label'],
      ["a condition that is none", of(step({ when: 1 as never })), 'step "more" has a when that is no object'],
      ["an unknown condition", of(step({ when: { mood: "good" } as never })), 'step "more" has an unknown condition mood'],
      ["an empty condition", of(step({ when: { kinds: [] } })), 'step "more" has a condition kinds in when that cannot be'],
      ["a language that is none", of(step({ when: { languages: ["dansk sprog"] } })), "a condition languages in when that cannot be"],
      ["variants that are none", of(step({ variants: [] })), 'step "more" has variants that are no list'],
      ["a variant without a text", of(step({ variants: [{ text: " " }] })), 'step "more" has a variant 1 without a text'],
      ["a variant of no language", of(step({ variants: [{ locale: "d", text: "x" }] })), "variant 1 with a locale that is no BCP 47"],
      ["a variant of no length", of(step({ variants: [{ length: "long" as never, text: "x" }] })), "variant 1 with an unknown length"],
      ["a variant that is no template", of(step({ variants: [{ text: "{{x" }] })), "variant 1 that holds a placeholder that is not closed"],
      ["two variants alike", of(step({ variants: [{ text: "a" }, { length: "full", text: "b" }] })), "variant 2 that is like one before"],
      ["a tag without a label", of(step({ actions: [{ type: "tag", onUnsupported: "skip" }] })), "an action tag without a value"],
      ["a like with a value", of(step({ actions: [{ type: "like", value: "x", onUnsupported: "skip" }] })), "an action like with a value"],
    ])("refuses %s", (_what, wrong, message) => {
      expect(() => defineFramework(wrong as ReplyFramework)).toThrow(message);
      expect(() => defineFramework(wrong as ReplyFramework)).toThrow(expect.objectContaining({ code: "misconfigured" }));
    });

    it("takes everything that a framework may have, and gives it back as plain JSON", () => {
      const full = of(
        step({
          label: { en: "More", da: "Mere" },
          when: { kinds: ["comment"], languages: ["da"], annotations: { triage: ["question"] }, can: ["reply"], publicReplies: 0 },
          variants: [{ locale: "da", tone: "warm", length: "short", text: "{{name|du}}" }],
          actions: [{ type: "notify", value: "sandra", onUnsupported: "skip" }],
        }),
      );
      const made = defineFramework({ ...full, punctuation: "calm", signature: "initials", policies: { requireAlt: true } });
      expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    });
  });
});
