/**
 * The form of a text: its length, its capitals, what was left unfilled, its marks, its pictures.
 * @module
 */
import type { Draft, LintWarning } from "../model/draft.js";
import type { TextRules } from "../model/text-rules.js";
import { altProblem } from "../text/alt-text.js";
import { hasForbidden } from "../text/forbidden.js";
import { measure } from "../text/measure.js";
import { tally, type Tally } from "../text/tally.js";
import { isPlan, rangesOf, warning } from "./lint-facts.js";
import type { LintCheck } from "./lint-options.js";

/** Holds each part of a text against the limits and ceilings of the place. */
export const checkRoom: LintCheck = ({ draft, options: { rules } }) => {
  const parts = isPlan(draft) ? draft.parts : [draft.text];
  const found = rules.limits.flatMap((limit): readonly LintWarning[] => {
    const most = Math.max(...parts.map((part) => measure(part, { ...rules, limits: [limit] })[0]?.value ?? 0));
    if (most <= limit.max) return [];
    const refuses = limit.severity === "error" ? "takes no more than" : "may refuse more than";
    return [
      warning("too-long", limit.severity, `The text has ${most} ${limit.unit}; the network ${refuses} ${limit.max}.`, {
        suggestion: `Take ${most - limit.max} ${limit.unit} away.`,
      }),
    ];
  });
  return [...found, ...overCeilings(draft, parts, rules), ...refused(draft.text, rules)];
};

/** What the network refuses besides: characters, and a text in capitals alone. */
function refused(text: string, rules: TextRules): readonly LintWarning[] {
  const letters = text.match(/\p{L}/gu)?.join("") ?? "";
  const capitals =
    rules.shoutingRefused === true && letters.length > 1 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
  return [
    ...(hasForbidden(text, rules)
      ? [
          warning("forbidden-characters", "error", "The text holds a character that the network refuses.", {
            suggestion: `Write it without ${Array.from(rules.forbid ?? "").join(" ")}.`,
          }),
        ]
      : []),
    ...(capitals
      ? [
          warning("all-caps", "error", "The text is in capitals alone, which the network refuses.", {
            suggestion: "Write it in small letters.",
          }),
        ]
      : []),
  ];
}

function overCeilings({ attachments = [] }: Draft, parts: readonly string[], rules: TextRules): readonly LintWarning[] {
  const beside = (max: number | undefined, severity: Tally["severity"]): readonly (Omit<Tally, "what"> & { readonly what: string })[] =>
    max === undefined ? [] : [{ what: "attachments", value: attachments.length, max, severity }];
  const counted = [
    ...parts.flatMap((part) => tally(part, rules)),
    ...beside(rules.most?.attachments, "error"),
    ...beside(rules.advised?.attachments, "warn"),
  ].filter(({ value, max }) => value > max);
  // Of several parts the first that has too many speaks for all.
  const first = counted.filter(
    (one, index) => index === counted.findIndex(({ what, severity }) => what === one.what && severity === one.severity),
  );
  return first.map(({ what, value, max, severity }) =>
    warning(
      `too-many-${what}`,
      severity,
      `There are ${value} ${what}; the network ${severity === "error" ? "takes" : "may refuse more than"} ${max}.`,
      {
        suggestion: `Take ${value - max} away.`,
      },
    ),
  );
}

// {{name}}, {name}, ${name}, [name], <name>, ____, XXX, %s, %name%, lorem ipsum. A markdown link and a Discord token are none.
const placeholders =
  /\{\{[^{}\n]*\}\}|\$?\{[\p{L}\p{N}_][\p{L}\p{N}_ .-]{0,40}\}|(?<![\p{L}\p{N}\\])\[\p{L}[\p{L}\p{N}_ ,.'/-]{0,40}\](?!\()|<\p{L}[\p{L}\p{N}_ -]{1,30}>(?!\S*<\/)|_{3,}|(?<![\p{L}\p{N}])X{3,}(?![\p{L}\p{N}])|%(?:\d+\$)?[sd](?![\p{L}\p{N}])|%\p{L}[\p{L}_]{2,20}%|(?<![\p{L}\p{N}])(?:TODO|TBD)(?![\p{L}\p{N}])|lorem ipsum/giu;
const exact = /^(?:X{3,}|TODO|TBD)$/u;

/** Finds placeholders that nobody filled. */
export const checkPlaceholders: LintCheck = ({ draft, options: { rules } }) =>
  rangesOf(draft.text, placeholders)
    .filter(([start, end]) => {
      const found = draft.text.slice(start, end);
      // "xxx" are kisses and a small "todo" is Spanish; and where HTML is written, <b> is no gap.
      return (!/^(?:x+|todo|tbd)$/iu.test(found) || exact.test(found)) && !(rules.markup === "html" && found.startsWith("<"));
    })
    .map((range) =>
      warning("unfilled-placeholder", "error", "A placeholder was not filled.", {
        range,
        suggestion: "Put what belongs there, or take it out.",
      }),
    );

const aside = /https?:\/\/\S+|[@#＠＃][\p{L}\p{N}_.@-]+/gu;

/** Warns of shouting: 60 % capitals over 12 letters or more. Acronyms of four letters or fewer and the voice's names do not count. */
export const checkShouting: LintCheck = ({ sentences, options: { voice } }) => {
  const names = new Set(voice?.names?.map((name) => name.toUpperCase()));
  return sentences
    .filter(({ text }) => {
      const words = (text.replace(aside, " ").match(/[\p{L}\p{M}]+/gu) ?? []).filter((one) => !names.has(one));
      const loud = words.filter((one) => one.length > 1 && one === one.toUpperCase() && one !== one.toLowerCase());
      // One long word may be a name that nobody listed; short ones shout only in the company of long ones.
      if (!loud.some((one) => one.length > 4)) return false;
      const letters = words.join("").length;
      return letters >= 12 && loud.join("").length >= letters * 0.6;
    })
    .map(({ start, end }) =>
      warning("shouting", "warn", "A sentence is in capitals, which reads as shouting.", {
        range: [start, end],
        suggestion: "Write it in small letters.",
      }),
    );
};

/** Emoji of a text, each a whole sequence. */
export const emojiIn = (text: string): readonly string[] =>
  text.match(
    /(?:\p{RI}\p{RI}|(?:(?=\P{ASCII})\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)\p{EMod}?\ufe0f?(?:\u200d(?:\p{Extended_Pictographic}|[♀♂])\p{EMod}?\ufe0f?)*|❤|♥)/gu,
  ) ?? [];

/** Notes repeated marks and many emoji. */
export const checkMarks: LintCheck = ({ draft, options: { voice } }) => {
  const doubled = rangesOf(draft.text, /[!?]{2,}|(?<!\.)\.\.(?!\.)|,{2,}/gu).map((range) =>
    warning("double-punctuation", "info", "A mark stands there more than once.", { range, suggestion: "One is enough." }),
  );
  const emoji = emojiIn(draft.text).length;
  // Where the voice says how many, its own check speaks.
  if (voice?.emoji?.most !== undefined || emoji <= 5) return doubled;
  return [
    ...doubled,
    warning("emoji-excess", "info", `The text has ${emoji} emoji.`, { suggestion: "Keep the one or two that say most." }),
  ];
};

/** Warns of pictures, videos and gifs without a description, or with one that says nothing. */
export const checkAlt: LintCheck = ({ draft, options }) => {
  const required = options.policies?.requireAlt ?? options.framework?.policies?.requireAlt ?? false;
  return (draft.attachments ?? []).flatMap((attachment, index) => {
    const which = `Attachment ${index + 1}`;
    const problem = altProblem(attachment);
    if (problem === "missing")
      return [
        warning("missing-alt", required ? "error" : "warn", `${which} has no description.`, {
          suggestion: "Say in `alt` what it shows, for those who cannot see it.",
        }),
      ];
    if (problem === "poor" || (attachment.alt !== undefined && attachment.alt.trim() !== "" && attachment.alt.trim() === draft.text.trim()))
      return [
        warning("poor-alt", "warn", `The description of ${which.toLowerCase()} says nothing of what it shows.`, {
          suggestion: "Say in `alt` what a person would see.",
        }),
      ];
    return [];
  });
};
