/**
 * What belongs into private: personal data, and asking for it.
 * @module
 */
import type { LintWarning } from "../model/draft.js";
import { warning } from "./lint-facts.js";
import type { LintCheck } from "./lint-options.js";
import { findPersonalData, isOwnContact, type PersonalDataType } from "./personal-data.js";

const named: Readonly<Record<PersonalDataType, string>> = {
  email: "an e-mail address",
  phone: "a phone number",
  iban: "a bank account",
  card: "a payment card",
  cpr: "a Danish personal number (CPR)",
  pesel: "a Polish personal number (PESEL)",
  cnp: "a Romanian personal number (CNP)",
};

/** Finds personal data in what everybody may read, other than our own contacts. */
export const checkPersonalData: LintCheck = ({ draft, place, options }) => {
  if (place === "private") return [];
  const own = options.voice?.contacts ?? [];
  const found: LintWarning[] = [];
  for (const [where, text] of partsOf(draft))
    for (const { type, range } of findPersonalData(text)) {
      if (isOwnContact(text.slice(...range), own)) continue;
      found.push(
        warning(
          `pii-${type}`,
          "error",
          `${where === "text" ? "The text" : `\`${where}\``} holds ${named[type]}, and everybody can read it.`,
          {
            ...(where === "text" && { range }),
            suggestion: "Send it in private, or take it out. Contacts of our own belong into the voice's `contacts`.",
          },
        ),
      );
    }
  return found;
};

function* partsOf({
  text,
  title,
  subject,
  contentWarning,
  attachments = [],
}: Parameters<LintCheck>[0]["draft"]): Generator<readonly [where: string, text: string]> {
  yield ["text", text];
  if (title !== undefined) yield ["title", title];
  if (subject !== undefined) yield ["subject", subject];
  if (contentWarning !== undefined) yield ["contentWarning", contentWarning];
  for (const { alt } of attachments) if (alt !== undefined) yield ["alt", alt];
}

const edge = (source: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${source.replaceAll("*", String.raw`\p{L}*`)})(?![\p{L}\p{N}])`, "u");

// Folded. English, Danish, Polish, Romanian, German.
const asking = edge(
  "send|tell|give|share|write|post|reply with|leave|drop|provide|confirm|what(?: is|'s)|(?:can|could|may) (?:we|i) (?:have|get)|need|dm|oplys*|skriv*|angiv*|giv|del|hvad er|ma vi fa|kan vi fa|mangler|bruge|podaj*|przeslij*|wyslij*|napisz*|wpisz*|poda[cj]*|jaki jest|potrzebujemy|prosimy o|trimite*|spune*|scrie*|lasa*|da-ne|dati-ne|care (?:este|e|iti)|avem nevoie|comunica*|schick*|sende*|nenn*|gib|wie lautet",
);
const data = edge(
  "(?:e-?mail|mail)(?:-?adresse*| ?address*)?|phone(?: number)?|(?:mobile|cell) number|(?:home |postal |street |delivery )?address|date of birth|birth ?date|birthday|passport*|(?:credit |bank |payment )?card(?: number| details)?|account number|iban|password|pin(?: code)?|social security*|ssn|(?:order|customer|booking) ?(?:number|no|id)|full name|telefon*|tlf*|mobil*nummer|adress*|cpr*|fødselsda*|pas(?:nummer)?|kort(?:nummer|oplysninger)|konto(?:nummer)?|kode(?:ord)?|adgangskode|ordre ?(?:nummer|nr|id)|kundenummer|numer* (?:telefonu|zamowienia|karty|konta|klienta)|nr (?:telefonu|zamowienia|karty|konta)|adres*|pesel*|dat[ey] urodzenia|hasl[oa]|paszport*|numar* (?:de|comenzii|cardului|contului)(?: telefon| comanda| card| cont| client)?|nr de telefon|adresa*|cnp*|data nasterii|parol[ae]*|pasaport*|geburtsdat*|kartennummer|kontonummer|bestellnummer|passwort",
);
const inPrivate = edge(
  "dm*|pm|direct(?: message)?|private|privately|inbox|messenger|in a message|privat*|indbakke*|direkte besked|besked|pb|prywatn*|priv|privie|wiadomosc*|skrzynk*|mesaj*|inbox|e-?mail us|write to us at|call us|via (?:our|the|vores)|(?:contact|kontakt|contact) ?form*|formular*|webform*|nachricht",
);
// What we do ourselves asks for nothing: "we will send it to your address".
const ours = edge(
  "(?:we|i)(?:'ll| will| have| can| are going to)? (?:\\p{L}+ )?(?:send|write|call|share)|vi (?:sender|skriver|ringer)|(?:va|iti) trimitem|wyslemy|wir (?:senden|schicken)",
);
const forbids = edge("never|don'?t|do not|please no|instead of|aldrig|ikke|undlad|nie|nigdy|nu|niciodata|fara|nicht");

/** Warns of a sentence that asks a member for private data where everybody can read the answer. */
export const checkAsksForData: LintCheck = ({ place, sentences, options }) => {
  if (place === "private") return [];
  return sentences
    .filter(({ text, folded: whole }) => {
      const folded = whole.replace(/\S+@\S+|https?:\S+/gu, " ");
      if (!asking.test(folded) || !data.test(folded) || inPrivate.test(folded) || forbids.test(folded) || ours.test(folded)) return false;
      // "Write to us: hello@brandx.example" asks for nothing.
      const own = options.voice?.contacts ?? [];
      return !findPersonalData(text).some(({ range }) => isOwnContact(text.slice(...range), own));
    })
    .map(({ start, end }) =>
      warning("asks-for-private-data", "error", "The text asks for private data where everybody can read the answer.", {
        range: [start, end],
        suggestion: "Ask for it in a private message, and say so here.",
      }),
    );
};
