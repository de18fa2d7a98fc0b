/**
 * Personal data in a text: what must not stand in public.
 * @module
 */
import { ibanLength, isCard, isCnp, isCpr, isIban, isPesel } from "./personal-data-numbers.js";

/** What was found: an e-mail address, a phone number, a bank account, a payment card, a Danish, Polish or Romanian personal number. */
export type PersonalDataType = "email" | "phone" | "iban" | "card" | "cpr" | "pesel" | "cnp";

/** One piece of personal data in a text. It does not repeat it. */
export interface PersonalData {
  /** What it is. */
  readonly type: PersonalDataType;
  /** UTF-16 offsets, end exclusive. */
  readonly range: readonly [start: number, end: number];
}

// The @ may be written out, as people do to hide from machines. `@name@server` is a handle and no address.
const email =
  /(?<![\p{L}\p{N}@._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+-]*(?:@|\s?[([](?:at|snabel-?a|małpa|malpa|arond)[)\]]\s?)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}/giu;
const iban = /(?<![\p{L}\p{N}])[a-z]{2}\d{2}(?: ?[a-z0-9]){11,30}/giu;
// Digits as people group them. The separators of one number are alike, so that a price and the year behind it are two.
const number = /(?<![\p{L}\p{N}.,:/#+-])(?:\+|00)?\(?\d(?:[ .\u00a0()/-]{0,2}\d){6,18}(?![\p{L}\p{N}]|[.,:/-]\d)/gu;
const link = /https?:\/\/\S+|(?<![\p{L}\p{N}])www\.\S+/giu;

const phoneCue =
  /(?:tlf|tel|telefon\p{L}*|phone|mobil\p{L}*|mob|call(?: us| me)?(?: (?:on|at))?|ring(?: til)?(?: os)?(?: på)?|zadzwoń\p{L}*|dzwoń\p{L}*|komórk\p{L}*|sună\p{L}*|sunați|suna|sunati|whats ?app|sms|nummer|number|numer|numărul|numarul)\s*(?:is|er|to|este|e)?[\s:.]*$/iu;
const orderCue =
  /(?:order|ordre\p{L}*|ordrenummer|zamówieni\p{L}*|comand\p{L}*|awb|tracking|track|pakke\p{L}*|paczk\p{L}*|colet\p{L}*|faktura|invoice|factur\p{L}*|sag|case|ticket|varenummer|sku|ean|isbn|cvr|nip|cui|regon)\p{L}*\s*(?:no|nr|number|nummer|numer|numărul)?[\s.:#]*$/iu;
const money = /^\s*(?:kr|dkk|zł|zl|pln|lei|ron|eur|usd|gbp|€|\$|£|%|km|kg|g\b|ml|steps|skridt)/iu;

/**
 * Finds personal data in a text: e-mail addresses, phone numbers, IBANs (modulo 97), payment cards (Luhn), Danish CPR numbers (a date that
 * there is), Polish PESEL and Romanian CNP (their check digits). In order, without overlap; links are let be. Ten digits without a hyphen are
 * taken for a CPR number only when they pass modulo 11 too; digits without a `+` only for a phone number when they are grouped as one or
 * follow a word such as "tlf".
 *
 * @example
 * findPersonalData("Ring til Ida på +45 20 12 34 56"); // [{ type: "phone", range: [16, 31] }]
 */
export function findPersonalData(text: string): readonly PersonalData[] {
  const found: PersonalData[] = [];
  // Every kind holds an @ (or its word) or a digit; most replies hold neither.
  if (!/[@\d([]/u.test(text)) return found;
  const plain = text.replace(link, (one) => " ".repeat(one.length));
  const free = (start: number, end: number): boolean => !found.some(({ range }) => start < range[1] && range[0] < end);
  for (const { 0: hit, index } of plain.matchAll(email)) found.push({ type: "email", range: [index, index + hit.length] });
  for (const { 0: hit, index } of plain.matchAll(iban)) {
    const whole = ibanIn(hit);
    if (whole !== undefined && free(index, index + whole.length)) found.push({ type: "iban", range: [index, index + whole.length] });
  }
  for (const { 0: hit, index } of plain.matchAll(number)) {
    const end = index + hit.length;
    const type = free(index, end) ? numberType(hit, plain.slice(Math.max(0, index - 40), index), plain.slice(end, end + 8)) : undefined;
    if (type !== undefined) found.push({ type, range: [index, end] });
  }
  return found.sort((one, other) => one.range[0] - other.range[0]);
}

/** The IBAN at the beginning of a stretch that may run on into the next words. */
function ibanIn(hit: string): string | undefined {
  const length = ibanLength(hit.slice(0, 2));
  if (length === undefined) return undefined;
  let end = 0;
  for (let counted = 0; counted < length && end < hit.length; end++) if (hit[end] !== " ") counted++;
  const whole = hit.slice(0, end);
  return isIban(whole) && !/^[\p{L}\p{N}]/u.test(hit.slice(end)) ? whole : undefined;
}

function numberType(hit: string, before: string, after: string): PersonalDataType | undefined {
  const digits = hit.replace(/\D/gu, "");
  const plus = /^(?:\+|00)/u.test(hit);
  if (!plus) {
    const solid = /^\d+$/u.test(hit);
    if (solid && isCnp(digits)) return "cnp";
    if (solid && isPesel(digits)) return "pesel";
    if (/^\d{6}[- ]\d{4}$/u.test(hit) && isCpr(digits, false)) return "cpr";
    if (solid && isCpr(digits, !/cpr\D*$/iu.test(before)) && !orderCue.test(before)) return "cpr";
    if (isCard(digits)) return "card";
  }
  return isPhone(hit, digits, before, after, plus) ? "phone" : undefined;
}

/** The ways in which numbers are grouped as phone numbers: 2-2-2-2 (Denmark), 3-3-3 (Poland), 0... (Romania, Germany, Britain, France), 3-3-4. */
const grouped =
  /^(?:\d{2}([ .\u00a0-]?)\d{2}\1\d{2}\1\d{2}|\d{3}([ -])\d{3}\2\d{3}|\(?0\d{1,4}\)?(?:[ /.-]\d{2,8}){1,4}|07\d{8}|\(\d{3}\) ?\d{3}[ -]\d{4}|\d{3}-\d{3}-\d{4})$/u;

function isPhone(hit: string, digits: string, before: string, after: string, plus: boolean): boolean {
  if (digits.length < 7 || digits.length > 15 || isDateLike(hit)) return false;
  if (plus) return digits.length >= 8;
  if (phoneCue.test(before)) return true;
  if (orderCue.test(before) || money.test(after) || /[#€$£]\s?$/u.test(before)) return false;
  // Eight digits in a row are an order number as often as not.
  return grouped.test(hit) && !/^\d{8}$/u.test(hit);
}

const isDateLike = (hit: string): boolean =>
  /^(?:\d{4}[-./]\d{2}[-./]\d{2}|\d{2}[-./]\d{2}[-./]\d{4})$/u.test(hit) || /^(?:\d{4} ?- ?\d{4})$/u.test(hit);

/** Tells whether what was found is one of our own contacts: the address or number itself, or, for `@domain`, any address there. */
export function isOwnContact(found: string, contacts: readonly string[]): boolean {
  const plain = (contact: string): string =>
    contact.includes("@")
      ? contact.toLowerCase().trim()
      : contact
          .toLowerCase()
          .replace(/[^\p{L}\p{N}]/gu, "")
          .replace(/^00/u, "");
  const own = plain(found);
  return contacts.some((contact) => {
    const one = plain(contact);
    if (one === "") return false;
    if (one.startsWith("@")) return own.endsWith(one);
    if (one === own) return true;
    // One of the two may leave out the country: +45 70 10 20 30 is 70 10 20 30.
    const [short, long] = one.length < own.length ? [one, own] : [own, one];
    return /^\d{8,}$/u.test(short) && /^\d+$/u.test(long) && long.length - short.length <= 3 && long.endsWith(short.replace(/^0/u, ""));
  });
}
