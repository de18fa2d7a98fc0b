/**
 * How a reply begins and ends, by language.
 * @module
 */
import { lookUp } from "./locale.js";
import type { Voice } from "./voice.js";

/**
 * Greetings: among friends with a name, formally with a name, formally without one. `{}` is the name. Where people are called by their first name
 * in an informal text only (German, Polish, Romanian) the formal one has no name. A comma before the name keeps Polish and Romanian names out of
 * the vocative.
 */
const greetings: Readonly<Record<string, readonly [informal: string, formal: string, nameless: string]>> = {
  da: ["Hej {}", "Kære {}", "Goddag"],
  en: ["Hi {}", "Dear {}", "Hello"],
  pl: ["Cześć, {}", "Dzień dobry", "Dzień dobry"],
  ro: ["Bună, {}", "Bună ziua", "Bună ziua"],
  de: ["Hallo {}", "Guten Tag", "Guten Tag"],
  sv: ["Hej {}", "Hej {}", "Hej"],
  no: ["Hei {}", "Hei {}", "Hei"],
  fr: ["Bonjour {}", "Bonjour {}", "Bonjour"],
  es: ["Hola, {}", "Hola, {}", "Hola"],
};

/** Sign-offs: among friends, formally. `{}` is the brand. */
const signOffs: Readonly<Record<string, readonly [informal: string, formal: string]>> = {
  da: ["Mvh {}", "Med venlig hilsen {}"],
  en: ["Best, {}", "Kind regards, {}"],
  pl: ["Pozdrawiamy, {}", "Z poważaniem, {}"],
  ro: ["Cu drag, {}", "Toate cele bune, {}"],
  de: ["Viele Grüße, {}", "Mit freundlichen Grüßen, {}"],
  sv: ["Hälsningar, {}", "Vänliga hälsningar, {}"],
  no: ["Hilsen {}", "Vennlig hilsen {}"],
  fr: ["À bientôt, {}", "Cordialement, {}"],
  es: ["Un saludo, {}", "Saludos cordiales, {}"],
};

/** Fills the brand or name in, or takes its place away with the comma before it. */
const put = (form: string, name: string | undefined): string =>
  name === undefined ? form.replace(/,? ?\{\}/u, "") : form.replace("{}", () => name);

/** Bokmål and Nynorsk greet alike. */
const written = (language: string | undefined): string | undefined => language?.replace(/^n[bn](?=-|$)/iu, "no");

const isFormal = (voice: Voice | undefined, language: string | undefined): boolean => lookUp(voice?.address ?? {}, language) === "formal";

/** Greets somebody, with the voice's own word first: `Hej Sandra`, `Hej`. Without a mark at the end. Nothing for a language that is not known. */
export function greet(language: string | undefined, name: string | undefined, voice: Voice | undefined): string | undefined {
  const entry = lookUp(greetings, written(language));
  const [own] = lookUp(voice?.greetings ?? {}, language) ?? [];
  if (own !== undefined) return put(entry?.[0].includes(",") === true ? `${own}, {}` : `${own} {}`, name);
  if (entry === undefined) return undefined;
  const [informal, formal, nameless] = entry;
  if (!isFormal(voice, language)) return put(informal, name);
  return name === undefined ? nameless : put(formal, name);
}

/** Takes leave: `Mvh Brand X`, or `Mvh` without a name. Nothing for a language that is not known. */
export function signOff(language: string | undefined, brand: string | undefined, voice: Voice | undefined): string | undefined {
  const entry = lookUp(signOffs, written(language));
  return entry === undefined ? undefined : put(entry[isFormal(voice, language) ? 1 : 0], brand);
}
