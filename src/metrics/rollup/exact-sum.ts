/**
 * Sums that do not depend on the order of what is added.
 * @module
 */
import { fail } from "./foreign.js";

const bits = new DataView(new ArrayBuffer(8));
const most = Number.MAX_SAFE_INTEGER;
/** The power of two of the last bit that a number can have. */
const least = -1074;

/**
 * Adds numbers from 0 without any rounding: a + (b + c) is (a + b) + c to the last bit, which floating addition is not. Whole numbers are added
 * as such while they are safe; everything else goes into a fixed-point integer that grows as it has to.
 */
export class ExactSum {
  /** The part that is a safe integer. */
  #whole = 0;
  /** The rest: `#units` times two to the power of `#exponent`. */
  #units = 0n;
  #exponent = 0;

  /** Adds a finite number from 0. */
  add(value: number): void {
    const sum = this.#whole + value;
    if (sum <= most && Math.floor(value) === value) this.#whole = sum;
    else this.#addSlowly(value);
  }

  /** Adds what another has added. */
  merge(other: ExactSum): void {
    this.add(other.#whole);
    this.#addUnits(other.#units, other.#exponent);
  }

  /** The sum, rounded once. */
  toNumber(): number {
    if (this.#units === 0n) return this.#whole;
    const { units, exponent } = this.#canonical();
    // 64 bits and whether anything follows them decide how the 53 of a number are rounded.
    const spare = units.toString(2).length - 64;
    if (spare <= 0) return Number(units) * 2 ** exponent;
    const head = units >> BigInt(spare);
    return Number(head << BigInt(spare) === units ? head : head | 1n) * 2 ** (spare + exponent);
  }

  /** A safe integer as a number, and anything else as an odd integer in hexadecimal and the power of two that it is multiplied by. */
  toJSON(): number | string {
    const { units, exponent } = this.#canonical();
    if (exponent >= 0) {
      const whole = units << BigInt(exponent);
      if (whole <= BigInt(most)) return Number(whole);
    }
    return `${units.toString(16)}p${exponent}`;
  }

  /** Reads a sum back. */
  static fromJSON(json: unknown, path: string): ExactSum {
    const sum = new ExactSum();
    if (typeof json === "number" && Number.isSafeInteger(json) && json >= 0) sum.#whole = json;
    else {
      const [, units = "", exponent = ""] =
        (typeof json === "string" ? /^([0-9a-f]{1,600})p(-?\d{1,4})$/u.exec(json) : null) ?? fail(path, "a sum");
      sum.#addUnits(BigInt(`0x${units}`), Number(exponent));
      if (sum.#exponent < least || sum.toJSON() !== json) fail(path, "a sum as it is written");
    }
    return sum;
  }

  #addSlowly(value: number): void {
    bits.setFloat64(0, value);
    const high = bits.getUint32(0);
    const power = high >>> 20;
    const fraction = (high & 0xf_ffff) * 2 ** 32 + bits.getUint32(4);
    if (power === 0) this.#addUnits(BigInt(fraction), least);
    else this.#addUnits(BigInt(fraction + 2 ** 52), power + least - 1);
  }

  #addUnits(units: bigint, exponent: number): void {
    if (units === 0n) return;
    if (this.#units === 0n) this.#exponent = exponent;
    if (exponent < this.#exponent) {
      this.#units <<= BigInt(this.#exponent - exponent);
      this.#exponent = exponent;
    }
    this.#units += units << BigInt(exponent - this.#exponent);
  }

  /** The one form of a sum, whatever it was added up from: an odd number of units. */
  #canonical(): { readonly units: bigint; readonly exponent: number } {
    const shift = Math.min(this.#exponent, 0);
    let units = (this.#units << BigInt(this.#exponent - shift)) + (BigInt(this.#whole) << BigInt(-shift));
    let exponent = shift;
    if (units === 0n) return { units, exponent: 0 };
    for (const step of [1024, 128, 16, 1])
      while ((units & ((1n << BigInt(step)) - 1n)) === 0n) {
        units >>= BigInt(step);
        exponent += step;
      }
    return { units, exponent };
  }
}
