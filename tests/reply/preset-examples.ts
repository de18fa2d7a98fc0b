import type { Message } from "../../src/model/message.js";
import {
  carp,
  compose,
  fears,
  heard,
  heart,
  lara,
  last,
  learn,
  nordic,
  type ReplyFramework,
  type ReplyPlan,
  type StepValue,
} from "../../src/reply/index.js";
import { textRules } from "../../src/text/index.js";
import { inbound } from "./message.js";

type Values = Readonly<Record<string, StepValue>>;

interface Example {
  readonly framework: ReplyFramework;
  /** What the page says beside it. */
  readonly source: string;
  readonly complaint: Values;
  readonly compliment: Values;
}

export const complaint: Message = inbound({
  text: "A lace of my new boots tore on the second day. That is not what I paid for.",
  language: "en",
  author: { key: "bluesky:did%3Aplc%3Abrandx:author:u1", id: "u1", handle: "ada.test", name: "Ada Moor", isOwn: false },
});
export const compliment: Message = inbound({
  key: "bluesky:did%3Aplc%3Abrandx:message:3kdef",
  id: "3kdef",
  text: "Nine hours on the ridge in the rain and my feet stayed dry. Love these boots!",
  language: "en",
  author: { key: "bluesky:did%3Aplc%3Abrandx:author:u2", id: "u2", handle: "bo.test", name: "Bo Lind", isOwn: false },
});

const sorry = "We are sorry for the trouble.";
const laces = "New laces are on their way to you today.";

export const examples: readonly Example[] = [
  {
    framework: nordic,
    source: "Nordic Social, guide to community management",
    complaint: {
      acknowledge: "{{greeting}}, thank you for telling us, and sorry.",
      answer: "A lace should not tear, and new ones leave today.",
      continue: "Was it the left one or the right one?",
    },
    compliment: { acknowledge: "{{greeting}}, that made our day!", continue: "Which ridge was it?" },
  },
  {
    framework: last,
    source: "retold of Disney and Chick-fil-A in trade articles",
    complaint: { apologize: sorry, solve: laces, thank: "Thank you for telling us, {{name}}!" },
    compliment: { thank: "Thank you for telling us, {{name}}!" },
  },
  {
    framework: heard,
    source: "retold of Disney in trade articles",
    complaint: { empathize: "Two days is far too short, {{name}}.", apologize: sorry, resolve: laces },
    compliment: { empathize: "Nine hours in the rain, {{name}}, and dry: what a day!" },
  },
  {
    framework: heart,
    source: "customer service of the schools of Cleveland",
    complaint: {
      empathize: "Two days is far too short, {{name}}.",
      apologize: sorry,
      respond: laces,
      thank: "Thank you for telling us!",
    },
    compliment: { empathize: "Nine hours in the rain, {{name}}: what a day!", thank: "Thank you for sharing it!" },
  },
  {
    framework: learn,
    source: "trade articles, of unknown origin",
    complaint: {
      empathize: "Two days is far too short, {{name}}.",
      apologize: sorry,
      resolve: laces,
      next: "On Friday we ask you whether they hold.",
    },
    compliment: { empathize: "Nine hours in the rain, {{name}}, and dry: what a day!" },
  },
  {
    framework: lara,
    source: "B. Tinker (2004), Cornell's Intergroup Dialogue Project, Stanford SPARQ",
    complaint: {
      affirm: "You are right to expect more, {{name}}.",
      respond: "This lace comes from a batch that was too weak, and new ones leave today.",
      add: "From March on all boots have the stronger lace.",
      ask: "May we send you a pair?",
    },
    compliment: { affirm: "Dry feet after nine hours, {{name}}: just what we hope for!", ask: "Which ridge was it?" },
  },
  {
    framework: carp,
    source: "R. Bacal (2011)",
    complaint: {
      acknowledge: "You paid for boots that last, {{name}}, and this lace did not.",
      refocus: "Let us get you back on the path.",
      solve: laces,
    },
    compliment: { acknowledge: "Nine hours in the rain, {{name}}: thank you for telling us!" },
  },
  {
    framework: fears,
    source: "J. Baer, Hug Your Haters (2016)",
    complaint: {
      empathize: "Two days is far too short, {{name}}.",
      answer: laces,
      switch: "Write to us at help@brandx.example, and we sort out the rest.",
    },
    compliment: { empathize: "Nine hours in the rain, {{name}}: thank you for telling us!" },
  },
];

/** Composes one example as the page shows it. */
export function composeExample(framework: ReplyFramework, to: Message, values: Values): ReplyPlan {
  const voice = { id: "brand-x", brand: "Brand X", contacts: ["help@brandx.example"] };
  return compose(framework, { to, rules: textRules.bluesky.reply, values, voice, publicReplies: 0 });
}

/** Writes the section of the page. */
export function presetSection(): string {
  const rows = examples.map(({ framework, source }) => {
    const steps = framework.steps.map(({ id, internal, group }, index) => {
      const or = group !== undefined && framework.steps[index - 1]?.group === group ? "or " : "";
      return `${or}${internal === true ? `(${id})` : id}`;
    });
    return `| \`${framework.id}\` | ${steps
      .filter((id) => id !== "signature")
      .join(", ")
      .replaceAll(", or ", " or ")} | ${source} |`;
  });
  const shown = examples.flatMap(({ framework, complaint: bad, compliment: good }) => [
    `**\`${framework.id}\`**`,
    "",
    `> ${composeExample(framework, complaint, bad).text}`,
    "",
    `> ${composeExample(framework, compliment, good).text}`,
    "",
  ]);
  return [
    "| preset | steps before the signature; those in brackets are done and not said | source |",
    "|---|---|---|",
    ...rows,
    "",
    `Each on one complaint, "${complaint.text}", and on one compliment, "${compliment.text}":`,
    "",
    ...shown,
  ].join("\n");
}
