/**
 * Signatures: the brand's, or the initials of who writes.
 * @module
 */
import type { TextRules } from "../model/text-rules.js";
import type { ReplyFramework, StepWords } from "./framework.js";
import { signOff } from "./greetings.js";
import { lookUp } from "./locale.js";
import type { Voice } from "./voice.js";

/** Who of the team writes. */
export interface Agent {
  /** As members may read it: `Anna`. Signs as `-Anna` where there are no initials. */
  readonly name?: string;
  /** Signs as `^AB`. */
  readonly initials?: string;
}

/** What a signature is made of. */
export interface SignOptions {
  readonly rules: TextRules;
  readonly voice?: Voice | undefined;
  readonly agent?: Agent | undefined;
  readonly language?: string | undefined;
}

/** The initials of who writes: those given, else the first letters of the name. */
export function initialsOf(agent: Agent | undefined): string | undefined {
  const given = agent?.initials?.replace(/[\s^]/gu, "") ?? "";
  if (given !== "") return given;
  const letters =
    agent?.name
      ?.match(/(?<![\p{L}\p{M}'’])\p{L}/gu)
      ?.slice(0, 3)
      .join("")
      .toUpperCase() ?? "";
  return letters === "" ? undefined : letters;
}

/** Signs as the framework wants: the brand, with the agent as the shorter form, or the agent. Nothing where nobody is known. */
export function sign({ signature = "brand" }: Pick<ReplyFramework, "signature">, options: SignOptions): StepWords | undefined {
  if (signature === "none") return undefined;
  const { voice, language } = options;
  const agent = signAgent(options);
  const brand =
    lookUp(voice?.signatures ?? {}, language) ??
    (voice?.brand === undefined ? undefined : (signOff(language, voice.brand, voice) ?? voice.brand));
  const text = signature === "brand" ? (brand ?? agent) : agent;
  return text === undefined ? undefined : { text, ...(agent !== undefined && agent !== text && { short: agent }) };
}

function signAgent({ agent, rules }: SignOptions): string | undefined {
  const name = agent?.name?.trim();
  if (agent?.initials === undefined && name !== undefined && name !== "" && !/\s/u.test(name)) return `-${name}`;
  const initials = initialsOf(agent);
  // Reddit reads "^" as superscript.
  return initials === undefined ? undefined : `${rules.markup === "reddit" ? "-" : "^"}${initials}`;
}
