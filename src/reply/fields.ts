/**
 * What placeholders are filled with: what the message tells, what the voice says, what the host gives.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { Message } from "../model/message.js";
import type { TextRules } from "../model/text-rules.js";
import { isWellFormed } from "../text/well-formed.js";
import { greet, signOff } from "./greetings.js";
import { firstName, friendOf, memberOf, mention } from "./names.js";
import { neutralise } from "./neutralise.js";
import { initialsOf, type Agent } from "./sign.js";
import type { Filling } from "./template.js";
import type { Voice } from "./voice.js";

/** A value that goes into the text as it is: a link or mention of your own. */
export interface TrustedField {
  /** What to put in. Nothing in it is made harmless: never what a member wrote. */
  readonly trusted: string;
}

/** What a placeholder is filled with. Mentions, links and markup in a string are made harmless; an empty one counts as none. */
export type FieldValue = string | TrustedField;

/** What fillings are made of. */
export interface FieldOptions {
  readonly to: Message;
  readonly rules: TextRules;
  readonly fields?: Readonly<Record<string, FieldValue>> | undefined;
  readonly voice?: Voice | undefined;
  readonly agent?: Agent | undefined;
  readonly language?: string | undefined;
  readonly ownHandle?: string | undefined;
  readonly addressForm?: ((name: string, language: string | undefined) => string | undefined) | undefined;
}

/**
 * Finds what placeholders are filled with. A field of the host comes before what is known by itself: `name`, `mention` of the member, `friend`
 * whom the member tagged, `greeting`, `signoff`, `brand`, `agent`, `initials`.
 *
 * @throws FolkmootError `invalid-request` for a field that is no text.
 */
export function findFillings(options: FieldOptions): (name: string) => Filling | undefined {
  const { to, rules, fields = {}, voice, agent, language, addressForm } = options;
  const given = new Map(Object.entries(fields).map(([name, value]) => [name, checkField(name, value, rules)]));
  const named = given.get("name") ?? trusted(firstName(to.author));
  const called = named.text === undefined ? undefined : addressForm === undefined ? named.text : addressForm(named.text, language);
  const name = { text: called, trusted: named.trusted };
  const [member, friend] = [memberOf(to), friendOf(to, options.ownHandle)];
  const known: ReadonlyMap<string, Filling | undefined> = new Map([
    ["name", filling(name)],
    ["greeting", filling({ text: greet(language, called, voice), trusted: name.trusted })],
    ["signoff", filling(trusted(signOff(language, undefined, voice)))],
    ["brand", filling(trusted(voice?.brand))],
    ["agent", filling(trusted(agent?.name))],
    ["initials", filling(trusted(initialsOf(agent)))],
    ["mention", member && { trusted: true, said: (mentioned) => mention(member, rules, mentioned) }],
    ["friend", friend && { trusted: true, said: (mentioned) => mention(friend, rules, mentioned) }],
  ]);
  return (wanted) => {
    const own = wanted === "name" ? undefined : given.get(wanted);
    return own === undefined ? known.get(wanted) : filling(own);
  };
}

interface Given {
  readonly text: string | undefined;
  readonly trusted: boolean;
}

const trusted = (text: string | undefined): Given => ({ text, trusted: true });

/** A filling that says the same however often; nothing when there is nothing to say. */
function filling({ text, trusted: isTrusted }: Given): Filling | undefined {
  return text === undefined || text === "" ? undefined : { trusted: isTrusted, said: () => text };
}

function checkField(name: string, value: unknown, rules: TextRules): Given {
  const isTrusted = typeof value === "object" && value !== null && "trusted" in value;
  const text = isTrusted ? value.trusted : value;
  if (text === undefined || text === null) return { text: undefined, trusted: false };
  if (typeof text !== "string" || !isWellFormed(text))
    throw new FolkmootError(
      "invalid-request",
      `fields.${name} is no text: give a string, or { trusted: "..." } for a link or mention of your own.`,
    );
  // Of "@@" nothing is left once it is harmless: it counts as none, so that a fallback speaks.
  const isEmpty = (isTrusted ? text.trim() : neutralise(text, rules)) === "";
  return { text: isEmpty ? undefined : text.trim(), trusted: isTrusted };
}
