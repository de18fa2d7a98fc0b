/**
 * The hours, days, weeks or months in which something happened.
 * @module
 */
import type { Calendar, Every } from "../time/calendar.js";

/** Finds the bucket of an instant: at once where it is the last one that was asked for, and by halving among those that are known. */
export class Buckets {
  readonly #calendar: Calendar;
  readonly #every: Every;
  /** Where the known buckets begin and end, in order. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #start = 0;
  #end = 0;

  constructor(calendar: Calendar, every: Every) {
    this.#calendar = calendar;
    this.#every = every;
  }

  /** The instant at which the bucket begins that holds an instant. */
  startOf(at: number): number {
    if (at >= this.#start && at < this.#end) return this.#start;
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    let place = low - 1;
    if (place < 0 || at >= (this.#ends[place] ?? 0)) {
      const start = this.#calendar.startOf(at, this.#every);
      this.#starts.splice(++place, 0, start);
      this.#ends.splice(place, 0, this.#calendar.next(start, this.#every));
    }
    this.#start = this.#starts[place] ?? 0;
    this.#end = this.#ends[place] ?? 0;
    return this.#start;
  }

  /** The instant at which the bucket ends that begins at an instant. */
  endOf(start: number): number {
    if (start === this.#start && this.#end > start) return this.#end;
    return this.#calendar.next(start, this.#every);
  }

  /** Says whether a bucket begins at an instant. */
  isStart(at: number): boolean {
    return this.#calendar.startOf(at, this.#every) === at;
  }
}
