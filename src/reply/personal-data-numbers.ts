/**
 * The checks that tell a personal number from any other: pure arithmetic.
 * @module
 */

const digitsOf = (text: string): readonly number[] => (text.match(/\d/gu) ?? []).map(Number);
const weigh = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);

function isDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Luhn's check (ISO/IEC 7812-1), over any digits. */
export function passesLuhn(text: string): boolean {
  const digits = digitsOf(text).toReversed();
  const sum = digits.reduce((total, digit, at) => total + (at % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0);
  return digits.length > 1 && sum % 10 === 0;
}

/** A payment card: a known beginning and length, and Luhn's check. Beginnings of the large schemes, Dankort (5019) included; read 2026-11. */
export function isCard(text: string): boolean {
  const digits = text.replace(/\D/gu, "");
  const known =
    /^(?:4\d{15}|4\d{18}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}|(?:5[0678]|6[0-9])\d{14})$/u;
  return known.test(digits) && passesLuhn(digits);
}

// ISO 13616 registry: the length of an IBAN by country; those of Europe and a few beyond, read 2026-11.
const ibanLengths =
  "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20";

/** How long an IBAN of a country is; undefined where there is none. */
export function ibanLength(country: string): number | undefined {
  const found = new RegExp(`${country.toUpperCase()}(\\d\\d)`, "u").exec(ibanLengths);
  return found === null ? undefined : Number(found[1]);
}

/** An IBAN without its spaces: the length of its country, and the remainder 1 modulo 97 (ISO 13616). */
export function isIban(text: string): boolean {
  const iban = text.replace(/\s/gu, "").toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/u.test(iban) || ibanLength(iban.slice(0, 2)) !== iban.length) return false;
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/**
 * A Danish CPR number: a date that there is, in the century that the seventh digit names. Numbers given since 2007-10 need not pass the
 * check modulo 11 (cpr.dk, read 2026-11); `strict` asks for it, where nothing else tells the ten digits from any other ten.
 */
export function isCpr(text: string, strict: boolean): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 10) return false;
  const [day, month, short, seventh] = [twoAt(digits, 0), twoAt(digits, 2), twoAt(digits, 4), digits[6] ?? 0];
  const century = seventh <= 3 ? 1900 : seventh === 4 || seventh === 9 ? (short <= 36 ? 2000 : 1900) : short <= 57 ? 2000 : 1800;
  if (!isDate(century + short, month, day)) return false;
  return !strict || weigh(digits, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
}

/** A Polish PESEL: a date whose month tells the century, and a check digit (obywatel.gov.pl, read 2026-11). */
export function isPesel(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 11) return false;
  const [short, coded, day] = [twoAt(digits, 0), twoAt(digits, 2), twoAt(digits, 4)];
  const century = [1900, 2000, 2100, 2200, 1800][Math.floor(coded / 20)] ?? 1900;
  return isDate(century + short, coded % 20, day) && weigh(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;
}

/** A Romanian CNP: sex and century, a date, a county, and a check digit modulo 11 where 10 is written 1 (read 2026-11). */
export function isCnp(text: string): boolean {
  const digits = digitsOf(text);
  const first = digits[0] ?? 0;
  if (digits.length !== 13 || first === 0) return false;
  const century = first <= 2 ? 1900 : first <= 4 ? 1800 : first <= 6 ? 2000 : 1900;
  if (!isDate(century + twoAt(digits, 1), twoAt(digits, 3), twoAt(digits, 5))) return false;
  const county = twoAt(digits, 7);
  if (!((county >= 1 && county <= 48) || county === 51 || county === 52 || county === 70)) return false;
  const rest = weigh(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return (rest === 10 ? 1 : rest) === digits[12];
}

const twoAt = (digits: readonly number[], at: number): number => (digits[at] ?? 0) * 10 + (digits[at + 1] ?? 0);
