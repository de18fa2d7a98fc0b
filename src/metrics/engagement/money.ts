/**
 * Money, in one currency.
 * @module
 */
import { isObject, refuse } from "../measure.js";
import { readNumber } from "./counts.js";

/** An amount of money. */
export interface Money {
  /** In millionths of the currency. */
  readonly amountMicros: number;
  /** ISO 4217: `EUR`. */
  readonly currency: string;
}

/** How many millionths one of a currency has. */
export const micros = 1_000_000;

/** Refuses what is no money, and gives the one currency of all; nothing where there is none. */
export function checkMoney(amounts: readonly Money[], name: string): string | undefined {
  let found: string | undefined;
  for (const money of amounts) {
    if (!isObject(money)) refuse(`${name} holds what is no money`, "give amounts as { amountMicros, currency }");
    const { amountMicros, currency }: Partial<Money> = money;
    if (readNumber(amountMicros, "amountMicros") === undefined) refuse("amountMicros is missing", "give the amount in millionths");
    if (typeof currency !== "string" || !/^[A-Z]{3}$/u.test(currency))
      refuse("currency is no code of ISO 4217", "give three capital letters, such as EUR");
    if (found !== undefined && currency !== found)
      refuse(`${name} is in ${[found, currency].toSorted().join(" and ")}`, "convert to one currency first");
    found = currency;
  }
  return found;
}
